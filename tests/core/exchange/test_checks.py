"""Checks of rows against each other and against the ledger (校验)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gaoxin.ledger.exchange.core.known import (
    KnownEnterprise,
    KnownLedger,
    KnownProject,
    Named,
    Posted,
)
from gaoxin.ledger.exchange.core.money import Rates
from tests.core.exchange.books import PARKS, ZONE, actions, codes, credit, planned

HEAD = ["项目名称", "园区", "投资方", "总投资（亿元）", "固投（亿元）", "签约日期",
        "备案日期", "开工日期",
        "竣工日期", "投产日期"]  # fmt: skip


def row(name="甲项目", *days, total=1.5, fixed=1.0, park=PARKS[0], investor="甲公司"):
    return [name, park, investor, total, fixed, *days]


DAYS = ("2024-02-01", "2024-04-01", "2024-08-01", "2025-06-01", "2025-11-01")


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        (DAYS, set()),
        (("2024-02-01", "2024-04-01", "2024-01-05", *DAYS[3:]), {"H2"}),
        ((*DAYS[:3], "2024-07-21", DAYS[4]), {"I2"}),
        ((*DAYS[:4], "2024-08-25"), {"J2"}),
        # One wrong day, though it contradicts all the others.
        (("2025-12-01", *DAYS[1:]), {"F2"}),
        # To the month: anything within it is in order.
        (("2024-02-20", "2024年2月", "2024年2月", *DAYS[3:]), set()),
        (("", "", "2024-08-01", "2024-07-01", ""), {"I2"}),
    ],
)
def test_a_day_before_its_predecessor(days, wrong):
    result = planned([HEAD, row("甲项目", *days)])
    assert codes(result) == {(cell, "date_order") for cell in wrong}
    assert actions(result) == {2: "skip" if wrong else "create"}


def test_registration_and_permit_out_of_order_are_only_worth_a_look():
    rows = [["项目名称", "园区", "签约日期", "注册日期", "施工许可日期", "开工日期"],
            ["甲项目", PARKS[0], "2024-02-01", "2024-01-01", "2024-09-01",
             "2024-08-01"]]  # fmt: skip
    result = planned(rows)
    assert {code for _cell, code in codes(result)} == {"date_order_loose"}
    assert actions(result) == {2: "create"}


def test_the_ledgers_own_days_count_too():
    known = KnownLedger(
        ZONE.parks,
        projects=(KnownProject(1, "P-1", "甲项目", reached={"started": date(2024, 8, 1)}),),
    )
    result = planned(
        [["项目名称", "园区", "竣工日期"], ["甲项目", PARKS[0], "2024-07-01"]], known=known
    )
    assert codes(result) == {("C2", "date_order")}


def test_fixed_investment_above_the_total():
    result = planned([HEAD, row(total=15.2, fixed=30.4)])
    assert codes(result) == {("E2", "fixed_above_total")}
    assert actions(result) == {2: "create"}


TOTALS = [1.2, 3, 0.8, 25, 7, 2.2, 12]


@pytest.mark.parametrize(("typed", "code"), [(58000, "outlier_large"), (0.00021, "outlier_small")])
def test_wan_typed_as_yi_stands_out_from_its_column(typed, code):
    rows = [row(f"项目{n}甲{'乙' * n}", total=t, fixed=None) for n, t in enumerate(TOTALS)]
    result = planned([HEAD, *rows, row("癸项目", total=typed, fixed=None)])
    assert codes(result) == {("D9", code)}
    assert actions(result)[9] == "create"


def test_a_wide_but_honest_column_is_left_alone():
    honest = [0.05, 0.5, 1, 3, 8, 30, 120]
    rows = [row(f"项目{'丙' * (n + 1)}", total=t, fixed=None) for n, t in enumerate(honest)]
    assert codes(planned([HEAD, *rows])) == set()


def test_with_few_rows_the_fixed_investment_shows_the_slip():
    result = planned([HEAD, row(total=21100, fixed=1.27)])
    assert codes(result) == {("D2", "outlier_large")}


def test_ten_thousand_times_the_ledgers_value():
    posted = Posted(1, "planned", date(2024, 1, 1), date(2024, 1, 1), Decimal(150_000_000),
                    original=Decimal(150_000_000))  # fmt: skip
    project = KnownProject(
        1, "P-1", "甲项目", {"investor": "甲公司", "park": PARKS[0]}, postings=(posted,)
    )
    known = KnownLedger(ZONE.parks, projects=(project,))
    result = planned([HEAD, row(total=15000, fixed=None)], known=known)
    assert ("D2", "outlier_known") in codes(result)
    assert actions(result) == {2: "update"}


def test_names_twice_and_nearly_twice():
    rows = [
        row("甲储能电池项目"),
        row(" 甲储能 电池项目\n"),
        row("甲储能电池工程", investor="乙公司"),
        row("甲储能电池项目", park=PARKS[1], investor="丙公司"),
        row("甲储能电池项目（二期）"),
    ]
    result = planned([HEAD, *rows])
    assert codes(result) == {("A3", "duplicate"), ("A4", "near_name"), ("A5", "same_name")}
    assert actions(result) == {2: "create", 3: "skip", 4: "create", 5: "create", 6: "create"}


def test_a_name_near_one_of_the_ledger():
    known = KnownLedger(ZONE.parks, projects=(KnownProject(1, "P-1", "甲储能电池项目"),))
    result = planned([HEAD, row("甲储能电池工程")], known=known)
    assert codes(result) == {("A2", "near_known")}
    assert actions(result) == {2: "create"}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (credit(1), None), (credit(1).lower(), None), (f"{credit(1)[:8]} {credit(1)[8:]}", None),
        ("", None), ("-", None), (credit(1)[:17] + "A", "credit_check"),
        (credit(1)[:16], "credit_length"), ("I" + credit(1)[1:], "credit_sign"),
        (9.141e17, "credit_number"), ("410400123456789", "credit_length"),
    ],
)  # fmt: skip
def test_the_unified_social_credit_code(written, code):
    result = planned([["项目名称", "园区", "投资方", "统一社会信用代码"],
                      ["甲项目", PARKS[0], "甲公司", written]])  # fmt: skip
    assert codes(result) == ({("D2", code)} if code else set())


def test_a_code_of_another_and_a_name_with_two_codes():
    known = KnownLedger(ZONE.parks, enterprises=(KnownEnterprise(1, "甲公司", credit(1)),))
    head = ["项目名称", "园区", "投资方", "统一社会信用代码"]
    rows = [["子项目", PARKS[0], "乙公司", credit(1)], ["丑项目", PARKS[0], "甲公司", credit(2)]]
    result = planned([head, *rows], known=known)
    assert codes(result) == {("D2", "credit_of_other"), ("D3", "name_of_other")}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("电气装备产业园", None), ("电气园", None), (" 电气装备产业园\n", None),
        ("电气装备园", None),
        ("示例高新区电气装备产业园（东区）", None), ("临空经济园", "park_unknown"),
        ("电汽装备产业园", "park_near"), ("新能源产业园", "park_near"), ("", "park_missing"),
    ],
)  # fmt: skip
def test_parks(written, code):
    result = planned([HEAD, row(park=written)])
    assert codes(result) == ({("B2", code)} if code else set())
    if code is None:
        assert result.rows[0].park == "电气装备产业园"


def test_a_park_that_contradicts_the_heading():
    rows = [HEAD, ["一、" + PARKS[1]], row(park=PARKS[0])]
    assert codes(planned(rows)) == {("B3", "band_differs")}


@pytest.mark.parametrize(
    ("total", "wrong"), [(4, False), (4.0, False), (4.5, True), ("", False), (0, False)]
)
def test_sums_are_added_up(total, wrong):
    rows = [row("甲项目"), row("乙项目", total=2.5), ["合计", "", "", total, ""]]
    assert codes(planned([HEAD, *rows])) == ({("D4", "total_differs")} if wrong else set())


def test_subtotals_of_each_park():
    rows = [
        row("甲项目"), row("乙项目", total=2.5), ["小计", "", "", 4, 2],
        row("丙项目", total=3), ["小计", "", "", 3, 2], ["合计", "", "", 7, 3],
    ]  # fmt: skip
    assert codes(planned([HEAD, *rows])) == {("E6", "total_differs")}


def test_what_must_not_be_empty():
    result = planned([HEAD, row("")])
    assert codes(result) == {("A2", "required")}
    funds = [
        ["项目名称", "到位资金（万元）", "到位日期"],
        ["甲项目", "", "2026-01-05"],
        ["甲项目", 5, ""],
    ]
    known = KnownLedger(ZONE.parks, projects=(KnownProject(1, "P-1", "甲项目"),))
    assert codes(planned(funds, known=known)) == {("B2", "required"), ("C3", "required")}


def test_a_state_in_words_without_its_day():
    rows = [["项目名称", "园区", "开工日期", "项目进展"], ["甲项目", PARKS[0], "", "已开工"],
            ["乙项目", PARKS[0], "2025-03-01", "在建"]]  # fmt: skip
    assert codes(planned(rows)) == {("D2", "stage_without_day")}


def test_a_foreign_amount_needs_a_rate():
    known = KnownLedger(tuple(Named(n, p) for n, p in enumerate(PARKS)))
    result = planned([HEAD, row(total="100万美元", fixed=None)], known=known)
    assert codes(result) == {("D2", "no_rate")}
    assert actions(result) == {2: "skip"}


def test_a_rate_of_a_later_day_is_used_aloud():
    known = KnownLedger(ZONE.parks, rates=Rates({"USD": [(date(2025, 1, 1), Decimal("7.1"))]}))
    result = planned(
        [HEAD, row("甲项目", "2024-02-01", total="100万美元", fixed=None)], known=known
    )
    assert codes(result) == {("D2", "rate_later")}
    (change,) = [each for each in result.rows[0].changes if each.field == "planned"]
    assert change.write.amount == Decimal("7100000.00")
