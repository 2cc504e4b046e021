"""Planning a row (一行的试算): fields, days and money of a project; details; enterprises."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gaoxin.ledger.core.stage import PATH, RANK, Stage
from gaoxin.ledger.exchange.core import moneyplan
from gaoxin.ledger.exchange.core.amounts import Money, shown
from gaoxin.ledger.exchange.core.changes import Change, PlanDay, Post, Reach, SetField, SetParty
from gaoxin.ledger.exchange.core.checks import STAGES
from gaoxin.ledger.exchange.core.dates import Day
from gaoxin.ledger.exchange.core.desk import Said
from gaoxin.ledger.exchange.core.moneyplan import change_of, to_yuan
from gaoxin.lib.numerals import same_name, tidy
from gaoxin.lib.period import month_end, month_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from gaoxin.ledger.exchange.core.desk import Desk, Who
    from gaoxin.ledger.exchange.core.known import KnownEnterprise, Posted
    from gaoxin.ledger.exchange.core.reading import Row

FIELDS = (
    "code", "name", "park", "origin_park", "investor", "industry", "kind", "origin",
    "is_high_tech", "phase", "content", "buildings", "filing_number", "filing_month",
    "lead_department", "year_bucket",
)  # fmt: skip
NAMES = ("name", "enterprise")
ENTERPRISE_FIELDS = ("enterprise", "credit_code", "industry", "park", "registered_on")


def text_of(value: Any) -> str:
    """Return a field's value as the plan compares and shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return str(value[0]) if value else ""
    if isinstance(value, Day):
        return value.on.isoformat()
    return str(value)


def _alike(name: str, old: str, new: str) -> bool:
    """Test whether the ledger says the same already, in a spelling of its own, which it keeps."""
    key = same_name if name in NAMES else tidy
    return key(old) == key(new)


def _changed(row: Row, name: str, old: str, new: str, write: Any) -> Change:
    cell = row.cells[name]
    header = " ".join(cell.column.header.texts[-1].split())
    return Change(name, cell.letter, header, old, new, write, cell.row)


def fields(desk: Desk, row: Row, who: Who) -> Iterator[Change]:
    """Yield the changes of the record's own fields; an empty cell changes nothing."""
    known = who.project.values if who.project else {}
    names = {"code": who.project.code, "name": who.project.name} if who.project else {}
    for name in FIELDS:
        value = row.value(name)
        if value is None or (name == "code" and (who.project or row.has_problem("code"))):
            continue
        if isinstance(value, Day):
            value = value.on.replace(day=1) if name == "filing_month" else value.on
        old, new = names.get(name) or known.get(name, ""), text_of(value)
        if not _alike(name, old, new):
            first = value[0] if isinstance(value, tuple) else value
            yield _changed(row, name, old, new, SetField(name, first))
    yield from _party(desk, row, known)


def _party(desk: Desk, row: Row, known: Mapping[str, str]) -> Iterator[Change]:
    """Yield the link to the enterprise: its own column, or the investor where a code is given.

    One code is one enterprise, whatever spelling of its name the sheet uses; a name that has
    another code in the ledger keeps it, and the check of codes has said so.
    """
    code = row.value("credit_code") or ""
    name = row.value("enterprise") or (row.value("investor") if code else None)
    if not name:
        return
    held = desk.known.enterprise_by_code.get(code) if code else None
    held = held or desk.known.enterprise_by_name.get(same_name(name))
    linked = held is not None and same_name(held.name) == same_name(known.get("enterprise", ""))
    if linked and held is not None and (not code or held.credit_code or held.is_foreign):
        return
    column = "credit_code" if code else "enterprise"
    old = known.get(column, "")
    yield _changed(row, column, old, code or str(name), SetParty(str(name), code))


def days(desk: Desk, row: Row, who: Who) -> Iterator[Change]:
    """Yield the milestones reached and planned that the ledger does not have like this."""
    plans = who.project.plans if who.project else {}
    for stage in Stage:
        value = row.value(stage)
        if isinstance(value, Day):
            on = _settled(row, stage, value)
            yield from _reached(desk, row, who, (stage, stage), replace(value, on=on))
        plan = row.value(f"plan_{stage}")
        if isinstance(plan, Day):
            known = plans.get(stage)
            if known is None or known.planned_for != plan.on:
                old = known.planned_for.isoformat() if known else ""
                write = PlanDay(stage, plan.on, desk.report_day(row))
                yield _changed(row, f"plan_{stage}", old, plan.on.isoformat(), write)


def _reached(
    desk: Desk, row: Row, who: Who, names: tuple[str, Stage], day: Day
) -> Iterator[Change]:
    """Yield the milestone of a cell, unless the ledger or an earlier row has it on that day.

    Another day than an earlier row's is an error. Money posted with the signing moves with it.
    """
    name, stage = names
    held = desk.days.get((who.key, stage))
    if held is not None:
        agrees = held.day.holds(day.on) or day.holds(held.day.on)
        if not agrees:
            row.add(name, "milestone_twice", sheet=held.sheet, row=str(held.row),
                    stage=STAGES[stage], day=held.day.on.isoformat())  # fmt: skip
        return
    if not row.is_bad:
        desk.days[who.key, stage] = Said(day, row.table.sheet.name, row.number)
    known = who.project.reached.get(stage) if who.project else None
    if known is not None and day.holds(known):
        return
    old = known.isoformat() if known else ""
    yield _changed(row, name, old, day.on.isoformat(), Reach(stage, day.on))
    if known is not None and stage == Stage.SIGNED:
        yield from moneyplan.with_signing(desk, row, who, name, (known, day.on))


def _settled(row: Row, stage: Stage, value: Day) -> date:
    """Return the day to keep: one known to the month does not precede its predecessor in it."""
    if value.precision == "day":
        return value.on
    before = [row.value(each) for each in PATH if RANK[each] < RANK[stage]]
    return max([value.on, *(d.on for d in before if isinstance(d, Day) and value.holds(d.on))])


def posting(desk: Desk, row: Row, who: Who) -> list[Change]:
    """Return the posting of a detail row; empty where the ledger has it already."""
    money = row.value("amount")
    kind = row.value("subject") or "in_place"
    found = _when(desk, row)
    if not isinstance(money, Money) or found is None:
        return []
    day, period = found
    held = desk.postings(who.project, kind) if who.project else []
    for each in held:
        if day.holds(each.on) and each.original == money.value and each.currency == money.currency:
            held.remove(each)
            return []
    yuan = to_yuan(desk, row, "amount", money, day.on)
    if yuan is None:
        return []
    note = row.value("posting_note") or ""
    desk.added[who.key, kind] += yuan
    post = Post(kind, yuan, money.currency, money.value, day.on, period, note)
    return [change_of(row, "amount", "", post)]


def _when(desk: Desk, row: Row) -> tuple[Day, date] | None:
    """Return the day and the month of a detail row; the day wins, a month alone gives its end."""
    day, month = row.value("day"), row.value("month") or row.table.context.period
    if isinstance(day, Day):
        own = row.value("month")
        return day, own if own else month_start(day.on)
    if month is None or row.has_problem("day"):
        return None
    return Day(min(month_end(month), desk.today)), month


def put_right(desk: Desk, row: Row, who: Who, changes: list[Change]) -> list[Change]:
    """Let a detail row replace the posting that came from the very same cell before.

    Called when all rows have claimed what agrees, so what is left over was corrected in the sheet.
    """
    if not changes or who.project is None or not isinstance(changes[0].write, Post):
        return changes
    change, post = changes[0], changes[0].write
    held = desk.postings(who.project, post.kind)
    place = f"{row.table.sheet.name}!{change.column}{row.number}"
    for each in held:
        if each.place == place:
            held.remove(each)
            desk.added[who.key, post.kind] -= each.amount
            return [change_of(row, "amount", _shown(each), _replacing(post, each))]
    same_day = next((each for each in held if each.on == post.on), None)
    if same_day is not None:
        row.add("amount", "same_day", known=_shown(same_day))
    return changes


def _shown(posted: Posted) -> str:
    return shown(posted.original, posted.currency)


def _replacing(post: Post, each: Posted) -> Post:
    return Post(
        post.kind, post.amount, post.currency, post.original, post.on, post.period, post.note,
        (each.id,),
    )  # fmt: skip


def milestone(desk: Desk, row: Row, who: Who) -> list[Change]:
    """Return what a row of a milestone table says: a day reached, a plan, or both."""
    stage = row.value("stage")
    if stage is None:
        return []
    found: list[Change] = []
    day, plan = row.value("day"), row.value("planned_for")
    if isinstance(day, Day):
        found += _reached(desk, row, who, ("day", Stage(stage)), day)
    known = who.project.plans.get(stage) if who.project else None
    if isinstance(plan, Day) and not (known and known.planned_for == plan.on):
        set_on = row.value("set_on")
        on = set_on.on if isinstance(set_on, Day) else desk.report_day(row)
        old = known.planned_for.isoformat() if known else ""
        write = PlanDay(stage, plan.on, on)
        found.append(_changed(row, "planned_for", old, plan.on.isoformat(), write))
    return found


def enterprise(row: Row, known: KnownEnterprise | None) -> Iterator[Change]:
    """Yield the changes of an enterprise's record."""
    values = (
        {**known.values, "enterprise": known.name, "credit_code": known.credit_code}
        if known
        else {}
    )
    for name in ENTERPRISE_FIELDS:
        value = row.value(name)
        if value is None:
            continue
        value = value.on if isinstance(value, Day) else value
        old, new = values.get(name, ""), text_of(value)
        if not _alike(name, old, new):
            yield _changed(row, name, old, new, SetField(name, value))
