"""Parts and wholes (分项与合计): a list that should add up to the figure before or after it."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from gaoxin.read.core.check.chains import chains
from gaoxin.read.core.check.close import Span, mistyped
from gaoxin.read.core.check.complete import (
    ENOUGH,
    SOME,
    beside_one_that_holds,
    is_closed,
    is_open,
    mended,
    weight,
    words_of,
)
from gaoxin.read.core.check.divisions import (
    CLASSES,
    MOST,
    Division,
    after,
    announced,
    bare,
    classes,
    counted,
    distributed,
    each,
    has_own_total,
    says_total,
    scoped,
    wholes,
)
from gaoxin.read.core.check.names import name_of, named_alike
from gaoxin.read.core.check.relations import Relation, comparable

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num
    from gaoxin.read.core.check.page import Run, Sheet


def sum_relations(page: Sheet) -> list[Relation]:
    """Every list of parts with its whole."""
    said = [*announced(page), *each(page), *scoped(page), *distributed(page)]
    out = [relation for run in page.runs if (relation := _held_by_run(page, run)) is not None]
    out += [_held(division) for division in said if division.adds_up]
    held = [relation.inputs for relation in out]
    added = {num.index for parts in held for num in parts}
    totals = [d for d in _totals(page) if not added & {part.index for part in d.parts}]
    broken = [_broken(page, d, held) for d in (*said, *totals) if not d.adds_up]
    out += [relation for relation in broken if relation is not None]
    out += _by_class(page, held)
    out += _running_totals(page)
    out += _first_ones(page)
    taken = {part.index for division in said for part in division.parts}
    taken |= {num.index for relation in out for num in relation.inputs}
    loose = [*bare(page), *chains(page)]
    free = [d for d in loose if not taken & {part.index for part in d.parts}]
    broken = [_broken(page, d, held) for d in free if not d.adds_up]
    return _once([*out, *(relation for relation in broken if relation is not None)])


def _totals(page: Sheet) -> list[Division]:
    """The rows that have a total behind them."""
    found = [(after(page, run), run.members[:MOST]) for run in page.runs]
    pairs = [(total, tuple(n for n in row if n is not total)) for total, row in found if total]
    return [
        Division(total, parts, "after")
        for total, parts in pairs
        if len(parts) > 1 and counted(total) in {0, len(parts)}
        if "。" not in page.text[parts[-1].end : total.start] or named_alike(parts)
    ]


def _once(relations: list[Relation]) -> list[Relation]:
    """One relation for each whole and first part, a holding one before a broken one."""
    best: dict[tuple[int, int], Relation] = {}
    for relation in sorted(relations, key=lambda r: (not r.holds, r.hint)):
        best.setdefault((relation.result.index, min(n.index for n in relation.inputs)), relation)
    return list(best.values())


def _held(division: Division) -> Relation:
    whole = division.whole
    return Relation("sum", whole, division.parts, holds=True, expected=whole.value, sure=True)


def _broken(page: Sheet, division: Division, held: list[tuple[Num, ...]]) -> Relation | None:
    """A sum that should hold and does not, when the signs are enough; a hint when they are some."""
    words = words_of(page, division)
    if is_open(page, division, words) or not _may_be_parts(division):
        return None
    closed = is_closed(page, division, words)
    beside = beside_one_that_holds(division, held)
    points = weight(division, closed=closed, beside=beside)
    whole, total = division.whole, division.total
    sure = closed and division.manner != "bare" and total * 2 > whole.value
    if sure and total * 3 <= whole.value * 4:
        points = max(points, ENOUGH)
    if points < SOME:
        return None
    return _wrong(division, sure=sure, hint=points < ENOUGH)


def _wrong(division: Division, *, sure: bool, hint: bool = False) -> Relation:
    missing, parts = division.missing, division.parts
    slack = Decimal(0) if division.whole.unit == "count" else division.whole.step / 2
    wanted = [Span(p.value + missing - slack, p.value + missing + slack) for p in parts]
    return Relation(
        "sum", division.whole, parts, False, division.total, sure, tuple(wanted), hint=hint
    )


def _may_be_parts(division: Division) -> bool:
    """A figure larger than the whole is no part of it, unless a slip made it so."""
    slips = mended(division)
    over = [part for part in division.parts if part.value > division.whole.value]
    return division.whole in slips or all(part in slips for part in over)


def _held_by_run(page: Sheet, run: Run) -> Relation | None:
    """The longest stretch of a row that adds up to a figure before or after it."""
    members = run.members[:MOST]
    for length in range(len(members), 1, -1):
        for start in range(len(members) - length + 1):
            parts = members[start : start + length]
            for whole in wholes(page, parts):
                division = Division(whole, parts, "bare")
                if division.adds_up and not _cut_short(page, whole, parts, members[-1]):
                    return _held(division)
    return None


def _cut_short(page: Sheet, whole: Num, parts: tuple[Num, ...], last: Num) -> bool:
    """19家（主板8家、创业板5家、科创板6家、港股2家）: brackets hold all the parts."""
    if page.text[whole.end : whole.end + 1] != "（" or parts[-1] is last:
        return False
    close = page.text.find("）", whole.end, whole.end + 120)
    following = page.nums[parts[-1].index + 1]
    return parts[0].start < close and following.start < close and comparable(following, whole)


def _by_class(page: Sheet, others: list[tuple[Num, ...]]) -> list[Relation]:
    """按类别分，经济类62项、民生类71项 … against the whole of the sentences before."""
    out: list[Relation] = []
    added = {num.index for parts in others for num in parts}  # parts are no wholes
    for parts, found in classes(page):
        divisions = [Division(whole, parts, "class") for whole in found]
        held = next((d for d in divisions if d.adds_up), None)
        if held is not None:
            out.append(_held(held))
            continue
        leads = [d for d in divisions if _leads(page, d) or _spoken_of(page, d)]
        leads = [d for d in leads if d.whole.index not in added]
        leads.sort(key=lambda d: (not mended(d), -d.whole.index))
        two = bool(leads) and len(parts) == 2 and leads[0].missing > 0  # two of several classes
        if has_own_total(page, parts) or two or not leads:
            continue
        relation = _broken(page, leads[0], others)
        out += [relation] if relation is not None else []
    return out


def _spoken_of(page: Sheet, division: Division) -> bool:
    """转办229条。转办问题按领域分布: whether the intro of the list repeats the whole's name."""
    first, name = division.parts[0], name_of(division.whole)[-4:]
    said = page.text[max(0, first.start - 24) : first.start]
    return len(name) > 1 and name[:2] in said and division.whole.paragraph == first.paragraph


def _leads(page: Sheet, division: Division) -> bool:
    """Whether the whole is what its sentence is about, and no class or part itself."""
    whole = division.whole
    first = page.leads.get((whole.sentence, whole.unit, whole.word)) is whole
    part = page.text.startswith("其中", whole.sentence)
    return first and not part and not CLASSES.match(page.text, whole.sentence - 1)


_FIRST = re.compile(
    r"前(?P<n>[两二三四五六七八九十])(?:名|位|家|户|项|类|个|园)?[^，。；]{0,6}(?:合计|共计?)(?:为|达)?$"
)


NEAR = 8  # figures between a list and the total of its first members


def _first_ones(page: Sheet) -> list[Relation]:
    """前三名合计25个: the first ones of the list before it."""
    out: list[Relation] = []
    for num in page.nums:
        match = _FIRST.search(num.left)
        run = _row_before(page, num) if match else ()
        number = "一二三四五六七八九十".find(match["n"]) + 1 if match else 0
        if number < 2 or len(run) < number or num.mod is not None:
            continue
        falls = all(one.value >= other.value for one, other in pairwise(run))
        division = Division(num, run[:number], "after")
        if division.adds_up:
            out.append(_held(division))
        elif falls:
            out.append(_wrong(division, sure=True))
    return out


def _row_before(page: Sheet, num: Num) -> tuple[Num, ...]:
    """The last row of three or more comparable figures before a figure, in its paragraph."""
    near = range(num.index - NEAR, num.index)
    last = bisect_left(page.runs, num.start, key=lambda run: run.members[-1].end)
    lately = reversed(page.runs[max(0, last - NEAR) : last])
    rows = [run.members for run in lately if run.members[-1].index in near]
    fits = [row for row in rows if len(row) >= 3 and comparable(row[0], num)]
    return fits[0] if fits and fits[0][0].paragraph == num.paragraph else ()


_ADDING = frozenset({"level", "base", "period"})


def _running_totals(page: Sheet) -> list[Relation]:
    """上半年累计7105，一季度为3120 with the second quarter's 3985 before."""
    out: list[Relation] = []
    for num in page.nums:
        if num.is_ratio or num.mod is not None or not says_total(num):
            continue
        others = [
            n
            for n in page.nums[max(0, num.index - 6) : num.index + 3]
            if n is not num and comparable(n, num) and n.mod is None and n.role in _ADDING
        ]
        pairs = [
            Division(num, (a, b), "after") for i, a in enumerate(others) for b in others[i + 1 :]
        ]
        held = next((pair for pair in pairs if pair.adds_up), None)
        if held:
            out.append(_held(held))
            continue
        near = [d for d in pairs if {"base", "period"} & {part.role for part in d.parts}]
        near = [d for d in near if all(part.sentence == num.sentence for part in d.parts)]
        near = [d for d in near if mistyped(num.value, d.total, num.step)]
        if len(near) == 1:
            out.append(_wrong(near[0], sure=False))
    return out
