"""Overview and targets (总体情况、目标完成): the zone's totals, and against elapsed time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.report.core.document import Section, Table
from gaoxin.report.core.sections.words import (
    cell,
    compared,
    joined,
    known,
    number,
    paragraph,
    phrase,
    sentences,
)

if TYPE_CHECKING:
    from gaoxin.report.core.document import Cell, Stated
    from gaoxin.report.core.month import MonthData
    from gaoxin.report.core.sections.words import Phrase

# Name, actual, target, completion, against elapsed time.
TARGETS = (
    ("新签约项目", "signed_count", "signed_target", "signed_completion", "signed_gap"),
    ("合同引资额", "contracted_amount", "contract_target", "contract_completion", "contract_gap"),
    ("到位资金", "in_place_amount", "in_place_target", "in_place_completion", "in_place_gap"),
    ("固定资产投资", "invested_amount", "invested_target", "invested_completion", "invested_gap"),
)
AGAINST_TIME = ("快于序时进度", "慢于序时进度", "与序时进度持平")


def overview(data: MonthData) -> Section:
    """Return 总体情况: the year to date, then the month alone."""
    year = data.zone_year
    signed = joined(
        (
            phrase(f"{data.span}，全区新签约项目", known(year, "signed_count"),
                   zero=f"{data.span}，全区没有新签约项目"),
            phrase("计划总投资", _some(known(year, "signed_planned"))),
            phrase("合同引资额", _some(known(year, "contracted_amount"))),
        )
    )  # fmt: skip
    built = joined(
        (
            phrase("新开工项目", known(year, "started_count"), zero="没有新开工项目"),
            phrase("投产项目", known(year, "production_count"), zero="没有投产项目"),
            phrase("到位资金", known(year, "in_place_amount"), zero="没有资金到位"),
            phrase("完成固定资产投资", known(year, "invested_amount"), zero=""),
        )
    )
    said = paragraph(signed, built, _this_month(data))
    return Section("overview", "总体情况", tuple(said or paragraph(("本期没有可汇总的数据。",))))


def _some(stated: Stated | None) -> Stated | None:
    """Return the figure unless it is zero: money of no project is not worth a clause."""
    return stated if stated is not None and stated.value else None


def _this_month(data: MonthData) -> Phrase:
    if data.month == 1:
        return ()
    month = data.zone_month
    counts = (("新签约", "signed_count"), ("新开工", "started_count"), ("投产", "production_count"))
    known_counts = [(name, stated) for name, id in counts if (stated := known(month, id))]
    none = "、".join(name for name, stated in known_counts if not stated.value)
    said = joined(
        (
            *(phrase(f"{name}项目", _some(stated)) for name, stated in known_counts),
            phrase("到位资金", _some(known(month, "in_place_amount"))),
            (f"没有{none}项目",) if none else (),
        )
    )
    return (f"其中{data.month}月当月", *said) if said else ()


def targets(data: MonthData, table_number: int) -> Section:
    """Return 目标完成: each target with its completion against elapsed time, and the table."""
    year = data.zone_year
    having = [row for row in TARGETS if _some(known(year, row[2])) is not None]
    if not having:
        missing = paragraph(("本年度目标尚未录入，本期不作序时对比。",))
        return Section("targets", "目标完成情况", tuple(missing))
    elapsed = known(year, "time_progress")
    opening = (
        (f"截至{data.month}月底，序时进度为", number(elapsed), "。") if elapsed is not None else ()
    )
    lines = joined((_against(data, row) for row in having), "；")
    without = [row[0] for row in TARGETS if row not in having]
    note = (f"{'、'.join(without)}未下达年度目标。",) if without else ()
    table = Table(
        title=f"表{table_number}　年度目标完成情况（{data.span}）",
        head=("指标", "单位", "年度目标", "累计完成", "完成率（%）", "比序时（个百分点）"),
        rows=tuple(_row(data, row) for row in having),
        widths=(30, 12, 18, 18, 18, 22),
    )
    return Section("targets", "目标完成情况", (*paragraph(sentences(opening, lines, note)), table))


def _against(data: MonthData, row: tuple[str, ...]) -> Phrase:
    name, _actual, target, completion, gap = row
    year = data.zone_year
    aim, done = known(year, target), known(year, completion)
    if aim is None or done is None:
        return ()
    head: Phrase = (f"{name}完成年度目标", number(aim), "的", number(done))
    return joined((head, compared("", known(year, gap), AGAINST_TIME)), end="")


def _row(data: MonthData, row: tuple[str, ...]) -> tuple[Cell, ...]:
    name, *ids = row
    year = data.zone_year
    aim = year[ids[1]]
    actual, target, completion, gap = (known(year, id) for id in ids)
    return (
        (name,), (aim.unit,), cell(target), cell(actual), cell(completion), cell(gap)
    )  # fmt: skip
