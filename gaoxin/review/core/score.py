"""Score (打分): marks, dimensions, total and result of a case under a scheme.

A figure that is missing counts nothing and is listed; beside the total stands the interval in which
it can still come to lie, and the results that are still possible. Without enough experts, or with a
tier that the figures leave open, the result itself is undetermined. A result is decided on the
rounded score, as it is printed, so that nobody sees 70.00 below a line of 70.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gaoxin.review.core.average import Average, average, decimal_of
from gaoxin.review.core.decide import Outcome, decide
from gaoxin.review.core.scheme.compiled import TABLE, rule_of
from gaoxin.review.core.scheme.model import LADDER, VETO
from gaoxin.rulebook.evaluate import Record, number, truth
from gaoxin.rulebook.missing import missing_under, unique
from gaoxin.rulebook.tree import Choose, Clamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaoxin.review.core.case import Case
    from gaoxin.review.core.scheme.model import Scheme
    from gaoxin.rulebook.rule import Item
    from gaoxin.rulebook.tree import Cite

_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Mark:
    """Marks of one indicator: as the file stands, and the least and most they can become.

    `because` is the band or class that was met; `missing` the figures that are not there.
    """

    indicator: str
    full: Decimal
    value: Fraction
    low: Fraction
    high: Fraction
    missing: tuple[str, ...] = ()
    because: Cite | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Everything a scheme says of a case. `tier` None = its figures do not settle it."""

    case: Case
    scheme: Scheme
    tier: str | None
    marks: Mapping[str, Mark]
    panel: Average
    exact: Mapping[str, Fraction]
    bonus: Decimal
    total: Decimal
    low: Decimal
    high: Decimal
    outcome: Outcome
    possible: tuple[str, ...]
    missing_figures: tuple[str, ...]

    @property
    def dims(self) -> dict[str, Decimal]:
        """Return the marks of each dimension, rounded as they are printed."""
        return {
            name: decimal_of(value, self.scheme.decision.digits)
            for name, value in self.exact.items()
        }

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the indicators whose figures, classes or judgements are not there."""
        return tuple(mark.indicator for mark in self.marks.values() if mark.missing)

    def as_json(self) -> dict[str, Any]:
        """Return the answer as plain data; numbers as they are printed."""
        return {
            "id": self.case.id,
            "tier": self.tier,
            "dims": {name: float(value) for name, value in self.dims.items()},
            "bonus": float(self.bonus),
            "total": float(self.total),
            "interval": [float(self.low), float(self.high)],
            "below_floor": list(self.outcome.below_floor),
            "missing": list(self.missing),
            "missing_figures": list(self.missing_figures),
            "vetoes": list(self.case.vetoes),
            "result": self.outcome.result,
            "possible": list(self.possible),
            "borderline": self.outcome.borderline,
            "may_ask_exception": self.outcome.may_ask_exception,
            "left_out": [self.panel.lowest, self.panel.highest],
            "marks": {name: float(decimal_of(mark.value, 4)) for name, mark in self.marks.items()},
        }


def score(case: Case, scheme: Scheme) -> Score:
    """Return the score of a case under a scheme."""
    record = Record(rule_of(scheme, case.type), case.facts)
    judged = {item.id: item.marks[case.type] for item in scheme.judged(case.type)}
    panel = average(case.sheets, judged, scheme.panel)
    items = [item for group in record.rule.tables[TABLE].groups for item in group.items]
    marks = {mark.indicator: mark for mark in (_mark(item, record, panel) for item in items)}
    tiers, wanting = _tiers(case, scheme, record)
    ends = [_sums(scheme, marks, end) for end in ("value", "low", "high")]
    bonus = _bonus(case, scheme)
    digits = scheme.decision.digits
    totals = [decimal_of(sum(end.values(), _ZERO) + Fraction(bonus), digits) for end in ends]
    tier = tiers[0] if len(tiers) == 1 else None
    outcome, possible = _outcome(case, scheme, tiers, tuple(zip(totals, ends, strict=True)))
    if judged and not panel.shares and not case.vetoes:
        outcome = outcome.unsettled()
    figures = unique(n for mark in marks.values() for n in mark.missing if n not in judged)
    return Score(
        case=case,
        scheme=scheme,
        tier=tier,
        marks=marks,
        panel=panel,
        exact=ends[0],
        bonus=bonus,
        total=totals[0],
        low=totals[1],
        high=totals[2],
        outcome=outcome,
        possible=possible,
        missing_figures=unique((*wanting, *figures)),
    )


def _mark(item: Item, record: Record, panel: Average) -> Mark:
    name = item.cite.id.rpartition(".")[2]
    full = Fraction(item.full)
    if item.method == "panel":
        if name not in panel.shares:
            return Mark(name, item.full, _ZERO, _ZERO, full, (name,))
        value = full * panel.shares[name]
        return Mark(name, item.full, value, value, value)
    low, high = (Fraction(end or 0) for end in number(item.points, record))
    missing = missing_under(item.points, record)
    if missing:
        return Mark(name, item.full, low if low == high else _ZERO, low, high, missing)
    return Mark(name, item.full, low, low, high, because=_because(item, record))


def _because(item: Item, record: Record) -> Cite | None:
    points = item.points.part if isinstance(item.points, Clamp) else item.points
    if not isinstance(points, Choose):
        return None
    for row in points.rows:
        if row.when is None or truth(row.when, record):
            return row.cite
    return None


def _sums(scheme: Scheme, marks: Mapping[str, Mark], end: str) -> dict[str, Fraction]:
    found = dict.fromkeys(scheme.dimensions, _ZERO)
    for name, mark in marks.items():
        found[scheme.indicators[name].dimension] += getattr(mark, end)
    return found


def _tiers(case: Case, scheme: Scheme, record: Record) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tiers that are still possible, the largest first, and the figures that decide."""
    found: list[str] = []
    missing: list[str] = []
    for tier in scheme.tiers.values():
        when = tier.when[case.type]
        taken = True if when is None else truth(when, record)
        if taken is not False:
            found.append(tier.id)
        if taken is None and when is not None:
            missing.extend(missing_under(when, record))
        if taken:
            break
    return tuple(found), unique(missing)


def _bonus(case: Case, scheme: Scheme) -> Decimal:
    earned = sum((scheme.bonus.items[name][1] for name in case.bonus), Decimal(0))
    return min(earned, scheme.bonus.cap)


def _outcome(
    case: Case,
    scheme: Scheme,
    tiers: tuple[str, ...],
    ends: tuple[tuple[Decimal, Mapping[str, Fraction]], ...],
) -> tuple[Outcome, tuple[str, ...]]:
    """Return the outcome as the file stands, and all results that can still come of it."""
    found = [decide(scheme, case, tier, *end) for tier in tiers for end in ends]
    if case.vetoes:
        return found[0], (VETO,)
    rungs = [LADDER.index(outcome.result) for outcome in found]
    possible = LADDER[min(rungs) : max(rungs) + 1]
    if len(tiers) > 1 and len(possible) > 1:
        return found[0].unsettled(), possible
    return found[0], possible
