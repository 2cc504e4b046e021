"""Figures of a small zone, worked out by hand (手算核对)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gaoxin.figures.core.key import Scope
from gaoxin.figures.queries import board, figure, shipped, trace
from gaoxin.ledger.actions import change_project
from gaoxin.lib.errors import Denied, UserError
from tests.rooms.conftest import moment, told


@pytest.fixture
def year(build, parks):
    """Four projects signed in 2026, two of them of at least 1亿 in park 1; one old contract."""
    a = build.project(parks[0], planned_wan=12_000, signed="2026-01-05", started="2026-03-01")
    b = build.project(parks[0], planned_wan=20_000, signed="2026-02-05")
    c = build.project(parks[1], planned_wan=10_000, signed="2026-02-06", started="2026-06-01")
    d = build.project(parks[1], planned_wan=9_999, signed="2026-04-01", started="2026-04-02")
    e = build.project(parks[1], planned_wan=50_000, signed="2025-04-01", started="2026-01-02")
    return a, b, c, d, e


def value(zone, name, period, at, scope=None, version=""):
    return board(zone, at).figure(name, period, scope, version=version).value


def test_start_rate_counts_the_cohort_over_the_threshold(zone, year):
    at = moment("2026-06-30")
    figure = board(zone, at).figure("start_rate", "2026")
    assert (figure.numerator, figure.denominator, figure.value) == (2, 3, Decimal("66.7"))
    assert figure.text == "66.7%"
    assert value(zone, "start_rate", "2026", moment("2026-05-31")) == Decimal("33.3")


def test_variants_of_one_rate_differ_by_definition(zone, year):
    at = moment("2026-06-30")
    assert value(zone, "start_rate", "2026", at, version="weinan") == Decimal("80.0")
    assert value(zone, "start_rate", "2026", at, version="yulin") == Decimal("75.00")
    assert value(zone, "start_rate", "2026", at, version="luan22") is None


def test_a_park_without_cohort_has_no_rate(zone, parks, year):
    at = moment("2026-01-31")
    figure = board(zone, at).figure("start_rate", "2026", Scope("p", parks[1].pk))
    assert (figure.value, figure.text) == (None, "—")


def test_truncation_is_part_of_the_definition(zone, parks, build):
    for n in range(3):
        build.project(parks[0], planned_wan=10_000, signed="2026-01-05",
                      **({"started": "2026-02-01"} if n < 2 else {}))  # fmt: skip
    at = moment("2026-12-31")
    assert value(zone, "start_rate", "2026", at, version="yulin") == Decimal("66.67")
    assert value(zone, "start_rate", "2026", at, version="liuzhou") == Decimal("66.66")


def test_vintages_at_a_horizon(zone, year):
    at = moment("2026-06-30")
    assert value(zone, "start_vintage", "v2026", at) == Decimal("75.0")
    assert value(zone, "start_vintage", "v2026+3", at) == Decimal("50.0")
    assert value(zone, "start_vintage", "v2025+6", at) == Decimal("0.0")


def test_money_is_summed_exactly_and_in_its_period(zone, parks, build, year):
    a = year[0]
    build.post(a, "in_place", "0.10", "2026-03-01")
    build.post(a, "in_place", "0.20", "2026-03-02")
    build.post(a, "in_place", "30000000", "2026-05-02")
    figure = board(zone, moment("2026-04-30")).figure("in_place_amount", "2026")
    assert figure.numerator == Decimal("0.30")
    assert value(zone, "in_place_amount", "2026-05", moment("2026-12-31")) == Decimal("0.30")
    rate = board(zone, moment("2026-12-31")).figure("funds_rate", "2026", Scope("p", parks[0].pk))
    assert rate.denominator == 320_000_000
    assert rate.value == Decimal("9.4")


def test_speed_figures(zone, build, parks):
    build.project(parks[0], signed="2026-01-01", started="2026-01-31", production="2026-11-01")
    build.project(parks[0], signed="2025-12-31", started="2026-02-01", production="2026-11-01")
    at = moment("2026-12-31")
    assert value(zone, "same_year_count", "2026", at) == 1
    assert value(zone, "sign_to_start", "2026", at) == Decimal("31.0")


def test_counts_under_construction_over_a_threshold(zone, build, parks):
    build.project(parks[0], planned_wan=10_000, signed="2026-01-01", started="2026-01-31")
    build.project(parks[0], planned_wan=9_000, signed="2026-01-01", started="2026-01-31")
    build.project(parks[0], planned_wan=90_000, signed="2026-01-01", started="2026-01-31",
                  production="2026-05-01")  # fmt: skip
    assert value(zone, "building_1yi", "2026", moment("2026-04-30")) == 2
    assert value(zone, "building_1yi", "2026", moment("2026-12-31")) == 1
    assert value(zone, "building_count", "2026", moment("2026-12-31")) == 2


def test_shared_investment_counts_in_both_parks_and_is_eliminated(zone, parks, build, year):
    a = year[0]
    change_project(a, record=told("2026-01-06"), on=a.recorded_at.date(),
                   fields={"origin_park": parks[1]})  # fmt: skip
    build.post(a, "invested", 150_000_000, "2026-03-01")
    desk = board(zone, moment("2026-12-31"))
    by_park = desk.by_park("invested_amount", "2026", [park.pk for park in parks])
    assert [by_park[park.pk].value for park in parks] == [Decimal("1.50"), Decimal("1.50")]
    assert desk.elimination("invested_amount", "2026").value == Decimal("1.50")
    assert desk.figure("invested_amount", "2026").value == Decimal("1.50")


def test_growth_compares_with_the_year_before_as_known_now(zone, parks, build):
    project = build.project(parks[0], signed="2025-01-01")
    build.post(project, "in_place", 100_000_000, "2025-03-01")
    build.post(project, "in_place", 125_500_000, "2026-03-01")
    assert value(zone, "in_place_growth", "2026", moment("2026-06-30")) == Decimal("25.5")
    assert value(zone, "in_place_growth", "2026", moment("2026-02-28")) is None


def test_a_key_opens_the_same_figure_for_ever(zone, year, build, office):
    at = moment("2026-06-30", "2026-07-01")
    before = board(zone, at).figure("start_rate", "2026")
    build.reach(year[1], "started", "2026-06-15", at="2026-07-09")
    again = figure(before.key, office)
    assert again.value == before.value
    opened = trace(before.key, office)
    assert opened.now.value == Decimal("100.0")
    assert (opened.shown, opened.total, opened.hidden) == (2, 2, 0)
    assert {line.evidence[0].label for line in opened.lines} == {"签约"}
    assert len(opened.others) == len([d for d in shipped() if d.id == "start_rate"]) - 1


def test_rows_of_other_parks_stay_closed(zone, parks, year, operator, outsider, office):
    desk = board(zone, moment("2026-06-30"))
    whole = desk.figure("signed_count", "2026")
    opened = trace(whole.key, operator)
    assert (opened.shown, opened.total, opened.hidden) == (2, 4, 2)
    other = desk.figure("signed_count", "2026", Scope("p", parks[1].pk))
    with pytest.raises(Denied):
        trace(other.key, operator)
    theirs = desk.figure("signed_count", "2026", Scope("j", year[2].pk))
    with pytest.raises(Denied):
        figure(theirs.key, operator)
    with pytest.raises(Denied):
        figure(whole.key, outsider)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "start_rate@luan24/z1/2026/261331/0",
        "a@b/q1/2026/260101/0",
        "start_rate@luan24/z1/2026-13/260101/0",
        "nosuch@v1/z{}/2026/260101/0",
    ],
)
def test_a_key_that_means_nothing_is_refused_in_words(zone, office, text):
    with pytest.raises(UserError):
        figure(text.format(zone.pk), office)


def test_the_number_of_queries_does_not_grow_with_projects(
    zone, parks, build, django_assert_max_num_queries
):
    for _ in range(12):
        build.project(parks[0], planned_wan=12_000, signed="2026-01-05", started="2026-03-01")
    desk = board(zone, moment("2026-06-30"))
    with django_assert_max_num_queries(6):
        for park in [*parks, *parks]:
            for name in ("start_rate", "signed_1yi", "funds_rate", "signed_planned"):
                desk.figure(name, "2026", Scope("p", park.pk))


def test_money_of_a_vintage_stops_at_each_projects_horizon(zone, parks, build):
    project = build.project(parks[0], planned_wan=1_000, signed="2024-01-10")
    build.post(project, "in_place", 5_000_000, "2024-06-03")
    build.post(project, "in_place", 1_000_000, "2025-06-03")
    at = moment("2026-12-31")
    assert value(zone, "funds_rate", "v2024+12", at) == Decimal("50.0")
    assert value(zone, "funds_rate", "v2024+24", at) == Decimal("60.0")
    assert value(zone, "funds_rate", "v2024", at) == Decimal("60.0")


def test_weinan_counts_what_was_signed_and_still_stands(zone, parks, build):
    build.project(parks[0], signed="2026-01-05", started="2026-02-01", terminated="2026-03-01")
    build.project(parks[0], started="2026-02-01")
    build.project(parks[0], signed="2026-01-05", started="2026-02-01")
    at = moment("2026-12-31")
    assert value(zone, "start_rate", "2026", at, version="weinan") == Decimal("50.0")


def test_a_loss_that_rounds_to_nothing_prints_no_minus(zone, parks, build):
    project = build.project(parks[0], signed="2025-01-01")
    build.post(project, "in_place", 100_000_000, "2025-03-01")
    build.post(project, "in_place", 99_999_000, "2026-03-01")
    found = board(zone, moment("2026-06-30")).figure("in_place_growth", "2026")
    assert found.text == "0.0%"
