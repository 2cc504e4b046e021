"""Grid (表格): cells of a plain table whose unit stands only in its head become figures.

Each cell is read as the sentence it stands for (规上工业总产值1,285.6亿元), by the same grammar as
prose. What is not plain, or leaves open which unit is meant, is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gaoxin.read.core.amounts import amount
from gaoxin.read.core.facts import Fact, facts
from gaoxin.read.core.kinds import nearest
from gaoxin.read.core.scan import scan
from gaoxin.read.core.view import clean, fold_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEAD = re.compile(r"单位[:：][ \t]*(?P<units>[^\n）)。；]{1,30}?)[）)]?[ \t]*(?:\n|$)")
# a table that names its units in a column of its own: 指标名称 计量单位 本月累计
_UNIT_COLUMN = re.compile(
    r"(?:^|\n)(?P<line>[^\n]{1,60}?[\t |](?:计量)?单位(?=[\t |])[^\n]{1,200})(?=\n)"
)
_UNIT_HEAD = re.compile("(?:计量)?单位")
_AND = re.compile("[、，,/和 ]+")
_OWN = re.compile(r"[（(](?P<u>[^（）()]{1,8})[）)]$")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,8})?")
_EMPTY = re.compile(r"[-—–－/…*无]*$")
_RULE = re.compile(r"[-:=+| ]+$")
_HAN = re.compile("[\u4e00-\u9fffA-Za-z]")
_PROSE = re.compile("[，。；：！？]")
_GROWTH = re.compile("增长|增幅|增速|同比|环比|±")
_SHARE = re.compile("占比|比重|比例|率$")
_NEVER = re.compile("序号|编号|排名|排序|位次|名次|备注|电话")
_SERIAL = re.compile("序号|编号|序$|No", re.IGNORECASE)
# what a table's title says its figures are, where neither row nor column does
_OF_TITLE = {"investment": "投资", "output": "产值"}
_COUNTS = re.compile("数$|数量")
LEAST_ROWS = 2
MOST_COLUMNS = 12
MOST_LINE = 300


class Cell(NamedTuple):
    """A figure of a table: where it stands in the raw text, and the sentence it stands for."""

    start: int
    end: int
    subject: str
    sentence: str
    period: str | None


@dataclass(slots=True)
class _Table:
    """A head of columns, the units declared above it, and its rows."""

    units: tuple[str, ...]
    title: str = ""
    head: list[str] = field(default_factory=list)
    rows: list[list[tuple[int, str]]] = field(default_factory=list)
    label: int = 0  # the column that names the rows
    unit: int = -1  # the column that holds the units

    def begin(self, head: list[str]) -> None:
        """The head of the columns: which of them names the rows, which holds units."""
        self.head = head
        self.label = 1 if len(head) > 2 and _SERIAL.match(head[0]) else 0
        places = [n for n, words in enumerate(head) if _UNIT_HEAD.fullmatch(words)]
        self.unit = places[0] if places else -1

    def whole(self, row: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """A row of totals has no number of its own: 合计 stands in the first column."""
        missing = self.label == 1 and len(row) == len(self.head) - 1 and _HAN.search(row[0][1])
        return [(row[0][0], ""), *row] if missing else row


def with_cells(raw: str, found: Sequence[Fact]) -> Sequence[Fact]:
    """The facts of a text with those of its tables, in order; a figure read before stays as is."""
    starts = [fact.start for fact in found]
    out = list(found)
    for cell in cells(raw):
        place = bisect_left(starts, cell.end) - 1
        if place >= 0 and found[place].end > cell.start:
            continue
        read = facts(clean(cell.sentence))
        if read and read[-1].end == len(cell.sentence):
            period = _dated(cell.period, _before(found, place))
            out.append(
                read[-1]._replace(
                    start=cell.start,
                    end=cell.end,
                    text=raw[cell.start : cell.end],
                    subject=cell.subject,
                    period=period,
                )
            )
    return found if len(out) == len(found) else sorted(out, key=lambda fact: fact.start)


def _before(found: Sequence[Fact], place: int) -> str | None:
    """The period told last before a table, in its title; one with its year comes first."""
    told = [fact for fact in reversed(found[max(0, place - 8) : place + 1]) if fact.unit == "date"]
    periods = [str(fact.value) for fact in told]
    return next((p for p in periods if p[:4].isdigit()), periods[0] if periods else None)


def _dated(period: str | None, title: str | None) -> str | None:
    """The period of a column (1-10月) with the year of the table's title."""
    if period and title and period.startswith("XXXX") and title[:4].isdigit():
        return period.replace("XXXX", title[:4])
    return period or title


def cells(raw: str) -> Iterator[Cell]:
    """The figures of every plain table that follows a line with its units, or has a unit column."""
    done = 0
    for match in _HEAD.finditer(raw):
        units = tuple(word for word in _AND.split(match["units"].strip()) if word)
        if units and all(_form(word) for word in units):
            table = _table(raw, match.end(), units, _title(raw, match.start()))
            if table.unit < 0:
                yield from _figures(table)
    for match in _UNIT_COLUMN.finditer(raw) if "单位" in raw else ():
        if match.start("line") >= done:
            table = _table(raw, match.start("line"), (), _title(raw, match.start("line")))
            done = table.rows[-1][-1][0] if table.rows else match.end()
            if table.unit >= 0:
                yield from _figures(table)


def _title(raw: str, at: int) -> str:
    """The line above a table."""
    low = raw.rfind("\n", max(0, at - MOST_LINE), at)
    above = raw[max(0, at - MOST_LINE) : at].rstrip().rpartition("\n")[2]
    return above.strip() if low >= 0 or at < MOST_LINE else ""


@lru_cache(maxsize=256)
def _form(word: str) -> str:
    """The form of a unit word (亿元: money, %: ratio); empty where it is none."""
    found = amount(f"1{word}", 0)
    whole = found is not None and found.end == len(word) + 1 and found.form != "bare"
    return found.form if found is not None and whole else ""


def _table(raw: str, at: int, units: tuple[str, ...], title: str) -> _Table:
    """The head and the rows of equal length that follow it."""
    table = _Table(units, title)
    while at < len(raw):
        stop = raw.find("\n", at)
        stop = len(raw) if stop < 0 else stop
        line = raw[at:stop]
        if _RULE.match(line) and table.head:
            at = stop + 1
            continue
        row = _split(line, at) if line.strip() and len(line) <= MOST_LINE else []
        if not 2 <= len(row) <= MOST_COLUMNS or _PROSE.search(line):
            break
        if not table.head:
            table.begin([text for _, text in row])
        else:
            row = table.whole(row)
            if len(row) != len(table.head) or not _is_row(row[table.label :]):
                break
            table.rows.append(row)
        at = stop + 1
    return table


def _split(line: str, at: int) -> list[tuple[int, str]]:
    """The cells of a line with their offsets, parted by tabs, bars or blanks."""
    if "\t" in line or "|" in line:
        low = len(line) - len(line.lstrip(" |"))
        parts = re.finditer(r"[^\t|]*(?:[\t|]|$)", line.rstrip(" |")[low:] + "\t")
        found = [(low + m.start(), m.group().rstrip("\t|")) for m in parts if m.group()]
    else:
        found = [(m.start(), m.group()) for m in re.finditer(r"\S+", line)]
    return [
        (at + start + len(text) - len(text.lstrip()), fold_width(text.strip()))
        for start, text in found
    ]


def _is_row(row: list[tuple[int, str]]) -> bool:
    label, *rest = (text for _, text in row)
    numbers = sum(bool(_NUMBER.fullmatch(text)) for text in rest)
    return bool(_HAN.search(label)) and numbers > 0


def _figures(table: _Table) -> Iterator[Cell]:
    if len(table.rows) < LEAST_ROWS or any(_NUMBER.fullmatch(text) for text in table.head):
        return
    title = _OF_TITLE.get(nearest("money", table.title) or "", "")
    after = table.label + 1
    for row in table.rows:
        label = row[table.label][1]
        units = (row[table.unit][1],) if table.unit >= 0 else table.units
        for (start, text), head in zip(row[after:], table.head[after:], strict=True):
            unit = _unit(units, label, head, title) if _NUMBER.fullmatch(text) else ""
            if unit:
                subject, words = _words(_OWN.sub("", label), _OWN.sub("", head), title)
                yield Cell(start, start + len(text), subject, f"{words}{text}{unit}", _period(head))


def _words(label: str, head: str, title: str) -> tuple[str, str]:
    """The subject of a cell, and the words that stand before its number in a sentence."""
    if _GROWTH.search(head):
        return label, f"{label}同比增长"
    measured = nearest("money", label) is None and nearest("money", head) is not None
    if measured or _SHARE.search(head):
        return label + head, label + head
    if title and nearest("money", label) is None and not _COUNTS.search(head):
        return label + head, label + head + title
    return label, label


def _unit(units: tuple[str, ...], label: str, head: str, title: str) -> str:
    """The unit of a cell: its column's own, its row's own, else the one declared that fits."""
    own = _OWN.search(head) or (None if _GROWTH.search(head) else _OWN.search(label))
    if own is not None:
        return own["u"] if _form(own["u"]) else ""
    if _NEVER.search(head):
        return ""
    if _GROWTH.search(head) or _SHARE.search(head):
        return "%" if "%" in units or len(units) == 1 else ""
    fitting = [word for word in units if _form(word) != "ratio"]
    if len(fitting) > 1:
        form = "count" if _COUNTS.search(head) else "money"
        told = form == "count" or nearest("money", label + head + title) is not None
        fitting = [word for word in fitting if told and _form(word) == form]
    return fitting[0] if len(fitting) == 1 else ""


def _period(head: str) -> str | None:
    """The period that a column's head names (2024年)."""
    return next((str(q.value) for q in scan(head) if q.form == "date"), None)
