"""Results (结果): level, score, profile and path of a diagnosis in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gaoxin.grow.core.diagnosis import next_goal, path_to
from gaoxin.grow.core.path import OutOfReach
from gaoxin.grow.diagnosis import words
from gaoxin.lib.money import round_half_up

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from gaoxin.grow.core.diagnosis import Diagnosis as Found
    from gaoxin.grow.core.diagnosis import Dimension
    from gaoxin.grow.core.path import Raise
    from gaoxin.grow.core.questionnaire import Goal, Questionnaire
    from gaoxin.grow.diagnosis.queries import Peers


def number(value: Decimal, digits: int = 3) -> str:
    """Return a number as printed: half-up, without zeros at the end."""
    return f"{round_half_up(value, digits).normalize():f}"


def interval(low: Decimal, high: Decimal) -> str:
    """Return an interval as printed; one number where both ends meet."""
    if low == high:
        return number(low)
    return _("%(low)s 至 %(high)s") % {"low": number(low), "high": number(high)}


def level_said(found: Found) -> str:
    """Return the level in words, or the levels that are still possible."""
    if found.level is not None:
        return words.level_name(found.level)
    ends = {"low": min(found.possible), "high": max(found.possible)}
    return _("未定（%(low)s 至 %(high)s 级）") % ends


@dataclass(frozen=True, slots=True)
class Bar:
    """A dimension as a bar: sure points, possible points, full, and the medians beside it."""

    name: str
    points: str
    full: str
    low_share: Decimal
    high_share: Decimal
    zone_median: str = ""
    industry_median: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What a set of answers comes to, in words."""

    level: str
    is_settled: bool
    score: str
    answered: int
    asked: int
    bars: tuple[Bar, ...]
    goals: tuple[GoalLine, ...]


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A level with what it asks and what is there."""

    level: str
    asks: str
    has: str
    is_reached: bool


def result_of(
    form: Questionnaire, found: Found, zone: Peers | None = None, industry: Peers | None = None
) -> Result:
    """Return a diagnosis in words, with the medians of others where they are given."""
    return Result(
        level=level_said(found),
        is_settled=found.level is not None,
        score=interval(*found.score),
        answered=found.answered,
        asked=found.asked,
        bars=tuple(_bar(each, zone, industry) for each in found.dimensions),
        goals=tuple(_goal_line(form, found, goal) for goal in form.goals),
    )


def _bar(each: Dimension, zone: Peers | None, industry: Peers | None) -> Bar:
    low, high = each.share
    return Bar(
        name=words.dimension_name(each.id, each.zh),
        points=interval(each.low, each.high),
        full=number(each.full),
        low_share=low,
        high_share=high,
        zone_median=_median(zone, each.id),
        industry_median=_median(industry, each.id),
    )


def _median(group: Peers | None, name: str) -> str:
    value = None if group is None else group.medians.get(name)
    return "" if value is None else number(value)


def _goal_line(form: Questionnaire, found: Found, goal: Goal) -> GoalLine:
    there = next(each for each in found.graded if each.grade == goal.level)
    asked = {
        "score": "—" if goal.score is None else number(goal.score),
        "scenes": goal.scenes,
        "binding": goal.binding,
    }
    has = {"score": interval(*found.score), "scenes": there.scenes, "binding": there.binding}
    said = _("%(score)s 分，场景 %(scenes)s 个，其中约束 %(binding)s 个")
    reached = (
        (goal.score is None or found.score[0] >= goal.score)
        and there.scenes >= goal.scenes
        and there.binding >= goal.binding
    )
    return GoalLine(words.level_name(goal.level), said % asked, said % has, reached)


@dataclass(frozen=True, slots=True)
class Step:
    """One raise in words: what, from where, to where, for how many points, at what effort."""

    name: str
    start: str
    end: str
    gain: str
    effort: int


@dataclass(frozen=True, slots=True)
class Path:
    """The cheapest path to the next level in words, or why there is none."""

    level: str
    assumed: int
    note: str
    is_official: bool
    steps: tuple[Step, ...] = ()
    effort: int = 0
    score_before: str = ""
    score_after: str = ""
    short: str = ""
    is_only: bool = False
    out_of_reach: str = ""


def path_of(form: Questionnaire, answers: Mapping[str, str], found: Found) -> Path | None:
    """Return the cheapest path to the level above; None at the top."""
    goal = next_goal(form, found)
    if goal is None:
        return None
    weighing = words.weighing()
    plan = path_to(form, answers, goal, weighing.efforts)
    path = Path(
        level=words.level_name(goal.level),
        assumed=len(found.unanswered),
        note=weighing.note,
        is_official=weighing.is_official,
    )
    if isinstance(plan, OutOfReach):
        return replace(path, out_of_reach=_too_far(plan))
    return replace(
        path,
        steps=tuple(_step(form, each) for each in plan.raises),
        effort=plan.effort,
        score_before=number(plan.score_before),
        score_after=number(plan.score_after),
        short="" if plan.short is None else number(plan.short),
        is_only=plan.is_only,
    )


def _too_far(found: OutOfReach) -> str:
    said = _(
        "把能办的都办了，最高 %(score)s 分，%(scenes)s 个场景（约束 %(binding)s 个），仍够不着。"
    )
    ends = {"scenes": found.best_scenes, "binding": found.best_binding}
    return said % {"score": number(found.best_score), **ends}


def _step(form: Questionnaire, each: Raise) -> Step:
    question = next((q for q in form.questions if q.name == each.name), None)
    if question is None:
        scene = next(s for s in form.scenes if s.name == each.name)
        start, end = (
            _("%(grade)s 级") % {"grade": scene.grades[place]} for place in (each.start, each.end)
        )
        return Step(words.term_name(scene.term), start, end, gain="", effort=each.effort)
    first, last = question.options[each.start], question.options[each.end]
    return Step(
        words.term_name(question.term),
        words.option_name(question, first),
        words.option_name(question, last),
        gain=number(last.points - first.points),
        effort=each.effort,
    )


def chart_of(result: Result | None) -> tuple[dict[str, Any], str]:
    """Return the profile as bars in percent of full points, and the sentence that says it."""
    if result is None:
        return {}, ""
    said = "；".join(f"{bar.name} {bar.points} / {bar.full}" for bar in result.bars)
    bars = result.bars[::-1]
    sure = [float(round_half_up(bar.low_share, 1)) for bar in bars]
    open_part = [float(round_half_up(bar.high_share - bar.low_share, 1)) for bar in bars]
    series: list[dict[str, Any]] = [
        {"type": "bar", "name": _("已得"), "stack": "a", "data": sure, "barMaxWidth": 22,
         "label": {"show": True, "position": "insideRight", "color": "--gx-surface",
                   "formatter": "{c}%"}},
    ]  # fmt: skip
    if any(open_part):
        series.append(
            {"type": "bar", "name": _("未答，可能"), "stack": "a", "data": open_part,
             "barMaxWidth": 22, "itemStyle": {"color": "--gx-line-2"}},
        )  # fmt: skip
    option = {
        "grid": {"left": 8, "right": 24, "top": 12, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "max": 100, "axisLabel": {"formatter": "{value}%"}},
        "yAxis": {"type": "category", "data": [bar.name for bar in bars]},
        "series": series,
    }
    return option, said
