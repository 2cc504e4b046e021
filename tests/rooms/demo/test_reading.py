"""The demo's newspaper (演示报纸): read through the same actions as any paper."""

from __future__ import annotations

from gaoxin.ledger.queries import home_zone
from gaoxin.people.models import User
from gaoxin.read.models import Fact, Reading
from gaoxin.read.queries import board_facts
from gaoxin.samples.reading import read_newspaper
from gaoxin.sources.models import Citation
from gaoxin.web import clock
from tests.demo import TODAY


def test_six_zones_stand_on_the_board_and_each_value_cites_its_span(demo_zone):
    officer = User.objects.get(username="officer")
    facts = list(board_facts(officer, demo_zone, clock.now()))
    assert len({fact.place for fact in facts}) == 6
    for fact in facts:
        citation = Citation.objects.get(pk=fact.citation_id)
        assert fact.reading.text[citation.start : citation.end] == fact.quote
    assert {"actual", "planned", "approximate"} == {fact.basis for fact in facts}


def test_the_officer_finds_facts_to_decide_and_one_that_cannot_be(demo_zone):
    reading = Reading.objects.get(zone=demo_zone)
    waiting = reading.facts.filter(state=Fact.State.WAITING)
    own = waiting.filter(place=demo_zone.name)
    assert {"event", "investment"} <= set(own.values_list("kind", flat=True))
    faulty = waiting.exclude(fault=None).get()
    assert (faulty.printed, faulty.fault["expected"]) == ("66.1%", "64.1%")


def test_a_second_run_reads_nothing_and_the_home_zone_stays(demo_zone):
    assert read_newspaper(demo_zone, TODAY) is False
    assert home_zone(User.objects.get(username="office")) == demo_zone
