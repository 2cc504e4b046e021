"""Relations (勾稽关系): one recomputation of one printed figure from others of the text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import Span, agrees, mistyped, rounded, wrong_unit

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num


@dataclass(frozen=True, slots=True)
class Relation:
    """`result` recomputed from `inputs`; `sure` when the sentence itself names the inputs."""

    rule: str
    result: Num
    inputs: tuple[Num, ...]
    holds: bool
    expected: Decimal
    sure: bool


@dataclass(frozen=True, slots=True)
class Try:
    """A possible recomputation; strength 2: the sentence names it, 1: its structure, 0: a guess."""

    inputs: tuple[Num, ...]
    span: Span
    strength: int


def judge(rule: str, result: Num, tries: list[Try]) -> Relation | None:
    """The first try that agrees; else the strongest that tells of an error; else nothing."""
    for attempt in tries:
        if agrees(abs(result.value), result.step, attempt.span):
            return _relation(rule, result, attempt, holds=True)
    strong = [attempt for attempt in tries if attempt.strength == 2]
    likely = [
        attempt
        for attempt in tries
        if attempt.strength == 1
        and (
            mistyped(result.value, attempt.span.middle, result.step)
            or wrong_unit(result.value, attempt.span.middle)
        )
    ]
    for attempt in (*strong, *likely):
        return _relation(rule, result, attempt, holds=False)
    return None


def _relation(rule: str, result: Num, attempt: Try, *, holds: bool) -> Relation:
    expected = result.value if holds else rounded(attempt.span.middle, result.step)
    if not holds and wrong_unit(result.value, attempt.span.middle):
        expected = attempt.span.middle
    return Relation(rule, result, attempt.inputs, holds, expected, attempt.strength == 2)


def quotient(above: Num, below: Num) -> Span | None:
    """above / below as an interval."""
    a, b = above.span, below.span
    if b.low <= 0:
        return None
    return Span(a.low / b.high, a.high / b.low)


def growth(now: Num, before: Num) -> Span | None:
    """|now / before - 1| as an interval."""
    ratio = quotient(now, before)
    if ratio is None:
        return None
    low, high = ratio.low - 1, ratio.high - 1
    return Span(low, high) if low >= 0 else Span(max(-high, Decimal(0)), -low)


def gap(one: Num, other: Num) -> Span:
    """|one - other| as an interval; printed figures are subtracted as printed."""
    value = abs(one.value - other.value)
    slack = Decimal(0) if one.unit == "count" else max(one.step, other.step) / 2
    return Span(value - slack, value + slack)


def comparable(one: Num, other: Num) -> bool:
    """Same unit, and for counts the same counting word."""
    return one.unit == other.unit and one.word == other.word
