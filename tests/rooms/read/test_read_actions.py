"""Taking in and deciding (收件与核事实)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gaoxin.ledger.actions import Observed, observe
from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models import Indicator, Milestone, Observation, Posting, Project, Zone
from gaoxin.ledger.queries import effective, home_zone
from gaoxin.lib.errors import Denied, UserError
from gaoxin.read import actions, queries
from gaoxin.read.actions import Choice
from gaoxin.read.models import Fact, Reading
from gaoxin.read.taking.actions import take_in
from gaoxin.sources.actions import Upload
from gaoxin.sources.models import AuditEvent, Citation, Document
from tests.rooms.conftest import moment, person, told

ON = date(2026, 11, 20)
OWN = (
    "本报讯 11月16日，测试高新区举行签约仪式，钠电储能模组基地项目在测试高新区签约，"
    "钠电储能模组基地项目总投资12.6亿元。"
)
OTHER = "本报讯 1至9月，青岚高新区完成工业总产值120.5亿元。"
BROKEN = "1至10月，青岚高新区新签约项目64个，其中开工41个，开工率66.1%。"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def take(zone, office):
    def taken(text: str, by=None, name="a.txt", park=None) -> Reading:
        upload = Upload(
            text.encode(), name, kind="newspaper", title=name, published_on=ON, park_id=park
        )
        return take_in(upload, by=by or office, zone=zone, on=ON).reading

    return taken


def of_kind(reading: Reading, kind: str) -> Fact:
    return reading.facts.filter(kind=kind).order_by("number").first()


def test_a_file_is_read_once_and_each_fact_cites_its_span(take):
    reading = take(OWN)
    assert take(OWN).pk == reading.pk
    assert (Reading.objects.count(), Document.objects.count()) == (1, 1)
    for fact in reading.facts.all():
        assert reading.text[fact.start : fact.end] == fact.quote
    event = of_kind(reading, "event")
    assert (event.stage, event.last_day) == ("signed", date(2026, 11, 16))


def test_an_event_becomes_a_milestone_with_its_span(take, office, build, parks):
    project = build.project(parks[0])
    fact = of_kind(take(OWN), "event")
    done = actions.accept(fact, Choice(f"project:{project.pk}"), by=office)
    milestone = Milestone.objects.get(project=project, stage=Stage.SIGNED)
    assert milestone.happened_on == date(2026, 11, 16)
    citation = Citation.objects.get(target_model="ledger.milestone", target_id=milestone.pk)
    assert (citation.kind, citation.start, citation.end) == ("span", fact.start, fact.end)
    assert done.outcome == Fact.Outcome.MILESTONE
    assert AuditEvent.objects.filter(verb="accept_fact", target_id=str(fact.pk)).exists()


def test_the_ledgers_own_milestone_is_never_overwritten(take, office, build, parks):
    project = build.project(parks[0], signed="2026-10-01")
    fact = of_kind(take(OWN), "event")
    done = actions.accept(fact, Choice(f"project:{project.pk}"), by=office)
    assert done.outcome == Fact.Outcome.CONTRADICTION
    assert Milestone.objects.get(project=project).happened_on == date(2026, 10, 1)
    assert Citation.objects.get(pk=done.citation_id).field == "contradiction"


def test_the_same_day_in_the_ledger_makes_a_second_source(take, office, build, parks):
    project = build.project(parks[0], signed="2026-11-16")
    done = actions.accept(of_kind(take(OWN), "event"), Choice(f"project:{project.pk}"), by=office)
    assert done.outcome == Fact.Outcome.SECOND
    assert Milestone.objects.filter(project=project).count() == 1


def test_money_is_posted_or_set_beside_what_is_posted(take, office, build, parks):
    bare = build.project(parks[0])
    known = build.project(parks[0], planned_wan=126_000, signed="2026-10-01")
    fact = of_kind(take(OWN), "investment")
    assert fact.value == Decimal(1_260_000_000)
    same = queries.prospect(fact.reading.zone, fact, f"project:{known.pk}", moment("2026-11-20"))
    assert (same.outcome, same.had) == (Fact.Outcome.SECOND, "12.6 亿元")
    actions.accept(fact, Choice(f"project:{bare.pk}"), by=office)
    assert Posting.objects.get(project=bare, kind="planned").amount == fact.value


def test_a_new_project_is_made_only_when_asked(take, office):
    fact = of_kind(take(OWN), "event")
    done = actions.accept(fact, Choice("new_project"), by=office)
    assert Project.objects.get().name == done.subject == "钠电储能模组基地项目"


def test_another_zones_figure_becomes_an_observation_and_no_second_home(take, office, zone):
    fact = of_kind(take(OTHER), "output")
    actions.accept(fact, Choice("new_indicator"), by=office)
    seen = Observation.objects.select_related("zone", "indicator").get()
    assert (seen.zone.name, seen.zone.is_outside) == ("青岚高新区", True)
    assert (seen.first_day, seen.last_day) == (date(2026, 1, 1), date(2026, 9, 30))
    assert seen.value == Decimal("12050000000")
    assert home_zone(office) == zone
    assert list(queries.board_facts(office, zone, moment("2026-11-20"))) == [fact]


def test_a_rate_that_contradicts_its_own_counts_is_refused_with_the_sum(take, office):
    fact = of_kind(take(BROKEN), "share")
    with pytest.raises(UserError, match=r"66\.1%.*41个.*64个.*64\.1%"):
        actions.accept(fact, Choice("new_indicator"), by=office)
    assert not Observation.objects.exists()
    assert actions.reject(fact, by=office, reason="算不出").state == Fact.State.REJECTED


def test_a_decision_taken_back_voids_what_it_wrote(take, office, build, parks):
    project = build.project(parks[0])
    fact = actions.accept(of_kind(take(OWN), "event"), Choice(f"project:{project.pk}"), by=office)
    back = actions.take_back(fact, by=office)
    assert (back.state, back.outcome, back.project) == (Fact.State.WAITING, "", None)
    at = moment("2030-01-01", "2031-01-01")
    assert not effective(Milestone.objects.filter(project=project), at).exists()
    assert not Citation.objects.exists()
    with pytest.raises(UserError, match="还没有办"):
        actions.take_back(back, by=office)


def test_an_observation_taken_back_leaves_the_board(take, office, zone):
    fact = actions.accept(of_kind(take(OTHER), "output"), Choice("new_indicator"), by=office)
    actions.take_back(fact, by=office)
    at = moment("2030-01-01", "2031-01-01")
    assert not effective(Observation.objects.all(), at).exists()
    assert not queries.board_facts(office, zone, at).exists()


def test_a_fact_is_decided_once(take, office):
    fact = of_kind(take(OTHER), "output")
    actions.put_off(fact, by=office)
    actions.reject(fact, by=office)
    with pytest.raises(UserError, match="已由 office 办过"):
        actions.accept(fact, Choice("new_indicator"), by=office)


def test_an_edit_is_written_and_what_was_printed_is_kept_in_the_trail(take, office):
    fact = of_kind(take(OTHER), "output")
    edited = {"value": Decimal(1), "basis": "planned", "subject": "产值"}
    actions.accept(fact, Choice("new_indicator", edits=edited), by=office)
    assert Observation.objects.get().basis == "planned"
    trail = AuditEvent.objects.get(verb="accept_fact")
    assert trail.data["before"]["value"].startswith("12050000000")


def test_a_fact_without_a_day_waits_for_one(take, office):
    fact = of_kind(take("青岚高新区工业总产值120.5亿元。"), "output")
    with pytest.raises(UserError, match="没有写明日期"):
        actions.accept(fact, Choice("new_indicator"), by=office)
    days = {"first_day": date(2026, 1, 1), "last_day": date(2026, 9, 30)}
    actions.accept(fact, Choice("new_indicator", edits=days), by=office)
    assert Observation.objects.count() == 1


def test_the_same_project_in_two_papers_is_proposed_not_merged(take, office, zone):
    first = of_kind(take(OWN), "event")
    second = of_kind(take("据悉，" + OWN, name="b.txt"), "event")
    assert queries.twins_of(second, office, zone) == [first]
    assert not Project.objects.exists()


def test_an_operator_decides_on_own_uploads_and_own_projects_only(
    take, operator, office, build, parks
):
    mine, theirs = build.project(parks[0]), build.project(parks[1])
    with pytest.raises(Denied):
        actions.accept(of_kind(take(OWN), "event"), Choice(f"project:{mine.pk}"), by=operator)
    own = of_kind(take(OWN, by=operator, park=parks[0].pk), "event")
    with pytest.raises(UserError, match="不在您的园区"):
        actions.accept(own, Choice(f"project:{theirs.pk}"), by=operator)
    actions.accept(own, Choice(f"project:{mine.pk}"), by=operator)
    assert queries.readings_for(operator, mine.zone).count() == 1
    assert queries.readings_for(office, mine.zone).count() == 2


def test_an_operator_sees_facts_linked_to_own_projects(take, operator, office, build, parks):
    mine = build.project(parks[0])
    fact = actions.accept(of_kind(take(OWN), "event"), Choice(f"project:{mine.pk}"), by=office)
    assert list(queries.facts_for(operator, mine.zone)) == [fact]


@pytest.mark.parametrize("role", ["leader", "specialist", "auditor", "expert", None])
def test_who_may_not_decide_is_refused(take, zone, role):
    fact = of_kind(take(OTHER), "output")
    user = person(f"x-{role}", role)
    for act in (actions.reject, actions.put_off, actions.take_back):
        with pytest.raises(Denied):
            act(fact, by=user)
    with pytest.raises(Denied):
        actions.accept(fact, Choice("new_indicator"), by=user)
    sees = queries.facts_for(user, zone).exists()
    assert sees is (role in {"leader", "specialist", "auditor"})


def test_an_outsider_takes_nothing_in(zone, outsider):
    with pytest.raises(Denied):
        take_in(Upload(b"a", "a.txt", kind="text"), by=outsider, zone=zone, on=ON)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"   \n", "a.txt", "没有文字"),
        (b"%PDF-1.4\n%broken", "a.pdf", "读不出来"),
        (b"PK\x03\x04nothing", "a.docx", "不是可读的 Word"),
    ],
)
def test_a_file_without_text_says_why_and_is_not_kept(zone, office, content, name, why):
    with pytest.raises(UserError, match=why):
        take_in(Upload(content, name, kind="text"), by=office, zone=zone, on=ON)
    assert not Document.objects.exists()


def test_other_zones_do_not_become_the_home_of_anybody(zone, office):
    Zone.objects.create(code="other-1", name="别区", short_name="别", is_outside=True)
    assert home_zone(office) == zone
    assert told("2026-01-01").by.username == "system"


def test_a_subject_guessed_from_an_earlier_sentence_is_offered_but_not_proposed(
    take, office, zone, build, parks
):
    named, guessed = build.project(parks[0]), build.project(parks[0])
    for project, name in ((named, "医用耗材扩能改造"), (guessed, "铜铝母线制造项目")):
        project.name = name
        project.save(update_fields=["name"])
    fact = of_kind(take(OWN), "event")
    fact.subject, fact.clause = "铜铝母线制造项目", "医用耗材扩能改造于11月10日开工。"
    links = queries.links_of(office, zone, fact)
    assert queries.proposed(links, own=True).key == f"project:{named.pk}"
    assert f"project:{guessed.pk}" in {link.key for link in links}
    fact.clause = "该项目于11月10日开工。"
    assert queries.proposed(queries.links_of(office, zone, fact), own=True) is None


def test_a_paper_does_not_become_the_zones_newer_target(take, office, zone):
    target = Indicator.objects.create(code="signed_count", name="新签约项目", unit="个")
    year = Observed(Decimal(66), date(2026, 1, 1), date(2026, 12, 31), "planned")
    observe(zone, target, year, record=told("2026-01-05"), on=date(2026, 1, 5))
    fact = take("本报讯 1至11月，测试高新区力争新签约项目80个。").facts.get(kind="count")
    assert fact.basis == "planned"
    done = actions.accept(fact, Choice(f"indicator:{target.pk}"), by=office)
    assert done.outcome == Fact.Outcome.CONTRADICTION
    assert Observation.objects.get().value == 66
