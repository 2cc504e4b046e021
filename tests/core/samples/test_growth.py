"""Growth of the demo (演示企业的成长): the same firms each time, figures that rules can read."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from gaoxin.grow.core.form import form_terms
from gaoxin.grow.core.honours import Told, spells
from gaoxin.ledger.core.creditcode import is_credit_code
from gaoxin.rulebook.vocabulary import typed
from gaoxin.samples.core.days import Span
from gaoxin.samples.core.growth import HELD, NEW, growers

SPAN = Span(date(2026, 10, 1), 24)
DRAWN = growers(SPAN, 1666)
TOP = {"champion", "little_giant", "specialized", "gazelle"}


def test_a_seed_draws_the_same_firms() -> None:
    again = growers(SPAN, 1666)
    assert [each.firm for each in again] == [each.firm for each in DRAWN]
    assert [each.values for each in again] == [each.values for each in DRAWN]


def test_every_firm_is_marked_as_invented_and_has_a_code_of_its_own() -> None:
    names = [each.firm.name for each in DRAWN]
    assert len(set(names)) == len(names) == sum(HELD.values())
    assert all(name.startswith("示例") and name.endswith("（演示）") for name in names)
    codes = {each.firm.credit_code for each in DRAWN}
    assert len(codes) == len(names)
    assert all(is_credit_code(code) for code in codes)


@pytest.mark.parametrize("final", [date(2026, 10, 1), date(2027, 1, 1), date(2026, 5, 1)])
def test_nothing_is_known_before_it_happened_or_after_the_last_day(final: date) -> None:
    span = Span(final, 24)
    for each in growers(span, 1666)[::20]:
        for event in (*each.titles, *each.values, *each.places):
            assert event.on <= span.last
            assert event.stamp.at.date() <= span.last


def test_the_figures_fit_their_indicators_and_are_those_of_the_form() -> None:
    terms = {term.name: term for term in form_terms()}
    for each in DRAWN[::10]:
        for value in each.values:
            assert typed(terms[value.indicator], value.raw) is not None


def held(day: date) -> list[set[str]]:
    found = []
    for number, each in enumerate(DRAWN):
        told = [Told(number, t.title, t.kind, t.on, t.expires_on) for t in each.titles]
        found.append({s.title for s in spells(told) if s.holds_on(day)})
    return found


def test_190_firms_hold_a_title_and_49_of_them_are_new_this_year() -> None:
    now = held(SPAN.last)
    assert sum(bool(TOP & titles) for titles in now) in range(185, 191)
    new = sum(
        any(t.title in TOP and t.kind == "granted" and t.on.year == 2026 for t in each.titles)
        for each in DRAWN
    )
    assert new == sum(NEW.values()) == 49


def test_most_firms_report_four_years_and_some_owe_the_last() -> None:
    years = Counter(len({value.year for value in each.values}) for each in DRAWN)
    assert years[4] > 200
    assert years[3] > 0
