"""Planning an import (导入试算): create, update, unchanged or skip for each row; writes nothing.

The same file again changes nothing: every row is held against the ledger cell by cell, and a cell
that is empty changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.ledger.exchange.core import checks, columnchecks, moneyplan, namechecks, rowplan
from gaoxin.ledger.exchange.core.amounts import Money, shown
from gaoxin.ledger.exchange.core.changes import (
    Action,
    Change,
    ColumnPlan,
    Plan,
    PlannedRow,
    Post,
    SheetPlan,
)
from gaoxin.ledger.exchange.core.desk import Desk, Who
from gaoxin.ledger.exchange.core.problems import Fault, Problem
from gaoxin.ledger.exchange.core.reading import Row, read_rows
from gaoxin.ledger.exchange.core.tables import Table, find_tables
from gaoxin.lib.errors import UserError
from gaoxin.lib.numerals import same_name

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.ledger.exchange.core.columns import Unit
    from gaoxin.ledger.exchange.core.headers import Column, Mappings
    from gaoxin.ledger.exchange.core.known import KnownLedger
    from gaoxin.ledger.exchange.core.opening import Book

ORDER = ("enterprises", "projects", "monthly", "milestones", "funds")
# Kinds of tables whose columns may give sums up to the day.
SUMMED = ("projects", "monthly")
Step = Callable[[str, int], None]
Drafts = dict[int, tuple[Row, "Who | None", list["Change"]]]


def _silent(_word: str, _count: int) -> None:
    """Tell nobody how far the plan is."""


def tables_of(
    book: Book, known: KnownLedger, mappings: Mappings
) -> tuple[list[Table], list[Problem]]:
    """Return the tables of a book, and a notice for each sheet that was not read."""
    tables: list[Table] = []
    notices: list[Problem] = []
    parks = [park.name for park in known.parks]
    for sheet in book.sheets:
        found = [] if sheet.hidden else find_tables(sheet, mappings, parks)
        tables += found
        if not found and sheet.rows:
            code = "sheet_hidden" if sheet.hidden else "sheet_unknown"
            notices.append(Problem(sheet.name, 1, "", Fault(code)))
    if not tables:
        raise UserError(
            f"“{book.name}”里没有认出台账：没有一行表头同时有项目（或企业）名称和别的台账列。"
        )
    return tables, notices


def plan(
    book: Book, known: KnownLedger, today: date, mappings: Mappings | None = None,
    tell: Step = _silent,
) -> Plan:  # fmt: skip
    """Return what importing the book would do to the ledger; nothing is written.

    `mappings` are columns as an officer corrected them; `tell(word, count)` hears of progress.
    Raises UserError where no sheet holds a table of the ledger.
    """
    tables, notices = tables_of(book, known, mappings or {})
    desk = Desk(known, today)
    read = []
    for table in tables:
        read.append((table, read_rows(table, known, today)))
        tell(table.sheet.name, len(table.rows))
    rows_of = {id(table): rows for table, rows in read}
    for table, rows in read:
        _check(desk, table, rows)
        notices += [*columnchecks.check_sums(table, rows), *_header_notices(table)]
        notices += [Problem(table.sheet.name, n, "", Fault("example_row")) for n in table.examples]
    planned = _work(desk, read)
    ordered = [row for table in tables for row in _in_order(planned, rows_of[id(table)])]
    sheets = tuple(_sheet_plan(table, _in_order(planned, rows_of[id(table)])) for table in tables)
    return Plan(tuple(ordered), sheets, tuple(notices), _new_names(known, ordered))


def _in_order(planned: Mapping[int, PlannedRow], rows: Sequence[Row]) -> list[PlannedRow]:
    return [planned[id(row)] for row in rows]


def _check(desk: Desk, table: Table, rows: Sequence[Row]) -> None:
    """Run the checks of a table that need no other table."""
    parks = {same_name(park.name): park.name for park in desk.known.parks}
    for row in rows:
        checks.check_bands(row, parks)
        checks.check_required(row)
        checks.check_amounts(row)
        _check_own_park(desk, row)
        found = desk.find(row) if table.kind in ("projects", "monthly") else None
        reached = found.reached if found else {}
        checks.check_order(row, reached)
        checks.check_stage_word(row, reached)
    for column in table.columns:
        if column.kind == "amount":
            columnchecks.check_outliers(rows, column.field)
    if table.kind in ("projects", "enterprises"):
        keys = ("name",) if table.kind == "projects" else ("enterprise", "credit_code")
        for key in keys:
            namechecks.check_duplicates(rows, key)
        namechecks.check_codes(rows, desk.known, "investor")
    if table.kind == "projects":
        namechecks.check_near_names(rows, desk.known)
        _register(desk, rows)


def _check_own_park(desk: Desk, row: Row) -> None:
    """Hold a row of an operator to own parks; a new project stands in the only one."""
    own = desk.known.own_parks
    park = row.value("park")
    if own is None or row.has_problem("park"):
        return
    if park is not None and park not in own:
        row.add("park", "park_not_yours", text=park)
    if row.table.kind == "enterprises":
        party = desk.party(row)
        if party is not None and party.is_foreign:
            row.add("enterprise", "party_not_yours", text=row.name)
    elif row.table.kind == "projects" and park is None and desk.find(row) is None:
        if len(own) == 1:
            checks.give_park(row, min(own))
        else:
            row.add("park", "park_needed")


def _register(desk: Desk, rows: Sequence[Row]) -> None:
    """Note which rows would make projects, so that details may refer to them."""
    for row in rows:
        name, code = row.value("name"), row.value("code")
        if name is not None:
            held = desk.makers.setdefault(same_name(name), row)
            if held.is_bad and not row.is_bad:
                desk.makers[same_name(name)] = row
        if code and not row.has_problem("code"):
            if code in desk.codes:
                row.add("code", "code_taken", code=code, other="本表另一个项目")
            desk.codes.add(code)


def _header_notices(table: Table) -> Iterator[Problem]:
    """Yield what the header leaves open, and rows under it that the sheet does not show."""
    hidden = [str(r.number) for r in table.rows if r.number - 1 in table.sheet.hidden_rows]
    if hidden:
        rows = "、".join(hidden[:5]) + ("……" if len(hidden) > 5 else "")
        fault = Fault("rows_hidden", {"count": str(len(hidden)), "rows": rows})
        yield Problem(table.sheet.name, table.block.bottom + 1, "", fault)
    heads = {column.letter: column.header.texts[-1] for column in table.columns}
    for column in table.columns:
        found = None
        if column.same_as:
            data = {"other": column.same_as, "header": heads[column.same_as]}
            found = Fault("column_twice", data)
        elif column.unit_guessed and column.unit and column.field:
            found = _unit_fault(column, column.unit)
        if found is not None:
            yield Problem(table.sheet.name, table.block.bottom + 1, column.letter, found, "",
                          column.header.texts[-1])  # fmt: skip


def _unit_fault(column: Column, unit: Unit) -> Fault:
    names = "、".join(each.name for each in column.header.units())
    if names:
        return Fault("unit_ambiguous", {"units": names, "unit": unit.name})
    return Fault("unit_guessed", {"unit": unit.name})


def _work(desk: Desk, read: Sequence[tuple[Table, list[Row]]]) -> dict[int, PlannedRow]:
    """Plan all rows: records first, then what refers to them, sums up to the day last."""
    drafts: Drafts = {}
    ordered = sorted(read, key=lambda pair: ORDER.index(pair[0].kind))
    for table, rows in ordered:
        for row in rows:
            drafts[id(row)] = _draft(desk, row)
        if table.kind == "funds":
            _settle_details(desk, rows, drafts)
    for row in (row for table, rows in ordered if table.kind in SUMMED for row in rows):
        who, changes = drafts[id(row)][1:]
        if who is not None:
            changes += _fresh(desk, row, who, moneyplan.sums(desk, row, who))
    for _table, rows in ordered:
        _check_limits(rows, drafts)
    return {key: _finished(desk, *draft) for key, draft in drafts.items()}


def _draft(desk: Desk, row: Row) -> tuple[Row, Who | None, list[Change]]:
    kind = row.table.kind
    if kind == "enterprises":
        return row, None, list(rowplan.enterprise(row, desk.party(row)))
    if kind == "projects":
        name = row.value("name")
        found = desk.find(row)
        if found is None and name is None:
            return row, None, []
        key = same_name(found.name if found else str(name))
        maker = None if found else desk.makers.get(key)
        if maker is not None and maker is not row and row.has_fault("same_name"):
            # Another project of the same name makes a record of its own.
            key, maker = f"{key}#{row.number}", row
        who = Who(key, found, maker)
    else:
        referred = desk.refer(row)
        if referred is None:
            return row, None, []
        who = referred
        _check_park(row, who)
    return row, who, _changes(desk, row, who)


def _changes(desk: Desk, row: Row, who: Who) -> list[Change]:
    kind = row.table.kind
    if kind == "funds":
        return rowplan.posting(desk, row, who)
    if kind == "milestones":
        return rowplan.milestone(desk, row, who)
    found: list[Change] = []
    if kind == "projects":
        found += _fresh(desk, row, who, rowplan.fields(desk, row, who))
    found += _fresh(desk, row, who, rowplan.days(desk, row, who))
    found += _fresh(desk, row, who, moneyplan.levels(desk, row, who))
    if kind == "monthly":
        found += moneyplan.months(desk, row, who)
    return found


def _fresh(desk: Desk, row: Row, who: Who, changes: Iterator[Change]) -> list[Change]:
    """Keep the changes that an earlier table of the workbook does not make already."""
    found = []
    for change in changes:
        place = (who.key, change.field)
        other = desk.planned.get(place)
        if change.field in moneyplan.LEVELS and other not in (None, change.new):
            row.add(change.field, "level_twice", other=str(other))
        if row.is_bad or desk.planned.get(place) != change.new:
            found.append(change)
        if not row.is_bad:
            desk.planned[place] = change.new
    return found


def _check_park(row: Row, who: Who) -> None:
    known = who.project.values.get("park") if who.project else None
    if who.maker is not None:
        known = who.maker.value("park")
    park = row.value("park")
    if known and park and park != known:
        row.add("park", "park_differs", known=known)


def _settle_details(desk: Desk, rows: Sequence[Row], drafts: Drafts) -> None:
    """Correct what came from the same cell before; warn of rows that say the same."""
    seen: dict[tuple[str, str, object], int] = {}
    for row in rows:
        _row, who, changes = drafts[id(row)]
        if who is None or not changes:
            continue
        drafts[id(row)] = row, who, rowplan.put_right(desk, row, who, changes)
        post = changes[0].write
        if isinstance(post, Post):
            place = (who.key, post.kind, (post.on, post.original, post.note))
            first = seen.setdefault(place, row.number)
            if first != row.number:
                row.add("amount", "same_row", row=str(first))


def _check_limits(rows: Sequence[Row], drafts: Drafts) -> None:
    """Warn once where money in place passes the contract, or work done the planned total."""
    running: dict[str, Decimal] = {}
    said: set[str] = set()
    for row in rows:
        _row, who, changes = drafts[id(row)]
        for change in changes:
            post = change.write
            if who is None or not isinstance(post, Post) or post.kind != "in_place" or row.is_bad:
                continue
            known = (who.project.total("in_place") or Decimal(0)) if who.project else Decimal(0)
            running[who.key] = running.get(who.key, known) + post.amount
            limit = _limit(who)
            if limit and running[who.key] > limit and who.key not in said:
                said.add(who.key)
                data = {"sum": shown(running[who.key]), "limit": shown(limit)}
                row.add(change.field, "in_place_above", **data)


def _limit(who: Who) -> Decimal | None:
    """Return the contracted amount, or the planned total where no contract amount is known."""
    for kind in ("contracted", "planned"):
        money = who.maker.value(kind) if who.maker else None
        if isinstance(money, Money) and money.currency == "CNY":
            return money.value
        total = who.project.total(kind) if who.project else None
        if total:
            return total
    return None


def _finished(desk: Desk, row: Row, who: Who | None, changes: list[Change]) -> PlannedRow:
    kind = row.table.kind
    target = who.project.id if who and who.project else None
    if kind == "enterprises":
        known = desk.party(row)
        target = known.id if known else None
    action = _action(row, who, changes, is_new=target is None)
    has_park = row.value("park") is not None or row.has_problem("park")
    if action == "create" and kind == "projects" and not has_park:
        row.add("park", "park_missing")
    if action == "create" and kind == "projects":
        for other in desk.known.projects_by_name.get(same_name(row.name), [])[:1]:
            row.add("name", "same_known", park=other.values.get("park", ""))
    name = row.name or (who.project.name if who and who.project else "")
    park = row.value("park") or (who.project.values.get("park", "") if who and who.project else "")
    return PlannedRow(
        row.table.sheet.name, row.number, kind, action, name, who.key if who else "", target,
        () if action == "skip" else tuple(changes), tuple(row.problems), park,
    )  # fmt: skip


def _action(row: Row, who: Who | None, changes: Sequence[Change], *, is_new: bool) -> Action:
    kind = row.table.kind
    if row.is_bad or (who is None and kind != "enterprises"):
        return "skip"
    if kind in ("enterprises", "projects"):
        makes = is_new and (kind == "enterprises" or (who is not None and who.maker is row))
        if makes:
            return "create"
        return "update" if changes else "unchanged"
    if not changes:
        return "unchanged"
    replaces = any(change.old for change in changes)
    return "update" if kind == "monthly" or replaces else "create"


def _sheet_plan(table: Table, rows: Sequence[PlannedRow]) -> SheetPlan:
    columns = tuple(
        ColumnPlan(c.letter, c.header.path, c.field, c.how, c.unit.name if c.unit else "")
        for c in table.columns
    )
    period = table.context.period
    return SheetPlan(
        table.sheet.name, table.kind, table.block.signature, table.block.bottom + 1, columns,
        Counter(row.action for row in rows), period.isoformat()[:7] if period else "",
    )  # fmt: skip


def _new_names(known: KnownLedger, rows: Sequence[PlannedRow]) -> dict[str, tuple[str, ...]]:
    """Return industries and departments that writing would add to the zone's lists."""
    held = {
        "industry": {each.name for each in known.industries},
        "lead_department": {each.name for each in known.departments},
    }
    found: dict[str, dict[str, None]] = {name: {} for name in held}
    for row in rows:
        for change in row.changes:
            if change.field in held and change.new not in held[change.field]:
                found[change.field][change.new] = None
    return {name: tuple(names) for name, names in found.items() if names}
