"""Agreement (互证): several broken relations that one new value of one figure would mend."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from gaoxin.read.core.check.close import Span, rounded
from gaoxin.read.core.check.slips import within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaoxin.read.core.check.numbers import Num
    from gaoxin.read.core.check.relations import Relation
    from gaoxin.read.core.check.trust import Trust

MOST = 40  # broken relations of one figure that are compared


class Mend(NamedTuple):
    """A figure, the value it should have, and the relations that say so."""

    num: Num
    value: Decimal
    relations: tuple[Relation, ...]


class _Want(NamedTuple):
    num: Num
    span: Span
    relation: Relation


def mends(doubtful: list[Relation], trusted: Trust) -> list[Mend]:
    """Figures that two or more independent relations want to have one and the same value.

    The most agreed first; a figure that other relations confirm needs more than they are.
    """
    wants: dict[int, list[_Want]] = {}
    for relation in doubtful:
        for want in _wants(relation):
            wants.setdefault(want.num.index, []).append(want)
    found = [mend for group in wants.values() for mend in _agreed(group, trusted)]
    return sorted(found, key=lambda m: (-_told(m), -len(m.relations), m.num.index))


def _told(mend: Mend) -> int:
    return sum(not relation.hint for relation in mend.relations)


def _wants(relation: Relation) -> Iterator[_Want]:
    """What each figure of a broken relation would have to be."""
    result, value = relation.result, relation.expected
    half = Decimal(0) if result.unit == "count" else result.step / 2
    yield _Want(result, Span(value - half, value + half), relation)
    for num, span in zip(relation.inputs, relation.wanted, strict=False):
        yield _Want(num, span, relation)


def _agreed(group: list[_Want], trusted: Trust) -> Iterator[Mend]:
    """The largest set of wants that one value satisfies."""
    best: list[_Want] = []
    group = group[:MOST]
    for seed in group:
        held, span = [seed], seed.span
        for want in group:
            low, high = max(span.low, want.span.low), min(span.high, want.span.high)
            if want is not seed and low <= high and _apart(want, held):
                held, span = [*held, want], Span(low, high)
        if len(held) > len(best) and within(seed.num, span):
            best, agreed = held, span
    if len(best) < 2:
        return
    num = best[0].num
    value = rounded(agreed.middle, num.step)
    if len(best) >= 2 + trusted.against(num, value):
        yield Mend(num, value, tuple(want.relation for want in best))


def _apart(want: _Want, held: list[_Want]) -> bool:
    """Whether a relation shares nothing but the figure with those that are held."""
    own = {n.index for n in (want.relation.result, *want.relation.inputs)} - {want.num.index}
    return not any(
        own & {n.index for n in (other.relation.result, *other.relation.inputs)} for other in held
    )
