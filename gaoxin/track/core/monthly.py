"""Monthly facts (按月事实): reports, investment against the plan, and funds, step by due day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from gaoxin.track.core.progress import expected_by, gap_points, shortfall_percent
from gaoxin.track.core.timeline import Timeline, add_months, months, stepped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from gaoxin.track.core.history import ProjectHistory

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)


def due_on(period: date, due_day: int) -> int:
    """Return the day (ordinal) from which a period counts: `due_day` of the next month."""
    return add_months(period.toordinal(), 1) + due_day - 1


@lru_cache(maxsize=4096)
def _dues(first: date, last: date, due_day: int) -> tuple[int, ...]:
    return tuple(due_on(period, due_day) for period in months(first, last))


def _year(year: int, due_day: int) -> Iterable[tuple[date, int]]:
    first, last = date(year, 1, 1), date(year, 12, 1)
    return zip(months(first, last), _dues(first, last, due_day), strict=True)


def _report_missing(history: ProjectHistory, until: date) -> Timeline:
    return _reports(history, until, lambda row: row > 0, _unsubmitted)


def _months_not_submitted(history: ProjectHistory, until: date) -> Timeline:
    return _reports(history, until, Decimal, _unsubmitted)


def _report_unchanged(history: ProjectHistory, until: date) -> Timeline:
    return _reports(history, until, lambda row: row > 0, _same)


def _months_unchanged(history: ProjectHistory, until: date) -> Timeline:
    return _reports(history, until, Decimal, _same)


def _unsubmitted(history: ProjectHistory, period: date, day: int) -> bool:
    came = history.submissions.get(period)
    return came is None or came.toordinal() > day


def _same(history: ProjectHistory, period: date, day: int) -> bool:
    return period in history.unchanged and not _unsubmitted(history, period, day)


def _reports(
    history: ProjectHistory,
    until: date,
    value: Callable[[int], bool | Decimal],
    holds: Callable[[ProjectHistory, date, int], bool],
) -> Timeline:
    """Return what is true of the last periods due, counted back from the newest in a row.

    Before the first period is due nothing is missing. A late report is seen on the day it comes.
    """
    if history.report_from is None:
        return stepped((), None)
    periods = months(history.report_from, until)
    dues = _dues(history.report_from, until, history.due_day)
    late = [
        came.toordinal()
        for period, due in zip(periods, dues, strict=True)
        if (came := history.submissions.get(period)) is not None and came.toordinal() > due
    ]
    steps = []
    newest = -1
    for day in sorted({*dues, *late}):
        while newest + 1 < len(dues) and dues[newest + 1] <= day:
            newest += 1
        place = newest
        while place >= 0 and holds(history, periods[place], day):
            place -= 1
        steps.append((day, value(newest - place)))
    return stepped(steps, value(0))


def _progress(
    history: ProjectHistory,
) -> Iterator[tuple[int, date, Decimal, Decimal | None]]:
    """Yield due day, period, investment done since January, and what is expected by then."""
    amounts = history.monthly.get("invested", {})
    planned = [date_of.year for date_of in history.month_plans]
    years = sorted({*history.year_plans, *planned, *(period.year for period in amounts)})
    if not years:
        return
    for year in years:
        done = _ZERO
        plan = history.year_plans.get(year)
        for period, due in _year(year, history.due_day):
            done += amounts.get(period, _ZERO)
            yield due, period, done, expected_by(period, plan, history.month_plans)


def _plan_of(history: ProjectHistory, year: int) -> Decimal | None:
    found = history.year_plans.get(year)
    if found is not None:
        return found
    months = [amount for period, amount in history.month_plans.items() if period.year == year]
    return sum(months, _ZERO) if months else None


def _gap(history: ProjectHistory, until: date) -> Timeline:
    steps = []
    for due, period, done, expected in _progress(history):
        plan = _plan_of(history, period.year)
        known = expected is not None and plan is not None
        steps.append((due, gap_points(done, expected or _ZERO, plan or _ZERO) if known else None))
    return stepped(steps, None)


def _shortfall(history: ProjectHistory, until: date) -> Timeline:
    steps = []
    for due, _, done, expected in _progress(history):
        steps.append((due, None if expected is None else shortfall_percent(done, expected)))
    return stepped(steps, None)


def _year_done(history: ProjectHistory, until: date) -> Timeline:
    return stepped(((due, done) for due, _, done, _ in _progress(history)), None)


def _year_plan(history: ProjectHistory, until: date) -> Timeline:
    """The plan of a year holds from the day its January is due to the same day a year later."""
    steps: list[tuple[int, Decimal | None]] = []
    years = {*history.year_plans, *(period.year for period in history.month_plans)}
    for year in sorted(years):
        first = date(year, 1, 1)
        steps.append((due_on(first, history.due_day), _plan_of(history, year)))
        if year + 1 not in years:
            steps.append((due_on(date(year + 1, 1, 1), history.due_day), None))
    return stepped(steps, None)


def _contract_paid(history: ProjectHistory, until: date) -> Timeline:
    """Funds in place over contracted funds, both summed to the last period due."""
    contracted, paid = (history.monthly.get(kind, {}) for kind in ("contracted", "in_place"))
    total = have = _ZERO
    steps = []
    for period in sorted({*contracted, *paid}):
        total += contracted.get(period, _ZERO)
        have += paid.get(period, _ZERO)
        share = _HUNDRED * have / total if total > 0 else None
        steps.append((due_on(period, history.due_day), share))
    return stepped(steps, None)


MONTHLY: Mapping[str, Callable[[ProjectHistory, date], Timeline]] = {
    "report_missing": _report_missing,
    "months_not_submitted": _months_not_submitted,
    "report_unchanged": _report_unchanged,
    "months_unchanged": _months_unchanged,
    "progress_gap_pp": _gap,
    "progress_shortfall": _shortfall,
    "year_done": _year_done,
    "year_plan": _year_plan,
    "contract_paid": _contract_paid,
}
