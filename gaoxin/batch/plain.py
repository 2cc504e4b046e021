"""Plain engine (逐行引擎): the Python evaluator row by row, with the columns of `verdicts`."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from gaoxin.batch.amounts import columns, kind
from gaoxin.batch.columns import MICRO, NUMBER, OPEN
from gaoxin.rulebook.evaluate import Record
from gaoxin.rulebook.tree import All, AnyOf, Compare, Condition
from gaoxin.rulebook.verdict import NOT_APPLICABLE, Finding, assess, explain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gaoxin.rulebook.rule import Rule
    from gaoxin.rulebook.verdict import Verdict

_PLACES = Decimal("0.000001")
_NUMBER = re.compile(NUMBER)


def row_of(rule: Rule, values: Mapping[str, Any], *, recheck: bool = False) -> dict[str, Any]:
    """Return one row of the result for one record of raw values.

    Numbers are read to six places, as the batch engines do.
    """
    read = {
        name: _six(value) if _counts(rule, name) else _worded(value)
        for name, value in values.items()
        if name in rule.terms
    }
    verdict = assess(rule, read, recheck=recheck)
    applies = verdict.outcome != NOT_APPLICABLE
    score = verdict.score if applies else None
    row: dict[str, Any] = {
        "verdict": str(verdict.outcome),
        "score_low": None if score is None else float(score[0]),
        "score_high": None if score is None else float(score[1]),
    }
    for leaf in _leaves(rule, verdict, recheck=recheck):
        row[f"gap_{leaf.cite.id}"] = _gap(leaf)
    paid = {amount.cite.id: amount for amount in verdict.amounts}
    for amount in rule.amounts:
        found = paid.get(amount.cite.id)
        ends = (None, None) if found is None else (found.low, found.high)
        row |= zip(columns(amount), ends, strict=True)
    row["first_unmet"] = verdict.unmet[0].cite.id if verdict.unmet and applies else None
    return row


def kinds(rule: Rule, *, recheck: bool = False) -> dict[str, str]:
    """Return the columns of the result with their types."""
    found = dict.fromkeys(row_of(rule, {}, recheck=recheck), "float64")
    for amount in rule.amounts:
        found |= dict.fromkeys(columns(amount), kind(amount))
    return found | {"verdict": "string", "first_unmet": "string"}


def _counts(rule: Rule, name: str) -> bool:
    term = rule.terms[name]
    return term.is_number and not term.levels


def _worded(value: Any) -> Any:
    """Return a text without blanks at its ends; one of blanks alone is no value."""
    return (value.strip() or None) if isinstance(value, str) else value


def _six(value: Any) -> Decimal | None:
    """Return a number to six places; None for what is no number, or out of bounds."""
    if value is None or isinstance(value, bool):
        return None
    text = repr(value) if isinstance(value, float) else str(value).strip().replace(",", "")
    if not _NUMBER.match(text):
        return None
    number = Decimal(text)
    # Tested before rounding: a number of three hundred digits cannot be held to six places.
    inside = abs(number) < OPEN // MICRO
    return number.quantize(_PLACES, ROUND_HALF_UP) if inside else None


def _leaves(rule: Rule, verdict: Verdict, *, recheck: bool) -> Iterator[Finding]:
    record = Record(rule, verdict.facts, recheck=recheck)
    tops: list[Condition] = [n for n in (rule.applies, rule.conditions) if n is not None]
    tops += [choice.when for choice in rule.choices if choice.when is not None]
    for top in tops:
        yield from _below(explain(top, record))


def _below(finding: Finding) -> Iterator[Finding]:
    if isinstance(finding.node, All | AnyOf):
        for part in finding.parts:
            yield from _below(part)
    else:
        yield finding


def _gap(leaf: Finding) -> float | None:
    if isinstance(leaf.node, Compare):
        return None if leaf.gap is None else float(leaf.gap)
    return None if leaf.truth is None else float(not leaf.truth)
