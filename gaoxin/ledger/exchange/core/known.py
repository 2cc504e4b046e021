"""What the ledger knows (台账现值), as a plan needs it: plain values, no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from gaoxin.ledger.exchange.core.money import Rates
from gaoxin.lib.numerals import same_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True)
class Named:
    """A park, industry or department."""

    id: int
    name: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """A posting that counts; `place` is the cell that it came from, `sheet!D17`, or empty."""

    id: int
    kind: str
    on: date
    period: date
    amount: Decimal
    currency: str = "CNY"
    original: Decimal = Decimal(0)
    note: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """The latest plan of a milestone: the day aimed at, and the day the plan was made."""

    planned_for: date
    set_on: date


@dataclass(frozen=True)
class KnownProject:
    """A project's record: `values` by field of the import, as text; its milestones and money."""

    id: int
    code: str
    name: str
    values: Mapping[str, str] = field(default_factory=dict)
    reached: Mapping[str, date] = field(default_factory=dict)
    plans: Mapping[str, Planned] = field(default_factory=dict)
    postings: tuple[Posted, ...] = ()

    def of_kind(self, kind: str) -> list[Posted]:
        """Return the postings of a kind."""
        return [posting for posting in self.postings if posting.kind == kind]

    def total(self, kind: str) -> Decimal | None:
        """Return the yuan posted under a kind; None where nothing was."""
        found = self.of_kind(kind)
        return sum((posting.amount for posting in found), Decimal(0)) if found else None


@dataclass(frozen=True, slots=True)
class KnownEnterprise:
    """An enterprise's record; one of other parks may be linked, not changed."""

    id: int
    name: str
    credit_code: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    is_foreign: bool = False


@dataclass(frozen=True)
class KnownLedger:
    """The ledger at the moment of the plan.

    `own_parks` are the names of the parks that the importer may write; None = the whole zone.
    """

    parks: tuple[Named, ...]
    industries: tuple[Named, ...] = ()
    departments: tuple[Named, ...] = ()
    projects: tuple[KnownProject, ...] = ()
    enterprises: tuple[KnownEnterprise, ...] = ()
    rates: Rates = field(default_factory=Rates)
    own_parks: frozenset[str] | None = None
    # Names of projects that stand outside the importer's parks: they exist, but are not shown.
    others: frozenset[str] = frozenset()
    other_codes: frozenset[str] = frozenset()

    @cached_property
    def project_by_code(self) -> dict[str, KnownProject]:
        """Return the projects by code."""
        return {project.code: project for project in self.projects}

    @cached_property
    def projects_by_name(self) -> dict[str, list[KnownProject]]:
        """Return the projects by the key of their name."""
        found: dict[str, list[KnownProject]] = {}
        for project in self.projects:
            found.setdefault(same_name(project.name), []).append(project)
        return found

    @cached_property
    def enterprise_by_code(self) -> dict[str, KnownEnterprise]:
        """Return the enterprises by credit code."""
        return {each.credit_code: each for each in self.enterprises if each.credit_code}

    @cached_property
    def enterprise_by_name(self) -> dict[str, KnownEnterprise]:
        """Return the enterprises by the key of their name."""
        return {same_name(each.name): each for each in self.enterprises}
