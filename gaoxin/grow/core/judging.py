"""Judging (判梯级): every rung's verdict for one enterprise, its distance, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.grow.core.distance import Distance, distance
from gaoxin.rulebook.verdict import PASS, UNDETERMINED, Verdict, assess

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Any

    from gaoxin.grow.core.ladder import Ladder, Title, Way
    from gaoxin.rulebook.rule import Rule

SIZE_SERIES, SIZE_FACT = "enterprise_size", "is_sme"
# Where an enterprise stands to a rung; in this order on the reach list.
HELD, READY, NEAR, THIN, FAR, CLOSED = "held", "ready", "near", "thin", "far", "closed"
ORDER = {READY: 0, NEAR: 1, THIN: 2, FAR: 3, HELD: 4, CLOSED: 5}


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung as one enterprise finds it; `verdict` None where no rule is in force on the day."""

    title: Title
    verdict: Verdict | None
    distance: Distance
    state: str

    @property
    def outcome(self) -> str:
        """Return the outcome of the verdict; empty where no rule is in force."""
        return "" if self.verdict is None else str(self.verdict.outcome)


@dataclass(frozen=True, slots=True)
class Standing:
    """One enterprise on one path: its rungs, the highest one held, and the next one."""

    way: Way
    rungs: tuple[Rung, ...]
    top: Title | None
    next: Rung | None


def with_size(facts: Mapping[str, Any], rule: Rule | None) -> dict[str, Any]:
    """Return the facts with the size class worked out where nobody reported it."""
    if facts.get(SIZE_FACT) is not None or rule is None or not facts.get("size_industry"):
        return dict(facts)
    found = assess(rule, facts)
    if found.outcome == UNDETERMINED:
        return dict(facts)
    return {**facts, SIZE_FACT: found.outcome != "large"}


def judge(
    title: Title, rule: Rule | None, facts: Mapping[str, Any], ladder: Ladder, *, held: bool
) -> Rung:
    """Return a rung for an enterprise; one that is held is judged as at its re-check."""
    if rule is None:
        return Rung(title, None, Distance(), HELD if held else CLOSED)
    verdict = assess(rule, facts, recheck=held)
    far = distance(verdict)
    return Rung(title, verdict, far, HELD if held else _state(verdict, far, ladder))


def _state(verdict: Verdict, far: Distance, ladder: Ladder) -> str:
    if verdict.outcome == PASS:
        return READY
    reach = ladder.reach
    if far.gap > reach.gap or far.failed > reach.failed:
        return FAR
    # Where nothing is known to be short, data are to be got first.
    return NEAR if far.failed and far.within(reach) else THIN


def stand(
    ladder: Ladder, rules: Mapping[str, Rule], facts: Mapping[str, Any], held: Collection[str]
) -> tuple[Standing, ...]:
    """Return where an enterprise stands on each path, every rung judged."""
    return tuple(_on(way, ladder, rules, facts, held) for way in ladder.paths)


def _on(
    way: Way,
    ladder: Ladder,
    rules: Mapping[str, Rule],
    facts: Mapping[str, Any],
    held: Collection[str],
) -> Standing:
    rungs = tuple(
        judge(rung, rules.get(rung.id), facts, ladder, held=rung.id in held) for rung in way.rungs
    )
    top = next((rung for rung in reversed(way.rungs) if rung.id in held), None)
    following = ladder.next_rung(way, held, rules)
    return Standing(
        way, rungs, top, next((r for r in rungs if following and r.title is following), None)
    )
