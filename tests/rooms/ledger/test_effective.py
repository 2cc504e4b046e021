"""Which events count at a moment (时点规则)."""

from __future__ import annotations

from datetime import date

import pytest

from gaoxin.ledger import actions
from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models import Milestone, ProjectChange
from gaoxin.ledger.queries import effective, milestone_days, project_rows, projects_for
from gaoxin.lib.errors import Denied, UserError
from tests.rooms.conftest import moment, told


def days(zone, at):
    return milestone_days(None, at, zone=zone)


def test_an_event_counts_from_its_day_and_from_the_moment_it_is_known(zone, parks, build):
    project = build.project(parks[0])
    build.reach(project, "signed", "2026-03-05", at="2026-03-20")
    assert days(zone, moment("2026-03-04")) == {}
    assert days(zone, moment("2026-03-31", "2026-03-19")) == {}
    assert days(zone, moment("2026-03-31"))[project.pk] == {Stage.SIGNED: date(2026, 3, 5)}


def test_a_correction_replaces_the_day_only_for_those_who_know_it(zone, parks, build):
    project = build.project(parks[0])
    build.reach(project, "started", "2026-03-05")
    build.reach(project, "started", "2026-04-10", at="2026-05-02")
    as_printed = moment("2026-03-31", "2026-04-05")
    as_known_later = moment("2026-03-31", "2026-05-03")
    assert days(zone, as_printed)[project.pk][Stage.STARTED] == date(2026, 3, 5)
    assert days(zone, as_known_later) == {}
    assert days(zone, moment("2026-05-31"))[project.pk][Stage.STARTED] == date(2026, 4, 10)


def test_a_retraction_voids_and_a_retracted_void_lets_the_first_count_again(zone, parks, build):
    project = build.project(parks[0])
    first = build.reach(project, "started", "2026-03-05")
    second = build.reach(project, "started", "2026-04-10", at="2026-05-02")
    assert second.voids_id == first.pk
    actions.retract(second, record=told("2026-06-01"), reason="填错")
    assert days(zone, moment("2026-06-30", "2026-05-15"))[project.pk][Stage.STARTED] == date(
        2026, 4, 10
    )
    assert days(zone, moment("2026-06-30"))[project.pk][Stage.STARTED] == date(2026, 3, 5)
    actions.retract(first, record=told("2026-06-02"), reason="没有开工")
    assert days(zone, moment("2026-06-30")) == {}
    with pytest.raises(UserError, match="已经作废"):
        actions.retract(first, record=told("2026-06-03"), reason="再次")


def test_recording_the_same_day_again_changes_nothing(parks, build):
    project = build.project(parks[0])
    first = build.reach(project, "signed", "2026-03-05")
    assert build.reach(project, "signed", "2026-03-05", at="2026-03-09") == first
    assert Milestone.objects.count() == 1


def test_a_day_to_come_is_refused(parks, build):
    project = build.project(parks[0])
    with pytest.raises(UserError, match="还没有到"):
        build.reach(project, "signed", "2026-03-05", at="2026-03-01")


def test_a_changed_record_is_replayed_as_it_stood(zone, parks, build):
    project = build.project(parks[0])
    actions.change_project(
        project,
        record=told("2026-03-10"),
        on=date(2026, 3, 1),
        fields={"park": parks[1], "is_high_tech": True},
    )
    assert project_rows(zone, moment("2026-03-31", "2026-03-09"))[project.pk].park_id == parks[0].pk
    assert project_rows(zone, moment("2026-02-28"))[project.pk].park_id == parks[0].pk
    row = project_rows(zone, moment("2026-03-31"))[project.pk]
    assert (row.park_id, row.is_high_tech) == (parks[1].pk, True)
    assert ProjectChange.objects.count() == 2


def test_several_changes_of_one_field_are_turned_back_in_order(zone, parks, build):
    project = build.project(parks[0])
    for month, kind in ((2, "platform"), (3, "service")):
        actions.change_project(
            project,
            record=told(f"2026-0{month}-02"),
            on=date(2026, month, 1),
            fields={"kind": kind},
        )
    kinds = [
        project_rows(zone, moment(f"2026-0{month}-15", "2026-12-01"))[project.pk].kind
        for month in (1, 2, 3)
    ]
    assert kinds == ["industrial", "platform", "service"]


def test_a_project_taken_out_stays_in_replays_of_its_time(zone, parks, build):
    project = build.project(parks[0])
    project.removed_at = told("2026-03-01").at
    project.save()
    assert project.pk in project_rows(zone, moment("2026-03-31", "2026-02-28"))
    assert project.pk not in project_rows(zone, moment("2026-03-31"))


def test_an_operator_sees_own_park_an_outsider_nothing(
    zone, parks, build, operator, outsider, office
):
    mine, other = build.project(parks[0]), build.project(parks[1])
    assert set(projects_for(operator, zone)) == {mine}
    assert set(projects_for(office, zone)) == {mine, other}
    assert not projects_for(outsider, zone).exists()
    with pytest.raises(Denied):
        actions.record_project(zone, record=actions.Record(by=outsider), fields={"name": "甲"})
    with pytest.raises(UserError, match="本园区"):
        fields = {"name": "甲", "park": parks[1]}
        actions.record_project(zone, record=actions.Record(by=operator), fields=fields)
    with pytest.raises(UserError, match="不在您的园区"):
        actions.reach_milestone(
            other, Stage.SIGNED, record=actions.Record(by=operator), on=date(2026, 1, 5)
        )


def test_reading_events_takes_one_query(zone, parks, build, django_assert_num_queries):
    project = build.project(parks[0], signed="2026-01-05", started="2026-02-05")
    with django_assert_num_queries(1):
        list(effective(project.milestones.all(), moment("2026-12-31")))


def test_a_change_recorded_later_for_an_earlier_day_is_replayed_in_both_dimensions(
    zone, parks, build
):
    project = build.project(parks[0])
    told_later = ("2026-07-05", "2026-03-01", None)
    for at, on, park in (("2026-06-05", "2026-06-01", parks[1]), told_later):
        actions.change_project(
            project, record=told(at), on=date.fromisoformat(on), fields={"park": park}
        )
    stood = {
        (as_of, known): project_rows(zone, moment(as_of, known))[project.pk].park_id
        for as_of in ("2026-02-01", "2026-04-01", "2026-08-01")
        for known in ("2026-06-01", "2026-06-10", "2026-08-01")
    }
    first, second = parks[0].pk, parks[1].pk
    assert stood == {
        ("2026-02-01", "2026-06-01"): first,
        ("2026-02-01", "2026-06-10"): first,
        ("2026-02-01", "2026-08-01"): first,
        ("2026-04-01", "2026-06-01"): first,
        ("2026-04-01", "2026-06-10"): first,
        ("2026-04-01", "2026-08-01"): None,
        ("2026-08-01", "2026-06-01"): first,
        ("2026-08-01", "2026-06-10"): second,
        ("2026-08-01", "2026-08-01"): None,
    }
