"""Events of a project (项目的事件): its course told as milestones, plans and postings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.ledger.core.stage import PATH, RANK, Stage
from gaoxin.lib.period import month_end
from gaoxin.samples.core import amounts
from gaoxin.samples.core.cast import Change, Mark, Money, Stamp, Venture
from gaoxin.samples.core.days import add_months, any_day, instant, recorded, workday
from gaoxin.samples.core.material import operator_of

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from gaoxin.samples.core.days import Span
    from gaoxin.samples.core.path import Course
    from gaoxin.samples.core.reports import Calendar

# Parks report what happens on their ground; talks, reviews and signings are the officers'.
PARK_STAGES = frozenset(PATH[5:])
# What the final month's workbooks tell: all from the signing on.
REPORTED = PARK_STAGES | {Stage.SIGNED}
TALKS = (Stage.ADMITTED, Stage.SIGNED)


class Teller:
    """Writes a project's events as the office would have recorded them."""

    def __init__(self, rng: Random, span: Span, calendar: Calendar) -> None:
        self.rng = rng
        self.span = span
        self.calendar = calendar

    def tell(self, venture: Venture, course: Course) -> None:
        """Write the milestones reached by the last day and the plans made by then."""
        venture.course = course.reached
        for stage, day in course.reached.items():
            if day <= self.span.last:
                venture.marks.append(Mark(stage, day, self.stamp(venture, stage, day)))
        self._plan(venture, course, Stage.CONTACT, TALKS)
        self._plan(venture, course, Stage.SIGNED, PATH[5:13])
        self._plan(venture, course, Stage.STARTED, (Stage.CAPACITY,))
        self._plan(venture, course, Stage.PRODUCTION, (Stage.BENEFIT,))
        self._filing(venture, course)

    def stamp(self, venture: Venture, stage: Stage, day: date) -> Stamp:
        """Return who recorded a milestone and when; the final month is still to be reported."""
        by = operator_of(venture.park) if stage in PARK_STAGES else venture.officer
        if stage in REPORTED and day >= self.span.final:
            return Stamp(self.calendar.due(self.span.final), operator_of(venture.park))
        return Stamp(recorded(self.rng, day, self.span), by)

    def _plan(
        self, venture: Venture, course: Course, made_at: Stage, stages: tuple[Stage, ...]
    ) -> None:
        made = course.reached.get(made_at)
        if made is None or made > self.span.last:
            return
        stamp = self.stamp(venture, made_at, made)
        venture.marks += [
            Mark(stage, made, stamp, planned_for=course.plans[stage])
            for stage in stages
            if stage in course.plans
        ]

    def _filing(self, venture: Venture, course: Course) -> None:
        filed = course.reached.get(Stage.FILED)
        if filed is not None and filed < self.span.final:
            venture.filing_number = (
                f"{filed:%y%m}-9901-04-01-{self.rng.randrange(10**6):06d}（演示）"
            )
            venture.filing_month = filed.replace(day=1)

    def leave(self, venture: Venture, stage: Stage, day: date, note: str) -> None:
        """Write an exit; nothing is reached after it, unless it is a suspension."""
        stamp = Stamp(recorded(self.rng, day, self.span), venture.officer)
        if stage is not Stage.SUSPENDED:
            venture.marks = [m for m in venture.marks if m.day <= day]
            venture.money = [m for m in venture.money if m.day <= day]
            venture.course = {s: d for s, d in venture.course.items() if d <= day}
        venture.marks.append(Mark(stage, day, stamp, note=note))


class Purse:
    """Writes a project's postings: what was planned, contracted, paid in, built, made and taxed."""

    def __init__(self, rng: Random, span: Span, calendar: Calendar) -> None:
        self.rng = rng
        self.span = span
        self.calendar = calendar

    def invest(self, venture: Venture, planned: int, *, usd: int = 0) -> None:
        """Write planned and contracted investment; `usd` = dollars that make the planned yuan."""
        contact = venture.course.get(Stage.CONTACT)
        if contact is None:
            return
        day = max(contact, workday(self.span.first))
        stamp = Stamp(recorded(self.rng, day, self.span), venture.officer)
        fixed = amounts.share(self.rng, planned, 60, 85)
        for kind, amount in (("planned", planned), ("planned_fixed", fixed)):
            venture.money.append(self._foreign(Money(kind, day, amount, stamp), planned, usd))
        signed = venture.course.get(Stage.SIGNED)
        if signed is not None and signed <= self.span.last:
            contracted = planned if usd else amounts.share(self.rng, planned, 90, 100)
            stamp = Stamp(recorded(self.rng, signed, self.span), venture.officer)
            if signed >= self.span.final:
                stamp = Stamp(self.calendar.due(self.span.final), operator_of(venture.park))
            money = Money("contracted", signed, contracted, stamp)
            venture.money.append(self._foreign(money, planned, usd))
            self._flow(venture, contracted, fixed)

    @staticmethod
    def _foreign(money: Money, planned: int, usd: int) -> Money:
        if usd and money.amount == planned:
            money.currency, money.original = "USD", usd
        return money

    def _flow(self, venture: Venture, contracted: int, fixed: int) -> None:
        """Write what comes month by month; it stops where the course stops."""
        course = venture.course
        signed = course[Stage.SIGNED]
        months = self.rng.randint(9, 15)
        paid = amounts.share(self.rng, contracted, 72, 100)
        flow = amounts.by_month(self.rng, paid, signed.replace(day=1), months, bell=False)
        stalled = Stage.STARTED not in course
        keep = 3 if stalled else months
        self._post(venture, "in_place", dict(list(flow.items())[:keep]), since=signed)
        started, completed = course.get(Stage.STARTED), course.get(Stage.COMPLETED)
        if started is not None:
            self._build(venture, fixed, started, completed)
        production = course.get(Stage.PRODUCTION)
        if production is not None and production <= self.span.last:
            self._produce(venture, production)

    def _build(self, venture: Venture, fixed: int, started: date, completed: date | None) -> None:
        first = started.replace(day=1)
        length = self.rng.randint(6, 13)
        if completed is not None:
            length = max(3, (completed.year - first.year) * 12 + completed.month - first.month + 1)
        done = amounts.share(self.rng, fixed, 90, 100)
        curve = amounts.by_month(self.rng, done, first, length, bell=True)
        self._year_plans(venture, curve)
        kept = dict(list(curve.items())[: length if completed else length // 3])
        self._post(venture, "invested", kept, since=started)

    def _year_plans(self, venture: Venture, curve: dict[date, int]) -> None:
        """Write the year's planned investment in the January of each year that building goes on."""
        for year in range(self.span.first.year + 1, self.span.final.year + 1):
            day = workday(min(curve).replace(year=year, month=1, day=12))
            expected = sum(amount for month, amount in curve.items() if month.year == year)
            begun = min(curve) < day
            if begun and expected and self.span.first <= day <= self.span.last:
                stamp = Stamp(recorded(self.rng, day, self.span), "office")
                plan = amounts.share(self.rng, expected, 90, 140, step=amounts.WAN * 10)
                venture.money.append(Money("year_plan", day, plan, stamp))

    def _produce(self, venture: Venture, production: date) -> None:
        planned = next(m.amount for m in venture.money if m.kind == "planned")
        yearly = amounts.share(self.rng, planned, 80, 180)
        first = add_months(production.replace(day=1), 1)
        months = (self.span.final.year - first.year) * 12 + self.span.final.month - first.month + 1
        output = amounts.running(self.rng, yearly, first, max(0, months))
        self._post(venture, "output", output, since=production)
        tax = {
            month: amounts.share(self.rng, made, 3, 6, step=100) for month, made in output.items()
        }
        self._post(venture, "tax", tax, since=production)

    def _post(self, venture: Venture, kind: str, flow: dict[date, int], *, since: date) -> None:
        for month, amount in flow.items():
            if self.span.first <= month <= self.span.final and amount > 0:
                day = month_end(month)
                if kind == "in_place":
                    day = any_day(self.rng, max(month, since), day)
                stamp = Stamp(
                    self.calendar.reported(venture.park, month), operator_of(venture.park)
                )
                venture.money.append(Money(kind, day, amount, stamp, monthly=True))


def joined_firm(teller: Teller, venture: Venture) -> Change | None:
    """Return the change by which the registered firm entered the project's record."""
    registered = venture.reached(Stage.REGISTERED)
    # A second phase had its firm from the beginning.
    if registered is None or venture.firm is None or venture.phase == "二期":
        return None
    stamp = Stamp(instant(teller.rng, venture.firm.stamp.at.date()), venture.officer)
    return Change("enterprise", "", venture.firm.credit_code, registered, stamp)


def furthest(venture: Venture) -> Stage:
    """Return the furthest milestone of the path that a project reached."""
    stages = [m.stage for m in venture.marks if m.planned_for is None and m.stage in PATH]
    return max(stages, key=RANK.__getitem__)
