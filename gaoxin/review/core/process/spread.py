"""Spread of a panel (专家分歧): flags, totals without one expert, and who judges harshly.

Shown to the office. No number here ever changes a score.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from gaoxin.review.core.average import decimal_of, subtotal
from gaoxin.review.core.score import score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gaoxin.review.core.case import Levels
    from gaoxin.review.core.scheme.model import PanelRule
    from gaoxin.review.core.score import Score

_DIGITS = 1


@dataclass(frozen=True, slots=True)
class Spread:
    """Experts' judged marks as of 100: highest minus lowest, standard deviation, levels apart.

    `flags` says which limits are passed (range, sd, levels); `speakers` are the places of the
    highest and the lowest, who speak first in the discussion.
    """

    range: Decimal
    sd: Decimal
    apart: Mapping[str, int]
    flags: tuple[str, ...]
    speakers: tuple[int, ...]

    def words(self, language: str = "zh") -> str:
        """Return the spread in a clause."""
        most = max(self.apart.values(), default=0)
        if language == "en":
            return f"spread {self.range} of 100, sd {self.sd}, up to {most} levels apart"
        return f"专家分歧 {self.range} 分，标准差 {self.sd}，单项最多差 {most} 级"


@dataclass(frozen=True, slots=True)
class Without:
    """The total and result when one expert is left out."""

    place: int
    total: Decimal
    result: str
    changes: bool


def spread(
    sheets: Sequence[Levels], marks: Mapping[str, Decimal], rule: PanelRule
) -> Spread | None:
    """Return the spread of at least two sheets; the standard deviation is that of a sample."""
    if len(sheets) < 2:
        return None
    full = sum((Fraction(mark) for mark in marks.values()), Fraction(0))
    values = [100 * subtotal(sheet, marks, rule) / full for sheet in sheets]
    low, high = min(values), max(values)
    mean = sum(values, Fraction(0)) / len(values)
    variance = sum(((value - mean) ** 2 for value in values), Fraction(0)) / (len(values) - 1)
    apart = {i: max(s[i] for s in sheets) - min(s[i] for s in sheets) for i in marks}
    passed = {
        "range": high - low > rule.spread_range,
        # Squares are compared, so that no root decides.
        "sd": variance > Fraction(rule.spread_sd) ** 2,
        "levels": rule.spread_levels is not None and max(apart.values()) >= rule.spread_levels,
    }
    speakers = (values.index(high), values.index(low)) if high != low else ()
    root = (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
    return Spread(
        range=decimal_of(high - low, _DIGITS),
        sd=decimal_of(Fraction(root), _DIGITS),
        apart=apart,
        flags=tuple(name for name, is_passed in passed.items() if is_passed),
        speakers=speakers,
    )


def leave_one_out(found: Score) -> tuple[Without, ...]:
    """Return the score without each expert in turn, by the scheme's own averaging."""
    answers = []
    for place in range(len(found.case.sheets)):
        rest = found.case.sheets[:place] + found.case.sheets[place + 1 :]
        other = score(replace(found.case, sheets=rest), found.scheme)
        result = other.outcome.result
        answers.append(Without(place, other.total, result, result != found.outcome.result))
    return tuple(answers)


def harshness(
    judged: Sequence[tuple[str, Sequence[tuple[str, Fraction]]]],
) -> dict[str, Decimal]:
    """Return for each expert the mean distance from the panels' means, as of 100.

    `judged` holds each review with its experts and their judged marks as of 100. Below zero is
    harsher than colleagues.
    """
    apart: dict[str, list[Fraction]] = {}
    for _review, values in judged:
        mean = sum((value for _name, value in values), Fraction(0)) / len(values)
        for name, value in values:
            apart.setdefault(name, []).append(value - mean)
    return {
        name: decimal_of(sum(values, Fraction(0)) / len(values), _DIGITS)
        for name, values in apart.items()
    }
