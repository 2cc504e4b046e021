"""长文: a text of any length is shown part by part, and every fact is on one of the parts."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gaoxin.read import actions, queries
from gaoxin.read.desk import layout
from gaoxin.read.models import Reading
from gaoxin.read.taking.actions import take_in
from gaoxin.sources.actions import Upload

STORY = (
    "{name}高新区项目开工\n本报讯 11月{day}日，{name}高新区新签约项目{n}个，总投资{n}.5亿元，"
    "园区坚持把优化服务作为第一要务，选派专员上门走访，帮助企业解决用工、融资难题。\n\n"
)
CHOICE = actions.Choice("new_indicator")
NAMES = ("青岚", "白鹭", "赤松", "玄圃", "银杏", "云岭", "海棠", "石榴")


def paper(stories: int) -> str:
    return "".join(STORY.format(name=NAMES[n % 8], day=n % 28 + 1, n=n + 2) for n in range(stories))


@pytest.fixture
def reading(zone, office, settings, tmp_path, monkeypatch) -> Reading:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(layout, "WHOLE", 2_000)
    monkeypatch.setattr(layout, "PART", 800)
    upload = Upload(paper(60).encode(), "a.txt", kind="newspaper", published_on=date(2026, 11, 30))
    return take_in(upload, by=office, zone=zone, on=date(2026, 11, 30)).reading


@pytest.mark.parametrize("whole", [10, 100, 3_000, 10**6])
def test_parts_cover_the_text_without_a_gap(whole, monkeypatch):
    monkeypatch.setattr(layout, "WHOLE", whole)
    monkeypatch.setattr(layout, "PART", 800)
    text = paper(60)
    stories = [{"spans": [[low, low + 90]], "head": None} for low in range(5, 4_000, 100)]
    for told in (stories, []):
        parts = layout.parts_of(text, told)
        assert (parts[0].low, parts[-1].high) == (0, len(text))
        assert all(one.high == other.low for one, other in itertools.pairwise(parts))
        assert all(part.high - part.low <= 2_400 for part in parts) or len(text) <= whole


def test_each_fact_is_shown_on_its_part_and_the_next_part_is_a_click_away(reading, office):
    client = Client()
    client.force_login(office)
    parts = layout.parts_of(reading.text, reading.stories)
    assert len(parts) > 5
    for fact in reading.facts.all()[::17]:
        page = client.get(f"/read/{reading.pk}/?fact={fact.number}").content.decode()
        assert f'<mark class="on">{"".join(fact.quote.split())}<sup>{fact.number}</sup>' in page
    page = client.get(f"/read/{reading.pk}/?part=3").content.decode()
    assert "part=4" in page
    assert "part=2" in page
    inside = reading.facts.filter(start__gte=parts[2].low, start__lt=parts[2].high).count()
    assert f"这一段 {inside} 条，共 {reading.facts.count()} 条" in page


def test_next_and_before_walk_through_all_facts(reading, office):
    client = Client()
    client.force_login(office)
    seen, address = set(), f"/read/{reading.pk}/?fact=1"
    for _step in range(reading.facts.count() + 1):
        found = client.get(address).context["desk"]
        seen.add(found.chosen.number)
        if found.after is None:
            break
        address = f"/read/{reading.pk}/?fact={found.after.number}"
    assert seen == set(reading.facts.values_list("number", flat=True))


def test_lists_and_twins_leave_the_long_text_in_the_database(reading, office, zone):
    client = Client()
    client.force_login(office)
    actions.accept(reading.facts.filter(kind="count").first(), CHOICE, by=office)
    for address in ("/", "/read/", "/read/board/"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        told = [query["sql"] for query in asked if '"read_reading"."text"' in query["sql"]]
        assert not told, address
    with CaptureQueriesContext(connection) as asked:
        queries.twins_of(reading.facts.first(), office, zone)
    assert not [query for query in asked if '"read_reading"."text"' in query["sql"]]
