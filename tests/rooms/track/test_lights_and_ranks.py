"""Lights and ranking over the ledger (亮灯与排名)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gaoxin.figures.core.key import Scope
from gaoxin.figures.queries import board
from gaoxin.figures.sight import sight_of
from gaoxin.ledger.models import ProjectSet
from gaoxin.lib.errors import UserError
from gaoxin.people.models import Charge
from gaoxin.track import lighting, queries
from gaoxin.track.core.submission import Step
from gaoxin.track.histories import Histories
from gaoxin.track.models import Submission, Visit
from tests.rooms.conftest import instant, moment


def report(park, month, on):
    Submission.objects.create(
        park=park, month=date.fromisoformat(f"{month}-01"), step=Step.SUBMITTED,
        happened_on=date.fromisoformat(on), recorded_at=instant(on), recorded_by="test",
    )  # fmt: skip


def test_the_same_report_as_last_month_is_noticed_only_where_nothing_moved(zone, parks, build):
    still = build.project(parks[0], signed="2026-01-05")
    moved = build.project(parks[0], signed="2026-01-05")
    build.post(moved, "in_place", 1_000_000, "2026-02-10")
    report(parks[0], "2026-02", "2026-03-03")
    known = Histories(sight_of(zone, moment("2026-03-31")))
    assert known[still.pk].unchanged == {date(2026, 2, 1)}
    assert known[moved.pk].unchanged == frozenset()
    assert known[still.pk].report_from == date(2026, 1, 1)


def test_a_missing_report_lights_every_project_of_the_park(zone, parks, build):
    project = build.project(parks[0], signed="2026-01-05", started="2026-02-01")
    report(parks[0], "2026-01", "2026-02-03")
    lit = lighting.lights(sight_of(zone, moment("2026-03-20")), preset="reporting")[project.pk]
    assert lit.colour == "red"
    report(parks[0], "2026-02", "2026-03-20")
    lit = lighting.lights(sight_of(zone, moment("2026-03-21")), preset="reporting")[project.pk]
    assert lit.colour != "red"


def test_every_shipped_preset_is_ready_and_the_default_choice_exists(zone, parks, build):
    build.project(parks[0], contact="2025-12-01", signed="2026-01-05")
    rules = lighting.library().rules
    assert len(rules) >= 10
    assert set(lighting.chosen()) <= set(rules)
    for name in rules:
        lit = lighting.lights(sight_of(zone, moment("2026-06-30")), preset=name)
        assert {each.colour for each in lit.values()} <= set(lighting.COLOURS)


def test_a_zone_may_choose_its_own_presets_and_a_wrong_name_is_said(zone, settings, tmp_path):
    settings.GAOXIN_HOME = tmp_path
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "lights.yaml").write_text("lights: [reporting]", encoding="utf-8")
    assert lighting.chosen() == ("reporting",)
    (tmp_path / "rules" / "lights.yaml").write_text("lights: [reprting]", encoding="utf-8")
    with pytest.raises(UserError, match="reprting"):
        lighting.chosen()


def test_parks_rank_with_ties_and_without_a_figure_last(zone, build, parks):
    for park in parks:
        build.project(park, planned_wan=10_000, signed="2026-01-05", started="2026-02-01")
    ranked = queries.ranking(board(zone, moment("2026-06-30")))
    assert [row.rank for row in ranked.rows] == [1, 1]
    ranked = queries.ranking(board(zone, moment("2026-06-30")), measure="funds_rate")
    assert [row.rank for row in ranked.rows] == [1, 1]
    ranked = queries.ranking(board(zone, moment("2025-06-30")))
    assert [row.rank for row in ranked.rows] == [None, None]


def test_a_change_of_place_is_told(zone, build, parks):
    build.project(parks[0], planned_wan=10_000, signed="2026-01-05", started="2026-02-01")
    build.project(parks[0], planned_wan=10_000, signed="2026-06-05")
    build.project(parks[1], planned_wan=10_000, signed="2026-01-05", started="2026-06-01")
    desk = board(zone, moment("2026-06-30"))
    ranked = queries.ranking(desk, before=queries.month_before(desk))
    assert [(row.park, row.rank, row.change) for row in ranked.rows] == [
        (parks[1], 1, 1),
        (parks[0], 2, -1),
    ]


def test_visits_by_leaders_over_projects_in_their_charge(zone, build, parks, leader):
    first, second, free = (build.project(parks[0], signed="2026-01-05") for _ in range(3))
    for project in (first, second):
        Charge.objects.create(
            project=project, user=leader, kind="leader", from_day=date(2026, 1, 5)
        )
    for project in (first, free):
        Visit.objects.create(
            project=project, visitor="周", kind="leader", happened_on=date(2026, 3, 4),
            recorded_at=instant("2026-03-04"), recorded_by="test",
        )  # fmt: skip
    desk = board(zone, moment("2026-03-31"))
    assert desk.figure("visit_rate", "2026-03").value == 50
    assert desk.figure("visited_count", "2026-03").value == 2
    assert desk.figure("visit_rate", "2026-02").value == 0


def test_a_set_of_projects_is_summed_up(zone, build, parks):
    made = [build.project(parks[0], planned_wan=wan, signed="2026-01-05")
            for wan in (20_000, 50_000, 130_000)]  # fmt: skip
    made[0].kind = "service"
    made[0].save()
    chosen = ProjectSet.objects.create(
        zone=zone, name="三月批", held_on=date(2026, 3, 1), recorded_at=instant("2026-03-01"),
        recorded_by="test",
    )  # fmt: skip
    chosen.projects.set(made)
    desk = board(zone, moment("2026-03-31"))
    values = {
        name: desk.figure(name, "all", Scope("s", chosen.pk)).value
        for name in ("set_count", "set_planned", "set_industrial", "set_5yi", "set_10yi",
                     "set_high_tech")
    }  # fmt: skip
    assert values == {
        "set_count": 3, "set_planned": Decimal("20.00"), "set_industrial": Decimal("66.7"),
        "set_5yi": 2, "set_10yi": 1, "set_high_tech": Decimal("0.0"),
    }  # fmt: skip


def test_lights_of_many_projects_take_as_many_queries_as_of_one(
    zone, build, parks, django_assert_max_num_queries
):
    for _ in range(5):
        build.project(parks[0], contact="2025-12-01", signed="2026-01-05")
    with django_assert_max_num_queries(12):
        lighting.lights(sight_of(zone, moment("2026-06-30")))
