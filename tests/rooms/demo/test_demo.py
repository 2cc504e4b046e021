"""Demo zone in the database (演示区): totals, replays, no change by a second run."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db.models import Count, F, Max, Min

from gaoxin.figures.core.key import Scope
from gaoxin.figures.queries import board, current_moment
from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models import (
    Enterprise,
    Milestone,
    Observation,
    Posting,
    Project,
    ProjectChange,
    ProjectSet,
)
from gaoxin.ledger.queries import effective, milestone_days, project_rows
from gaoxin.lib.moment import Moment
from gaoxin.people.models import Charge, User
from gaoxin.samples import master
from gaoxin.samples.core.days import OFFICE
from gaoxin.samples.core.material import read
from gaoxin.samples.demo import Build, build_demo, built_month
from gaoxin.sources.models import Citation, Document
from gaoxin.sources.queries import stored_path
from gaoxin.track.models import Issue, Submission, Visit
from tests.demo import TODAY

FIRST, LAST = date(2024, 11, 1), date(2026, 10, 31)


@pytest.fixture
def now(demo_zone) -> Moment:
    return current_moment(demo_zone, LAST, Moment(LAST, datetime.now(OFFICE)))


def test_sixty_six_projects_signed_in_the_first_year_plan_16_66_billion(demo_zone, now):
    days = milestone_days(None, now, zone=demo_zone)
    signed = [
        project
        for project, reached in days.items()
        if FIRST <= reached.get(Stage.SIGNED, date.max) <= date(2025, 10, 31)
    ]
    money = effective(Posting.objects.filter(project__in=signed, kind="planned"), now)
    assert len(signed) == 66
    assert sum(posting.amount for posting in money) == Decimal("16660000000.00")


def test_a_second_run_changes_nothing(demo_zone, built_demo):
    def counted() -> dict[str, tuple[int, int]]:
        return {
            model._meta.label: (
                model.objects.count(),
                model.objects.aggregate(last=Max("pk"))["last"] or 0,
            )
            for model in apps.get_models()
            if model._meta.app_label
            in {"ledger", "track", "people", "sources", "report", "figures"}
        }

    def files() -> dict[Path, int]:
        home = Path(django_settings.GAOXIN_HOME)
        return {f: f.stat().st_mtime_ns for f in home.rglob("*") if f.is_file()}

    before, kept = counted(), files()
    later = build_demo(Build(date(2027, 3, 9)))
    assert later.changed == []
    assert later.final_month == built_month() == date(2026, 10, 1)
    assert counted() == before
    assert {f: t for f, t in files().items() if f in kept} == kept
    assert before["ledger.Project"][0] >= 260


def test_every_event_lies_in_the_months_and_none_is_recorded_before_it_happens(demo_zone):
    # Six projects were admitted years before: the look back tests what came of them.
    earlier = {"project__name__in": [told["name"] for told in read("review")["earlier"]]}
    for model in (Milestone, Posting, ProjectChange, Submission, Visit, Issue, Observation):
        rows = model.objects.all()
        if model in {Milestone, Posting}:
            rows = rows.exclude(**earlier)
        days = rows.aggregate(last=Max("happened_on"), known=Min("recorded_at"), count=Count("pk"))
        assert days["count"] > 0, model
        assert days["known"].astimezone(OFFICE).date() >= FIRST, model
        assert not model.objects.filter(happened_on__gt=F("recorded_at__date")).exists(), model
        assert days["last"] <= TODAY, model
    money = Posting.objects.exclude(**earlier)
    assert money.aggregate(first=Min("period"))["first"] >= FIRST
    # Reviews go on after the final month; their decisions are the only events beyond it.
    ahead = Milestone.objects.filter(planned_for=None, happened_on__gt=LAST)
    assert not ahead.exclude(stage="admitted", note__startswith="评审会议").exists()


def test_events_were_recorded_by_people_of_the_zone(demo_zone):
    known = set(User.objects.values_list("username", flat=True)) | {"system"}
    for model in (Project, Milestone, Posting, ProjectChange, Submission, Visit, Issue, Document):
        field = "uploaded_by" if model is Document else "recorded_by"
        assert set(model.objects.values_list(field, flat=True)) <= known, model


def test_dollars_are_kept_and_converted_at_the_rate_of_the_day(demo_zone):
    dollars = Posting.objects.filter(currency="USD")
    assert {p.kind for p in dollars} == {"planned", "contracted"}
    for posting in dollars:
        assert posting.original_amount == Decimal(40_000_000)
        assert posting.amount == posting.original_amount * Decimal("7.10")


def test_parks_minus_elimination_make_the_zone_and_elimination_is_not_zero(demo_zone, now):
    desk = board(demo_zone, now)
    parks = [park.pk for park in demo_zone.parks.all()]
    for name in ("invested_amount", "output_amount", "in_place_amount", "signed_count"):
        by_park = desk.by_park(name, "2026", parks)
        total = sum((figure.numerator for figure in by_park.values()), Decimal(0))
        total += desk.figure(name, "2026", Scope("u", demo_zone.pk)).numerator
        gone = desk.elimination(name, "2026").numerator
        assert total - gone == desk.figure(name, "2026").numerator, name
    assert desk.elimination("invested_amount", "2026").numerator > 0


def test_a_handed_project_stood_in_its_first_park_before(demo_zone, now):
    handed = ProjectChange.objects.filter(field="park_id").order_by("id").first()
    early = Moment(handed.happened_on, handed.recorded_at.replace(year=handed.recorded_at.year - 1))
    known = Moment(date(handed.happened_on.year, handed.happened_on.month, 1), now.known_at)
    before = project_rows(demo_zone, known)[handed.project_id]
    after = project_rows(demo_zone, now)[handed.project_id]
    assert (str(before.park_id), before.origin_park_id) == (handed.old, None)
    assert (str(after.park_id), str(after.origin_park_id)) == (handed.new, handed.old)
    assert handed.project_id not in project_rows(demo_zone, early)


def test_a_correction_changes_what_is_known_from_its_day_on(demo_zone, now):
    right = Posting.objects.filter(voids__isnull=False, is_retraction=False).first()
    same = Posting.objects.filter(pk__in=[right.pk, right.voids_id])
    before = Moment(LAST, right.voids.recorded_at)
    assert [p.pk for p in effective(same, before)] == [right.voids_id]
    assert [p.pk for p in effective(same, now)] == [right.pk]


def test_main_milestones_and_monthly_money_are_proved(demo_zone):
    cited = set(
        Citation.objects.filter(target_model="ledger.milestone").values_list("target_id", flat=True)
    )
    signed = Milestone.objects.filter(stage="signed", planned_for=None)
    assert 0.85 < signed.filter(pk__in=cited).count() / signed.count() <= 1
    cells = Citation.objects.filter(target_model="ledger.posting", kind="cell")
    assert cells.count() > 1500
    places = cells.exclude(sheet__in=["项目", "到位", "固投"])
    assert not places.exists()


def test_the_kept_files_are_there(demo_zone):
    for document in Document.objects.order_by("pk")[:40]:
        path = stored_path(document)
        assert path.stat().st_size == document.size
    assert not Citation.objects.exclude(document__in=Document.objects.values("pk")).exists()


def test_reports_are_missing_late_and_sent_back(demo_zone):
    sent = Submission.objects.filter(step="submitted", month__lt=LAST.replace(day=1))
    months = sent.values_list("park", "month").distinct().count()
    assert months == 6 * 23 - 2
    late = [s for s in sent if s.happened_on.day > 5]
    assert 4 <= len(late) <= 30
    assert Submission.objects.filter(step="returned").count() == 2


def test_two_ceremonies_hold_projects_that_never_change(demo_zone):
    sets = ProjectSet.objects.filter(zone=demo_zone)
    assert sorted(s.members.count() > 2 for s in sets) == [True, True]
    assert all(s.recorded_at.astimezone(OFFICE).date() == s.held_on for s in sets)


def test_everybody_in_the_demo_is_marked_as_invented(demo_zone):
    assert not User.objects.exclude(title__endswith="（演示）").exists()
    assert not Enterprise.objects.exclude(name__endswith="（演示）").exists()
    assert not Project.objects.exclude(investor__endswith="（演示）").exists()


def test_one_account_for_each_role_can_sign_in_and_the_outsider_sees_nothing(demo_zone):
    able = [u for u in User.objects.all() if u.has_usable_password()]
    assert {u.username for u in able} == {name for name, _n, _t in master.accounts()}
    assert all(u.check_password(master.PASSWORD) for u in able[:2])
    roles = {role for u in able for role in u.roles}
    assert len(roles) == 8
    outsider = User.objects.get(username="outsider")
    assert not outsider.may("ledger.view")


def test_signed_projects_have_a_leader_an_officer_and_a_park(demo_zone, now):
    signed = Milestone.objects.filter(stage="signed", planned_for=None).values("project")
    kinds = (
        Charge.objects.filter(project__in=signed)
        .values("project")
        .annotate(kinds=Count("kind", distinct=True))
    )
    assert {row["kinds"] for row in kinds} == {3}
