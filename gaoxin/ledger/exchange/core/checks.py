"""Checks within a row (行内检查): required cells, order of days, amounts, bands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gaoxin.ledger.core.stage import PATH, RANK, Stage
from gaoxin.ledger.exchange.core.amounts import Money, shown
from gaoxin.ledger.exchange.core.columns import layouts
from gaoxin.ledger.exchange.core.dates import Day
from gaoxin.ledger.exchange.core.reading import Cell
from gaoxin.lib.numerals import same_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from gaoxin.ledger.exchange.core.reading import Row

STAGES: Mapping[str, str] = {
    "lead": "线索", "contact": "首谈", "admitted": "评审通过", "sited": "选址", "signed": "签约",
    "registered": "注册", "filed": "备案", "land": "供地", "permit": "施工许可", "started": "开工",
    "statistics": "入库纳统", "completed": "竣工", "production": "投产", "capacity": "达产",
    "benefit": "达效", "suspended": "停缓建", "withdrawn": "退出", "terminated": "终止",
}  # fmt: skip
# Paper may follow the fact: these two are often dated after the start, and registration and the
# talks before or after signing as it comes, so their order is worth a look and stops nothing.
LOOSE = frozenset({Stage.PERMIT, Stage.STATISTICS, Stage.REGISTERED, Stage.LEAD, Stage.CONTACT,
                   Stage.ADMITTED, Stage.SITED})  # fmt: skip


def check_required(row: Row) -> None:
    """Name the cells that must not be empty."""
    needs = [*row.table.block.layout.needs]
    has_day = row.value("day") is not None or row.value("month") is not None
    if row.table.kind == "funds" and row.table.context.period is None and not has_day:
        needs.append("day")
    has_one = row.value("day") is not None or row.has_problem("day")
    if row.table.kind == "milestones" and not has_one:
        needs.append("planned_for")
    for name in needs:
        if row.value(name) is None and not row.has_problem(name):
            row.add(name, "required")


def check_bands(row: Row, parks: Mapping[str, str]) -> None:
    """Hold the park against the heading that the row stands under, which gives it where empty."""
    band = next((name for key, name in parks.items() if key in same_name(row.band)), None)
    if band is None:
        return
    park = row.value("park")
    if park and band != park:
        row.add("park", "band_differs", band=band, park=park)
    elif park is None and not row.has_problem("park"):
        give_park(row, band)


def give_park(row: Row, park: str) -> None:
    """Put a row into a park that no cell of its own names."""
    column = row.table.column("park") or row.table.column("name")
    spec = next((s for each in layouts() if (s := each.spec("park"))), None)
    if column is not None:
        row.cells["park"] = Cell(replace(column, field="park", spec=spec), "", park)


@dataclass(frozen=True, slots=True)
class _Step:
    stage: Stage
    day: Day
    written: bool


def check_order(row: Row, reached: Mapping[str, date]) -> None:
    """Name the days that stand before their predecessor; as few days as explain it.

    The longest run of days in order is taken as right, so one wrong day gives one problem.
    """
    steps = _steps(row, reached)
    if len(steps) < 2:
        return
    kept = set(_longest_run([_comparable(step, steps) for step in steps]))
    for index, step in enumerate(steps):
        if index in kept or not step.written:
            continue
        other = _contradicts(index, steps)
        if other is None:
            continue
        earlier, later = sorted((step, other), key=lambda each: RANK[each.stage])
        loose = LOOSE & {step.stage, other.stage}
        row.add(
            step.stage, "date_order_loose" if loose else "date_order",
            later=STAGES[later.stage], day=later.day.on.isoformat(),
            earlier=STAGES[earlier.stage], other=earlier.day.on.isoformat(),
        )  # fmt: skip


def _steps(row: Row, reached: Mapping[str, date]) -> list[_Step]:
    found = []
    for stage in PATH:
        value = row.value(stage)
        if isinstance(value, Day):
            found.append(_Step(stage, value, written=True))
        elif stage in reached:
            found.append(_Step(stage, Day(reached[stage]), written=False))
    return found


def _comparable(step: _Step, steps: Sequence[_Step]) -> date:
    """Return the day to compare by: one known to the month goes as late as its month allows."""
    if step.day.precision == "day":
        return step.day.on
    same = [s.day.on for s in steps
            if RANK[s.stage] < RANK[step.stage] and step.day.holds(s.day.on)]  # fmt: skip
    return max([step.day.on, *same])


def _longest_run(days: Sequence[date]) -> list[int]:
    """Return the places of the longest run that never falls; of equal ones the earliest days.

    So of two days that contradict each other the later milestone is the one named.
    """
    length = [1] * len(days)
    following: list[int | None] = [None] * len(days)
    for place in reversed(range(len(days))):
        for other in reversed(range(place + 1, len(days))):
            if days[other] >= days[place] and length[other] + 1 >= length[place]:
                length[place], following[place] = length[other] + 1, other
    at: int | None = max(range(len(days)), key=lambda place: (length[place], -place))
    run = []
    while at is not None:
        run.append(at)
        at = following[at]
    return run


def _contradicts(index: int, steps: Sequence[_Step]) -> _Step | None:
    """Return the milestone nearest to the given one that it stands on the wrong side of."""
    step = steps[index]
    day = _comparable(step, steps)
    before = [s for s in steps[:index] if _comparable(s, steps) > day]
    after = [s for s in steps[index + 1 :] if _comparable(s, steps) < day]
    firm = [s for s in (*reversed(before), *after) if s.stage not in LOOSE]
    loose = [s for s in (*reversed(before), *after) if s.stage in LOOSE]
    return next(iter([*firm, *loose]), None)


def check_amounts(row: Row) -> None:
    """Hold fixed investment against the total."""
    fixed, total = row.value("planned_fixed"), row.value("planned")
    if not isinstance(fixed, Money) or not isinstance(total, Money):
        return
    if fixed.currency == total.currency and fixed.value > total.value:
        row.add(
            "planned_fixed", "fixed_above_total",
            fixed=shown(fixed.value, fixed.currency), total=shown(total.value, total.currency),
        )  # fmt: skip


def check_stage_word(row: Row, reached: Mapping[str, date]) -> None:
    """Name a state in words (已开工) whose day is missing."""
    stage = row.value("stage_word")
    has_column = stage is not None and row.table.column(stage) is not None
    if not has_column or row.has_problem(stage):
        return
    if row.value(stage) is None and stage not in reached:
        written = row.cells["stage_word"].written
        row.add("stage_word", "stage_without_day", text=written, stage=STAGES[stage])
