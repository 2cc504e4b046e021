"""Words (说明文字): a verdict in sentences, Chinese or English: what was found, what is missing."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Any

from gaoxin.rulebook.tree import All, AnyOf, Compare, Fact, Is, Node, ParamIs, Score, Unresolved
from gaoxin.rulebook.units import UNITS
from gaoxin.rulebook.verdict import FAIL, NOT_APPLICABLE, PASS, UNDETERMINED, Finding, unmet

if TYPE_CHECKING:
    from collections.abc import Callable

    from gaoxin.rulebook.evaluate import Interval
    from gaoxin.rulebook.rule import Rule
    from gaoxin.rulebook.verdict import Verdict

SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "=", "ne": "≠"}
_GAPS = {"percent": "pp"}
"""A difference of percentages is in percentage points."""
MOST_NAMED = 6
"""How many of the data that a score lacks are named; the rest are counted."""
CENT = Decimal("0.01")
WIDE = Context(prec=100)
_YES = {"zh": {True: "是", False: "否"}, "en": {True: "yes", False: "no"}}
OUTCOMES = {
    PASS: ("符合", "pass"),
    FAIL: ("不符合", "fail"),
    UNDETERMINED: ("待定", "undetermined"),
    NOT_APPLICABLE: ("不适用", "not applicable"),
}


def plain(value: Decimal) -> str:
    """Return a number without exponent and without trailing zeros.

    >>> plain(Decimal("1500.00"))
    '1500'
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def brief(value: Decimal, limit: Decimal | None = None) -> Decimal:
    """Return a number to two decimals, half up; in full where two would put it past its limit.

    >>> brief(Decimal("19.778448"), Decimal(20)), brief(Decimal("19.9984"), Decimal(20))
    (Decimal('19.78'), Decimal('19.9984'))
    """
    short = value.quantize(CENT, ROUND_HALF_UP, WIDE)
    if limit is None:
        return short if short or not value else value
    return short if (short > limit, short < limit) == (value > limit, value < limit) else value


def quantity(value: Decimal, unit: str, language: str = "zh") -> str:
    """Return a number with its unit."""
    found = UNITS[unit]
    words = found.en if language == "en" else found.zh
    tight = words in {"", "%", "‰"}
    return f"{plain(value)}{words}" if tight else f"{plain(value)} {words}"


def interval(value: Interval, unit: str, language: str = "zh") -> str:
    """Return an interval: one number, `a–b`, or the word for unknown."""
    low, high = value
    if low is not None and low == high:
        return quantity(low, unit, language)
    if low is None or high is None:
        return "unknown" if language == "en" else "未知"
    return f"{plain(low)}–{quantity(high, unit, language)}"


def term_label(rule: Rule, name: str, language: str = "zh") -> str:
    """Return the words for a fact or parameter (`param:…`) of a rule."""
    if name.startswith("param:"):
        parameter = rule.parameters[name.removeprefix("param:")]
        return parameter.en if language == "en" else parameter.zh
    return rule.terms[name].label(language)


def label(rule: Rule, finding: Finding, language: str = "zh") -> str:
    """Return the words for a condition: its own, else those of what it compares."""
    own = finding.cite.en if language == "en" else finding.cite.zh
    return own or node_label(rule, finding.node, language)


def node_label(rule: Rule, node: Node, language: str = "zh") -> str:
    """Return the words for a node without words of its own."""
    if isinstance(node, Compare):
        return node_label(rule, node.left, language)
    if isinstance(node, Fact | Is):
        return term_label(rule, node.name, language)
    if isinstance(node, ParamIs):
        return term_label(rule, f"param:{node.name}", language)
    if isinstance(node, Score):
        total = "total score" if language == "en" else "总分"
        return _group_label(rule, node, language) if node.group else total
    if isinstance(node, Unresolved):
        return node.text
    return "condition" if language == "en" else "条件"


def _group_label(rule: Rule, node: Score, language: str) -> str:
    path = f"{node.table}.{node.group}"
    cite = next(g.cite for g in rule.tables[node.table].groups if g.cite.id == path)
    own = cite.en if language == "en" else cite.zh
    return f"{own or node.group}{' points' if language == 'en' else '得分'}"


def value_text(rule: Rule, finding: Finding, language: str = "zh") -> str:
    """Return the value that was found, in words; empty where there is none."""
    node, value = finding.node, finding.value
    if isinstance(node, Compare):
        if not isinstance(value, tuple) or value == (None, None):
            return ""
        return _level(rule, node, value[0]) or interval(_short(value, finding), node.unit, language)
    if isinstance(value, bool):
        return _YES[language][value]
    return str(value) if value is not None else ""


def _short(value: Interval, finding: Finding) -> Interval:
    """Return a found number as it is printed beside its limit; an interval stays whole."""
    low, high = value
    if low is None or low != high:
        return value
    limit = finding.threshold[0] if finding.threshold else None
    return brief(low, limit), brief(low, limit)


def threshold_text(rule: Rule, finding: Finding, language: str = "zh") -> str:
    """Return what is required, such as `≥ 1500 万元`."""
    node = finding.node
    if isinstance(node, Compare):
        limit = finding.threshold or (None, None)
        words = _level(rule, node, limit[0]) or interval(limit, node.unit, language)
        return f"{SIGNS[node.op]} {words}"
    values: tuple[Any, ...] = node.values if isinstance(node, Is) else ()
    if isinstance(node, ParamIs):
        values = (node.value,)
    return "/".join(_YES[language][v] if isinstance(v, bool) else str(v) for v in values)


def _level(rule: Rule, node: Compare, value: Decimal | None) -> str:
    """Return the name of an ordered level; empty for plain numbers."""
    if not isinstance(node.left, Fact) or value is None:
        return ""
    levels = rule.terms[node.left.name].levels
    return levels[int(value)] if levels else ""


def sentence(rule: Rule, finding: Finding, language: str = "zh") -> str:
    """Return one condition as a clause: what, value, threshold, gap."""
    name = label(rule, finding, language)
    node = finding.node
    if isinstance(node, Unresolved):
        return f"{node.text}"
    if isinstance(node, All | AnyOf) or finding.parts:
        return name
    have, need = value_text(rule, finding, language), threshold_text(rule, finding, language)
    need += _data_lacking(rule, finding, language)
    if not have:
        return (
            f"{name}: no data (needs {need})" if language == "en" else f"{name}缺数据（须 {need}）"
        )
    text = f"{name} {have}, needs {need}" if language == "en" else f"{name} {have}，须 {need}"
    if isinstance(node, Compare) and finding.gap is not None and finding.gap > 0:
        gap = quantity(brief(finding.gap), _GAPS.get(node.unit, node.unit), language)
        if not _level(rule, node, Decimal(0)):
            text += f", short by {gap}" if language == "en" else f"，差 {gap}"
    return text


def _data_lacking(rule: Rule, finding: Finding, language: str) -> str:
    """Return which data an open score or derived number lacks; empty where its name says it."""
    node = finding.node
    own = node.left.name if isinstance(node, Compare) and isinstance(node.left, Fact) else ""
    names = [name for name in finding.missing if name != own]
    if finding.truth is not None or not names or not isinstance(node, Compare):
        return ""
    words = [term_label(rule, name, language) for name in names[:MOST_NAMED]]
    more = len(names) - len(words)
    if language == "en":
        return f", no data on {', '.join(words)}" + (f" and {more} more" if more else "")
    return f"，缺 {'、'.join(words)}" + (f" 等 {len(names)} 项" if more else "")


def lacking(
    verdict: Verdict, language: str = "zh", *, order: Callable[[Finding], Any] | None = None
) -> str:
    """Return in one sentence what is missing (差什么); empty where nothing is.

    For a level reached it is what the next level asks; a class or light that is settled lacks
    nothing. For an open outcome it is what would settle it. Of alternatives the nearest is told:
    by `distance`, or by another order.
    """
    clauses = [
        clause
        for finding in _wanting(verdict)
        for clause in _clauses(verdict.rule, finding, language, order or distance)
    ]
    if verdict.unstated:
        clauses.append(verdict.rule.unstated_en if language == "en" else verdict.rule.unstated_zh)
    stop = "; " if language == "en" else "；"
    return stop.join(clause for clause in dict.fromkeys(clauses) if clause)


def _wanting(verdict: Verdict) -> list[Finding]:
    failed = [finding for finding in verdict.findings if finding.truth is not True]
    if not verdict.rule.choices or verdict.outcome == NOT_APPLICABLE:
        return failed
    if verdict.outcome == UNDETERMINED:
        return [finding for finding in failed if finding.truth is None]
    return failed[-1:] if verdict.rule.head.kind == "levels" else []


def _clauses(
    rule: Rule, finding: Finding, language: str, order: Callable[[Finding], Any]
) -> list[str]:
    """Return the clauses of what keeps a finding from holding; of alternatives, the nearest."""
    if finding.truth is True:
        return []
    if isinstance(finding.node, All) and finding.parts:
        parts = finding.parts
        if finding.truth is None:
            parts = tuple(part for part in parts if part.truth is None)
        return [text for part in parts for text in _clauses(rule, part, language, order)]
    if isinstance(finding.node, AnyOf) and finding.parts:
        ways = [part for part in finding.parts if part.truth is finding.truth]
        texts = _clauses(rule, min(ways, key=order), language, order)
        others = len(ways) - 1
        if others and texts:
            zh, en = f"（或另 {others} 条途径之一）", f" (or one of {others} other ways)"
            texts[-1] += en if language == "en" else zh
        return texts
    return [sentence(rule, finding, language)]


def distance(finding: Finding) -> tuple[int, int, Decimal]:
    """Return how far a finding is from holding: failed conditions, open ones, relative gap."""
    leaves = unmet(finding)
    gap = Decimal(0)
    for leaf in leaves:
        limit = leaf.threshold[0] if leaf.threshold else None
        if leaf.gap is not None and leaf.gap > 0 and limit:
            gap += leaf.gap / abs(limit)
    failed = sum(leaf.truth is False for leaf in leaves)
    return failed, len(leaves) - failed, gap
