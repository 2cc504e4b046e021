"""Expression tree (表达式树): the small language that every rule is written into.

The tree is data: frozen records without functions, so that one rule can be evaluated in Python for
one record, compiled to SQL for millions, printed, and compared with its next version. A number is
an interval, because a missing value or an expert's choice leaves one; a condition is true, false or
undetermined (None). Score tables, bands, ladders, lights and amounts are all made of these nodes.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias, get_args

if TYPE_CHECKING:
    from collections.abc import Iterator

Scalar: TypeAlias = Decimal | bool | str


@dataclass(frozen=True, slots=True)
class Cite:
    """What can be cited of a condition, item or band: its path in the rule, words, and article."""

    id: str
    zh: str = ""
    en: str = ""
    article: str = ""
    confidence: str = ""
    skip_at_recheck: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Const:
    """A number of the rule, or an interval within which an expert chooses."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Fact:
    """A number known of the record (or derived from such): a term of the vocabulary."""

    name: str


@dataclass(frozen=True, slots=True)
class Param:
    """A number that the document leaves open and the office sets."""

    name: str


@dataclass(frozen=True, slots=True)
class Score:
    """Points of a score table, or of one of its groups."""

    table: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """Sum of the parts."""

    parts: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Least:
    """Smallest of the parts."""

    parts: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Greatest:
    """Largest of the parts."""

    parts: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """A part times a fixed factor."""

    part: Number
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Quotient:
    """top / bottom x factor, rounded half-up to `digits`; unknown where the bottom is zero."""

    top: Number
    bottom: Number
    factor: Decimal
    digits: int


@dataclass(frozen=True, slots=True)
class Steps:
    """Whole steps of a size that fit into the part: floor(part / size)."""

    part: Number
    size: Decimal


@dataclass(frozen=True, slots=True)
class Clamp:
    """The part, not below the floor and not above the cap."""

    part: Number
    floor: Decimal | None
    cap: Decimal | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `Choose`: the number that holds when the condition does (None = otherwise)."""

    cite: Cite
    when: Condition | None
    part: Number


@dataclass(frozen=True, slots=True)
class Choose:
    """The number of the first row whose condition holds; unknown when none does."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the conditions hold."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Tiers:
    """Amount by tiers of the part: each slice at its own rate, or the whole at the rate reached."""

    part: Number
    tiers: tuple[tuple[Decimal, Decimal], ...]
    marginal: bool


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two numbers; `unit` is the unit of both."""

    cite: Cite
    left: Number
    op: str
    right: Number
    unit: str


@dataclass(frozen=True, slots=True)
class Is:
    """A flag or a text of the record is (one of) the given values."""

    cite: Cite
    name: str
    values: tuple[bool | str, ...]


@dataclass(frozen=True, slots=True)
class ParamIs:
    """A yes-or-no question that the document leaves open is answered so by the office."""

    cite: Cite
    name: str
    value: bool


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    cite: Cite
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    cite: Cite
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    cite: Cite
    part: Condition


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A point on which the texts disagree: always undetermined, with the reason."""

    cite: Cite
    text: str


Number: TypeAlias = (
    Const
    | Fact
    | Param
    | Score
    | Sum
    | Least
    | Greatest
    | Scale
    | Quotient
    | Steps
    | Clamp
    | Choose
    | Count
    | Tiers
)
Condition: TypeAlias = Compare | Is | ParamIs | All | AnyOf | Not | Unresolved
Node: TypeAlias = Number | Condition | Row


def exact(number: Decimal) -> Const:
    """Return the node of one number."""
    return Const(number, number)


# The fields of each kind of node that may hold nodes, looked up once.
_FIELDS: dict[type, tuple[str, ...]] = {
    kind: tuple(each.name for each in fields(kind) if each.name != "cite")
    for kind in (*get_args(Number), *get_args(Condition), Row)
}


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly below a node."""
    for name in _FIELDS[node.__class__]:
        value = getattr(node, name)
        parts: tuple[Any, ...] = value if isinstance(value, tuple) else (value,)
        for part in parts:
            kind: type = type(part)
            if kind in _FIELDS:
                yield part


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all nodes below it."""
    yield node
    for child in children(node):
        yield from walk(child)
