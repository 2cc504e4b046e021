"""Innovation points (创新积分): percentile points of enterprises among those of their life stage.

Of an indicator the firms of a stage that have a value are compared. With m of them the rank of a
value is (those below + half of the others that are equal) / (m - 1): 0 for the lowest, 1 for the
highest, the same for equal values, 1/2 on average. Points are rank x weight. The score counts what
is missing as 0 and flags it, as the rule set says; beside it stands the interval of the scores that
are possible when the missing values (one's own and those of others) are known. An indicator that
fewer than two firms of the stage have is not compared: it counts 0 for all and is flagged.

All arithmetic is in whole fractions; rounding is for printing only.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from gaoxin.rulebook.evaluate import Record, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from gaoxin.rulebook.rule import Block, Rule
    from gaoxin.rulebook.tree import Scalar

ZERO, ONE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)
FEWEST = 2
ALL = "all"


class WeightsError(ValueError):
    """Weights that do not fit together; the message names the block."""


@dataclass(frozen=True, slots=True)
class Weight:
    """An indicator of the index with its weight in one life stage."""

    name: str
    block: str
    weight: Fraction


def weights_of(rule: Rule, stage: str) -> tuple[Weight, ...]:
    """Return each indicator's weight in a stage; WeightsError where the rule does not give them.

    A block shares its weight equally among its indicators, or by their own weights if all of them
    have one.
    """
    if rule.index is None:
        raise WeightsError(f"{rule.id}: no index")
    found = []
    for block in rule.index.blocks:
        whole = block.weights.get(stage, block.weights.get(ALL))
        if whole is None:
            raise WeightsError(f"{rule.id}: {block.cite.id}: no weight for {stage}")
        shares = _shares(block, stage, rule.id)
        found += [
            Weight(member.name, block.cite.id, Fraction(whole) * share)
            for member, share in zip(block.members, shares, strict=True)
        ]
    unnamed = [weight.block for weight in found if not weight.name]
    if unnamed:
        raise WeightsError(f"{rule.id}: {unnamed[0]}: a member names no indicator")
    return tuple(found)


def _shares(block: Block, stage: str, rule_id: str) -> list[Fraction]:
    own = [member.weights.get(stage, member.weights.get(ALL)) for member in block.members]
    given = [Fraction(weight) for weight in own if weight is not None]
    if not given:
        return [Fraction(1, len(own))] * len(own)
    if len(given) < len(own) or not sum(given):
        raise WeightsError(f"{rule_id}: {block.cite.id}: weights of some indicators are missing")
    return [weight / sum(given) for weight in given]


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of one firm: value, weight, rank (counted and its interval), population.

    `rank` None = not counted: the value is missing, or nobody is there to compare with.
    """

    name: str
    block: str
    value: Decimal | None
    weight: Fraction
    rank: Fraction | None
    low: Fraction
    high: Fraction
    population: int
    below: int
    equal: int

    @property
    def points(self) -> Fraction:
        """Return the points counted."""
        return ZERO if self.rank is None else self.rank * self.weight

    @property
    def lift(self) -> Fraction | None:
        """Return the points above the middle of the stage (below: negative), None if uncounted."""
        return None if self.rank is None else (self.rank - HALF) * self.weight

    @property
    def is_alone(self) -> bool:
        """Test whether the value is there and nobody to compare it with."""
        return self.value is not None and self.rank is None


@dataclass(frozen=True, slots=True)
class Score:
    """A firm's points in its stage: counted, the interval, its place and the places possible."""

    firm: int
    stage: str
    lines: tuple[Line, ...]
    total: Fraction
    low: Fraction
    high: Fraction
    place: int
    best_place: int
    worst_place: int
    cohort: int

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the indicators without a value."""
        return tuple(line.name for line in self.lines if line.value is None)

    def lifting(self, most: int = 3) -> list[Line]:
        """Return the indicators that lift the firm most above the middle of its stage."""
        lines = [line for line in self.lines if line.lift is not None and line.lift > 0]
        return sorted(lines, key=lambda line: -(line.lift or ZERO))[:most]

    def lowering(self, most: int = 3) -> list[Line]:
        """Return the indicators that hold the firm most below the middle of its stage."""
        lines = [line for line in self.lines if line.lift is not None and line.lift < 0]
        return sorted(lines, key=lambda line: line.lift or ZERO)[:most]


def value_of(rule: Rule, name: str, facts: Mapping[str, Scalar | None]) -> Decimal | None:
    """Return a number among typed facts, given or derived from them; None where it is missing."""
    own = facts.get(name)
    low: Decimal | None
    high: Decimal | None
    if own is not None:
        low, high = number_of(own)
    elif (derive := rule.terms[name].derive) is not None:
        low, high = number(derive, Record(rule, facts))
    else:
        return None
    return low if low is not None and low == high else None


def number_of(value: Scalar) -> tuple[Decimal, Decimal]:
    """Return a number as an interval; ValueError for a text."""
    from decimal import Decimal as Exact

    if isinstance(value, str):
        raise ValueError(f"{value!r} is no number")
    exact = Exact(int(value)) if isinstance(value, bool) else value
    return exact, exact


def scored(rule: Rule, stage: str, firms: Mapping[int, Mapping[str, Scalar | None]]) -> list[Score]:
    """Return the scores of the firms of one stage, best first; equal scores share a place."""
    weights = weights_of(rule, stage)
    values = {
        weight.name: {firm: value_of(rule, weight.name, facts) for firm, facts in firms.items()}
        for weight in weights
    }
    ordered = {
        name: sorted(value for value in column.values() if value is not None)
        for name, column in values.items()
    }
    rows = {
        firm: tuple(
            _line(weight, values[weight.name][firm], ordered[weight.name], len(firms))
            for weight in weights
        )
        for firm in firms
    }
    return _placed(stage, rows)


def _line(weight: Weight, value: Decimal | None, known: Sequence[Decimal], cohort: int) -> Line:
    population, unknown = len(known), cohort - len(known)
    rank: Fraction | None = None
    low, high, below, equal = ZERO, ONE, 0, 0
    if value is not None:
        below = bisect_left(known, value)
        equal = bisect_right(known, value) - below - 1
        middle = below + Fraction(equal, 2)
        if cohort > 1:
            low, high = middle / (cohort - 1), (middle + unknown) / (cohort - 1)
        if population >= FEWEST:
            rank = middle / (population - 1)
    return Line(weight.name, weight.block, value, weight.weight, rank, low, high,
                population, below, equal)  # fmt: skip


def _placed(stage: str, rows: Mapping[int, tuple[Line, ...]]) -> list[Score]:
    totals = {firm: sum((line.points for line in lines), ZERO) for firm, lines in rows.items()}
    lows = {f: sum((x.low * x.weight for x in lines), ZERO) for f, lines in rows.items()}
    highs = {f: sum((x.high * x.weight for x in lines), ZERO) for f, lines in rows.items()}
    falling = sorted(-total for total in totals.values())
    rising_lows, rising_highs = sorted(lows.values()), sorted(highs.values())
    count = len(rows)
    found = [
        Score(
            firm=firm,
            stage=stage,
            lines=lines,
            total=totals[firm],
            low=lows[firm],
            high=highs[firm],
            place=bisect_left(falling, -totals[firm]) + 1,
            # Those surely above: their low end lies above this high end.
            best_place=count - bisect_right(rising_lows, highs[firm]) + 1,
            # Those perhaps above: their high end lies above this low end; not the firm itself.
            worst_place=count
            - bisect_right(rising_highs, lows[firm])
            + (highs[firm] <= lows[firm]),
            cohort=count,
        )
        for firm, lines in rows.items()
    ]
    return sorted(found, key=lambda score: (score.place, score.firm))
