"""Workbooks of the demo (演示区的月报): what each park sent, as evidence or for the inbox."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gaoxin.ledger.core.stage import PATH
from gaoxin.samples.core.events import REPORTED
from gaoxin.samples.core.material import operator_of, park_weights, read
from gaoxin.samples.core.workbook import Book, Content, book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from gaoxin.samples.core.cast import Mark, Money, Venture
    from gaoxin.samples.core.portfolio import Portfolio

_FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def _full_width(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日".translate(_FULL)


# Each clerk writes days in a way of his own.
HANDS: dict[str, Callable[[date], Any]] = {
    "nylon": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "storage": lambda day: f"{day:%Y/%m/%d}",
    "smart": _full_width,
}
SPOILT_PARK = "nylon"


@dataclass(frozen=True, slots=True)
class Sent:
    """A workbook as a park sent it."""

    park: str
    month: date
    at: datetime
    name: str
    book: Book


def file_name(park: str, month: date) -> str:
    """Return the file name of a park's month, such as 电气园月报2026年10月.xlsx."""
    short = next(p["short_name"] for p in read("zone")["parks"] if p["code"] == park)
    return f"{short}月报{month.year}年{month.month}月.xlsx"


def sent_books(portfolio: Portfolio, codes: dict[str, str]) -> Iterator[Sent]:
    """Yield the workbooks of all months before the final one; `codes` = project codes by name."""
    shelf = _Shelf(portfolio, codes)
    for (park, month), at in sorted(portfolio.calendar.sent.items(), key=lambda pair: pair[1]):
        yield Sent(park, month, at, file_name(park, month), book(shelf.content(park, month, at)))


def final_books(portfolio: Portfolio, codes: dict[str, str]) -> Iterator[Sent]:
    """Yield the workbooks of the final month: one park sends none, one has a day that is not."""
    shelf = _Shelf(portfolio, codes)
    month = portfolio.span.final
    due = portfolio.calendar.due(month)
    for park in park_weights():
        if not portfolio.calendar.has(park, month):
            continue
        content = shelf.content(park, month, due)
        content.news = shelf.news(park, due)
        if park == SPOILT_PARK:
            reached = [mark for _code, _v, mark in content.marks if mark.planned_for is None]
            content.spoilt = reached[-1] if reached else None
        hand = HANDS.get(park, lambda day: day)
        yield Sent(park, month, due, file_name(park, month), book(content, day=hand))


class _Shelf:
    """Sorts the drawn events by the report that told them."""

    def __init__(self, portfolio: Portfolio, codes: dict[str, str]) -> None:
        self.portfolio = portfolio
        self.codes = codes
        self.clerks = {p["username"]: p["name"] for p in read("staff")["people"]}
        self.money: defaultdict[tuple[str, datetime], list[tuple[Venture, Money]]] = defaultdict(
            list
        )
        self.marks: defaultdict[tuple[str, date], list[tuple[Venture, Mark]]] = defaultdict(list)
        for venture in portfolio.ventures:
            for money in venture.money:
                if money.monthly:
                    self.money[venture.park, money.stamp.at].append((venture, money))
            for mark in venture.marks:
                if mark.stage in REPORTED and mark.stage in PATH and not mark.is_retraction:
                    self.marks[venture.park, mark.day.replace(day=1)].append((venture, mark))

    def content(self, park: str, month: date, at: datetime) -> Content:
        """Return what a park's report of a month says."""
        name = next(p["name"] for p in read("zone")["parks"] if p["code"] == park)
        made = Content(name, month, self.clerks[operator_of(park)])
        told = self.money[park, at]
        made.funds = [
            (self.codes[v.name], v, money) for v, money in told if money.kind == "in_place"
        ]
        works: dict[tuple[str, date], dict[str, Money]] = defaultdict(dict)
        ventures = {v.name: v for v, _money in told}
        for venture, money in told:
            if money.kind != "in_place":
                works[venture.name, money.day.replace(day=1)][money.kind] = money
        made.works = [
            (self.codes[name], ventures[name], of_month, amounts)
            for (name, of_month), amounts in works.items()
        ]
        made.marks = [
            (self.codes[v.name], v, mark)
            for v, mark in self.marks[park, month]
            if (mark.stamp.at == at if month == self.portfolio.span.final else not mark.planned_for)
        ]
        return made

    def news(self, park: str, due: datetime) -> list[tuple[str, Venture]]:
        """Return the projects that only the workbook knows, and those signed in the month."""
        return [
            ("" if venture.is_news else self.codes[venture.name], venture)
            for venture in self.portfolio.ventures
            if venture.park == park
            and (
                venture.is_news
                or any(m.kind == "contracted" and m.stamp.at == due for m in venture.money)
            )
        ]
