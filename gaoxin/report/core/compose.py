"""Composer (拟稿): a month's data become ten sections, four tables, definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.report.core.document import Bulletin, numbers_of
from gaoxin.report.core.sections import appendix, outlook, overview, progress, standing
from gaoxin.report.core.sections.words import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaoxin.report.core.document import Basis, Inline, Section
    from gaoxin.report.core.month import MonthData


def compose(data: MonthData) -> Bulletin:
    """Return the bulletin of a month; the order of sections is the office's usual one.

    A figure that is missing leaves its clause out; a section without data says so in a sentence.
    """
    sections = (
        overview.overview(data),
        overview.targets(data, 1),
        progress.signing(data),
        progress.building(data, 2, 1),
        progress.funds(data),
        standing.ranking(data, 3),
        standing.lights(data),
        standing.leaders(data),
        standing.issues(data),
        outlook.outlook(data),
    )
    tables = appendix.appendices(data, ())[:-1]
    bases = bases_of((*sections, *tables), data)
    return Bulletin(
        red_head=f"{data.zone_name}招商引资督查通报",
        issue=data.issue,
        organ=data.organ,
        issued_on=data.issued_on,
        title=f"关于{data.year}年{data.span}招商引资\n和项目建设情况的通报",
        lead=_lead(data),
        sections=sections,
        appendices=appendix.appendices(data, bases),
        bases=bases,
        as_of=data.as_of,
        known_at=data.known_at,
        explained=frozenset(each.issued.key for each in data.corrections),
    )


def _lead(data: MonthData) -> tuple[Inline, ...]:
    """Return the opening, with a remark on each figure that changed since it was issued."""
    day = data.as_of
    parts: list[Inline] = [
        f"现将{data.year}年{data.span}全区招商引资和项目建设情况通报如下。"
        f"数据截至{day.year}年{day.month}月{day.day}日。"
    ]
    for each in data.corrections:
        head = f"{each.issue}印发的{each.place}{each.issued.name}"
        parts += [head, number(each.issued), "，按更正后的台账为", number(each.now), "。"]
    return tuple(parts)


def bases_of(sections: Iterable[Section], data: MonthData) -> tuple[Basis, ...]:
    """Return the definitions of every number printed, in the order of their first use."""
    found = {each.issued.basis.full_id: each.issued.basis for each in data.corrections}
    for section in sections:
        for block in section.blocks:
            for _before, printed in numbers_of(block):
                found.setdefault(printed.stated.basis.full_id, printed.stated.basis)
    return tuple(found.values())
