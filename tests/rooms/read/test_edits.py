"""改动: printed and edited stand side by side, with who, when and why; one's own by hand can go."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from gaoxin.lib.errors import Denied, UserError
from gaoxin.read import actions
from gaoxin.read.actions import Choice
from gaoxin.read.desk.actions import add_fact, remove_fact
from gaoxin.read.desk.byhand import Told
from gaoxin.read.desk.edits import changes_of
from gaoxin.read.models import Fact, Reading
from gaoxin.read.taking.actions import take_in
from gaoxin.sources.actions import Upload
from gaoxin.sources.models import AuditEvent
from tests.rooms.conftest import person

ON = date(2026, 11, 20)
TEXT = (
    "本报讯 1至9月，青岚高新区完成工业总产值120.5亿元，同比增长9.2%。"
    "新签约项目64个，其中开工41个，开工率66.1%。"
)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def reading(zone, office) -> Reading:
    upload = Upload(TEXT.encode(), "a.txt", kind="newspaper", published_on=ON)
    return take_in(upload, by=office, zone=zone, on=ON).reading


def sign_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


EDITS = {"value": Decimal(13_000_000_000), "basis": "planned"}


def test_printed_and_edited_stand_side_by_side_with_who_when_and_why(reading, office):
    fact = reading.facts.get(kind="output")
    done = actions.accept(
        fact, Choice("new_indicator", edits=EDITS, reason="次日更正：应为130亿元"), by=office
    )
    assert [(c.was, c.now) for c in changes_of(done)] == [
        ("120.5 亿元", "130 亿元"), ("实际", "目标")
    ]  # fmt: skip
    page = sign_in(office).get(done.address).content.decode()
    assert "120.5亿元</td>" in page
    assert "130 亿元</td>" in page
    assert "次日更正：应为130亿元" in page
    assert f"{office.display_name} {done.decided_at:%Y}" in page
    event = AuditEvent.objects.get(verb="accept_fact")
    assert event.reason == "次日更正：应为130亿元"
    assert event.data["before"]["value"].startswith("12050000000")


def test_the_list_shows_the_kept_figure_beside_the_printed_one(reading, office):
    fact = reading.facts.get(kind="output")
    actions.accept(fact, Choice("new_indicator", edits=EDITS), by=office)
    other = reading.facts.get(kind="growth")
    page = sign_in(office).get(other.address).content.decode()
    assert '<s class="mut">120.5亿元</s> 130 亿元' in page
    assert "改过" in page


def test_a_fact_accepted_as_printed_has_no_changes(reading, office):
    done = actions.accept(reading.facts.get(kind="output"), Choice("new_indicator"), by=office)
    assert (done.before, changes_of(done)) == ({}, [])
    assert "改过" not in sign_in(office).get(done.address).content.decode()


def test_what_was_read_first_stays_through_several_edits(reading, office):
    fact = reading.facts.get(kind="output")
    actions.accept(fact, Choice("new_indicator", edits=EDITS), by=office)
    actions.take_back(fact, by=office)
    again = {"value": Decimal(14_000_000_000)}
    done = actions.accept(fact, Choice("new_indicator", edits=again), by=office)
    assert next((c.was, c.now) for c in changes_of(done)) == ("120.5 亿元", "140 亿元")
    actions.take_back(fact, by=office)
    back = {"value": Decimal("12050000000.0"), "basis": "actual"}
    assert changes_of(actions.accept(fact, Choice("new_indicator", edits=back), by=office)) == []


def test_the_reason_is_asked_in_the_edit_form(reading, office):
    client = sign_in(office)
    fact = reading.facts.get(kind="output")
    assert 'name="reason"' in client.get(fact.address).content.decode()
    given = {"link": "new_indicator", "value": "130 亿元", "first_day": "2026-01-01",
             "last_day": "2026-09-30", "basis": "actual", "subject": fact.subject,
             "place": fact.place, "reason": "以统计局数为准"}  # fmt: skip
    client.post(f"/read/facts/{fact.pk}/accept/", given)
    fact.refresh_from_db()
    assert (fact.reason, list(fact.before)) == ("以统计局数为准", ["value"])


def test_a_fault_shows_its_derivation_and_leads_to_what_it_rests_on(reading, office):
    fact = reading.facts.get(fault__isnull=False)
    page = sign_in(office).get(fact.address).content.decode()
    assert "41个 ÷ 64个 = 64.06% ≈ 64.1%" in page
    assert "只记依据" in page
    for number in reading.facts.filter(kind="count").values_list("number", flat=True):
        assert f"fact={number}" in page
    assert 'id="r-link"' not in page
    assert 'data-key="a"' not in page


@pytest.fixture
def mine(reading, office) -> Fact:
    return add_fact(reading, Told("青岚高新区", "observation"), by=office)


def test_ones_own_fact_by_hand_is_taken_away_and_the_trail_keeps_it(reading, office, mine):
    client = sign_in(office)
    assert f"/read/facts/{mine.pk}/remove/" in client.get(mine.address).content.decode()
    answer = client.post(f"/read/facts/{mine.pk}/remove/", follow=True)
    assert answer.redirect_chain[0][0].startswith(f"/read/{reading.pk}/")
    assert "已删去" in answer.content.decode()
    assert not Fact.objects.filter(pk=mine.pk).exists()
    event = AuditEvent.objects.get(verb="remove_fact")
    assert (event.actor, event.data["quote"]) == (office.username, "青岚高新区")


def test_what_was_read_or_is_anothers_or_is_decided_cannot_be_taken_away(reading, office, mine):
    other = person("other", role="office")
    read = reading.facts.exclude(pk=mine.pk).first()
    for fact, by in ((read, office), (mine, other)):
        with pytest.raises(UserError):
            remove_fact(fact, by=by)
        page = sign_in(by).get(fact.address).content.decode()
        assert "/remove/" not in page
    actions.reject(mine, by=office)
    with pytest.raises(UserError):
        remove_fact(mine, by=office)
    actions.take_back(mine, by=office)
    remove_fact(mine, by=office)
    assert not Fact.objects.filter(pk=mine.pk).exists()


def test_nobody_without_the_right_takes_a_fact_away(reading, mine, outsider, operator):
    for who in (outsider, operator, person("auditor", role="auditor")):
        with pytest.raises(Denied):
            remove_fact(mine, by=who)
        assert sign_in(who).post(f"/read/facts/{mine.pk}/remove/").status_code in {403, 404}
    assert Fact.objects.filter(pk=mine.pk).exists()


def test_the_board_shows_the_printed_figure_beside_the_kept_one(reading, office):
    actions.accept(
        reading.facts.get(kind="output"), Choice("new_indicator", edits=EDITS), by=office
    )
    page = sign_in(office).get("/read/board/").content.decode()
    assert '<s class="s12 mut" lang="zh">120.5亿元</s>' in page
    assert "130 亿元</a>" in page
