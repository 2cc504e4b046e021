"""What must hold for whatever bytes are read (不变式): no exception, true offsets, bounded time."""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from gaoxin.read.core.check.checker import check_document
from gaoxin.read.core.files import text_of
from gaoxin.read.core.pieces import read_document
from gaoxin.read.intake import find

PUBLISHED = date(2026, 11, 18)
ENDINGS = {0: "txt", 1: "html", 2: "docx", 3: "pdf"}
GROWN = 96_000  # characters that a text is repeated to, so that time beyond linear shows
# Seconds of the processor that a character may cost: what is no more is never looked into, what
# is more fails where a quarter of the text costs much less than a quarter, or at the limit.
CHEAP, DEAR = 0.000_008, 0.000_080
# Pieces of press texts: one byte stands for one of them, so that a mutation is a new sentence.
WORDS = (
    *"0123456789.,%‰-—：∶/（）()“”、，。；;:\n\t \u3000\u200b\u202e\x00\ud800𠀀１２％《》·*|",
    *"零一二两三四十百千万亿第半成倍元亩家个项户吨人届期年月日天级名位余多近约超达",
    "\n\n", "\r\n", "。\n", "    ", "演示高新区", "示例高新区", "高新区", "经开区", "苏州",
    "江阴市", "总投资", "计划总投资", "合同引资额", "到位资金", "固定资产投资", "产值",
    "营业收入", "税收", "同比增长", "同比下降", "上年同期", "去年同期为", "较上年", "增加",
    "减少", "翻一番", "的", "其中", "合计", "共", "分别", "分别为", "占", "占比", "占全区",
    "比重", "平均", "完成", "目标", "完成率", "开工率", "提高", "百分点", "个百分点", "分之",
    "三分之一", "倍", "以上", "以下", "左右", "不足", "超过", "突破", "力争", "预计", "计划",
    "亿元", "万元", "亿美元", "平方米", "平方公里", "亩", "万片/月", "万吨/年", "台（套）",
    "家企业", "个项目", "等3家企业", "等项目", "签约", "签订", "开工", "竣工", "投产", "达产",
    "备案", "摘牌", "落户", "项目", "一期", "二期", "基地", "产业园", "演示科技", "有限公司",
    "股份有限公司", "集团", "本报讯", "（记者 ", "记者", "通讯员", "书记", "主任", "王示例",
    "2024年", "2026年1至9月", "1—6月", "上半年", "前三季度", "3月1日", "2 月 3-4 日", "近日",
    "截至目前", "从高到低", "依次为", "排名第一", "居第2位", "前十", "单位：万元\n",
    "甲 1 2 3\n", "乙 4 5 6\n", "合计 5 7 9\n", "12.5亿元", "24.5亿元", "8.3%", "53.3%", "58个",
    "37个", "21个", "1,234", "1.5万", "500强", "第三产业", "十四五", "专精特新", "“小巨人”",
    "\n示例工业开工忙\n", "\n演示高新区：\n",
)  # fmt: skip


def words_of(data: bytes) -> str:
    """Return the text that bytes spell in pieces of press texts."""
    return "".join(WORDS[byte % len(WORDS)] for byte in data)


def hold(data: bytes) -> None:
    """Raise where an invariant does not hold; the first byte chooses how the rest is read."""
    if not data:
        return
    ending = ENDINGS.get(data[0] % 16)
    if ending:
        hold_bytes(f"a.{ending}", data[1:])
    else:
        hold_text(words_of(data[1:]))


def hold_bytes(name: str, data: bytes) -> str:
    """Read a file of any bytes; return its text, which is empty only with a reason."""
    decoded = text_of(name, data)
    assert decoded.text.strip() or decoded.note or not data.strip()
    hold_text(decoded.text)
    return decoded.text


def hold_text(text: str) -> None:
    """Read and check a text: every result is a span of it, as printed, in its order."""
    page, checked = read_document(text), check_document(text)
    json.dumps([page, checked])
    for row in (*page["facts"], *page["entities"], *checked["faults"]):
        _is_span(text, row["start"], row["end"])
        assert text[row["start"] : row["end"]] == row["text"]
    spans = [(row["start"], row["end"]) for row in page["facts"]]
    assert spans == sorted(spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    others = [(row["start"], row["end"]) for row in page["events"]]
    others += [span for row in page["articles"] for span in row["spans"]]
    others += [span for row in checked["faults"] for span in row["because"]]
    for start, end in others:
        _is_span(text, start, end)
    for each in find(text, PUBLISHED, ("演示科技有限公司",)).proposals:
        _is_span(text, each.start, each.end)
        assert text[each.start : each.end][:200] == each.fields["quote"]


def _is_span(text: str, start: int, end: int) -> None:
    assert 0 <= start < end <= len(text)


def hold_time(data: bytes) -> dict[str, float]:
    """Repeat a text to a length; fail where its cost grows faster than it does, or is too dear.

    Returns the seconds that a character cost to read and to check.
    """
    text = words_of(data[1:])
    text *= GROWN // max(len(text), 1)
    cost = {}
    for work in (read_document, check_document):
        took = _seconds(work, text)
        if took > CHEAP * GROWN:
            took = min(took, _seconds(work, text))
            before = _seconds(work, text[: GROWN // 4])
            told = f"{work.__name__}: {before:.1f} s, then {took:.1f} s for four times the text"
            assert took <= min(7 * before, DEAR * GROWN), told
        cost[work.__name__] = took / max(len(text), 1)
    return cost


def _seconds(work: Callable[[str], Any], text: str) -> float:
    began = time.process_time()
    work(text)
    return time.process_time() - began


if __name__ == "__main__":
    # What the fuzzer kept, once more and without it: python -m tests.fuzz.invariants FILE...
    for path in sys.argv[1:]:
        hold(Path(path).read_bytes())
