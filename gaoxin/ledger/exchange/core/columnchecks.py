"""Checks down a column (列内检查): amounts of another order than the rest, sums that differ."""

from __future__ import annotations

from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from gaoxin.ledger.exchange.core.amounts import Money, exact, read_amount, shown
from gaoxin.ledger.exchange.core.columns import WAN
from gaoxin.ledger.exchange.core.problems import Fault, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaoxin.ledger.exchange.core.headers import Column
    from gaoxin.ledger.exchange.core.reading import Row
    from gaoxin.ledger.exchange.core.tables import SumRow, Table

# 万 typed as 亿 makes a number ten thousand times too big. Real amounts of one column differ by
# a hundred at most around their median, so two hundred times and plausible after the shift is odd.
SHIFT = Decimal(10_000)
ODD = Decimal(200)
FEWEST = 5
HUGE = Decimal(200_000_000_000)
SLACK = Decimal(20)


def check_outliers(rows: Sequence[Row], field: str) -> None:
    """Warn of amounts that fit their column only after a shift by ten thousand."""
    held = [(row, money.value) for row in rows
            if isinstance(money := row.value(field), Money) and money.currency == "CNY"
            and money.value > 0]  # fmt: skip
    if len(held) < FEWEST:
        _check_alone(held, field)
        return
    middle = median(value for _row, value in held)
    usual = [value for _row, value in held if middle / ODD < value < middle * ODD]
    low, high = min(usual) / SLACK, max(usual) * SLACK
    for row, value in held:
        if value >= middle * ODD and low <= value / SHIFT <= high:
            _say(row, field, "outlier_large", value / middle, value / SHIFT)
        elif value <= middle / ODD and low <= value * SHIFT <= high:
            _say(row, field, "outlier_small", middle / value, value * SHIFT)
        elif value > HUGE:
            row.add(field, "amount_huge", value=shown(value))


def _check_alone(held: Sequence[tuple[Row, Decimal]], field: str) -> None:
    """With too few rows for a distribution, only the impossible stands out."""
    for row, value in held:
        other = row.value("planned_fixed" if field == "planned" else "planned")
        if isinstance(other, Money) and other.value > 0 and value / other.value > ODD:
            _say(row, field, "outlier_large", value / other.value, value / SHIFT)
        elif value > HUGE:
            row.add(field, "amount_huge", value=shown(value))


def _say(row: Row, field: str, code: str, times: Decimal, guess: Decimal) -> None:
    row.add(field, code, times=f"{times:,.0f}", guess=shown(guess))


def check_sums(table: Table, rows: Sequence[Row]) -> Iterator[Problem]:
    """Yield the sums that do not agree with the rows they stand for."""
    for sum_row in table.sums:
        for column in table.columns:
            if column.kind == "amount" and column.index < len(sum_row.cells):
                problem = _sum(table, rows, sum_row, column)
                if problem is not None:
                    yield problem


def _sum(table: Table, rows: Sequence[Row], sum_row: SumRow, column: Column) -> Problem | None:
    written = sum_row.cells[column.index]
    said = read_amount(written, column.unit or WAN)
    # An uncalculated formula reads as 0; that says nothing.
    if not isinstance(said, Money) or said.value == 0:
        return None
    sums = [_added(part, column.field) for part in _parts(table, rows, sum_row)]
    # A sum may be rounded to its last written digit.
    slack = _place(written) / 2 * (column.unit or WAN).factor
    if any(abs(said.value - each) <= slack for each in sums):
        return None
    data = {"written": shown(said.value), "sum": shown(sums[0])}
    return Problem(
        table.sheet.name, sum_row.number, column.letter, Fault("total_differs", data),
        str(written).strip(), column.header.texts[-1],
    )  # fmt: skip


def _parts(table: Table, rows: Sequence[Row], sum_row: SumRow) -> list[list[Row]]:
    """Return the sets of rows that a sum may stand for, the likeliest first."""
    marks = [0, *(each.number for each in table.sums), 10**9]
    place = marks.index(sum_row.number)
    above = [row for row in rows if marks[place - 1] < row.number < sum_row.number]
    below = [row for row in rows if sum_row.number < row.number < marks[place + 1]]
    everything = list(rows)
    return [above, below, everything] if sum_row.is_subtotal else [everything, above, below]


def _added(rows: Sequence[Row], field: str) -> Decimal:
    values = [row.value(field) for row in rows]
    own = [money.value for money in values if isinstance(money, Money) and money.currency == "CNY"]
    return sum(own, Decimal(0))


def _place(written: object) -> Decimal:
    """Return the value of the last written digit: 0.01 for 3058.88."""
    number = exact(written) if isinstance(written, int | float) else Decimal(0)
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)
