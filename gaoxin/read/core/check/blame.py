"""Blame (归责): which figure of the broken relations is the wrong one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import mistyped, rounded, wrong_unit

if TYPE_CHECKING:
    from decimal import Decimal

    from gaoxin.read.core.check.numbers import Num
    from gaoxin.read.core.check.relations import Relation


@dataclass(frozen=True, slots=True)
class Fault:
    """A wrong figure in the clean text."""

    num: Num
    rule: str
    expected: str
    because: tuple[Num, ...]


def blame(relations: list[Relation]) -> list[Fault]:
    """The fewest wrong figures that explain the broken relations."""
    broken = [relation for relation in relations if not (relation.holds or relation.hint)]
    trusted = Counter(num.index for r in relations if r.holds for num in (r.result, *r.inputs))
    faults: list[Fault] = []
    explained: set[int] = set()
    for relation in sorted(broken, key=lambda r: (r.rule != "sum", r.result.index)):
        if {relation.result.index, *(n.index for n in relation.inputs)} & explained:
            continue
        fault = _fault(relation, broken, trusted)
        explained.add(fault.num.index)
        faults.append(fault)
    return faults


def _fault(relation: Relation, broken: list[Relation], trusted: Counter[int]) -> Fault:
    unit = _unit_fault(relation, trusted, broken)
    if unit is not None:
        return unit
    if relation.rule == "sum":
        sure = trusted[relation.result.index] > 0
        part = _weak_part(relation, broken, trusted) if sure else _exchanged(relation, trusted)
        if part is not None:
            return part
    if relation.rule in {"share", "rate", "average", "growth", "completion"}:
        shared = _shared_input(relation, broken, trusted)
        if shared is not None:
            return shared
    wording = written(relation.result, relation.expected)
    return Fault(relation.result, relation.rule, wording, relation.inputs)


def _unit_fault(relation: Relation, trusted: Counter[int], broken: list[Relation]) -> Fault | None:
    """41.3万元 where 41.3亿元 makes the rate right; 增长10.1个百分点 where a % is meant."""
    result = relation.result
    if relation.rule == "growth" and result.unit == "pp":
        return Fault(result, "unit", f"{result.printed}%", relation.inputs)
    if relation.rule == "pp" and result.unit == "ratio":
        return Fault(result, "unit", f"{result.printed}个百分点", relation.inputs)
    if relation.rule == "sum":
        return _unit_of_part(relation)
    power = wrong_unit(result.value, relation.expected)
    return _unit_of_input(relation, power, trusted, broken) if power else None


def _unit_of_input(
    relation: Relation, power: int, trusted: Counter[int], broken: list[Relation]
) -> Fault:
    """Which of the figures of a division bears the wrong unit."""
    result, above, below = relation.result, relation.inputs[0], relation.inputs[-1]
    rest = tuple(n for n in (result, *relation.inputs) if n is not above)
    mends = _with_unit(above, -power) != above.text
    if result.is_ratio:
        doubtful = _times(below, broken) <= _times(above, broken) and not trusted[above.index]
        smaller = below.value < above.value and _with_unit(below, power) != below.text
        blamed = mends and doubtful and not smaller
    else:
        blamed = mends and _times(above, broken) > 1
    if blamed:
        return Fault(above, "unit", _with_unit(above, -power), rest)
    if not result.is_ratio:
        return Fault(result, "unit", _with_unit(result, power), relation.inputs)
    return Fault(below, "unit", _with_unit(below, power), (result, above))


def _unit_of_part(relation: Relation) -> Fault | None:
    """4,870万元、6,215万元、2,515亿元: the part that 万 for 亿, or 亿 for 万, would mend."""
    missing = relation.result.value - relation.expected
    for part in relation.inputs:
        power = wrong_unit(part.value, part.value + missing)
        if power and _with_unit(part, power) != part.text:
            rest = tuple(n for n in (relation.result, *relation.inputs) if n is not part)
            return Fault(part, "unit", _with_unit(part, power), rest)
    return None


def _with_unit(num: Num, power: int) -> str:
    text = num.text
    if power in {4, -8} and "万" in text:
        return text.replace("万", "亿", 1)
    if power in {-4, 8} and "亿" in text:
        return text.replace("亿", "万", 1)
    return text


def _weak_part(relation: Relation, broken: list[Relation], trusted: Counter[int]) -> Fault | None:
    """The part that no other relation confirms, when the whole is confirmed."""
    loose = [n for n in relation.inputs if not trusted[n.index]]
    if not loose or (len(loose) == len(relation.inputs) and len(loose) > 3):
        return None
    missing = relation.result.value - relation.expected
    part = max(loose, key=lambda n: (_times(n, broken), _slip(n, missing), n.value))
    right = part.value + missing
    if right <= 0:
        return None
    rest = tuple(n for n in (relation.result, *relation.inputs) if n is not part)
    return Fault(part, "sum", written(part, right), rest)


def _exchanged(relation: Relation, trusted: Counter[int]) -> Fault | None:
    """The only unconfirmed part that exchanged digits would mend, if the whole is no such one."""
    missing = relation.result.value - relation.expected
    if _permuted(relation.result, -missing):
        return None
    found = [n for n in relation.inputs if not trusted[n.index] and _permuted(n, missing)]
    if len(found) != 1:
        return None
    rest = tuple(n for n in (relation.result, *relation.inputs) if n is not found[0])
    return Fault(found[0], "sum", written(found[0], found[0].value + missing), rest)


def _permuted(num: Num, missing: Decimal) -> bool:
    """Whether only the order of the digits changes."""
    one, other = (str(int(value / num.step)) for value in (num.value, num.value + missing))
    return one != other and sorted(one) == sorted(other)


def _slip(num: Num, missing: Decimal) -> bool:
    return mistyped(num.value, num.value + missing, num.step)


def _times(num: Num, broken: list[Relation]) -> int:
    return sum(num in (r.result, *r.inputs) for r in broken)


def _shared_input(
    relation: Relation, broken: list[Relation], trusted: Counter[int]
) -> Fault | None:
    """An input that several broken relations share and none confirms is the wrong figure."""
    for num in relation.inputs:
        if _times(num, broken) < 2 or trusted[num.index]:
            continue
        sums = [r for r in broken if r.rule in {"sum", "rest"} and r.result is num]
        if sums:
            return Fault(num, sums[0].rule, written(num, sums[0].expected), sums[0].inputs)
    return None


_DIGITS = re.compile(r"-?[\d,]*\d(?:\.(?P<decimals>\d+))?")


def written(num: Num, value: Decimal) -> str:
    """A value in the way the figure is printed: same unit, same decimals, same commas."""
    number = rounded(value, num.step) / num.scale if num.scale else value
    printed = _DIGITS.match(num.text)
    decimals = len(printed["decimals"] or "") if printed else 0
    if not num.text[:1].isdigit() and num.unit == "count" and 0 < number <= 10:
        return "零一二三四五六七八九十"[int(number)] + num.text[1:]
    if num.text.startswith("-") and number > 0:
        number = -number  # a fall is compared by its size
    plain = f"{number:,.{decimals}f}" if "," in num.text else f"{number:.{decimals}f}"
    return plain + (num.text[printed.end() :] if printed else num.text.lstrip("0123456789.,"))
