"""Lists of shares (一列占比): 占比依次为36.5%、25.8%、20.8%, each with its part and its whole."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import agrees
from gaoxin.read.core.check.labels import label, vague
from gaoxin.read.core.check.page import Run, Sheet, before, totals
from gaoxin.read.core.check.parts import parts_of
from gaoxin.read.core.check.relations import Relation, Try, comparable, divided, judge, quotient
from gaoxin.read.core.check.wholes import wholes_of

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num

_JOINTS = frozenset({"、", "和", "，", "与", "及", "∶", ":"})
_AND = re.compile(r"[、和与及]")
NEAR = 8  # figures between the list of parts and the list of shares


def listed(page: Sheet, num: Num) -> list[Num]:
    """The ratios that stand in one list with this one; empty when it stands alone."""
    found = [num]
    for following in page.nums[num.index + 1 : num.index + 12]:
        between = page.text[found[-1].end : following.start]
        if following.unit != "ratio" or between not in _JOINTS:
            break
        found.append(following)
    return found if len(found) >= 2 else []


def share_list(page: Sheet, series: list[Num]) -> list[Relation]:
    """Each ratio of a list with the figure of its name, or at its place."""
    named = _by_names(page, series)
    if named:
        return named
    rows = [_up_to(run, series[0].index)[-len(series) :] for run in page.runs]
    rows = [row for row in rows if len(row) == len(series)]
    rows = [row for row in rows if series[0].index - row[-1].index <= NEAR]
    best = _best_row(page, rows, series)
    if best is None or best[2] * 2 <= len(series):
        divided_rows = _by_rows(page, series)
        if divided_rows or best is None:
            return divided_rows or _by_place(page, series)
    parts, whole, agreed = best
    strength = 2 if agreed * 2 > len(series) else int(vague(label(series[0]).whole))
    found = [
        judge("share", ratio, divided(part, whole, strength))
        for ratio, part in zip(series, parts, strict=True)
    ]
    return [relation for relation in found if relation is not None]


def _by_rows(page: Sheet, series: list[Num]) -> list[Relation]:
    """推荐212家、184家、97家；通过168家、141家、75家，通过率依次是79.2%、76.6%、77.3%."""
    size = len(series)
    near = (_up_to(run, series[0].index) for run in page.runs)
    rows = [row[i : i + size] for row in near for i in range(len(row) - size + 1)]
    rows = sorted(rows, key=lambda row: -row[0].index)[: 2 * NEAR]
    parts = rows[0] if rows and series[0].index - rows[0][-1].index <= 2 else ()
    for wholes in rows[size:] if parts else ():
        if not comparable(parts[0], wholes[0]):
            continue
        found = [
            relation
            for ratio, part, whole in zip(series, parts, wholes, strict=True)
            if (relation := judge("rate", ratio, divided(part, whole, 1))) is not None
        ]
        if sum(relation.holds for relation in found) * 2 >= size:
            return found
    return []


def _by_names(page: Sheet, series: list[Num]) -> list[Relation]:
    """注册率、开工率、投产率分别为87.1%、66.7%、31.2%: every ratio has a name."""
    words = re.sub(r"(?:分别|依次)[为是达占]?[到至]?$", "", series[0].left.rstrip("：:"))
    names = _AND.split(words)
    if len(names) != len(series) or not any(sign in words for sign in "率面度比"):
        return []
    end = re.search(r"(?:所?占(?:比重?)?|比重)$", names[-1])
    shared = end.group() if end else ""
    found: list[Relation] = []
    for ratio, word in zip(series, names, strict=True):
        own = word if word.endswith(shared) else word + shared
        relation = _named(page, series[0], replace(ratio, left=own))
        found += [relation] if relation is not None else []
    return _if_any_holds(found)


def _named(page: Sheet, first: Num, ratio: Num) -> Relation | None:
    """The relation of one named ratio, whose figures stand before the first of the list."""
    said = label(ratio)
    at = replace(first, left=ratio.left)
    tries: list[Try] = []
    for part in parts_of(page, at, said):
        for whole in wholes_of(page, at, part.num, said):
            tries += divided(part.num, whole.num, min(part.strength, whole.strength))
    return judge("rate", ratio, tries)


def _by_place(page: Sheet, series: list[Num]) -> list[Relation]:
    """37个、150.3亿元，分别占63.8%和70.0%: each ratio has a part of another unit."""
    said = label(series[0])
    levels = [n for n in before(page, series[0]) if not n.is_ratio and n.plain]
    parts = [n for n in levels if n.role in {"level", "period"}][: len(series)][::-1]
    if len(parts) < len(series) or parts[0].paragraph != series[0].paragraph:
        return []
    weak = parts[-1].sentence != series[0].sentence or not vague(said.part)
    weak = weak or not vague(said.whole)
    found: list[Relation] = []
    for ratio, part in zip(series, parts, strict=True):
        wholes = [w for w in wholes_of(page, series[0], part, said) if w.num not in parts]
        tries = [
            one
            for order, whole in enumerate(wholes)
            for one in divided(part, whole.num, 0 if weak or order > 1 else 1)
        ]
        relation = judge("share", ratio, tries)
        found += [relation] if relation is not None else []
    return _if_any_holds(found)


def _if_any_holds(found: list[Relation]) -> list[Relation]:
    """A list of which no ratio is right was read wrongly."""
    return found if any(relation.holds for relation in found) else []


def _up_to(run: Run, index: int) -> tuple[Num, ...]:
    return tuple(num for num in run.members if num.index < index)


def _best_row(
    page: Sheet, rows: list[tuple[Num, ...]], series: list[Num]
) -> tuple[tuple[Num, ...], Num, int] | None:
    """The row and the whole that most ratios of the series agree with."""
    best: tuple[tuple[Num, ...], Num, int] | None = None
    for row in sorted(rows, key=lambda members: -members[-1].index):
        for whole in totals(page, row[0]):
            agreed = _agreed(row, whole, series) if whole.index < row[0].index else 0
            if agreed and (best is None or agreed > best[2]):
                best = (row, whole, agreed)
    return best


def _agreed(row: tuple[Num, ...], whole: Num, series: list[Num]) -> int:
    count = 0
    for ratio, part in zip(series, row, strict=True):
        span = quotient(part, whole)
        count += span is not None and agrees(ratio.value, ratio.step, span)
    return count
