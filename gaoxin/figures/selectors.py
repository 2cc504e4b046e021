"""Selectors over the ledger (台账取数): who reached what, which money, which targets."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from gaoxin.figures.core.compute import Row
from gaoxin.figures.registry import Params, Selector, offer_definitions
from gaoxin.figures.registry import offer as offer_selector
from gaoxin.figures.sight import yuan_of_fen
from gaoxin.ledger.core.stage import FINAL_EXITS, Stage
from gaoxin.ledger.models import Observation
from gaoxin.ledger.queries import effective

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gaoxin.figures.core.window import Window
    from gaoxin.figures.sight import Sight

ONE = Decimal(1)
Money = Literal[
    "planned",
    "planned_fixed",
    "contracted",
    "in_place",
    "invested",
    "year_plan",
    "output",
    "tax",
    "payout",
]


class OfStage(Params):
    """A milestone."""

    stage: Stage


def reached(sight: Sight, window: Window, params: OfStage) -> list[Row]:
    """Return a row for each project that reached the milestone in the window."""
    return [
        Row(ONE, project_id=project, on=days[params.stage])
        for project, days in sight.reached.items()
        if params.stage in days and window.holds(days[params.stage]) and project in sight.projects
    ]


class Between(Params):
    """From a milestone on, before others, perhaps without those that stopped."""

    since: Stage
    until: tuple[Stage, ...] = ()


def standing(sight: Sight, window: Window, params: Between) -> list[Row]:
    """Return the projects that stand between milestones at the end of the window."""
    ends = {*params.until, *FINAL_EXITS}
    found = []
    for project, days in sight.reached.items():
        day = days.get(params.since)
        if day is None or day > window.last or project not in sight.projects:
            continue
        if not any(end in days and days[end] <= window.last for end in ends):
            found.append(Row(ONE, project_id=project, on=day))
    return found


class OfMoney(Params):
    """A kind of posting; `of_stage` counts the money of projects that reached it in the window."""

    kind: Money
    of_stage: Stage | None = None


def posted(sight: Sight, window: Window, params: OfMoney) -> list[Row]:
    """Return each project's yuan: posted in the window, or all of those reaching a milestone."""
    if params.of_stage is not None:
        cohort = reached(sight, window, OfStage(stage=params.of_stage))
        found = [
            Row(sight.total(params.kind, row.project_id), project_id=row.project_id, on=row.on)
            for row in cohort
            if row.project_id is not None
        ]
        return [row for row in found if row.value]
    first = None if window.first is None else window.first.replace(day=1)
    found = []
    for project, months in sight.fen(params.kind).items():
        if project not in sight.projects:
            continue
        inside = [m for m in months if (first is None or first <= m) and m <= window.last]
        value = sum(months[month] for month in inside)
        if value:
            found.append(Row(yuan_of_fen(value), project_id=project, on=max(inside)))
    return found


def posted_up_to(sight: Sight, params: OfMoney, until: Mapping[int, date]) -> list[Row]:
    """Return each project's yuan of the months that began by its own last day."""
    found = []
    for project, last in until.items():
        months = sight.fen(params.kind).get(project, {})
        value = sum(fen for month, fen in months.items() if month <= last)
        if value:
            found.append(Row(yuan_of_fen(value), project_id=project, on=last))
    return found


class Nothing(Params):
    """No parameters."""


def every(sight: Sight, _window: Window, _params: Nothing) -> list[Row]:
    """Return every project that stands in the ledger."""
    return [Row(ONE, project_id=project) for project in sight.projects]


def signed_not_ended(sight: Sight, window: Window, _params: Nothing) -> list[Row]:
    """Return the signed projects that were not terminated or withdrawn (渭南 counts so)."""
    return [
        row
        for row in reached(sight, window, OfStage(stage=Stage.SIGNED))
        if not FINAL_EXITS & sight.reached[row.project_id or 0].keys()
    ]


def in_talks(sight: Sight, window: Window, _params: Nothing) -> list[Row]:
    """Return the projects in talks at the window's start or entering talks in it."""
    found = []
    for project, days in sight.reached.items():
        day = days.get(Stage.CONTACT)
        if day is None or day > window.last or project not in sight.projects:
            continue
        closing = {Stage.SIGNED, *FINAL_EXITS} & days.keys()
        first = window.first
        if first is None or not any(days[stage] < first for stage in closing):
            found.append(Row(ONE, project_id=project, on=day))
    return found


class Stages(Params):
    """Milestones in their order, two at least."""

    stages: tuple[Stage, ...] = Field(min_length=2)


def same_year(sight: Sight, window: Window, params: Stages) -> list[Row]:
    """Return the projects that reached all the milestones in one year, the last in the window."""
    last = params.stages[-1]
    found = []
    for row in reached(sight, window, OfStage(stage=last)):
        days = sight.reached[row.project_id or 0]
        if all(stage in days and days[stage].year == days[last].year for stage in params.stages):
            found.append(row)
    return found


class FromTo(Params):
    """Two milestones."""

    since: Stage
    until: Stage


def days_between(sight: Sight, window: Window, params: FromTo) -> list[Row]:
    """Return the days from one milestone to another, for those that reached it in the window."""
    found = []
    for row in reached(sight, window, OfStage(stage=params.until)):
        start = sight.reached[row.project_id or 0].get(params.since)
        if start is not None and row.on is not None:
            found.append(Row(Decimal((row.on - start).days), project_id=row.project_id, on=row.on))
    return found


class OfIndicator(Params):
    """An indicator of the ledger."""

    indicator: str
    basis: Literal["planned", "actual", "approximate"] = "planned"


def observed(sight: Sight, window: Window, params: OfIndicator) -> list[Row]:
    """Return the values observed or aimed at for the year of the window, by place."""
    events = Observation.objects.filter(
        zone=sight.zone, indicator__code=params.indicator, basis=params.basis
    )
    # A target of the year counts from the day it was set; its period is the year of the window.
    events = effective(events, sight.at).filter(
        first_day__lte=window.last, last_day__gte=window.last
    )
    latest: dict[str, Row] = {}
    rows = events.order_by("happened_on", "id").values_list("park_id", "value", "happened_on")
    for park, value, on in rows:
        place = "z" if park is None else f"p{park}"
        latest[place] = Row(value, place=place, on=on)
    return list(latest.values())


class OfCohort(Params):
    """A cohort by the milestone that began it, and what it reached since."""

    began: Stage
    stage: Stage


def cohort_reached(sight: Sight, window: Window, params: OfCohort) -> list[Row]:
    """Return the projects that began in the window and have reached the milestone since."""
    return [
        Row(ONE, project_id=row.project_id, on=days[params.stage])
        for row in reached(sight, window, OfStage(stage=params.began))
        if params.stage in (days := sight.reached[row.project_id or 0])
    ]


def offer() -> None:
    """Offer the selectors over the ledger, and the definitions made of them."""
    offer_definitions(Path(__file__).parent / "presets")
    for selector in (
        Selector("reached", OfStage, reached, "统计期内达到某里程碑的项目",
                 stages=lambda params: (params.stage,)),
        Selector("standing", Between, standing, "期末处在两个里程碑之间、未退出的项目",
                 stages=lambda params: (params.since,)),
        Selector("posted", OfMoney, posted, "统计期内的金额，或达到某里程碑项目的累计金额",
                 stages=lambda params: (params.of_stage,) if params.of_stage else (),
                 kinds=lambda params: (params.kind,), up_to=posted_up_to),
        Selector("every", Nothing, every, "台账中的全部项目",
                 kinds=lambda _params: ("planned",)),
        Selector("signed_not_ended", Nothing, signed_not_ended, "已签约且未终止、未退出的项目",
                 stages=lambda _params: ("signed", "terminated", "withdrawn")),
        Selector("in_talks", Nothing, in_talks, "期初在谈与本期新增在谈的项目",
                 stages=lambda _params: ("contact",)),
        Selector("cohort_reached", OfCohort, cohort_reached, "本期起步的项目中至今达到某里程碑的",
                 stages=lambda params: (params.began, params.stage)),
        Selector("same_year", Stages, same_year, "同一年内依次达到各里程碑的项目",
                 stages=lambda params: params.stages),
        Selector("days_between", FromTo, days_between, "两个里程碑之间的天数",
                 stages=lambda params: (params.since, params.until)),
        Selector("observed", OfIndicator, observed, "指标台账中的目标值或实际值"),
    ):  # fmt: skip
        offer_selector(selector)
