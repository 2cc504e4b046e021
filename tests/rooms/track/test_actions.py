"""Writes of supervision (督查登记)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from gaoxin.figures.sight import Sight
from gaoxin.ledger.models import Department
from gaoxin.lib.errors import Denied, UserError
from gaoxin.lib.moment import Moment
from gaoxin.sources.models import AuditEvent
from gaoxin.track import actions, pages
from gaoxin.track.core.paging import PAGE
from gaoxin.track.core.submission import Step
from gaoxin.track.figures import issue_days
from gaoxin.track.models import Submission
from gaoxin.track.queries import month_standing
from tests.rooms.conftest import moment, person

OCTOBER = date(2026, 10, 1)


def take(park, step, by, **more):
    return actions.take_step(park, OCTOBER, Step(step), by=by, on=date(2026, 11, 3), **more)


def test_a_month_goes_up_the_four_steps_and_is_closed(parks, operator, office):
    take(parks[0], "submitted", operator)
    for step in ("checked", "approved", "locked"):
        take(parks[0], step, office)
    where = month_standing(parks[0], OCTOBER, moment("2026-11-30"))
    assert (where.last, where.next) == (Step.LOCKED, None)
    assert AuditEvent.objects.filter(verb="take_step").count() == 4
    with pytest.raises(UserError, match="现在不能"):
        take(parks[0], "submitted", operator)


def test_a_step_out_of_order_is_refused_and_nothing_is_written(parks, office):
    with pytest.raises(UserError, match="现在不能"):
        take(parks[0], "approved", office)
    assert not Submission.objects.exists()


def test_a_return_needs_a_reason_and_starts_anew(parks, operator, office):
    take(parks[0], "submitted", operator)
    with pytest.raises(UserError, match="理由"):
        take(parks[0], "returned", office)
    take(parks[0], "returned", office, note="少一栏")
    where = month_standing(parks[0], OCTOBER, moment("2026-11-30"))
    assert (where.last, where.next, where.returned) == (None, Step.SUBMITTED, True)
    take(parks[0], "submitted", operator)


def test_a_park_reports_only_for_itself_and_does_not_check(parks, operator, outsider):
    with pytest.raises(Denied):
        take(parks[1], "submitted", operator)
    take(parks[0], "submitted", operator)
    with pytest.raises(Denied):
        take(parks[0], "checked", operator)
    with pytest.raises(Denied):
        take(parks[0], "submitted", outsider)


def test_how_late_a_report_came(parks, operator):
    where = month_standing(parks[0], OCTOBER, moment("2026-11-09"))
    assert where.days_late(date(2026, 11, 5)) == 0
    assert where.days_late(date(2026, 11, 9)) == 4


def test_a_visit_is_not_recorded_before_it_happens(parks, build, leader):
    project = build.project(parks[0])
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(UserError, match="还没有到"):
        actions.record_visit(project, kind="leader", by=leader, on=tomorrow)
    visit = actions.record_visit(project, kind="leader", by=leader, on=timezone.localdate())
    assert visit.visitor == leader.display_name


def test_an_issue_is_raised_closed_with_words_and_reopened(zone, parks, build, office):
    project = build.project(parks[0])
    owner = Department.objects.create(zone=zone, code="land", name="自然资源分局")
    today = timezone.localdate()
    due = today + timedelta(days=9)
    issue = actions.raise_issue(project, "用地未批", owner=owner, due_on=due, by=office, on=today)
    with pytest.raises(UserError, match="怎样办结"):
        actions.step_issue(issue, "closed", by=office, on=today)
    with pytest.raises(UserError, match="不用重开"):
        actions.step_issue(issue, "reopened", by=office, on=today)
    actions.step_issue(issue, "reminded", by=office, on=today)
    actions.step_issue(issue, "closed", by=office, on=today, note="批复已到")
    with pytest.raises(UserError, match="已经销号"):
        actions.step_issue(issue, "reminded", by=office, on=today)
    sight = Sight(zone, Moment(today, timezone.now()))
    assert issue_days(sight, today)[issue.pk][1] == today
    actions.step_issue(issue, "reopened", by=office, on=today)
    sight = Sight(zone, Moment(today, timezone.now()))
    assert issue_days(sight, today)[issue.pk][1] is None


def test_an_issue_without_words_or_due_before_it_began_is_refused(parks, build, office, operator):
    project, other = build.project(parks[0]), build.project(parks[1])
    today = timezone.localdate()
    for title, due in ((" ", today), ("缺水", today - timedelta(days=1))):
        with pytest.raises(UserError):
            actions.raise_issue(project, title, owner=None, due_on=due, by=office, on=today)
    with pytest.raises(Denied):
        actions.raise_issue(other, "缺水", owner=None, due_on=today, by=operator, on=today)


def test_a_long_list_of_issues_is_shown_by_pages(parks, build, office):
    project, today = build.project(parks[0]), timezone.localdate()
    for number in range(PAGE + 3):
        due = today + timedelta(days=number)
        actions.raise_issue(project, f"问题{number}", owner=None, due_on=due, by=office, on=today)
    now = Moment(today, timezone.now())
    first, last = (pages.issues_page(office, now, page=number) for number in (1, 2))
    assert (len(first.lines), len(last.lines), last.shown, last.pages) == (PAGE, 3, PAGE + 3, 2)
    assert [line.issue.title for line in last.lines] == [f"问题{PAGE + n}" for n in range(3)]


def test_a_set_names_the_codes_it_does_not_know(zone, parks, build, office):
    project = build.project(parks[0])
    made = {"name": "一批", "held_on": date(2026, 3, 1), "by": office}
    with pytest.raises(UserError, match="P-9"):
        actions.make_project_set(zone, codes=[project.code, "P-9"], **made)
    kept = actions.make_project_set(zone, codes=[project.code], **made)
    assert list(kept.projects.all()) == [project]
    with pytest.raises(UserError, match="已经有"):
        actions.make_project_set(zone, codes=[project.code], **made)
    with pytest.raises(Denied):
        actions.make_project_set(zone, codes=[project.code], name="二批",
                                 held_on=date(2026, 3, 1), by=person("nobody", None))  # fmt: skip
