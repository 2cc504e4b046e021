"""Tables of a bulletin (通报里的表): columns, rows, shares of the total, growth, notes below."""

from __future__ import annotations

import pytest

from gaoxin.read.core.check.checker import check_document

SHARES = """附表：各片区技术合同成交额
单位：项、亿元
片区　　　合同数　成交额　占比
河东片区　　96　8.40　42.0%
河西片区　　71　5.60　28.0%
临空片区　　58　4.20　21.0%
湖畔片区　　25　1.80　9.0%
合计　　　　250　20.00　100.0%
"""
MONTHS = """三季度各站发电量
单位：万千瓦时
电站　　　7月　8月　9月　合计
一号站　420　455　390　1,265
二号站　310　342　298　950
三号站　188　201　176　565
累计　　918　998　864　2,780
"""
YEARS = """用水量分月情况
单位：万吨
月份　今年　上年　同比
1月　612　590　3.7%
2月　548　575　-4.7%
3月　655　618　6.0%
累计　1,815　1,783　1.8%
"""
SERIES = """孵化器在孵企业
单位：家
年份　年末数　净增　增速
2021　164　—　—
2022　183　19　11.6%
2023　211　28　15.3%
2024　238　27　12.8%
2025　290　52　21.8%
"""


@pytest.mark.parametrize("text", [SHARES, MONTHS, YEARS, SERIES])
def test_a_right_table_is_quiet_and_was_recomputed(text: str) -> None:
    found = check_document(text)
    assert found["faults"] == []
    assert found["checked"] >= 6


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (SHARES, "28.0%", "82.0%"),
        (SHARES, "4.20", "4.70"),
        (SHARES, "250", "205"),
        (MONTHS, "1,265", "1,256"),
        (MONTHS, "342", "324"),
        (MONTHS, "864", "846"),
        (YEARS, "-4.7%", "-7.4%"),
        (YEARS, "1,815", "1,851"),
        (YEARS, "618", "681"),
        (SERIES, "28", "82"),
        (SERIES, "12.8%", "18.2%"),
        (SERIES, "211", "217"),
    ],
)
def test_a_wrong_cell_is_named_with_its_right_value(text: str, right: str, wrong: str) -> None:
    (fault,) = check_document(text.replace(right, wrong, 1))["faults"]
    assert (fault["text"], fault["expected"]) == (wrong, right)


def test_a_column_of_shares_without_a_total_row_tells_nothing() -> None:
    text = SHARES.replace("合计　　　　250　20.00　100.0%\n", "").replace("28.0%", "82.0%")
    assert check_document(text)["faults"] == []


NOTES = (
    SHARES + "注：河东片区成交额占全部的42.0%；上年同期合计16.00亿元，同比增长25.0%。",
    MONTHS + "说明：8月比7月增长8.7%；一号站发电量为三号站的2.2倍。",
    YEARS + "说明：1—2月用水1,160万吨，占累计的63.9%，今年比上年多32万吨。",
)


@pytest.mark.parametrize(
    ("note", "right", "wrong"),
    [
        (0, "占全部的42.0%", "占全部的24.0%"),
        (0, "增长25.0%", "增长52.0%"),
        (1, "8.7%", "7.8%"),
        (1, "2.2倍", "2.7倍"),
        (2, "1,160万吨", "1,610万吨"),
        (2, "63.9%", "69.3%"),
    ],
)
def test_what_a_note_says_of_the_table_above_it(note: int, right: str, wrong: str) -> None:
    assert check_document(NOTES[note])["faults"] == []
    (fault,) = check_document(NOTES[note].replace(right, wrong))["faults"]
    assert fault["text"] in wrong
    assert fault["expected"] in right


def test_a_note_on_other_things_is_left_alone() -> None:
    text = SHARES + "注：全市成交额占全省的3.1%；上年河东片区占37.5%；按期登记率88.0%，增长9.4%。"
    assert check_document(text)["faults"] == []
