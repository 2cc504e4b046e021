"""The demo's final month (演示区当月): imported as users import it, reported, in parts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from gaoxin.ledger.models import ImportRun, Milestone, Posting, Project
from gaoxin.lib.moment import Moment
from gaoxin.samples import arrival
from gaoxin.samples.books import file_name
from gaoxin.samples.core.workbook import SLIP
from gaoxin.sources.models import Citation
from gaoxin.track.models import Submission
from gaoxin.track.queries import month_standings

MONTH = date(2026, 10, 1)


@pytest.fixture
def runs(demo_zone):
    return {run.park_id: run for run in ImportRun.objects.filter(zone=demo_zone)}


def test_five_workbooks_were_written_and_the_sixth_park_sent_none(demo_zone, runs):
    assert {run.state for run in runs.values()} == {ImportRun.State.CONFIRMED}
    silent = demo_zone.parks.exclude(pk__in=runs).get()
    assert silent.code == "services"
    inbox = Path(django_settings.GAOXIN_HOME) / "inbox"
    assert sorted(f.name for f in inbox.iterdir()) == sorted(
        file_name(park.code, MONTH) for park in demo_zone.parks.filter(pk__in=runs)
    )


def test_each_was_written_by_its_parks_operator(runs):
    for park, run in runs.items():
        events = [*run.milestone_set.all(), *run.posting_set.all()]
        assert {event.project.park_id for event in events} == {park}
        assert {event.recorded_by for event in events} == {run.confirmed_by}
        assert run.confirmed_by.startswith("park")


def test_the_row_with_a_day_that_does_not_exist_is_left_out_and_named(demo_zone):
    skipped = {each.file: each.skipped for each in arrival.arrived(demo_zone, MONTH)}
    places = [place for places in skipped.values() for place in places]
    assert len(places) == 1
    assert SLIP in places[0]
    assert places[0].startswith("里程碑!G")
    assert skipped[file_name("nylon", MONTH)] == tuple(places)


def test_new_projects_came_by_workbook_with_a_code(runs):
    fresh = Project.objects.filter(import_run__isnull=False)
    assert fresh.count() >= 3
    assert all(p.code.startswith("P-") and p.investor.endswith("（演示）") for p in fresh)


def test_the_month_has_money_only_from_those_who_reported(demo_zone, runs):
    month = Posting.objects.filter(period=MONTH, kind__in=["in_place", "invested"])
    assert set(month.values_list("project__park_id", flat=True)) <= set(runs)
    assert month.filter(import_run__isnull=True).count() == 0
    assert month.count() > 60
    cited = Citation.objects.filter(target_model="ledger.posting", target_id__in=month)
    assert set(cited.values_list("target_id", flat=True)) == set(month.values_list("pk", flat=True))


def test_signings_of_the_month_brought_their_plans(runs):
    signed = Milestone.objects.filter(
        stage="signed", planned_for=None, happened_on__gte=MONTH, import_run__isnull=False
    )
    assert signed.count() >= 3
    for milestone in signed:
        plans = milestone.project.milestones.exclude(planned_for=None)
        assert plans.filter(happened_on=milestone.happened_on, stage="started").exists()
        assert milestone.project.postings.filter(kind="contracted", period=MONTH).exists()


def test_a_park_that_repeated_last_month_wrote_no_money(demo_zone, runs):
    run = runs[demo_zone.parks.get(code="biopharma").pk]
    assert not run.posting_set.filter(kind__in=["in_place", "invested"]).exists()


def test_the_month_stands_at_different_steps(demo_zone):
    parks = list(demo_zone.parks.all())
    at = Moment(date(2026, 11, 25), Submission.objects.latest("recorded_at").recorded_at)
    now = month_standings(parks, MONTH, at)
    steps = {park.code: now[park.pk].last for park in parks}
    assert steps == {
        "electric": "locked", "nylon": "approved", "storage": "checked", "smart": "submitted",
        "biopharma": "submitted", "services": None,
    }  # fmt: skip


def test_an_import_that_was_undone_is_not_written_again(demo_zone, runs):
    from gaoxin.ledger.exchange.actions import undo_import
    from gaoxin.people.models import User

    run = next(iter(runs.values()))
    undo_import(run, by=User.objects.get(username=run.confirmed_by), reason="试撤回")
    inbox = Path(django_settings.GAOXIN_HOME) / "inbox"
    assert not arrival.import_books(demo_zone, MONTH, inbox, date(2026, 10, 31))
