"""Undoing a filing (撤回填报): whole, exact, with a reason; or not at all, and it says why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gaoxin.grow import actions as records
from gaoxin.grow import queries
from gaoxin.grow.filing import actions, undoing
from gaoxin.grow.filing.batches import batches_of
from gaoxin.grow.models import Filing, YearFigure
from gaoxin.ledger.actions import Record
from gaoxin.lib.errors import Denied, UserError
from gaoxin.lib.moment import Moment
from gaoxin.sources.models import AuditEvent
from tests.rooms.conftest import person
from tests.rooms.grow.conftest import report
from tests.rooms.grow.test_filing import HEAD, TODAY, start, workbook


def known(firm) -> dict:
    now = Moment(date.max, timezone.now())
    return queries.year_figures(firm.zone, now).get(firm.pk, {})


def written(firm, user, *values: object) -> Filing:
    filing = start(firm.zone, user, workbook(HEAD, ["甲", firm.credit_code, 2025, *values]))
    actions.confirm_filing(filing, by=user, on=TODAY)
    filing.refresh_from_db()
    return filing


def correct(firm, user, **values: object) -> None:
    """Correct figures of 2025 now."""
    now = Record(by=user, at=timezone.now())
    records.record_figures(firm, 2025, values, record=now, on=TODAY)


def test_a_filing_is_taken_back_whole_and_what_it_corrected_counts_again(firm, office) -> None:
    report(firm, office)
    before = known(firm)
    filing = written(firm, office, 7000, 61, "是")
    assert known(firm)[2025, "revenue_last_year"] == 7000
    then = timezone.now()
    assert undoing.undo_filing(filing, by=office, reason="传错了年度") == 3
    assert known(firm) == before
    assert queries.year_figures(firm.zone, Moment(date.max, then))[firm.pk][
        2025, "revenue_last_year"
    ] == 7000  # fmt: skip
    filing.refresh_from_db()
    assert (filing.state, filing.undone_by, filing.undone_for) == (
        Filing.State.UNDONE, office.username, "传错了年度",
    )  # fmt: skip
    told = AuditEvent.objects.get(verb="undo_filing")
    assert (told.reason, told.data["events"]) == ("传错了年度", 3)


def test_the_same_workbook_can_be_handed_in_again_after_it_was_taken_back(firm, office) -> None:
    filing = written(firm, office, 7000, 61, "是")
    undoing.undo_filing(filing, by=office, reason="先撤")
    assert known(firm) == {}
    written(firm, office, 7000, 61, "是")
    assert len(known(firm)) == 3


def test_a_value_that_was_corrected_later_holds_the_whole_filing_and_is_named(firm, office) -> None:
    filing = written(firm, office, 7000, 61, "是")
    correct(firm, office, revenue_last_year=7100)
    count = YearFigure.objects.count()
    with pytest.raises(UserError, match="1号企业 2025 上年度营业收入"):
        undoing.undo_filing(filing, by=office, reason="传错了")
    assert YearFigure.objects.count() == count
    filing.refresh_from_db()
    assert filing.state == Filing.State.CONFIRMED


def test_once_the_correction_is_void_the_filing_can_be_taken_back(firm, office) -> None:
    filing = written(firm, office, 7000, 61, "是")
    correct(firm, office, revenue_last_year=7100)
    correction = YearFigure.objects.get(voids__filing=filing, indicator="revenue_last_year")
    later = Record(by=office, at=timezone.now())
    for event in YearFigure.objects.filter(voids__filing=filing, is_retraction=False):
        records.retract(event, record=later, reason="更正错了")
    assert known(firm)[2025, "revenue_last_year"] == 7000
    assert correction.voids.filing == filing
    assert undoing.undo_filing(filing, by=office, reason="传错了") == 3
    assert (2025, "revenue_last_year") not in known(firm)


def test_what_was_voided_one_by_one_is_not_voided_twice(firm, office) -> None:
    filing = written(firm, office, 7000, 61, "是")
    one = filing.figures.get(indicator="debt_ratio")
    records.retract(one, record=Record(by=office, at=timezone.now()), reason="单个错")
    assert undoing.undo_filing(filing, by=office, reason="全错") == 2
    assert known(firm) == {}


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_asked_for(firm, office, reason) -> None:
    filing = written(firm, office, 7000)
    with pytest.raises(UserError, match="理由"):
        undoing.undo_filing(filing, by=office, reason=reason)


def test_a_filing_is_taken_back_once_and_only_where_it_was_written(firm, office) -> None:
    filing = written(firm, office, 7000)
    undoing.undo_filing(filing, by=office, reason="错")
    trial = start(firm.zone, office, workbook(HEAD, ["甲", firm.credit_code, 2025, 5]))
    for each in (filing, trial):
        with pytest.raises(UserError, match="不用撤回"):
            undoing.undo_filing(each, by=office, reason="错")


def test_after_thirty_days_a_filing_stays(firm, office) -> None:
    filing = written(firm, office, 7000)
    Filing.objects.filter(pk=filing.pk).update(settled_at=timezone.now() - timedelta(31))
    with pytest.raises(UserError, match="已过 30 天"):
        undoing.undo_filing(filing, by=office, reason="错")
    client = Client()
    client.force_login(office)
    assert f"/grow/filings/{filing.pk}/undo/" not in client.get(f"/grow/filings/{filing.pk}/").text


@pytest.mark.parametrize("role", ["leader", "auditor", "expert", None])
def test_who_only_looks_takes_nothing_back(firm, office, role) -> None:
    filing = written(firm, office, 7000)
    with pytest.raises(Denied):
        undoing.undo_filing(filing, by=person(f"w{role}", role), reason="错")
    with pytest.raises(Denied):
        undoing.undo_entry(filing.figures.get(), by=person(f"v{role}", role), reason="错")


def test_an_operator_cannot_take_back_what_stands_in_another_park(
    firm, other_firm, office, operator
) -> None:
    content = workbook(
        HEAD, ["甲", firm.credit_code, 2025, 5000], ["乙", other_firm.credit_code, 2025, 6000]
    )
    filing = start(firm.zone, office, content)
    actions.confirm_filing(filing, by=office, on=TODAY)
    with pytest.raises(UserError, match="不在您的园区"):
        undoing.undo_filing(filing, by=operator, reason="错")
    assert len(known(other_firm)) == 1
    client = Client()
    client.force_login(operator)
    url = f"/grow/filings/{filing.pk}/undo/"
    assert client.post(url, {"reason": "错"}).status_code == 404


def test_the_page_of_a_written_filing_takes_it_back_and_tells_so(firm, office) -> None:
    filing = written(firm, office, 7000, 61, "是")
    client = Client()
    client.force_login(office)
    page = f"/grow/filings/{filing.pk}/"
    assert "整批撤回" in client.get(page).text
    refused = client.post(f"{page}undo/", {"reason": " "}, follow=True).text
    assert "撤回要写明理由" in refused
    done = client.post(f"{page}undo/", {"reason": "口径弄错"}, follow=True).text
    assert "已整批撤回 3 个数" in done
    assert "撤回理由：口径弄错" in done
    assert f"{page}undo/" not in done
    assert "现在没有登记" in done


def test_one_press_of_the_form_is_a_batch_and_is_taken_back_whole(firm, office) -> None:
    report(firm, office, 2025, on=date(2026, 4, 1))
    first = known(firm)
    correct(firm, office, revenue_last_year=9000, debt_ratio=41)
    latest, earliest = batches_of(firm, 2025)
    assert (latest.written, latest.counting, earliest.written) == (2, 2, 13)
    assert earliest.counting == 11
    event = YearFigure.objects.get(pk=latest.event)
    assert undoing.undo_entry(event, by=office, reason="看错了行") == 2
    assert known(firm) == first
    assert AuditEvent.objects.get(verb="undo_entry").reason == "看错了行"
    assert [batch.counting for batch in batches_of(firm, 2025)] == [0, 13]


def test_an_entry_that_was_corrected_later_is_not_taken_back(firm, office) -> None:
    report(firm, office)
    (batch,) = batches_of(firm, 2025)
    correct(firm, office, debt_ratio=41)
    event = YearFigure.objects.get(pk=batch.event)
    with pytest.raises(UserError, match="又更正过"):
        undoing.undo_entry(event, by=office, reason="错")


def test_a_value_of_a_workbook_is_taken_back_with_its_workbook(firm, office) -> None:
    filing = written(firm, office, 7000)
    with pytest.raises(UserError, match="那份填报"):
        undoing.undo_entry(filing.figures.get(), by=office, reason="错")


def test_the_form_shows_its_batches_and_leads_to_the_undoing(firm, office) -> None:
    report(firm, office)
    (batch,) = batches_of(firm, 2025)
    client = Client()
    client.force_login(office)
    url = f"/grow/figures/{batch.event}/undo/"
    assert url in client.get(f"/grow/enterprises/{firm.pk}/figures/?year=2025").text
    assert "13 个数一起作废" in client.get(url).text
    assert "reason" in client.post(url, {"reason": ""}).context["form"].errors
    assert "已整次撤回 13 个数" in client.post(url, {"reason": "录错企业"}, follow=True).text
    assert known(firm) == {}
    assert client.get(url).status_code == 404
