"""Cheapest path (最省的路): the smallest set of raises that reaches the next level, exactly.

Minimised is the effort: each step of a question or scene costs a whole number given as data. Score
and scenes do not touch each other, so the two parts are minimised apart:

- questions: a knapsack with one choice per question, solved by going through every total effort;
- scenes: so many of all and so many binding ones. The smallest sets that fit are the bases of a
  matroid (a truncated partition), so taking the cheapest that still fits, one after another, is
  exact.

Ties: of plans of equal effort the one that touches fewer questions is taken, then the one with more
points, then the one that raises earlier questions of the list. A plan says whether it is the only
one of its effort, and what one step less of effort could reach at most: less than is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

ZERO = Decimal(0)
Steps: TypeAlias = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """A question: points of each option, where it stands, and the effort of each step up.

    A step of None cannot be taken by deciding to (an outcome, not a measure).
    """

    name: str
    points: tuple[Decimal, ...]
    at: int
    steps: Steps

    def costs(self) -> list[tuple[int, int]]:
        """Return (option, effort) of every option that can be reached, from the present one up."""
        found, effort = [(self.at, 0)], 0
        for place in range(self.at, len(self.points) - 1):
            step = self.steps[place]
            if step is None:
                break
            effort += step
            found.append((place + 1, effort))
        return found


@dataclass(frozen=True, slots=True)
class Lift:
    """A scene: its grade and the effort of each grade up."""

    name: str
    at: int
    binding: bool
    steps: Steps

    def cost(self, grade: int) -> int | None:
        """Return the effort to reach a grade, None where it cannot be."""
        effort = 0
        for step in self.steps[self.at : grade]:
            if step is None:
                return None
            effort += step
        return effort if grade <= len(self.steps) else None


@dataclass(frozen=True, slots=True)
class Need:
    """What a level asks."""

    level: int
    score: Decimal | None
    scenes: int
    binding: int


@dataclass(frozen=True, slots=True)
class Raise:
    """One question or scene raised from a place to another, with its effort."""

    name: str
    start: int
    end: int
    effort: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The cheapest raises that meet a need.

    `short` is the best score that one unit of effort less on questions could reach (None where no
    question need be raised); `is_only` tells that no other plan has the same effort.
    """

    need: Need
    raises: tuple[Raise, ...]
    effort: int
    score_before: Decimal
    score_after: Decimal
    short: Decimal | None
    is_only: bool


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """A need that no allowed raise can meet, with how far one could get."""

    need: Need
    best_score: Decimal
    best_scenes: int
    best_binding: int


def cheapest(ladders: Sequence[Ladder], lifts: Sequence[Lift], need: Need) -> Plan | OutOfReach:
    """Return the plan of least effort that meets the need, or how far one could get."""
    before = sum((ladder.points[ladder.at] for ladder in ladders), ZERO)
    asked = _Questions(ladders, before if need.score is None else need.score)
    scenes = _scenes(lifts, need)
    least = asked.least()
    if least is None or scenes is None:
        return _out_of_reach(asked, lifts, need)
    effort, short = least
    raises, after, only = asked.plan(effort)
    lifted, lifts_only = scenes
    return Plan(
        need=need,
        raises=(*raises, *lifted),
        effort=effort + sum(each.effort for each in lifted),
        score_before=before,
        score_after=after,
        short=short,
        is_only=only and lifts_only,
    )


Picks: TypeAlias = tuple[int, ...]
Best: TypeAlias = tuple[Decimal, Picks]


class _Questions:
    """The knapsack over questions; total efforts are small whole numbers."""

    def __init__(self, ladders: Sequence[Ladder], score: Decimal) -> None:
        self.ladders = ladders
        self.score = score
        self.most = self._most_points()

    def _most_points(self) -> list[Decimal]:
        """Return the most points by total effort (0, 1, …); never falling."""
        best: dict[int, Decimal] = {0: ZERO}
        for ladder in self.ladders:
            raised: dict[int, Decimal] = {}
            for spent, points in best.items():
                for option, cost in ladder.costs():
                    total = points + ladder.points[option]
                    if total > raised.get(spent + cost, Decimal(-1)):
                        raised[spent + cost] = total
            best = raised
        found: list[Decimal] = []
        for effort in range(max(best) + 1):
            here = best.get(effort, ZERO)
            found.append(max(here, found[-1]) if found else here)
        return found

    def least(self) -> tuple[int, Decimal | None] | None:
        """Return the least effort that reaches the score, and the most that one less reaches."""
        for effort, points in enumerate(self.most):
            if points >= self.score:
                return effort, self.most[effort - 1] if effort else None
        return None

    def plan(self, effort: int) -> tuple[list[Raise], Decimal, bool]:
        """Return the raises of exactly that effort, their score, and whether they are the only."""
        states: dict[tuple[int, int], list[Best]] = {(0, 0): [(ZERO, ())]}
        for ladder in self.ladders:
            states = self._with(ladder, states, effort)
        ending = {
            touched: [each for each in bests if each[0] >= self.score]
            for (spent, touched), bests in states.items()
            if spent == effort
        }
        count = sum(len(bests) for bests in ending.values())
        fewest = min(touched for touched, bests in ending.items() if bests)
        points, picks = ending[fewest][0]
        return self._raises(picks), points, count == 1

    def _with(
        self, ladder: Ladder, states: dict[tuple[int, int], list[Best]], effort: int
    ) -> dict[tuple[int, int], list[Best]]:
        """Return the states with one more question; each keeps its two best, to tell a tie."""
        found: dict[tuple[int, int], list[Best]] = {}
        costs = ladder.costs()
        for (spent, touched), bests in states.items():
            for option, cost in costs:
                if spent + cost > effort:
                    break
                place = (spent + cost, touched + (option > ladder.at))
                found.setdefault(place, []).extend(
                    (points + ladder.points[option], (*picks, option)) for points, picks in bests
                )
        return {place: sorted(bests, reverse=True)[:2] for place, bests in found.items()}

    def _raises(self, picks: Picks) -> list[Raise]:
        raises = []
        for ladder, option in zip(self.ladders, picks, strict=True):
            if option > ladder.at:
                raises.append(Raise(ladder.name, ladder.at, option, dict(ladder.costs())[option]))
        return raises


def _scenes(lifts: Sequence[Lift], need: Need) -> tuple[list[Raise], bool] | None:
    """Return the scenes to lift and whether no other choice costs as little; None if too few."""
    missing = max(0, need.scenes - sum(lift.at >= need.level for lift in lifts))
    bound = max(0, need.binding - sum(lift.at >= need.level for lift in lifts if lift.binding))
    size = max(missing, bound)
    open_lifts = [
        (cost, lift)
        for lift in lifts
        if lift.at < need.level and (cost := lift.cost(need.level)) is not None
    ]
    ranked = sorted(open_lifts, key=lambda pair: pair[0])
    chosen = [pair for pair in ranked if pair[1].binding][:bound]
    if len(chosen) < bound or len(ranked) < size:
        return None
    taken = {lift.name for _cost, lift in chosen}
    rest = [pair for pair in ranked if pair[1].name not in taken]
    chosen += rest[: size - bound]
    taken |= {lift.name for _cost, lift in rest[: size - bound]}
    only = not any(
        cost == other_cost and _may_swap(lift, other, chosen, bound)
        for cost, lift in chosen
        for other_cost, other in rest
        if other.name not in taken
    )
    by_name = {lift.name: (cost, lift) for cost, lift in chosen}
    raises = [
        Raise(lift.name, lift.at, need.level, by_name[lift.name][0])
        for lift in lifts
        if lift.name in by_name
    ]
    return raises, only


def _may_swap(lift: Lift, other: Lift, chosen: list[tuple[int, Lift]], bound: int) -> bool:
    """Test whether a chosen scene may give way to another: enough binding ones stay."""
    binding = sum(each.binding for _cost, each in chosen)
    return binding - lift.binding + other.binding >= bound


def _out_of_reach(asked: _Questions, lifts: Sequence[Lift], need: Need) -> OutOfReach:
    able = [lift for lift in lifts if lift.at >= need.level or lift.cost(need.level) is not None]
    return OutOfReach(
        need=need,
        best_score=asked.most[-1],
        best_scenes=len(able),
        best_binding=sum(lift.binding for lift in able),
    )
