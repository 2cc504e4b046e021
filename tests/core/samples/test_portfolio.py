"""Portfolio of the demo (演示项目库): counts, bounds, order of events, special projects."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gaoxin.ledger.core.creditcode import is_credit_code
from gaoxin.ledger.core.stage import Stage, out_of_order, stage_of
from gaoxin.samples.core.portfolio import portfolio
from gaoxin.samples.core.size import DEMO, sized

FINAL = date(2026, 10, 1)
ON_SITE = {Stage.LAND, Stage.STARTED, Stage.COMPLETED, Stage.PRODUCTION}


@pytest.fixture(scope="module")
def drawn():
    return portfolio(FINAL)


def signed(drawn, first: date, last: date):
    return [v for v in drawn.ventures if (day := v.reached(Stage.SIGNED)) and first <= day <= last]


def planned(ventures) -> int:
    return sum(m.amount for v in ventures for m in v.money if m.kind == "planned")


@pytest.mark.parametrize("final", [date(2026, 10, 1), date(2027, 1, 1), date(2028, 6, 1)])
def test_the_first_year_has_the_public_totals_whatever_the_month(final):
    drawn = portfolio(final)
    first = drawn.span.first
    year = signed(drawn, first, first.replace(year=first.year + 1) - timedelta(days=1))
    assert len(year) == 66
    assert planned(year) == 16_660_000_000


def test_all_projects_are_there_and_each_name_once(drawn):
    assert len(drawn.ventures) == DEMO.projects
    assert len({v.name for v in drawn.ventures}) == DEMO.projects
    assert len({v.firm.name for v in drawn.ventures if v.firm}) > 90


def test_the_same_seed_gives_the_same_and_another_seed_does_not(drawn):
    assert portfolio(FINAL).ventures == drawn.ventures
    assert portfolio(FINAL, seed=7).ventures != drawn.ventures


def test_every_event_lies_in_the_months_and_was_recorded_after_it_happened(drawn):
    span = drawn.span
    due = drawn.calendar.due(span.final)
    for venture in drawn.ventures:
        for event in [*venture.marks, *venture.money, *venture.changes]:
            assert event.day <= span.last, (venture.name, event)
            assert event.day <= event.stamp.at.date(), (venture.name, event)
            assert span.first <= event.stamp.at.date(), (venture.name, event)
            assert event.stamp.at <= due, (venture.name, event)
        assert all(span.first <= money.day for money in venture.money)


def test_milestones_stand_in_the_order_of_the_path(drawn):
    for venture in drawn.ventures:
        days = {s: d for s in Stage if (d := venture.reached(s)) is not None}
        assert out_of_order(days) == [], (venture.name, days)
        assert stage_of(days) is not None


def test_nothing_is_built_before_the_start_nor_paid_before_signing(drawn):
    for venture in drawn.ventures:
        starts = {"invested": Stage.STARTED, "in_place": Stage.SIGNED, "output": Stage.PRODUCTION}
        for money in venture.money:
            if money.kind in starts:
                begun = venture.course[starts[money.kind]].replace(day=1)
                assert money.day >= begun, (venture.name, money)
                assert money.amount > 0


def test_firms_are_marked_as_invented_and_their_codes_hold(drawn):
    firms = {v.firm.name: v.firm for v in drawn.ventures if v.firm}
    for name, firm in firms.items():
        assert name.startswith("示例")
        assert name.endswith("（演示）")
        assert is_credit_code(firm.credit_code)


def test_the_special_projects_are_there(drawn):
    dollars = [v for v in drawn.ventures if any(m.currency == "USD" for m in v.money)]
    assert [m.original * 71 for v in dollars for m in v.money if m.kind == "contracted"] == [
        m.amount * 10 for v in dollars for m in v.money if m.kind == "contracted"
    ]
    assert len(dollars) == 1
    assert sum(v.reached(Stage.TERMINATED) is not None for v in drawn.ventures) == 2
    assert sum(v.reached(Stage.SUSPENDED) is not None for v in drawn.ventures) >= 1
    assert sum(v.reached(Stage.WITHDRAWN) is not None for v in drawn.ventures) == DEMO.lost + 1
    assert sum(bool(v.origin_park) for v in drawn.ventures) == 5
    phases = {v.name.removesuffix("（二期）") for v in drawn.ventures if v.phase == "二期"}
    assert phases == {v.name for v in drawn.ventures if v.phase == "一期"}
    assert any(m.voids and m.is_retraction for v in drawn.ventures for m in v.marks)
    assert sum(m.voids is not None for v in drawn.ventures for m in v.money) >= 5


def test_nothing_moves_in_a_month_that_repeats_the_month_before(drawn):
    assert drawn.calendar.unchanged
    for park, month in drawn.calendar.unchanged:
        moved = [
            event
            for v in drawn.ventures
            if v.park == park
            for event in [*v.money, *v.marks]
            if event.day.replace(day=1) == month
            and (getattr(event, "monthly", False) or getattr(event, "stage", "") in ON_SITE)
            and getattr(event, "planned_for", None) is None
        ]
        assert moved == []


def test_a_size_for_measurements_has_so_many_projects():
    size = sized(3000, 36)
    drawn = portfolio(FINAL, size=size)
    assert len(drawn.ventures) == size.projects == 3000
    assert drawn.span.first == date(2023, 11, 1)
    assert planned(signed(drawn, drawn.span.first, drawn.span.last)) == sum(size.totals)
