"""Pages of the evaluation (综合评价页面): a year's table, one line, a sheet before writing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.figures.queries import board
from gaoxin.grow.core.evaluation import ACTUAL, PLANNED, read_sheet
from gaoxin.grow.diagnosis.words import language
from gaoxin.grow.evaluation import actions, queries
from gaoxin.grow.queries import zone_of_user
from gaoxin.grow.standing import sight_at
from gaoxin.ledger.exchange.core.opening import open_book
from gaoxin.ledger.models import Observation
from gaoxin.ledger.queries import effective
from gaoxin.lib.errors import Denied, UserError
from gaoxin.lib.moment import Moment
from gaoxin.sources.queries import citations_of
from gaoxin.web import clock

if TYPE_CHECKING:
    from decimal import Decimal

    from gaoxin.grow.core.evaluation import Dimension, Given, Line
    from gaoxin.grow.evaluation.queries import LineFigures, Table
    from gaoxin.ledger.models import Zone
    from gaoxin.lib.access import Actor
    from gaoxin.sources.models import Citation

YEARS_SHOWN = 5
LONGEST = 200_000


def may_record(user: Actor) -> bool:
    """Test whether the user may record the zone's values."""
    return user.may("ledger.edit") and user.sees_zone


def require_recorder(user: Actor) -> None:
    """Raise where the user may not record the zone's values."""
    zone_of_user(user)
    if not may_record(user):
        raise Denied(_("全区的指标由管委会登记。"))


def year_named(text: str, today: date) -> int:
    """Return the year of an address, last year without one; UserError where it is none."""
    if not text:
        return today.year - 1
    if not text.isdigit() or not actions.FIRST_YEAR <= int(text) <= today.year + 1:
        raise UserError(_("年度“%(text)s”读不懂。写成 2025 这样。") % {"text": text[:20]})
    return int(text)


def name_of(thing: Line | Dimension) -> str:
    """Return a line's or dimension's name in the reader's language."""
    return thing.en if language() == "en" else thing.zh


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the table with its figures."""

    name: str
    weight: str
    figures: LineFigures


@dataclass(frozen=True, slots=True)
class DimensionRows:
    """A dimension with its lines, and what is known of its weights and values."""

    name: str
    weight: str
    known_weight: str
    unknown: int
    rows: tuple[LineRow, ...]

    @property
    def with_value(self) -> int:
        """Return how many lines have a value."""
        return sum(row.figures.has_value for row in self.rows)


@dataclass(frozen=True, slots=True)
class TablePage:
    """A year's evaluation table; `filled` of its lines have a value."""

    zone: Zone
    table: Table
    tables: tuple[tuple[str, str, bool], ...]
    title: str
    year: int
    years: tuple[int, ...]
    dimensions: tuple[DimensionRows, ...]
    total: int
    filled: int
    aimed: int
    announced: tuple[int, int] | None
    may_record: bool

    @property
    def year_query(self) -> str:
        """Return the year as the address of a line's panel carries it."""
        return f"year={self.year}"


def table_page(user: Actor, at: Moment, *, name: str, year: str) -> TablePage:
    """Return the table of a year of issue with the figures of a year."""
    zone = zone_of_user(user)
    table = queries.table_of(name)
    chosen = year_named(year, at.as_of)
    desk = board(zone, sight_at(zone, at).at)
    found = tuple(
        DimensionRows(
            name=name_of(dimension),
            weight=weight_words(dimension.weight),
            known_weight=weight_words(dimension.known_weight),
            unknown=dimension.unknown,
            rows=tuple(
                LineRow(name_of(line), weight_words(line.weight),
                        queries.figures_of(desk, line, str(chosen)))
                for line in dimension.lines
            ),
        )
        for dimension in table.dimensions
    )  # fmt: skip
    rows = [row.figures for dimension in found for row in dimension.rows]
    return TablePage(
        zone=zone,
        table=table,
        tables=tuple(
            (str(t.rule.head.issued.year), t.rule.head.title(language()), t is table)
            for t in queries.tables()
        ),
        title=table.rule.head.title(language()),
        year=chosen,
        years=_years(at.as_of.year, chosen),
        dimensions=found,
        total=len(rows),
        filled=sum(row.has_value for row in rows),
        aimed=sum(row.goal is not None for row in rows),
        announced=_announced(table),
        may_record=may_record(user),
    )


def weight_words(weight: Decimal | None) -> str:
    """Return a weight as printed; empty where it is not known."""
    return "" if weight is None else f"{weight.normalize():f}"


def _years(now: int, chosen: int) -> tuple[int, ...]:
    return tuple(sorted({*range(now - YEARS_SHOWN + 2, now + 2), chosen}))


def _announced(table: Table) -> tuple[int, int] | None:
    """Return how many dimensions and indicators the document has, where that is more than known."""
    counts = [table.rule.annex.get(key) for key in ("first_level_count", "second_level_count")]
    if None in counts:
        return None
    return (int(counts[0] or 0), int(counts[1] or 0))


def sheet(found: TablePage) -> tuple[list[str], list[list[object]]]:
    """Return heads and rows of the table for a workbook, which can be read in again."""
    heads = [_("编号"), _("维度"), _("指标"), _("权重"), _("单位"), _("目标"), _("实际"),
             _("完成率（%）"), _("台账计数")]  # fmt: skip
    rows: list[list[object]] = []
    for dimension in found.dimensions:
        for row in dimension.rows:
            each = row.figures
            values = [None if f is None else f.value
                      for f in (each.goal, each.value, each.done, each.counted)]  # fmt: skip
            rows.append([each.line.number, dimension.name, row.name, row.weight, each.line.unit,
                         *values])  # fmt: skip
    return heads, rows


# one line ------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Recorded:
    """A value or target as it was recorded, with its evidence."""

    observation: Observation
    printed: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class LinePanel:
    """What was recorded of a line for a year, and the form to record more."""

    table: Table
    line: Line
    name: str
    year: int
    weight: str
    recorded: tuple[Recorded, ...]
    today: date
    may_record: bool


def line_panel(user: Actor, at: Moment, code: str, *, year: str) -> LinePanel:
    """Return a line's recorded values of a year, newest first, those replaced too."""
    zone = zone_of_user(user)
    table = next((t for t in queries.tables() if any(x.code == code for x in t.lines)), None)
    if table is None:
        raise UserError(_("评价表里没有 %(code)s。") % {"code": code[:40]})
    line, chosen = table.line(code), year_named(year, at.as_of)
    day = date(chosen, 12, 31)
    events = Observation.objects.filter(zone=zone, park=None, indicator__code=code,
                                        first_day__lte=day, last_day__gte=day)  # fmt: skip
    known = list(effective(events, at).order_by("-happened_on", "-id"))
    cited = citations_of(Observation._meta.label_lower, [each.pk for each in known])
    return LinePanel(
        table=table,
        line=line,
        name=name_of(line),
        year=chosen,
        weight=weight_words(line.weight),
        recorded=tuple(
            Recorded(each, _printed(line, each.value), tuple(cited.get(each.pk, ())))
            for each in known
        ),
        today=clock.today(),
        may_record=may_record(user),
    )


def _printed(line: Line, value: Decimal) -> str:
    shown = value / line.base(value.__class__(1))
    return f"{shown.normalize():,f} {line.unit}".strip()


# a sheet -------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Planned:
    """A value of a sheet and what writing it would do."""

    given: Given
    name: str
    basis: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet before it is written: values that would be, those that stand, cells refused."""

    table: Table
    name: str
    title: str
    year: int
    years: tuple[int, ...]
    tables: tuple[tuple[str, str, bool], ...]
    text: str
    rows: tuple[Planned, ...]
    problems: tuple[str, ...]
    same: int
    today: date
    on: date


def sheet_page(
    user: Actor, at: Moment, *, name: str, year: str, text: str = "", on: date | None = None
) -> SheetPage:
    """Return what writing a sheet (rows of tab-separated cells) would do; nothing is written."""
    require_recorder(user)
    zone = zone_of_user(user)
    table, chosen, today = queries.table_of(name), year_named(year, at.as_of), clock.today()
    found = read_sheet(cells_of(text), table.dimensions) if text.strip() else None
    day = on or today
    moment = Moment(day, at.known_at)
    given = found.given if found else ()
    new = [not actions.is_known(zone, each, chosen, moment) for each in given]
    return SheetPage(
        table=table,
        name=str(table.rule.head.issued.year),
        title=table.rule.head.title(language()),
        year=chosen,
        years=_years(at.as_of.year, chosen),
        tables=tuple((str(t.rule.head.issued.year), t.rule.head.title(language()), t is table)
                     for t in queries.tables()),
        text=text,
        rows=tuple(Planned(each, name_of(each.line), basis_word(each.basis), True)
                   for each, is_new in zip(given, new, strict=True) if is_new),
        problems=tuple(problem_words(*each) for each in found.problems) if found else (),
        same=len(given) - sum(new),
        today=today,
        on=day,
    )  # fmt: skip


def basis_word(basis: str) -> str:
    """Return what a value is, in words."""
    return {ACTUAL: _("实际"), PLANNED: _("目标")}[basis]


def problem_words(cell: str, kind: str, text: str) -> str:
    """Return what is wrong with a cell, and how to write it."""
    said = {
        "heads": _("没有找到表头。第一行写：编号、目标、实际。"),
        "unknown": _("%(cell)s：评价表里没有编号 %(text)s。"),
        "twice": _("%(cell)s：编号 %(text)s 写了两次；1.10 这样的编号要存成文本。"),
        "number": _("%(cell)s：“%(text)s”不是数。写成 12.5 这样。"),
        "negative": _("%(cell)s：“%(text)s”不能小于零。"),
        "digits": _("%(cell)s：“%(text)s”小数太多，百分数最多两位，其他最多四位。"),
    }[kind]
    return said % {"cell": cell, "text": text[:40]}


def cells_of(text: str) -> list[list[str]]:
    """Return the cells of pasted text: tabs between cells, a row on each line."""
    return [line.split("\t") for line in text[:LONGEST].splitlines()]


def text_of_workbook(content: bytes, name: str) -> str:
    """Return a workbook's first sheet as pasted text; UserError where it cannot be read."""
    rows = open_book(content, name).sheets[0].rows
    return "\n".join("\t".join(_cell(value) for value in row) for row in rows)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value).replace("\t", " ").replace("\n", " ")
