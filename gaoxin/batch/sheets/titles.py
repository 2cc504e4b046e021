"""Titles (列名): which column of a file is which fact: by its name or its Chinese title."""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.batch.verdicts import facts_needed
from gaoxin.lib.errors import UserError
from gaoxin.rulebook.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import ibis.expr.types as ir

    from gaoxin.rulebook.rule import Rule
    from gaoxin.rulebook.vocabulary import Term


@dataclass(frozen=True, slots=True)
class Titles:
    """The file's title of each fact that it holds, and of absent facts those nearly so called."""

    of: dict[str, str]
    absent: dict[str, tuple[str, ...]]

    @property
    def translated(self) -> dict[str, str]:
        """Return the titles that are not the fact's own name."""
        return {name: title for name, title in self.of.items() if title != name}


def plain(title: str) -> str:
    """Return a title without what writers vary: width, blanks, marks around a unit."""
    text = unicodedata.normalize("NFKC", title)
    return "".join(sign for sign in text if not sign.isspace() and sign not in "()[]*:")


def _called(term: Term) -> set[str]:
    """Return the ways a title may name a term: with its own unit or without, never another."""
    unit = UNITS[term.unit].zh
    return {term.name, plain(term.zh), plain(f"{term.zh}{unit}"), plain(f"{term.zh}单位{unit}")}


def titled(rule: Rule, columns: Collection[str], twice: Mapping[str, tuple[int, ...]]) -> Titles:
    """Return which columns hold the facts of a rule; UserError where two columns hold one."""
    named: dict[str, list[str]] = {}
    for column in columns:
        named.setdefault(plain(column), []).append(column)
    of, lacking = {}, []
    for name in facts_needed(rule):
        found = [c for way in sorted(_called(rule.terms[name])) for c in named.get(way, ())]
        if len(found) > 1 or (found and found[0] in twice):
            raise UserError(_doubled(rule.terms[name], found, columns, twice))
        if found:
            of[name] = found[0]
        elif rule.terms[name].derive is None:
            lacking.append(name)
    free = [column for column in columns if column not in of.values()]
    return Titles(of, {name: _near(rule.terms[name], free) for name in lacking})


def _doubled(
    term: Term,
    found: list[str],
    columns: Collection[str],
    twice: Mapping[str, tuple[int, ...]],
) -> str:
    order = list(columns)
    places = [p for title in found for p in twice.get(title, (order.index(title) + 1,))]
    where = "、".join(f"第 {place} 列" for place in sorted(places))
    told = "、".join(dict.fromkeys(found))
    return f"{term.zh}（{term.name}）有几列：{where} {told}，只能留一列 (column given twice)"


def _near(term: Term, columns: list[str]) -> tuple[str, ...]:
    """Return the titles that are nearly so called."""
    ways = {plain(column).casefold(): column for column in columns}
    near = [
        ways[way]
        for asked in (plain(term.zh), plain(term.name))
        for way in difflib.get_close_matches(asked, list(ways), n=2, cutoff=0.6)
    ]
    return tuple(dict.fromkeys(near))


def with_facts(data: ir.Table, titles: Titles) -> ir.Table:
    """Return the table with a column by the name of each fact that stands under another title."""
    return data.mutate(**{name: data[title] for name, title in titles.translated.items()})
