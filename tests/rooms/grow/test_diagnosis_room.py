"""Digital diagnosis in the room: drafts, signing, voiding, peers, figures, pages, permissions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from gaoxin.figures import sight
from gaoxin.figures.queries import board
from gaoxin.grow.diagnosis import actions, pages, queries
from gaoxin.grow.models import Diagnosis, DiagnosisDraft
from gaoxin.grow.standing import sight_at
from gaoxin.ledger.models import Enterprise, Industry
from gaoxin.lib.errors import Denied, UserError
from gaoxin.sources.models import AuditEvent
from gaoxin.web import clock
from tests.rooms.conftest import instant, person

ON = date(2026, 5, 4)


@pytest.fixture
def form():
    return queries.questionnaire_on(ON)


@pytest.fixture
def industry(zone) -> Industry:
    return Industry.objects.create(zone=zone, code="i1", name="电气")


@pytest.fixture
def firms(zone, parks, industry) -> list[Enterprise]:
    return [
        Enterprise.objects.create(
            zone=zone, name=f"企业{n}", park=parks[n % 2], industry=industry,
            recorded_at=instant("2026-01-01"), recorded_by="system",
        )
        for n in range(5)
    ]  # fmt: skip


@pytest.fixture
def specialist(db):
    return person("specialist", "specialist")


def filled(form, place: int) -> dict[str, str]:
    """Return answers at one place of every question and scene, or at the last there is."""
    questions = {q.name: q.options[min(place, len(q.options) - 1)].value for q in form.questions}
    return questions | {scene.name: scene.grades[place] for scene in form.scenes}


def signed(firm, form, place, by, on=ON, leave=()):
    answers = {name: value for name, value in filled(form, place).items() if name not in leave}
    actions.keep_answers(firm, answers, by=by, on=on)
    made = actions.sign_diagnosis(firm, kind="onsite", by=by, on=on)
    sight.forget()
    return made


def test_an_answer_is_kept_and_taken_back_and_another_device_undoes_nothing(
    firms, specialist, form
) -> None:
    actions.keep_answers(firms[0], {"dq_network": "3"}, by=specialist, on=ON)
    actions.keep_answers(firms[0], {"scene_hr": "2"}, by=specialist, on=ON)
    assert DiagnosisDraft.objects.get().answers == {"dq_network": "3", "scene_hr": "2"}
    actions.keep_answers(firms[0], {"dq_network": ""}, by=specialist, on=ON)
    assert DiagnosisDraft.objects.get().answers == {"scene_hr": "2"}


@pytest.mark.parametrize("wrong", [{"dq_network": "9"}, {"nothing": "1"}, {"nothing": ""}])
def test_an_answer_that_is_not_offered_is_refused_and_nothing_changes(
    firms, specialist, wrong
) -> None:
    actions.keep_answers(firms[0], {"scene_hr": "2"}, by=specialist, on=ON)
    with pytest.raises(UserError, match=next(iter(wrong))):
        actions.keep_answers(firms[0], {"scene_hr": "1", **wrong}, by=specialist, on=ON)
    assert DiagnosisDraft.objects.get().answers == {"scene_hr": "2"}


def test_signing_keeps_the_answers_empties_the_draft_and_is_audited(
    firms, specialist, form
) -> None:
    made = signed(firms[0], form, 2, specialist)
    assert not DiagnosisDraft.objects.exists()
    assert made.answers == filled(form, 2)
    assert queries.diagnosed(made).found.level == 2
    assert AuditEvent.objects.filter(verb="sign_diagnosis", actor="specialist").count() == 1


def test_nothing_answered_or_a_day_to_come_is_not_signed(firms, specialist) -> None:
    with pytest.raises(UserError, match="还没有答"):
        actions.sign_diagnosis(firms[0], kind="self", by=specialist, on=ON)
    actions.keep_answers(firms[0], {"scene_hr": "2"}, by=specialist, on=ON)
    with pytest.raises(UserError, match="还没有到"):
        actions.sign_diagnosis(firms[0], kind="self", by=specialist, on=date(2099, 1, 1))
    assert not Diagnosis.objects.exists()


def test_a_void_diagnosis_stays_and_counts_no_more(zone, firms, specialist, form) -> None:
    first = signed(firms[0], form, 1, specialist, on=date(2026, 3, 1))
    second = signed(firms[0], form, 2, specialist)
    with pytest.raises(UserError, match="理由"):
        actions.void_diagnosis(second, by=specialist, reason=" ")
    actions.void_diagnosis(second, by=specialist, reason="答错企业")
    sight.forget()
    left = queries.history(firms[0], clock.now())
    assert [each.record.pk for each in left] == [first.pk]
    assert Diagnosis.objects.filter(pk=second.pk).exists()
    with pytest.raises(UserError, match="已经作废"):
        actions.void_diagnosis(second, by=specialist, reason="再来")


def test_an_operator_records_for_own_parks_only(firms, operator, outsider, form) -> None:
    own = next(firm for firm in firms if firm.park_id in operator.park_ids)
    other = next(firm for firm in firms if firm.park_id not in operator.park_ids)
    actions.keep_answers(own, {"dq_network": "1"}, by=operator, on=ON)
    for by, firm in ((operator, other), (outsider, own)):
        with pytest.raises(Denied):
            actions.keep_answers(firm, {"dq_network": "1"}, by=by, on=ON)
    made = signed(own, form, 1, operator)
    with pytest.raises(Denied):
        actions.void_diagnosis(made, by=outsider, reason="x")


def test_levels_are_figures_that_add_up_and_are_traced(zone, firms, specialist, form) -> None:
    for firm, place in zip(firms, (0, 1, 2, 2), strict=False):
        signed(firm, form, place, specialist)
    signed(firms[4], form, 3, specialist, leave=("dq_network", "scene_hr", "dq_planning",
                                                 "dq_information_system"))  # fmt: skip
    desk = board(zone, sight_at(zone, clock.now()).at)
    counts = {n: desk.figure(f"digital_level_{n}", "all") for n in range(5)}
    total = sum(figure.value for figure in counts.values())
    assert [counts[n].value for n in range(5)] == [1, 1, 2, 0, 0]
    assert (total, desk.figure("digital_open", "all").value) == (4, 1)
    assert desk.figure("digital_done", "all").value == 5
    assert {row.enterprise_id for row in counts[2].numerator_rows} == {firms[2].pk, firms[3].pk}
    assert desk.figure("digital_cover", "all").value == Decimal("100.0")


def test_medians_are_of_other_firms_and_never_of_fewer_than_three(
    zone, firms, specialist, form
) -> None:
    for firm, place in zip(firms, (4, 0, 1, 2), strict=False):
        signed(firm, form, place, specialist)
    found = queries.peers(sight_at(zone, clock.now()), firms[0], same_industry=True)
    base = queries.history(firms[2], clock.now())[0].found.dimensions[0].low
    assert found.firms == 3
    assert found.medians["base"] == base
    # Seen from a firm that was not diagnosed there are four; from one of three there are two.
    actions.void_diagnosis(Diagnosis.objects.get(enterprise=firms[1]), by=specialist, reason="错")
    sight.forget()
    fewer = queries.peers(sight_at(zone, clock.now()), firms[0], same_industry=True)
    assert set(fewer.medians.values()) == {None}


def test_the_page_tells_history_movement_and_path(firms, specialist, form) -> None:
    signed(firms[0], form, 1, specialist, on=date(2026, 3, 1))
    signed(firms[0], form, 2, specialist)
    found = pages.enterprise_page(specialist, clock.now(), firms[0].pk)
    assert [past.level for past in found.past] == ["2 规范级", "1 初始级"]
    assert found.past[0].moved and not found.past[1].moved
    assert found.path is not None and found.path.steps
    assert not found.path.is_official
    assert sum(step.effort for step in found.path.steps) == found.path.effort


def test_screens_from_draft_to_signature(firms, specialist, operator, outsider, form) -> None:
    client = Client()
    client.force_login(specialist)
    home = f"/grow/diagnosis/{firms[0].pk}/"
    told = client.post(f"{home}draft/", {"dq_network": "3"}, headers={"HX-Request": "true"})
    assert told.status_code == 200
    assert "<b>31</b>" in told.content.decode()
    assert client.post(f"{home}draft/", {"dq_network": "8"}).status_code == 400
    sent = client.post(f"{home}sign/", {"kind": "self", "on": "2026-05-04"})
    assert sent.status_code == 302
    made = Diagnosis.objects.get()
    assert client.get(f"/grow/diagnosis/signed/{made.pk}/").status_code == 200
    stranger = Client()
    stranger.force_login(outsider)
    for address in (home, f"{home}answer/", f"/grow/diagnosis/signed/{made.pk}/"):
        assert stranger.get(address).status_code == 403
    other = next(firm for firm in firms if firm.park_id not in operator.park_ids)
    stranger.force_login(operator)
    assert stranger.get(f"/grow/diagnosis/{other.pk}/").status_code == 404
    assert stranger.post(f"/grow/diagnosis/{other.pk}/draft/", {}).status_code == 404


def test_the_past_shows_what_was_signed_by_then(firms, specialist, form) -> None:
    signed(firms[0], form, 1, specialist, on=date(2026, 3, 1))
    before = clock.now().__class__(date(2026, 2, 1), clock.now().known_at)
    assert pages.enterprise_page(specialist, before, firms[0].pk).shown is None
