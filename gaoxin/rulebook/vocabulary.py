"""Vocabulary (指标词表): the named, typed facts that rules of a room may ask about."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gaoxin.rulebook.source import Entry, read, unwieldy
from gaoxin.rulebook.tree import (
    Fact,
    Greatest,
    Least,
    Number,
    Quotient,
    Scalar,
    Scale,
    Sum,
    exact,
    walk,
)
from gaoxin.rulebook.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RATIO_DIGITS = 6
_OPS = ("sum", "difference", "mean", "min", "max", "percent", "ratio")
_TRUE = {True: True, "true": True, "1": True, "是": True, "yes": True}
_FALSE = {False: False, "false": False, "0": False, "否": False, "no": False}


@dataclass(frozen=True, slots=True)
class Term:
    """A fact of the vocabulary: its words, unit, ordered levels, and how it is derived."""

    name: str
    zh: str
    en: str
    unit: str
    levels: tuple[str, ...] = ()
    derive: Number | None = None
    definition: str = ""
    judged: bool = False
    line: int = 0

    @property
    def is_number(self) -> bool:
        """Test whether values are compared as numbers (ordered levels are, by their place)."""
        return self.unit not in {"bool", "text"}

    def label(self, language: str = "zh") -> str:
        """Return the words for the term."""
        return self.en if language == "en" and self.en else self.zh


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms by name."""

    terms: Mapping[str, Term] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Term:
        return self.terms[name]

    def __contains__(self, name: str) -> bool:
        return name in self.terms


class ValueRefusedError(ValueError):
    """A value that does not fit its term."""


def typed(term: Term, value: Any) -> Scalar | None:
    """Return a raw value as the type of its term; ValueRefusedError when it cannot be.

    Nothing (None or an empty text) stays None. An ordered level becomes its place, from 0.
    """
    if value is None or value == "":
        return None
    if term.unit == "bool":
        return _flag(term, value)
    if term.unit == "text":
        return str(value).strip()
    if term.levels:
        return _level(term, value)
    return _number(term, value)


def _flag(term: Term, value: Any) -> bool:
    key = value.strip().lower() if isinstance(value, str) else value
    if not isinstance(key, str | int | float | Decimal):
        raise ValueRefusedError(f"{term.zh}({term.name}): {value!r} 应为是或否")
    if key in _TRUE:
        return True
    if key in _FALSE:
        return False
    raise ValueRefusedError(f"{term.zh}({term.name}): {value!r} 应为是或否")


def _level(term: Term, value: Any) -> Decimal:
    word = str(value).strip()
    if word not in term.levels:
        raise ValueRefusedError(f"{term.zh}({term.name}): {word} 应为 {'/'.join(term.levels)}")
    return Decimal(term.levels.index(word))


def _number(term: Term, value: Any) -> Decimal:
    if isinstance(value, bool):
        raise ValueRefusedError(f"{term.zh}({term.name}): {value!r} 应为数字")
    try:
        number = Decimal(str(value).strip().replace(",", ""))
    except ArithmeticError:
        raise ValueRefusedError(f"{term.zh}({term.name}): {value!r} 应为数字") from None
    if not number.is_finite():
        raise ValueRefusedError(f"{term.zh}({term.name}): {value!r} 应为有限的数字")
    if unwieldy(number):
        raise ValueRefusedError(f"{term.zh}({term.name}): {str(value)[:40]} 过大或小数过多")
    return number


def derived(op: str, parts: tuple[Number, ...]) -> Number:
    """Return the node of a derivation such as the sum or the percentage of the parts."""
    if op == "sum":
        return Sum(parts)
    if op == "difference":
        return Sum((parts[0], *(Scale(part, Decimal(-1)) for part in parts[1:])))
    if op == "mean":
        return Quotient(Sum(parts), exact(Decimal(len(parts))), Decimal(1), RATIO_DIGITS)
    if op in {"min", "max"}:
        return Least(parts) if op == "min" else Greatest(parts)
    return Quotient(parts[0], parts[1], Decimal(100 if op == "percent" else 1), RATIO_DIGITS)


def load_vocabulary(path: Path) -> Vocabulary:
    """Return the vocabulary of a YAML file (schema gaoxin.indicators/1); refuse what is wrong."""
    root = read(path).fields({"schema", "indicators"}, {"note", "units", "enums"})
    root["schema"].one_of(("gaoxin.indicators/1",))
    enums = {n: e.texts() for n, e in root["enums"].pairs()} if "enums" in root else {}
    rows = {name: (entry, _term(name, entry, enums)) for name, entry in root["indicators"].pairs()}
    terms = {name: term for name, (_, term) in rows.items()}
    for entry, term in rows.values():
        _check_derivation(entry, term, terms)
    return Vocabulary(terms)


def _term(name: str, entry: Entry, enums: dict[str, tuple[str, ...]]) -> Term:
    row = entry.fields({"zh", "en", "unit"}, {"def_zh", "enum", "judged", "derive"})
    unit = row["unit"].one_of(UNITS)
    if "enum" in row and row["enum"].text() not in enums:
        raise row["enum"].refuse(f"未知的等级表 (unknown enum): {row['enum'].text()}")
    return Term(
        name=name,
        zh=row["zh"].text(),
        en=row["en"].text(),
        unit=unit,
        levels=enums[row["enum"].text()] if "enum" in row else (),
        derive=_derivation(row["derive"]) if "derive" in row else None,
        definition=row["def_zh"].text() if "def_zh" in row else "",
        judged="judged" in row and row["judged"].flag(),
        line=entry.line,
    )


def _derivation(entry: Entry) -> Number:
    row = entry.fields({"op", "of"})
    op, parts = row["op"].one_of(_OPS), row["of"].texts()
    if not parts or (op in {"percent", "ratio"} and len(parts) != 2):
        raise row["of"].refuse(f"{op} 的项数不对 (wrong number of parts): {len(parts)}")
    return derived(op, tuple(Fact(part) for part in parts))


def _check_derivation(entry: Entry, term: Term, terms: dict[str, Term]) -> None:
    """Refuse unknown parts, units that do not fit, and derivations that lead back to themselves."""
    parts = _parts(term)
    if term.derive is None:
        return
    for name in parts:
        if name not in terms:
            raise entry.refuse(f"{term.name}: 未知的指标 (unknown indicator): {name}")
    units = {terms[name].unit for name in parts}
    if len(units) > 1:
        raise entry.refuse(f"{term.name}: 单位不合 (units do not fit): {', '.join(sorted(units))}")
    if not isinstance(term.derive, Quotient) and term.unit not in units:
        raise entry.refuse(f"{term.name}: 结果单位不合 (the unit of the result does not fit)")
    _check_cycle(entry, term, terms)


def _check_cycle(entry: Entry, term: Term, terms: dict[str, Term]) -> None:
    path, queue = {term.name}, _parts(term)
    while queue:
        name = queue.pop()
        if name == term.name:
            raise entry.refuse(f"循环引用 (cycle of references): {', '.join(sorted(path))}")
        if name in terms and name not in path:
            path.add(name)
            queue.extend(_parts(terms[name]))


def _parts(term: Term) -> list[str]:
    return [n.name for n in walk(term.derive) if isinstance(n, Fact)] if term.derive else []
