"""Choosing a project (选项目受理): found by words; only what may be taken in; nothing is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gaoxin.ledger.models import Project
from gaoxin.review import actions
from gaoxin.review.models import Review
from gaoxin.review.queries.candidates import SHOWN, Asked, candidates
from tests.rooms.conftest import moment, person

NOW = moment("2026-11-25")


@pytest.fixture
def talks(build, parks) -> dict[str, Project]:
    """Return projects at several places of the path."""
    days = {"lead": "2026-07-01"}
    made = {
        "lead": build.project(parks[0], planned_wan=12_345, **days),
        "contact": build.project(parks[1], planned_wan=60_000, contact="2026-08-01", **days),
        "signed": build.project(parks[0], planned_wan=9_000, signed="2026-08-02", **days),
        "gone": build.project(parks[0], withdrawn="2026-08-03", **days),
    }
    for name, project in made.items():
        project.name, project.investor = f"{name} 电池项目", f"{name}投资"
        project.save()
    return made


def codes(found) -> list[str]:
    return [row.project.code for row in found.rows]


def look(user, zone, **asked):
    return candidates(user, zone, NOW, Asked(**asked))


def test_those_in_talks_come_first_and_ended_ones_never(office, zone, talks) -> None:
    found = look(office, zone)
    assert codes(found) == [talks["contact"].code, talks["lead"].code]
    assert [(row.stage, row.yi) for row in found.rows] == [("在谈", "6"), ("线索", "1.23")]
    later = look(office, zone, later=True)
    assert codes(later) == [talks[name].code for name in ("contact", "lead", "signed")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("contact投资", ["contact"]), ("电池 lead", ["lead"]), ("电池", ["contact", "lead"]),
     ("没有", [])],
)  # fmt: skip
def test_each_word_must_stand_in_name_code_investor_or_park(
    office, zone, talks, text, wanted
) -> None:
    assert codes(look(office, zone, text=text)) == [talks[name].code for name in wanted]
    code = talks["lead"].code
    assert codes(look(office, zone, text=code.lower())) == [code]
    park = talks["contact"].park.name
    assert codes(look(office, zone, text=park)) == [talks["contact"].code]


def test_a_project_whose_case_runs_is_not_offered_and_comes_back(desk, zone, project) -> None:
    assert project.code in codes(look(desk.office, zone))
    review = desk.opened(project)
    found = look(desk.office, zone, chosen=project.code)
    assert project.code not in codes(found)
    assert found.is_closed
    actions.withdraw(review, "投资方撤回", **desk.told())
    assert project.code in codes(look(desk.office, zone))


def test_what_is_chosen_stays_while_another_word_is_looked_for(office, zone, talks) -> None:
    found = look(office, zone, text="contact", chosen=talks["lead"].code)
    assert codes(found) == [talks["lead"].code, talks["contact"].code]
    assert [row.is_chosen for row in found.rows] == [True, False]
    assert (found.total, found.shown) == (1, 1)


def test_the_list_says_how_many_it_leaves_out(office, zone, build, parks) -> None:
    for _ in range(SHOWN + 3):
        build.project(parks[0], lead="2026-07-01")
    found = look(office, zone)
    assert (found.shown, found.total) == (SHOWN, SHOWN + 3)


def test_the_page_searches_without_script_and_sends_only_the_list_to_one(
    client, desk, talks
) -> None:
    client.force_login(desk.office)
    page = reverse("review:intake")
    whole = client.get(page, {"q": "lead"}).content.decode()
    assert "合条件 1 个，显示 1 个" in whole
    assert "计划投资 1.23 亿元" in whole
    part = client.get(page, {"q": "contact"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert talks["contact"].code in part


def test_a_refused_form_keeps_what_was_chosen(client, desk, talks) -> None:
    client.force_login(desk.office)
    page = reverse("review:intake")
    code = talks["contact"].code
    answer = client.post(page, {"project": code, "kind": "no such"})
    assert not Review.objects.exists()
    assert f'value="{code}" required checked' in answer.content.decode()
    client.post(page, {"project": code, "kind": ""})
    assert Review.objects.get().type == talks["contact"].kind


def test_the_choice_is_for_the_office_alone(client, desk, talks) -> None:
    client.force_login(person("w9", "leader"))
    assert client.get(reverse("review:intake"), {"q": "x"}).status_code == 403
