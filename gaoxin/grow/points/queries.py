"""Innovation points (创新积分): every enterprise's stage and score at a moment, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.grow.core.points import Score, WeightsError, scored
from gaoxin.grow.core.stages import Stage, stage_of
from gaoxin.grow.local import books
from gaoxin.grow.standing import facts
from gaoxin.lib.errors import UserError
from gaoxin.rulebook.tree import Fact, walk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gaoxin.figures.sight import Sight
    from gaoxin.rulebook.rule import Rule

SUBJECT, SERIES, STAGE_SERIES = "points", "innovation_points", "life_stage"


@dataclass(frozen=True, slots=True)
class PointRules:
    """The index and the division into stages in force on a day, and files that were refused."""

    index: Rule
    stages: Rule
    problems: tuple[str, ...]
    stamp: str

    @property
    def is_official(self) -> bool:
        """Test whether the weights come from a document."""
        return self.index.index is not None and self.index.index.official

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return the indicators of the index."""
        blocks = () if self.index.index is None else self.index.index.blocks
        return tuple(member.name for block in blocks for member in block.members)

    @property
    def stage_names(self) -> tuple[str, ...]:
        """Return the stages in their order."""
        return self.index.terms["life_stage"].levels


def rules_on(day: date) -> PointRules:
    """Return the rules in force on a day, the zone's own first; UserError where there is none."""
    shelf = books(SUBJECT)
    index, stages = shelf.find(SERIES, day), shelf.find(STAGE_SERIES, day)
    if index is None or index.index is None or stages is None:
        raise UserError(_("%(day)s 没有施行的创新积分规则。") % {"day": day.isoformat()})
    return PointRules(index, stages, shelf.problems, shelf.stamp)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Scores by firm, best first within each stage; firms whose stage is open stand apart."""

    rules: PointRules
    scores: Mapping[int, Score]
    stages: Mapping[int, Stage]
    undetermined: Mapping[int, Stage]
    known: int
    firms: int


def ranked(sight: Sight) -> Ranked:
    """Return the points of every enterprise with figures, and those whose stage is open."""
    rules = rules_on(sight.at.as_of)
    return sight.once(f"points {rules.stamp}", lambda: _ranked(sight, rules))


def _ranked(sight: Sight, rules: PointRules) -> Ranked:
    known = facts(sight)
    stages = {firm: stage_of(rules.stages, own) for firm, own in known.items()}
    scores: dict[int, Score] = {}
    try:
        for name in rules.stage_names:
            cohort = {firm: known[firm] for firm, stage in stages.items() if stage.name == name}
            for score in scored(rules.index, name, cohort) if cohort else ():
                scores[score.firm] = score
    except WeightsError as why:
        raise UserError(_("创新积分的权重不齐：%(why)s") % {"why": why}) from None
    return Ranked(
        rules=rules,
        scores=scores,
        stages={firm: stage for firm, stage in stages.items() if stage.name is not None},
        undetermined={firm: stage for firm, stage in stages.items() if stage.name is None},
        known=len(known),
        firms=len(sight.enterprises),
    )


# What grow.core.facts works out from figures of several years.
WORKED_OUT = {
    "revenue_growth_last_year": ("revenue_last_year",),
    "rd_expense_growth": ("rd_expense_last_year",),
    "years_since_registration": (),
}


def behind(rule: Rule, indicator: str) -> tuple[str, ...]:
    """Return the reported indicators behind one: itself, and what it is derived from."""
    derive = rule.terms[indicator].derive
    parts = [node.name for node in walk(derive) if isinstance(node, Fact)] if derive else []
    return (indicator, *parts, *WORKED_OUT.get(indicator, ()))
