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
