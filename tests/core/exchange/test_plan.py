"""What a row would do (试算): create, update, unchanged, skip, held against the ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gaoxin.ledger.exchange.core.known import KnownLedger, KnownProject, Planned, Posted
from tests.core.exchange.books import PARKS, ZONE, actions, codes, planned

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def posted(pk, kind, wan, on, period=None, place=""):
    yuan = Decimal(wan) * 10_000
    return Posted(pk, kind, on, period or on.replace(day=1), yuan, "CNY", yuan, "", place)


def ledger(*postings, **more):
    project = KnownProject(
        7, "P-2025-001", "甲储能项目", {"park": PARKS[2], "investor": "甲公司"},
        {"signed": date(2025, 3, 1)}, {"started": Planned(date(2026, 12, 31), date(2025, 3, 1))},
        tuple(postings),
    )  # fmt: skip
    return KnownLedger(ZONE.parks, projects=(project,), rates=ZONE.rates, **more)


def writes(result, row):
    found = next(each for each in result.rows if each.row == row)
    return {change.field: change.write for change in found.changes}


def test_a_known_project_is_found_by_code_name_or_both():
    head = ["项目编号", "项目名称", "投资方", "签约日期"]
    rows = [
        ["P-2025-001", "甲储能项目", "甲公司", "2025-03-01"],
    ]
    for each in (rows, [["", *rows[0][1:]]], [["P-2025-001", "甲储能电池项目", *rows[0][2:]]]):
        (found,) = planned([head, *each], known=ledger()).rows
        assert found.target == 7
    assert actions(planned([head, *rows], known=ledger())) == {2: "unchanged"}


def test_a_code_that_belongs_to_quite_another_project_is_not_taken():
    rows = [
        ["项目编号", "项目名称", "园区", "投资方"],
        ["P-2025-001", "丁数控机床", PARKS[0], "丁公司"],
    ]
    result = planned(rows, known=ledger())
    assert codes(result) == {("A2", "code_taken")}
    assert result.rows[0].action == "create"
    assert "code" not in writes(result, 2)


def test_empty_cells_and_dashes_change_nothing():
    rows = [["项目名称", "园区", "投资方", "签约日期"], ["甲储能项目", "—", "", "/"]]
    assert actions(planned(rows, known=ledger())) == {2: "unchanged"}


@pytest.mark.parametrize("written", ["2025-03-01", "2025年3月", 202503.0, "20250301"])
def test_a_month_agrees_with_any_day_in_it(written):
    rows = [["项目名称", "签约日期"], ["甲储能项目", written]]
    assert actions(planned(rows, known=ledger())) == {2: "unchanged"}


def test_a_level_is_replaced_on_its_own_day():
    known = ledger(posted(1, "contracted", 10_000, date(2025, 3, 1)))
    rows = [["项目名称", "合同引资额（亿元）", "计划开工日期"], ["甲储能项目", 1.2, "2026年底"]]
    (write,) = writes(planned(rows, known=known), 2).values()
    assert (write.amount, write.on, write.replaces) == (120_000_000, date(2025, 3, 1), (1,))
    rows[1][1] = 1
    assert actions(planned(rows, known=known)) == {2: "unchanged"}


def test_a_sum_adds_only_what_is_missing():
    known = ledger(posted(1, "in_place", 2000, date(2026, 1, 5)))
    head = ["项目名称", "园区", "累计到位资金（万元）", "签约日期"]
    result = planned(
        [["填报日期：2026年10月31日"], head, ["甲储能项目", "", 5000, ""]], known=known
    )
    write = writes(result, 3)["in_place_sum"]
    assert (write.amount, write.on) == (30_000_000, date(2026, 10, 31))
    result = planned([head, ["甲储能项目", "", 1500, ""]], known=known)
    assert codes(result) == {("C2", "cumulative_falls")}
    assert actions(result) == {2: "unchanged"}


def test_a_sum_is_not_counted_beside_its_own_details():
    from gaoxin.ledger.exchange.core.opening import open_book
    from gaoxin.ledger.exchange.core.planning import plan
    from tests.core.exchange.books import TODAY, xlsx

    content = xlsx({
        "台账": [["项目名称", "园区", "签约日期", "累计到位资金（万元）"],
                 ["甲储能项目", PARKS[2], "2025-03-01", 500]],
        "到位": [["项目名称", "到位资金（万元）", "到位日期"], ["甲储能项目", 300, "2026-05-01"]],
    })  # fmt: skip
    result = plan(open_book(content, "a.xlsx"), ledger(), TODAY)
    assert writes(result, 2)["in_place_sum"].amount == 2_000_000


FUNDS = ["项目名称", "园区", "到位资金（万元）", "到位日期"]


def test_details_match_what_is_posted_each_once():
    known = ledger(posted(1, "in_place", 2000, date(2026, 1, 5)))
    rows = [FUNDS, ["甲储能项目", "", 2000, "2026年1月"], ["甲储能项目", "", 2000, "2026-01-05"]]
    result = planned(rows, known=known)
    assert actions(result) == {2: "unchanged", 3: "create"}


def test_a_detail_corrected_in_its_own_cell_replaces_the_posting():
    known = ledger(posted(1, "in_place", 2000, date(2026, 1, 5), place="项目!C2"))
    result = planned([FUNDS, ["甲储能项目", "", 2300, "2026-01-06"]], known=known)
    assert actions(result) == {2: "update"}
    assert writes(result, 2)["amount"].replaces == (1,)


def test_another_amount_on_the_same_day_is_new_and_worth_a_look():
    known = ledger(posted(1, "in_place", 2000, date(2026, 1, 5), place="别的表!C2"))
    result = planned([FUNDS, ["甲储能项目", "", 2300, "2026-01-05"]], known=known)
    assert codes(result) == {("C2", "same_day")}
    assert actions(result) == {2: "create"}


def test_money_in_place_above_the_contract_is_said_once():
    known = ledger(posted(1, "contracted", 3000, date(2025, 3, 1)))
    rows = [["甲储能项目", "", 2000, f"2026-0{n}-05"] for n in (1, 2, 3)]
    assert codes(planned([FUNDS, *rows], known=known)) == {("C3", "in_place_above")}


def test_details_name_parks_projects_and_repetitions():
    rows = [
        FUNDS,
        ["甲储能项目", PARKS[0], 10, "2026-01-05"],
        ["甲储能工程", "", 10, "2026-01-06"],
        ["丁数控机床", "", 10, "2026-01-07"],
        ["甲储能项目", "", 10, "2026-01-05"],
    ]
    result = planned(rows, known=ledger())
    assert codes(result) == {
        ("B2", "park_differs"), ("A3", "project_near"), ("A4", "project_unknown"),
        ("C5", "same_row"),
    }  # fmt: skip


def test_details_of_a_row_that_is_skipped_wait_for_it():
    from gaoxin.ledger.exchange.core.opening import open_book
    from gaoxin.ledger.exchange.core.planning import plan
    from tests.core.exchange.books import TODAY, xlsx

    content = xlsx({
        "签约": [["项目名称", "园区", "总投资（亿元）"], ["丁项目", "航空园", 1]],
        "到位": [FUNDS, ["丁项目", "", 10, "2026-01-05"]],
    })  # fmt: skip
    result = plan(open_book(content, "a.xlsx"), ZONE, TODAY)
    assert [row.action for row in result.rows] == ["skip", "skip"]
    last = result.rows[1].problems[0]
    assert (last.fault.code, last.severity) == ("project_skipped", "warning")


MONTHLY = [
    ["储能园 2026 年 10 月固定资产投资月报"],
    ["单位：万元"],
    [
        "项目名称",
        "本年计划投资",
        "本月完成投资",
        "1—10月累计完成投资",
        "自开工累计完成投资",
        "形象进度",
    ],
]


def monthly(*cells, known):
    return planned([*MONTHLY, ["甲储能项目", *cells]], known=known)


def test_a_month_of_a_report():
    result = monthly(9000, 500, 500, 500, "62%", known=ledger())
    found = writes(result, 4)
    assert (found["invested_month"].period, found["invested_month"].on) == (
        OCTOBER, date(2026, 10, 31),
    )  # fmt: skip
    assert (found["year_plan"].period, found["year_plan"].kind) == (date(2026, 1, 1), "year_plan")
    assert set(found) == {"year_plan", "invested_month"}
    assert result.sheets[0].period == "2026-10"


def test_what_was_done_before_the_first_report_goes_before_it():
    found = writes(monthly("", 500, 1200, 5000, "", known=ledger()), 4)
    assert {(w.period, w.amount) for w in found.values()} == {
        (OCTOBER, 5_000_000), (SEPTEMBER, 7_000_000), (date(2025, 12, 1), 38_000_000),
    }  # fmt: skip


def test_a_month_reported_again_is_unchanged_or_replaced():
    known = ledger(posted(1, "invested", 500, date(2026, 10, 31)))
    assert actions(monthly("", 500, 500, 500, "", known=known)) == {4: "unchanged"}
    result = monthly("", 600, "", "", "", known=known)
    assert writes(result, 4)["invested_month"].replaces == (1,)


def test_sums_that_contradict_the_months_are_said():
    known = ledger(posted(1, "invested", 500, date(2026, 9, 30)))
    result = monthly("", 300, 900, 700, "", known=known)
    assert codes(result) == {("D4", "cumulative_differs"), ("E4", "cumulative_differs")}


def test_the_same_as_last_month_is_said():
    known = ledger(posted(1, "invested", 500, date(2026, 9, 30)))
    assert ("C4", "same_as_last") in codes(monthly("", 500, "", "", "", known=known))


def test_a_progress_above_the_whole_is_said():
    assert codes(monthly("", 500, "", "", "162%", known=ledger())) == {("F4", "percent_bad")}


def test_months_as_columns():
    rows = [["2026年分月完成投资（万元）"], ["项目名称", "1月", "2月", "11月", "12月"],
            ["甲储能项目", 1, 2, 0, 0]]  # fmt: skip
    found = writes(planned(rows, known=ledger()), 3)
    assert {(w.period.month, w.amount) for w in found.values()} == {(1, 10_000), (2, 20_000)}
    rows[2][4] = 5
    assert codes(planned(rows, known=ledger())) == {("E3", "date_future")}


def test_a_report_without_a_month_is_not_guessed():
    result = planned([["项目名称", "本月完成投资（万元）"], ["甲储能项目", 5]], known=ledger())
    assert codes(result) == {("B2", "month_unknown")}


def test_milestones_as_rows():
    rows = [
        ["项目名称", "节点", "计划完成时间", "实际完成时间"],
        ["甲储能项目", "开工", "2026年底", "2026-06-01"],
        ["甲储能项目", "竣工", "2027年6月", ""],
        ["甲储能项目", "签约", "", "2025年3月"],
        ["甲储能项目", "封顶", "2026年底", ""],
    ]
    result = planned(rows, known=ledger())
    assert actions(result) == {2: "create", 3: "create", 4: "unchanged", 5: "skip"}
    assert set(writes(result, 2)) == {"day"}
    assert writes(result, 3)["planned_for"].planned_for == date(2027, 6, 30)
    assert codes(result) == {("B5", "stage_unknown")}


def test_only_the_own_park_is_written():
    known = ledger(own_parks=frozenset({PARKS[0]}), others=frozenset({"乙项目"}))
    rows = [["项目名称", "园区", "签约日期"], ["丙项目", PARKS[1], ""], ["丁项目", PARKS[0], ""]]
    result = planned(rows, known=known)
    assert codes(result) == {("B2", "park_not_yours")}
    assert actions(result) == {2: "skip", 3: "create"}
    funds = planned([FUNDS, ["乙项目", "", 10, "2026-01-05"]], known=known)
    assert codes(funds) == {("A2", "park_not_yours")}


def test_new_names_for_the_zones_lists_are_shown():
    rows = [["项目名称", "园区", "产业", "责任单位"], ["丙项目", PARKS[1], "量子", "新局、旧局"]]
    assert planned(rows).new_names == {"industry": ("量子",), "lead_department": ("新局",)}
