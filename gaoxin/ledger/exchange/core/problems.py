"""Problems of an import (导入问题): where, how grave, and in what words.

The words are message ids; a page translates them, the command line prints them as they are.
An error skips its row; a warning is worth a look and skips nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Severity = Literal["error", "warning"]


def _(text: str) -> str:
    """Mark a text for translation; pure code prints it as it stands."""
    return text


ERRORS: dict[str, str] = {
    "required": _("必填，这一格是空的。"),
    "amount_text": _("“%(text)s”不是金额。写成数字，或带万、亿的数。"),
    "amount_impossible": _("“%(text)s”大得不可能。核对数字和单位。"),
    "amount_negative": _("金额不能是负数。退回的钱请单独登记。"),
    "amount_range": _("“%(text)s”是一个范围。写成一个数。"),
    "amount_commas": _("“%(text)s”的逗号位置不对，看不出是多少。"),
    "amount_kind": _("“%(text)s”不是金额，像是日期或百分比。"),
    "amount_unit": _("“%(text)s”没有写单位，按本列的%(unit)s太大。把单位写在数后面。"),
    "formula_error": _("公式出错（%(text)s）。改成数值。"),
    "no_rate": _("%(day)s 没有 %(currency)s 的汇率。先登记汇率。"),
    "date_text": _("“%(text)s”不是日期。写成 2026-12-02 这样。"),
    "date_no_month": _("没有 %(month)s 月。写成 2026-12-02 这样。"),
    "date_no_day": _("%(year)s 年 %(month)s 月没有 %(day)s 日。"),
    "date_no_year": _("没有写年份，表头和标题里也没有。"),
    "date_coarse": _("“%(text)s”太粗，至少写到月。"),
    "date_range": _("“%(text)s”是一段时间。写成一个日期。"),
    "date_future": _("%(day)s 还没有到，不能算已完成。计划日期填在计划列。"),
    "date_absurd": _("%(day)s 不像是真的日期，可能是数字被当成了日期。"),
    "date_order": _("%(later)s %(day)s 早于%(earlier)s %(other)s。"),
    "park_unknown": _("没有叫“%(text)s”的园区。"),
    "park_near": _("没有叫“%(text)s”的园区，是不是“%(near)s”？"),
    "park_not_yours": _("“%(text)s”不是您的园区，只能导入本园区的项目。"),
    "credit_length": _("统一社会信用代码应为 18 位，这里是 %(count)s 位。"),
    "credit_sign": _("统一社会信用代码里不会有“%(sign)s”。"),
    "credit_check": _("统一社会信用代码的校验位不对，应为 %(right)s。"),
    "credit_number": _("表格软件把代码当成了数，末几位已经丢失。改成文本重填。"),
    "project_unknown": _("台账和本工作簿里都没有“%(text)s”。"),
    "project_near": _("台账和本工作簿里都没有“%(text)s”，是不是“%(near)s”？"),
    "party_conflict": _("这个代码属于“%(owner)s”，名称却是另一家“%(text)s”。"),
    "duplicate": _("与第 %(row)s 行是同一个，重复了。"),
    "merged_amount": _("与第 %(row)s 行合并成一格，分不清各是多少。"),
    "stage_unknown": _("“%(text)s”不是里程碑。可写：%(choices)s。"),
    "subject_unknown": _("“%(text)s”不是科目。可写：%(choices)s。"),
    "month_unknown": _("看不出是哪个月的数。标题里写明年月，或加“月份”列。"),
    "park_needed": _("没有写园区。您管几个园区，写明是哪一个。"),
    "party_not_yours": _("“%(text)s”是别的园区的企业，只能由管委会改。"),
    "level_twice": _("本工作簿前面的表写的是 %(other)s，一个项目只有一个数。"),
    "milestone_twice": _("%(sheet)s第 %(row)s 行的%(stage)s是 %(day)s，一个里程碑只有一天。"),
    "too_long": _("超过 %(limit)s 个字。"),
}
WARNINGS: dict[str, str] = {
    "date_order_loose": _("%(later)s %(day)s 早于%(earlier)s %(other)s，请核对。"),
    "amount_about": _("“%(text)s”是约数，按 %(value)s 登记。"),
    "amount_note": _("只取了数，“%(text)s”里的话没有登记。"),
    "amount_unit_guessed": _("“%(text)s”没有写单位，按本列的%(unit)s读。"),
    "unseen_signs": _("有 %(count)s 个看不见的字符（%(signs)s），已去掉。"),
    "outlier_large": _("是本列中间值的 %(times)s 倍，疑为单位写错，少一万倍是 %(guess)s。"),
    "outlier_small": _("只有本列中间值的 %(times)s 分之一，疑为单位写错，多一万倍是 %(guess)s。"),
    "outlier_known": _("与台账现值 %(known)s 相差 %(times)s 倍，疑为单位写错。"),
    "amount_huge": _("一个项目 %(value)s，大得不像真的。核对单位。"),
    "rate_later": _("%(day)s 没有 %(currency)s 的汇率，按 %(since)s 起的 %(rate)s 折算。"),
    "fixed_above_total": _("固定资产投资 %(fixed)s 大于计划总投资 %(total)s。"),
    "in_place_above": _("累计到位 %(sum)s，超过合同额 %(limit)s。"),
    "invested_above": _("累计完成 %(sum)s，超过计划总投资 %(limit)s。"),
    "merged_filled": _("与第 %(row)s 行合并成一格，按“%(value)s”登记。"),
    "near_name": _("与第 %(row)s 行“%(other)s”相近，请确认不是同一个。"),
    "near_known": _("与台账里的“%(other)s”相近，请确认不是同一个。"),
    "same_name": _("与第 %(row)s 行同名，园区和投资方都不同，按两个项目登记。"),
    "same_known": _("台账里有同名项目（%(park)s），园区和投资方都不同，按新项目登记。"),
    "park_differs": _("台账里这个项目在%(known)s。"),
    "band_differs": _("写在“%(band)s”一段里，园区却是%(park)s。"),
    "park_missing": _("没有写园区。"),
    "total_differs": _("合计写 %(written)s，各行相加是 %(sum)s。"),
    "credit_of_other": _("这个代码在台账或别的行里属于“%(other)s”。"),
    "name_of_other": _("“%(text)s”在别处的代码是 %(other)s。"),
    "code_taken": _("编号 %(code)s 已是“%(other)s”的，另编新号。"),
    "same_as_last": _("与上月完全一样，会亮“雷同”。"),
    "cumulative_falls": _("累计 %(written)s，比台账里的 %(known)s 还少，没有登记。"),
    "cumulative_differs": _("累计写 %(written)s，各月相加是 %(sum)s。"),
    "percent_bad": _("“%(text)s”不是 0 至 100 的进度。"),
    "date_open": _("“%(text)s”没有写定日期，这一格不登记。"),
    "date_month_only": _("%(text)s 可能是 1 月，也可能是 10 月，按 %(day)s 登记。"),
    "choice_unknown": _("“%(text)s”不在可选项里，没有登记。可写：%(choices)s。"),
    "stage_without_day": _("写着“%(text)s”，却没有%(stage)s日期。"),
    "unit_guessed": _("这一列没有写单位，按%(unit)s读。"),
    "unit_ambiguous": _("表头写了%(units)s，看不出是哪个，按%(unit)s读。"),
    "column_twice": _("与 %(other)s 列“%(header)s”是同一个意思，只读 %(other)s 列。"),
    "project_skipped": _("这个项目所在的第 %(row)s 行有错，改好那一行才能登记这笔。"),
    "same_row": _("与第 %(row)s 行的项目、日期、金额都一样，请确认不是重复。"),
    "same_day": _("同一天已有一笔 %(known)s。若是更正，请先作废原来的。"),
    "sheet_unknown": _("这张表没有认出台账列，没有读。"),
    "sheet_hidden": _("隐藏的工作表，没有读。"),
    "rows_hidden": _("有 %(count)s 个隐藏的行，也读了：第 %(rows)s 行。"),
    "example_row": _("像是填写示例，没有读。"),
}
TEXTS = ERRORS | WARNINGS


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value, without its place."""

    code: str
    data: Mapping[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Return `error` where the row cannot be written."""
        return "error" if self.code in ERRORS else "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault at its place: sheet, row as Excel shows it, column letter ("" = the whole row)."""

    sheet: str
    row: int
    column: str
    fault: Fault
    value: str = ""
    header: str = ""

    @property
    def severity(self) -> Severity:
        """Return the fault's severity."""
        return self.fault.severity

    @property
    def cell(self) -> str:
        """Return the address of the cell, such as `H36`."""
        return f"{self.column}{self.row}"


def reason(code: str, data: Mapping[str, str], translate: Callable[[str], str] = _) -> str:
    """Return the problem in words."""
    return translate(TEXTS[code]) % data


def letter(index: int) -> str:
    """Return the letters of a column counted from 0.

    >>> letter(0), letter(25), letter(26), letter(701), letter(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text
