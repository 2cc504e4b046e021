"""Relations (勾稽关系): one recomputation of one printed figure from others of the text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import Span, agrees, mistyped, rounded, wrong_unit
from gaoxin.read.core.check.slips import within

if TYPE_CHECKING:
    from collections.abc import Callable

    from gaoxin.read.core.check.numbers import Num

    Undo = Callable[[Span, tuple[Num, ...]], tuple[Span, ...]]


OPEN = 6  # printed values that rounded inputs may leave open


@dataclass(frozen=True, slots=True)
class Relation:
    """`result` recomputed from `inputs`; `sure` when the sentence itself names the inputs.

    A `hint` does not hold either, yet is too weak to be told unless another relation agrees.
    """

    rule: str
    result: Num
    inputs: tuple[Num, ...]
    holds: bool
    expected: Decimal
    sure: bool
    wanted: tuple[Span, ...] = ()  # what each input would have to be
    hint: bool = False


@dataclass(frozen=True, slots=True)
class Try:
    """A possible recomputation; strength 2: the sentence names it, 1: its structure, 0: a guess."""

    inputs: tuple[Num, ...]
    span: Span
    strength: int
    undo: Undo | None = None  # from the result to what each input would have to be
    explicit: bool = False  # whether a strong try tells of an error that no slip explains


def judge(rule: str, result: Num, tries: list[Try]) -> Relation | None:
    """The try that is right, or the one that tells of an error, or nothing.

    A guess confirms nothing when a slip of the pen explains why the named figures disagree.
    """
    agreeing = [t for t in tries if agrees(abs(result.value), result.step, t.span)]
    named = next((t for t in agreeing if t.strength), None)
    if named is not None:
        return _relation(rule, result, named, holds=True)
    strong = [t for t in tries if t.strength == 2]
    slipped = next((t for t in strong if slip(result, t)), None)
    if agreeing and slipped is None:
        return _relation(rule, result, agreeing[0], holds=True)
    likely = [t for t in tries if t.strength == 1 and slip(result, t)]
    explicit = [t for t in strong if t.explicit]
    for attempt in (*([slipped] if slipped else []), *explicit, *likely):
        return _relation(rule, result, attempt, holds=False)
    hint = next((t for t in tries if t.strength), None)
    return replace(_relation(rule, result, hint, holds=False), hint=True) if hint else None


def slip(result: Num, attempt: Try) -> bool:
    """Whether one slip of the pen, in the result or in an input, explains the disagreement."""
    if any(_mistyped(result, right) for right in _printed(attempt.span, result.step or Decimal(1))):
        return True
    if wrong_unit(result.value, attempt.span.middle):
        return True
    pairs = zip(attempt.inputs, _wanted(result, attempt), strict=False)
    return any(within(num, span) for num, span in pairs)


def _mistyped(result: Num, right: Decimal) -> bool:
    """Whether a slip leads to the result; of one digit alone, only 0.09 for 0.90 is one."""
    if not mistyped(result.value, right, result.step):
        return False
    return abs(result.value) >= 10 * result.step or right == abs(result.value) * 10


def _printed(span: Span, step: Decimal) -> tuple[Decimal, ...]:
    """What might have been printed rightly: all that the rounding of the inputs leaves open."""
    first = (span.low / step).to_integral_value(ROUND_FLOOR)
    last = (span.high / step).to_integral_value(ROUND_HALF_UP)
    if last - first > OPEN:
        return span.middle, (span.middle / step).to_integral_value(ROUND_FLOOR) * step
    return tuple((first + i) * step for i in range(int(last - first) + 1))


def _wanted(result: Num, attempt: Try) -> tuple[Span, ...]:
    """What each input would have to be for the result to be right."""
    if attempt.undo is None or not result.value:
        return ()
    value, half = abs(result.value), Decimal(0) if result.exact else result.step / 2
    return attempt.undo(Span(value - half, value + 2 * half), attempt.inputs)


def _relation(rule: str, result: Num, attempt: Try, *, holds: bool) -> Relation:
    expected = result.value if holds else rounded(attempt.span.middle, result.step)
    if not holds and wrong_unit(result.value, attempt.span.middle):
        expected = attempt.span.middle
    wanted = () if holds else _wanted(result, attempt)
    sure = attempt.strength == 2
    return Relation(rule, result, attempt.inputs, holds, expected, sure, wanted)


def divided(above: Num, below: Num, strength: int, *, explicit: bool = True) -> list[Try]:
    """Above / below as a try."""
    span = quotient(above, below)
    inputs = (above, below)
    return [Try(inputs, span, strength, _undivided, explicit)] if span is not None else []


def undone_part(value: Span, inputs: tuple[Num, ...]) -> tuple[Span, ...]:
    """What the numerator alone would have to be."""
    return _undivided(value, inputs)[:1]


def _undivided(value: Span, inputs: tuple[Num, ...]) -> tuple[Span, ...]:
    a, b = inputs[0].span, inputs[1].span
    below = Span(a.low / value.high, a.high / value.low) if value.low > 0 else b
    return Span(value.low * b.low, value.high * b.high), below


def grown(
    now: Num, before: Num, strength: int, *, falls: bool, explicit: bool = False
) -> list[Try]:
    """|now / before - 1| as a try; `falls` when the words tell of a fall."""
    span = growth(now, before)
    undo = _fallen if falls else _risen
    return [Try((now, before), span, strength, undo, explicit)] if span is not None else []


def _risen(value: Span, inputs: tuple[Num, ...]) -> tuple[Span, ...]:
    return _shrunk(value, inputs, 1)


def _fallen(value: Span, inputs: tuple[Num, ...]) -> tuple[Span, ...]:
    return _shrunk(value, inputs, -1)


def _shrunk(value: Span, inputs: tuple[Num, ...], sign: int) -> tuple[Span, ...]:
    a, b = inputs[0].span, inputs[1].span
    low, high = sorted((1 + sign * value.low, 1 + sign * value.high))
    if low <= 0:
        return a, b
    return Span(b.low * low, b.high * high), Span(a.low / high, a.high / low)


def subtracted(
    one: Num,
    other: Num,
    strength: int,
    *,
    step: Decimal | None = None,
    explicit: bool = False,
) -> list[Try]:
    """|one - other| as a try; `step` of a result that is printed finer than its inputs."""
    span = gap(one, other)
    if step is not None and step < max(one.step, other.step):
        slack = (one.step + other.step) / 2
        span = Span(span.middle - slack, span.middle + slack)
    return [Try((one, other), span, strength, _added, explicit)]


def _added(value: Span, inputs: tuple[Num, ...]) -> tuple[Span, ...]:
    a, b = inputs[0].span, inputs[1].span
    if a.low < b.low:
        return Span(b.low - value.high, b.high - value.low), Span(
            a.low + value.low, a.high + value.high
        )
    return Span(b.low + value.low, b.high + value.high), Span(
        a.low - value.high, a.high - value.low
    )


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
    slack = Decimal(0) if one.exact and other.exact else max(one.step, other.step) / 2
    return Span(value - slack, value + slack)


def comparable(one: Num, other: Num) -> bool:
    """Same unit, and for counts the same counting word."""
    return one.unit == other.unit and one.word == other.word
