"""Desk of a plan (试算台): what is known, what the workbook adds, whom a row means."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING

from gaoxin.ledger.exchange.core.namechecks import core_of
from gaoxin.lib.numerals import same_name
from gaoxin.lib.period import month_end

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.ledger.exchange.core.dates import Day
    from gaoxin.ledger.exchange.core.known import (
        KnownEnterprise,
        KnownLedger,
        KnownProject,
        Posted,
    )
    from gaoxin.ledger.exchange.core.reading import Row

ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Who:
    """The project that a row means: one of the ledger, or one that another row will make."""

    key: str
    project: KnownProject | None = None
    maker: Row | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """The day that a row of the workbook gives a milestone."""

    day: Day
    sheet: str
    row: int


@dataclass
class Desk:
    """The state of a plan while its rows are worked through."""

    known: KnownLedger
    today: date
    # Rows that make projects, by the key of their name.
    makers: dict[str, Row] = field(default_factory=dict)
    # Yuan that detail rows of this workbook add, by (project key, kind).
    added: defaultdict[tuple[str, str], Decimal] = field(
        default_factory=lambda: defaultdict(Decimal)
    )
    # Postings of the ledger that no row has claimed yet, by (project id, kind).
    unclaimed: dict[tuple[int, str], list[Posted]] = field(default_factory=dict)
    # What earlier tables of this workbook plan for a project: (key, field) -> new text.
    planned: dict[tuple[str, str], str] = field(default_factory=dict)
    # Days that rows of this workbook give to milestones, by (project key, stage).
    days: dict[tuple[str, str], Said] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)

    def postings(self, project: KnownProject, kind: str) -> list[Posted]:
        """Return the postings of a kind that no row has claimed; the list is taken from."""
        place = (project.id, kind)
        if place not in self.unclaimed:
            self.unclaimed[place] = project.of_kind(kind)
        return self.unclaimed[place]

    def report_day(self, row: Row) -> date:
        """Return the day that a table speaks of: its own, its month's end, or today."""
        context = row.table.context
        if context.reported_on and context.reported_on <= self.today:
            return context.reported_on
        if context.period and context.period <= self.today:
            return min(month_end(context.period), self.today)
        return self.today

    def party(self, row: Row) -> KnownEnterprise | None:
        """Return the ledger's enterprise that a row of an enterprise table means."""
        code, name = row.value("credit_code"), row.value("enterprise")
        by_code = self.known.enterprise_by_code.get(code) if code else None
        by_name = self.known.enterprise_by_name.get(same_name(name)) if name else None
        if by_code and by_name and by_code is not by_name and not row.has_problem("enterprise"):
            row.add("enterprise", "party_conflict", owner=by_code.name, text=by_name.name)
        return by_code or by_name

    def find(self, row: Row) -> KnownProject | None:
        """Return the ledger's project that a row of a project table means."""
        code, name = row.value("code"), row.value("name")
        by_code = self.known.project_by_code.get(code) if code else None
        if by_code is not None:
            if name is None or _is_same(by_code, row):
                return by_code
            if not row.has_problem("code"):
                row.add("code", "code_taken", code=by_code.code, other=by_code.name)
        if code in self.known.other_codes and not row.has_problem("code"):
            row.add("code", "code_taken", code=str(code), other="别的园区的项目")
        found = self.known.projects_by_name.get(same_name(name), []) if name else []
        fitting = [project for project in found if not _is_other(project, row)]
        return fitting[0] if fitting else None

    def refer(self, row: Row) -> Who | None:
        """Return the project that a detail row speaks of; names what hinders."""
        name = row.value("name")
        if name is None:
            return None
        key = same_name(name)
        project = self.find(row)
        if project is not None:
            return Who(same_name(project.name), project)
        maker = self.makers.get(key)
        if maker is None:
            self._say_unknown(row, str(name), key)
            return None
        if maker.is_bad:
            row.held_back = True
            row.add("name", "project_skipped", row=str(maker.number))
            return None
        return Who(key, None, maker)

    def _say_unknown(self, row: Row, name: str, key: str) -> None:
        if key in self.known.others:
            row.add("name", "park_not_yours", text=name)
            return
        names = {k: str(r.value("name")) for k, r in self.makers.items()}
        names |= {k: found[0].name for k, found in self.known.projects_by_name.items()}
        core = core_of(name)
        near = [each for each, full in names.items() if core_of(full) == core]
        near = near or get_close_matches(key, names, 1, 0.85)
        if near:
            row.add("name", "project_near", text=name, near=names[near[0]])
        else:
            row.add("name", "project_unknown", text=name)


def _is_same(project: KnownProject, row: Row) -> bool:
    """Test whether a row with the project's code means it, perhaps under a new name."""
    name = str(row.value("name"))
    if core_of(name) == core_of(project.name):
        return True
    investor = row.value("investor") or row.value("enterprise")
    if investor and same_name(investor) == same_name(project.values.get("investor", "")):
        return True
    return SequenceMatcher(None, core_of(name), core_of(project.name)).ratio() >= ALIKE


def _is_other(project: KnownProject, row: Row) -> bool:
    """Test whether a project of the same name is another one: park and investor both differ."""
    pairs = [
        (row.value("park"), project.values.get("park")),
        (row.value("investor") or row.value("enterprise"), project.values.get("investor")),
    ]
    phase, known = row.value("phase"), project.values.get("phase")
    if phase and known and same_name(phase) != same_name(known):
        return True
    said = [(a, b) for a, b in pairs if a and b]
    return len(said) == 2 and all(same_name(a) != same_name(b) for a, b in said)
