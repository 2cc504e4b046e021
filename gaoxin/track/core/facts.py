"""Facts of a project (项目事实): the catalogue that lights may ask, and how each is computed.

The catalogue is data: name, unit, words. `facts_of` gives every fact as a timeline, computed only
when a light asks for it, under the assumption that nobody acts after the last known event.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.rulebook.vocabulary import Term, Vocabulary
from gaoxin.track.core.history import EXITS, EXTRA, PATH
from gaoxin.track.core.monthly import MONTHLY
from gaoxin.track.core.timeline import BEGIN, Segment, Shape, Timeline, constant, stepped, timeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from gaoxin.track.core.history import ProjectHistory

STAGE_WORDS = {
    "lead": ("线索", "lead"),
    "contact": ("在谈", "contact"),
    "admitted": ("评审通过", "admission"),
    "sited": ("选址", "siting"),
    "signed": ("签约", "signing"),
    "registered": ("注册", "registration"),
    "filed": ("备案", "filing"),
    "land": ("供地", "land delivery"),
    "permit": ("施工许可", "construction permit"),
    "started": ("开工", "start"),
    "statistics": ("入库纳统", "entry into statistics"),
    "completed": ("竣工", "completion"),
    "production": ("投产", "production"),
    "capacity": ("达产", "full capacity"),
    "benefit": ("达效", "promised benefit"),
    "suspended": ("停缓建", "suspension"),
    "withdrawn": ("退出", "withdrawal"),
    "terminated": ("终止", "termination"),
    "deposit": ("缴纳履约保证金", "payment of the bond"),
    "bond_issued": ("专项债券发行", "bond issue"),
}
_PATTERNS = {
    "has_": ("bool", "已{zh}", "{en} has happened"),
    "days_since_": ("day", "{zh}后天数", "days since {en}"),
    "months_since_": ("month", "{zh}后月数", "months since {en}"),
    "calendar_months_since_": (
        "month",
        "{zh}次月起月数",
        "calendar months counted from the month after {en}",
    ),
    "days_past_planned_": ("day", "超过计划{zh}日天数", "days past the planned {en}"),
    "months_past_planned_": ("month", "超过计划{zh}日月数", "months past the planned {en}"),
    "missed_months_": (
        "month",
        "应{zh}未{zh}月数",
        "month ends passed without the planned {en}",
    ),
}
_OTHERS = (
    ("is_active", "bool", "项目未停缓、退出、终止", "not suspended, withdrawn or terminated", ()),
    ("months_without_progress", "month", "无进展月数", "months without progress", ()),
    ("report_missing", "bool", "上月未报送", "last month's report is missing", ()),
    ("report_unchanged", "bool", "报送内容与上月雷同", "report identical to the month before", ()),
    ("months_not_submitted", "month", "连续未报送月数", "months in a row not submitted", ()),
    ("months_unchanged", "month", "连续雷同月数", "months in a row identical", ()),
    ("year_plan", "yuan", "年度计划投资", "investment planned this year", ()),
    ("year_done", "yuan", "年内完成投资", "investment done this year", ()),
    ("progress_gap_pp", "pp", "低于序时进度", "points behind time-proportional progress", ()),
    ("progress_shortfall", "percent", "较序时计划低", "per cent below the plan to date", ()),
    ("contract_paid", "percent", "合同资金到位比例", "share of contract funds in place", ()),
    ("slip_open", "bool", "督办单未销号", "a supervision slip is open", ()),
    ("corrections_missed", "item", "逾期未整改次数", "correction dates missed", ()),
    ("start_excused", "bool", "未开工有正当理由", "a good reason for not starting", ()),
    ("central_funds_short", "bool", "中央资金支付低于国家要求", "central funds paid too late", ()),
    ("progress_grade", "level", "进展评价", "judged progress", ("slow", "good")),
    (
        "site_kind",
        "level",
        "用地类型",
        "kind of site",
        ("existing_land", "new_land", "ready_plant", "cooperation"),
    ),
    ("fai_growth", "percent", "固定资产投资增速", "growth of fixed investment", ()),
    ("fai_growth_plan", "percent", "固定资产投资计划增速", "planned growth", ()),
    ("fai_growth_city", "percent", "全市平均增速", "city's mean growth", ()),
    ("bond_shortfall", "percent", "债券支出较预期低", "bond spending below expectation", ()),
    ("bond_unspent", "bool", "债券资金未用完", "bond money is not all spent", ()),
    ("district_months_missed", "month", "连续未达序时月数", "months in a row below plan", ()),
)
_ASSUMED: dict[str, bool] = {"start_excused": False, "central_funds_short": False}
"""False until recorded: a good reason is accepted, and a shortage found, by somebody's act."""


def _catalogue() -> dict[str, Term]:
    terms: dict[str, Term] = {}
    for stage in (*PATH, *EXITS, *EXTRA):
        zh, en = STAGE_WORDS[stage]
        for prefix, (unit, words, english) in _PATTERNS.items():
            name = prefix + stage
            terms[name] = Term(name, words.format(zh=zh), english.format(en=en), unit)
    for name, unit, words, english, levels in _OTHERS:
        terms[name] = Term(name, words, english, unit, levels)
    return terms


FACTS = Vocabulary(_catalogue())


class Facts(Mapping[str, Timeline]):
    """The facts of one project as timelines, each computed when first asked for."""

    def __init__(self, history: ProjectHistory, until: date) -> None:
        self._history, self._until = history, until
        self._known: dict[str, Timeline] = {}

    def __getitem__(self, name: str) -> Timeline:
        found = self._known.get(name)
        if found is None:
            if name not in FACTS:
                raise KeyError(name)
            found = self._known[name] = _compute(self._history, name, self._until)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(FACTS.terms)

    def __len__(self) -> int:
        return len(FACTS.terms)


def facts_of(history: ProjectHistory, *, until: date) -> Facts:
    """Return the facts of a project; monthly ones run on, without events, to the day `until`."""
    return Facts(history, until)


def _compute(history: ProjectHistory, name: str, until: date) -> Timeline:
    if name in history.recorded:
        steps = sorted(history.recorded[name], key=lambda step: step[0])
        return stepped(((day.toordinal(), value) for day, value in steps), _ASSUMED.get(name))
    if name in _OWN:
        return _OWN[name](history)
    if name in MONTHLY:
        return MONTHLY[name](history, until)
    for prefix, build in _STAGE_FACTS.items():
        if name.startswith(prefix):
            return build(history, name.removeprefix(prefix))
    return constant(_ASSUMED.get(name))


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _has(history: ProjectHistory, stage: str) -> Timeline:
    day = _ordinal(history.milestones.get(stage))
    return constant(False) if day is None else stepped([(day, True)], False)


def _since(shape: Shape) -> Callable[[ProjectHistory, str], Timeline]:
    def build(history: ProjectHistory, stage: str) -> Timeline:
        day = _ordinal(history.milestones.get(stage))
        if day is None:
            return constant(None)
        return timeline((Segment(BEGIN), Segment(day, shape, origin=day)))

    return build


def _past_planned(shape: Shape) -> Callable[[ProjectHistory, str], Timeline]:
    """Return the builder of what is overdue: from the planned day until the stage is reached.

    Without a plan it is unknown; once the stage is reached it is zero.
    """

    def build(history: ProjectHistory, stage: str) -> Timeline:
        planned, actual = (
            _ordinal(days.get(stage)) for days in (history.plans, history.milestones)
        )
        segments = [Segment(BEGIN)]
        if planned is not None:
            segments = [Segment(BEGIN, value=Decimal(0)), Segment(planned, shape, origin=planned)]
        if actual is not None:
            segments = [s for s in segments if s.start < actual]
            segments.append(Segment(actual, value=Decimal(0)))
        return timeline(segments)

    return build


_STAGE_FACTS: dict[str, Callable[[ProjectHistory, str], Timeline]] = {
    "has_": _has,
    "days_since_": _since(Shape.DAYS),
    "months_since_": _since(Shape.MONTHS),
    "calendar_months_since_": _since(Shape.CALENDAR),
    "days_past_planned_": _past_planned(Shape.DAYS),
    "months_past_planned_": _past_planned(Shape.MONTHS),
    "missed_months_": _past_planned(Shape.CALENDAR),
}


def _active(history: ProjectHistory) -> Timeline:
    """A suspension ends with the next milestone of the path; the other exits do not end."""
    days = {stage: day.toordinal() for stage, day in history.milestones.items()}
    steps: list[tuple[int, bool]] = []
    stopped = days.get("suspended")
    if stopped is not None:
        steps.append((stopped, False))
        resumed = [day for stage, day in days.items() if stage in PATH and day > stopped]
        if resumed:
            steps.append((min(resumed), True))
    final = [days[stage] for stage in ("withdrawn", "terminated") if stage in days]
    if final:
        end = min(final)
        steps = [step for step in steps if step[0] < end] + [(end, False)]
    return stepped(steps, True)


def _without_progress(history: ProjectHistory) -> Timeline:
    days = {day.toordinal() for day in (*history.progress, *history.milestones.values())}
    running = (Segment(day, Shape.MONTHS, origin=day) for day in sorted(days))
    return timeline((Segment(BEGIN), *running))


def _slip_open(history: ProjectHistory) -> Timeline:
    return _over_slips(history, lambda slip, day: slip.issued.toordinal() <= day)


def _corrections_missed(history: ProjectHistory) -> Timeline:
    return _over_slips(history, lambda slip, day: slip.due.toordinal() < day, count=True)


def _over_slips(
    history: ProjectHistory, holds: Callable[..., bool], *, count: bool = False
) -> Timeline:
    """Count (or test) the slips that are not yet corrected and for which `holds` on each day."""
    days: set[int] = set()
    for slip in history.slips:
        days |= {slip.issued.toordinal(), slip.due.toordinal() + 1}
        if slip.corrected_on is not None:
            days.add(slip.corrected_on.toordinal())
    steps = []
    for day in sorted(days):
        found = sum(
            holds(slip, day) and (slip.corrected_on is None or slip.corrected_on.toordinal() > day)
            for slip in history.slips
        )
        steps.append((day, Decimal(found) if count else found > 0))
    return stepped(steps, Decimal(0) if count else False)


_OWN: dict[str, Callable[[ProjectHistory], Timeline]] = {
    "is_active": _active,
    "months_without_progress": _without_progress,
    "slip_open": _slip_open,
    "corrections_missed": _corrections_missed,
}
