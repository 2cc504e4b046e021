"""手工加一条: words chosen in the paper become a fact that waits, with its span."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from gaoxin.ledger.models import Posting
from gaoxin.lib.errors import Denied, UserError
from gaoxin.read import actions
from gaoxin.read.actions import Choice
from gaoxin.read.desk.actions import add_fact
from gaoxin.read.desk.byhand import Told, by_hand, place_of
from gaoxin.read.models import Fact, Reading
from gaoxin.read.taking.actions import take_in
from gaoxin.sources.actions import Upload
from gaoxin.sources.models import AuditEvent, Citation
from tests.rooms.conftest import person

PAGE = (
    "示例路通车\n本报讯 11月16日，示例路全线通车，总投\n资３.2亿元，由演示集团承建。\n\n"
    "测试高新区电子园本月完成验收，甲园项目现场气氛热烈。示例路是主干路。\n"
)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def reading(zone, office) -> Reading:
    upload = Upload(PAGE.encode(), "a.txt", kind="newspaper", published_on=date(2026, 11, 20))
    return take_in(upload, by=office, zone=zone, on=date(2026, 11, 25)).reading


def told(words: str, what: str = "observation", **more) -> Told:
    return Told(words, what, **more)


def test_the_words_are_found_over_a_torn_line_and_as_they_are_shown(reading):
    """The page shows 总投资3.2亿元; the file has a line break and a full-width digit in it."""
    start, end = place_of(reading.text, "总投资3.2亿元", None)
    assert reading.text[start:end] == "总投\n资３.2亿元"


def test_of_the_same_words_those_nearest_are_meant(reading):
    last = PAGE.rindex("示例路")
    assert place_of(reading.text, "示例路", last - 3)[0] == last
    assert place_of(reading.text, "示例路", 0)[0] == 0
    assert place_of(reading.text, "示例路", 10**9)[0] == last


def test_value_unit_and_day_are_read_from_the_words(reading, office):
    fact = add_fact(reading, told("总投资3.2亿元", "posting"), by=office)
    assert (fact.kind, fact.value, fact.unit) == ("investment", Decimal(320_000_000), "CNY")
    assert (fact.first_day, fact.last_day) == (date(2026, 11, 16), date(2026, 11, 16))
    assert reading.text[fact.start : fact.end] == fact.quote
    assert fact.is_open
    assert fact.added_by == office.username
    assert AuditEvent.objects.filter(verb="add_fact", actor=office.username).count() == 1


def test_figures_that_the_reader_proposes_to_nobody_are_read_too() -> None:
    text = "1至9月，审批时间由45个工作日压缩到18个工作日。"
    fields = by_hand(text, told("18个工作日"), [], date(2026, 11, 20), ()).fields
    assert (fields["kind"], fields["value"]) == ("indicator", 18)
    assert fields["last_day"] == date(2026, 9, 30)


def test_an_added_fact_is_accepted_with_its_citation(reading, office, build, parks):
    project = build.project(parks[0])
    fact = add_fact(reading, told("总投资3.2亿元", "posting"), by=office)
    actions.accept(fact, Choice(f"project:{project.pk}", "contracted"), by=office)
    posting = Posting.objects.get(project=project, kind="contracted")
    assert posting.amount == 320_000_000
    cited = Citation.objects.get(target_model="ledger.posting", target_id=posting.pk)
    assert (cited.start, cited.end) == (fact.start, fact.end)


def test_a_milestone_needs_its_name_where_the_words_do_not_say_it(reading, office):
    with pytest.raises(UserError, match="选一个节点"):
        add_fact(reading, told("示例路全线通车", "event"), by=office)
    fact = add_fact(reading, told("示例路全线通车", "event", stage="completed"), by=office)
    assert (fact.kind, fact.stage, fact.last_day) == ("event", "completed", date(2026, 11, 16))
    assert fact.value is None


def test_the_same_words_are_added_once(reading, office):
    one = add_fact(reading, told("总投资3.2亿元", "posting"), by=office)
    assert add_fact(reading, told("总投资 3.2 亿元", "posting"), by=office).pk == one.pk


@pytest.mark.parametrize(
    ("words", "said"), [("没有这句话", "没有这几个字"), (" \n", "先在版面上"), (PAGE, "选得太长")]
)
def test_wrong_words_are_told(reading, office, words, said, monkeypatch):
    monkeypatch.setattr("gaoxin.read.desk.byhand.MOST_WORDS", 30)
    with pytest.raises(UserError, match=said):
        add_fact(reading, told(words), by=office)
    assert not reading.facts.exclude(added_by="").exists()


def test_who_may_not_decide_may_not_add(reading, zone, parks):
    with pytest.raises(Denied):
        add_fact(reading, told("示例路"), by=person("auditor", role="auditor"))
    stranger = person("stranger", role="park_operator", park=parks[1])
    with pytest.raises(Denied):
        add_fact(reading, told("示例路"), by=stranger)
    client = Client()
    client.force_login(stranger)
    sent = {"words": "示例路", "what": "observation"}
    assert client.post(f"/read/{reading.pk}/add/", sent).status_code == 404


def test_the_form_works_without_a_script(reading, office):
    client = Client()
    client.force_login(office)
    page = client.get(f"/read/{reading.pk}/").content.decode()
    assert f'action="/read/{reading.pk}/add/"' in page
    sent = {"words": "总投资3.2亿元", "what": "posting", "near": "", "part": "1"}
    answer = client.post(f"/read/{reading.pk}/add/", sent)
    added = reading.facts.exclude(added_by="").get()
    assert answer["Location"] == f"/read/{reading.pk}/?fact={added.number}"
    bad = client.post(f"/read/{reading.pk}/add/", sent | {"words": "没有<b>"}, follow=True)
    page = bad.content.decode()
    assert "原文里没有这几个字" in page
    assert "没有&lt;b&gt;</textarea>" in page


@pytest.mark.parametrize(
    ("value", "shown"),
    [("793000000", "793000000"), ("0.5400", "0.54"), ("-12.50", "-12.5"), (None, "")],
)
def test_a_value_is_shown_without_noughts_at_its_end(value, shown) -> None:
    assert Fact(value=None if value is None else Decimal(value)).plain_value == shown
