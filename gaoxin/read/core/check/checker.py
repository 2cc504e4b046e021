"""Checker (检查通报): text in, faults with their proof out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gaoxin.read.core.check.averages import average_relations
from gaoxin.read.core.check.blame import Fault, blame
from gaoxin.read.core.check.changes import (
    difference_relations,
    growth_relations,
)
from gaoxin.read.core.check.counts import count_faults
from gaoxin.read.core.check.flows import flow_relations
from gaoxin.read.core.check.heads import headline_relations
from gaoxin.read.core.check.notes import note_relations
from gaoxin.read.core.check.numbers import Num, numbers
from gaoxin.read.core.check.orders import Place, order_faults
from gaoxin.read.core.check.page import Sheet, sheet
from gaoxin.read.core.check.points import point_relations
from gaoxin.read.core.check.ranks import rank_relations
from gaoxin.read.core.check.rates import rate_relations
from gaoxin.read.core.check.rests import rest_relations
from gaoxin.read.core.check.rowcounts import row_counts
from gaoxin.read.core.check.same import same_relations
from gaoxin.read.core.check.sums import sum_relations
from gaoxin.read.core.check.tables import Table, table_relations, tables
from gaoxin.read.core.check.times import times_relations
from gaoxin.read.core.pieces import pieces
from gaoxin.read.core.view import View, clean

if TYPE_CHECKING:
    from gaoxin.read.core.check.relations import Relation

_FINDERS = (
    sum_relations,
    rate_relations,
    growth_relations,
    point_relations,
    difference_relations,
    rest_relations,
    flow_relations,
    same_relations,
    average_relations,
    times_relations,
    headline_relations,
)


def relations_of(page: Sheet) -> list[Relation]:
    """Every relation of the text that was recomputed."""
    return [relation for finder in _FINDERS for relation in finder(page)]


def check_document(text: str) -> dict[str, Any]:
    """Faults of a text of any length in the shape of the command contract."""
    faults: list[dict[str, Any]] = []
    checked = 0
    for offset, piece in pieces(text):
        view = clean(piece)
        laid = tables(view)
        page = sheet(view.text, _outside(view, numbers(view.text), laid))
        noted = note_relations(view, list(page.nums), laid) if laid else []
        noted += rank_relations(page)
        spoken = {relation.result.index for relation in noted}
        found = [r for r in relations_of(page) if r.result.index not in spoken]
        found += [*noted, *table_relations(laid)]
        placed, seen = _placed(page)
        checked += len(found) + seen
        rows = [_row(view, fault) for fault in blame(found)]
        rows += [_place_row(view, place) for place in placed]
        faults += [_shifted(row, offset) for row in rows]
    return {"faults": sorted(faults, key=lambda row: row["start"]), "checked": checked}


def _outside(view: View, nums: list[Num], laid: list[Table]) -> list[Num]:
    """The figures of the prose; cells of a table are looked at as a table."""
    if not laid:
        return nums
    inside = [(view.clean_at(table.start), view.clean_at(table.end)) for table in laid]
    kept = [num for num in nums if not any(low <= num.start < high for low, high in inside)]
    return [replace(num, index=index) for index, num in enumerate(kept)]


def _placed(page: Sheet) -> tuple[list[Place], int]:
    order, lists = order_faults(page)
    counts, counted = count_faults(page)
    rows, seen = row_counts(page)
    return [*order, *counts, *rows], lists + counted + seen


def _row(view: View, fault: Fault) -> dict[str, Any]:
    start, end = view.raw_start(fault.num.start), view.raw_end(fault.num.end)
    return {
        "start": start,
        "end": end,
        "text": view.raw[start:end],
        "rule": fault.rule,
        "found": fault.num.text,
        "expected": fault.expected,
        "because": [[view.raw_start(n.start), view.raw_end(n.end)] for n in fault.because],
    }


def _place_row(view: View, place: Place) -> dict[str, Any]:
    start, end = view.raw_start(place.start), view.raw_end(place.end)
    return {
        "start": start,
        "end": end,
        "text": view.raw[start:end],
        "rule": place.rule,
        "found": place.text,
        "expected": place.expected,
        "because": [[view.raw_start(a), view.raw_end(b)] for a, b in place.because],
    }


def _shifted(row: dict[str, Any], offset: int) -> dict[str, Any]:
    if not offset:
        return row
    because = [[a + offset, b + offset] for a, b in row["because"]]
    return {**row, "start": row["start"] + offset, "end": row["end"] + offset, "because": because}
