"""Arrival of the final month (当月月报): workbooks imported as users do it, then reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from gaoxin.ledger.exchange.actions import confirm_import, start_import
from gaoxin.ledger.models import ImportRun
from gaoxin.people.models import User
from gaoxin.samples.books import file_name
from gaoxin.samples.core.material import operator_of, park_weights
from gaoxin.track.actions import take_step
from gaoxin.track.core.submission import PATH
from gaoxin.track.models import Submission

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from django.db.models import QuerySet

    from gaoxin.ledger.models import Zone

# How many of the four steps each park's final month has taken by now.
STEPS_TAKEN = {"electric": 4, "nylon": 3, "storage": 2, "smart": 1, "biopharma": 1}


@dataclass(frozen=True, slots=True)
class Arrived:
    """What an import did: rows by action, and the places of the rows left out."""

    file: str
    counts: dict[str, int]
    skipped: tuple[str, ...]


def import_books(zone: Zone, month: date, inbox: Path, on: date) -> bool:
    """Import the workbooks of the inbox that were not imported yet; return whether any was."""
    written = set(_runs(zone).values_list("document__file_name", flat=True))
    changed = False
    for park in park_weights():
        path = inbox / file_name(park, month)
        if path.name not in written and path.is_file():
            by = User.objects.get(username=operator_of(park))
            data = path.read_bytes()
            run = start_import(zone, content=data, file_name=path.name, by=by, on=on)
            confirm_import(run, by=by, on=on)
            changed = True
    return changed


def _runs(zone: Zone) -> QuerySet[ImportRun]:
    """Return the imports that were written; one undone since is not written again."""
    return ImportRun.objects.filter(zone=zone).exclude(confirmed_at=None)


def arrived(zone: Zone, month: date) -> list[Arrived]:
    """Return what the imports of a month did, park by park, and where rows were left out."""
    names = [file_name(park, month) for park in park_weights()]
    found = {
        run.document.file_name: run
        for run in _runs(zone).filter(document__file_name__in=names).select_related("document")
    }
    return [
        Arrived(name, found[name].counts, tuple(_left_out(found[name])))
        for name in names
        if name in found
    ]


def _left_out(run: ImportRun) -> Iterator[str]:
    for row in run.plan["rows"]:
        if row["action"] == "skip":
            cells = [f"{p['column']}{row['row']}“{p['value']}”" for p in row["problems"][:1]]
            yield f"{row['sheet']}!{''.join(cells)} {row['name']}"


def report_month(zone: Zone, month: date, today: date) -> bool:
    """Let parks send the final month and the office take it some steps further."""
    taken = False
    office = User.objects.get(username="office")
    for park in zone.parks.all():
        if Submission.objects.filter(park=park, month=month).exists():
            continue
        operator = User.objects.get(username=operator_of(park.code))
        for number, step in enumerate(PATH[: STEPS_TAKEN.get(park.code, 0)]):
            on = min(today, _after(month, number))
            take_step(park, month, step, by=office if number else operator, on=on)
            taken = True
    return taken


def _after(month: date, number: int) -> date:
    """Return the third day of the month after, and the days that follow."""
    return (month + timedelta(days=31)).replace(day=3 + number)
