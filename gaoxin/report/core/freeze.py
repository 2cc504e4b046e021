"""Freezing (冻结): a bulletin as plain data, and back, the same to the last character.

Kept are the words, each figure once (value, unit, digits), each definition once as it was worded,
the claims, tables and charts, the day looked at and the moment of knowledge. Later versions of the
program read what earlier ones froze: `SHAPE` names the form.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gaoxin.report.core.document import (
    Basis,
    Bulletin,
    Chart,
    Number,
    Order,
    Paragraph,
    Section,
    Series,
    Stated,
    Table,
    Term,
    Total,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaoxin.report.core.document import Block, Claim, Inline

SHAPE = 1
Data = dict[str, Any]


class NotFrozen(ValueError):
    """Data that no version of this module wrote."""


def freeze(bulletin: Bulletin) -> Data:
    """Return the bulletin as data that JSON can hold; numbers are texts, never floats."""
    figures = {n.key: n.stated for _place, _before, n in bulletin.numbers()}
    bases = {s.basis.full_id: s.basis for s in figures.values()}
    bases |= {basis.full_id: basis for basis in bulletin.bases}
    return {
        "shape": SHAPE,
        "red_head": bulletin.red_head,
        "issue": bulletin.issue,
        "organ": bulletin.organ,
        "issued_on": _day(bulletin.issued_on),
        "title": bulletin.title,
        "lead": _inline(bulletin.lead),
        "sections": [_section(section) for section in bulletin.sections],
        "appendices": [_section(section) for section in bulletin.appendices],
        "bases": [basis.full_id for basis in bulletin.bases],
        "as_of": bulletin.as_of.isoformat(),
        "known_at": bulletin.known_at.isoformat(),
        "explained": sorted(bulletin.explained),
        "figures": {key: _figure(figure) for key, figure in figures.items()},
        "definitions": {full_id: _basis(basis) for full_id, basis in bases.items()},
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _figure(stated: Stated) -> Data:
    return {
        "name": stated.name,
        "value": None if stated.value is None else str(stated.value),
        "unit": stated.unit,
        "digits": stated.digits,
        "basis": stated.basis.full_id,
        "is_change": stated.is_change,
    }


def _basis(basis: Basis) -> Data:
    return {
        "id": basis.id,
        "version": basis.version,
        "name": basis.name,
        "document": basis.document,
        "article": basis.article,
        "in_force_from": _day(basis.in_force_from),
        "note": basis.note,
        "rounding": basis.rounding,
    }


def _inline(parts: Iterable[Inline]) -> list[Any]:
    found: list[Any] = []
    for part in parts:
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, Number):
            found.append({"key": part.key, "text": part.text})
        else:
            found.append({"ref": part.ref, "text": part.text})
    return found


def _claim(claim: Claim) -> Data:
    if isinstance(claim, Order):
        return {"what": claim.what, "keys": list(claim.keys), "kind": claim.kind,
                "places": list(claim.places)}  # fmt: skip
    return {"what": claim.what, "total": claim.total, "parts": list(claim.parts),
            "less": list(claim.less)}  # fmt: skip


def _section(section: Section) -> Data:
    blocks = [_block(block) for block in section.blocks]
    return {"name": section.name, "title": section.title, "blocks": blocks}


def _block(block: Block) -> Data:
    if isinstance(block, Paragraph):
        return {"parts": _inline(block.parts), "level": block.level,
                "claims": [_claim(claim) for claim in block.claims]}  # fmt: skip
    if isinstance(block, Table):
        return {
            "title": block.title,
            "head": list(block.head),
            "rows": [[_inline(cell) for cell in row] for row in block.rows],
            "strong": sorted(block.strong),
            "claims": [_claim(claim) for claim in block.claims],
            "widths": list(block.widths),
            "note": _inline(block.note),
        }
    series = [
        {"name": s.name, "numbers": [None if n is None else _inline([n])[0] for n in s.numbers]}
        for s in block.series
    ]
    return {"title": block.title, "unit": block.unit, "categories": list(block.categories),
            "series": series, "kind": block.kind}  # fmt: skip


class _Thaw:
    """Turns data back into the parts of a bulletin."""

    def __init__(self, data: Data) -> None:
        bases = {full_id: _thaw_basis(b) for full_id, b in data["definitions"].items()}
        self.bases = bases
        self.figures = {
            key: Stated(
                key=key,
                name=f["name"],
                value=None if f["value"] is None else Decimal(f["value"]),
                unit=f["unit"],
                digits=f["digits"],
                basis=bases[f["basis"]],
                is_change=f["is_change"],
            )
            for key, f in data["figures"].items()
        }

    def inline(self, parts: list[Any]) -> tuple[Inline, ...]:
        return tuple(self.part(part) for part in parts)

    def part(self, part: Any) -> Inline:
        if isinstance(part, str):
            return part
        if "key" in part:
            return Number(self.figures[part["key"]], part["text"])
        return Term(part["ref"], part["text"])

    def section(self, data: Data) -> Section:
        return Section(data["name"], data["title"], tuple(self.block(b) for b in data["blocks"]))

    def block(self, data: Data) -> Block:
        if "parts" in data:
            claims = tuple(_thaw_claim(claim) for claim in data["claims"])
            return Paragraph(self.inline(data["parts"]), claims, data["level"])
        if "rows" in data:
            return self.table(data)
        series = tuple(
            Series(s["name"], tuple(self.number(n) for n in s["numbers"])) for s in data["series"]
        )
        return Chart(data["title"], data["unit"], tuple(data["categories"]), series, data["kind"])

    def number(self, data: Data | None) -> Number | None:
        return None if data is None else Number(self.figures[data["key"]], data["text"])

    def table(self, data: Data) -> Table:
        return Table(
            title=data["title"],
            head=tuple(data["head"]),
            rows=tuple(tuple(self.inline(cell) for cell in row) for row in data["rows"]),
            strong=frozenset(data["strong"]),
            claims=tuple(_thaw_claim(claim) for claim in data["claims"]),
            widths=tuple(data["widths"]),
            note=self.inline(data["note"]),
        )


def _thaw_basis(data: Data) -> Basis:
    since = data["in_force_from"]
    return Basis(**(data | {"in_force_from": date.fromisoformat(since) if since else None}))


def _thaw_claim(data: Data) -> Claim:
    if "keys" in data:
        return Order(data["what"], tuple(data["keys"]), data["kind"], tuple(data["places"]))
    return Total(data["what"], data["total"], tuple(data["parts"]), tuple(data["less"]))


def thaw(data: Data) -> Bulletin:
    """Return the bulletin that was frozen; NotFrozen where the data are of no known form."""
    if data.get("shape") != SHAPE:
        raise NotFrozen(f"shape {data.get('shape')!r} is not {SHAPE}")
    made = _Thaw(data)
    issued = data["issued_on"]
    return Bulletin(
        red_head=data["red_head"],
        issue=data["issue"],
        organ=data["organ"],
        issued_on=date.fromisoformat(issued) if issued else None,
        title=data["title"],
        lead=made.inline(data["lead"]),
        sections=tuple(made.section(section) for section in data["sections"]),
        appendices=tuple(made.section(section) for section in data["appendices"]),
        bases=tuple(made.bases[full_id] for full_id in data["bases"]),
        as_of=date.fromisoformat(data["as_of"]),
        known_at=datetime.fromisoformat(data["known_at"]),
        explained=frozenset(data["explained"]),
    )
