"""Averages and multiples (平均数与倍数) recomputed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import Span
from gaoxin.read.core.check.page import Sheet, before
from gaoxin.read.core.check.relations import Relation, Try, comparable, judge, quotient

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num

_AVERAGE = re.compile(r"平均|人均|户均|亩均|单个|每[个家户亩人]|均")


def average_relations(page: Sheet) -> list[Relation]:
    """人均, 亩均, 单个项目平均: a whole divided by a count or an area."""
    out: list[Relation] = []
    for num in page.nums:
        if num.role == "average" and num.mod is None:
            relation = judge("average", num, _average_tries(page, num))
            if relation is not None:
                out.append(relation)
    return out


def _average_tries(page: Sheet, num: Num) -> list[Try]:
    earlier = [n for n in before(page, num) if not n.is_ratio and n.mod is None][:8]
    wholes = [n for n in earlier if n.unit == num.unit and n.value > num.value]
    wholes = [
        n for n in wholes if n.role != "average" and (n.unit != "count" or n.word == num.word)
    ]
    counts = [n for n in earlier if (n.unit, n.word) != (num.unit, num.word)]
    tries: list[Try] = []
    for whole in wholes[:8]:
        for count in [n for n in counts if _divides(num, n)][:4]:
            near = whole.sentence == num.sentence == count.sentence
            first = count is counts[0] and (whole is wholes[0] or _alike(whole, num))
            tries += _divided(whole, count, 2 if near and first else 1 if first else 0)
    return tries


_PER = (("亩均", "亩"), ("人均", "人名位"), ("户均", "家户"), ("单个", "个家"), ("每家", "家户"))


def _divides(num: Num, count: Num) -> bool:
    """Whether 亩均, 人均, 户均 can mean a division by this count."""
    for label, words in _PER:
        if label in num.left:
            return bool(count.text) and count.text.rstrip("多余")[-1] in words
    return count.unit == "count" or "亩" in count.text


def _alike(one: Num, other: Num) -> bool:
    """Whether two figures speak of the same thing (总投资, 亩均投资)."""
    return bool(other.left) and other.left[-2:] in one.left


def _divided(whole: Num, count: Num, strength: int) -> list[Try]:
    number = count.value if count.unit == "count" else count.printed
    if not number:
        return []
    rough = count.unit == "count" and count.step > 1  # 1.92万户
    half = count.step / 2 if rough else Decimal(0)
    span = Span(whole.span.low / (number + half), whole.span.high / (number - half))
    return [Try((whole, count), span, strength)]


def times_relations(page: Sheet) -> list[Relation]:
    """是第五名的2.1倍, 是全区平均水平的2.3倍."""
    out: list[Relation] = []
    for num in page.nums:
        if num.role != "times" or num.mod is not None:
            continue
        earlier = [n for n in before(page, num) if not n.is_ratio and n.mod is None]
        tries: list[Try] = []
        for one in earlier[:12]:
            for other in earlier[:12]:
                if one is not other and comparable(one, other) and one.value > other.value > 0:
                    span = quotient(one, other)
                    if span is not None:
                        tries.append(Try((one, other), span, _strength(num, one, other)))
        relation = judge("times", num, tries)
        if relation is not None:
            out.append(relation)
    return out


def _strength(num: Num, one: Num, other: Num) -> int:
    """Named when the sentence says 平均 and the divisor is the only average before."""
    beside = num.left.startswith("）的") and other.index == num.index - 1
    average = beside or (bool(_AVERAGE.search(num.left)) and other.role == "average")
    return 1 if average and one.sentence == num.sentence and one.value != Decimal(0) else 0
