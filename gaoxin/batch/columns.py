"""Columns (列): raw columns of a table as the typed facts of a rule.

Numbers become whole millionths, so that every engine adds, compares and rounds exactly, as Decimal
does in Python; a value is read to six places. Levels become their place, texts stay texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from gaoxin.rulebook.vocabulary import Term

MICRO = 1_000_000
OPEN = 10**17
"""What is read must lie within, in millionths (10**11 units)."""
NUMBER = r"^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,3})?$"
"""A text that is a number, on every engine alike; commas are taken out before."""
BLANK = "\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What Python's `strip` takes off; what a regular expression calls blank differs by engine."""
_ROUND = ibis.udf.scalar.builtin(
    lambda number: ..., name="round", signature=(("float64",), "float64")
)
_TRUE, _FALSE = ("true", "1", "是", "yes"), ("false", "0", "否", "no")


def whole(number: Any) -> Any:
    """Return the nearest whole number, halves away from zero: the engine's own function.

    Ibis' `round` would cast to an integer and back.
    """
    return _ROUND(number)


def typed(column: ir.Value | None, term: Term) -> ir.Value:
    """Return a raw column as the typed fact of a term; a number is not held within bounds yet."""
    if column is None:
        kinds = {"bool": "boolean", "text": "string"}
        return ibis.null(kinds.get(term.unit, "float64"))
    if term.unit == "bool":
        return _flag(column)
    if term.unit == "text":
        return _trimmed(column).nullif("")
    if term.levels:
        return _level(column, term)
    return _number(column)


def bounded(number: ir.Value, column: ir.Value | None, term: Term) -> ir.Value:
    """Return a typed fact; a number out of bounds, or one that is none (NaN), is no value."""
    if column is None or not term.is_number or term.levels or _short(column.type()):
        return number
    return ibis.ifelse(number.abs() >= float(OPEN), ibis.null("float64"), number)


def misfit(column: ir.Value, term: Term) -> ir.Value:
    """Return whether a value is present but does not fit its term; NaN is how floats miss one."""
    present = column.notnull()
    if column.type().is_floating():
        present = present & ~column.isnan()
    if column.type().is_string():
        present = present & (_trimmed(column) != "")
    return present & bounded(typed(column, term), column, term).isnull()


def _short(kind: Any) -> bool:
    """Test whether a column's type holds nothing that is out of bounds."""
    return bool(kind.is_integer()) and kind.nbytes <= 4


def _number(column: ir.Value) -> ir.Value:
    """Return a number in millionths."""
    kind = column.type()
    if kind.is_integer():
        return column.cast("float64") * float(MICRO)
    if kind.is_decimal():
        within = column.abs() < OPEN // MICRO
        exact = (column.cast("decimal(38, 6)") * MICRO).cast("float64")
        return ibis.ifelse(within, exact, ibis.null("float64"))
    if kind.is_numeric():
        return whole(column.cast("float64") * float(MICRO))
    text = _trimmed(column).replace(",", "")
    number = ibis.ifelse(text.re_search(NUMBER), text, ibis.null("string")).try_cast("float64")
    return whole(number * float(MICRO))


def _trimmed(column: ir.Value) -> ir.Value:
    """Return a text without blanks at its ends.

    Not by `strip`: on Spark Ibis 12 writes its blanks so that the letters f and v are taken off.
    """
    return column.cast("string").re_replace(f"^[{BLANK}]+|[{BLANK}]+$", "")


def _flag(column: ir.Value) -> ir.Value:
    if column.type().is_boolean():
        return column
    word = _trimmed(column).lower()
    return ibis.cases((word.isin(_TRUE), True), (word.isin(_FALSE), False))


def _level(column: ir.Value, term: Term) -> ir.Value:
    word = column if column.type().is_string() else column.cast("string")
    if column.type().is_numeric():
        word = column.cast("int64").cast("string")
    places = [(level, float(place * MICRO)) for place, level in enumerate(term.levels)]
    rows = [(word == level, place) for level, place in places]
    rows += [(_trimmed(word) == level, place) for level, place in places]
    return ibis.cases(*rows).cast("float64")
