"""Life stage (发展阶段): as recorded, else by a rule; open where data are missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.rulebook.verdict import assess

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaoxin.rulebook.rule import Rule
    from gaoxin.rulebook.tree import Scalar

FACT = "life_stage"


@dataclass(frozen=True, slots=True)
class Stage:
    """A firm's stage (None = open), whether it was recorded or worked out, and what is missing."""

    name: str | None
    is_recorded: bool
    possible: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def stage_of(rule: Rule, facts: Mapping[str, Scalar | None]) -> Stage:
    """Return the stage of typed facts: the recorded one, else what the rule says."""
    levels = rule.terms[FACT].levels
    recorded = facts.get(FACT)
    if recorded is not None:
        name = recorded if isinstance(recorded, str) else levels[int(recorded)]
        return Stage(name, is_recorded=True)
    verdict = assess(rule, {name: _raw(rule, name, value) for name, value in facts.items()
                            if name in rule.terms and value is not None})  # fmt: skip
    if verdict.choice is not None:
        return Stage(str(verdict.choice.value), is_recorded=False)
    return Stage(None, False, tuple(str(p) for p in verdict.possible), verdict.missing)


def _raw(rule: Rule, name: str, value: Scalar) -> object:
    """Return a typed fact as `assess` reads it: an ordered level by its word."""
    levels = rule.terms[name].levels
    return levels[int(value)] if levels and not isinstance(value, str) else value
