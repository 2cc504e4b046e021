"""Derivation (算式): how the figures that prove a fault give the figure expected.

Pure: the printed figures in, `41个 ÷ 64个 = 64.06% ≈ 64.1%` out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations
from typing import TYPE_CHECKING

from gaoxin.lib.money import round_half_up
from gaoxin.read.core.check.numbers import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_PAIRED = 6  # figures of which pairs are tried
MOST_DIGITS = 18  # of a figure; no bulletin has more
MOST_ADDED = 24  # figures that are added up
ONE = Decimal(1)
HUNDRED = Decimal(100)
_BARE = re.compile(r"-?[\d,]*\d(?:\.\d+)?")
_DIVIDED = ("rate", "share", "completion", "average", "times", "unit")
_GROWN = ("growth",)


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as printed, its value, and the value of one of its last digit."""

    text: str
    value: Decimal
    step: Decimal
    scale: Decimal
    ratio: bool


def derivation(rule: str, expected: str, because: Sequence[str]) -> str:
    """Return the calculation from the proving figures to the expected one, or nothing."""
    wanted = _printed(expected)
    inputs = [figure for text in because[:MOST_ADDED] if (figure := _printed(text))]
    if wanted is None or len(inputs) < 2 or wanted.step <= 0:
        return ""
    if max(each.value.adjusted() for each in (wanted, *inputs)) > MOST_DIGITS:
        return ""
    for words, value in _calculations(rule, inputs, wanted):
        if abs(abs(value) - abs(wanted.value)) <= wanted.step:
            return f"{words} = {_result(abs(value), wanted)}"
    return ""


def _printed(text: str) -> Printed | None:
    text = "".join(text.split())
    found = numbers(text)
    if len(found) == 1:
        num = found[0]
        ratio = num.unit in {"ratio", "pp"}
        return Printed(text, num.value, num.step, num.scale, ratio)
    bare = _BARE.fullmatch(text)
    if bare is None:
        return None
    value = Decimal(text.replace(",", ""))
    step = ONE.scaleb(-len(text.partition(".")[2]))
    return Printed(text, value, step, ONE, ratio=False)


def _calculations(
    rule: str, inputs: list[Printed], wanted: Printed
) -> Iterator[tuple[str, Decimal]]:
    """Yield calculations, those that the rule means first."""
    several = len(inputs) <= MOST_PAIRED
    ways = [_added, _divided if several else _none, _grown if several else _none, _scaled]
    if rule in _GROWN:
        ways = [ways[2], ways[1], ways[0], ways[3]]
    elif rule in _DIVIDED:
        ways = [ways[1], ways[0], ways[2], ways[3]]
    for way in ways:
        for words, value in way(inputs):
            yield words, value
            if wanted.text.endswith("个百分点") or not (wanted.ratio or wanted.scale != ONE):
                yield words, value * HUNDRED  # points, and a column of rates without its sign


def _none(_inputs: list[Printed]) -> Iterator[tuple[str, Decimal]]:
    yield from ()


def _added(inputs: list[Printed]) -> Iterator[tuple[str, Decimal]]:
    if len({each.ratio for each in inputs}) > 1:
        return
    total = sum((each.value for each in inputs), Decimal(0))
    yield " + ".join(each.text for each in inputs), total
    for whole in inputs:
        rest = [each for each in inputs if each is not whole]
        words = " − ".join(each.text for each in (whole, *rest))
        yield words, whole.value - (total - whole.value)


def _divided(inputs: list[Printed]) -> Iterator[tuple[str, Decimal]]:
    for one, other in permutations(inputs, 2):
        if other.value:
            yield f"{one.text} ÷ {other.text}", one.value / other.value


def _grown(inputs: list[Printed]) -> Iterator[tuple[str, Decimal]]:
    for now, before in permutations(inputs, 2):
        if before.value:
            words = f"（{now.text} − {before.text}）÷ {before.text}"
            yield words, (now.value - before.value) / before.value


def _scaled(inputs: list[Printed]) -> Iterator[tuple[str, Decimal]]:
    """A level from a rate or a growth and another level."""
    if len(inputs) != 2:
        return
    for level, rate in permutations(inputs, 2):
        if not rate.ratio or level.ratio:
            continue
        yield f"{level.text} × {rate.text}", level.value * rate.value
        yield f"{level.text} ×（1 + {rate.text}）", level.value * (ONE + rate.value)
        if ONE + rate.value:
            yield f"{level.text} ÷（1 + {rate.text}）", level.value / (ONE + rate.value)


def _result(value: Decimal, wanted: Printed) -> str:
    """Return the value with a digit more than printed, and the printed one where it differs."""
    number = _BARE.search(wanted.text)
    if number is None:
        return wanted.text
    tail = wanted.text[number.end() :]
    digits = len(number.group().partition(".")[2]) + 1
    exact = round_half_up(value / (wanted.scale or ONE), digits)
    shown = f"{exact:,f}".rstrip("0").rstrip(".") + tail
    plain = wanted.text.replace(",", "").removeprefix("-")
    return wanted.text if shown.replace(",", "") == plain else f"{shown} ≈ {wanted.text}"
