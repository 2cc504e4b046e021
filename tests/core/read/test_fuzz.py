"""坏输入: whatever text or bytes, no exception and no work that grows faster than the text."""

from __future__ import annotations

import gc
import itertools
import json
import re
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin.read.core.check.checker import check_document
from gaoxin.read.core.events import _TRIGGER
from gaoxin.read.core.files import text_of
from gaoxin.read.core.pieces import read_document
from gaoxin.read.core.units import preset
from gaoxin.read.core.wide.days import find_days
from gaoxin.read.core.wide.dimensions import find_dimensions
from gaoxin.read.core.wide.numbers import find_numbers
from gaoxin.read.core.wide.percents import find_percents
from gaoxin.read.core.wide.sums import find_money

PIECES = [
    *"0123456789.,%‰-—：∶/（）()“”、，。；;:\n\t \u3000\u200b\u202e\x00\ud800𠀀",
    *"零一二两三十百千万亿第半成倍元亩家个项",
    "高新区",
    "演示",
    "总投资",
    "同比增长",
    "上年同期",
    "其中",
    "合计",
    "占比",
    "开工率",
    "签约",
    "项目",
    "有限公司",
    "等3家企业",
    "本报讯",
    "记者 ",
    "2024年",
    "从高到低",
    "单位：万元\n",
    "\t单位\t",
    "责编 ",
    "该公司",
    "研究院",
    "（下转第2版）\n",
    "分之",
    "百分点",
]
torn = st.lists(st.sampled_from(PIECES), max_size=120).map("".join)
WIDE = (find_numbers, find_percents, find_money, find_dimensions, find_days)


@settings(max_examples=300)
@given(torn)
def test_any_page_is_read(text: str) -> None:
    page = read_document(text)
    json.dumps(page)
    for group in ("facts", "entities"):
        for row in page[group]:
            assert text[row["start"] : row["end"]] == row["text"]
    for fault in check_document(text)["faults"]:
        assert text[fault["start"] : fault["end"]] == fault["text"]


@settings(max_examples=150)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    page = read_document(text)
    assert all(0 <= row["start"] < row["end"] <= len(text) for row in page["facts"])
    spans = [(row["start"], row["end"]) for row in page["facts"]]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    check_document(text)
    for find in WIDE:
        assert all(row.start < row.end for row in find(text))


@settings(max_examples=100)
@given(torn)
def test_any_wording_is_read(text: str) -> None:
    for find in WIDE:
        find(text)


@settings(max_examples=150)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.docx", "a.pdf"]))
def test_any_bytes_are_read(data: bytes, name: str) -> None:
    read_document(text_of(name, data).text)


GROWING = {
    "one line of prose": "演示高新区完成投资12.5亿元，增长8.3%，",
    "digits": "7",
    "numerals": "二",
    "units": "1万",
    "blanks": " ",
    "lines": "\n",
    "torn lines": "演示高新区围绕主导产业延链补链\n",
    "zones": "高新区",
    "places": "苏州",
    "counties": "江阴、昆山、宜兴，",
    "sites": "在演示产业园，",
    "streets": "在演示路与示例路交汇处，",
    "firms": "演示科技有限公司和演示，",
    "companies": "演示科技有限公司、",
    "lists": "甲乙、",
    "projects": "演示项目签约，",
    "titles": "书记王演示",
    "bylines": "张模拟 王示例\n",
    "headlines": "演示高新区：\n开工忙\n本报讯 演示高新区开工。\n",
    "dates": "2024年3月-",
    "parts": "共9个，其中3个、3个、3个。",
    "shares": "其中5个，占5%，",
    "ranks": "从高到低1个、2个、3个",
    "table": "甲 1 2 3\n",
    "brackets": "（",
    "triggers": "投产",
    "triggers in clauses": "摘牌签约，",
    "sums and triggers": "24.5亿元开工。",
    "hundreds": "百",
    "series": "甲、乙分别增长1%、2%，",
    "torn places": "高 新 区",
    "direction signs": "\u202e",
    "institutes": "演示量子研究院、",
    "pronouns": "该公司去年3家，",
    "unit columns": "指标\t单位\t本月\n产值\t亿元\t12\n",
    "offices": "演示车桥副总经理某某，",
    "phases": "一期3月投运，",
    "mastheads": "责编 第1期 星期一\n",
    "headlines apart": "演示项目开工\n\n演示项目开工。\n",
    "page turns": "演示高新区开工3个项目。\n（下转第2版）\n（上接第1版）\n",
}


def operations(work: Callable[[str], Any], text: str) -> int:
    """How many calls, of Python and of C, the work makes."""
    count = 0

    def seen(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(seen)
    try:
        work(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", GROWING)
@pytest.mark.parametrize("work", [read_document, check_document])
def test_work_grows_with_the_text_and_no_faster(work: Callable[[str], Any], name: str) -> None:
    seed = GROWING[name]
    small, large = (seed * (size // len(seed)) for size in (1_500, 6_000))
    work(small)  # tables are loaded once
    few, many = operations(work, small), operations(work, large)
    assert many <= 4.6 * few + 200


CUES = sorted(
    {
        word
        for group in ("money", "ratio")
        for words in preset("cues.yaml")[group].values()
        for word in words.split()
    }
    | set(re.findall(r"[\u4e00-\u9fff]{2,4}", _TRIGGER.pattern))
)
MOST_CALLS = 120  # a character, in the worst case; press takes 5


@pytest.mark.parametrize("after", ["", "，", "3%、"])
def test_no_repeated_word_is_dear(after: str) -> None:
    """Every cue and every trigger again and again: a bounded number of calls a character."""
    read_document("演示园区开工率3%"), check_document("演示园区开工率3%")  # tables are loaded once
    dear = {}
    for word in CUES:
        text = (word + after) * (400 // len(word + after))
        calls = operations(read_document, text) + operations(check_document, text)
        if calls > MOST_CALLS * len(text):
            dear[word] = calls // len(text)
    assert dear == {}


def seconds(text: str) -> float:
    """Return this thread's seconds for reading and checking; no collector."""
    # Sweeping what other tests left in memory is not the reader's time.
    gc.disable()
    try:
        began = time.thread_time()
        read_document(text)
        check_document(text)
        return time.thread_time() - began
    finally:
        gc.enable()


@pytest.mark.parametrize("name", GROWING)
def test_patterns_grow_no_faster_either(name: str) -> None:
    """Inside a pattern no call is seen: there the processor's time is compared, generously."""
    seed = GROWING[name]
    small, large = (seed * (size // len(seed)) for size in (6_000, 96_000))
    most = 48 * min(seconds(small) for _round in range(3)) + 0.15
    # The least of three; a round within the limit shows that the least is.
    assert any(seconds(large) <= most for _round in range(3))
