"""Checked bulletin (检查过的通报): the text with its faults and the spans that prove each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gaoxin.read.bulletin.derivation import derivation
from gaoxin.read.core.check.checker import check_document
from gaoxin.read.desk.layout import Mark, Piece, cut

if TYPE_CHECKING:
    from collections.abc import Iterable

RULES = {
    "sum": gettext_lazy("分项之和与总数不符"),
    "rate": gettext_lazy("比率与分子分母不符"),
    "share": gettext_lazy("占比与总数不符"),
    "growth": gettext_lazy("增幅与两期数不符"),
    "pp": gettext_lazy("百分点差与两期比率不符"),
    "points": gettext_lazy("百分点差与两期比率不符"),
    "difference": gettext_lazy("增量与两期数不符"),
    "average": gettext_lazy("平均数与总数不符"),
    "times": gettext_lazy("倍数与两数不符"),
    "completion": gettext_lazy("完成率与目标不符"),
    "rest": gettext_lazy("余数与总数不符"),
    "headline": gettext_lazy("标题与正文不符"),
    "list_count": gettext_lazy("个数与所列不符"),
    "order": gettext_lazy("排名次序与数值不符"),
    "unit": gettext_lazy("万、亿单位写混"),
    "rounding": gettext_lazy("舍入不一致"),
    "atleast": gettext_lazy("“以上”与所列不符"),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """Words that prove a fault, and where they stand."""

    words: str
    at: int


@dataclass(frozen=True, slots=True)
class FaultShown:
    """A fault of a checked text: what is printed, what follows from the text, and how."""

    number: int
    at: int
    text: str
    expected: str
    rule: str
    sum: str
    because: list[Proof]

    @property
    def line(self) -> str:
        """Return the fault as one line of a list that is sent to the writer."""
        named = {"n": self.number, "text": self.text, "expected": self.expected, "rule": self.rule}
        said = _("%(n)s. 印作 %(text)s，应为 %(expected)s：%(rule)s") % named
        proof = self.sum or "、".join(each.words for each in self.because)
        return f"{said}（{proof}）" if proof else said


@dataclass(frozen=True, slots=True)
class Checked:
    """A text that was checked: its pieces with faults and proofs marked."""

    text: str
    checked: int
    faults: list[FaultShown]
    pieces: list[Piece]
    name: str = ""
    note: str = ""

    @property
    def verdict(self) -> str:
        """Return in one line what was recomputed and what came of it."""
        named = {"n": self.checked, "m": len(self.faults)}
        if self.faults:
            said = ngettext("重算 %(n)s 个关系", "重算 %(n)s 个关系", self.checked)
            return said % named + _("，%(m)s 处对不上") % named
        if self.checked:
            said = ngettext("重算 %(n)s 个关系", "重算 %(n)s 个关系", self.checked)
            return said % named + _("，都对得上")
        return _("没有可以重算的关系")

    @property
    def listing(self) -> str:
        """Return the list of faults as text to copy."""
        head = f"{self.name}：{self.verdict}" if self.name else self.verdict
        return "\n".join([head, *(fault.line for fault in self.faults)])


def rule_words(rule: str) -> str:
    """Return a rule of the checker in words."""
    return str(RULES.get(rule, rule))


def check(text: str, *, name: str = "", note: str = "") -> Checked:
    """Recompute what a text itself allows; nothing is kept."""
    result = check_document(text)
    faults = [_shown(number, row, text) for number, row in enumerate(result["faults"], 1)]
    pieces = cut(text, 0, len(text), _marks(result["faults"], faults))
    return Checked(text, result["checked"], faults, pieces, name, note)


def _shown(number: int, row: dict[str, Any], text: str) -> FaultShown:
    because = [Proof("".join(text[a:b].split()), a) for a, b in row["because"]]
    expected = str(row["expected"])
    way = derivation(row["rule"], expected, [each.words for each in because])
    words = "".join(row["text"].split())
    return FaultShown(number, row["start"], words, expected, rule_words(row["rule"]), way, because)


def _marks(rows: Iterable[dict[str, Any]], faults: Iterable[FaultShown]) -> list[Mark]:
    """Return faults and proofs as marks; of spans that overlap a fault goes before a proof."""
    proves: dict[tuple[int, int], list[int]] = defaultdict(list)
    wrong: dict[tuple[int, int], FaultShown] = {}
    for row, fault in zip(rows, faults, strict=True):
        wrong[row["start"], row["end"]] = fault
        for low, high in row["because"]:
            proves[low, high].append(fault.number)
    marks = []
    for low, high in {*wrong, *proves}:
        told = wrong.get((low, high))
        numbers = proves.get((low, high), [])
        to = told.number if told else numbers[0]
        title = told.line if told else _("第 %(n)s 处的依据") % {"n": "、".join(map(str, numbers))}
        marks.append(
            Mark(low, high, "bad" if told else "proof", told.number if told else 0,
                 f"#fault-{to}", title, " ".join(map(str, numbers)))
        )  # fmt: skip
    return _parted(marks)


def _parted(marks: list[Mark]) -> list[Mark]:
    """Return marks in order without those that overlap one that matters more."""
    kept: list[Mark] = []
    faults = [mark for mark in marks if mark.css == "bad"]
    for mark in sorted(marks, key=lambda each: (each.css != "bad", each.start, -each.end)):
        beside = faults if mark.css != "bad" else kept
        if all(mark.end <= each.start or each.end <= mark.start for each in beside):
            kept.append(mark)
    return sorted(kept, key=lambda mark: (mark.start, -mark.end))
