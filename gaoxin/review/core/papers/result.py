"""Result (评审结果) as both papers print it: case, marks, result, conditions, right of appeal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.review.core.papers.paper import Figure, Paragraph, Part, Table, long_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from gaoxin.lib.workday import Deadline
    from gaoxin.review.core.process.conditions import Demand


@dataclass(frozen=True, slots=True)
class Dimension:
    """Marks of one dimension: got, full, and whether the floor was broken."""

    id: str
    words: str
    marks: Decimal
    full: Decimal
    below_floor: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What was decided of a case, without anything of a single expert."""

    code: str
    project: str
    type: str
    tier: str
    scheme: str
    body: str
    held_on: date
    result: str
    reason: str
    dimensions: tuple[Dimension, ...]
    bonus: Decimal
    total: Decimal
    conditions: tuple[Demand, ...] = ()
    expiry_days: int = 0
    validity_months: int = 0
    appeal_days: int = 0
    appeal_until: Deadline | None = None

    def figure(self, name: str, value: object) -> Figure:
        """Return a number of this case with its key."""
        return Figure(f"{self.code}/{name}", str(value))


def case_line(found: Result) -> tuple[Part, ...]:
    """Return what was reviewed, under which scheme."""
    return (
        f"“{found.project}”项目（评审编号 ", found.figure("code", found.code),
        f"，{found.type}，{found.tier}），按{found.scheme}评审。",
    )  # fmt: skip


def score_line(found: Result) -> tuple[Part, ...]:
    """Return the total and the bonus in it."""
    head: tuple[Part, ...] = ("总分 ", found.figure("total", found.total), " 分")
    if found.bonus:
        return (*head, "，其中加分 ", found.figure("bonus", found.bonus), " 分。")
    return (*head, "。")


def dimension_table(found: Result) -> Table:
    """Return the marks by dimension."""
    rows = tuple(
        (
            each.words,
            found.figure(f"dims.{each.id}", each.marks),
            found.figure(f"full.{each.id}", each.full),
            "低于单项下限" if each.below_floor else "",
        )
        for each in found.dimensions
    )
    return Table(("维度", "得分", "满分", "说明"), rows, (40, 20, 20, 40))


def condition_table(found: Result) -> Table:
    """Return the conditions: what, who, until when, shown by what."""
    rows = tuple(
        (
            str(place),
            each.text,
            each.owner,
            found.figure(f"due.{place}", long_day(each.due_on)),
            each.evidence or "见条件",
        )
        for place, each in enumerate(found.conditions, 1)
    )
    return Table(("序号", "条件", "责任人", "期限", "凭什么材料"), rows, (12, 56, 28, 32, 28))


def expiry_line(found: Result) -> Paragraph:
    """Return what becomes of conditions that are not met."""
    return Paragraph(
        (
            "以上条件全部办结后即为准予准入；自会议之日起 ",
            found.figure("expiry_days", found.expiry_days),
            " 日内有一条未办结的，按不予准入处理。",
        )
    )


def reasons_of(text: str) -> list[str]:
    """Return the reasons as sentences for a list; a text without breaks is one reason."""
    lines: Sequence[str] = text.replace("；", "\n").splitlines()
    return [line.strip().rstrip("。；") + "。" for line in lines if line.strip()]
