"""Growth and differences (增速、增减额) recomputed from two levels."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import Span
from gaoxin.read.core.check.page import Sheet, before
from gaoxin.read.core.check.pairs import APART, LEVELS, around, pairs
from gaoxin.read.core.check.relations import (
    Relation,
    Try,
    comparable,
    divided,
    grown,
    growth,
    judge,
    quotient,
    subtracted,
)
from gaoxin.read.core.check.series import series_relations

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num

FALL = re.compile(r"减少|下降|降低|少|减|降|压缩|缩|精简|节约")
# 比年初增加97.8亿元，同比增长9.3%: a growth since another day
_SINCE = re.compile(r"年初|上?年末|年底|上月|月末|季度|环比")
_YEARLY = re.compile("同比|比上年|较上年")
_ADDED = re.compile(
    r"(?:新增|净增|增加|减少|[多少]|[增减])(?![长到至为速幅])[^，。；\d到至]{0,10}$"
)


def growth_relations(page: Sheet) -> list[Relation]:
    """Every growth rate whose two levels are printed."""
    out: list[Relation] = []
    for num in page.nums:
        if num.role == "growth" and num.mod is None:
            series = series_relations(page, num, "growth", growth)
            if series:
                out += series
                continue
            relation = _growth(page, num)
            if relation is not None:
                out.append(relation)
    return out


def _growth(page: Sheet, num: Num) -> Relation | None:
    found = pairs(page, num, lambda one: not one.is_ratio and one.mod is None)
    falls = bool(FALL.search(num.left[-4:]))
    tries = [
        t
        for p in found
        for t in grown(p.level, p.base, p.strength, falls=falls, explicit=p.certain)
    ]
    if num.text.endswith("倍"):
        if "." not in num.text:
            num = replace(num, step=max(num.step, Decimal(1)))  # 44倍 for 43.3 or 44.3
        tries += [t for p in found for t in divided(p.level, p.base, min(p.strength, 1))]
    for base in {pair.base.index: pair.base for pair in found}.values():
        tries += _by_difference(page, num, base)
    if not any(pair.strength for pair in found):
        tries += _by_increase(page, num)
    if num.unit != "pp":
        return judge("growth", num, tries)
    hundredfold = [
        Try(t.inputs, Span(t.span.low * 100, t.span.high * 100), t.strength) for t in tries
    ]
    return unit_slip(judge("growth", num, hundredfold))


def unit_slip(relation: Relation | None) -> Relation | None:
    """The number agrees and its unit does not: % for percentage points, or the reverse."""
    if relation is None or not relation.holds:
        return None
    return replace(relation, holds=False, sure=True)


def _by_increase(page: Sheet, num: Num) -> list[Try]:
    """在校生68420人，增加3160人，增长4.8%: the level before is the difference of both."""
    near = around(page, num)
    changes = [n for n in near if n.role == "difference" and not n.is_ratio and n.index < num.index]
    beside = changes[-1:] if changes and changes[-1].index == num.index - 1 else changes
    if len(beside) != 1:
        return []
    change = beside[0]
    level = next((n for n in before(page, change) if comparable(n, change) and n.plain), None)
    if level is None or level.sentence != num.sentence:
        return []
    falls = bool(FALL.search(change.left[-4:]))
    earlier = replace(level, value=level.value + (change.value if falls else -change.value))
    span = quotient(change, earlier) if earlier.value > 0 else None
    since, yearly = _SINCE.search(change.left), _YEARLY.search(num.left)
    apart = bool(since) and bool(yearly) and not _SINCE.search(num.left)
    return [Try((level, change), span, 0 if apart else 1)] if span is not None else []


def _by_difference(page: Sheet, num: Num, base: Num) -> list[Try]:
    """增加7个（上轮25个），增长28.0%."""
    near = [n for n in around(page, num) if n.role == "difference" and comparable(n, base)]
    beside = base.index == num.index - 1
    return [
        t
        for change in near
        for t in divided(change, base, 2 if beside and change.index == base.index - 1 else 1)
    ]


def difference_relations(page: Sheet) -> list[Relation]:
    """净增55家 against 286 and 231, or 增加9.5亿元 against 158.7 and 149.2."""
    out: list[Relation] = []
    for num in page.nums:
        if num.is_ratio or num.mod is not None or num.role in {"times", "level_name"}:
            continue
        if num.role == "difference" or _ADDED.search(num.left) or APART.search(num.left):
            relation = judge("rest", num, _change_tries(page, num))
            if relation is not None:
                out.append(relation)
    return out


def _change_tries(page: Sheet, num: Num) -> list[Try]:
    found = pairs(page, num, lambda one: comparable(one, num) and one.mod is None)
    if "新增" in num.left:  # 新增贷款98.58亿元，比去年同期的90.15亿元增长: a level of its own
        found = [p for p in found if num.value * 2 < p.base.value]
    tries = [
        t
        for p in found
        for t in subtracted(p.level, p.base, p.strength, step=num.step, explicit=p.certain)
    ]
    near = [n for n in around(page, num) if comparable(n, num) and n.mod is None]
    earlier = [n for n in before(page, num) if comparable(n, num) and n.mod is None][:8]
    earlier += [n for n in near if n.index > num.index]
    levels = [n for n in earlier if n.role in LEVELS or n.role == "base"]
    tries += [
        t
        for index, one in enumerate(levels)
        for other in levels[index + 1 :]
        for t in subtracted(one, other, 0, step=num.step)
    ]
    return [t for t in tries if Decimal(0) < t.span.high]
