"""Conditions (条件): from the words of a rule file to the expression tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gaoxin.rulebook.tree import (
    All,
    AnyOf,
    Cite,
    Compare,
    Condition,
    Fact,
    Is,
    Not,
    Number,
    Param,
    ParamIs,
    Scale,
    Score,
    Unresolved,
    exact,
)
from gaoxin.rulebook.units import UNITS, convert
from gaoxin.rulebook.vocabulary import Term, ValueRefusedError, typed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from gaoxin.rulebook.rule import Parameter
    from gaoxin.rulebook.source import Entry
    from gaoxin.rulebook.vocabulary import Vocabulary

_WORDS = {"id", "zh", "en", "article", "confidence", "skip_at_recheck"}
_LEAF = {"ind", "score", "param", "op", "value", "value_of", "value_param", "unit"}
_TREES = ("all", "any", "not")
_NUMERIC = ("ge", "gt", "le", "lt", "eq", "ne")
_FLAGS = ("is_true", "is_false")
_CONFIDENCE = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Scope:
    """What conditions of one rule may refer to."""

    terms: Vocabulary
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    def term(self, entry: Entry) -> Term:
        """Return the term that an entry names, or refuse."""
        name = entry.text()
        if name not in self.terms:
            raise entry.refuse(f"未知的指标 (unknown indicator): {name}")
        return self.terms[name]

    def parameter(self, entry: Entry) -> Parameter:
        """Return the parameter that an entry names, or refuse."""
        name = entry.text()
        if name not in self.parameters:
            raise entry.refuse(f"未知的参数 (unknown parameter): {name}")
        return self.parameters[name]


def cite(row: Mapping[str, Entry], path: str, index: int | str, line: int) -> Cite:
    """Return the citation of a row: its path is the parent's path and its own id or place."""
    own = row["id"].text() if "id" in row else str(index)
    words = {w: row[w].text() if w in row else "" for w in ("zh", "en", "article")}
    return Cite(
        id=f"{path}.{own}" if path else own,
        confidence=row["confidence"].one_of(_CONFIDENCE) if "confidence" in row else "",
        skip_at_recheck="skip_at_recheck" in row and row["skip_at_recheck"].flag(),
        line=line,
        **words,
    )


def condition(entry: Entry, scope: Scope, path: str = "", index: int | str = "when") -> Condition:
    """Return the condition that an entry states; refuse what cannot be understood."""
    row = entry.fields((), {*_WORDS, *_LEAF, *_TREES, "unresolved"})
    heads = [key for key in (*_TREES, "unresolved", "ind", "score", "param") if key in row]
    if len(heads) != 1:
        raise entry.refuse(
            "条件须恰有 all/any/not/ind/score/param/unresolved 之一 (exactly one of these)"
        )
    head = heads[0]
    where = cite(row, path, index, entry.line)
    if head not in {"ind", "score", "param"}:
        _refuse_leaf_keys(entry, row, head)
    if head in {"all", "any"}:
        parts = conditions(row[head], scope, where.id)
        return All(where, parts) if head == "all" else AnyOf(where, parts)
    if head == "not":
        return Not(where, condition(row[head], scope, where.id, "not"))
    if head == "unresolved":
        return Unresolved(where, row[head].text())
    return _leaf(entry, row, scope, where)


def _refuse_leaf_keys(entry: Entry, row: Mapping[str, Entry], head: str) -> None:
    extra = sorted(_LEAF & set(row))
    if extra:
        raise entry.refuse(f"{head} 之旁不可有 (not beside {head}): {', '.join(extra)}")


def conditions(entry: Entry, scope: Scope, path: str) -> tuple[Condition, ...]:
    """Return a non-empty list of conditions whose ids differ."""
    parts = tuple(
        condition(item, scope, path, place) for place, item in enumerate(entry.items(), start=1)
    )
    if not parts:
        raise entry.refuse("条件列表为空 (no condition in the list)")
    seen: set[str] = set()
    for part in parts:
        if part.cite.id in seen:
            raise entry.refuse(f"编号重复 (repeated id): {part.cite.id}")
        seen.add(part.cite.id)
    return parts


def _leaf(entry: Entry, row: Mapping[str, Entry], scope: Scope, where: Cite) -> Condition:
    if "op" not in row:
        raise entry.refuse("缺少 (missing): op")
    op = row["op"].one_of((*_NUMERIC, *_FLAGS, "in"))
    if "param" in row:
        return _parameter_leaf(row, scope, where, op)
    if "score" in row:
        table, _, group = row["score"].text().partition(".")
        return _compare(entry, row, scope, where, (Score(table, group), "point", None))
    term = scope.term(row["ind"])
    if op in _FLAGS:
        if term.unit != "bool":
            raise row["op"].refuse(f"{term.name} 不是是否项 (is not a yes-or-no)")
        return Is(where, term.name, (op == "is_true",))
    if term.unit == "bool":
        raise row["op"].refuse(f"{term.name} 是是否项, 用 is_true 或 is_false (use is_true)")
    if term.unit == "text" or op == "in":
        return _text_leaf(entry, row, where, (term, op))
    return _compare(entry, row, scope, where, (Fact(term.name), term.unit, term))


def _parameter_leaf(row: Mapping[str, Entry], scope: Scope, where: Cite, op: str) -> Condition:
    parameter = scope.parameter(row["param"])
    if parameter.unit != "bool" or op not in _FLAGS:
        raise row["param"].refuse("参数作条件须为是否项 (a parameter as condition is yes-or-no)")
    return ParamIs(where, parameter.id, op == "is_true")


def _text_leaf(
    entry: Entry, row: Mapping[str, Entry], where: Cite, what: tuple[Term, str]
) -> Condition:
    term, op = what
    if "value" not in row:
        raise entry.refuse("缺少 (missing): value")
    if term.is_number and not term.levels:
        raise row["op"].refuse(f"{term.name} 是数字, 不能用 in (a number: in cannot be used)")
    if op not in {"eq", "ne", "in"}:
        raise row["op"].refuse(f"{term.name} 是文字, 只能 eq/ne/in (text: only eq, ne, in)")
    values = row["value"].texts() if op == "in" else (row["value"].text(),)
    if term.levels:
        parts = tuple(
            Compare(where, Fact(term.name), "eq", exact(_known(row["value"], term, v)), term.unit)
            for v in values
        )
        return AnyOf(where, parts)
    found = Is(where, term.name, values)
    return Not(where, found) if op == "ne" else found


def _known(entry: Entry, term: Term, text: str) -> Decimal:
    try:
        value = typed(term, text)
    except ValueRefusedError as error:
        raise entry.refuse(str(error)) from None
    if value is None or isinstance(value, str | bool):
        raise entry.refuse(f"{term.name}: 此处应为数字或等级 (a number or level is expected)")
    return value


def _compare(
    entry: Entry,
    row: Mapping[str, Entry],
    scope: Scope,
    where: Cite,
    what: tuple[Number, str, Term | None],
) -> Condition:
    left, unit, term = what
    op = row["op"].one_of(_NUMERIC)
    given = [key for key in ("value", "value_of", "value_param") if key in row]
    if len(given) != 1:
        raise entry.refuse("须恰有 value/value_of/value_param 之一 (exactly one of these)")
    source = row[given[0]]
    if given[0] == "value_of":
        other = scope.term(source)
        right = _scaled(source, Fact(other.name), other.unit, unit)
    elif given[0] == "value_param":
        parameter = scope.parameter(source)
        right = _scaled(source, Param(parameter.id), parameter.unit, unit)
    elif term is not None and term.levels:
        right = exact(_known(source, term, source.text()))
    else:
        right = exact(in_unit(source, row.get("unit"), unit))
    return Compare(where, left, op, right, unit)


def _scaled(entry: Entry, node: Number, unit: str, into: str) -> Number:
    if UNITS[unit].dimension != UNITS[into].dimension:
        raise entry.refuse(f"单位不合 (units do not fit): {unit} / {into}")
    if unit == into or UNITS[unit].factor == UNITS[into].factor:
        return node
    return Scale(node, UNITS[unit].factor / UNITS[into].factor)


def in_unit(entry: Entry, unit: Entry | None, into: str) -> Decimal:
    """Return a written number converted to the unit of its term; refuse another dimension."""
    number = entry.number()
    if unit is None:
        return number
    written = unit.one_of(UNITS)
    try:
        return convert(number, written, into)
    except ValueError as error:
        raise unit.refuse(str(error)) from None
