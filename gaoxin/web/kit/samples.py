"""Kit (组件样张): invented data for the page that shows every component."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Sample:
    """A figure that nobody computed; its panel says that there is no such figure."""

    number: str
    tail: str
    value: Decimal | None = Decimal(1)
    corrected: bool = False
    estimated: bool = False
    missing: str = "none"
    key: str = "sample"

    @property
    def text(self) -> str:
        """Return the number with its unit."""
        return self.number + self.tail


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the timeline or of the month strip."""

    name: str
    state: str
    planned: date | None = None
    actual: date | None = None
    gap: str = ""
    sign: str = ""
    word: str = ""
    title: str = ""


def samples() -> dict[str, Any]:
    """Return the kit page's data."""
    return {
        "rate": Sample("64.1", "%"),
        "plain": Sample("198.5", "亿元"),
        "fixed": Sample("2.35", "亿元", corrected=True),
        "guess": Sample("3.2", "亿元", estimated=True),
        "owed": Sample("", "", None, missing="unreported"),
        "void": Sample("", "", None),
        "steps": _timeline(),
        "strip": _strip(),
        "money": _money(),
        "cohorts": _cohorts(),
        "reasons": _reasons(),
    }


def _timeline() -> list[Step]:
    day = date
    return [
        Step(_("签约"), "done", day(2026, 3, 1), day(2026, 3, 6), _("晚 5 天"), "plus"),
        Step(_("注册"), "done", day(2026, 3, 20), day(2026, 3, 19), _("早 1 天"), "minus"),
        Step(_("开工"), "late", day(2026, 9, 22), None, _("逾期 8 天"), "plus"),
        Step(_("竣工"), "todo", day(2027, 3, 31)),
    ]


def _strip() -> list[Step]:
    states = (("报", _("报送"), "done"), ("审", _("审核"), "done"), ("批", _("批准"), "now"),
              ("锁", _("锁定"), ""))  # fmt: skip
    return [Step(title, state, word=word, title=title) for word, title, state in states]


def _money() -> dict[str, Any]:
    names = ["电气", "新材", "储能", "电子", "商务", "医药"]
    signed = [48.6, 62.3, 35.8, 28.4, 6.5, 16.9]
    placed = [19.2, 21.4, 10.1, 9.6, 2.2, 3.2]
    return {
        "legend": {}, "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": names},
        "yAxis": {"type": "value", "name": _("亿元")},
        "series": [{"name": _("合同"), "type": "bar", "data": signed},
                   {"name": _("到位"), "type": "bar", "data": placed}],
    }  # fmt: skip


def _cohorts() -> dict[str, Any]:
    lines = (("2024", [12, 31, 52, 66, 78, 83]), ("2025", [15, 38, 61, 73]), ("2026", [18, 41]))
    months = [_("%(n)s 月") % {"n": n} for n in (3, 6, 9, 12, 18, 24)]
    return {
        "grid": {"right": 46},
        "xAxis": {"type": "category", "data": months, "boundaryGap": False},
        "yAxis": {"type": "value", "max": 100, "axisLabel": {"formatter": "{value}%"}},
        "series": [
            {"name": name, "type": "line", "data": data,
             "endLabel": {"show": True, "formatter": "{a}", "offset": [-2, -9],
                          "color": "--gx-ink-2", "textBorderWidth": 0}}
            for name, data in lines
        ],
    }  # fmt: skip


def _reasons() -> dict[str, Any]:
    names = [_("土地未到"), _("资金未到"), _("审批"), _("市场变化"), _("其他")]
    return {
        "grid": {"left": 8, "right": 30},
        "xAxis": {"type": "value", "show": False},
        "yAxis": {"type": "category", "inverse": True, "data": names, "axisLine": {"show": False}},
        "series": [{"type": "bar", "data": [9, 6, 4, 3, 1], "barMaxWidth": 14,
                    "label": {"show": True, "position": "right"}}],
    }  # fmt: skip
