"""Page of a list (列表页): counts, rows, neighbours and addresses of one request.

Three queries answer a page: all counts and sums, the keys of the rows, the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Count, F, Q, Sum
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gaoxin.lib.errors import UserError
from gaoxin.web import core

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, QueryDict

    from gaoxin.web.listing import Column, Listing, View

# The address parameters that name a page; any change of conditions starts at the first page.
PAGING = ("after", "before")
EVERYTHING = 1_000_000_000


def list_page(listing: Listing, request: HttpRequest, rows: QuerySet[Any]) -> ListPage:
    """Return the page that the address asks for; UserError on a value that cannot be read."""
    try:
        return ListPage(listing, request, rows)
    except core.BadValue as bad:
        raise UserError(_refusal(bad)) from None


def _refusal(bad: core.BadValue) -> str:
    words = {
        "number": _("条件“%(text)s”不是数。写成 1.5 这样。"),
        "date": _("条件“%(text)s”不是日期。写成 2026-12-02 这样。"),
        "cursor": _("翻页的地址不完整。回到第一页再翻。"),
        "sort": _("没有叫“%(text)s”的排序。"),
    }
    return words.get(bad.kind, _("条件里没有“%(text)s”这个选项。")) % {"text": bad.text}


def _words() -> core.Words:
    # Translators: a comma between the values of a condition, and the word between two ends.
    return core.Words(comma=_("、"), to=_("至"), yes=_("是"), no=_("否"))


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head with the address that sorts by it."""

    column: Column
    address: str
    direction: str

    @property
    def label(self) -> str:
        """Return the label with its unit."""
        unit = str(self.column.unit)
        return f"{self.column.label} {unit}".strip()


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition as printed, with the address that drops it."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A view as printed."""

    label: Any
    count: int
    address: str
    on: bool


class ListPage:
    """One page of a list; `shown` of `total` rows meet the conditions."""

    def __init__(self, listing: Listing, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self.listing, self.request, self._rows = listing, request, rows
        parameters = dict(request.GET.lists())
        self.conditions = core.conditions(listing.filters, parameters, _words())
        self.order = core.order_of(
            request.GET.get("sort", ""), listing.sort_fields(), listing.sort, listing.key
        )
        self._read_cursor()

    def _read_cursor(self) -> None:
        after, before = (self.request.GET.get(name, "") for name in PAGING)
        self.forward = not before
        self.cursor = core.decode_cursor(after or before) if after or before else None

    # counts ------------------------------------------------------------
    @cached_property
    def _counts(self) -> dict[str, Any]:
        listing, wanted = self.listing, all_of(self.conditions)
        counts: dict[str, Any] = {
            "total": Count(listing.key),
            "shown": Count(listing.key, filter=wanted),
        }
        for number, view in enumerate(listing.views):
            counts[f"view_{number}"] = Count(
                listing.key, filter=all_of(view.conditions(listing.filters))
            )
        for number, total in enumerate(listing.totals):
            counts[f"sum_{number}"] = Sum(total.field, filter=wanted)
            counts[f"has_{number}"] = Count(total.field, filter=wanted)
        return self._apart().aggregate(**counts)

    def _apart(self) -> QuerySet[Any]:
        # A limit keeps the database from computing a column anew for each count that uses it; and
        # it need not compute columns of which no count speaks.
        listing = self.listing
        in_views = (each for v in listing.views for each in v.conditions(listing.filters))
        spoken = core.fields_of((*self.conditions, *in_views)) | {t.field for t in listing.totals}
        computed = spoken & self._rows.query.annotations.keys()
        return self._rows.order_by().values(listing.key, *sorted(computed))[:EVERYTHING]

    @property
    def total(self) -> int:
        """Return how many rows the user may see."""
        return int(self._counts["total"])

    @property
    def shown(self) -> int:
        """Return how many rows meet the conditions."""
        return int(self._counts["shown"])

    @property
    def sums(self) -> list[tuple[Any, Any]]:
        """Return the sums of the filtered set as pairs of label and text."""
        return [
            (total.label, total.text(Decimal(self._counts[f"sum_{number}"] or 0)))
            for number, total in enumerate(self.listing.totals)
        ]

    @property
    def left_out(self) -> list[tuple[Any, int]]:
        """Return the sums that leave rows out for want of a value, with how many."""
        gaps = [
            (total.label, self.shown - int(self._counts[f"has_{number}"]))
            for number, total in enumerate(self.listing.totals)
        ]
        return [gap for gap in gaps if gap[1]]

    @property
    def narrowest(self) -> Chip | None:
        """Return the condition to drop where nothing is left, naming what dropping it shows."""
        without = {
            str(number): Count(self.listing.key, filter=all_of(_except(self.conditions, number)))
            for number in range(len(self.conditions))
        }
        named = {f"without_{number}": count for number, count in without.items()}
        counts = self._apart().aggregate(**named) if named else {}
        best = core.narrowest({name.removeprefix("without_"): n for name, n in counts.items()})
        if best is None:
            return None
        condition = self.conditions[int(best[0])]
        words = _("最窄的条件是“%(chip)s”，去掉后有 %(count)s %(noun)s。")
        filled = words % {"chip": condition.chip, "count": best[1], "noun": self.listing.noun}
        return Chip(filled, self.without(condition))

    # rows --------------------------------------------------------------
    @cached_property
    def rows(self) -> list[Any]:
        """Return the rows of this page, in order."""
        if not self.shown:
            return []
        # Keys first: the database then computes the other columns for this page's rows only.
        key = self.listing.key
        try:
            keys = self._keys(key)
        except (ValueError, TypeError, OverflowError, ValidationError, DataError):
            if self.cursor is None:
                raise
            # The cursor holds what is no value of the column.
            raise UserError(_refusal(core.BadValue("cursor", "", "cursor"))) from None
        keys = keys if self.forward else keys[::-1]
        rows = {_attribute(row, key): row for row in self._rows.filter(**{f"{key}__in": keys})}
        return [rows[each] for each in keys]

    def _keys(self, key: str) -> list[Any]:
        found = self.filtered()
        if self.cursor is not None:
            found = found.filter(any_of(core.keyset(self.order, self.cursor, forward=self.forward)))
        some = ordered(found, self.order, self.forward)[: self.listing.size]
        return list(some.values_list(key, flat=True))

    def filtered(self) -> QuerySet[Any]:
        """Return all rows that meet the conditions, in order: what the export writes."""
        return ordered(self._rows.filter(all_of(self.conditions)), self.order, True)

    @property
    def first(self) -> int:
        """Return the number of the page's first row, counted from 1."""
        if self.cursor is None:
            return 1
        return max(1, self.cursor.before + 1 - (0 if self.forward else len(self.rows)))

    @property
    def last(self) -> int:
        """Return the number of the page's last row."""
        return self.first + len(self.rows) - 1

    @property
    def next_address(self) -> str:
        """Return the next page's address; empty on the last page."""
        if not self.rows or self.last >= self.shown:
            return ""
        return self.address(after=self._cursor_at(self.rows[-1], self.last))

    @property
    def previous_address(self) -> str:
        """Return the previous page's address; empty on the first page."""
        if not self.rows or self.first <= 1:
            return ""
        if self.first <= self.listing.size + 1:
            return self.address()
        return self.address(before=self._cursor_at(self.rows[0], self.first - 1))

    def _cursor_at(self, row: Any, before: int) -> str:
        key = row.pk if self.order.key == "pk" else getattr(row, self.order.key)
        value = None if self.order.field == self.order.key else _attribute(row, self.order.field)
        return core.encode_cursor(core.Cursor(before, value, key))

    @property
    def body(self) -> Iterator[SafeString]:
        """Yield the table rows as HTML."""
        columns = self.columns
        opens = [_open_cell(column) for column in columns]
        for row in self.rows:
            cells = "".join(
                f"{start}{conditional_escape(column.cell(row))}</td>"
                for start, column in zip(opens, columns, strict=True)
            )
            yield mark_safe(f"<tr>{cells}</tr>")  # noqa: S308 (cells are escaped above)

    # columns and addresses ----------------------------------------------
    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns shown: those chosen in the address, or the usual ones."""
        chosen = self.request.GET.getlist("cols")
        known = [column for column in self.listing.columns if column.name in chosen]
        return known or [column for column in self.listing.columns if column.shown]

    @property
    def heads(self) -> list[Head]:
        """Return the heads of the columns."""
        return [self._head(column) for column in self.columns]

    def _head(self, column: Column) -> Head:
        if not column.sort:
            return Head(column, "", "")
        direction = ""
        if column.name == self.order.name:
            direction = "desc" if self.order.descending else "asc"
        first = "-" if column.numeric else ""
        wanted = {"": f"{first}{column.name}", "asc": f"-{column.name}", "desc": column.name}
        return Head(column, self.address(sort=wanted[direction]), direction)

    @property
    def chips(self) -> list[Chip]:
        """Return the conditions in force, each with the address that drops it."""
        return [Chip(condition.chip, self.without(condition)) for condition in self.conditions]

    @property
    def tabs(self) -> list[Tab]:
        """Return the saved views with their counts; the one in force is on."""
        return [self._tab(number, view) for number, view in enumerate(self.listing.views)]

    def _tab(self, number: int, view: View) -> Tab:
        ours = {name for each in self.listing.filters for name in each.parameters}
        query = self._query()
        for name in ours:
            query.pop(name, None)
        for name, value in view.parameters:
            query.appendlist(name, value)
        in_force = {(n, v) for n in ours for v in self.request.GET.getlist(n) if v}
        on = in_force == set(view.parameters)
        return Tab(view.label, int(self._counts[f"view_{number}"]), self._address(query), on)

    def without(self, condition: core.Condition) -> str:
        """Return the address without one condition."""
        query = self._query()
        for name in condition.filter.parameters:
            query.pop(name, None)
        return self._address(query)

    def address(self, **changes: str) -> str:
        """Return this list's first page with parameters changed."""
        query = self._query()
        for name, value in changes.items():
            query[name] = value
        return self._address(query)

    @property
    def export_address(self) -> str:
        """Return the address that exports exactly these rows."""
        return self.address(format="xlsx")

    @property
    def bare_address(self) -> str:
        """Return the address without any condition."""
        query = self._query()
        for each in self.listing.filters:
            for name in each.parameters:
                query.pop(name, None)
        return self._address(query)

    def _query(self) -> QueryDict:
        query = self.request.GET.copy()
        for name in (*PAGING, "format"):
            query.pop(name, None)
        return query

    def _address(self, query: QueryDict) -> str:
        return f"?{query.urlencode()}" if query else self.request.path

    @property
    def inputs(self) -> list[tuple[core.Filter, list[list[str]]]]:
        """Return the filters with the values in force, for the form of conditions."""
        return [
            (each, [self.request.GET.getlist(name) for name in each.parameters])
            for each in self.listing.filters
        ]

    @property
    def in_force(self) -> list[tuple[str, str]]:
        """Return the parameters of the conditions in force."""
        names = [name for each in self.listing.filters for name in each.parameters]
        return [(name, v) for name in names for v in self.request.GET.getlist(name) if v]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return the parameters that the form of conditions keeps."""
        ours = {name for each in self.listing.filters for name in each.parameters}
        lists = self._query().lists()
        return [(name, v) for name, values in lists if name not in ours for v in values]


def _open_cell(column: Column) -> str:
    css = f' class="{column.css_class}"' if column.css_class else ""
    on_card = column.phone == "number" and column.unit
    unit = f' data-unit="{conditional_escape(column.unit)}"' if on_card else ""
    return f"<td{css}{unit}>"


def _attribute(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = getattr(row, part, None)
    return row


def _except(conditions: Sequence[core.Condition], number: int) -> list[core.Condition]:
    return [condition for each, condition in enumerate(conditions) if each != number]


def any_of(lookups: Iterable[core.Lookups]) -> Q:
    """Return the Q that holds where any of the lookups holds."""
    found = Q()
    for each in lookups:
        found |= Q(**each)
    return found


def all_of(conditions: Iterable[core.Condition]) -> Q:
    """Return the Q that holds where every condition holds."""
    found = Q()
    for condition in conditions:
        found &= any_of(condition.any_of)
    return found


def ordered(rows: QuerySet[Any], order: core.Order, forward: bool) -> QuerySet[Any]:
    """Return the rows in the list's order or its reverse; empty values last."""
    if order.field == order.key:
        return rows.order_by(f"{'-' if order.descending == forward else ''}{order.key}")
    down = order.descending == forward
    field = F(order.field)
    turned = field.desc if down else field.asc
    first = turned(nulls_last=forward or None, nulls_first=not forward or None)
    return rows.order_by(first, order.key if forward else f"-{order.key}")
