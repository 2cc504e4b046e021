"""Flows (进出): a stock at the end is the stock before, and what came, less what went."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import Span
from gaoxin.read.core.check.relations import Relation, Try, comparable, judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaoxin.read.core.check.numbers import Num
    from gaoxin.read.core.check.page import Sheet

_IN = re.compile(
    r"(?:新增|新入|新签|转入|新设|新引进|引进|迁入|入库|入驻|新纳|纳入|新认定|升规|收入|新建|流入|增加)[^，。；]{0,6}$"
)
_OUT = re.compile(
    r"(?:退出|退库|注销|毕业|清退|退租|迁出|转出|淘汰|流失|关停|移出|退规|流出|调出|减少|核销)[^，。；]{0,6}$"
)
_NET = re.compile(r"(?:净增|净减|净流入|净流出)[加少]?[^，。；]{0,4}$")
_START = re.compile(r"(?:年初|期初|上年末|去年末|上月末|上年底|去年底|原有)[^，。；]{0,8}$")
_END = re.compile(r"(?:年末|期末|月末|年底|现有|目前|达到?|增至|增加到)[^，。；]{0,8}$")
NEAR = 6


def flow_relations(page: Sheet) -> list[Relation]:
    """净增85家 = 243 - 96 - 62; 年末1137家 = 1052 + 85."""
    out: list[Relation] = []
    for num in page.nums:
        if num.is_ratio or num.mod is not None:
            continue
        if _NET.search(num.left):
            out += _net(page, num)
        elif _NEW.search(num.left):
            out += _stock(page, num)
    return out


_NEW = re.compile(r"新增[^，。；]{0,8}$")
_NOW = re.compile(r"(?:总数|总量|达到?|现有|期末|目前|累计|实有)[^，。；]{0,6}$")


def _stock(page: Sheet, new: Num) -> list[Relation]:
    """光伏装机达到312兆瓦，其中去年新增86兆瓦，前年底为226兆瓦: the stock now is both."""
    near = [
        n
        for n in page.nums[max(0, new.index - 3) : new.index + 4]
        if n is not new and comparable(n, new) and n.mod is None and n.paragraph == new.paragraph
    ]
    begun = [n for n in near if n.role == "base"]
    ended = [n for n in near if n.role == "level" and _NOW.search(n.left)]
    if len(begun) != 1 or len(ended) != 1:
        return []
    found = judge("sum", ended[0], _flow([begun[0], new], [], strength=1))
    return [found] if found is not None else []


def _net(page: Sheet, num: Num) -> list[Relation]:
    """The net growth against what came and went, and the stock at the end against both."""
    near = [
        n
        for n in page.nums[max(0, num.index - NEAR) : num.index + NEAR]
        if n is not num and comparable(n, num) and n.mod is None and n.paragraph == num.paragraph
    ]
    came = [n for n in near if _IN.search(n.left) and n.sentence == num.sentence]
    went = [n for n in near if _OUT.search(n.left) and n.sentence == num.sentence]
    out: list[Relation] = []
    if came and went:
        flows = judge("rest", num, _flow(came, went))
        out += [flows] if flows is not None else []
    begun = next((n for n in near if _START.search(n.left) and not _NET.search(n.left)), None)
    ended = [n for n in near if n.index > num.index and _END.search(n.left)]
    if begun is not None and ended and not _START.search(ended[0].left):
        stock = judge("sum", ended[0], _flow([begun, num], []))
        out += [stock] if stock is not None else []
    return out


def _flow(came: Sequence[Num], went: Sequence[Num], *, strength: int = 2) -> list[Try]:
    """What came less what went, and what each would have to be."""
    inputs = (*came, *went)
    value = sum((n.value for n in came), Decimal(0)) - sum((n.value for n in went), Decimal(0))
    slack = Decimal(0) if inputs[0].unit == "count" else inputs[0].step / 2 * len(inputs)
    signs = [1] * len(came) + [-1] * len(went)

    def undo(wanted: Span, nums: tuple[Num, ...]) -> tuple[Span, ...]:
        low, high = wanted.low - value, wanted.high - value
        spans = [(n.value + s * low, n.value + s * high) for n, s in zip(nums, signs, strict=True)]
        return tuple(Span(*sorted(span)) for span in spans)

    return [Try(inputs, Span(abs(value) - slack, abs(value) + slack), strength, undo)]
