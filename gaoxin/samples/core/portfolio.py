"""Portfolio of the demo (演示项目库): every project with its course and events, from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from gaoxin.ledger.core.stage import PATH, Stage
from gaoxin.lib.period import month_end
from gaoxin.samples.core import amounts, path, twists
from gaoxin.samples.core.days import DAY, Span, any_day, workday
from gaoxin.samples.core.drafts import Drafts
from gaoxin.samples.core.events import Purse, Teller, joined_firm
from gaoxin.samples.core.reports import Calendar, calendar
from gaoxin.samples.core.size import DEMO, Size

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.samples.core.cast import Venture
    from gaoxin.samples.core.path import Course

SEED = 1666
# Signings of a hundred in each month: quarters' ends are busy, the spring festival is not.
BUSY = (5, 4, 11, 8, 8, 12, 6, 7, 11, 7, 8, 13)
LOST_AT = (Stage.LEAD, Stage.CONTACT, Stage.ADMITTED)
REASONS = (
    "落地外地",
    "投资方资金调整",
    "能耗指标不足",
    "环保要求不符",
    "用地条件谈不拢",
    "市场变化，投资方放弃",
)


@dataclass(slots=True)
class Portfolio:
    """All projects in the order they were first heard of, and the parks' report days."""

    span: Span
    calendar: Calendar
    ventures: list[Venture]
    workbooks: bool


def portfolio(final_month: date, *, size: Size = DEMO, seed: int = SEED) -> Portfolio:
    """Return the projects of a zone whose last reported month is given; always the same ones."""
    span = Span(final_month, size.months)
    rng = Random(f"{seed}")
    maker = Maker(rng, span, seed)
    for year, (count, total) in enumerate(zip(size.signed, size.totals, strict=True)):
        maker.sign(year, count, total)
    maker.talk(size)
    ventures = sorted(maker.ventures, key=lambda v: (v.stamp.at, v.name))
    twists.correct(rng, span, ventures)
    if size.workbooks:
        _hold_back(maker.calendar, ventures)
    return Portfolio(span, maker.calendar, ventures, size.workbooks)


def _hold_back(calendar: Calendar, ventures: list[Venture]) -> None:
    """Leave one project in two of those first heard of in the final month to the workbooks."""
    final = calendar.span.final
    fresh = [
        v
        for v in ventures
        if v.course[Stage.LEAD] >= final
        and calendar.has(v.park, final)
        and (v.park, final) not in calendar.unchanged
    ]
    for venture in fresh[::2]:
        venture.is_news = True


class Maker:
    """Makes projects group by group."""

    def __init__(self, rng: Random, span: Span, seed: int) -> None:
        self.rng = rng
        self.seed = seed
        self.span = span
        self.calendar = calendar(rng, span)
        self.drafts = Drafts(rng, span)
        self.teller = Teller(rng, span, self.calendar)
        self.purse = Purse(rng, span, self.calendar)
        self.ventures: list[Venture] = []

    def sign(self, year: int, count: int, total: int) -> None:
        """Make the projects signed in one year of the demo, planned investment summing exactly."""
        months = self.span.months()[year * 12 : year * 12 + 12]
        counts = amounts.apportion(count, [BUSY[month.month - 1] for month in months])
        days = sorted(
            any_day(self.rng, month, month_end(month))
            for month, times in zip(months, counts, strict=True)
            for _ in range(times)
        )
        roles = twists.roles(year)
        dollars = sum(
            twists.USD * twists.RATE // 100 for role in roles.values() if role == "dollars"
        )
        plain = count - sum(role == "dollars" for role in roles.values())
        totals = iter(amounts.planned_totals(self.rng, plain, total - dollars))
        for number, day in enumerate(days):
            self.rng.seed(f"{self.seed} signed {year} {number}")
            role = roles.get(number, "")
            planned = dollars if role == "dollars" else next(totals)
            self._signed(day, planned, role)

    def _signed(self, day: date, planned: int, role: str) -> None:
        ready = self.rng.randrange(100) < 38
        least, most = (50, 130) if ready else (110, 200)
        build = self.rng.randint(least, most) + min(200, planned // amounts.STEP // 4)
        course = path.from_signing(self.rng, day, build_days=build, ready_plant=ready)
        venture = self.drafts.venture(course.reached[Stage.LEAD])
        twists.before(self.rng, venture, role, self.ventures)
        age = (self.span.last - day).days
        if not role and 110 < age < 330 and self.rng.randrange(100) < 18:
            course.stop_at(self.rng.choice(twists.STUCK))
        self._quiet(venture, course)
        self.teller.tell(venture, course)
        registered = course.reached.get(Stage.REGISTERED)
        if venture.firm is None and registered is not None and registered <= self.span.last:
            venture.firm = self.drafts.firm(venture, registered)
        self.purse.invest(venture, planned, usd=twists.USD if role == "dollars" else 0)
        twists.after(self.teller, venture, role)
        self._finish(venture)

    def _quiet(self, venture: Venture, course: Course) -> None:
        """Move milestones out of months in which the park reports nothing new."""
        latest = course.reached[Stage.SIGNED]
        for stage in PATH[5:]:
            day = course.reached.get(stage)
            if day is None:
                continue
            if (venture.park, day.replace(day=1)) in self.calendar.unchanged:
                day = workday(month_end(day) + DAY * self.rng.randint(1, 4))
            if stage is not Stage.STATISTICS:
                day = latest = max(day, latest)
            course.reached[stage] = day

    def _finish(self, venture: Venture) -> None:
        """Let nothing move where the park's report is unchanged, and keep the project."""
        change = joined_firm(self.teller, venture)
        if change is not None:
            venture.changes.append(change)
        for park, month in sorted(self.calendar.unchanged):
            if park == venture.park:
                twists.quiet(venture, month)
        self.ventures.append(venture)

    def talk(self, size: Size) -> None:
        """Make the projects that are not signed: leads, talks, admitted ones, and those lost."""
        last = self.span.last
        groups = (
            (size.leads, Stage.LEAD, 100),
            (size.talks, Stage.CONTACT, 110),
            (size.admitted, Stage.ADMITTED, 60),
        )
        for count, furthest, oldest in groups:
            for number in range(count):
                self.rng.seed(f"{self.seed} {furthest} {number}")
                day = any_day(self.rng, last - DAY * oldest, last - DAY * 3)
                self._open(day, furthest)
        for number in range(size.lost):
            self.rng.seed(f"{self.seed} lost {number}")
            day = any_day(self.rng, self.span.first - DAY * 120, last - DAY * 160)
            furthest = self.rng.choices(LOST_AT, (50, 33, 17))[0]
            lost = self._open(day, furthest)
            begun = max(day + DAY * 60, self.span.first)
            left = any_day(self.rng, begun, max(day + DAY * 150, begun + DAY * 30))
            self.teller.leave(lost, Stage.WITHDRAWN, left, self.rng.choice(REASONS))

    def _open(self, day: date, furthest: Stage) -> Venture:
        """Make a project whose furthest milestone was reached on a day."""
        course = path.before_signing(self.rng, day + DAY * self.rng.randint(70, 110))
        shift = day - course.reached[furthest]
        course.stop_at(PATH[PATH.index(furthest) + 1])
        course.reached = {stage: on + shift for stage, on in course.reached.items()}
        course.plans = {stage: workday(on + shift) for stage, on in course.plans.items()}
        venture = self.drafts.venture(course.reached[Stage.LEAD])
        self.teller.tell(venture, course)
        self.purse.invest(venture, amounts.one_total(self.rng))
        self.ventures.append(venture)
        return venture
