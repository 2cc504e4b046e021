"""Statistics of a panel (专家组统计): for the office alone, and never to change a score."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from gaoxin.review.core.agreement import kendall_w, krippendorff_alpha
from gaoxin.review.core.average import decimal_of, subtotal
from gaoxin.review.core.decide import Tip, tips
from gaoxin.review.core.interval import icc_interval
from gaoxin.review.core.process.panel import FIRST, REVISED
from gaoxin.review.core.process.spread import Without, harshness, leave_one_out
from gaoxin.review.models import Panel
from gaoxin.review.queries.state import CaseFile, labels_of, sitting_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from decimal import Decimal

    from gaoxin.ledger.models import Zone
    from gaoxin.review.core.interval import Agreement
    from gaoxin.review.core.process.panel import Panel as Sitting
    from gaoxin.review.core.process.panel import Sheet
    from gaoxin.review.core.scheme.model import Scheme


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far a panel agrees: Kendall's W, ICC(2,1) and (2,k) with intervals, alpha."""

    w: float
    icc: Agreement | None
    alpha: float


def agreement(file: CaseFile) -> Agreed | None:
    """Return the agreement of the sheets that count; None below two sheets or two items."""
    items = list(file.judged)
    table = [[sheet[item] for item in items] for sheet in file.case.sheets]
    if len(table) < 2 or len(items) < 2:
        return None
    turned = [list(column) for column in zip(*table, strict=True)]
    return Agreed(kendall_w(table)["W"], icc_interval(turned), krippendorff_alpha(table))


@dataclass(frozen=True, slots=True)
class Line:
    """An expert's line: letter, marks by item, sum, when signed, left out, total without."""

    letter: str
    username: str
    levels: Mapping[str, int]
    marks: Mapping[str, Decimal]
    subtotal: Decimal
    signed_at: datetime
    digest: str
    trimmed: str = ""
    without: Without | None = None


def lines_of(file: CaseFile, round_: int | None = None) -> list[Line]:
    """Return the lines of the sheets that count, or of one round, in the order of the seats."""
    sitting, row = file.panel, file.panel_row
    if sitting is None or row is None:
        return []
    letters = labels_of(list(row.seats.all()))
    sheets = sitting.sheets(round_)
    order = [name for name in sitting.active if name in sheets]
    counts = round_ is None
    left_out = leave_one_out(file.score) if counts and len(order) > 1 else ()
    return [
        _line(file, sitting, sheets[name], letters[name], _place(file, place, counts=counts),
              left_out[place] if left_out else None)
        for place, name in enumerate(order)
    ]  # fmt: skip


def _place(file: CaseFile, place: int, *, counts: bool) -> str:
    """Return whether the expert at a place is left out as the lowest or the highest."""
    average = file.score.panel
    if not counts:
        return ""
    return {average.lowest: "lowest", average.highest: "highest"}.get(place, "")


def _line(
    file: CaseFile, sitting: Sitting, sheet: Sheet, letter: str, trimmed: str,
    without: Without | None,
) -> Line:  # fmt: skip
    rule, judged = file.scheme.panel, file.judged
    link = next(
        k for k in sitting.chain
        if k.author == sheet.username and k.content["round"] == sheet.round
    )  # fmt: skip
    marks = {
        item: decimal_of(Fraction(full) * sheet.levels[item] / rule.top, 2)
        for item, full in judged.items()
    }
    whole = decimal_of(subtotal(sheet.levels, judged, rule), 2)
    return Line(letter, sheet.username, sheet.levels, marks, whole, link.at, link.digest, trimmed,
                without)  # fmt: skip


def rounds_of(file: CaseFile) -> tuple[int, ...]:
    """Return the rounds in which somebody signed."""
    if file.panel is None:
        return ()
    return tuple(each for each in (FIRST, REVISED) if file.panel.sheets(each))


def tipping(file: CaseFile) -> tuple[Tip, ...]:
    """Return the weights that would tip the result by line, where the size is settled."""
    found = file.score
    if found.tier is None:
        return ()
    return tips(file.scheme, file.review.type, found.tier, (found.exact, found.bonus))


def means_of(zone: Zone, closed: Collection[int] = ()) -> dict[str, tuple[Decimal, int]]:
    """Return for each expert the mean distance from colleagues, as of 100, and how many panels.

    `closed` are the cases that are closed to the reader: they are in none of the numbers.
    """
    judged: list[tuple[str, list[tuple[str, Fraction]]]] = []
    rows = Panel.objects.filter(review__zone=zone).exclude(review__in=closed)
    rows = rows.select_related("review__scheme")
    for row in rows.prefetch_related("seats", "acts", "signatures"):
        sitting = sitting_of(row)
        if sitting.closed_at is None:
            continue
        file = CaseFile(row.review)
        values = _of_hundred(file.scheme, file.judged, sitting)
        if len(values) > 1:
            judged.append((row.review.code, values))
    counts: dict[str, int] = {}
    for _code, values in judged:
        for name, _value in values:
            counts[name] = counts.get(name, 0) + 1
    return {name: (value, counts[name]) for name, value in harshness(judged).items()}


def _of_hundred(
    scheme: Scheme, judged: Mapping[str, Decimal], sitting: Sitting
) -> list[tuple[str, Fraction]]:
    full = sum((Fraction(mark) for mark in judged.values()), Fraction(0))
    return [
        (name, 100 * subtotal(sheet.levels, judged, scheme.panel) / full)
        for name, sheet in sitting.sheets().items()
    ]
