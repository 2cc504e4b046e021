"""Rule (规则): one dated, sourced rule set with everything that it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from gaoxin.rulebook.tree import Cite, Condition, Number
    from gaoxin.rulebook.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number or yes/no that the document leaves open; `value` None = not set by the office."""

    id: str
    zh: str
    en: str
    unit: str
    value: Decimal | bool | None
    why_zh: str
    why_en: str


@dataclass(frozen=True, slots=True)
class Item:
    """A scored line of a table: how it is scored (`method`) and the node that gives its points."""

    cite: Cite
    method: str
    full: Decimal
    points: Number


@dataclass(frozen=True, slots=True)
class Group:
    """A block of a score table; `cap` limits its sum, `weight` multiplies it."""

    cite: Cite
    full: Decimal
    cap: Decimal | None
    weight: Decimal
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A score table."""

    id: str
    full: Decimal
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A class, level or light with the condition under which it is taken, first match first."""

    cite: Cite
    value: str | int
    when: Condition | None
    who_zh: str = ""
    who_en: str = ""
    next_zh: str = ""
    next_en: str = ""
    official: bool = True


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money (or points) that the rule grants where its condition holds."""

    cite: Cite
    unit: str
    when: Condition | None
    value: Number
    digits: int
    rounding: str


@dataclass(frozen=True, slots=True)
class Member:
    """An indicator of an index; `weight` None = the document's weight is not known."""

    cite: Cite
    name: str
    weights: Mapping[str, Decimal]
    judged: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A first-level dimension of an index with its members."""

    cite: Cite
    weights: Mapping[str, Decimal]
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """A weighted index (指数): weights by variant (life stage; `all` where there is one)."""

    by: str
    official: bool
    method: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """Who issued the rule, where it was read, and from when to when it is in force."""

    id: str
    series: str
    kind: str
    title_zh: str
    title_en: str
    subject: str
    document: str
    issuer: str
    number: str
    level: str
    issued: date
    in_force_from: date
    in_force_to: date | None
    reference: tuple[str, ...]
    confidence: str
    official: bool
    notes: str
    recalled: tuple[str, ...]
    validity_years: int | None
    yearly_update_by: str

    def title(self, language: str = "zh") -> str:
        """Return the title in a language."""
        return self.title_en if language == "en" else self.title_zh

    def holds_on(self, day: date) -> bool:
        """Test whether the rule is in force on a day (both ends included)."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule set: header, the terms it may ask for, and what it says."""

    head: Header
    terms: Vocabulary = field(repr=False)
    file: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    applies: Condition | None = None
    conditions: Condition | None = None
    tables: Mapping[str, Table] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    unstated_zh: str = ""
    unstated_en: str = ""
    amounts: tuple[Amount, ...] = ()
    index: Index | None = None
    annex: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Return the rule's id, with which it is cited."""
        return self.head.id
