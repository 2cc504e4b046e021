"""Scheme on the page (方案页面): each indicator with its marks, bands and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.review.wording import asked_words, basis_words, label, type_words
from gaoxin.rulebook.words import SIGNS, plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from gaoxin.review.core.scheme.model import Bands, Indicator, Scheme


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator: words, marks by type in order, lines of bands, basis; head of a dimension."""

    words: str
    dimension: str
    marks: tuple[Decimal | None, ...]
    bands: tuple[str, ...]
    basis: str


def indicator_rows(scheme: Scheme) -> list[Row]:
    """Return the indicators of a scheme by dimension, as its page prints them."""
    return [
        Row(
            label(item.words), label(dimension.words),
            tuple(item.marks.get(kind) for kind in scheme.types),
            tuple(_bands(scheme, item)), basis_words(scheme, item.words.src),
        )
        for name, dimension in scheme.dimensions.items()
        for item in scheme.indicators.values()
        if item.dimension == name
    ]  # fmt: skip


def _bands(scheme: Scheme, item: Indicator) -> list[str]:
    """Return the bands in words; a line for each type of project where they differ."""
    if item.kind == "class":
        return [_list(_earns(label(g.words), g.share) for g in item.classes.values())]
    if item.kind == "panel":
        return [_list(f"{level} {words}" for level, words in sorted(item.anchors.items()))]
    same = len(set(map(id, item.bands.values()))) == 1 or len(set(item.bands.values())) == 1
    if same and len(set(item.inputs.values())) == 1:
        kind = next(iter(item.bands))
        return [f"{asked_words(scheme, item.inputs[kind])} {_steps(item, item.bands[kind])}"]
    return [
        _("%(type)s：%(bands)s") % {
            "type": type_words(scheme, kind),
            "bands": f"{asked_words(scheme, item.inputs[kind])} {_steps(item, bands)}",
        }
        for kind, bands in item.bands.items()
    ]  # fmt: skip


def _steps(item: Indicator, bands: Bands) -> str:
    sign, times = SIGNS.get(bands.op, bands.op), _(" 倍行业下限") if item.over else ""
    told = [_earns(f"{sign} {plain(step)}{times}", part) for step, part in bands.steps]
    return _list([*told, _earns(_("其他"), bands.otherwise)])


def _earns(band: str, share: Decimal) -> str:
    return _("%(band)s 得 %(share)s%%") % {"band": band, "share": plain(share * 100)}


def _list(parts: Iterable[str]) -> str:
    return _("；").join(parts)
