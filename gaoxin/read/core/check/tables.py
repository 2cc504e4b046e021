"""Tables in plain text (文本表格): columns added up, rate columns recomputed from two others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise, permutations

from gaoxin.read.core.check.close import Span, agrees, mistyped, wrong_unit
from gaoxin.read.core.check.numbers import Num
from gaoxin.read.core.check.relations import (
    Relation,
    Try,
    divided,
    gap,
    grown,
    growth,
    judge,
    quotient,
    subtracted,
)
from gaoxin.read.core.check.slips import within
from gaoxin.read.core.view import View, fold_width

_CELL = re.compile(r"[^\s|│┃\t\u3000]+(?: [^\s|│┃\t\u3000]+)*")
_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
_PLAIN = re.compile(r"(?P<n>-?[\d,]*\d(?:\.\d+)?)(?P<u>%|亿元|万元|元|个|家|户|项|人|件)?$")
_WORTH = {"万": Decimal(10) ** 4, "亿": Decimal(10) ** 8}
_TOTAL = re.compile(r"^(?:[合总小累共]\s*计|全区|全市|全年|上半年|下半年)(?:合计)?$")
_FIRST_INDEX = 1_000_000  # table cells are numbered apart from the figures of the prose
MOST_COLUMNS = 12
_Calculation = Callable[[Num, Num], Span | None]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal length: a name and figures."""

    header: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[tuple[Num | None, ...], ...]
    start: int
    end: int


def tables(view: View) -> list[Table]:
    """The tables of a text: three or more rows in a row with two or more figure columns."""
    found: list[Table] = []
    held: list[tuple[int, list[tuple[int, str]]]] = []
    at = 0
    counter = _FIRST_INDEX
    for line in [*view.raw.split("\n"), ""]:
        cells = [(at + m.start(), m.group()) for m in _cells(line)]
        usable = 3 <= len(cells) <= MOST_COLUMNS
        if held and (not usable or len(cells) != len(held[0][1])):
            table = _table(view, held, counter)
            if table is not None:
                found.append(table)
                counter += len(table.rows) * len(table.rows[0])
            held = []
        if usable:
            held.append((at, cells))
        at += len(line) + 1
    return found


def _cells(line: str) -> list[re.Match[str]]:
    """The cells of a line; single blanks part them when all but the name are figures."""
    cells = list(_CELL.finditer(line))
    if len(cells) >= 3 or len(line) > _LONGEST_LINE or _PROSE.search(line):
        return cells
    return list(_WORDS.finditer(line))


_WORDS = re.compile(r"[^\s|│┃]+")
_PROSE = re.compile(r"[，。；：！？]")
_LONGEST_LINE = 120


def _table(view: View, held: list[tuple[int, list[tuple[int, str]]]], counter: int) -> Table | None:
    header: tuple[str, ...] = ()
    rows = [cells for _, cells in held]
    if rows and not any(_PLAIN.match(fold_width(text)) for _, text in rows[0][1:]):
        header = tuple(text for _, text in rows[0])
        rows = rows[1:]
    if len(rows) < 3:
        return None
    nums: list[tuple[Num | None, ...]] = []
    for row in rows:
        cells = [_cell(view, start, text, counter + i) for i, (start, text) in enumerate(row[1:])]
        counter += len(cells)
        nums.append(tuple(cells))
    kept = _figure_columns(nums)
    nums = [tuple(row[column] for column in kept) for row in nums]
    header = tuple(header[at] for at in (0, *(c + 1 for c in kept)) if at < len(header))
    if len(kept) < 2 or sum(num is None for row in nums for num in row) * 4 > sum(map(len, nums)):
        return None
    last, text = rows[-1][-1]
    names = tuple(row[0][1] for row in rows)
    return Table(header, names, tuple(nums), rows[0][0][0], last + len(text))


def _figure_columns(nums: list[tuple[Num | None, ...]]) -> list[int]:
    """The columns that hold figures in most rows; a column of units or remarks holds none."""
    return [
        column
        for column in range(len(nums[0]))
        if sum(row[column] is not None for row in nums) * 2 > len(nums)
    ]


def _cell(view: View, start: int, text: str, index: int) -> Num | None:
    match = _PLAIN.match(fold_width(text))
    if match is None:
        return None
    number = Decimal(match["n"].replace(",", ""))
    ratio = match["u"] == "%"
    scale = Decimal("0.01") if ratio else _WORTH.get((match["u"] or "")[:1], Decimal(1))
    digits = len(match["n"].partition(".")[2])
    low = view.clean_at(start)
    unit = "ratio" if ratio else "cell"
    end = low + len(text)
    return Num(
        index, low, end, text, unit, "", number * scale, scale.scaleb(-digits), None,
        "", "", "", 0, 0, 0, "level", scale,
    )  # fmt: skip


def table_relations(found: list[Table]) -> list[Relation]:
    """Every column that adds up, and every column that two others explain."""
    out: list[Relation] = []
    for table in found:
        out += [*_sums(table), *_sums_across(table)]
        done: set[frozenset[int]] = set()
        for column in sorted(range(len(table.rows[0])), key=lambda c: (not _derived(table, c), -c)):
            columns, relations = _explained(table, column)
            if columns not in done:
                done.add(columns)
                out += relations
    return out


_RATE_HEAD = re.compile(r"率|比|增|±|%|％|进度|均")


def _derived(table: Table, column: int) -> bool:
    """Whether the head says that the column is computed from others."""
    return len(table.header) > column + 1 and bool(_RATE_HEAD.search(table.header[column + 1]))


def _column(table: Table, column: int) -> list[Num | None]:
    return [row[column] for row in table.rows]


def _sums(table: Table) -> Iterator[Relation]:
    place = total_row(table)
    if place is None:
        return
    for column in range(len(table.rows[0])):
        cells = _column(table, column)
        whole = cells.pop(place)
        parts = tuple(cell for cell in cells if cell is not None)
        if whole is None or whole.unit == "ratio" or len(parts) < 2:
            continue
        total = sum((part.value for part in parts), Decimal(0))
        exact = whole.step == 1 == max(part.step for part in parts)
        slack = Decimal(0) if exact else sum(num.step for num in (whole, *parts)) / 2
        if _averaged(total, whole, parts):
            continue
        holds = abs(total - whole.value) <= slack
        yield Relation("sum", whole, parts, holds, whole.value if holds else total, True)


def _sums_across(table: Table) -> list[Relation]:
    """A last column called a total adds up the others (1月 2月 3月 合计), as most rows show."""
    width = len(table.rows[0])
    if width < 3 or len(table.header) != width + 1 or not _TOTAL.match(table.header[-1]):
        return []
    found: list[Relation] = []
    for row in table.rows:
        whole, parts = row[-1], tuple(cell for cell in row[:-1] if cell is not None)
        if whole is None or len(parts) < width - 1 or "ratio" in {n.unit for n in (whole, *parts)}:
            continue
        total = sum((part.value for part in parts), Decimal(0))
        exact = whole.step == 1 == max(part.step for part in parts)
        slack = Decimal(0) if exact else sum(num.step for num in (whole, *parts)) / 2
        holds = abs(total - whole.value) <= slack
        found.append(Relation("sum", whole, parts, holds, whole.value if holds else total, True))
    held = sum(relation.holds for relation in found)
    return found if held >= 2 and held * 2 > len(found) else []


def total_row(table: Table) -> int | None:
    """The only row that is called a total, where it stands first or last."""
    places = [i for i, name in enumerate(table.names) if _TOTAL.match(name)]
    fits = len(places) == 1 and places[0] in {0, len(table.rows) - 1}
    return places[0] if fits else None


def _averaged(total: Decimal, whole: Num, parts: tuple[Num, ...]) -> bool:
    """A column of averages or per-head figures is not added up, nor is one far off."""
    slack = whole.step / 2
    if any(within(n, Span(w - slack, w + slack)) for n, w in _mendings(total, whole, parts)):
        return whole.value <= max(part.value for part in parts) and not _slipped(total, whole)
    return whole.value * 3 < total * 2 or (len(parts) > 1 and total * 3 < whole.value * 2)


def _mendings(total: Decimal, whole: Num, parts: tuple[Num, ...]) -> list[tuple[Num, Decimal]]:
    """Each figure of the column with the value that would mend its sum."""
    missing = whole.value - total
    return [(whole, total), *((p, p.value + missing) for p in parts if p.value + missing > 0)]


def _slipped(total: Decimal, whole: Num) -> bool:
    return mistyped(whole.value, total, whole.step) or bool(wrong_unit(whole.value, total))


def _explained(table: Table, column: int) -> tuple[frozenset[int], list[Relation]]:
    """The pairs of cells and the calculation that most rows of a column agree with."""
    results = _column(table, column)
    best: tuple[int, _Pairing, _Calculation, Decimal] | None = None
    for pairing in _pairings(table, column):
        for calculation, factor in _calculations(results, pairing):
            agreed = sum(
                _fits(result, one, other, calculation, factor)
                for result, (one, other) in zip(results, pairing.pairs, strict=True)
            )
            if best is None or agreed > best[0]:
                best = (agreed, pairing, calculation, factor)
    rows = sum(result is not None for result in results)
    enough = rows // 2 + (not _derived(table, column) or rows % 2)
    if best is None or best[0] < max(2, enough):
        return frozenset(), []
    _agreed, pairing, calculation, factor = best
    return pairing.columns, [
        relation
        for result, (one, other) in zip(results, pairing.pairs, strict=True)
        if (relation := _judged(result, one, other, calculation, factor))
    ]


@dataclass(frozen=True, slots=True)
class _Pairing:
    """For each row the two cells that its result may come from, and the columns in play."""

    columns: frozenset[int]
    pairs: tuple[tuple[Num | None, Num | None], ...]
    is_share: bool = False


def _pairings(table: Table, column: int) -> Iterator[_Pairing]:
    """Two other columns of the row; a column and its total (占比), or its row before (净增)."""
    others = [each for each in range(len(table.rows[0])) if each != column]
    for one, other in permutations(others, 2):
        pairs = tuple((row[one], row[other]) for row in table.rows)
        yield _Pairing(frozenset({column, one, other}), pairs)
    if _follow(table.names):
        before = (tuple(None for _ in table.rows[0]), *table.rows)
        for one in others:
            pairs = tuple(
                (row[one], last[one]) for row, last in zip(table.rows, before, strict=False)
            )
            yield _Pairing(frozenset({column, one}), pairs)
    place = total_row(table)
    for one in others if place is not None else ():
        whole = table.rows[place or 0][one]
        yield _Pairing(
            frozenset({column, one}), tuple((row[one], whole) for row in table.rows), True
        )


_TIME = re.compile(r"(?P<n>\d{1,4})(?:年末?|月末?)?")


def _follow(names: tuple[str, ...]) -> bool:
    """Whether the rows are years or months one after the other."""
    times = [int(match["n"]) for name in names if (match := _TIME.fullmatch(name.strip()))]
    return len(times) == len(names) and all(b - a == 1 for a, b in pairwise(times))


def _calculations(
    results: list[Num | None], pairing: _Pairing
) -> list[tuple[_Calculation, Decimal]]:
    found = _calculations_of(results)
    return [each for each in found if each[0] is quotient] if pairing.is_share else found


def _calculations_of(results: list[Num | None]) -> list[tuple[_Calculation, Decimal]]:
    ratio = any(result is not None and result.unit == "ratio" for result in results)
    if ratio:
        return [(quotient, Decimal(1)), (growth, Decimal(1))]
    fractional = any(result is not None and result.step < 1 for result in results)
    percent = [(quotient, Decimal(100)), (growth, Decimal(100))] if fractional else []
    return [*percent, (gap, Decimal(1))]


def _span(
    one: Num | None, other: Num | None, calculation: _Calculation, factor: Decimal
) -> Span | None:
    if one is None or other is None or "ratio" in {one.unit, other.unit}:
        return None
    span = calculation(one, other)
    return Span(span.low * factor, span.high * factor) if span is not None else None


def _fits(
    result: Num | None,
    one: Num | None,
    other: Num | None,
    calculation: _Calculation,
    factor: Decimal,
) -> bool:
    span = _span(one, other, calculation, factor)
    return result is not None and span is not None and agrees(abs(result.value), result.step, span)


def _judged(
    result: Num | None,
    one: Num | None,
    other: Num | None,
    calculation: _Calculation,
    factor: Decimal,
) -> Relation | None:
    if result is None or one is None or other is None or "ratio" in {one.unit, other.unit}:
        return None
    if calculation is quotient:
        tries = divided(one, other, 2)
    elif calculation is growth:
        tries = grown(one, other, 2, falls=result.value < 0, explicit=True)
    else:
        tries = subtracted(one, other, 2, explicit=True)
    return judge("rate", result, [_times(attempt, factor) for attempt in tries])


def _times(attempt: Try, factor: Decimal) -> Try:
    """A try whose result is printed in hundredths, as 72.2 under 开工率（%）."""
    undo = attempt.undo
    if factor == 1 or undo is None:
        return attempt
    span = Span(attempt.span.low * factor, attempt.span.high * factor)
    return replace(
        attempt, span=span,
        undo=lambda value, inputs: undo(Span(value.low / factor, value.high / factor), inputs),
    )  # fmt: skip
