"""Shown (页面数据): papers and back-tests as the pages print them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gaoxin.review.core.backtest import AS_PROMISED, by_result
from gaoxin.review.core.explain import result_words
from gaoxin.review.core.papers.paper import Figure, Heading, Table
from gaoxin.review.core.scheme.compiled import rule_of
from gaoxin.review.queries import language
from gaoxin.rulebook.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from gaoxin.review.core.backtest import Backtest, Kept, Prediction
    from gaoxin.review.core.papers.paper import Paper, Part
    from gaoxin.review.papers.looking import LookedBack
    from gaoxin.rulebook.tree import Cite

DASH = "—"


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a paper: its characters, and the key where it is a number of the review."""

    text: str
    key: str = ""


def blocks(paper: Paper) -> list[dict[str, Any]]:
    """Return the blocks of a paper for a template."""
    found: list[dict[str, Any]] = []
    for block in paper.blocks:
        if isinstance(block, Heading):
            found.append({"kind": "heading", "text": block.text})
        elif isinstance(block, Table):
            rows = [[_word(cell) for cell in row] for row in block.rows]
            found.append({"kind": "table", "heads": block.heads, "rows": rows})
        else:
            parts = [_word(part) for part in block.parts]
            found.append({"kind": "paragraph", "align": block.align, "parts": parts})
    return found


def _word(part: Part) -> Word:
    return Word(part.text, part.key) if isinstance(part, Figure) else Word(part)


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of a back-test in words."""

    line: Kept
    label: str
    unit: str
    promised: str
    actual: str
    per_cent: str
    band: str
    band_now: str
    lacks: str


def lines(found: LookedBack) -> list[Line]:
    """Return the figures of a back-test in words."""
    score = found.test.then
    terms = rule_of(score.scheme, score.case.type).terms
    return [
        Line(
            line=line,
            label=terms[line.figure].label(language()),
            unit=_unit(line.figure, terms[line.figure].label(language())),
            promised=plain(line.promised),
            actual=DASH if line.actual is None else plain(line.actual),
            per_cent="" if line.per_cent is None else f"{plain(line.per_cent)}%",
            band=_band(line.band),
            band_now=_band(line.band_now),
            lacks=_lacks(line.lacks),
        )
        for line in found.test.lines
    ]


def _unit(figure: str, label: str) -> str:
    """Return the unit of a figure; none where its name holds it already."""
    if label.endswith(("）", ")")):
        return ""
    if figure.endswith("_wan_per_mu"):
        return _("万元/亩")
    return _("亿元") if figure.endswith("_yi") else _("万元")


def _band(band: Cite | None) -> str:
    if band is None:
        return DASH
    return band.en if language() == "en" and band.en else band.zh


def _lacks(names: Iterable[str]) -> str:
    words = {
        "invested": _("台账没有完成投资"), "tax": _("台账没有税收"),
        "output": _("台账没有产值"), "area": _("没有用地面积，按提报亩数算"),
    }  # fmt: skip
    return "；".join(words[name] for name in names)


def totals(found: LookedBack) -> dict[str, str]:
    """Return the scores then and now, with their results."""
    then, now = found.test.then, found.test.now
    area = found.test.area
    return {
        "then": str(then.total),
        "then_result": result_words(then.scheme, then.outcome.result, language()),
        "now": str(now.total),
        "now_result": result_words(now.scheme, now.outcome.result, language()),
        "area": DASH if area is None else plain(area),
        "area_promised": "1" if found.test.area_basis == AS_PROMISED else "",
    }


@dataclass(frozen=True, slots=True)
class Told:
    """How often a band, or a result, was kept, in words."""

    version: str
    name: str
    band: str
    cases: int
    known: int
    kept: int
    per_cent: Decimal | None


def bands(found: Sequence[Prediction], due: Sequence[Backtest]) -> list[Told]:
    """Return how often each band was kept, by version and indicator."""
    labels = {
        (test.then.scheme.version, item.id): item.words.label(language())
        for test in due
        for item in test.then.scheme.indicators.values()
    }
    return [
        Told(p.version, labels[p.version, p.name], _band(p.band), p.cases, p.known, p.kept,
             p.per_cent)
        for p in found
    ]  # fmt: skip


def results(due: Sequence[Backtest]) -> list[Told]:
    """Return for each version and result how often every promise was kept."""
    schemes = {test.then.scheme.version: test.then.scheme for test in due}
    return [
        Told(p.version, result_words(schemes[p.version], p.name, language()), "", p.cases,
             p.known, p.kept, p.per_cent)
        for p in by_result(due)
    ]  # fmt: skip


def sheet(found: Sequence[LookedBack]) -> tuple[list[str], list[list[Any]]]:
    """Return the list of back-tests as heads and rows of a workbook."""
    heads = [
        _("评审编号"), _("项目"), _("方案版本"), _("决定日"), _("满三年日"), _("指标"), _("单位"),
        _("承诺"), _("实际"), _("兑现率 %"), _("承诺所在档"), _("实际所在档"), _("缺什么"),
    ]  # fmt: skip
    rows = [
        [
            each.review.code, each.review.project.name, each.test.then.scheme.version,
            each.meeting.held_on, each.due_on, line.label, line.unit, line.line.promised,
            line.line.actual, line.line.per_cent, line.band, line.band_now, line.lacks,
        ]
        for each in found
        for line in lines(each)
    ]  # fmt: skip
    return heads, rows
