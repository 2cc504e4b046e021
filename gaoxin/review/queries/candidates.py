"""Candidates (可受理的项目): which projects of the ledger may be taken in, found by a few words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from gaoxin.ledger.core.stage import FINAL_EXITS, RANK, Stage, stage_of
from gaoxin.ledger.models import Posting, Project
from gaoxin.ledger.models.events import STAGE_LABELS
from gaoxin.ledger.queries import effective, milestone_days, projects_for
from gaoxin.lib.money import round_half_up, yi
from gaoxin.review.core.process.course import ENDS
from gaoxin.review.models import Review
from gaoxin.review.queries.replays import replays

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal

    from django.db.models import QuerySet

    from gaoxin.ledger.models import Zone
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment

SHOWN = 12
# Before a project is admitted; later ones may be taken in too, when somebody asks for them.
TALKS = frozenset({None, Stage.LEAD, Stage.CONTACT})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: words, whether admitted projects too, and the code already chosen."""

    text: str = ""
    later: bool = False
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project as the choice shows it; `planned` in yuan."""

    project: Project
    stage: str
    planned: Decimal | None
    is_chosen: bool = False

    @property
    def yi(self) -> str | None:
        """Return the planned investment in 亿元 as it is printed."""
        if self.planned is None:
            return None
        return f"{round_half_up(yi(self.planned), 2).normalize():f}"


@dataclass(frozen=True, slots=True)
class Found:
    """The projects that fit, the chosen one first; `total` fit in all."""

    rows: list[Candidate]
    total: int
    asked: Asked
    is_closed: bool

    @property
    def shown(self) -> int:
        """Return how many of those that fit are shown."""
        return sum(not row.is_chosen for row in self.rows)


def running(zone: Zone) -> set[int]:
    """Return the projects that another case holds: not ended, and not yet told."""
    rows = Review.objects.filter(zone=zone)
    projects = dict(rows.order_by().values_list("pk", "project_id"))
    return {
        projects[pk]
        for pk, each in replays(rows).items()
        if each.course.state not in ENDS and each.course.notified_at is None
    }


def candidates(user: Actor, zone: Zone, at: Moment, asked: Asked) -> Found:
    """Return the projects that the user may take in and that fit the words, those in talks first.

    A chosen project stays at the top, whatever is looked for; one that may not be taken in is not
    there, and `is_closed` says so.
    """
    free = projects_for(user, zone).exclude(pk__in=running(zone))
    stages = {pk: stage_of(days) for pk, days in milestone_days(None, at, zone=zone).items()}
    chosen = free.filter(code=asked.chosen).first() if asked.chosen else None
    fitting = [
        project
        for project in _named(free, asked.text).select_related("park").order_by("name", "pk")
        if _fits(stages.get(project.pk), asked) and project != chosen
    ]
    fitting.sort(key=lambda project: _order(stages.get(project.pk)))
    rows = ([chosen] if chosen else []) + fitting[:SHOWN]
    planned = _planned([project.pk for project in rows], at)
    return Found(
        [
            Candidate(project, _word(stages.get(project.pk)), planned.get(project.pk),
                      project == chosen)
            for project in rows
        ],
        len(fitting), asked, is_closed=bool(asked.chosen) and chosen is None,
    )  # fmt: skip


def _named(projects: QuerySet[Project], text: str) -> QuerySet[Project]:
    """Return the projects in whose name, code, investor, enterprise or park each word stands."""
    for word in text.split():
        fields = ("name", "code", "investor", "enterprise__name", "park__name", "park__short_name")
        named = Q()
        for field in fields:
            named |= Q(**{f"{field}__icontains": word})
        projects = projects.filter(named)
    return projects


def _fits(stage: Stage | None, asked: Asked) -> bool:
    return stage not in FINAL_EXITS if asked.later else stage in TALKS


def _order(stage: Stage | None) -> tuple[int, int]:
    """Put those in talks first, then leads, then admitted ones along the path."""
    return (0 if stage == Stage.CONTACT else 1, -1 if stage is None else RANK[stage])


def _word(stage: Stage | None) -> str:
    return "" if stage is None else str(STAGE_LABELS[stage])


def _planned(ids: Collection[int], at: Moment) -> dict[int, Decimal]:
    rows = Posting.objects.filter(project__in=ids, kind=Posting.Kind.PLANNED)
    sums = effective(rows, at).order_by().values("project").annotate(sum=Sum("amount"))
    return dict(sums.values_list("project", "sum"))
