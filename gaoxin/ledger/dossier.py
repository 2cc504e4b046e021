"""Dossier of a project (项目档案): what the project page shows of one project at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gaoxin.ledger.core.stage import PATH, RANK, Stage
from gaoxin.ledger.models import Milestone, Posting, Project, ProjectChange
from gaoxin.ledger.models.events import STAGE_LABELS
from gaoxin.ledger.proofs import Proof, proofs_of
from gaoxin.ledger.queries import effective
from gaoxin.lib.money import round_half_up, yi
from gaoxin.web.parts import difference

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from gaoxin.ledger.models.events import ProjectEvent
    from gaoxin.lib.moment import Moment

RECENT = 8
LINKS = {
    "park": gettext_lazy("园区"),
    "origin_park": gettext_lazy("首谈园区"),
    "industry": gettext_lazy("产业"),
    "enterprise": gettext_lazy("企业"),
    "lead_department": gettext_lazy("牵头单位"),
}
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

    @cached_property
    def months(self) -> list[date]:
        """Return the first days of the twelve months up to the day looked at."""
        last = self.at.as_of.year * 12 + self.at.as_of.month - 1
        return [date(n // 12, n % 12 + 1, 1) for n in range(last - 11, last + 1)]

    def cumulated(self, kind: str) -> list[float]:
        """Return the 亿元 cumulated since the beginning at the end of each month."""
        mine = [posting for posting in self.postings if posting.kind == kind]
        sums = (sum((p.amount for p in mine if p.period <= m), Decimal(0)) for m in self.months)
        # A chart's coordinate, never a figure: figures are computed in Decimal.
        return [float(round_half_up(yi(amount), 2)) for amount in sums]

    @property
    def chart(self) -> dict[str, Any] | None:
        """Return the chart of funds in place and investment; None without any."""
        kinds = ((_("到位"), "in_place"), (_("固投"), "invested"))
        lines = [(label, self.cumulated(kind)) for label, kind in kinds]
        drawn: list[dict[str, Any]] = [
            {"name": label, "type": "bar", "data": line} for label, line in lines if any(line)
        ]
        if not drawn:
            return None
        plan = self._plan_line(dict(lines)[_("固投")])
        if any(plan):
            drawn.append({"name": _("年度计划序时"), "type": "line", "data": plan,
                          "lineStyle": {"type": "dashed", "color": "--gx-ink-2", "width": 1.5},
                          "itemStyle": {"color": "--gx-ink-2"}, "symbol": "none"})  # fmt: skip
        names = [_("%(n)s月") % {"n": month.month} for month in self.months]
        return {
            "grid": {"left": 4, "right": 8, "top": 28, "bottom": 2},
            "tooltip": {"trigger": "axis"},
            "legend": {},
            "xAxis": {"type": "category", "data": names},
            "yAxis": {"type": "value", "name": _("亿元")},
            "series": drawn,
        }

    def _plan_line(self, invested: list[float]) -> list[float | None]:
        """Return last year's end plus this year's plan spread evenly over its months."""
        year = self.at.as_of.year
        plan = sum(
            (p.amount for p in self.postings if p.kind == "year_plan" and p.period.year == year),
            Decimal(0),
        )
        before = sum(month.year < year for month in self.months)
        base = invested[before - 1] if before else 0.0
        monthly = float(yi(plan)) / 12
        return [
            round(base + monthly * month.month, 2) if plan and month.year == year else None
            for month in self.months
        ]

    # log --------------------------------------------------------------------
    @cached_property
    def events(self) -> list[ProjectEvent]:
        """Return everything recorded of the project, latest first."""
        changes = effective(ProjectChange.objects.filter(project=self.project), self.at)
        events: list[ProjectEvent] = [*self.milestones, *self.postings, *changes]
        return sorted(events, key=lambda event: (event.recorded_at, event.pk), reverse=True)

    @cached_property
    def recent(self) -> list[LogLine]:
        """Return the newest recordings in words."""
        return [log_line(event) for event in self.events[:RECENT]]

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


def event_lines(dossier: Dossier) -> list[dict[str, Any]]:
    """Return each milestone, plan and posting that counts, latest first, with where to act."""
    lines: list[dict[str, Any]] = []
    for event in [*dossier.milestones, *dossier.postings]:
        name = event._meta.model_name
        lines.append({
            "event": event,
            "text": log_line(event).text,
            "is_plan": isinstance(event, Milestone) and event.planned_for is not None,
            "proofs": dossier.proofs if isinstance(event, Milestone) else dossier.money_proofs,
            "evidence": reverse(f"ledger:{name}_evidence", args=[event.pk]),
            "retract": reverse(f"ledger:{name}_retract", args=[event.pk]),
        })  # fmt: skip
    lines.sort(key=lambda line: (line["event"].happened_on, line["event"].pk), reverse=True)
    return lines


def log_line(event: ProjectEvent) -> LogLine:
    """Return an event as a line of the record."""
    return LogLine(
        text=_text_of(event),
        by=event.recorded_by,
        at=event.recorded_at,
        on=event.happened_on,
        is_correction=event.voids_id is not None,  # type: ignore[attr-defined]  # made by the metaclass
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
        text = change_text(event)
    return _("作废：%(text)s") % {"text": text} if event.is_retraction else text


def change_text(change: Any) -> str:
    """Return a change of the record in words: the field's name, what it was, what it is."""
    field: Any = Project._meta.get_field(change.field.removesuffix("_id"))
    words = [_value_text(field, text) or _("空") for text in (change.old, change.new)]
    name = LINKS.get(field.name, field.verbose_name)
    return f"{name} {words[0]} → {words[1]}"


def _value_text(field: Any, text: str) -> str:
    if field.is_relation and text:
        found = field.related_model.objects.filter(pk=text).first()
        return text if found is None else str(found)
    if field.choices:
        return str(dict(field.flatchoices).get(text, text))
    return {"True": _("是"), "False": _("否")}.get(text, text)
