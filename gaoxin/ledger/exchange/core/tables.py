"""Tables (认表): headers and their rows, told apart from titles, bands, sums and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from typing import TYPE_CHECKING

from gaoxin.ledger.exchange.core.dates import Day, read_day
from gaoxin.ledger.exchange.core.headers import (
    Block,
    Column,
    Mappings,
    blocks,
    is_empty,
    with_units,
)
from gaoxin.lib.numerals import plain, same_name

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from gaoxin.ledger.exchange.core.opening import Sheet, Value

_SUM = re.compile(r"^(.{0,12}[园区县市部局计])?(合计|总计|小计|共计|累计合计)([(:：].*)?$")
_SUBTOTAL = re.compile(r"小计|分计")
_ORDINAL = re.compile(r"^[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．,，)）]?\s*\S")
_NOTE = re.compile(
    r"^(注|备注|说明|附注)\d?[:：]|^(填表|填报)说明"
    r"|(填表|制表|审核|复核|填报|统计|单位)(人|单位)?(负责人)?(签字|签章)?[:：]"
    r"|^(负责人|联系人|联系电话|填报日期|报送日期|填报单位|报送单位|分管领导|主要领导|日期)[:：]"
)
_EXAMPLE = re.compile(r"^(示例|样例|填写示例|范例|举例)([:：].*|\d*)$|^例\d*[:：]?$")
_HINT = re.compile(r"必填|选填|格式|示例|填写|下拉|如[:：]|yyyy|单选|字以内|不超过|文本型|数值型")
_INDEX = re.compile(r"^[(（]?(\d{1,2}|[A-Z]|[甲乙丙丁戊己庚辛])(=.*)?[)）]?$")
_NUMBER = re.compile(r"^-?[\d,]+(\.\d+)?$")
_YEAR = re.compile(r"(20\d\d)\s*年")
_MONTH = re.compile(r"(?:[-至到—]|(?<!\d))(1[0-2]|0?[1-9])月(?:份)?(?!\d{1,2}日|[以前后])")
_REPORTED = re.compile(
    r"(?:填报|报送|统计|制表|截[至止]|上报)(?:日期|时间|日)?[:：]?(20\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?)"
)


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row of data with the text of the band (园区小标题) it stands under."""

    number: int
    band: str
    cells: Sequence[Value]

    def cell(self, column: Column) -> Value:
        """Return the value in a column."""
        return self.cells[column.index] if column.index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class SumRow:
    """A row of sums; `first` and `last` are the data rows it stands for, by number."""

    number: int
    cells: Sequence[Value]
    is_subtotal: bool
    label: str


@dataclass(frozen=True, slots=True)
class Context:
    """What title and unit lines say of the whole table."""

    title: str = ""
    year: int | None = None
    month: int | None = None
    reported_on: date | None = None

    @property
    def period(self) -> date | None:
        """Return the first day of the month that the table reports."""
        return date(self.year, self.month, 1) if self.year and self.month else None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one sheet."""

    sheet: Sheet
    block: Block
    context: Context
    rows: tuple[DataRow, ...]
    sums: tuple[SumRow, ...]
    examples: tuple[int, ...]

    @property
    def kind(self) -> str:
        """Return the kind of table: projects, funds, monthly, milestones or enterprises."""
        return self.block.layout.kind

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns."""
        return self.block.columns

    def column(self, field: str) -> Column | None:
        """Return the column of a field, or None."""
        return self.block.field(field)


def find_tables(sheet: Sheet, mappings: Mappings, parks: Collection[str] = ()) -> list[Table]:
    """Return the tables of a sheet; a header repeated on each page continues its table."""
    found: list[Table] = []
    held = list(blocks(sheet, mappings))
    names = {same_name(park) for park in parks}
    start = 0
    for block, following in zip(held, [*held, None][1:], strict=True):
        end = following.top if following else len(sheet.rows)
        above = _texts(sheet.rows[start : block.top])
        context = _context(sheet.name, above, block)
        rows = _Rows(sheet, block, names).read(end)
        if found and found[-1].block.signature == block.signature:
            found[-1] = _joined(found[-1], rows)
        else:
            own = with_units(block, above, rows.middle)
            parts = (tuple(rows.data), tuple(rows.sums), tuple(rows.examples))
            found.append(Table(sheet, own, context, *parts))
        start = block.bottom + 1
    return found


def _joined(table: Table, rows: _Rows) -> Table:
    return replace(
        table,
        rows=(*table.rows, *rows.data),
        sums=(*table.sums, *rows.sums),
        examples=(*table.examples, *rows.examples),
    )


def _texts(rows: Sequence[Sequence[Value]]) -> list[str]:
    """Return the texts of lines that hold little: titles, units, days of report."""
    lines = [[cell for cell in row if not is_empty(cell)] for row in rows]
    return [
        cell.strip() for line in lines if len(line) <= 4 for cell in line if isinstance(cell, str)
    ]


def _context(sheet: str, above: Sequence[str], block: Block) -> Context:
    """Return year, month and day of report as title, unit line and sheet name give them."""
    title = next((text for text in above if len(plain(text)) > 4), sheet)
    reported = _reported(above)
    heads = [column.header.path for column in block.columns]
    lines = [text for text in above if not _REPORTED.search(plain(text))] + [sheet]
    years = [int(y) for text in lines for y in _YEAR.findall(plain(text))]
    months = [int(m) for text in lines for m in _MONTH.findall(plain(text))]
    months = months or [int(m) for text in heads for m in _MONTH.findall(plain(text))]
    one_year = years[0] if len(set(years)) == 1 else None
    if one_year is None and not years and reported:
        one_year = reported.year
    return Context(title, one_year, months[0] if len(set(months)) == 1 else None, reported)


def _reported(above: Sequence[str]) -> date | None:
    for text in above:
        found = _REPORTED.search(plain(text))
        day = read_day(found[1].strip(":：")) if found else None
        if isinstance(day, Day):
            return day.on
    return None


class _Rows:
    """Sorts the rows under a header."""

    def __init__(self, sheet: Sheet, block: Block, parks: Collection[str]) -> None:
        self.sheet, self.block, self.parks = sheet, block, parks
        self.data: list[DataRow] = []
        self.sums: list[SumRow] = []
        self.examples: list[int] = []
        self.band = ""
        self.mapped = {c.index for c in block.columns if c.field and c.kind != "ignore"}
        self.amounts = {c.index for c in block.columns if c.kind == "amount"}
        self.wide = {
            area.top
            for area in sheet.merged
            if area.right - area.left >= 2 and area.top == area.bottom
        }

    def read(self, end: int) -> _Rows:
        """Sort the rows from the header down to `end`."""
        for index in range(self.block.bottom + 1, end):
            cells = self.sheet.rows[index]
            filled = [i for i, cell in enumerate(cells) if not is_empty(cell)]
            filled += [c for r, c in self.sheet.errors if r == index]
            if filled:
                self._sort(index, cells, filled)
        return self

    def middle(self, index: int) -> float | None:
        """Return the middle number of a column; None where it holds none."""
        cells = (row.cells[index] for row in self.data if index < len(row.cells))
        numbers = [each for each in cells if isinstance(each, int | float) and each > 0]
        return median(numbers) if numbers else None

    def _sort(self, index: int, cells: Sequence[Value], filled: list[int]) -> None:
        number = index + 1
        leading = _leading(cells)
        if not self.data and _is_instruction(cells, filled):
            return
        if any(_EXAMPLE.match(plain(text)) for text in leading[:1]):
            self.examples.append(number)
        elif label := self._sum_label(cells, filled):
            self.sums.append(SumRow(number, cells, bool(_SUBTOTAL.search(label)), plain(label)))
        elif not self._is_data(index, cells, filled):
            if len(filled) == 1 and not _NOTE.search(plain(str(cells[filled[0]]))):
                self.band = str(cells[filled[0]]).strip()
        elif self._is_band_with_sums(cells, filled):
            self.band = leading[0]
            self.sums.append(SumRow(number, cells, True, plain(leading[0])))
        else:
            self.data.append(DataRow(number, self.band, cells))

    def _sum_label(self, cells: Sequence[Value], filled: list[int]) -> str:
        """Return the word for a sum; it may stand in any column where the row names nothing.

        Amounts that stand alone under the rows are a sum without its word.
        """
        if self.data and self.amounts.issuperset(filled) and _are_numbers(cells, filled):
            return "合计"
        name = self.block.field(self.block.layout.needs[0])
        named = cells[name.index] if name and name.index < len(cells) else ""
        texts = [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]
        label = next((text for text in texts if _SUM.match(plain(text))), "")
        is_named = isinstance(named, str) and named.strip() not in ("", label)
        return "" if is_named else label

    def _is_data(self, index: int, cells: Sequence[Value], filled: list[int]) -> bool:
        """Test whether a row holds data: not a note, a band, or a number put there in advance."""
        used = [i for i in filled if i in self.mapped]
        if not used:
            return False
        if _is_note(cells, filled):
            return False
        if len(filled) > 1:
            return True
        text = cells[filled[0]] if filled[0] < len(cells) else ""
        name = self.block.field(self.block.layout.needs[0])
        # A lone text is a record without details only where names stand, and not a heading.
        if name is None or filled[0] != name.index or not isinstance(text, str):
            return not isinstance(text, str)
        return not (index in self.wide or _ORDINAL.match(text) or same_name(text) in self.parks)

    def _is_band_with_sums(self, cells: Sequence[Value], filled: list[int]) -> bool:
        """Test for a band that carries its own sums: 一、某某园区 | 32 个 | 12.5."""
        texts = [i for i in filled if i < len(cells) and isinstance(cells[i], str)]
        if len(texts) != 1 or len(filled) > 8 or texts[0] != filled[0]:
            return False
        text = str(cells[texts[0]])
        return bool(_ORDINAL.match(text)) or same_name(text) in self.parks


def _are_numbers(cells: Sequence[Value], filled: list[int]) -> bool:
    return all(_NUMBER.match(plain(str(cells[i]))) for i in filled if i < len(cells))


def _leading(cells: Sequence[Value]) -> list[str]:
    """Return the first texts of a row, where sums and examples are named."""
    return [cell.strip() for cell in cells[:5] if isinstance(cell, str) and cell.strip()][:2]


def _is_note(cells: Sequence[Value], filled: list[int]) -> bool:
    texts = [plain(str(cells[i])) for i in filled if i < len(cells)]
    if not all(isinstance(cells[i], str) for i in filled if i < len(cells)):
        return False
    return len(texts) <= 6 and any(_NOTE.search(text) for text in texts[:1])


def _is_instruction(cells: Sequence[Value], filled: list[int]) -> bool:
    """Test for a line of hints or of column numbers under the header."""
    texts = [_plain_number(cells[i]) for i in filled if i < len(cells)]
    if len(texts) >= 3 and all(_INDEX.match(text) for text in texts):
        return True
    hints = sum(bool(_HINT.search(text)) for text in texts)
    return hints >= 2 and hints * 3 >= len(texts)


def _plain_number(cell: Value) -> str:
    return f"{cell:g}" if isinstance(cell, float) else plain(str(cell))
