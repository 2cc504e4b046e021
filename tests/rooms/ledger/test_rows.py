"""Rows of lists (列表的行): the database finds the stage and sums that rules and figures find."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from gaoxin.figures.queries import figure, project_key
from gaoxin.ledger import rows, tables
from gaoxin.ledger.actions import change_project, retract
from gaoxin.ledger.core.stage import RANK, Stage, stage_of
from gaoxin.ledger.models import Project
from gaoxin.ledger.queries import milestone_days
from gaoxin.lib.access import System
from gaoxin.lib.errors import Denied, UserError
from gaoxin.lib.money import round_half_up, yi
from tests.rooms.conftest import instant, moment, told

AT = moment("2026-06-30")


def row_of(project, zone, at=AT, *, past: bool = False):
    return rows.project_list(System(), zone, at, past=past).get(pk=project.pk)


def rank_of(project, zone, at=AT) -> int | None:
    stage = stage_of(milestone_days([project.pk], at, zone=zone).get(project.pk, {}))
    return None if stage is None else RANK[stage]


def test_the_database_finds_the_stage_that_the_pure_rule_finds(zone, build) -> None:
    # Every combination that matters, drawn with a fixed seed: paths, suspensions, exits.
    draw = random.Random(7)  # noqa: S311  # a fixed seed, no secret
    made = []
    for _n in range(60):
        project = build.project(None)
        for stage in draw.sample(list(Stage), draw.randint(0, 7)):
            build.reach(project, stage, f"2026-03-{draw.randint(1, 27):02}")
        made.append(project)
    found = {row.pk: row.stage_rank for row in rows.project_list(System(), zone, AT, past=False)}
    assert found == {project.pk: rank_of(project, zone) for project in made}
    assert len(set(found.values())) > 8


def test_the_stage_is_that_of_the_moment(zone, parks, build) -> None:
    project = build.project(parks[0], signed="2026-01-10", started="2026-05-01")
    assert row_of(project, zone).stage_rank == RANK[Stage.STARTED]
    assert str(row_of(project, zone).stage_since) == "2026-05-01"
    earlier = row_of(project, zone, moment("2026-04-30", "2026-04-30"), past=True)
    assert earlier.stage_rank == RANK[Stage.SIGNED]


def test_a_retracted_milestone_does_not_count(zone, parks, build) -> None:
    project = build.project(parks[0], signed="2026-01-10")
    start = build.reach(project, "started", "2026-05-01")
    retract(start, record=told("2026-05-03"), reason="没有开工")
    assert row_of(project, zone).stage_rank == RANK[Stage.SIGNED]
    then = row_of(project, zone, moment("2026-06-30", "2026-05-02"), past=True)
    assert then.stage_rank == RANK[Stage.STARTED]


def test_a_renamed_project_has_its_old_name_and_park_in_the_past(zone, parks, build) -> None:
    project = build.project(parks[0], signed="2026-01-10")
    old = project.name
    change_project(
        project, record=told("2026-05-02"), on=moment("2026-05-02").as_of,
        fields={"name": "新名", "park": parks[1]},
    )  # fmt: skip
    past = row_of(project, zone, moment("2026-04-30", "2026-04-30"), past=True)
    assert (past.was_name, past.was_park_id) == (old, parks[0].pk)
    now = row_of(project, zone, past=True)
    assert (now.was_name, now.was_park_id) == ("新名", parks[1].pk)


def test_a_project_without_a_park_in_the_past_is_undecided_then(zone, parks, build) -> None:
    project = build.project(None, signed="2026-01-10")
    on = moment("2026-05-02").as_of
    change_project(project, record=told("2026-05-02"), on=on, fields={"park": parks[1]})
    past = row_of(project, zone, moment("2026-04-30", "2026-04-30"), past=True)
    assert past.was_park_id is None


@pytest.mark.parametrize("day", ["2026-06-30", "2026-02-15"])
def test_the_sums_of_the_list_are_those_of_the_figures_they_open(zone, parks, build, day) -> None:
    project = build.project(parks[0], planned_wan=123_456, signed="2026-01-10")
    for amount, on in (("300000000", "2026-02-01"), ("154321000", "2026-03-01")):
        build.post(project, "in_place", amount, on)
    at = moment(day, day)
    row = row_of(project, zone, at, past=True)
    for kind in ("planned", "contracted", "in_place"):
        opened = figure(project_key(zone, project, kind, at), System())
        assert opened.value == round_half_up(yi(getattr(row, kind)), 2)
    rate = figure(project_key(zone, project, "rate", at), System())
    assert rate.value == round_half_up(rows.rate_of(row), 1)
    assert abs(Decimal(row.rate) - rows.rate_of(row)) < Decimal("0.000001")


def test_nothing_posted_is_empty_not_zero(zone, parks, build) -> None:
    row = row_of(build.project(parks[0], contact="2026-01-10"), zone)
    assert (row.planned, row.in_place, row.rate) == (None, None, None)


def test_the_latest_plan_counts_and_evidence_is_noticed(zone, parks, build) -> None:
    from datetime import date

    from gaoxin.ledger.actions import plan_milestone

    project = build.project(parks[0], signed="2026-01-10")
    for made, for_day in (("2026-01-11", "2026-04-01"), ("2026-03-01", "2026-07-01")):
        plan_milestone(project, Stage.STARTED, record=told(made), on=date.fromisoformat(made),
                       planned_for=date.fromisoformat(for_day))  # fmt: skip
    row = row_of(project, zone)
    assert str(row.plan_start) == "2026-07-01"
    assert row.lacks_evidence is True


def test_a_park_operator_sees_the_own_park_and_an_outsider_nothing(
    zone, parks, build, operator, outsider
) -> None:
    mine, other = build.project(parks[0]), build.project(parks[1])
    seen = rows.project_list(operator, zone, AT, past=False)
    assert set(seen) == {mine}
    assert other not in seen
    with pytest.raises(Denied):
        rows.project_list(outsider, zone, AT, past=False)


def test_an_undone_project_is_gone_today_and_there_in_the_past(zone, parks, build) -> None:
    project = build.project(parks[0])
    Project.objects.filter(pk=project.pk).update(removed_at=instant("2026-05-01"))
    assert not rows.project_list(System(), zone, AT, past=False).exists()
    assert rows.project_list(System(), zone, moment("2026-04-01", "2026-04-01"), past=True).exists()


def test_without_a_zone_the_message_says_how_to_begin(db, office) -> None:
    with pytest.raises(UserError, match="gaoxin demo"):
        rows.zone_of(office)


def test_search_finds_by_part_of_a_name_and_by_code(zone, parks, build, office, outsider) -> None:
    project = build.project(parks[0])
    for text in (project.name[:2], project.code):
        hits = rows.search(user=office, moment=AT, text=text)
        assert [hit.label for hit in hits] == [project.name]
    assert rows.search(user=outsider, moment=AT, text=project.name) == []


def test_a_stage_has_its_name(zone) -> None:
    assert str(tables.stage_name(RANK[Stage.STARTED])) == "开工"
    assert tables.stage_name(None) == "未登记"
