"""Series (分别): 36家、14个，分别增长12.5%、16.7%（去年同期32家、12个）."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.read.core.check.page import Sheet, before
from gaoxin.read.core.check.relations import Relation, Try, comparable, judge

if TYPE_CHECKING:
    from collections.abc import Callable

    from gaoxin.read.core.check.close import Span
    from gaoxin.read.core.check.numbers import Num

_JOINTS = frozenset({"、", "和", "，", "与", "及"})


def series_relations(
    page: Sheet, num: Num, rule: str, compare: Callable[[Num, Num], Span | None]
) -> list[Relation]:
    """Each ratio of a series against the level and the base at the same place, when all fit."""
    if "分别" not in num.left:
        return []
    ratios = _joined(page, num, lambda one: one.is_ratio)
    if len(ratios) < 2 or ratios[-1].index + 1 >= len(page.nums):
        return []
    first = page.nums[ratios[-1].index + 1]
    if first.role not in {"base", "target"} or first.sentence != num.sentence:
        return []
    bases = _joined(page, first, lambda one: not one.is_ratio)
    levels = _levels(page, num, bases)
    if not len(ratios) == len(bases) == len(levels):
        return []
    found: list[Relation] = []
    for ratio, level, base in zip(ratios, levels, bases, strict=True):
        span = compare(level, base)
        relation = judge(rule, ratio, [Try((level, base), span, 2)] if span else [])
        found += [relation] if relation is not None else []
    return found


def _joined(page: Sheet, num: Num, fits: Callable[[Num], bool]) -> list[Num]:
    """The figures that follow in one list."""
    found = [num]
    for following in page.nums[num.index + 1 : num.index + 8]:
        joint = page.text[found[-1].end : following.start]
        if joint not in _JOINTS or not fits(following):
            break
        found.append(following)
    return found


def _levels(page: Sheet, num: Num, bases: list[Num]) -> list[Num]:
    """The last levels before the series, one for each base."""
    earlier = [n for n in before(page, num) if not n.is_ratio and n.sentence == num.sentence]
    levels = earlier[: len(bases)][::-1]
    fits = [comparable(a, b) and a.mod is None for a, b in zip(levels, bases, strict=False)]
    return levels if len(levels) == len(bases) and all(fits) else []
