"""计划: an event told as a plan is written as a plan, never as reached."""

from __future__ import annotations

from datetime import date

import pytest

from gaoxin.ledger.actions import Record, plan_milestone
from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models import Milestone
from gaoxin.ledger.queries import effective
from gaoxin.lib.errors import UserError
from gaoxin.read import actions, queries
from gaoxin.read.actions import Choice
from gaoxin.read.desk.actions import add_fact
from gaoxin.read.desk.byhand import Told
from gaoxin.read.intake import find
from gaoxin.read.matching import planned_days
from gaoxin.read.models import Fact
from gaoxin.read.taking.actions import take_in
from gaoxin.sources.actions import Upload
from gaoxin.sources.models import Citation
from tests.rooms.conftest import moment

ON = date(2026, 11, 20)
NAME = "钠电储能模组基地项目"
SENTENCE = "本报讯 11月16日，记者从测试高新区获悉，{name}{told}。"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def event(zone, office):
    def taken(told: str) -> Fact:
        text = SENTENCE.format(name=NAME, told=told)
        upload = Upload(
            text.encode(), "a.txt", kind="newspaper", title="a", published_on=ON, park_id=None
        )
        reading = take_in(upload, by=office, zone=zone, on=ON).reading
        return reading.facts.get(kind="event")

    return taken


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ("计划于2027年一季度投产", (date(2027, 3, 1), date(2027, 3, 31))),
        ("预计年底投产", (date(2026, 12, 1), date(2026, 12, 31))),
        ("力争明年6月投产", (date(2027, 6, 1), date(2027, 6, 30))),
        ("预计3月投产", (date(2027, 3, 1), date(2027, 3, 31))),
        ("将于12月8日投产", (date(2026, 12, 8), date(2026, 12, 8))),
        ("计划2028年投产", (date(2028, 1, 1), date(2028, 12, 31))),
    ],
)
def test_a_plan_is_written_as_a_plan_for_the_last_day_of_its_period(
    event, office, build, parks, told, days
):
    project = build.project(parks[0])
    fact = event(told)
    assert (fact.basis, fact.first_day, fact.last_day) == ("planned", *days)
    assert (fact.is_plan, fact.stage_words, fact.basis_words) == (True, "计划投产", "计划")
    done = actions.accept(fact, Choice(f"project:{project.pk}"), by=office)
    made = Milestone.objects.get(project=project, stage=Stage.PRODUCTION)
    assert (made.planned_for, made.happened_on) == (days[1], ON)
    assert done.outcome == Fact.Outcome.MILESTONE
    cited = Citation.objects.get(target_model="ledger.milestone", target_id=made.pk)
    assert (cited.start, cited.end) == (fact.start, fact.end)


def test_what_happened_is_still_written_as_reached(event, office, build, parks):
    project = build.project(parks[0])
    actions.accept(event("已于11月10日投产"), Choice(f"project:{project.pk}"), by=office)
    made = Milestone.objects.get(project=project, stage=Stage.PRODUCTION)
    assert (made.planned_for, made.happened_on) == (None, date(2026, 11, 10))


def test_a_day_to_come_is_a_plan_even_where_no_word_says_so(event, office, build, parks):
    project = build.project(parks[0])
    fact = event("2027年3月8日投产")
    actions.accept(fact, Choice(f"project:{project.pk}"), by=office)
    made = Milestone.objects.get(project=project, stage=Stage.PRODUCTION)
    assert (made.planned_for, made.happened_on) == (date(2027, 3, 8), ON)


def test_the_ledgers_own_plan_is_not_moved(event, office, build, parks):
    project = build.project(parks[0])
    own = plan_milestone(
        project, Stage.PRODUCTION, record=Record(by=office), on=date(2026, 10, 1),
        planned_for=date(2027, 1, 31),
    )  # fmt: skip
    fact = event("计划于2027年一季度投产")
    done = actions.accept(fact, Choice(f"project:{project.pk}"), by=office)
    assert (done.outcome, done.event_id) == (Fact.Outcome.CONTRADICTION, own.pk)
    assert Milestone.objects.filter(project=project, stage=Stage.PRODUCTION).count() == 1


def test_the_same_plan_in_the_ledger_makes_a_second_source(event, office, build, parks):
    project = build.project(parks[0])
    plan_milestone(
        project, Stage.PRODUCTION, record=Record(by=office), on=date(2026, 10, 1),
        planned_for=date(2027, 3, 31),
    )  # fmt: skip
    done = actions.accept(
        event("计划于2027年一季度投产"), Choice(f"project:{project.pk}"), by=office
    )
    assert done.outcome == Fact.Outcome.SECOND


def test_a_plan_for_what_the_ledger_has_as_reached_is_a_contradiction(event, office, build, parks):
    project = build.project(parks[0])
    first = event("已于11月10日投产")
    actions.accept(first, Choice(f"project:{project.pk}"), by=office)
    later = event("计划于2027年一季度投产")
    seen = queries.prospect(
        later.reading.zone, later, f"project:{project.pk}", moment("2026-11-30", "2030-01-01")
    )
    assert (seen.outcome, seen.had) == (Fact.Outcome.CONTRADICTION, "2026-11-10")
    assert queries.twins_of(later, office, later.reading.zone) == []


def test_a_plan_whose_day_is_over_waits_for_the_officer(event, office, build, parks):
    project = build.project(parks[0])
    fact = event("计划于2026年一季度投产")
    with pytest.raises(UserError, match="计划的日期"):
        actions.accept(fact, Choice(f"project:{project.pk}"), by=office)
    choice = Choice(
        f"project:{project.pk}", edits={"basis": "actual", "last_day": date(2026, 3, 5)}
    )
    actions.accept(fact, choice, by=office)
    assert Milestone.objects.get(project=project).happened_on == date(2026, 3, 5)


def test_a_plan_taken_back_is_voided(event, office, build, parks):
    project = build.project(parks[0])
    fact = event("计划于2027年一季度投产")
    actions.accept(fact, Choice(f"project:{project.pk}"), by=office)
    actions.take_back(fact, by=office)
    at = moment("2030-01-01", "2031-01-01")
    assert not effective(Milestone.objects.filter(project=project), at).exists()


def test_the_reader_shows_a_plan(event, client, office):
    fact = event("计划于2027年一季度投产")
    client.force_login(office)
    page = client.get(f"/read/{fact.reading_id}/?fact={fact.number}").content.decode()
    assert "计划投产" in page
    assert 'value="planned" selected' in page


def test_a_plan_by_hand_is_a_plan(event, office):
    fact = event("计划于2027年一季度投产")
    fact.delete()
    added = add_fact(fact.reading, Told("投产", "event"), by=office)
    assert (added.basis, added.last_day) == ("planned", date(2027, 3, 31))


@pytest.mark.parametrize(
    ("period", "words", "last"),
    [
        ("XXXX-12", "预计年底", date(2026, 12, 31)),
        ("XXXX-12", "预计明年12月", date(2027, 12, 31)),
        ("XXXX-Q2", "计划二季度", date(2027, 6, 30)),
        ("XXXX-11", "计划11月", date(2026, 11, 30)),
        ("XXXX-XX-28", "将于28日", date(2026, 11, 28)),
        ("XXXX-XX-08", "将于8日", date(2026, 12, 8)),
        ("XXXX-03", "力争后年3月", date(2028, 3, 31)),
        ("2025", "计划2025年", date(2025, 12, 31)),
    ],
)
def test_a_plan_without_a_year_is_for_the_next_such_day(period, words, last):
    found = planned_days(period, words, ON)
    assert found is not None
    assert found.last == last


def test_a_plan_and_its_coming_true_are_two_proposals():
    text = f"{NAME}原计划2027年6月投产，已于2026年11月8日投产。"
    (only,) = (p for p in find(text, ON).proposals if p.fields["kind"] == "event")
    assert (only.fields["basis"], only.fields["last_day"]) == ("actual", date(2026, 11, 8))
