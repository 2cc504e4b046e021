"""Arithmetic of a figure (算数): rows in, value out; exact until the rounding that is defined."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from gaoxin.figures.core.definition import Definition, Rounding

MODES = {"half_up": ROUND_HALF_UP, "truncate": ROUND_DOWN}
SCALE: dict[str, Fraction] = {
    "%": Fraction(100),
    "点": Fraction(100),
    "亿元": Fraction(1, 100_000_000),
    "万元": Fraction(1, 10_000),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row that counts: a project, an enterprise or a park's own value; how much, since when."""

    value: Decimal
    project_id: int | None = None
    place: str = ""
    on: date | None = None
    enterprise_id: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a trace: what it adds to the denominator and to the numerator."""

    project_id: int | None
    place: str
    denominator: Decimal | None
    numerator: Decimal | None
    on: date | None
    enterprise_id: int | None = None


def total(rows: Iterable[Row]) -> Decimal:
    """Return the sum of the rows' values."""
    return sum((row.value for row in rows), Decimal(0))


def rounded(exact: Fraction, rounding: Rounding) -> Decimal:
    """Return the exact value rounded as defined; half-up rounds half away from zero.

    The division is carried far beyond the printed digits and its remainder is kept as a last
    digit, so that a repeating fraction never falls on the wrong side of a half.
    """
    sign = -1 if exact < 0 else 1
    scaled = abs(exact) * 10 ** (rounding.digits + 2)
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    sticky = whole * 10 + (1 if rest else 0)
    number = Decimal(sign * sticky).scaleb(-(rounding.digits + 3))
    return number.quantize(Decimal(1).scaleb(-rounding.digits), MODES[rounding.mode])


def expanded(exact: Fraction, digits: int = 6) -> str:
    """Return the decimal expansion to so many digits, with `…` where it goes on.

    >>> expanded(Fraction(200, 3)), expanded(Fraction(641, 10))
    ('66.666666…', '64.1')
    """
    scaled, rest = divmod(abs(exact) * 10**digits, 1)
    text = f"{Decimal(int(scaled)).scaleb(-digits).normalize():f}"
    sign = "-" if exact < 0 else ""
    return f"{sign}{text}{'…' if rest else ''}"


def exact_value(
    definition: Definition, numerator: Sequence[Row], denominator: Sequence[Row] | None
) -> Fraction | None:
    """Return the value in the definition's unit before rounding; None where it does not exist."""
    above = Fraction(total(numerator))
    scale = SCALE.get(definition.unit, Fraction(1))
    if definition.kind == "mean":
        return above / len(numerator) * scale if numerator else None
    if denominator is None:
        # Nothing observed is not a nought: somebody still owes the value.
        unseen = definition.numerator is not None and definition.numerator.select == "observed"
        return None if unseen and not numerator else above * scale
    below = Fraction(total(denominator))
    return above / below * scale if below else None


def within(numerator: Iterable[Row], cohort: Iterable[Row]) -> list[Row]:
    """Return the numerator's rows whose project or enterprise is in the cohort."""
    members = {(row.project_id, row.enterprise_id) for row in cohort}
    return [row for row in numerator if (row.project_id, row.enterprise_id) in members]


def lines(numerator: Sequence[Row], denominator: Sequence[Row] | None) -> list[Line]:
    """Return the rows of a trace, a line for each project, enterprise or place, biggest first."""
    above = {(row.project_id, row.place, row.enterprise_id): row for row in numerator}
    below = {(row.project_id, row.place, row.enterprise_id): row for row in denominator or ()}
    found = [
        Line(
            project_id=key[0],
            place=key[1],
            denominator=below[key].value if key in below else None,
            numerator=above[key].value if key in above else None,
            on=(above.get(key) or below[key]).on,
            enterprise_id=key[2],
        )
        for key in {**below, **above}
    ]
    return sorted(
        found, key=lambda line: (-(line.numerator or 0), -(line.denominator or 0), line.place)
    )
