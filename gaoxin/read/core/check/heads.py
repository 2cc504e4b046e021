"""Headline against body (标题与正文): a figure said twice must be the same figure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import mistyped, wrong_unit
from gaoxin.read.core.check.relations import Relation, comparable

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num
    from gaoxin.read.core.check.page import Sheet

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_END = re.compile(r"[。；]")
HEADLINE_LINES = 2
_DIGITS = 10  # from two digits on a slip of the pen tells something


def headline_relations(page: Sheet) -> list[Relation]:
    """The figures of the headline, each with the figure of the body that says the same."""
    head_end = _head_end(page.text)
    if not head_end:
        return []
    out: list[Relation] = []
    body = [num for num in page.nums if num.start >= head_end]
    for num in page.nums:
        if num.start >= head_end:
            break
        listed = _listed(page.text, num, head_end)
        if listed is not None:
            out.append(listed)
            continue
        relation = _at_least(num, body) if num.mod in {">", ">=", "<~"} else _equal(page, num, body)
        if relation is not None:
            out.append(relation)
    return out


def _head_end(text: str) -> int:
    """End of the headline lines: short lines at the top without a full stop."""
    at = 0
    for _ in range(HEADLINE_LINES):
        cut = text.find("\n", at, at + 64)
        if cut < 0 or _END.search(text, at, cut):
            break
        at = cut + 1
    return at


_LIST = re.compile(
    r"(?P<verb>开工|签约|竣工|投产|入选|获批|认定)的(?P<list>(?:[^，。；、：]{2,16}、){2,14}[^，。；、：]{2,20})(?=，)"
)


def _listed(text: str, num: Num, head_end: int) -> Relation | None:
    """六个重大项目集中开工 against the list of what was started."""
    match = _LIST.search(text, head_end, head_end + 400)
    if match is None or num.unit != "count" or match["verb"] not in num.right + num.left:
        return None
    if "等" in match["list"] or not 2 <= num.value <= 15:
        return None
    items = Decimal(match["list"].count("、") + 1)
    if items == num.value or abs(items - num.value) > 2 or "和" in match["list"]:
        return None
    return Relation("list_count", num, (), holds=False, expected=items, sure=True)


def _equal(page: Sheet, num: Num, body: list[Num]) -> Relation | None:
    same = [n for n in body if comparable(n, num)]
    agreeing = [n for n in same if abs(n.value - num.value) < max(num.step, n.step)]
    if agreeing:
        held = agreeing[0]
        return Relation("headline", num, (held,), holds=True, expected=num.value, sure=True)
    key = _words(num)
    if not num.text[0].isdigit() or num.text in page.text[_head_end(page.text) :]:
        return None
    for other in same[:40]:
        if (
            other.role in {"level", "rate", "share", "growth", "difference"}
            and _said_alike(key, _words(other))
            and _slipped(num, other)
        ):
            return Relation(
                "headline", num, (other,), holds=False, expected=other.value, sure=False
            )
    return _first_count(num, same, page.text)


def _first_count(num: Num, same: list[Num], text: str) -> Relation | None:
    """The body's first count of the kind, when its sentence holds the headline's words."""
    if num.unit != "count" or not same:
        return None
    other = same[0]
    said = text[other.sentence : other.end + 10]
    key = _words(num)
    shared = sum(pair in said for pair in key)
    alike = shared >= 4 or (shared >= 3 and shared * 2 >= len(key))
    if alike and other.role == "level" and mistyped(num.value, other.value, num.step):
        return Relation("headline", num, (other,), holds=False, expected=other.value, sure=False)
    return None


def _at_least(num: Num, body: list[Num]) -> Relation | None:
    """突破90亿元 against 91.83亿元 in the body."""
    key = _words(num)
    for other in body:
        if not comparable(other, num) or not _said_alike(key, _words(other)):
            continue
        above = other.value >= num.value if num.mod != "<~" else other.value < num.value
        if above or num.mod == "<~":
            return Relation("atleast", num, (other,), holds=True, expected=num.value, sure=True)
        if other.role == "level" and _slipped(num, other):
            return Relation(
                "headline", num, (other,), holds=False, expected=other.value, sure=False
            )
    return None


def _slipped(num: Num, other: Num) -> bool:
    """Whether a slip of the pen, or 万 for 亿, lies between two figures of some digits."""
    digits = num.value / num.step if num.step else 0
    slip = digits >= (_DIGITS if num.exact else 10 * _DIGITS) and mistyped(
        num.value, other.value, num.step
    )
    return slip or bool(wrong_unit(num.value, other.value))


def _words(num: Num) -> set[str]:
    runs = _HAN.findall(num.left[-14:] + "，" + num.right[:10])
    return {run[i : i + 2] for run in runs for i in range(len(run) - 1)} - _EMPTY


_EMPTY = frozenset(
    {
        "同比",
        "增长",
        "完成",
        "达到",
        "实现",
        "高新",
        "新区",
        "全区",
        "突破",
        "超过",
        "亿元",
        "累计",
        "其中",
        "全年",
    }
)


def _said_alike(one: set[str], other: set[str]) -> bool:
    few = min(len(one), len(other))
    return len(one & other) >= 2 or (few == 1 and (one <= other or other <= one))
