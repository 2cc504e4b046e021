"""Cells as offices write them (各种写法): amounts, days, codes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from gaoxin.ledger.exchange.core.amounts import Money, read_amount, shown
from gaoxin.ledger.exchange.core.columns import WAN, YI
from gaoxin.ledger.exchange.core.dates import Day, read_day
from gaoxin.ledger.exchange.core.problems import Fault
from gaoxin.lib.numerals import chinese_number, plain, same_name, tidy

AMOUNTS = {
    10.51: 1_051_000_000, 3: 300_000_000, "17.06亿": 1_706_000_000, "  3.5 ": 350_000_000,
    "34,700万元": 347_000_000, "０．６８": 68_000_000, "人民币2.01亿元": 201_000_000,
    "￥1,200": 120_000_000_000, "1亿2000万": 120_000_000, "三亿元": 300_000_000,
    "一亿二千万元": 120_000_000, "5000元": 5000, "12.5亿元整": 1_250_000_000, "0": 0,
    "1.5E1": 1_500_000_000, "12.5亿元人民币": 1_250_000_000, "'3.5": 350_000_000,
}  # fmt: skip


@pytest.mark.parametrize(("written", "yuan"), AMOUNTS.items())
def test_amounts_in_a_column_of_yi(written, yuan):
    assert read_amount(written, YI) == Money(Decimal(yuan).quantize(Decimal("0.01")))


def test_a_float_is_read_as_it_was_typed():
    assert read_amount(0.1 + 0.2, WAN) == Money(Decimal("3000.00"))


@pytest.mark.parametrize("written", ["", " ", "-", "—", "/", "无", "暂无", "\\", "——", "N/A"])
def test_signs_for_nothing(written):
    assert read_amount(written, WAN) is None
    assert read_day(written) is None


@pytest.mark.parametrize(
    ("written", "value", "currency"),
    [
        ("US$25014万", 250_140_000, "USD"), ("16971万美元", 169_710_000, "USD"),
        ("USD 30742万", 307_420_000, "USD"), ("3.2亿美元", 320_000_000, "USD"),
        ("500万欧元", 5_000_000, "EUR"), ("HK$100万", 1_000_000, "HKD"),
    ],
)  # fmt: skip
def test_foreign_amounts_keep_their_currency(written, value, currency):
    assert read_amount(written, YI) == Money(Decimal(value).quantize(Decimal("0.01")), currency)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("待定", "amount_text"), ("面议", "amount_text"), ("已到位", "amount_text"),
        ("3+2", "amount_text"), ("总投资", "amount_text"), ("1.2.3", "amount_text"),
        (-23.0, "amount_negative"), ("-16.45", "amount_negative"), ("(1,234)", "amount_negative"),
        ("△12", "amount_negative"), ("3-5亿", "amount_range"), ("3至5亿元", "amount_range"),
        ("1,23", "amount_commas"), ("50%", "amount_kind"), (True, "amount_kind"),
        (date(2025, 1, 1), "amount_kind"), (1e20, "amount_impossible"),
        (float("nan"), "amount_impossible"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_named(written, code):
    found = read_amount(written, YI)
    assert isinstance(found, Fault)
    assert (found.code, found.severity) == (code, "error")


@pytest.mark.parametrize(
    ("written", "code"),
    [("约3亿", "amount_about"), ("10余亿", "amount_about"), ("2亿元（含设备1亿）", "amount_note")],
)
def test_a_rounded_or_remarked_amount_is_taken_with_a_warning(written, code):
    found = read_amount(written, WAN)
    assert isinstance(found, Money)
    assert (found.fault.code, found.fault.severity) == (code, "warning")


@pytest.mark.parametrize(
    ("written", "value", "currency"),
    [
        ("五千", 50_000_000, "CNY"), ("5千", 50_000_000, "CNY"), ("八千", 80_000_000, "CNY"),
        ("十", 100_000, "CNY"), ("二十", 200_000, "CNY"), ("二〇〇〇", 20_000_000, "CNY"),
        ("$500", 5_000_000, "USD"), ("美元2500", 25_000_000, "USD"),
    ],
)  # fmt: skip
def test_a_number_without_its_unit_has_the_columns_and_says_so(written, value, currency):
    found = read_amount(written, WAN)
    assert (found.value, found.currency) == (value, currency)
    assert (found.fault.code, found.fault.severity) == ("amount_unit_guessed", "warning")
    assert found.fault.data["unit"] == ("万元" if currency == "CNY" else "万美元")


@pytest.mark.parametrize(
    ("written", "yuan"),
    [("5000（元）", 5000), ("5000(万元)", 50_000_000), ("5千元", 5000), ("五千万", 50_000_000),
     ("5千万", 50_000_000), ("2亿元（人民币）", 200_000_000), ("5万3千", 53_000),
     ("五亿零三千", 500_003_000), ("3万5000元", 35_000), ("二百五十", 2_500_000)],
)  # fmt: skip
def test_a_unit_in_the_cell_goes_before_the_columns(written, yuan):
    found = read_amount(written, WAN)
    assert (found.value, found.currency) == (yuan, "CNY")


@pytest.mark.parametrize(
    ("written", "unit", "code"),
    [("5亿3", WAN, "amount_text"), ("五亿三", WAN, "amount_text"), ("5亿3千", WAN, "amount_text"),
     ("3万5", WAN, "amount_text"), ("二百五", WAN, "amount_text"), ("五千", YI, "amount_unit"),
     ("$1,234,567", WAN, "amount_unit"), ("$500", YI, "amount_unit")],
)  # fmt: skip
def test_a_number_that_may_be_two_is_asked_for(written, unit, code):
    found = read_amount(written, unit)
    assert (found.code, found.severity) == (code, "error")


def test_amounts_for_people():
    assert shown(Decimal(235_000_000)) == "2.35 亿元"
    assert shown(Decimal(1_000_000), "USD") == "100 万美元"


THE_DAY = [
    "2025-03-18", "2025/3/18", "2025.3.18", "2025年3月18日", "２０２５年３月１８日", "20250318",
    20250318.0, 45734.0, "45734", "3月18日", "3.18", "３月１８日", "25.3.18",
    "二〇二五年三月十八日",
    "18-Mar-25", "Mar 18, 2025", "3/18/2025", "2025-03-18 09:30:00", "2025年3月18日（周二）",
    "2025、3、18", "2025 年 3 月 18 日", date(2025, 3, 18), datetime(2025, 3, 18, 9, 30),
]  # fmt: skip


@pytest.mark.parametrize("written", THE_DAY)
def test_one_day_in_all_writings(written):
    assert read_day(written, 2025) == Day(date(2025, 3, 18))


@pytest.mark.parametrize(
    "written", ["2025-03", "2025年3月", 202503.0, 2025.3, "25年3月", "3月", "2025年3月底", "Mar-25",
                "2025年3月上旬", "约2025年3月"],
)  # fmt: skip
def test_a_month_is_kept_as_a_month(written):
    assert read_day(written, 2025) == Day(date(2025, 3, 1), "month")


@pytest.mark.parametrize(
    ("written", "last"),
    [("2026年底", date(2026, 12, 31)), ("2026年上半年", date(2026, 6, 30)),
     ("2026年第三季度", date(2026, 9, 30)), ("2026年2月", date(2026, 2, 28))],
)  # fmt: skip
def test_a_plan_may_be_a_period_and_ends_with_it(written, last):
    assert read_day(written, is_plan=True) == Day(last)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2025-02-30", "date_no_day"), ("2025年6月31日", "date_no_day"), ("6月31日", "date_no_day"),
        ("2025年2月29日", "date_no_day"), ("2025.13.5", "date_no_month"), ("2025", "date_coarse"),
        (2025.0, "date_coarse"), ("2026年底", "date_coarse"), ("2025年3月-5月", "date_range"),
        ("2025.3.1-2025.5.1", "date_range"), ("签约", "date_text"), (12.0, "date_text"),
        (date(1900, 1, 3), "date_absurd"), (True, "date_text"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_named(written, code):
    found = read_day(written, 2025)
    assert isinstance(found, Fault)
    assert (found.code, found.severity) == (code, "error")


def test_a_day_without_year_needs_one():
    assert read_day("3月18日").code == "date_no_year"


@pytest.mark.parametrize("written", ["待定", "办理中", "另行通知"])
def test_an_open_day_is_left_out_with_a_warning(written):
    found = read_day(written, 2025)
    assert (found.code, found.severity) == ("date_open", "warning")


def test_characters():
    assert plain("２０２５ 年３月") == "2025年3月"
    assert tidy(" 演示Ａ\n装备 （一期） GIS lab ") == "演示A装备（一期）GIS lab"
    assert same_name("甲—项目（一期）") == same_name(" 甲-项目(一期)")
    assert [chinese_number(t) for t in ("十", "二十三", "一百零七", "三亿", "一亿二千万")] == [
        10, 23, 107, 300_000_000, 120_000_000,
    ]  # fmt: skip
    assert chinese_number("甲") is None
