"""Dossier of a project (项目档案): what the project page shows of one project at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from gaoxin.ledger.core.stage import PATH, RANK, Stage
from gaoxin.ledger.models import Milestone, Posting, ProjectChange
from gaoxin.ledger.models.events import STAGE_LABELS
from gaoxin.ledger.proofs import Proof, proofs_of
from gaoxin.ledger.queries import effective
from gaoxin.lib.money import round_half_up, yi
from gaoxin.web.parts import difference

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from django.db.models import QuerySet

    from gaoxin.ledger.models import Project
    from gaoxin.ledger.models.events import ProjectEvent
    from gaoxin.lib.moment import Moment

EVENTS: tuple[type[ProjectEvent], ...] = (Milestone, Posting, ProjectChange)


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone of the timeline: plan, actual, and the difference in words."""

    stage: Stage
    name: Any
    state: str
    planned: date | None
    actual: date | None
    gap: Any = ""
    sign: str = ""
    title: Any = ""


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the record of changes."""

    text: Any
    by: str
    at: datetime
    on: date
    is_correction: bool = False


@dataclass(frozen=True, slots=True)
class HiddenAfter:
    """How much of a project was recorded or happened after the moment shown."""

    records: int
    corrections: int
    address: str


class Dossier:
    """One project at a moment; each part is read when it is needed."""

    def __init__(self, project: Project, at: Moment) -> None:
        self.project, self.at = project, at

    @cached_property
    def milestones(self) -> list[Milestone]:
        """Return the milestones and plans that count, oldest first."""
        found = effective(Milestone.objects.filter(project=self.project), self.at)
        return list(found.order_by("happened_on", "id"))

    @cached_property
    def postings(self) -> list[Posting]:
        """Return the postings that count, oldest first."""
        found = effective(Posting.objects.filter(project=self.project), self.at)
        return list(found.order_by("period", "id"))

    @cached_property
    def proofs(self) -> dict[int, list[Proof]]:
        """Return the proofs of the milestones reached, by milestone."""
        return proofs_of([each for each in self.milestones if each.planned_for is None])

    @cached_property
    def money_proofs(self) -> dict[int, list[Proof]]:
        """Return the proofs of the postings, by posting."""
        return proofs_of(self.postings)

    # timeline -------------------------------------------------------------
    @cached_property
    def steps(self) -> list[Step]:
        """Return the fifteen milestones with plan and actual day."""
        reached = {m.stage: m for m in self.milestones if m.planned_for is None}
        planned = {m.stage: m.planned_for for m in self.milestones if m.planned_for is not None}
        return [self._step(stage, reached.get(stage), planned.get(stage)) for stage in PATH]

    def _step(self, stage: Stage, reached: Milestone | None, planned: date | None) -> Step:
        name = STAGE_LABELS[stage]
        if reached is not None:
            actual = reached.happened_on
            days = None if planned is None else (actual - planned).days
            sign = "" if not days else ("plus" if days > 0 else "minus")
            title = "" if reached.pk in self.proofs else _("缺证据")
            return Step(stage, name, "done", planned, actual, difference(days), sign, title)
        if planned is not None and planned < self.at.as_of:
            gap = _("逾期 %(days)s 天") % {"days": (self.at.as_of - planned).days}
            return Step(stage, name, "late", planned, None, gap, "plus")
        return Step(stage, name, "todo", planned, None)

    @cached_property
    def told_steps(self) -> list[Step]:
        """Return the steps that have a day, and the next one."""
        last = max((RANK[s.stage] for s in self.steps if s.actual is not None), default=-1)
        return [s for s in self.steps if s.planned or s.actual or RANK[s.stage] == last + 1]

    # money ----------------------------------------------------------------
    def total(self, kind: str) -> Decimal | None:
        """Return the yuan of a kind, None where nothing was posted."""
        amounts = [p.amount for p in self.postings if p.kind == kind and p.period <= self.at.as_of]
        return sum(amounts, Decimal(0)) if amounts else None

    @cached_property
    def foreign(self) -> list[Posting]:
        """Return the postings in another currency than yuan."""
        return [posting for posting in self.postings if posting.currency != "CNY"]

    def cumulated(self, kind: str) -> list[float | None]:
        """Return the year's cumulated 亿元 by month, None after the month looked at."""
        year, months = self.at.as_of.year, self.at.as_of.month
        running, line = Decimal(0), []
        for month in range(1, 13):
            running += sum(
                (p.amount for p in self.postings
                 if p.kind == kind and (p.period.year, p.period.month) == (year, month)),
                Decimal(0),
            )  # fmt: skip
            # A chart's coordinate, never a figure: the figure is computed in Decimal.
            line.append(float(round_half_up(yi(running), 2)) if month <= months else None)
        return line

    @property
    def chart(self) -> dict[str, Any] | None:
        """Return the chart of this year's funds in place and investment; None without any."""
        series = [
            (label, self.cumulated(kind), shape)
            for label, kind, shape in (
                (_("到位"), "in_place", "bar"),
                (_("固投"), "invested", "bar"),
            )
            if any(self.cumulated(kind))
        ]
        if not series:
            return None
        drawn: list[dict[str, Any]] = [
            {"name": str(label), "type": shape, "data": line} for label, line, shape in series
        ]
        plan = self._plan_line()
        if plan:
            style = {"type": "dashed", "color": "--gx-ink-2", "width": 1.5}
            drawn.append({"name": str(_("年度计划序时")), "type": "line", "data": plan,
                          "lineStyle": style, "itemStyle": {"color": "--gx-ink-2"},
                          "symbol": "none"})  # fmt: skip
        months = [_("%(n)s月") % {"n": month} for month in range(1, 13)]
        return {
            "grid": {"left": 4, "right": 8, "top": 28, "bottom": 2},
            "tooltip": {"trigger": "axis"},
            "legend": {},
            "xAxis": {
                "type": "category",
                "data": months,
            },
            "yAxis": {"type": "value", "name": str(_("亿元"))},
            "series": drawn,
        }

    def _plan_line(self) -> list[float]:
        """Return the year's planned investment spread evenly over its months."""
        plan = sum(
            (p.amount for p in self.postings
             if p.kind == "year_plan" and p.period.year == self.at.as_of.year), Decimal(0)
        )  # fmt: skip
        if not plan:
            return []
        return [float(round_half_up(yi(plan) * month / 12, 2)) for month in range(1, 13)]

    # log --------------------------------------------------------------------
    @cached_property
    def log(self) -> list[LogLine]:
        """Return the newest recordings, latest first."""
        changes = effective(ProjectChange.objects.filter(project=self.project), self.at)
        events: list[ProjectEvent] = [*self.milestones, *self.postings, *changes]
        events.sort(key=lambda event: (event.recorded_at, event.pk), reverse=True)
        return [log_line(event) for event in events]

    def later(self) -> Iterator[LogLine]:
        """Yield what was recorded or happened after the moment, oldest first."""
        events = [event for model in EVENTS for event in self._after(model)]
        for event in sorted(events, key=lambda each: (each.recorded_at, each.pk)):
            yield log_line(event)

    def _after(self, model: type[ProjectEvent]) -> QuerySet[Any]:
        after = Q(recorded_at__gt=self.at.known_at) | Q(happened_on__gt=self.at.as_of)
        return model._default_manager.filter(after, project=self.project)

    def hidden_after(self, address: str) -> HiddenAfter:
        """Return the counts for the banner of the past."""
        flags = [
            voids is not None
            for model in EVENTS
            for voids in self._after(model).values_list("voids_id", flat=True)
        ]
        return HiddenAfter(len(flags) - sum(flags), sum(flags), address)


def log_line(event: ProjectEvent) -> LogLine:
    """Return an event as a line of the record."""
    return LogLine(
        text=_text_of(event),
        by=event.recorded_by,
        at=event.recorded_at,
        on=event.happened_on,
        is_correction=event.voids_id is not None,
    )


def _text_of(event: ProjectEvent) -> str:
    if isinstance(event, Milestone):
        label = str(STAGE_LABELS[Stage(event.stage)])
        if event.planned_for is not None:
            return _("%(stage)s计划 %(day)s") % {"stage": label, "day": event.planned_for}
        text = f"{label} {event.happened_on}"
    elif isinstance(event, Posting):
        amount = round_half_up(yi(event.amount), 4).normalize()
        text = _("%(kind)s %(amount)s 亿元") % {
            "kind": event.get_kind_display(),
            "amount": f"{amount:f}",
        }
    else:
        change: Any = event
        text = f"{change.field}: {change.old} → {change.new}"
    return _("作废：%(text)s") % {"text": text} if event.is_retraction else text
