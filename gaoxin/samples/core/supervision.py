"""Supervision of the demo (演示的督查): report steps, visits and issues, as they were recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gaoxin.ledger.core.stage import Stage
from gaoxin.lib.period import month_end
from gaoxin.samples.core.cast import Stamp
from gaoxin.samples.core.days import DAY, add_months, any_day, instant, recorded, workday
from gaoxin.samples.core.material import operator_of, read

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from gaoxin.samples.core.cast import Venture
    from gaoxin.samples.core.days import Span
    from gaoxin.samples.core.reports import Calendar

LOCK_DAY = 20
RETURNED = {("smart", -4), ("nylon", -9)}
"""Months (counted from the end) whose report was sent back once."""


@dataclass(frozen=True, slots=True)
class Report:
    """A step of a park's month."""

    park: str
    month: date
    step: str
    day: date
    stamp: Stamp
    note: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A visit to a project by a leader or officer (user names)."""

    venture: Venture
    kind: str
    visitor: str
    day: date
    stamp: Stamp
    note: str


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to a problem."""

    kind: str
    day: date
    stamp: Stamp
    note: str = ""


@dataclass(slots=True)
class Problem:
    """A problem of a project with the department that owns it, and its steps."""

    venture: Venture
    title: str
    owner: str
    day: date
    due: date
    stamp: Stamp
    steps: list[Step] = field(default_factory=list)


def reports(rng: Random, calendar: Calendar) -> list[Report]:
    """Return the steps of every month before the final one: sent, checked, approved, locked."""
    made = []
    for (park, month), at in sorted(calendar.sent.items(), key=lambda pair: pair[1]):
        day = at.date()
        sent = Stamp(at, operator_of(park))
        made.append(Report(park, month, "submitted", day, sent))
        if (park, _from_end(calendar.span, month)) in RETURNED:
            day = workday(day + DAY)
            made.append(_by_office(rng, park, month, "returned", day, "两格数据与凭证不符（演示）"))
            day = workday(day + DAY)
            made.append(Report(park, month, "submitted", day, Stamp(instant(rng, day), sent.by)))
        checked = workday(day + DAY)
        approved = workday(checked + DAY)
        locked = workday(max(approved, add_months(month, 1).replace(day=LOCK_DAY)))
        for step, on in (("checked", checked), ("approved", approved), ("locked", locked)):
            made.append(_by_office(rng, park, month, step, on))
    return made


def _from_end(span: Span, month: date) -> int:
    return (month.year - span.final.year) * 12 + month.month - span.final.month - 1


def _by_office(rng: Random, park: str, month: date, step: str, day: date, note: str = "") -> Report:
    return Report(park, month, step, day, Stamp(instant(rng, day), "office"), note)


def visits(rng: Random, span: Span, ventures: list[Venture]) -> list[Call]:
    """Return the visits of every month: leaders to signed projects, officers to those in talks."""
    caller = _Caller(rng, span)
    for venture in ventures:
        contact = venture.course.get(Stage.CONTACT)
        if contact is not None:
            caller.follow(venture, contact)
    return caller.made


class _Caller:
    """Visits projects month by month."""

    def __init__(self, rng: Random, span: Span) -> None:
        self.rng = rng
        self.span = span
        self.made: list[Call] = []

    def follow(self, venture: Venture, contact: date) -> None:
        """Visit a project from the first talk until it produces or ends."""
        # Some officers are less diligent, and it shows in the lights.
        talking = self.rng.choices((82, 40, 12), (56, 28, 16))[0]
        signed, end = venture.reached(Stage.SIGNED), _end(venture, self.span)
        month = max(contact, self.span.first).replace(day=1)
        while month <= min(end, self.span.last):
            days = max(month, contact), min(month_end(month), end, self.span.last)
            if signed is not None and signed <= days[1]:
                after = max(days[0], signed), days[1]
                self._call(venture, "leader", 86, after)
                self._call(venture, "officer", 40, after)
            else:
                self._call(venture, "officer", talking, days)
            month = add_months(month, 1)

    def _call(self, venture: Venture, kind: str, chance: int, days: tuple[date, date]) -> None:
        if days[0] > days[1] or self.rng.randrange(100) >= chance:
            return
        day = any_day(self.rng, *days)
        signed = venture.course.get(Stage.SIGNED)
        topic = f"{kind}_visits" if signed is not None and signed <= day else "talks"
        visitor = venture.leader if kind == "leader" else venture.officer
        stamp = Stamp(recorded(self.rng, day, self.span, most=2), venture.officer)
        note = self.rng.choice(read("talk")[topic])
        self.made.append(Call(venture, kind, visitor, day, stamp, note))


def _end(venture: Venture, span: Span) -> date:
    """Return the last day on which a project is visited."""
    stops = [m.day for m in venture.marks if m.stage in {"withdrawn", "terminated", "suspended"}]
    production = venture.course.get(Stage.PRODUCTION)
    return min([*stops, production or span.last, span.last])


def problems(rng: Random, span: Span, ventures: list[Venture]) -> list[Problem]:
    """Return the problems of signed projects; stuck projects keep one that nobody settles."""
    made: list[Problem] = []
    for venture in ventures:
        signed = venture.reached(Stage.SIGNED)
        if signed is None:
            continue
        first, last = max(signed + DAY * 10, span.first), _end(venture, span)
        if (last - first).days < 20:
            continue
        for _ in range(rng.choices((0, 1, 2), (45, 40, 15))[0]):
            made.append(_problem(rng, span, venture, any_day(rng, first, last), settled=True))
        if _stuck(venture) and rng.randrange(100) < 60:
            day = any_day(rng, max(first, span.last - DAY * 75), span.last - DAY * 36)
            made.append(_problem(rng, span, venture, day, settled=False))
    return sorted(made, key=lambda problem: (problem.stamp.at, problem.venture.name))


def _stuck(venture: Venture) -> bool:
    exits = {m.stage for m in venture.marks} & {"withdrawn", "terminated", "suspended"}
    return Stage.BENEFIT not in venture.course and not exits


def _problem(rng: Random, span: Span, venture: Venture, day: date, *, settled: bool) -> Problem:
    title, owner = rng.choice(read("talk")["issues"])
    stamp = Stamp(recorded(rng, day, span, most=1), venture.officer)
    made = Problem(venture, title, owner, day, day + DAY * 30, stamp)
    _add(rng, span, made, "accepted", day + DAY * rng.randint(1, 3))
    took = rng.choices((rng.randint(6, 28), rng.randint(33, 55)), (82, 18))[0]
    if took > 30 or not settled:
        _add(rng, span, made, "reminded", made.due + DAY * 2)
    if not settled and rng.randrange(100) < 50:
        _add(rng, span, made, "ordered", made.due + DAY * 16, rng.choice(read("talk")["slips"]))
    if settled:
        _add(rng, span, made, "closed", day + DAY * took, rng.choice(read("talk")["closed"]))
    return made


def _add(rng: Random, span: Span, problem: Problem, kind: str, day: date, note: str = "") -> None:
    day = workday(day)
    if day <= span.last:
        stamp = Stamp(recorded(rng, day, span, most=1), "office")
        problem.steps.append(Step(kind, day, stamp, note))


def launches(span: Span, ventures: list[Venture]) -> list[tuple[str, date, list[Venture]]]:
    """Return two ceremonies: what was signed before one, and what was started before the other."""
    made = []
    when = ((span.count // 3, Stage.SIGNED), (span.count - 4, Stage.STARTED))
    for name, (number, stage) in zip(read("talk")["sets"], when, strict=True):
        month = span.month(number)
        held = workday(month.replace(day=26))
        since = add_months(month, -1)
        batch = [
            v for v in ventures if (day := v.reached(stage)) is not None and since <= day <= held
        ]
        made.append((f"{held:%Y} 年{name}（演示）", held, batch))
    return made
