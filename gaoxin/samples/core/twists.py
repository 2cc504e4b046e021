"""Twists (特例): a project in dollars, one handed to another park, exits, phases, corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.ledger.core.stage import PATH, Stage
from gaoxin.samples.core.cast import Change, Mark, Money, Stamp, Venture
from gaoxin.samples.core.days import DAY, recorded, workday
from gaoxin.samples.core.material import park_weights

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from gaoxin.samples.core.days import Span
    from gaoxin.samples.core.events import Teller

USD = 40_000_000
RATE = 710
"""Yuan for 100 dollars, as in zone.yaml."""
STUCK = (Stage.LAND, Stage.LAND, Stage.PERMIT, Stage.STARTED, Stage.STARTED, Stage.COMPLETED)
# Year of the demo -> place among the year's signings -> what is special about that project.
ROLES: dict[int, dict[int, str]] = {
    0: {
        2: "phase1", 5: "handed", 8: "terminated", 12: "phase1", 15: "suspended", 18: "handed",
        20: "dollars", 25: "withdrawn", 28: "phase1", 33: "handed", 36: "terminated",
        40: "resumed", 44: "renamed",
    },
    1: {3: "phase2", 7: "handed", 16: "phase2", 22: "handed", 31: "phase2", 35: "recognised"},
}  # fmt: skip
EXITS = {
    "terminated": (Stage.TERMINATED, 230, "逾期未投入，按协议终止（演示）"),
    "withdrawn": (Stage.WITHDRAWN, 150, "投资方主动退出（演示）"),
    "suspended": (Stage.SUSPENDED, 210, "投资方资金调整，停缓建（演示）"),
}


def roles(year: int) -> dict[int, str]:
    """Return what is special among the projects signed in a year of the demo."""
    return ROLES.get(year, {})


def before(rng: Random, venture: Venture, role: str, others: list[Venture]) -> None:
    """Set what a special project is, before its events are told."""
    if role == "dollars":
        venture.origin, venture.investor = "foreign", f"境外某{venture.trade}企业（演示）"
    if role == "phase1":
        venture.phase = "一期"
    if role == "phase2":
        _second_phase(venture, others)
    if role == "handed":
        parks = [park for park in park_weights() if park not in {venture.park, "services"}]
        venture.origin_park = rng.choice(parks)


def _second_phase(venture: Venture, others: list[Venture]) -> None:
    """Make the project the second phase of the first one that has none yet."""
    taken = {other.name for other in others if other.phase == "二期"}
    first = next(v for v in others if v.phase == "一期" and f"{v.name}（二期）" not in taken)
    venture.name, venture.phase = f"{first.name}（二期）", "二期"
    for field in ("kind", "park", "industry", "trade", "firm", "investor", "origin", "capacity"):
        setattr(venture, field, getattr(first, field))
    venture.content = first.content.replace("建设", "二期建设", 1)


def after(teller: Teller, venture: Venture, role: str) -> None:
    """Write the special events of a project."""
    signed = venture.course[Stage.SIGNED]
    if role in EXITS:
        stage, days, note = EXITS[role]
        teller.leave(venture, stage, workday(signed + DAY * days), note)
    if role == "suspended":
        stop = workday(signed + DAY * EXITS[role][1])
        venture.marks = [m for m in venture.marks if m.day <= stop]
        venture.money = [m for m in venture.money if m.day <= stop]
    if role == "resumed":
        _resume(teller, venture)
    if role == "handed":
        sited = venture.course[Stage.SITED]
        stamp = Stamp(recorded(teller.rng, sited, teller.span), "office")
        note = "评审后流转（演示）"
        venture.changes.append(Change("origin_park", "", venture.origin_park, sited, stamp, note))
        venture.changes.append(
            Change("park", venture.origin_park, venture.park, sited, stamp, note)
        )
    if role == "renamed":
        _rename(teller, venture, signed)
    if role == "recognised":
        _recognise(teller, venture, signed)


def _resume(teller: Teller, venture: Venture) -> None:
    """Suspend the project between two of its milestones; the later one resumes it."""
    days = [d for s, d in venture.course.items() if s in PATH[9:] and d <= teller.span.last]
    if len(days) > 1:
        stop = workday(days[0] + (days[-1] - days[0]) // 3)
        teller.leave(venture, Stage.SUSPENDED, stop, "设备到货延期，暂停施工（演示）")


def _rename(teller: Teller, venture: Venture, signed: date) -> None:
    day = workday(signed + DAY * 90)
    stamp = Stamp(recorded(teller.rng, day, teller.span), venture.officer)
    old, venture.name = venture.name, f"{venture.name}（调整）"
    venture.changes.append(Change("name", old, venture.name, day, stamp, "备案名称调整（演示）"))


def _recognise(teller: Teller, venture: Venture, signed: date) -> None:
    day = workday(signed + DAY * 20)
    stamp = Stamp(recorded(teller.rng, day, teller.span), venture.officer)
    venture.is_high_tech = True
    venture.changes.append(Change("is_high_tech", "False", "True", day, stamp, "认定（演示）"))


def quiet(venture: Venture, month: date) -> None:
    """Let nothing move in a month: the park sent last month's report again."""
    venture.money = [m for m in venture.money if not (m.monthly and m.day.replace(day=1) == month)]


def correct(rng: Random, span: Span, ventures: list[Venture]) -> None:
    """Let some events be wrong at first and corrected weeks later, as offices do."""
    signed = [v for v in ventures if Stage.SIGNED in v.course and not v.origin_park]
    for venture in rng.sample(signed, min(9, len(signed))):
        _wrong_amount(rng, span, venture)
    started = [v for v in signed if (day := v.reached(Stage.STARTED)) and day < span.month(-3)]
    chosen = rng.sample(started, min(4, len(started)))
    for venture in chosen[:3]:
        _wrong_day(rng, span, venture)
    waiting = [v for v in signed if v.reached(Stage.STARTED) is None and Stage.FILED in v.course]
    waiting = [v for v in waiting if v.course[Stage.FILED] < span.month(-4)]
    for venture in waiting[:1]:
        _not_started(rng, span, venture)


def _later(rng: Random, span: Span, at: Stamp) -> Stamp:
    day = at.at.date() + DAY * rng.randint(20, 60)
    return Stamp(recorded(rng, min(day, span.last), span), at.by)


def _wrong_amount(rng: Random, span: Span, venture: Venture) -> None:
    posts = [m for m in venture.money if m.kind == "in_place" and m.day < span.month(-2)]
    if not posts:
        return
    right = rng.choice(posts)
    first = Money(
        right.kind, right.day, right.amount // 10_000 // 2 * 10_000 + 10_000, right.stamp,
        monthly=True,
    )  # fmt: skip
    venture.money.insert(venture.money.index(right), first)
    right.voids, right.stamp = first, _later(rng, span, right.stamp)
    right.note, right.monthly = "按银行回单更正（演示）", False


def _wrong_day(rng: Random, span: Span, venture: Venture) -> None:
    right = next(m for m in venture.marks if m.stage is Stage.STARTED and m.planned_for is None)
    first = Mark(right.stage, workday(right.day - DAY * rng.randint(9, 17)), right.stamp)
    venture.marks.insert(venture.marks.index(right), first)
    right.voids, right.stamp = first, _later(rng, span, right.stamp)
    right.note = "开工日按施工许可证更正（演示）"


def _not_started(rng: Random, span: Span, venture: Venture) -> None:
    filed = venture.course[Stage.FILED]
    day = workday(filed + DAY * 40)
    stamp = Stamp(recorded(rng, day, span), venture.officer)
    claimed = Mark(Stage.STARTED, day, stamp)
    gone = Mark(
        Stage.STARTED, day, _later(rng, span, stamp), voids=claimed, is_retraction=True,
        note="现场未见施工，不计开工（演示）",
    )  # fmt: skip
    venture.marks += [claimed, gone]
