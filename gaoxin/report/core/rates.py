"""Checking of rates (比率验算): a published rate recomputed from the counts beside it.

Offices round half-up or truncate; both are right, a third value is wrong (六安 2024: 金寨县
22 ÷ 32 is 68.75 %, printed 68.9). The division is exact; digits are those of the published figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from gaoxin.lib.errors import UserError
from gaoxin.report.core.sheet import Sheet, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

Verdict = Literal["half_up", "truncated", "wrong"]
Unit = Literal["auto", "percent", "ratio"]
_NUMBER = re.compile(r"[-+−]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?|[-+−]?\.\d+")
_YUAN = {"亿元": 100_000_000, "万元": 10_000, "元": 1}
_SIGNS = {"%": 100, "‰": 1000}


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the three columns."""

    numerator: str
    denominator: str
    published: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A line that was recomputed; `row` counts data lines, `line` is the line of the file."""

    row: int
    line: int
    label: str
    numerator: str
    denominator: str
    published: str
    half_up: str
    truncated: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that could not be recomputed: where, and why."""

    row: int
    line: int
    label: str
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The whole table: rates that were recomputed and lines that could not be."""

    rates: tuple[Rate, ...]
    problems: tuple[Problem, ...]

    @property
    def faults(self) -> int:
        """Return how many published rates are neither rounded nor truncated."""
        return sum(rate.verdict == "wrong" for rate in self.rates)


class _Bad(ValueError):
    """A cell that is no number; `column` names it."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


def rounded(exact: Fraction, digits: int) -> Decimal:
    """Return the value rounded half-up, halves away from zero, to so many decimals."""
    scaled = abs(exact) * 10**digits * 2 + 1
    return _signed(exact, scaled.numerator // (scaled.denominator * 2), digits)


def truncated(exact: Fraction, digits: int) -> Decimal:
    """Return the value cut off towards zero after so many decimals."""
    scaled = abs(exact) * 10**digits
    return _signed(exact, scaled.numerator // scaled.denominator, digits)


def _signed(exact: Fraction, number: int, digits: int) -> Decimal:
    return Decimal(-number if exact < 0 else number).scaleb(-digits)


def check_rates(sheet: Sheet, columns: Columns, unit: Unit = "auto") -> Checked:
    """Return every line's rate recomputed, or the reason why it could not be.

    `unit` tells how the published column is written: `percent` 63 or 63%, `ratio` 0.63, `auto` by a
    sign in the cell or the column's name, else percent. Raises UserError where that is ambiguous.
    """
    names = [plain(name) for name in sheet.header]
    places = {
        column: names.index(plain(column))
        for column in (columns.numerator, columns.denominator, columns.published)
    }
    cells = [line[places[columns.published]] for _number, line in sheet.lines]
    scale = _scale(columns.published, cells, unit)
    money = _money_scale(columns)
    label_at = _label_column(sheet, set(places.values()))
    rates: list[Rate] = []
    problems: list[Problem] = []
    for row, (number, line) in enumerate(sheet.lines, 1):
        label = line[label_at].strip() if label_at is not None else ""
        texts = {column: line[place] for column, place in places.items()}
        try:
            exact = _quotient(columns, texts) * money
            published, factor = _published(columns.published, texts[columns.published], scale)
        except _Bad as why:
            problems.append(Problem(row, number, label, why.column, str(why)))
            continue
        rates.append(_judged(row, number, label, texts, columns, (exact * factor, published)))
    return Checked(tuple(rates), tuple(problems))


def _judged(
    row: int,
    line: int,
    label: str,
    texts: dict[str, str],
    columns: Columns,
    values: tuple[Fraction, Decimal],
) -> Rate:
    exact, published = values
    digits = max(0, -int(published.as_tuple().exponent))
    up, down = rounded(exact, digits), truncated(exact, digits)
    verdict: Verdict = (
        "half_up" if published == up else "truncated" if published == down else "wrong"
    )
    return Rate(
        row=row,
        line=line,
        label=label,
        numerator=texts[columns.numerator].strip(),
        denominator=texts[columns.denominator].strip(),
        published=texts[columns.published].strip(),
        half_up=f"{up:f}",
        truncated=f"{down:f}",
        verdict=verdict,
    )


def _quotient(columns: Columns, texts: dict[str, str]) -> Fraction:
    above = _number(columns.numerator, texts[columns.numerator])
    below = _number(columns.denominator, texts[columns.denominator])
    if not below:
        raise _Bad(columns.denominator, "分母是 0，没有比率可算")
    return Fraction(above) / Fraction(below)


def _number(column: str, cell: str) -> Decimal:
    text = plain(cell)
    if not text:
        raise _Bad(column, "空格，没有数")
    if not _NUMBER.fullmatch(text):
        raise _Bad(column, f"“{cell.strip()}”不是数")
    return Decimal(text.replace(",", "").replace("−", "-"))


def _published(column: str, cell: str, scale: int) -> tuple[Decimal, int]:
    """Return the printed number and what a share of 1 is multiplied by to compare with it."""
    text = plain(cell)
    if text[-1:] in _SIGNS:
        return _number(column, text[:-1]), _SIGNS[text[-1]]
    return _number(column, cell), scale


def _scale(column: str, cells: Sequence[str], unit: Unit) -> int:
    name = plain(column).lower()
    if unit != "auto":
        return 1 if unit == "ratio" else 100
    if "‰" in name:
        return 1000
    if any(word in name for word in ("%", "百分", "pct", "percent")):
        return 100
    if any(word in name for word in ("小数", "比值", "ratio", "fraction")):
        return 1
    bare = [plain(cell) for cell in cells if _NUMBER.fullmatch(plain(cell))]
    values = [Decimal(text.replace(",", "").replace("−", "-")) for text in bare]
    if any(value % 1 for value in values) and all(abs(value) <= 1 for value in values):
        raise UserError(
            f"“{column}”列全是不大于 1 的数，看不出是小数还是百分数："
            "请加 --unit ratio（0.63 即 63%）或 --unit percent（0.63 即 0.63%）。"
        )
    return 100


def _money_scale(columns: Columns) -> Fraction:
    """Return what brings both amounts to yuan where their columns name different units."""
    units = [_unit(columns.numerator), _unit(columns.denominator)]
    if 0 in units:
        return Fraction(1)
    return Fraction(units[0], units[1])


def _unit(column: str) -> int:
    return next((yuan for word, yuan in _YUAN.items() if word in plain(column)), 0)


def _label_column(sheet: Sheet, taken: set[int]) -> int | None:
    """Return the first other column that holds words: the name of the line."""
    for index, name in enumerate(sheet.header):
        if index in taken or plain(name) in {"序号", "period", "期别", "月份"}:
            continue
        if any(line[index].strip() and not _NUMBER.fullmatch(plain(line[index]))
               for _number, line in sheet.lines):  # fmt: skip
            return index
    return None
