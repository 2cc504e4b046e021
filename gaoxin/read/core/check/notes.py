"""Notes under a table (表下说明): what the prose says of the rows and totals above it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

from gaoxin.read.core.check.relations import Relation, Try, divided, grown, judge, subtracted
from gaoxin.read.core.check.tables import Table, total_row

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num
    from gaoxin.read.core.view import View

NOTE = 300  # characters below a table that speak of it
MOST_COLUMNS = 3  # of figures, among which a remainder is looked for
_LEFT = re.compile(r"尚有|还有|尚未|仍有|剩余|其余|未完成|未拨付|缺口|相差|差额")
_WHOLE = re.compile(
    r"占(?:全部|合计|总[数量额计]|全区|全年|上半年|累计|[一二三四]季度|年度)?[^，。；]{0,6}?的?(?:比重)?[为达]?$"
)
_FOREIGN = re.compile(r"占(?:全市|全省|全国|规上|规模以上)")
_RANGE = re.compile(r"(?P<a>\d{1,2})\s*[—–~至-]\s*(?P<b>\d{1,2})(?P<u>月|号|组|区)")


def note_relations(view: View, nums: list[Num], found: list[Table]) -> list[Relation]:
    """Every figure under a table that its named rows, columns and totals explain."""
    ends = [view.clean_at(table.end) for table in found] + [len(view.text)]
    out: list[Relation] = []
    for table, (begin, limit) in zip(found, pairwise(ends), strict=True):
        below = [n for n in nums if begin <= n.start < min(limit, begin + NOTE) and n.mod is None]
        for num in below:
            relation = _relation(view.text, table, num, below)
            if relation is not None:
                out.append(relation)
    return out


def _relation(text: str, table: Table, num: Num, below: list[Num]) -> Relation | None:
    said = text[num.clause : num.start]
    if num.role in {"share", "rate"} and "占" in said and not _FOREIGN.search(said):
        return judge("share", num, _shares(table, num, said, below))
    if num.role == "growth":
        return judge("growth", num, _changes(table, num, said, below))
    if num.role == "times":
        return judge("times", num, _multiples(table, said))
    if not num.is_ratio and _LEFT.search(said + num.right):
        return judge("rest", num, _remainders(table, num))
    return _span_of_rows(table, num, said)


def _named(table: Table, said: str) -> list[int]:
    """The rows that the words name, in the order of the words."""
    found = [(said.find(name.strip()), row) for row, name in enumerate(table.names)]
    return [row for at, row in sorted(found) if at >= 0]


def _columns(table: Table, said: str) -> list[int]:
    """The columns of figures that the words name; without a name all of them."""
    figures = [
        column
        for column in range(len(table.rows[0]))
        if any(cell is not None and cell.unit != "ratio" for cell in _column(table, column))
    ]
    heads = table.header[1:] if len(table.header) == len(table.rows[0]) + 1 else ()
    named = [c for c in figures if c < len(heads) and _stem(heads[c]) in said]
    return named or figures


def _column(table: Table, column: int) -> list[Num | None]:
    return [row[column] for row in table.rows]


def _stem(head: str) -> str:
    return re.sub(r"[（(].*", "", head).strip()


def _cells(table: Table, row: int | None, columns: list[int]) -> list[Num]:
    if row is None:
        return []
    cells = [table.rows[row][column] for column in columns]
    return [cell for cell in cells if cell is not None and cell.unit != "ratio"]


def _beside(cell: Num, num: Num) -> Num:
    """A cell in the unit of a figure of the prose: the table's unit stands in its head."""
    return replace(
        cell, value=cell.value * num.scale, step=cell.step * num.scale, scale=num.scale,
        unit=num.unit, word=num.word,
    )  # fmt: skip


def _shares(table: Table, num: Num, said: str, below: list[Num]) -> list[Try]:
    """荷塘街道占全部的34.8%; 4—6月用电31,985万千瓦时，占上半年的53.8%."""
    total = total_row(table)
    rows = [row for row in _named(table, said) if row != total]
    if total is None or not _WHOLE.search(said):
        return []
    if len(rows) == 1:
        columns = _columns(table, said)
        pairs = zip(_cells(table, rows[0], columns), _cells(table, total, columns), strict=False)
        return [t for part, whole in pairs for t in divided(part, whole, _strength(columns))]
    part = next((n for n in below if n.index == num.index - 1 and n.sentence == num.sentence), None)
    if rows or part is None or part.is_ratio:
        return []
    wholes = [_beside(cell, part) for cell in _cells(table, total, _columns(table, said))]
    wholes = [whole for whole in wholes if whole.value > part.value]
    return [t for whole in wholes for t in divided(part, whole, 1, explicit=False)]


def _strength(columns: list[int]) -> int:
    return 2 if len(columns) == 1 else 1


def _changes(table: Table, num: Num, said: str, below: list[Num]) -> list[Try]:
    """3月比2月增长32.8%: two columns of the total; 上年同期合计9,810万元，同比增长5.0%."""
    total, falls = total_row(table), "降" in said or "减" in said
    heads = table.header[1:] if len(table.header) == len(table.rows[0]) + 1 else ()
    named = sorted((said.find(_stem(h)), c) for c, h in enumerate(heads) if _stem(h) in said)
    if total is not None and len(named) == 2 and "比" in said:
        cells = _cells(table, total, [c for _, c in named])
        return grown(cells[0], cells[1], 2, falls=falls) if len(cells) == 2 else []
    bases = [n for n in below if n.role == "base" and n.sentence == num.sentence]
    if total is None or len(bases) != 1 or bases[0].index > num.index:
        return []
    base = bases[0]
    levels = [n for n in below if n.sentence == num.sentence and n.role == "level"]
    columns = _columns(table, base.left)
    cells = [] if levels else [_beside(cell, base) for cell in _cells(table, total, columns)]
    return [t for cell in cells for t in grown(cell, base, _strength(columns), falls=falls)]


def _multiples(table: Table, said: str) -> list[Try]:
    """6月用电量为2月的1.5倍: two rows of one column."""
    rows = _named(table, said)
    if len(rows) != 2:
        return []
    columns = _columns(table, said)[:2]
    pairs = zip(_cells(table, rows[0], columns), _cells(table, rows[1], columns), strict=False)
    return [t for above, part in pairs for t in divided(above, part, 1, explicit=False)]


def _remainders(table: Table, num: Num) -> list[Try]:
    """尚有8,239万元未完成: two columns of the total."""
    cells = [_beside(cell, num) for cell in _cells(table, total_row(table), _columns(table, ""))]
    if len(cells) > MOST_COLUMNS:
        return []
    return [
        t for one, other in permutations(cells, 2)
        if one.value > other.value for t in subtracted(one, other, 1)
    ]  # fmt: skip


def _span_of_rows(table: Table, num: Num, said: str) -> Relation | None:
    """4—6月用电31,985万千瓦时: rows that follow one another, added up."""
    match = _RANGE.search(said)
    names = [name.strip() for name in table.names]
    if match is None or num.is_ratio:
        return None
    first, last = (f"{match[end]}{match['u']}" for end in "ab")
    if first not in names or last not in names or names.index(first) >= names.index(last):
        return None
    column = _columns(table, said)[0]
    rows = range(names.index(first), names.index(last) + 1)
    parts = tuple(_beside(cell, num) for row in rows for cell in _cells(table, row, [column]))
    total = sum((part.value for part in parts), Decimal(0))
    holds = abs(total - num.value) <= num.step / 2
    return Relation("sum", num, parts, holds, num.value if holds else total, sure=True)
