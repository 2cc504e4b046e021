"""Facts of a day (某日的企业事实): picked by year and worked out, never guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.grow.core.facts import Known, compound, facts_on, growth
from gaoxin.grow.core.judging import with_size
from gaoxin.grow.core.rules import library, vocabulary

DAY = date(2026, 11, 25)


def facts(figures: dict[tuple[int, str], object], day: date = DAY, **known: object):
    return facts_on(Known(figures, **known), day, vocabulary())


def money(values: dict[int, int], name: str = "revenue_last_year"):
    return {(year, name): Decimal(value) for year, value in values.items()}


def test_last_year_is_the_accounting_year_before_the_day() -> None:
    figures = money({2024: 4000, 2025: 5000})
    assert facts(figures)["revenue_last_year"] == 5000
    assert facts(figures, date(2025, 6, 1))["revenue_last_year"] == 4000


def test_a_flow_of_an_earlier_year_is_not_taken_over() -> None:
    assert "revenue_last_year" not in facts(money({2024: 4000}))


def test_a_state_of_this_year_goes_before_last_years() -> None:
    figures = {(2025, "on_bad_credit_list"): False, (2026, "on_bad_credit_list"): True}
    assert facts(figures)["on_bad_credit_list"] is True


def test_a_flow_of_the_running_year_does_not_count_yet() -> None:
    assert "revenue_last_year" not in facts(money({2026: 9000}))


def test_earlier_years_give_growth_means_and_base_years() -> None:
    figures = money({2022: 1000, 2023: 1200, 2024: 1440, 2025: 1728})
    figures |= money({2023: 60, 2024: 72, 2025: 90}, "rd_expense_last_year")
    figures |= money({2023: 50, 2024: 80, 2025: 80}, "main_business_ratio")
    found = facts(figures)
    assert found["revenue_prev_year"] == 1440
    assert found["revenue_base_year"] == 1000
    assert found["revenue_cagr_3y"] == 20
    assert found["revenue_growth_last_year"] == 20
    assert found["rd_ratio_3y_total"] == Decimal("5.082418")
    assert found["main_business_growth_last_year"] == 20
    assert found["main_business_revenue_avg_3y"] == Decimal("1044.800000")


def test_what_an_enterprise_reported_itself_goes_before_what_is_worked_out() -> None:
    figures = {**money({2024: 100, 2025: 130}), (2025, "revenue_growth_last_year"): Decimal(28)}
    assert facts(figures)["revenue_growth_last_year"] == 28


@pytest.mark.parametrize("base", [0, -5])
def test_growth_over_nothing_or_a_loss_is_unknown(base: int) -> None:
    assert growth(Decimal(10), Decimal(base)) is None
    assert compound(Decimal(10), Decimal(base), 2) is None


@given(st.decimals(1, 10**9, places=2), st.decimals(1, 10**9, places=2), st.integers(1, 5))
def test_compound_growth_leads_from_base_to_now(now: Decimal, base: Decimal, years: int) -> None:
    rate = compound(now, base, years)
    again = base * (1 + rate / 100) ** years
    # The rate is rounded to six places of a percent, so the way back is off by its slope.
    slope = base * years * (1 + abs(rate) / 100) ** (years - 1)
    assert abs(again - now) <= slope * Decimal("0.00000001") + Decimal("0.01")


@pytest.mark.parametrize(
    ("born", "day", "age", "full"),
    [
        (date(2016, 11, 25), DAY, 10, 9),
        (date(2016, 11, 26), DAY, 9, 9),
        (date(2016, 1, 1), DAY, 10, 10),
        (date(2026, 5, 1), DAY, 0, 0),
    ],
)
def test_age_is_whole_years_and_full_accounting_years(born, day, age, full) -> None:
    found = facts({}, day, registered_on=born)
    assert found["years_since_registration"] == age
    assert found["accounting_years_operated"] == full


def test_growth_from_a_fen_to_the_largest_sum_is_still_a_number() -> None:
    found = facts(money({2025: 10**15}) | {(2024, "revenue_last_year"): Decimal("0.000001")})
    assert found["revenue_growth_last_year"] > 10**22


def test_an_enterprise_not_yet_registered_has_no_age() -> None:
    assert facts({}, registered_on=date(2027, 1, 1)) == {}


def test_titles_held_are_facts() -> None:
    assert facts({}, held={"holds_tech_sme": True}) == {"holds_tech_sme": True}


@pytest.mark.parametrize(("staff", "revenue", "sme"), [(999, 39_999, True), (1000, 40_000, False)])
def test_the_size_class_is_worked_out_by_the_statistical_rule(staff, revenue, sme) -> None:
    figures = {"size_industry": "industry", "employees": Decimal(staff)}
    given = {**figures, "revenue_last_year": Decimal(revenue)}
    assert with_size(given, library().find("enterprise_size", DAY))["is_sme"] is sme


def test_a_size_class_that_data_leave_open_is_not_made_up() -> None:
    given = {"size_industry": "industry", "employees": Decimal(1000)}
    assert "is_sme" not in with_size(given, library().find("enterprise_size", DAY))


def test_unknown_indicators_are_left_out() -> None:
    assert facts({(2025, "phase_of_the_moon"): Decimal(1)}) == {}
