"""Explanation (打分说明): a score in sentences, in two languages: what was met, why so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.review.core.average import decimal_of
from gaoxin.review.core.scheme.compiled import rule_of
from gaoxin.review.core.scheme.model import UNDETERMINED, VETO
from gaoxin.rulebook.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaoxin.review.core.scheme.model import Scheme
    from gaoxin.review.core.score import Mark, Score

_STOP = {"zh": "；", "en": "; "}
_LIST = {"zh": "、", "en": ", "}


def result_words(scheme: Scheme, result: str, language: str = "zh") -> str:
    """Return the words for a result; English keeps the code's own word."""
    if language == "en":
        return result.replace("_", " ")
    return "待定" if result == UNDETERMINED else scheme.decision.results[result]


def mark_line(found: Score, mark: Mark, language: str = "zh") -> str:
    """Return one indicator in a line: marks of full marks, and the band, class or gap behind it."""
    item = found.scheme.indicators[mark.indicator]
    head = f"{item.words.label(language)} {plain(decimal_of(mark.value, 2))}/{plain(mark.full)}"
    return f"{head}{_STOP[language]}{_why(found, mark, language)}"


def _why(found: Score, mark: Mark, language: str) -> str:
    item = found.scheme.indicators[mark.indicator]
    if item.kind == "panel":
        return _judged(found, mark, language)
    if mark.missing:
        names = _LIST[language].join(_label(found, name, language) for name in mark.missing)
        ends = f"{plain(decimal_of(mark.low, 2))}–{plain(decimal_of(mark.high, 2))}"
        if language == "en":
            return f"no data: {names}; counts 0 now, {ends} possible"
        return f"缺数据：{names}，暂按 0 分，补齐后为 {ends} 分"
    met = ""
    if mark.because is not None:
        met = mark.because.en if language == "en" and mark.because.en else mark.because.zh
    if item.kind == "band":
        name = item.inputs[found.case.type]
        value = found.case.facts.get(name)
        shown = "" if value is None else f"{with_unit(found.scheme, name, f'{value}', language)} "
        return f"{_label(found, name, language)} {shown}{met}"
    return met


def with_unit(scheme: Scheme, figure: str, value: str, language: str = "zh") -> str:
    """Return a figure's value with its unit; English tells units in the figure's name."""
    unit = scheme.unit_of(figure)
    if unit == "%":
        return f"{value}%"
    return value if language == "en" or not unit else f"{value} {unit}"


def _judged(found: Score, mark: Mark, language: str) -> str:
    if mark.missing:
        least = found.scheme.panel.min_valid
        if language == "en":
            return f"not judged: at least {least} experts are needed"
        return f"尚无评判：至少 {least} 位专家有效"
    levels = _LIST[language].join(
        str(found.case.sheets[place][mark.indicator]) for place in found.panel.counted
    )
    return f"levels {levels}" if language == "en" else f"专家等级 {levels}"


def _label(found: Score, name: str, language: str) -> str:
    terms = rule_of(found.scheme, found.case.type).terms
    return terms[name].label(language) if name in terms else name


def because(found: Score, language: str = "zh") -> str:
    """Return in a few sentences why the result is what it is."""
    return _STOP[language].join(_reasons(found, language))


def _reasons(found: Score, language: str) -> Iterator[str]:
    english = language == "en"
    outcome, scheme = found.outcome, found.scheme
    for name in found.case.vetoes:
        veto = scheme.vetoes[name]
        yield f"veto {name} ({veto.by})" if english else f"{name} {veto.words.zh}（{veto.by}）"
    if found.tier is None:
        names = _LIST[language].join(_label(found, n, language) for n in found.missing_figures)
        yield f"size not settled: {names}" if english else f"缺数据，分不出档：{names}"
    else:
        yield from _line_words(found, found.tier, language)
    for name in outcome.below_floor:
        words = scheme.dimensions[name].words.label(language)
        value = found.dims[name]
        if english:
            yield f"{words} {value} is below its floor, so at most conditional"
        else:
            yield f"{words} {value} 分，低于单项下限，最高为{result_words(scheme, 'conditional')}"
    if len(found.possible) > 1 and outcome.result != VETO:
        words = _LIST[language].join(result_words(scheme, r, language) for r in found.possible)
        yield f"still possible: {words}" if english else f"数据补齐后仍可能：{words}"
    if outcome.borderline and outcome.result != VETO:
        near = result_words(scheme, outcome.borderline, language)
        yield f"near the line of {near}: second reading" if english else f"临近{near}线，须二读"


def _line_words(found: Score, tier: str, language: str) -> Iterator[str]:
    scheme, by_line = found.scheme, found.outcome.by_line
    label = scheme.tiers[tier].words.label(language)
    lines = scheme.decision.lines[tier]
    if by_line in lines:
        reached = result_words(scheme, by_line, language)
        if language == "en":
            yield f"{label} ({tier}): {found.total} reaches {reached} at {lines[by_line]}"
        else:
            yield f"{label}（{tier}）{found.total} 分，达到{reached}线 {lines[by_line]} 分"
        return
    least = min(lines.values())
    if language == "en":
        yield f"{label} ({tier}): {found.total} is below every line, the lowest being {least}"
    else:
        yield f"{label}（{tier}）{found.total} 分，低于最低线 {least} 分"
