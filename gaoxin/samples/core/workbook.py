"""Monthly workbook of a park (园区月报): .xlsx as offices send it, with titles and merged heads.

Four sheets: new and newly signed projects, milestones, funds in place, investment done. Each amount
and milestone remembers its cell, so that the ledger can cite it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from gaoxin.ledger.core.stage import Stage
from gaoxin.samples.core.amounts import WAN
from gaoxin.samples.core.material import read
from gaoxin.samples.core.size import YI

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gaoxin.samples.core.cast import Mark, Money, Venture

STAGES = {
    Stage.SIGNED: "签约", Stage.REGISTERED: "注册", Stage.FILED: "备案", Stage.LAND: "供地",
    Stage.PERMIT: "施工许可", Stage.STARTED: "开工", Stage.STATISTICS: "入库纳统",
    Stage.COMPLETED: "竣工", Stage.PRODUCTION: "投产", Stage.CAPACITY: "达产",
    Stage.BENEFIT: "达效",
}  # fmt: skip
KINDS = {"industrial": "工业项目", "platform": "平台项目", "service": "现代服务业项目"}
ORIGINS = {"local": "本市", "province": "省内市外", "domestic": "省外", "foreign": "外资"}
WORKS = ("invested", "output", "tax")
SLIP = "2026年13月2日"
"""A day that does not exist, as a hurried clerk types it."""


@dataclass(slots=True)
class Content:
    """What a park reports of a month; each event with its project and the project's code."""

    park: str
    month: date
    clerk: str
    news: list[tuple[str, Venture]] = field(default_factory=list)
    marks: list[tuple[str, Venture, Mark]] = field(default_factory=list)
    funds: list[tuple[str, Venture, Money]] = field(default_factory=list)
    works: list[tuple[str, Venture, date, dict[str, Money]]] = field(default_factory=list)
    spoilt: Mark | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """The workbook's bytes, and the sheet and cell of each event by the event's identity."""

    data: bytes
    cells: dict[int, tuple[str, str]]


def book(content: Content, *, day: Callable[[date], Any] = lambda day: day) -> Book:
    """Return the workbook of a month; `day` writes dates the way the clerk does."""
    out = BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    workbook.set_properties({"title": _title(content, "月报"), "created": datetime(2024, 1, 1)})
    pages = _Pages(workbook, content, day)
    pages.projects()
    pages.milestones()
    pages.funds()
    pages.works()
    workbook.close()
    return Book(out.getvalue(), pages.cells)


def _title(content: Content, what: str) -> str:
    return f"{content.park}{content.month:%Y}年{content.month.month}月{what}"


class _Pages:
    """Writes the four sheets."""

    def __init__(self, workbook: Any, content: Content, day: Callable[[date], Any]) -> None:
        self.workbook = workbook
        self.content = content
        self.day = day
        self.cells: dict[int, tuple[str, str]] = {}
        centre = {"align": "center", "valign": "vcenter"}
        self.big = workbook.add_format({"bold": True, "font_size": 14, **centre})
        self.head = workbook.add_format({"bold": True, "border": 1, "text_wrap": True, **centre})

    def _sheet(self, name: str, what: str, heads: Sequence[str], unit: str = "") -> Any:
        """Return a sheet with its title, its unit line and a head of one row."""
        sheet = self.workbook.add_worksheet(name)
        sheet.merge_range(0, 0, 0, len(heads) - 1, _title(self.content, what), self.big)
        line = f"填报单位：{self.content.park}　　{unit}"
        sheet.merge_range(1, 0, 1, len(heads) - 1, line)
        sheet.write_row(2, 0, heads, self.head)
        sheet.set_column(1, 1, 14)
        sheet.set_column(2, 2, 34)
        sheet.set_column(3, len(heads) - 1, 13)
        return sheet

    def _row(self, sheet: Any, row: int, values: Sequence[Any]) -> None:
        for column, value in enumerate(values):
            if isinstance(value, date):
                sheet.write_datetime(row, column, datetime.combine(value, time()))
            elif value is not None:
                sheet.write(row, column, value)

    def _foot(self, sheet: Any, row: int) -> None:
        sheet.write(row + 1, 0, f"填表人：{self.content.clerk}（演示）")

    def projects(self) -> None:
        """Write new and newly signed projects, with a head of two rows."""
        heads = (
            "序号",
            "项目编号",
            "项目名称",
            "所属园区",
            "投资方",
            "资金来源地",
            "产业类别",
            "项目类型",
        )
        money = ("计划总投资", "其中固定资产投资", "合同引资额")
        all_heads = [*heads, *money, "线索日期", "首谈日期"]
        sheet = self._sheet("项目", "新增及新签约项目", all_heads, "单位：亿元")
        for column, head in enumerate(heads):
            sheet.merge_range(2, column, 3, column, head, self.head)
        sheet.merge_range(2, 8, 2, 10, "投资情况（亿元）", self.head)
        sheet.write_row(3, 8, money, self.head)
        sheet.merge_range(2, 11, 2, 12, "洽谈情况", self.head)
        sheet.write_row(3, 11, all_heads[11:], self.head)
        row = 3
        for row, (code, venture) in enumerate(self.content.news, 4):
            self._row(sheet, row, [row - 3, code or None, *self._record(venture)])
        self._foot(sheet, row + 1)

    def _record(self, venture: Venture) -> list[Any]:
        industries = {i["code"]: i["name"] for i in read("zone")["industries"]}
        amounts = {m.kind: Decimal(m.amount) / YI for m in venture.money}
        lead, contact = venture.reached(Stage.LEAD), venture.reached(Stage.CONTACT)
        return [
            venture.name, self.content.park, venture.investor, ORIGINS[venture.origin],
            industries[venture.industry], KINDS[venture.kind], amounts.get("planned"),
            amounts.get("planned_fixed"), amounts.get("contracted"),
            lead and self.day(lead), contact and self.day(contact),
        ]  # fmt: skip

    def milestones(self) -> None:
        """Write what was reached in the month, and the days agreed at a signing."""
        heads = ("序号", "项目编号", "项目名称", "节点", "计划日期", "制定日期", "完成日期", "备注")
        sheet = self._sheet("里程碑", "项目节点情况", heads)
        row = 2
        for row, (code, venture, mark) in enumerate(self.content.marks, 3):
            days: list[Any] = [None, None, self.day(mark.day)]
            if mark.planned_for is not None:
                days = [self.day(mark.planned_for), self.day(mark.day), None]
            if mark is self.content.spoilt:
                days[2] = SLIP
            self._row(sheet, row, [row - 2, code, venture.name, STAGES[mark.stage], *days])
            self.cells[id(mark)] = ("里程碑", xl_rowcol_to_cell(row, 6 if days[2] else 4))
        self._foot(sheet, row + 1)

    def funds(self) -> None:
        """Write each payment into a project, with its day."""
        heads = ("序号", "项目编号", "项目名称", "到位资金（万元）", "到位日期", "备注")
        sheet = self._sheet("到位", "资金到位情况", heads, "单位：万元")
        row, total = 2, 0
        for row, (code, venture, money) in enumerate(self.content.funds, 3):
            values = [row - 2, code, venture.name, Decimal(money.amount) / WAN, self.day(money.day)]
            self._row(sheet, row, values)
            self.cells[id(money)] = ("到位", xl_rowcol_to_cell(row, 3))
            total += money.amount
        self._row(sheet, row + 1, ["合计", None, None, Decimal(total) / WAN])
        self._foot(sheet, row + 2)

    def works(self) -> None:
        """Write investment done in the month, output and tax."""
        heads = (
            "序号", "项目编号", "项目名称", "所属月份", "本月完成投资（万元）", "本月产值（万元）",
            "本月税收（万元）", "备注",
        )  # fmt: skip
        sheet = self._sheet("固投", "固定资产投资完成情况", heads, "单位：万元")
        row, totals = 2, dict.fromkeys(WORKS, 0)
        for row, (code, venture, month, amounts) in enumerate(self.content.works, 3):
            self._row(sheet, row, [row - 2, code, venture.name, f"{month:%Y-%m}"])
            for column, kind in enumerate(WORKS, 4):
                if kind in amounts:
                    sheet.write(row, column, Decimal(amounts[kind].amount) / WAN)
                    self.cells[id(amounts[kind])] = ("固投", xl_rowcol_to_cell(row, column))
                    totals[kind] += amounts[kind].amount
        sums = [Decimal(totals[kind]) / WAN for kind in WORKS]
        self._row(sheet, row + 1, ["合计", None, None, None, *sums])
        self._foot(sheet, row + 2)
