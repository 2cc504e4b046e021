"""Reading helpers of a scheme (读取方案): words, sources, mappings by type or tier."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.review.core.scheme.model import Words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from gaoxin.rulebook.source import Entry

ONE = Decimal(1)
_MARK = re.compile(r"\bS\d+\b")


@dataclass(frozen=True, slots=True)
class Scope:
    """What the parts of a scheme may refer to."""

    sources: Collection[str] = ()
    types: Collection[str] = ()
    dimensions: Collection[str] = ()
    tiers: Collection[str] = ()


def source_of(entry: Entry, scope: Scope) -> str:
    """Return where a number comes from; a mark such as S3 must be a source of the scheme."""
    text = entry.text()
    for mark in _MARK.findall(text):
        if mark not in scope.sources:
            raise entry.refuse(f"未知的来源 (unknown source): {mark}")
    return text


def words_of(row: Mapping[str, Entry], scope: Scope, *, name: str = "name") -> Words:
    """Return the words of a row, with its source where it names one."""
    return Words(
        zh=row[name].text(),
        en=row["en"].text() if "en" in row else "",
        src=source_of(row["src"], scope) if "src" in row else "",
        line=row[name].line,
    )


def text_of(row: Mapping[str, Entry], key: str) -> str:
    """Return a text, empty where it is not written."""
    return row[key].text() if key in row else ""


def known(entry: Entry, names: Collection[str], what: str) -> list[tuple[str, Entry]]:
    """Return the pairs of a mapping whose keys must all be known."""
    pairs = entry.pairs()
    for name, value in pairs:
        if name not in names:
            raise value.refuse(f"未知的{what} (unknown): {name}，应为其一 {', '.join(names)}")
    return pairs


def share(entry: Entry) -> Decimal:
    """Return a share of the full marks, 0 to 1."""
    value = entry.number()
    if not 0 <= value <= ONE:
        raise entry.refuse(f"应在 0 与 1 之间 (a share, 0 to 1): {value}")
    return value


def positive(entry: Entry) -> Decimal:
    """Return a number above zero."""
    value = entry.number()
    if value <= 0:
        raise entry.refuse(f"须大于 0 (must be positive): {value}")
    return value


def days_of(entry: Entry) -> int:
    """Return a whole number of days that is not negative."""
    value = entry.whole()
    if value < 0:
        raise entry.refuse(f"天数不可为负 (days cannot be negative): {value}")
    return value


def subset(entry: Entry, names: Collection[str], what: str) -> tuple[str, ...]:
    """Return a list whose members must all be known."""
    found = entry.texts()
    for name in found:
        if name not in names:
            raise entry.refuse(f"未知的{what} (unknown): {name}")
    return found
