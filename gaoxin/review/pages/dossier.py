"""Dossier on the page (材料数据): each value with unit, what it earns, and what proves it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gaoxin.review.core.average import decimal_of
from gaoxin.review.wording import figure_words, value_words
from gaoxin.sources.queries import citations_of

if TYPE_CHECKING:
    from decimal import Decimal

    from gaoxin.review.models import DossierValue
    from gaoxin.review.queries.state import CaseFile
    from gaoxin.sources.models import Citation


@dataclass(frozen=True, slots=True)
class Line:
    """A value of the dossier: words, the indicator it feeds with its marks, its evidence."""

    row: DossierValue
    words: str
    said: str
    item: str = ""
    mark: Decimal | None = None
    full: Decimal | None = None
    evidence: list[Citation] = field(default_factory=list)


def dossier_lines(file: CaseFile) -> list[Line]:
    """Return the values of the dossier in the order of the scheme's indicators."""
    review, scheme = file.review, file.scheme
    cited: dict[str, list[Citation]] = {}
    for each in citations_of("review.review", [review.pk]).get(review.pk, []):
        cited.setdefault(each.field, []).append(each)
    fed = {item.inputs.get(review.type, item.id): item for item in scheme.used(review.type)}
    order = {name: place for place, name in enumerate(fed)}
    lines = []
    for name in sorted(file.values, key=lambda name: order.get(name, -1)):
        row, item = file.values[name], fed.get(name)
        proofs = [*cited.get(name, []), *(cited.get(item.id, []) if item else [])]
        words = figure_words(scheme, name), value_words(scheme, name, row.value)
        unique = list({each.document_id: each for each in proofs}.values())
        if item is None:
            lines.append(Line(row, *words, evidence=unique))
            continue
        mark = file.score.marks[item.id]
        lines.append(Line(row, *words, item.id, decimal_of(mark.value, 2), mark.full, unique))
    return lines
