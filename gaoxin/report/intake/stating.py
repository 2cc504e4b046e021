"""Stating (引用口径): figures as a bulletin states them, recomputed by key; words by reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from gaoxin.figures.core.key import KeyTextError, parse_key
from gaoxin.figures.queries import board, book_of, zone_of
from gaoxin.ledger.models import Department, Park, Project, ProjectChange
from gaoxin.lib.errors import UserError
from gaoxin.report.core.document import Basis, Stated
from gaoxin.track import lighting
from gaoxin.track.models import Issue

if TYPE_CHECKING:
    from datetime import datetime

    from gaoxin.figures.board import Board, Figure
    from gaoxin.figures.core.definition import Book, Definition
    from gaoxin.figures.core.key import FigureKey, Scope
    from gaoxin.ledger.models import Zone
    from gaoxin.lib.moment import Moment

MODES = {"half_up": "四舍五入", "truncate": "截断"}


def basis_of(definition: Definition) -> Basis:
    """Return a definition as a bulletin cites it."""
    rounding = definition.rounding
    said = f"{MODES[rounding.mode]}，保留{rounding.digits}位小数" if rounding.digits else ""
    return Basis(
        id=definition.id,
        version=definition.version,
        name=definition.name.zh,
        document=definition.reference.title,
        article=definition.reference.article,
        in_force_from=definition.in_force_from,
        note=definition.note.zh if definition.note else "",
        rounding=said,
    )


def stated(figure: Figure) -> Stated:
    """Return a computed figure as a bulletin states it.

    What is counted in two parks is printed with a minus: it is taken off their sum.
    """
    value = figure.value
    if value and parse_key(figure.key).scope.kind == "e":
        value = -value
    return Stated(
        key=figure.key,
        name=figure.name,
        value=value,
        unit=figure.unit,
        digits=figure.digits,
        basis=basis_of(figure.definition),
        is_change=figure.definition.kind in {"difference", "growth"},
    )


class Recomputer:
    """Recomputes figures by key at the key's own moment; a board serves all keys of a moment."""

    def __init__(self) -> None:
        self._boards: dict[tuple[int, Moment], Board] = {}
        self._books: dict[int, Book] = {}
        self._zones: dict[Scope, Zone] = {}

    def __call__(self, key: str) -> Stated | None:
        """Return the figure of a key; None where it cannot be read or names nothing."""
        try:
            parsed = parse_key(key)
            zone = self._zone(parsed)
            definition = self._book(zone).get(parsed.definition, parsed.version)
        except (KeyTextError, KeyError, UserError):
            return None
        return stated(self._board(zone, parsed.moment).compute(definition, parsed))

    def _zone(self, key: FigureKey) -> Zone:
        if key.scope not in self._zones:
            self._zones[key.scope] = zone_of(key)
        return self._zones[key.scope]

    def _board(self, zone: Zone, at: Moment) -> Board:
        if (zone.pk, at) not in self._boards:
            self._boards[zone.pk, at] = board(zone, at)
        return self._boards[zone.pk, at]

    def _book(self, zone: Zone) -> Book:
        if zone.pk not in self._books:
            self._books[zone.pk] = book_of(zone)
        return self._books[zone.pk]


class Wording:
    """Gives the words of a definition, rule, project, issue or park by its reference."""

    def __init__(self, zone: Zone) -> None:
        self._zone = zone
        self._book = book_of(zone)

    def __call__(self, ref: str) -> str | None:
        """Return the words of a reference such as `d:start_rate@luan24`, or None."""
        kind, _mark, name = ref.partition(":")
        if kind == "d":
            return self._definition(name)
        if kind == "r":
            return rule_words(name)
        return self._record(kind, int(name)) if name.isdigit() else None

    def _definition(self, full_id: str) -> str | None:
        id, _mark, version = full_id.partition("@")
        try:
            return basis_of(self._book.get(id, version)).words
        except KeyError:
            return None

    def _record(self, kind: str, pk: int) -> str | None:
        if kind == "j":
            return self._project(pk)
        if kind in {"p", "o"}:
            model = Park if kind == "p" else Department
            place = model._default_manager.filter(zone=self._zone, pk=pk).first()
            return None if place is None else f"{place.name}\n{place.short_name}"
        issue = Issue.objects.filter(project__zone=self._zone, pk=pk).first()
        return None if issue is None or kind != "i" else issue.title

    def _project(self, pk: int) -> str | None:
        """Return every name that the project has had: a bulletin prints the name of its day."""
        project = Project.objects.filter(zone=self._zone, pk=pk).first()
        if project is None:
            return None
        changes = ProjectChange.objects.filter(project=project, field="name")
        names = [name for pair in changes.values_list("old", "new") for name in pair]
        return "\n".join([project.name, *names])


def rule_words(name: str) -> str | None:
    """Return the words of a line of a light rule (`preset#line`): what, who, and what next."""
    preset, _mark, line = name.partition("#")
    rule = lighting.library().find(preset)
    choice = next((c for c in rule.choices if c.cite.id == line), None) if rule else None
    if choice is None:
        return None
    return "\n".join((choice.cite.zh, choice.who_zh, choice.next_zh))


def office_time(at: datetime) -> datetime:
    """Return an instant in the office's time, as it is printed."""
    return timezone.localtime(at)
