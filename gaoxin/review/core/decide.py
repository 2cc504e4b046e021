"""Decision (结论): lines, floors and vetoes on a total; near a line, what would tip it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from gaoxin.review.core.average import decimal_of
from gaoxin.review.core.scheme.model import (
    ADMIT,
    CONDITIONAL,
    LADDER,
    PRIORITY,
    REJECT,
    UNDETERMINED,
    VETO,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from gaoxin.review.core.case import Case
    from gaoxin.review.core.scheme.model import Scheme


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result with why: what the line alone gives, floors that are broken, a line that is near.

    `borderline` names the result whose line is within the band; then a second reading is due.
    """

    result: str
    by_line: str
    below_floor: tuple[str, ...] = ()
    borderline: str | None = None
    may_ask_exception: bool = False

    def unsettled(self) -> Outcome:
        """Return the outcome of a file that does not settle the result."""
        return replace(self, result=UNDETERMINED, may_ask_exception=False)


@dataclass(frozen=True, slots=True)
class Tip:
    """The weight of a dimension at which the total meets the line, the others scaled."""

    dimension: str
    weight: Decimal
    stated: Decimal
    result: str


def decide(
    scheme: Scheme, case: Case, tier: str, total: Decimal, exact: Mapping[str, Fraction]
) -> Outcome:
    """Return the outcome of a rounded total and exact dimensions under the lines of a tier."""
    rules = scheme.decision
    lines = rules.lines[tier]
    by_line = next(
        (name for name in (PRIORITY, ADMIT, CONDITIONAL) if total >= lines[name]), REJECT
    )
    below = _below_floor(scheme, case.type, tier, exact)
    result = by_line
    if below and by_line in {PRIORITY, ADMIT}:
        result = CONDITIONAL
    near = min(lines, key=lambda name: abs(total - lines[name]))
    return Outcome(
        result=VETO if case.vetoes else result,
        by_line=by_line,
        below_floor=below,
        borderline=near if abs(total - lines[near]) <= rules.borderline else None,
        may_ask_exception=_may_ask(scheme, case, tier, (result, total)),
    )


def _below_floor(
    scheme: Scheme, project_type: str, tier: str, exact: Mapping[str, Fraction]
) -> tuple[str, ...]:
    found = []
    for name, dimension in scheme.dimensions.items():
        floor = scheme.decision.floors[tier][name] * dimension.weight[project_type] / 100
        if decimal_of(exact[name], scheme.decision.digits) < floor:
            found.append(name)
    return tuple(found)


def _may_ask(scheme: Scheme, case: Case, tier: str, found: tuple[str, Decimal]) -> bool:
    """Test whether a case of its own may be asked: large, no veto, not far below the line."""
    result, total = found
    rules = scheme.decision
    if case.vetoes or tier not in rules.exception_tiers or LADDER.index(result) >= 2:
        return False
    return rules.lines[tier][ADMIT] - total <= rules.exception_within


def tips(
    scheme: Scheme, project_type: str, tier: str, found: tuple[Mapping[str, Fraction], Decimal]
) -> tuple[Tip, ...]:
    """Return for each dimension the weight at which the result by line changes, nearest first.

    One weight moves, the others keep their proportions, marks keep their shares of the full marks;
    the bonus stays. Exact: the total is a straight line in the weight. `found` = dims and bonus.
    """
    exact, bonus = found
    total = sum(exact.values(), Fraction(0)) + Fraction(bonus)
    tipping = []
    for name, dimension in scheme.dimensions.items():
        stated = Fraction(dimension.weight[project_type])
        own = exact[name] / stated
        others = (total - Fraction(bonus) - exact[name]) / (100 - stated) if stated < 100 else own
        for result, line in scheme.decision.lines[tier].items():
            weight = _crossing(own, others, Fraction(line) - Fraction(bonus))
            if weight is not None:
                tipping.append((abs(weight - stated), name, weight, stated, result))
    nearest: dict[str, Tip] = {}
    for _change, name, weight, stated, result in sorted(tipping):
        tip = Tip(name, decimal_of(weight, 1), decimal_of(stated, 1), result)
        nearest.setdefault(name, tip)
    return tuple(nearest.values())


def _crossing(own: Fraction, others: Fraction, line: Fraction) -> Fraction | None:
    """Return the weight w, 0 to 100, with own x w + others x (100 - w) = line."""
    if own == others:
        return None
    weight = (line - 100 * others) / (own - others)
    return weight if 0 <= weight <= 100 else None
