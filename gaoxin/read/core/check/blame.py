"""Blame (归责): which figure of the broken relations is the wrong one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.read.core.check.agreement import Mend, mends
from gaoxin.read.core.check.close import mistyped, wrong_unit
from gaoxin.read.core.check.trust import Trust
from gaoxin.read.core.check.wording import with_unit, written

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
    """The fewest wrong figures that explain the broken relations.

    A hint is told only together with another relation that one and the same value would mend.
    """
    told = [r for r in relations if not (r.holds or r.hint)]
    doubtful = [r for r in relations if not r.holds]
    trusted = Trust([r for r in relations if r.holds])
    faults: list[Fault] = []
    explained: set[int] = set()
    for mend in mends(doubtful, trusted):
        figures = {n.index for r in mend.relations for n in (r.result, *r.inputs)}
        if not figures & explained:
            faults.append(_mended(mend))
            explained.add(mend.num.index)
    for relation in sorted(told, key=lambda r: (r.rule != "sum", r.result.index)):
        if {relation.result.index, *(n.index for n in relation.inputs)} & explained:
            continue
        fault = _fault(relation, told, trusted)
        explained.add(fault.num.index)
        faults.append(fault)
    return faults


def _mended(mend: Mend) -> Fault:
    """The fault that several relations agree on, proved by the surest of them."""
    num, first = mend.num, min(mend.relations, key=lambda r: (r.hint, not r.sure))
    rest = tuple(n for n in (first.result, *first.inputs) if n is not num)
    because = first.inputs if first.result is num else rest
    if wrong_unit(num.value, mend.value):
        return Fault(num, "unit", with_unit(num, wrong_unit(num.value, mend.value)), because)
    return Fault(num, first.rule, written(num, mend.value), because)


def _fault(relation: Relation, broken: list[Relation], trusted: Trust) -> Fault:
    unit = _unit_fault(relation, trusted, broken)
    if unit is not None:
        return unit
    if relation.rule == "sum":
        sure = trusted.against(relation.result, relation.expected) > 0
        part = _weak_part(relation, broken, trusted) if sure else _exchanged(relation, trusted)
        if part is not None:
            return part
    wording = written(relation.result, relation.expected)
    return Fault(relation.result, relation.rule, wording, relation.inputs)


def _unit_fault(relation: Relation, trusted: Trust, broken: list[Relation]) -> Fault | None:
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


def _unit_of_input(relation: Relation, power: int, trusted: Trust, broken: list[Relation]) -> Fault:
    """Which of the figures of a division bears the wrong unit."""
    result, above, below = relation.result, relation.inputs[0], relation.inputs[-1]
    rest = tuple(n for n in (result, *relation.inputs) if n is not above)
    mends = with_unit(above, -power) != above.text
    if result.is_ratio:
        doubtful = _times(below, broken) <= _times(above, broken) and not trusted[above.index]
        smaller = below.value < above.value and with_unit(below, power) != below.text
        blamed = mends and doubtful and not smaller
    else:
        blamed = mends and _times(above, broken) > 1
    if blamed:
        return Fault(above, "unit", with_unit(above, -power), rest)
    if not result.is_ratio:
        return Fault(result, "unit", with_unit(result, power), relation.inputs)
    return Fault(below, "unit", with_unit(below, power), (result, above))


def _unit_of_part(relation: Relation) -> Fault | None:
    """4,870万元、6,215万元、2,515亿元: the part that 万 for 亿, or 亿 for 万, would mend."""
    missing = relation.result.value - relation.expected
    for part in relation.inputs:
        power = wrong_unit(part.value, part.value + missing)
        if power and with_unit(part, power) != part.text:
            rest = tuple(n for n in (relation.result, *relation.inputs) if n is not part)
            return Fault(part, "unit", with_unit(part, power), rest)
    return None


def _weak_part(relation: Relation, broken: list[Relation], trusted: Trust) -> Fault | None:
    """The part that no other relation confirms, when the whole is confirmed."""
    missing = relation.result.value - relation.expected
    loose = [n for n in relation.inputs if not trusted.against(n, n.value + missing)]
    slipped = [n for n in loose if _slip(n, missing)]
    if not slipped and len(loose) == len(relation.inputs) > 3:
        return None
    loose = [n for n in slipped or loose if n.value + missing > 0]
    if not loose:
        return None
    part = max(loose, key=lambda n: (_times(n, broken), _permuted(n, missing), n.value))
    rest = tuple(n for n in (relation.result, *relation.inputs) if n is not part)
    return Fault(part, "sum", written(part, part.value + missing), rest)


def _exchanged(relation: Relation, trusted: Trust) -> Fault | None:
    """The only unconfirmed part that a slip would mend, if the whole is no such figure.

    Exchanged digits tell more than one other digit.
    """
    missing = relation.result.value - relation.expected
    for slipped in (_permuted, _slip):
        if slipped(relation.result, -missing):
            return None
        found = [n for n in relation.inputs if slipped(n, missing)]
        found = [n for n in found if not trusted.against(n, n.value + missing)]
        if len(found) == 1:
            rest = tuple(n for n in (relation.result, *relation.inputs) if n is not found[0])
            return Fault(found[0], "sum", written(found[0], found[0].value + missing), rest)
    return None


def _permuted(num: Num, missing: Decimal) -> bool:
    """Whether only the order of the digits changes."""
    if num.value + missing <= 0:
        return False
    one, other = (str(int(value / num.step)) for value in (num.value, num.value + missing))
    return one != other and sorted(one) == sorted(other)


def _slip(num: Num, missing: Decimal) -> bool:
    return num.value + missing > 0 and mistyped(num.value, num.value + missing, num.step)


def _times(num: Num, broken: list[Relation]) -> int:
    return sum(num in (r.result, *r.inputs) for r in broken)
