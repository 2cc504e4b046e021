"""Ranking and lights (分园区排名、红黄绿清单): places with ties, counts and what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.report.core.document import Order, Section, Table
from gaoxin.report.core.sections.words import (
    ABSENT,
    by_figure,
    cell,
    joined,
    known,
    listed,
    named,
    number,
    paragraph,
    phrase,
)
from gaoxin.report.core.verify import places_of

if TYPE_CHECKING:
    from gaoxin.report.core.document import Block, Cell
    from gaoxin.report.core.month import LitProject, MonthData
    from gaoxin.report.core.sections.words import Phrase

RANKED = (
    ("新签约（个）", "signed_count", "新签约项目数"),
    ("开工率（%）", "start_rate", "开工率"),
    ("到位率（%）", "funds_rate", "资金到位率"),
)
LISTED = 6


def ranking(data: MonthData, table_number: int) -> Section:
    """Return 分园区排名: the first and last in each measure, and the table of places."""
    measures = [m for m in RANKED if by_figure(data.parks, m[1])]
    if len(data.parks) < 2 or not measures:
        return Section("ranking", "分园区排名", tuple(paragraph(("本期没有可排名的园区。",))))
    said, claims = _firsts(data, measures)
    blocks: list[Block] = [*paragraph(said, claims=claims)]
    blocks.append(_places(data, measures, table_number))
    return Section("ranking", "分园区排名", tuple(blocks))


def _firsts(data: MonthData, measures: list[tuple[str, str, str]]) -> tuple[Phrase, list[Order]]:
    """Return who is first in each measure; measures with the same first are named together."""
    firsts: dict[tuple[tuple[str, str], ...], list[str]] = {}
    claims: list[Order] = []
    for _head, id, what in measures:
        ordered = by_figure(data.parks, id)
        best = ordered[0][1].value
        top = tuple((p.ref, p.short_name) for p, stated in ordered if stated.value == best)
        if len(top) == len(ordered) > 1:
            firsts.setdefault((), []).append(what)
            continue
        firsts.setdefault(top, []).append(what)
        keys = tuple(stated.key for _park, stated in ordered)
        claims.append(Order(f"{what}居首", keys, "highest"))
    return joined((_first(parks, whats) for parks, whats in firsts.items()), "；"), claims


def _first(parks: tuple[tuple[str, str], ...], whats: list[str]) -> Phrase:
    measures = "、".join(whats)
    if not parks:
        return (f"{measures}各园区持平",)
    names = listed(named(ref, name) for ref, name in parks)
    return (f"{measures}居首的{'均' if len(whats) > 1 else ''}为", *names)


def _places(data: MonthData, measures: list[tuple[str, str, str]], table_number: int) -> Table:
    places: dict[tuple[str, str], str] = {}
    claims: list[Order] = []
    for _head, id, what in measures:
        ordered = by_figure(data.parks, id)
        found = places_of([stated.value for _park, stated in ordered if stated.value is not None])
        places |= {(p.name, id): f for (p, _s), f in zip(ordered, found, strict=True)}
        keys = tuple(stated.key for _park, stated in ordered)
        claims.append(Order(f"{what}名次", keys, "descending", found))
    rows: list[tuple[Cell, ...]] = []
    for park in data.parks:
        row: list[Cell] = [named(park.ref, park.short_name)]
        for _head, id, _what in measures:
            row += [cell(park.year.get(id)), (places.get((park.name, id), ABSENT),)]
        rows.append(tuple(row))
    head = ["园区"]
    for name, _id, _what in measures:
        head += [name, "名次"]
    return Table(
        title=f"表{table_number}　分园区排名（{data.span}）",
        head=tuple(head),
        rows=tuple(rows),
        claims=tuple(claims),
        widths=(24, *([18, 10] * len(measures))),
    )


def lights(data: MonthData) -> Section:
    """Return 红黄绿清单与变化: counts, those newly lit, and who turned red."""
    counts = joined(
        (
            phrase("亮灯项目中，绿灯", known(data.zone_year, "green_count"), zero="没有绿灯项目"),
            (*_lit(data, "黄灯", "yellow"),),
            (*_lit(data, "红灯", "red"),),
        )
    )
    red = [project for project in data.lit if project.colour == "red"]
    new = [project for project in red if project.is_new]
    blocks: list[Block] = [
        *paragraph(counts),
        *paragraph(_those("本月新亮红灯的是", new, bool(red)), _table_hint(red)),
    ]
    if data.silent_parks:
        names = listed(named(ref, name) for ref, name in data.silent_parks)
        blocks += paragraph((*names, "本月未报。"))
    nothing = paragraph(("本期没有亮灯项目。",))
    return Section("lights", "红黄绿清单与变化", tuple(blocks or nothing))


def _lit(data: MonthData, word: str, colour: str) -> Phrase:
    """Return the count of a colour, and in brackets how many of it are new in the month."""
    count = phrase(word, known(data.zone_year, f"{colour}_count"), zero=f"没有{word}项目")
    new = known(data.zone_month, f"{colour}_new")
    if not count or new is None or not new.value:
        return count
    return (*count, f"（其中{data.month}月新亮", number(new), "）")


def _those(words: str, projects: list[LitProject], any_red: bool) -> Phrase:
    if not projects:
        return ("本月没有新亮红灯的项目。",) if any_red else ()
    shown = [
        (*named(p.ref, p.name), "（", *named(p.park_ref, p.park), "）") for p in projects[:LISTED]
    ]
    return (words, *listed(shown), "等。" if len(projects) > LISTED else "。")


def _table_hint(red: list[LitProject]) -> Phrase:
    return ("红灯项目及原因见附表3。",) if red else ()


def leaders(data: MonthData) -> Section:
    """Return 领导包联与督查: projects in charge, those visited in the month."""
    month, year = data.zone_month, data.zone_year
    charge = known(month, "charge_count") or known(year, "charge_count")
    said = joined(
        (
            phrase("领导包联项目", charge, zero="本月没有领导包联项目"),
            phrase(f"{data.month}月包联领导走访项目", known(month, "visited_by_leader"),
                   zero=f"{data.month}月包联领导没有走访记录"),
            phrase("包联走访率", known(month, "visit_rate")),
            phrase("各方走访项目共", known(month, "visited_count"), zero="各方没有走访记录"),
        )
    )  # fmt: skip
    nothing = ("本月没有包联和走访记录。",)
    return Section("leaders", "领导包联与督查", tuple(paragraph(said or nothing)))


def issues(data: MonthData) -> Section:
    """Return 问题清单与销号: raised, closed, still open, overdue."""
    month, year, before = data.zone_month, data.zone_year, data.zone_before
    open_now = known(year, "issues_open") or known(month, "issues_open")
    raised, closed = known(month, "issues_raised"), known(month, "issues_closed")
    was_open = known(before, "issues_open")
    flow = joined(
        (
            phrase("上月末未销号问题", was_open, zero="上月末没有未销号问题"),
            phrase("本月新增", raised, zero="本月没有新增"),
            phrase("销号", closed, zero="没有销号"),
            phrase("月末未销号", open_now, zero="月末全部销号"),
        )
    )
    overdue = known(year, "issues_overdue") or known(month, "issues_overdue")
    late: Phrase = ()
    if overdue is not None and overdue.value:
        late = ("其中已超期", number(overdue), "。")
    hint: Phrase = ("问题清单见附表4。",) if data.issues else ()
    said = paragraph(flow, late, hint) or paragraph(("本月没有问题记录。",))
    return Section("issues", "问题清单与销号", tuple(said))
