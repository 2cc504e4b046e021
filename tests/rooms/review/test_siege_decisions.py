"""Siege of decisions (决定的攻防): round the gate, over the line, twice, late."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from gaoxin.lib.errors import Denied, UserError
from gaoxin.lib.workday import workdays_after
from gaoxin.people.models import User
from gaoxin.review import actions
from gaoxin.review.models import Filing, Meeting, Review, SchemeVersion
from gaoxin.review.papers.filing import faults_of, write_paper
from gaoxin.review.queries import CaseFile, course_of, panel_of, panel_row
from gaoxin.review.queries.lists import result_now
from gaoxin.sources.queries import stored_path
from tests.rooms.review.conftest import HARSH, PRESET, REASONS

WANTED = actions.Wanted("落实环评", "市场部", date(2026, 10, 20), "批复")


def decide(desk, review: Review, result: str = "admit", **more) -> Meeting:
    return actions.decide(review, desk.motion(result, **more), by=desk.leader, at=desk.tick())


@pytest.fixture
def closed(desk, review) -> Review:
    return desk.closed(review)


@pytest.fixture
def conditional(desk, closed) -> Meeting:
    return decide(desk, closed, "conditional", conditions=[WANTED])


def test_no_meeting_before_the_panel_has_closed_nor_dated_before_it(desk, review):
    desk.judged(review)
    with pytest.raises(UserError, match="前序步骤"):
        decide(desk, review)
    actions.close_panel(review, **desk.told())
    with pytest.raises(UserError, match="会议不能早于"):
        decide(desk, review, held_on=date(2026, 9, 1))
    with pytest.raises(UserError, match="不能提前登记"):
        decide(desk, review, held_on=date(2026, 12, 1))


def test_no_decision_over_the_line_twice_without_right_or_votes(desk, closed):
    with pytest.raises(UserError, match="得分只允许"):
        decide(desk, closed, "priority")
    with pytest.raises(UserError, match="法定人数"):
        decide(desk, closed, votes={"甲": "for"})
    with pytest.raises(UserError, match="没有通过"):
        decide(desk, closed, votes=dict.fromkeys("甲乙丙丁", "abstain"))
    with pytest.raises(UserError, match="无表决权"):
        decide(desk, closed, votes=dict.fromkeys("甲乙丙丁戊己", "for"))
    for nobody in (desk.office, desk.active(closed)[0]):
        with pytest.raises(Denied):
            actions.decide(closed, desk.motion(), by=nobody, at=desk.tick())
    decide(desk, closed)
    with pytest.raises(UserError):
        decide(desk, closed)
    assert Meeting.objects.count() == 1


def test_a_seat_named_twice_is_one_seat(desk, closed):
    seats = [*"甲乙", *["甲"] * 20]
    with pytest.raises(UserError):
        decide(desk, closed, seats=seats, votes={"甲": "for", "乙": "against"})
    with pytest.raises(UserError, match="两次"):
        decide(desk, closed, seats=[*"甲乙丙", "甲"], votes=dict.fromkeys("甲乙丙", "for"))


def test_conditions_that_run_out_reject_on_the_day_and_pages_of_that_day_say_so(
    desk, conditional, closed
):
    file = CaseFile(Review.objects.get(pk=closed.pk))
    days = file.scheme.decision.condition_days
    last = conditional.held_on + timedelta(days)
    assert result_now(file, last) == "conditional"
    assert result_now(file, last + timedelta(1)) == "expired"
    late = datetime.combine(last + timedelta(1), datetime.min.time(), UTC) + timedelta(hours=2)
    with pytest.raises(UserError, match="已转为不予准入"):
        actions.meet_condition(conditional.conditions.get(), met_on=last, evidence="批复",
                               by=desk.office, at=late)  # fmt: skip
    assert actions.milestone_of(closed, late) is None


def test_a_condition_of_a_withdrawn_or_appealed_decision_admits_nobody(desk, conditional, closed):
    told = {"met_on": conditional.held_on, "evidence": "批复", "by": desk.office}
    actions.withdraw(closed, "投资人撤回", **desk.told())
    with pytest.raises(UserError, match="不算数"):
        actions.meet_condition(conditional.conditions.get(), **told, at=desk.tick())
    assert actions.milestone_of(closed, desk.at) is None


def test_one_appeal_within_ten_working_days_by_other_experts(desk, closed):
    decide(desk, closed)
    first = {s.username for s in panel_row(closed).seats.all()}
    actions.notify(closed, paper="告知书", **desk.told())
    told = course_of(closed).notified_at.date()
    last = workdays_after(told, 10, {}).on
    night = datetime.combine(last, datetime.max.time(), UTC) - timedelta(hours=8)
    with pytest.raises(UserError, match="届满"):
        actions.appeal(closed, "迟了", by=desk.office, at=night + timedelta(seconds=2))
    actions.appeal(closed, "按时", by=desk.office, at=night)
    desk.at = night
    actions.draw_panel(closed, actions.Lot("复议"), **desk.told())
    second = panel_of(Review.objects.get(pk=closed.pk))
    assert not first & {*second.members, *second.reserves}
    desk.papers(closed)
    for expert in desk.active(closed):
        desk.sign(closed, expert, HARSH)
    actions.close_panel(closed, **desk.told())
    decide(desk, closed, "reject")
    assert actions.milestone_of(closed, desk.at) is None
    actions.notify(closed, paper="告知书", **desk.told())
    with pytest.raises(UserError, match="一次"):
        actions.appeal(closed, "再来", **desk.told())


def test_values_of_another_tier_are_refused_once_the_course_has_begun(desk, project):
    review = desk.to_joint(desk.opened(project))
    for yi in ("20", "0.2"):
        with pytest.raises(UserError, match="档就从 K 变成"):
            actions.put_values(review, {"investment_yi": actions.Told(yi)}, **desk.told())
    actions.put_values(review, {"investment_yi": actions.Told("7")}, **desk.told())
    assert CaseFile(Review.objects.get(pk=review.pk)).score.tier == review.tier


def test_a_scheme_that_is_off_or_frozen_is_refused(desk, zone, scheme):
    text = PRESET.read_text(encoding="utf-8")
    with pytest.raises(UserError):
        actions.keep_draft(zone, text.replace("industrial: 30,", "industrial: 31,"), by=desk.office)
    with pytest.raises(UserError, match="已发布"):
        actions.keep_draft(zone, text + "\n", by=desk.office)
    with pytest.raises(UserError, match="已经发布"):
        actions.publish(scheme, by=desk.office)
    with pytest.raises(ValueError, match="frozen"):
        SchemeVersion.objects.get(pk=scheme.pk).save()


def test_no_expert_is_named_anywhere_in_the_letter(desk, closed):
    for n, name in enumerate(panel_of(closed).active):
        User.objects.filter(username=name).update(name=f"专家姓名{n}")
    decide(desk, closed)
    filed = write_paper(closed, Filing.Kind.LETTER, by=desk.office)
    content = stored_path(filed.document).read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        inside = "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
        inside += "".join(book.namelist()) + filed.document.file_name + filed.document.title
    secret = ["专家姓名", "专家 A", *panel_of(closed).active]
    assert [word for word in secret if word in inside] == []


def test_a_changed_number_of_filed_minutes_is_a_fault(desk, closed):
    decide(desk, closed)
    filed = write_paper(closed, Filing.Kind.MINUTES, by=desk.office)
    assert faults_of(filed, closed) == []
    path = stored_path(filed.document)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    whole = parts["word/document.xml"]
    parts["word/document.xml"] = whole.replace(b">77.55<", b">87.55<", 1)
    path.chmod(0o644)
    with zipfile.ZipFile(path, "w") as book:
        for name, part in parts.items():
            book.writestr(name, part)
    assert any("应为 77.55" in each for each in faults_of(filed, closed))
    parts["word/document.xml"] = whole.replace("准予准入".encode(), "优先准入".encode())
    with zipfile.ZipFile(path, "w") as book:
        for name, part in parts.items():
            book.writestr(name, part)
    assert any("哈希" in each for each in faults_of(filed, closed))
    path.unlink()
    assert any("不见了" in each for each in faults_of(filed, closed))


def test_markup_in_reasons_and_formulas_in_names_stay_text(client, desk, project, settings):
    settings.GAOXIN_TODAY = "2026-09-05"
    project.name = '=HYPERLINK("http://x")'
    project.save()
    review = desk.opened(project)
    desk.drawn(review)
    desk.papers(review)
    mark = "<script>alert(1)</script>"
    for expert in desk.active(review):
        desk.sign(review, expert, HARSH, {name: mark for name in REASONS})
    client.force_login(desk.active(review)[0])
    page = client.get(reverse("review:expert:sheet", args=[review.code])).content.decode()
    assert mark not in page and "&lt;script&gt;" in page
    client.force_login(desk.office)
    sheet = client.get(reverse("review:home") + "?format=xlsx").content
    with zipfile.ZipFile(io.BytesIO(sheet)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
