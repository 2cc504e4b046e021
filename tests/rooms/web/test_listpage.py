"""Page of a list (列表页): counts, neighbours, chips, sums and export over a real table."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import openpyxl
import pytest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from gaoxin.ledger.models import Enterprise
from gaoxin.lib.errors import UserError
from gaoxin.web.core import Filter
from gaoxin.web.export import export_list
from gaoxin.web.listing import Column, Listing, Total, View
from gaoxin.web.listpage import list_page

LISTING = Listing(
    columns=(
        Column("name", "企业", lambda e: e.name, "name", phone="title", value=lambda e: e.name),
        Column("park", "园区", lambda e: e.park_id or "—", "park_id", numeric=True),
        Column("code", "代码", lambda e: e.credit_code, "credit_code", shown=False,
               value=lambda e: e.credit_code),
    ),
    sort="name",
    filters=(
        Filter("q", "名称", "text", "name"),
        Filter("park", "园区", "number", "park_id"),
        Filter("code", "代码", "choice", "credit_code", (("91", "九一"), ("92", "九二"))),
    ),
    views=(View("all", "全部"), View("coded", "有代码", (("code", "91"),))),
    totals=(Total("园区和", "park_id", str),),
    size=4,
)  # fmt: skip


@pytest.fixture
def firms(zone, parks) -> list[Enterprise]:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    made = [
        Enterprise(zone=zone, name=f"企业{n:02}", recorded_at=at, recorded_by="test",
                   park=None if n % 3 == 0 else parks[n % 2], credit_code="")
        for n in range(1, 11)
    ]  # fmt: skip
    made[0].credit_code, made[0].name = "91", "=企业01<b>"
    return Enterprise.objects.bulk_create(made)


def page(query: str = "", listing: Listing = LISTING):
    request = RequestFactory().get(f"/firms/{query}")
    return list_page(listing, request, Enterprise.objects.all())


def walk(query: str, step: str) -> list[list[str]]:
    """Follow the next (or previous) links to the end; return the names on each page."""
    found, here = [], page(query)
    while True:
        found.append([row.name for row in here.rows])
        address = getattr(here, f"{step}_address")
        if not address:
            return found
        here = page(address.removeprefix("/firms/"))


@pytest.mark.parametrize("sort", ["name", "-name", "park", "-park"])
def test_next_pages_show_every_row_once_in_order(firms, sort) -> None:
    pages = walk(f"?sort={sort}", "next")
    assert [len(names) for names in pages] == [4, 4, 2]
    names = [name for several in pages for name in several]
    assert sorted(names) == sorted(firm.name for firm in firms)
    if sort.endswith("park"):
        # Empty values stand last, whichever way the list runs.
        assert {n[:4] for n in names[-3:]} == {"企业03", "企业06", "企业09"}


@pytest.mark.parametrize("sort", ["name", "-park"])
def test_the_previous_pages_are_those_that_were_passed(firms, sort) -> None:
    forward = walk(f"?sort={sort}", "next")
    last = page(f"?sort={sort}")
    while last.next_address:
        last = page(last.next_address)
    assert walk(last.address(after=last.request.GET["after"]), "previous") == forward[::-1]
    assert (last.first, last.last) == (9, 10)


def test_one_query_counts_rows_views_and_sums(firms, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        here = page("?park_min=1")
        counts = (here.total, here.shown, [tab.count for tab in here.tabs], here.sums)
    total = sum(firm.park_id for firm in firms if firm.park_id)
    assert counts == (10, 7, [10, 1], [("园区和", str(total))])


def test_three_queries_answer_a_page_however_many_rows(firms, django_assert_num_queries) -> None:
    with django_assert_num_queries(3):
        here = page("?sort=-park")
        assert here.shown == 10
        list(here.body)
        assert here.next_address


def test_sums_say_what_they_leave_out(firms) -> None:
    assert page().left_out == [("园区和", 3)]
    assert page("?park_min=1").left_out == []


def test_chips_drop_their_condition_and_start_again_at_the_first_page(firms) -> None:
    here = page("?q=企业&park_min=1&sort=-name&after=" + page().next_address.split("after=")[1])
    first, second = here.chips
    assert (first.text, second.text) == ("名称 ∋ 企业", "园区 ≥ 1")
    assert first.address == "?park_min=1&sort=-name"
    assert here.bare_address == "?sort=-name"


def test_the_view_in_force_is_on(firms) -> None:
    assert [tab.on for tab in page().tabs] == [True, False]
    assert [tab.on for tab in page("?code=91").tabs] == [False, True]
    assert [tab.on for tab in page("?code=91&q=x").tabs] == [False, False]


def test_nothing_left_names_the_condition_to_drop(firms) -> None:
    here = page("?q=企业0&code=92")
    assert here.shown == 0
    assert here.rows == []
    assert "代码 = 九二" in here.narrowest.text
    assert here.narrowest.address == "?q=%E4%BC%81%E4%B8%9A0"
    assert page("?q=zzz&code=92").narrowest is None


def test_cells_are_escaped(firms) -> None:
    body = "".join(page("?code=91").body)
    assert "&lt;b&gt;" in body
    assert "<b>" not in body


def test_columns_can_be_chosen(firms) -> None:
    assert [column.name for column in page().columns] == ["name", "park"]
    assert [column.name for column in page("?cols=code&cols=name").columns] == ["name", "code"]
    assert [column.name for column in page("?cols=nonsense").columns] == ["name", "park"]


def test_heads_sort_one_way_then_the_other(firms) -> None:
    name, park = page().heads
    assert (name.address, name.direction) == ("?sort=-name", "asc")
    assert (park.address, park.direction) == ("?sort=-park", "")


def test_the_export_holds_exactly_the_rows_shown_and_no_formula(firms) -> None:
    answer = export_list(page("?park_min=1&sort=-name&format=xlsx"), "企业")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("企业", "代码")
    shown = sorted((firm.name for firm in firms if firm.park_id), reverse=True)
    assert [row[0] for row in rows[1:]] == shown
    assert all(cell.data_type == "s" for cell in sheet["A"])
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("query", ["?sort=secret", "?park_min=x", "?after=x", "?code=zz"])
def test_an_address_that_cannot_be_read_is_a_users_error(firms, query) -> None:
    with pytest.raises(UserError):
        page(query)


def test_paging_never_skips_by_offset(firms, connection=None) -> None:
    from django.db import connection as database

    second = page(page().next_address)
    with CaptureQueriesContext(database) as queries:
        assert len(second.rows) == 4
    assert not any("OFFSET" in query["sql"] for query in queries.captured_queries)
