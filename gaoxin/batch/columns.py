"""Columns (列): raw columns of a table as the typed facts of a rule.

Numbers become whole millionths (int64), so that every engine adds, compares and rounds exactly, as
Decimal does in Python; a value is read to six places. Levels become their place, texts stay texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from gaoxin.rulebook.vocabulary import Term

MICRO = 1_000_000
OPEN = 10**17
"""No number is held beyond it, in millionths (10**11 units): what is read must lie within."""
_TRUE, _FALSE = ("true", "1", "是", "yes"), ("false", "0", "否", "no")


def fact(column: ir.Value | None, term: Term) -> ir.Value:
    """Return a raw column as the typed fact of a term; null where the value does not fit."""
    if column is None:
        kinds = {"bool": "boolean", "text": "string"}
        return ibis.null(kinds.get(term.unit, "int64"))
    if term.unit == "bool":
        return _flag(column)
    if term.unit == "text":
        return _trimmed(column).nullif("")
    if term.levels:
        return _level(column, term)
    return _number(column)


def misfit(column: ir.Value, term: Term) -> ir.Value:
    """Return whether a value is present but does not fit its term."""
    present = column.notnull()
    if column.type().is_string():
        present = present & (_trimmed(column) != "")
    return present & fact(column, term).isnull()


def _number(column: ir.Value) -> ir.Value:
    """Return a number in millionths; what is out of bounds or not a number is no value."""
    kind = column.type()
    if kind.is_integer():
        within = column.cast("int64").between(1 - OPEN // MICRO, OPEN // MICRO - 1)
        return ibis.ifelse(within, column.cast("int64") * MICRO, ibis.null("int64"))
    if kind.is_decimal():
        within = column.abs() < OPEN // MICRO
        exact = (column.cast("decimal(38, 6)") * MICRO).cast("int64")
        return ibis.ifelse(within, exact, ibis.null("int64"))
    number = column if kind.is_numeric() else _trimmed(column).replace(",", "")
    number = number.cast("float64") if kind.is_numeric() else number.try_cast("float64")
    micro = (number * float(MICRO)).round().cast("int64")
    return ibis.ifelse(number.abs() < OPEN / MICRO, micro, ibis.null("int64"))


def _trimmed(column: ir.Value) -> ir.Value:
    """Return a text without blanks at its ends.

    Not by `strip`: on Spark Ibis 12 writes its blanks so that the letters f and v are taken off.
    """
    return column.cast("string").re_replace(r"^\s+|\s+$", "")


def _flag(column: ir.Value) -> ir.Value:
    if column.type().is_boolean():
        return column
    word = _trimmed(column).lower()
    return ibis.cases((word.isin(_TRUE), True), (word.isin(_FALSE), False))


def _level(column: ir.Value, term: Term) -> ir.Value:
    word = column if column.type().is_string() else column.cast("string")
    if column.type().is_numeric():
        word = column.cast("int64").cast("string")
    places = [(level, place * MICRO) for place, level in enumerate(term.levels)]
    rows = [(word == level, place) for level, place in places]
    rows += [(_trimmed(word) == level, place) for level, place in places]
    return ibis.cases(*rows).cast("int64")
