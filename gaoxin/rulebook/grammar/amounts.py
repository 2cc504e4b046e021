"""Amounts (金额): rate x base, tiers, steps, caps and floors, as a policy article grants them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.rulebook.grammar.conditions import Scope, cite, condition
from gaoxin.rulebook.rule import Amount
from gaoxin.rulebook.source import unwieldy
from gaoxin.rulebook.tree import Choose, Cite, Clamp, Fact, Number, Row, Scale, Sum, Tiers, exact
from gaoxin.rulebook.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaoxin.rulebook.source import Entry

_WORDS = {"id", "zh", "en", "article", "confidence"}
_KINDS = ("amount", "rate", "tiers", "rows")
MOST_DIGITS = 6
ROUNDINGS = ("half_up", "down", "up")


def amounts(entry: Entry, scope: Scope) -> tuple[Amount, ...]:
    """Return the amounts that a rule grants."""
    found = tuple(_amount(item, scope, place) for place, item in enumerate(entry.items(), 1))
    ids = [amount.cite.id for amount in found]
    if len(set(ids)) < len(ids):
        raise entry.refuse(f"编号重复 (repeated id): {', '.join(ids)}")
    return found


def _amount(entry: Entry, scope: Scope, place: int) -> Amount:
    optional = {"when", "base", "mode", "floor", "cap", "digits", "rounding", *_KINDS, *_WORDS}
    row = entry.fields({"id", "unit"}, optional)
    where = cite(row, "amounts", place, entry.line)
    given = [key for key in _KINDS if key in row]
    if len(given) != 1:
        raise entry.refuse("须恰有 amount/rate/tiers/rows 之一 (exactly one of these)")
    unit = row["unit"].one_of(UNITS)
    value = _value(entry, row, scope, (where, unit))
    floor = row["floor"].number() if "floor" in row else None
    cap = row["cap"].number() if "cap" in row else None
    if floor is not None and cap is not None and floor > cap:
        raise row["floor"].refuse(f"floor {floor} > cap {cap}")
    return Amount(
        cite=where,
        unit=unit,
        when=condition(row["when"], scope, where.id) if "when" in row else None,
        value=Clamp(value, floor, cap) if floor is not None or cap is not None else value,
        digits=_digits(row["digits"]) if "digits" in row else 2,
        rounding=row["rounding"].one_of(ROUNDINGS) if "rounding" in row else "half_up",
    )


def _value(entry: Entry, row: Mapping[str, Entry], scope: Scope, what: tuple[Cite, str]) -> Number:
    where, unit = what
    if "amount" in row:
        return exact(row["amount"].number())
    if "rows" in row:
        return _steps(row["rows"], scope, where)
    if "base" not in row:
        raise entry.refuse("缺少 (missing): base")
    base = _base(row["base"], scope, unit)
    if "rate" in row:
        return Scale(base, rate(row["rate"]))
    tiers = []
    for item in row["tiers"].items():
        line = item.fields({"over", "rate"})
        tiers.append((line["over"].number(), rate(line["rate"])))
    if not tiers or tiers != sorted(tiers, key=lambda tier: tier[0]):
        raise row["tiers"].refuse("档须由低到高 (tiers rise)")
    mode = row["mode"].one_of(("marginal", "whole")) if "mode" in row else "marginal"
    return Tiers(base, tuple(tiers), mode == "marginal")


def _digits(entry: Entry) -> int:
    digits = entry.whole()
    if not 0 <= digits <= MOST_DIGITS:
        raise entry.refuse(f"digits 应为 0 到 {MOST_DIGITS} (from 0 to {MOST_DIGITS})")
    return digits


def rate(entry: Entry) -> Decimal:
    """Return a rate written as a number (0.05) or with a per cent sign (5%)."""
    text = entry.text()
    if text.endswith("%"):
        try:
            share = Decimal(text[:-1])
        except ArithmeticError:
            raise entry.refuse(f"比例写法有误 (not a rate): {text}") from None
        if not share.is_finite() or unwieldy(share):
            raise entry.refuse(f"比例过大或过细 (too large or too fine): {text[:40]}")
        return share / 100
    return entry.number()


def _base(entry: Entry, scope: Scope, unit: str) -> Number:
    """A base is the sum of one or more terms of the amount's dimension, in the amount's unit."""
    parts: list[Number] = []
    for item in entry.items() if entry.is_list else [entry]:
        term = scope.term(item)
        if UNITS[term.unit].dimension != UNITS[unit].dimension:
            raise item.refuse(f"单位不合 (units do not fit): {term.unit} / {unit}")
        factor = UNITS[term.unit].factor / UNITS[unit].factor
        parts.append(Fact(term.name) if factor == 1 else Scale(Fact(term.name), factor))
    return parts[0] if len(parts) == 1 else Sum(tuple(parts))


def _steps(entry: Entry, scope: Scope, where: Cite) -> Number:
    rows: list[Row] = []
    for place, item in enumerate(entry.items(), 1):
        line = item.fields({"amount"}, {"when", *_WORDS})
        own = cite(line, where.id, place, item.line)
        when = condition(line["when"], scope, own.id) if "when" in line else None
        rows.append(Row(own, when, exact(line["amount"].number())))
    if not rows or any(row.when is None for row in rows[:-1]):
        raise entry.refuse("无条件的一行只能放在最后 (without `when` only as the last)")
    if rows[-1].when is not None:
        rows.append(Row(Cite(f"{where.id}.none", line=entry.line), None, exact(Decimal(0))))
    return Choose(tuple(rows))
