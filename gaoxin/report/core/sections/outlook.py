"""Next steps (下步工作): what the month's figures and lists ask for, then the office's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.report.core.document import Section
from gaoxin.report.core.sections.overview import TARGETS
from gaoxin.report.core.sections.words import known, listed, named, paragraph

if TYPE_CHECKING:
    from gaoxin.report.core.document import Block
    from gaoxin.report.core.month import LitProject, MonthData
    from gaoxin.report.core.sections.words import Phrase

LISTED = 5


def outlook(data: MonthData) -> Section:
    """Return 下步工作: red lights, overdue issues, targets behind time, missing reports."""
    asks = [ask for ask in (_red(data), _overdue(data), _behind(data), _silent(data)) if ask]
    asks += [(text if text.endswith("。") else f"{text}。",) for text in data.plans]
    if not asks:
        asks = [("继续按月调度，保持项目建设进度。",)]
    marks = "一二三四五六七八九十"
    blocks: list[Block] = []
    for index, ask in enumerate(asks):
        mark = f"（{marks[index]}）" if index < len(marks) else ""
        blocks += paragraph((mark, *ask), level=2)
    return Section("outlook", "下步工作", tuple(blocks))


def _red(data: MonthData) -> Phrase:
    red = [project for project in data.lit if project.colour == "red"]
    if not red:
        return ()
    names = listed(_with_actor(project) for project in red[:LISTED])
    return ("盯住红灯项目。对", *names, "等" if len(red) > LISTED else "", "逐个明确办理时限。")


def _with_actor(project: LitProject) -> Phrase:
    actor = f"（{project.who}）" if project.who else ""
    return (*named(project.ref, project.name), actor)


def _overdue(data: MonthData) -> Phrase:
    late = [issue for issue in data.issues if issue.is_overdue and issue.closed_on is None]
    owners = dict.fromkeys((issue.owner_ref, issue.owner) for issue in late if issue.owner)
    if not late:
        return ()
    who = ("责任单位", *listed(named(ref, name) for ref, name in owners)) if owners else ()
    return ("清理超期问题。逐项核对附表4中已超期的问题，", *who, "限期办结。")


def _behind(data: MonthData) -> Phrase:
    behind = [
        name
        for name, _actual, _target, _completion, gap in TARGETS
        if (stated := known(data.zone_year, gap)) is not None and (stated.value or 0) < 0
    ]
    return (f"补上进度差距。{'、'.join(behind)}慢于序时进度，按月分解到园区。",) if behind else ()


def _silent(data: MonthData) -> Phrase:
    if not data.silent_parks:
        return ()
    names = listed(named(ref, name) for ref, name in data.silent_parks)
    return ("补报数据。", *names, "尽快补报本月数据。")
