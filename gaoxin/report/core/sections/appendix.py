"""Appendices (附表、口径说明): parks, signed, red and yellow projects, issues, definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.report.core.document import Paragraph, Section, Table, Term
from gaoxin.report.core.sections.progress import adds_up, rounding_note, widths_of
from gaoxin.report.core.sections.words import cell, known, named

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.report.core.document import Basis, Cell, Inline
    from gaoxin.report.core.month import LitProject, MonthData, MonthIssue, SignedProject

LONGEST = 200
PARK_COLUMNS = (
    ("新签约（个）", "signed_count"),
    ("计划总投资（亿元）", "signed_planned"),
    ("新开工（个）", "started_count"),
    ("投产（个）", "production_count"),
    ("固投完成（亿元）", "invested_amount"),
    ("绿灯（个）", "green_count"),
    ("黄灯（个）", "yellow_count"),
    ("红灯（个）", "red_count"),
)
COLOURS = {"red": "红", "yellow": "黄"}


def appendices(data: MonthData, bases: tuple[Basis, ...]) -> tuple[Section, ...]:
    """Return 附表1 to 附表4 and 口径说明."""
    red = [project for project in data.lit if project.colour == "red"]
    yellow = [project for project in data.lit if project.colour == "yellow"]
    return (
        Section("table1", "分园区主要指标", (_parks(data),)),
        Section("table2", f"{data.month}月新签约项目", (_signed(data.signed),)),
        Section("table3", "红灯和黄灯项目清单", (_lit([*red, *yellow]),)),
        Section("table4", "问题清单", (_issues(data.issues),)),
        Section("bases", "口径说明", tuple(_basis(basis) for basis in bases)),
    )


def _parks(data: MonthData) -> Table:
    columns = [pair for pair in PARK_COLUMNS if pair[1] in data.zone_year]
    ids = [id for _name, id in columns]
    rows: list[tuple[Cell, ...]] = [
        (named(park.ref, park.name), *(cell(park.year.get(id)) for id in ids))
        for park in data.parks
    ]
    for name, figures in (("未定园区", data.unplaced), ("两园同计，冲抵", data.eliminated)):
        if any(known(figures, id) and figures[id].value for id in ids):
            rows.append(((name,), *(cell(figures.get(id)) for id in ids)))
    rows.append((("全区",), *(cell(data.zone_year.get(id)) for id in ids)))
    return Table(
        title="",
        head=("园区", *(name for name, _id in columns)),
        rows=tuple(rows),
        strong=frozenset({len(rows) - 1}),
        claims=tuple(total for id in ids for total in adds_up(data, id)),
        widths=(30, *widths_of(columns)),
        note=rounding_note(data, columns),
    )


def _signed(projects: tuple[SignedProject, ...]) -> Table:
    rows = [
        ((str(n),), named(p.ref, p.name), named(p.park_ref, p.park), (p.industry,),
         (_day(p.signed_on),), cell(p.planned))
        for n, p in enumerate(projects[:LONGEST], 1)
    ]  # fmt: skip
    return Table(
        title="",
        head=("序号", "项目", "园区", "产业", "签约日期", "计划总投资（亿元）"),
        rows=tuple(rows) or _empty(6),
        widths=(11, 42, 20, 20, 25, 18),
        note=_cut(len(projects)),
    )


def _lit(projects: list[LitProject]) -> Table:
    rows = [
        ((str(n),), named(p.ref, p.name), named(p.park_ref, p.park), (COLOURS[p.colour],),
         (_day(p.since),), named(p.rule_ref, p.rule), (p.who,), named(p.rule_ref, p.next_step))
        for n, p in enumerate(projects[:LONGEST], 1)
    ]  # fmt: skip
    return Table(
        title="",
        head=("序号", "项目", "园区", "灯", "亮灯日期", "原因", "谁能办", "下一步"),
        rows=tuple(rows) or _empty(8),
        widths=(11, 32, 18, 8, 25, 34, 20, 22),
        note=_cut(len(projects)),
    )


def _issues(issues: tuple[MonthIssue, ...]) -> Table:
    rows = [
        ((str(n),), named(i.ref, i.title), named(i.project_ref, i.project),
         named(i.owner_ref, i.owner or "未定"), (_day(i.due_on),), (_state(i),))
        for n, i in enumerate(issues[:LONGEST], 1)
    ]  # fmt: skip
    return Table(
        title="",
        head=("序号", "问题", "项目", "责任单位", "办结期限", "情况"),
        rows=tuple(rows) or _empty(6),
        widths=(11, 44, 34, 22, 25, 24),
        note=_cut(len(issues)),
    )


def _state(issue: MonthIssue) -> str:
    if issue.closed_on is not None:
        return f"{_day(issue.closed_on)}销号"
    return "超期未销号" if issue.is_overdue else "办理中"


def _day(day: date | None) -> str:
    return "—" if day is None else f"{day:%Y-%m-%d}"


def _empty(columns: int) -> tuple[tuple[Cell, ...], ...]:
    return (("—",), ("无",), *(("—",) for _ in range(columns - 2))),  # fmt: skip


def _cut(total: int) -> tuple[Inline, ...]:
    """Return the remark that a list goes on in the ledger: nothing is left out in silence."""
    return ("只列到此，其余见台账导出。",) if total > LONGEST else ()


def _basis(basis: Basis) -> Paragraph:
    return Paragraph((Term(f"d:{basis.full_id}", basis.wording),))
