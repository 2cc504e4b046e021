"""Planning money (金额的试算): levels that replace each other, sums up to a day, months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.ledger.exchange.core.amounts import Money, shown
from gaoxin.ledger.exchange.core.changes import Change, Post
from gaoxin.ledger.exchange.core.dates import Day
from gaoxin.lib.numerals import plain
from gaoxin.lib.period import month_before, month_end, month_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gaoxin.ledger.exchange.core.desk import Desk, Who
    from gaoxin.ledger.exchange.core.known import Posted
    from gaoxin.ledger.exchange.core.reading import Row

LEVELS = ("planned", "planned_fixed", "contracted")
SUMS = {"in_place_sum": "in_place", "invested_sum": "invested"}
MONTHS = {
    "invested_month": "invested",
    "in_place_month": "in_place",
    "output": "output",
    "tax": "tax",
}
ZERO = Decimal(0)
OPENING = "累计数与已登记数之差"


def change_of(row: Row, name: str, old: str, write: Post) -> Change:
    """Return the change that a cell's amount makes."""
    cell = row.cells[name]
    header = " ".join(cell.column.header.texts[-1].split())
    return Change(name, cell.letter, header, old, shown(write.original, write.currency), write)


def to_yuan(desk: Desk, row: Row, name: str, money: Money, on: date) -> Decimal | None:
    """Return the yuan of an amount on its day; names a rate that is missing or of a later day."""
    if money.currency == "CNY":
        return money.value
    rate = desk.known.rates.at(money.currency, on)
    said = {"day": on.isoformat(), "currency": money.currency}
    if rate is None:
        row.add(name, "no_rate", **said)
        return None
    if rate.since > on and not row.has_problem(name):
        row.add(name, "rate_later", **said, since=rate.since.isoformat(), rate=f"{rate.value:f}")
    return rate.yuan(money.value)


def _same(found: Sequence[Posted], money: Money) -> bool:
    """Test whether postings add up to an amount in its own currency; mixed ones in yuan."""
    if len({p.currency for p in found}) > 1:
        return money.currency == "CNY" and sum((p.amount for p in found), ZERO) == money.value
    return {p.currency for p in found} == {money.currency} and sum(
        (p.original for p in found), ZERO
    ) == money.value


def _old(found: Sequence[Posted]) -> str:
    if not found:
        return ""
    currency = found[0].currency if len({p.currency for p in found}) == 1 else "CNY"
    values = [p.original if currency != "CNY" else p.amount for p in found]
    return shown(sum(values, ZERO), currency)


def levels(desk: Desk, row: Row, who: Who) -> Iterator[Change]:
    """Yield changes of amounts of which one counts at a time: planned, fixed, contracted."""
    for name in LEVELS:
        money = row.value(name)
        if isinstance(money, Money):
            found = who.project.of_kind(name) if who.project else []
            on = found[0].on if found else _signed_on(desk, row, who)
            if who.project and on == who.project.reached.get("signed"):
                on = _signed_on(desk, row, who)
            yield from _level(desk, row, (name, name), money, on, found)
    yield from _year_plan(desk, row, who)


def with_signing(
    desk: Desk, row: Row, who: Who, name: str, days: tuple[date, date]
) -> Iterator[Change]:
    """Yield the amounts posted with a signing whose day is put right, posted on the new day."""
    old, new = days
    for posted in who.project.postings if who.project else ():
        given = row.value(posted.kind)
        replaced = isinstance(given, Money) and not _same([posted], given)
        planned = (who.key, posted.kind) in desk.planned
        if posted.kind not in LEVELS or posted.on != old or replaced or planned:
            continue
        yuan = to_yuan(desk, row, name, Money(posted.original, posted.currency), new)
        if yuan is not None:
            post = Post(
                posted.kind, yuan, posted.currency, posted.original, new, month_start(new),
                posted.note, (posted.id,),
            )  # fmt: skip
            text = shown(posted.original, posted.currency)
            yield replace(change_of(row, name, text, post), field=posted.kind)


def _signed_on(desk: Desk, row: Row, who: Who) -> date:
    signed = row.value("signed")
    if isinstance(signed, Day):
        return signed.on
    known = who.project.reached.get("signed") if who.project else None
    return known or desk.report_day(row)


def _level(
    desk: Desk, row: Row, names: tuple[str, str], money: Money, on: date, found: Sequence[Posted]
) -> Iterator[Change]:
    name, kind = names
    if _same(found, money):
        return
    stays = found and found[0].on == on
    period = found[0].period if stays else month_start(on)
    yuan = to_yuan(desk, row, name, money, on)
    if yuan is None:
        return
    known = sum((p.amount for p in found), ZERO)
    if known and yuan and max(known, yuan) / min(known, yuan) >= 1000:
        times = f"{max(known, yuan) / min(known, yuan):,.0f}"
        row.add(name, "outlier_known", known=shown(known), times=times)
    ids = tuple(p.id for p in found)
    post = Post(kind, yuan, money.currency, money.value, on, period, replaces=ids)
    yield change_of(row, name, _old(found), post)


def _year_plan(desk: Desk, row: Row, who: Who) -> Iterator[Change]:
    money = row.value("year_plan")
    if not isinstance(money, Money):
        return
    year = _year_of(row, "year_plan") or desk.report_day(row).year
    start = date(year, 1, 1)
    held = who.project.of_kind("year_plan") if who.project else []
    found = [posting for posting in held if posting.period.year == year]
    on = found[0].on if found else min(start, desk.today)
    yield from _level(desk, row, ("year_plan", "year_plan"), money, on, found)


def _year_of(row: Row, name: str) -> int | None:
    header = plain(row.cells[name].column.header.path)
    years = [int(header[i : i + 4]) for i in range(len(header) - 4)
             if header[i : i + 2] == "20" and header[i : i + 4].isdigit()]  # fmt: skip
    return years[0] if years else row.table.context.year


def sums(desk: Desk, row: Row, who: Who) -> Iterator[Change]:
    """Yield what is missing between a sum up to the day and what the ledger and details hold."""
    for name, kind in SUMS.items():
        money = row.value(name)
        if not isinstance(money, Money):
            continue
        day = desk.report_day(row)
        yuan = to_yuan(desk, row, name, money, day)
        if yuan is None:
            continue
        known = (who.project.total(kind) or ZERO) if who.project else ZERO
        held = known + desk.added[who.key, kind]
        reports_month = isinstance(row.value(f"{kind}_month"), Money)
        if reports_month and known and yuan != held:
            row.add(name, "cumulative_differs", written=shown(yuan), sum=shown(held))
        elif yuan < held:
            row.add(name, "cumulative_falls", written=shown(yuan), known=shown(held))
        elif yuan > held:
            on = _before(row, kind) if reports_month else day
            yield _opening(desk, row, who, (name, kind), (yuan - held, on or day))


def _before(row: Row, kind: str) -> date | None:
    """Return the day on which work before the reported month, or the reported year, is put."""
    month = _month_of(row)
    if month is None:
        return None
    has_year = kind == "invested" and isinstance(row.value("invested_year"), Money)
    return month_end(month_before(month.replace(month=1) if has_year else month))


def _opening(
    desk: Desk, row: Row, who: Who, names: tuple[str, str], rest: tuple[Decimal, date]
) -> Change:
    """Return the posting of an amount that came in before the ledger knew the project's months."""
    (name, kind), (amount, on) = names, rest
    held = ((who.project.total(kind) or ZERO) if who.project else ZERO) + desk.added[who.key, kind]
    desk.added[who.key, kind] += amount
    post = Post(kind, amount, "CNY", amount, on, month_start(on), OPENING)
    change = change_of(row, name, shown(held) if held else "", post)
    return replace(change, new=shown(held + amount))


def months(desk: Desk, row: Row, who: Who) -> Iterator[Change]:
    """Yield the amounts of months: this month's columns, months in the header, year to date."""
    for name, cell in row.cells.items():
        kind, month = MONTHS.get(name), _month_of(row)
        if "@" in name:
            kind, month = name.split("@")[0], _month_in(name, row)
        if kind is None or not isinstance(cell.value, Money):
            continue
        if month is None:
            row.add(name, "month_unknown")
        elif month > desk.today:
            # Months to come stand as zeros in many templates.
            if cell.value.value:
                row.add(name, "date_future", day=month.isoformat())
        else:
            yield from _month(desk, row, who, (name, kind), month)
    yield from _year_to_date(desk, row, who)


def _month_of(row: Row) -> date | None:
    month = row.value("month")
    return month if isinstance(month, date) else row.table.context.period


def _month_in(name: str, row: Row) -> date | None:
    """Return the month of a field such as invested@11 or invested@202511."""
    digits = name.split("@")[1]
    year = int(digits[:4]) if len(digits) == 6 else row.table.context.year
    return date(year, int(digits[-2:]), 1) if year and 1 <= int(digits[-2:]) <= 12 else None


def _month(desk: Desk, row: Row, who: Who, names: tuple[str, str], month: date) -> Iterator[Change]:
    name, kind = names
    money: Money = row.value(name)
    found = _of_month(who, kind, month)
    on = min(month_end(month), desk.today)
    _same_as_last(row, name, money, _of_month(who, kind, month_before(month)))
    if _same(found, money) or (not found and money.value == 0):
        return
    yuan = to_yuan(desk, row, name, money, on)
    if yuan is None:
        return
    desk.added[who.key, kind] += yuan - sum((p.amount for p in found), ZERO)
    ids = tuple(p.id for p in found)
    post = Post(kind, yuan, money.currency, money.value, on, month, replaces=ids)
    yield change_of(row, name, _old(found), post)


def _of_month(who: Who, kind: str, month: date) -> list[Posted]:
    held = who.project.of_kind(kind) if who.project else []
    return [posting for posting in held if posting.period == month]


def _same_as_last(row: Row, name: str, money: Money, last: Sequence[Posted]) -> None:
    if last and money.value and _same(last, money):
        row.add(name, "same_as_last")


def _earlier_in_year(desk: Desk, row: Row, who: Who, rest: Decimal) -> Iterator[Change]:
    """Yield the year's work before the month where no month of the project is known yet."""
    money: Money = row.value("invested_year")
    month = _month_of(row)
    if not rest or month is None:
        return
    if rest > 0 and month.month > 1 and not (who.project and who.project.of_kind("invested")):
        on = month_end(month_before(month))
        yield _opening(desk, row, who, ("invested_year", "invested"), (rest, on))
        return
    said = {"written": shown(money.value), "sum": shown(money.value - rest)}
    row.add("invested_year", "cumulative_differs", **said)


def _year_to_date(desk: Desk, row: Row, who: Who) -> Iterator[Change]:
    """Check the year's sum against the months; without a month's column it gives the month."""
    money, month = row.value("invested_year"), _month_of(row)
    if not isinstance(money, Money) or money.currency != "CNY":
        return
    if month is None:
        row.add("invested_year", "month_unknown")
        return
    held = who.project.of_kind("invested") if who.project else []
    before = sum((p.amount for p in held if p.period.year == month.year and p.period < month), ZERO)
    this = row.value("invested_month")
    if isinstance(this, Money):
        yield from _earlier_in_year(desk, row, who, money.value - before - this.value)
        return
    if money.value < before:
        row.add(
            "invested_year", "cumulative_falls", written=shown(money.value), known=shown(before)
        )
        return
    found = _of_month(who, "invested", month)
    rest = money.value - before
    if rest == sum((p.amount for p in found), ZERO):
        return
    on = min(month_end(month), desk.today)
    desk.added[who.key, "invested"] += rest - sum((p.amount for p in found), ZERO)
    ids = tuple(p.id for p in found)
    post = Post("invested", rest, "CNY", rest, on, month, replaces=ids)
    yield change_of(row, "invested_year", _old(found), post)
