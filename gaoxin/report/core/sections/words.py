"""Words (行文): phrases around figures, orders of parks, names that hold digits."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from gaoxin.report.core.document import MINUS, Inline, Number, Order, Paragraph, Term
from gaoxin.report.core.quantities import quantities

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaoxin.report.core.document import Cell, Stated
    from gaoxin.report.core.month import Figures, ParkMonth

Phrase = tuple[Inline, ...]
ABSENT = "—"


def number(stated: Stated) -> Number:
    """Return the figure printed with its unit."""
    return Number(stated, stated.text)


def size(stated: Stated) -> Number:
    """Return a difference printed without its sign: the word before says the direction."""
    return Number(stated, stated.text.removeprefix(MINUS))


def cell(stated: Stated | None) -> Cell:
    """Return the figure printed without unit for a table; a dash where there is none."""
    return (ABSENT,) if stated is None else (Number(stated, stated.number),)


def known(figures: Figures, id: str) -> Stated | None:
    """Return the figure if it is there and has a value."""
    stated = figures.get(id)
    return None if stated is None or stated.value is None else stated


def phrase(before: str, stated: Stated | None, *, zero: str = "") -> Phrase:
    """Return words and figure; the words of `zero` for zero; nothing where it is missing."""
    if stated is None or stated.value is None:
        return ()
    if zero and not stated.value:
        return (zero,)
    return (before, number(stated))


def compared(before: str, stated: Stated | None, words: tuple[str, str, str]) -> Phrase:
    """Return a difference in words: above, below or level, and its size."""
    if stated is None or stated.value is None:
        return ()
    above, below, level = words
    if not stated.value:
        return (before + level,)
    return (before + (above if stated.value > 0 else below), size(stated))


def joined(phrases: Iterable[Phrase], mark: str = "，", end: str = "。") -> Phrase:
    """Return the phrases that are there with marks between; nothing where none is."""
    present = [p for p in phrases if p]
    parts: list[Inline] = []
    for index, each in enumerate(present):
        parts += [mark] * (index > 0)
        parts += each
    return (*parts, end) if parts else ()


def sentences(*phrases: Phrase) -> Phrase:
    """Return finished sentences one after another."""
    return tuple(part for each in phrases for part in each)


def paragraph(*phrases: Phrase, claims: Sequence[Order] = (), level: int = 0) -> list[Paragraph]:
    """Return a paragraph of finished sentences; none where there is nothing to say."""
    parts = sentences(*phrases)
    return [Paragraph(parts, tuple(claims), level)] if parts else []


def named(ref: str, name: str) -> Phrase:
    """Return a name; as a term where it holds digits, which are no result."""
    return (Term(ref, name),) if quantities(name) else (name,)


def listed(names: Iterable[Phrase], mark: str = "、") -> Phrase:
    """Return names with marks between."""
    return joined(names, mark, "")


def by_figure(parks: Sequence[ParkMonth], id: str) -> list[tuple[ParkMonth, Stated]]:
    """Return the parks that have the figure, highest first; level ones keep the zone's order."""
    having = [(park, known(park.year, id)) for park in parks]
    found = [(park, stated) for park, stated in having if stated is not None]
    return sorted(found, key=lambda pair: -(pair[1].value or 0))


def in_order(
    parks: Sequence[ParkMonth], id: str, what: str, *, none: str = ""
) -> tuple[Phrase, list[Order]]:
    """Return the sentence that names parks from high to low, and its claim.

    Parks without a value are named behind; with `none` also those whose value is zero.
    """
    ordered = by_figure(parks, id)
    shown = [pair for pair in ordered if not none or pair[1].value]
    present = {pair[0].name for pair in shown}
    left = [named(park.ref, park.short_name) for park in parks if park.name not in present]
    tail: Phrase = (*listed(left), f"{none or f'没有{what}可比'}。") if left else ()
    if not shown:
        return (), []
    groups = [list(g) for _value, g in groupby(shown, key=lambda pair: pair[1].value)]
    level = len(groups) == 1 and len(shown) > 1
    head = f"各园区{what}持平：" if level else f"按{what}从高到低依次为"
    if len(shown) == 1:
        head = f"{what}"
    names = listed(_level(group, marked=not level) for group in groups)
    keys = tuple(stated.key for _park, stated in shown)
    return (head, *names, "。", *tail), [Order(f"按{what}从高到低", keys)]


def _level(group: list[tuple[ParkMonth, Stated]], *, marked: bool) -> Phrase:
    one = [
        (*named(park.ref, park.short_name), "（", number(stated), "）") for park, stated in group
    ]
    if len(one) == 1:
        return one[0]
    return (*listed(one, "、" if not marked else "与"), *(("并列",) if marked else ()))
