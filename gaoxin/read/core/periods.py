"""Periods (时期): which printed period a figure holds for, handed on inside its story."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gaoxin.read.core.clauses import Context
    from gaoxin.read.core.quantity import Value

THIS_YEAR: Final = "XXXX"  # 全年 where no year is printed
_YEARLY = re.compile(
    r"全年|年度(?:目标|计划|任务|预算)|(?:今年|本年|当年)(?:的|全年)?(?:目标|任务)"
)
_LAST_YEAR = re.compile(r"(?<![比较与])(?:去年|上年)(?P<same>同期)?(?![末底初]|以来|度)")
_OF_TARGET = re.compile(r"(?:目标|任务|计划|预算)[^，]{0,4}的(?:约|近)?$")  # 完成年度目标的82.2%
_BY_NOW = re.compile("已|目前|截至|实际|累计")
_FOUNDED_LEFT = (
    "成立于",
    "始建于",
    "创立于",
    "创办于",
    "创建于",
    "建于",
    "设立于",
    "起步于",
    "自",
    "诞生于",
)
_FOUNDED = re.compile(r"(?:正式)?(?:成立|创立|创办|创建|建厂|建区|设立|获批|批准|起步|注册)")
_PLANNED = re.compile(r"预计|计划|力争|争取|有望|确保|目标|规划|拟|将(?!近)|到$")


@dataclass(slots=True)
class Periods:
    """The periods of one story: what the next figure holds for."""

    lasting: str | None = None  # a period of statistics, or the day of the story
    told: bool = False  # whether the lasting one is a period of statistics
    passing: str | None = None  # of the running sentence alone
    marked: str = ""  # 全年 or 去年 said in the running sentence
    first: str | None = None
    by_value: dict[tuple[Value, str | None], str] = field(default_factory=dict)

    def begin(self) -> None:
        """A new sentence begins."""
        self.passing, self.marked = None, ""

    def date(self, value: str, kind: str, context: Context) -> None:
        """A date or period is printed: it holds on, or for its sentence, or for itself alone."""
        self.marked = ""
        left = context.left
        if left.endswith(_FOUNDED_LEFT) or _FOUNDED.match(context.follow):
            return
        event = kind == "date_event"
        if _PLANNED.search(left) or (event and self.told):
            self.passing = value
            return
        self.lasting, self.told, self.passing = value, not event, None

    def of(self, value: Value, unit: str | None, context: Context) -> str | None:
        """The period of a figure."""
        left = context.left
        if "年" in left:
            self._mark(left)
        elif self.marked and _BY_NOW.search(left):
            self.marked = ""
        period = self.passing or self.lasting
        if self.marked:
            period = _shifted(period, self.marked)
        if period and self.first is None:
            self.first = period
        if period:
            self.by_value.setdefault((value, unit), period)
        return period

    def _mark(self, left: str) -> None:
        match = _LAST_YEAR.search(left)
        if match is not None:
            self.marked = "same" if match["same"] else "last"
        elif _YEARLY.search(left):
            self.marked = "" if _BY_NOW.search(left) or _OF_TARGET.search(left) else "year"

    def for_headline(self, value: Value, unit: str | None) -> str | None:
        """The period of a headline's figure: that of the same figure in the story, or its first."""
        return self.by_value.get((value, unit)) or self.first


def _shifted(period: str | None, marked: str) -> str | None:
    """The year of a period, the year before it, or the same period of the year before."""
    year = period[:4] if period else THIS_YEAR
    if marked == "year":
        return year
    if not year.isdigit():
        return None
    before = str(int(year) - 1)
    if marked == "last" or period is None:
        return before
    return period.replace(year, before)
