"""Yearly figures (年度数据): recorded, corrected, and read as of a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from gaoxin.grow import actions, queries
from gaoxin.grow.models import YearFigure
from gaoxin.grow.record import pages
from gaoxin.ledger.entry.actions import Evidence
from gaoxin.ledger.models import Enterprise
from gaoxin.lib.errors import Denied, UserError
from gaoxin.sources.actions import Upload
from tests.rooms.conftest import moment
from tests.rooms.grow.conftest import report, told_by


def values(firm, day: str = "2026-11-25", known: str = "2030-01-01"):
    return queries.year_figures(firm.zone, moment(day, known)).get(firm.pk, {})


def test_each_kind_of_value_is_kept_as_its_indicator_means_it(firm, office) -> None:
    actions.record_figures(
        firm, 2025,
        {"revenue_last_year": "5,000.5", "own_brand": "是", "rd_institution_level": "provincial",
         "registered_province": "河南"},
        record=told_by(office), on=date(2026, 4, 1),
    )  # fmt: skip
    assert values(firm) == {
        (2025, "revenue_last_year"): Decimal("5000.5"), (2025, "own_brand"): True,
        (2025, "rd_institution_level"): "provincial", (2025, "registered_province"): "河南",
    }  # fmt: skip


def test_before_the_day_it_was_handed_in_nobody_knew_it(firm, office) -> None:
    report(firm, office, on=date(2026, 4, 20))
    assert values(firm, "2026-04-19") == {}
    assert (2025, "revenue_last_year") in values(firm, "2026-04-20")


def test_an_unchanged_value_is_not_recorded_again(firm, office) -> None:
    assert len(report(firm, office)) == 13
    assert report(firm, office) == []
    assert YearFigure.objects.count() == 13


def test_a_correction_voids_and_stays_visible_in_what_was_known(firm, office) -> None:
    report(firm, office)
    later = told_by(office, datetime(2026, 11, 22, 8, tzinfo=UTC))
    (made,) = actions.record_figures(
        firm, 2025, {"debt_ratio": 61}, record=later, on=date(2026, 11, 22)
    )
    assert made.voids.number == 55
    assert values(firm)[2025, "debt_ratio"] == 61
    # Looked at as of the spring, today's knowledge has the corrected value …
    assert values(firm, "2026-05-01")[2025, "debt_ratio"] == 61
    # … and what was known before the correction has the old one.
    assert values(firm, known="2026-11-21")[2025, "debt_ratio"] == 55


@pytest.mark.parametrize(
    ("year", "given", "on"),
    [
        (2025, {"revenue_last_year": "很多"}, "2026-04-01"),
        (2025, {"revenue_last_year": "1" + "0" * 16}, "2026-04-01"),
        (2025, {"revenue_last_year": "NaN"}, "2026-04-01"),
        (2025, {"own_brand": "也许"}, "2026-04-01"),
        (2025, {"rd_institution_level": "galactic"}, "2026-04-01"),
        (2025, {"phase_of_the_moon": 1}, "2026-04-01"),
        (2025, {"holds_little_giant": "true"}, "2026-04-01"),
        (2025, {"revenue_cagr_3y": 12}, "2026-04-01"),
        (2025, {"rd_ratio_last_year": 5}, "2026-04-01"),
        (1999, {"revenue_last_year": 1}, "2026-04-01"),
        (2031, {"revenue_last_year": 1}, "2026-04-01"),
        (2025, {"revenue_last_year": 1}, "2031-04-01"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(firm, office, year, given, on):
    with pytest.raises(UserError):
        actions.record_figures(
            firm, year, {"employees": 5, **given}, record=told_by(office), on=date.fromisoformat(on)
        )
    assert not YearFigure.objects.exists()


def test_figures_by_hand_are_proven_by_one_file_and_each_opens_it(firm, office) -> None:
    upload = Upload("审计报告".encode(), "审计报告.txt", "text")
    given = {"revenue_last_year": 5000, "debt_ratio": 55}
    actions.report_figures(
        firm, 2025, given, record=told_by(office), on=date(2026, 4, 1), evidence=Evidence(upload)
    )
    later = told_by(office, datetime(2026, 11, 22, 8, tzinfo=UTC))
    actions.report_figures(
        firm, 2025, {"debt_ratio": 61}, record=later, on=date(2026, 11, 22), evidence=None
    )
    found = pages.value_panel(office, moment("2026-11-25"), firm.pk, "debt_ratio")
    assert [(line.value, line.counts) for line in found.lines] == [("61", True), ("55", False)]
    assert [len(line.citations) for line in found.lines] == [0, 1]
    before = pages.value_panel(office, moment("2026-11-25", "2026-11-21"), firm.pk, "debt_ratio")
    assert [(line.value, line.counts) for line in before.lines] == [("55", True)]


def test_a_value_that_nobody_may_see_opens_for_nobody(other_firm, office, operator) -> None:
    report(other_firm, office)
    with pytest.raises(Enterprise.DoesNotExist):
        pages.value_panel(operator, moment("2026-11-25"), other_firm.pk, "debt_ratio")
    with pytest.raises(UserError):
        pages.value_panel(office, moment("2026-11-25"), other_firm.pk, "phase_of_the_moon")


def test_an_operator_reports_for_own_parks_only(firm, other_firm, operator) -> None:
    assert report(firm, operator)
    with pytest.raises(Denied):
        report(other_firm, operator)
    zone = firm.zone
    assert list(queries.enterprises_for(operator, zone)) == [firm]


def test_an_outsider_sees_no_enterprise(firm, outsider) -> None:
    assert not queries.enterprises_for(outsider, firm.zone).exists()
    with pytest.raises(Denied):
        queries.zone_of_user(outsider)
