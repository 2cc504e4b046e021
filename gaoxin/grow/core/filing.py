"""Filing (填报表): reads a workbook of yearly figures into values, each with its cell.

Two forms are read. A **list**: a row an enterprise (column 统一社会信用代码), columns by the names
of indicators, the year in a column 年度 or given beside the file. A **sheet an enterprise**: the
template that enterprises fill in, its code beside 统一社会信用代码, indicators down, years across.
Cells that cannot be read are named; the others are read all the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gaoxin.grow.core.form import form_terms, reported
from gaoxin.ledger.core.creditcode import is_credit_code
from gaoxin.ledger.exchange.core.problems import letter
from gaoxin.lib.numerals import plain
from gaoxin.rulebook.units import UNITS
from gaoxin.rulebook.vocabulary import ValueRefusedError, typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaoxin.ledger.exchange.core.opening import Book, Sheet, Value
    from gaoxin.rulebook.vocabulary import Term

CODE, YEAR, NAME = "统一社会信用代码", "年度", "企业名称"
PASSED_OVER = frozenset({CODE, YEAR, NAME, "序号", "园区", "产业", "联系人", "备注"})
NOTHING = frozenset({"", "-", "—", "/", "无", "未填"})
DEEPEST = 30
_BRACKETS = re.compile(r"[（(][^）)]*[）)]\s*$")
_YEAR = re.compile(r"(20\d{2})\s*年?度?")
_YES = {"是": "true", "√": "true", "有": "true", "否": "false", "×": "false"}


@dataclass(frozen=True, slots=True)
class Given:
    """A value that was read: whose, of which year and indicator, as written, and where."""

    code: str
    year: int
    indicator: str
    raw: str
    place: str


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell or row that cannot be used: where, what stands there, and why."""

    place: str
    written: str
    why: str


@dataclass
class Reading:
    """What a workbook says."""

    given: list[Given] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    sheets: int = 0


def read_filing(book: Book, *, year: int | None) -> Reading:
    """Return every value of a workbook; `year` is that of lists without a column of years."""
    found = Reading()
    for sheet in book.sheets:
        if sheet.hidden:
            continue
        top = _head(sheet)
        if top is not None:
            found.sheets += 1
            _list(sheet, top, year, found)
        elif (code := _own_code(sheet)) is not None:
            found.sheets += 1
            _own(sheet, code, found)
    if not found.sheets:
        why = f"没有找到“{CODE}”一列，也不是企业填报表。"
        found.bad.append(Bad(book.name, "", why))
    return found


def words(value: Value) -> str:
    """Return a cell's text, numbers without a needless point."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{Decimal(f'{value:.15g}'):f}"
    if isinstance(value, date | datetime | time | timedelta):
        return str(value)
    return plain(str(value)).strip()


def label(text: str) -> str:
    """Return a header without its unit in brackets and without blanks."""
    return _BRACKETS.sub("", plain(text)).replace(" ", "").strip()


def terms_by_label() -> dict[str, Term]:
    """Return the indicators of the form by their Chinese names, and by their ids."""
    known = {label(term.zh): term for term in form_terms()}
    return known | {term.name: term for term in form_terms()}


def _head(sheet: Sheet) -> int | None:
    """Return the row whose cells are the headers of a list."""
    known = terms_by_label()
    for number, row in enumerate(sheet.rows[:DEEPEST]):
        heads = [label(words(cell)) for cell in row]
        if CODE in heads and any(head in known for head in heads):
            return number
    return None


def _list(sheet: Sheet, top: int, year: int | None, found: Reading) -> None:
    heads = [label(words(cell)) for cell in sheet.rows[top]]
    known = terms_by_label()
    columns = {column: known[head] for column, head in enumerate(heads) if head in known}
    found.unknown += [
        f"{sheet.name}!{letter(column)}{top + 1} {head}"
        for column, head in enumerate(heads)
        if head and head not in known and head not in PASSED_OVER
    ]
    year_at = heads.index(YEAR) if YEAR in heads else None
    for number, row in enumerate(sheet.rows[top + 1 :], top + 2):
        cells = [words(cell) for cell in row]
        whose = _whose(sheet.name, number, cells, (heads.index(CODE), year_at, year), found)
        if whose is None:
            continue
        for column, term in columns.items():
            place = f"{sheet.name}!{letter(column)}{number}"
            _value(term, _at(cells, column), (*whose, place), found)


def _whose(
    sheet: str, number: int, cells: list[str], where: tuple[int, int | None, int | None],
    found: Reading,
) -> tuple[str, int] | None:  # fmt: skip
    """Return the credit code and year of a row; None where the row is empty or names none."""
    code_at, year_at, year = where
    if not any(cells):
        return None
    place = f"{sheet}!{letter(code_at)}{number}"
    code = _at(cells, code_at).upper()
    if not is_credit_code(code):
        found.bad.append(Bad(place, code, "统一社会信用代码不对，这一行跳过。"))
        return None
    of_year = year if year_at is None else _year(_at(cells, year_at))
    if of_year is None:
        place = place if year_at is None else f"{sheet}!{letter(year_at)}{number}"
        found.bad.append(Bad(place, _at(cells, year_at), "年度读不懂，这一行跳过。"))
        return None
    return code, of_year


def _own_code(sheet: Sheet) -> str | None:
    """Return the credit code of an enterprise's own sheet; None where it is not one."""
    for row in sheet.rows[:DEEPEST]:
        cells = [words(cell) for cell in row]
        for column, cell in enumerate(cells):
            if label(cell) == CODE:
                return _at(cells, column + 1).upper()
    return None


def _own(sheet: Sheet, code: str, found: Reading) -> None:
    if not is_credit_code(code):
        found.bad.append(Bad(sheet.name, code, "统一社会信用代码不对，这张表跳过。"))
        return
    known = terms_by_label()
    years: dict[int, int] = {}
    for number, row in enumerate(sheet.rows, 1):
        cells = [words(cell) for cell in row]
        fresh = {c: y for c, cell in enumerate(cells) if c and (y := _year(cell)) is not None}
        if label(_at(cells, 0)) in {YEAR, "指标"} and fresh:
            years = fresh
            continue
        term = known.get(label(_at(cells, 0)))
        if term is None:
            continue
        for column, year in years.items():
            place = f"{sheet.name}!{letter(column)}{number}"
            _value(term, _at(cells, column), (code, year, place), found)


def _at(cells: Sequence[str], column: int | None) -> str:
    return cells[column] if column is not None and column < len(cells) else ""


def _year(text: str) -> int | None:
    match = _YEAR.fullmatch(text)
    return int(match[1]) if match else None


def _value(term: Term, written: str, where: tuple[str, int, str], found: Reading) -> None:
    if written in NOTHING:
        return
    code, year, place = where
    text = _plain(term, written)
    try:
        reported(term, text)
    except ValueRefusedError as why:
        found.bad.append(Bad(place, written, str(why)))
    else:
        found.given.append(Given(code, year, term.name, text, place))


def _plain(term: Term, written: str) -> str:
    """Return a written value as its indicator reads it: without its unit, levels by their code."""
    if term.unit == "bool":
        return _YES.get(written, written)
    if term.levels or term.unit == "text":
        return LEVEL_CODES.get(written, written)
    unit = UNITS[term.unit].zh
    return written.removesuffix(unit).strip() if unit else written


LEVEL_CODES = {
    "无": "none", "市级以下": "below_city", "市级": "city", "省级": "provincial",
    "国家级": "national", "其他": "other", "工业六基或配套": "six_bases_or_supporting",
    "填补空白": "gap_filling", "仅受让": "acquired_only", "自主研发": "self_developed",
    "农林牧渔业": "agriculture", "工业": "industry", "建筑业": "construction",
    "批发业": "wholesale", "零售业": "retail", "软件和信息技术服务业": "software_it",
    "租赁和商务服务业": "leasing_business", "交通运输业": "transport", "仓储业": "storage",
    "邮政业": "post", "住宿业": "lodging", "餐饮业": "catering",
    "信息传输业": "information_transmission", "房地产开发经营": "real_estate",
    "物业管理": "property_management", "初创期": "startup", "成长期": "growth",
    "稳定期": "stable",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A value against what stands: created, updated, unchanged, or skipped with the reason."""

    given: Given
    kind: str
    before: Any = None
    why: str = ""


def compared(
    reading: Reading, standing: dict[str, dict[tuple[int, str], Any]], known: set[str], last: int
) -> Iterator[Line]:
    """Yield each value against what stands of its enterprise, by credit code.

    `known` are the codes that the reader may record for; `last` is the latest year to report of.
    """
    terms = {term.name: term for term in form_terms()}
    seen: dict[tuple[str, int, str], str] = {}
    for each in reading.given:
        key = (each.code, each.year, each.indicator)
        before = standing.get(each.code, {}).get((each.year, each.indicator))
        if each.code not in known:
            yield Line(each, "skip", why="台账里没有这家企业，或不在您的园区。")
        elif not 2000 <= each.year <= last:
            yield Line(each, "skip", why="年度不对，应在 2000 年至今年之间。")
        elif key in seen:
            yield Line(each, "skip", why=f"与 {seen[key]} 重复。")
        elif before is None:
            yield Line(each, "create")
        elif typed(terms[each.indicator], before) == typed(terms[each.indicator], each.raw):
            yield Line(each, "unchanged", before)
        else:
            yield Line(each, "update", before)
        seen.setdefault(key, each.place)
