"""Written sheets (导出的表): the ledger in the very columns that the import reads.

Amounts are numbers in 万元, exact to the fen; foreign ones are texts such as `100万美元`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any

from gaoxin.ledger.exchange.core.checks import STAGES
from gaoxin.ledger.exchange.core.columns import CURRENCIES, layouts
from gaoxin.ledger.exchange.core.marked import CREATED, Formats, write_cell
from gaoxin.ledger.exchange.core.moneyplan import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gaoxin.ledger.exchange.core.columns import Layout
    from gaoxin.ledger.exchange.core.known import KnownProject, Posted

WAN = Decimal(10_000)
# What a record does not hold itself: sums are in the sheet of money, people and light elsewhere.
LEFT_OUT = {
    "seq", "year_plan", "in_place_sum", "invested_sum", "leader", "officer", "stage_word",
    "progress", "note", "problem",
}  # fmt: skip
PLANS = ("code", "name", "stage", "planned_for", "set_on")
MONEY = ("code", "name", "subject", "amount", "day", "month", "posting_note")
Cell = Any


def layout_of(kind: str) -> Layout:
    """Return the layout of a kind of sheet."""
    return next(each for each in layouts() if each.kind == kind)


def project_fields() -> list[str]:
    """Return the fields of the sheet of projects in their order."""
    return [
        field
        for field in layout_of("projects").specs
        if field not in LEFT_OUT and not field.startswith("plan_")
    ]


def heads(kind: str, fields: Sequence[str]) -> list[str]:
    """Return the headers by which the import knows the fields again."""
    specs = layout_of(kind).specs
    return [
        specs[field].title + ("（万元）" if specs[field].kind == "amount" else "")
        for field in fields
    ]


def write_ledger(projects: Sequence[KnownProject], out: IO[bytes]) -> int:
    """Write projects, their plans and their money as a workbook; return the number of projects."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": CREATED})
        fields = project_fields()
        _sheet(book, "projects", fields, (_record(each, fields) for each in projects))
        _sheet(book, "milestones", PLANS, (row for each in projects for row in _plans(each)))
        _sheet(book, "funds", MONEY, (row for each in projects for row in _money(each)))
    return len(projects)


def write_template(out: IO[bytes]) -> None:
    """Write the same workbook without rows, for an office to fill in."""
    write_ledger([], out)


def _sheet(book: Any, kind: str, fields: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    formats = Formats(book)
    page = book.add_worksheet(layout_of(kind).title)
    page.freeze_panes(1, 2)
    page.set_column(0, len(fields) - 1, 14)
    for column, head in enumerate(heads(kind, fields)):
        page.write_string(0, column, head, formats.get(bold=True, bottom=1))
    for row, cells in enumerate(rows, 1):
        for column, value in enumerate(cells):
            if value not in ("", None):
                write_cell(page, (row, column), value, formats)


def _record(project: KnownProject, fields: Sequence[str]) -> list[Cell]:
    return [_value(project, field) for field in fields]


def _value(project: KnownProject, field: str) -> Cell:
    own = {"code": project.code, "name": project.name}
    if field in own:
        return own[field]
    if field in STAGES:
        return project.reached.get(field)
    if field in LEVELS:
        return _amount(project.of_kind(field))
    text = project.values.get(field, "")
    if field == "filing_month":
        return text[:7]
    spec = layout_of("projects").specs[field]
    if spec.choices and text:
        return _word(field, text)
    return text


def _word(field: str, choice: str) -> str:
    """Return the first wording of a choice, so that the import knows it again."""
    specs = layout_of("funds" if field == "subject" else "projects").specs
    return next((word for word, each in specs[field].choices.items() if each == choice), choice)


def _amount(found: Sequence[Posted]) -> Cell:
    """Return 万元 as a number; a foreign amount as text in its own currency."""
    if not found:
        return None
    currencies = {posting.currency for posting in found}
    if currencies == {"CNY"} or len(currencies) > 1:
        return _number(sum((posting.amount for posting in found), Decimal(0)))
    return foreign(sum((posting.original for posting in found), Decimal(0)), currencies.pop())


def _number(yuan: Decimal) -> float | int:
    """Return 万元 for a cell; its fifteen digits hold ten thousand billion yuan to the fen."""
    value = float(yuan / WAN)
    return int(value) if value.is_integer() else value


def foreign(amount: Decimal, currency: str) -> str:
    """Return a foreign amount as the import reads it: 100万美元."""
    name = next(word for word, code in CURRENCIES.items() if code == currency)
    return f"{(amount / WAN).normalize():f}万{name}"


def _plans(project: KnownProject) -> Iterator[list[Cell]]:
    for stage in STAGES:
        plan = project.plans.get(stage)
        if plan is not None:
            yield [project.code, project.name, STAGES[stage], plan.planned_for, plan.set_on]


def _money(project: KnownProject) -> Iterator[list[Cell]]:
    for posting in sorted(project.postings, key=lambda each: (each.on, each.id)):
        if posting.kind not in LEVELS:
            yield [
                project.code, project.name, _word("subject", posting.kind), _amount([posting]),
                posting.on, f"{posting.period:%Y-%m}", posting.note,
            ]  # fmt: skip
