"""表格: cells of a plain table whose unit stands in its head; written before reading."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gaoxin.read.core.reader import read_text

D = Decimal
Cell = tuple[str, object, str | None, str]


def cells(text: str) -> list[Cell]:
    facts = [fact for fact in read_text(text).facts if fact.unit != "date"]
    assert all(text[fact.start : fact.end] == fact.text for fact in facts)
    return [(fact.text, fact.value, fact.unit, fact.kind) for fact in facts]


TABS = (
    "示例高新区2025年1—9月主要经济指标\n单位：亿元、%\n指标名称\t本月累计\t同比增长\n"
    "规上工业总产值\t1,285.6\t8.4\n规上工业增加值\t—\t7.9\n固定资产投资\t236.8\t-3.2\n"
)
BLANKS = (
    "各园区经济指标（单位：万元）\n园区  税收  完成投资\n东园区  1,200  350.5\n西园区  980  120\n"
)
BARS = (
    "单位：万元\n| 指标 | 2023年 | 2024年 |\n|---|---|---|\n"
    "| 税收收入 | 1,200 | 1,350 |\n| 研发投入 | 800 | 900 |\n"
)
MIXED = (
    "单位：个、亿元\n园区\t项目个数\t总投资（亿元）\t备注\n"
    "东园区\t12\t35.6\t无\n西园区\t8\t20\t无\n"
)


def test_values_and_growth_of_a_bulletins_table() -> None:
    assert cells(TABS) == [
        ("1,285.6", 128_560_000_000, "CNY", "output"),
        ("8.4", D("0.084"), "ratio", "growth"),
        ("7.9", D("0.079"), "ratio", "growth"),
        ("236.8", 23_680_000_000, "CNY", "indicator"),
        ("-3.2", D("-0.032"), "ratio", "growth"),
    ]


def test_the_row_names_the_subject_and_the_title_the_period() -> None:
    found = {fact.text: fact for fact in read_text(TABS).facts}
    assert found["1,285.6"].subject == found["8.4"].subject == "规上工业总产值"
    assert found["236.8"].period == "2025-01/09"


def test_rows_of_parks_take_their_measure_from_the_head() -> None:
    assert cells(BLANKS) == [
        ("1,200", 12_000_000, "CNY", "indicator"),
        ("350.5", 3_505_000, "CNY", "investment"),
        ("980", 9_800_000, "CNY", "indicator"),
        ("120", 1_200_000, "CNY", "investment"),
    ]
    assert read_text(BLANKS).facts[0].subject == "东园区税收"


def test_years_in_the_head_are_the_periods_of_their_columns() -> None:
    found = {fact.text: fact for fact in read_text(BARS).facts if fact.unit != "date"}
    assert {text: fact.period for text, fact in found.items()} == {
        "1,200": "2023", "1,350": "2024", "800": "2023", "900": "2024",
    }  # fmt: skip
    assert found["1,350"].value == 13_500_000


def test_a_unit_in_its_own_column_head_comes_first() -> None:
    assert cells(MIXED) == [
        ("12", 12, "count", "count"),
        ("35.6", 3_560_000_000, "CNY", "investment"),
        ("8", 8, "count", "count"),
        ("20", 2_000_000_000, "CNY", "investment"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "责任单位：区发改局\n事项\t进度\n厂房\t30\n道路\t40\n",  # no unit of measure
        "单位：亿元\n下一步，各园区要抓紧落实。\n税收 30\n",  # no table
        "单位：亿元\n指标\t本期\n税收\t30\n",  # one row
        "单位：亿元、万元\n指标\t本期\n税收\t30\n产值\t40\n",  # which of both?
        "单位：亿元\n序号\t排名\n甲区\t1\n乙区\t2\n",  # ranks
        "单位：亿元\n指标\t本期\t上期\n税收\t30\n产值\t40\n",  # cells are missing
        "单位：亿元\n指标\t本期\t同比\n税收\t\t\n产值\t\t\n",  # empty
        "指标\t本期\n税收\t30\n产值\t40\n",  # no unit at all
    ],
)
def test_what_is_not_plain_is_left_alone(text: str) -> None:
    assert cells(text) == []


NUMBERED = (
    "示例高新区重点项目进展表\n单位：亿元\n序号\t项目名称\t总投资\t完成投资\n"
    "1\t演示储能电芯项目\t25.0\t6.5\n2\t示例光电传感器项目\t12.5\t3.2\n\t合计\t37.5\t9.7\n"
)
UNIT_COLUMN = (
    "示例高新区2025年主要指标\n指标名称\t计量单位\t9月\t1—9月\t同比增长（%）\n"
    "规上工业总产值\t亿元\t142.6\t1285.6\t8.4\n实际利用外资\t万美元\t620\t8650\t-3.4\n"
    "新增规上企业\t家\t3\t36\t12.5\n"
)
TITLED = (
    "重点园区固定资产投资完成情况（2025年1—10月）\n单位：万元、%、个\n"
    "序号    园区        年度计划    累计完成    完成率    项目数\n"
    "1       科示园      186000      162300      87.3      32\n"
    "2       智示园      254000      231800      91.3      41\n"
    "        合计        440000      394100      89.6      73\n"
)


def test_a_column_of_numbers_names_no_row() -> None:
    found = {fact.text: fact.subject for fact in read_text(NUMBERED).facts}
    assert found == {
        "25.0": "演示储能电芯项目总投资",
        "6.5": "演示储能电芯项目完成投资",
        "12.5": "示例光电传感器项目总投资",
        "3.2": "示例光电传感器项目完成投资",
        "37.5": "合计总投资",
        "9.7": "合计完成投资",
    }


def test_a_column_may_hold_the_units() -> None:
    found = {fact.text: fact for fact in read_text(UNIT_COLUMN).facts}
    assert [(found[text].value, found[text].unit) for text in ("1285.6", "8650", "36", "-3.4")] == [
        (128_560_000_000, "CNY"),
        (86_500_000, "USD"),
        (36, "count"),
        (D("-0.034"), "ratio"),
    ]
    assert (found["142.6"].period, found["1285.6"].period) == ("2025-09", "2025-01/09")


def test_the_title_tells_what_the_columns_measure() -> None:
    assert cells(TITLED)[:4] == [
        ("186000", 1_860_000_000, "CNY", "investment"),
        ("162300", 1_623_000_000, "CNY", "investment"),
        ("87.3", D("0.873"), "ratio", "share"),
        ("32", 32, "count", "count"),
    ]
    assert cells(TITLED)[8][:2] == ("440000", 4_400_000_000)
