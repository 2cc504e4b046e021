"""From intake to the ledger's milestone (从提报到准入), and the ways out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation
from django.utils.timezone import localtime

from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models import Milestone
from gaoxin.lib.errors import Denied, UserError
from gaoxin.review import actions
from gaoxin.review.models import DossierValue, Move
from gaoxin.review.queries import CaseFile, course_of, score_of
from gaoxin.sources.models import AuditEvent, Citation
from tests.rooms.review.conftest import FIGURES, PAPER, pdf


def state(review):
    return course_of(review).state


def test_a_case_keeps_its_scheme_and_takes_its_tier_from_the_figures(review, scheme):
    assert (review.code, review.scheme, review.tier) == ("R-2026-001", scheme, "K")
    assert state(review) == "intake"
    assert score_of(review).tier == "K"


def test_a_case_runs_from_intake_to_the_milestone(desk, review):
    meeting = desk.decided(review)
    assert [m.kind for m in review.moves.all()] == ["pass"] * 5 + ["decide"]
    milestone = Milestone.objects.get(project=review.project, stage=Stage.ADMITTED)
    assert milestone.happened_on == meeting.held_on
    assert milestone.recorded_by == "leader"
    actions.file_paper(meeting, "minutes", pdf("会议纪要"), by=desk.leader, at=desk.tick())
    proof = Citation.objects.get(target_model="ledger.milestone", target_id=milestone.pk)
    assert proof.document.title == "会议纪要"


def test_only_what_differs_is_written_and_the_latest_value_counts(desk, review):
    count = DossierValue.objects.count()
    actions.put_values(review, {"jobs": actions.Told("180"), "far": actions.Told("2.0")},
                       **desk.told())  # fmt: skip
    assert DossierValue.objects.count() == count + 1
    assert CaseFile(review).values["far"].value == "2.0"


def test_a_value_that_the_scheme_cannot_read_is_refused_whole(desk, review):
    count = DossierValue.objects.count()
    told = {"far": actions.Told("2.5"), "inv_rank": actions.Told("emperor")}
    with pytest.raises(UserError, match="inv_rank"):
        actions.put_values(review, told, **desk.told())
    with pytest.raises(UserError, match="方案不用此项"):
        actions.put_values(review, {"beauty": actions.Told("9")}, **desk.told())
    shares = {"far": actions.Told("2.5"), "local_supply_pct": actions.Told("350")}
    with pytest.raises(UserError, match="本地配套率 350%：部分占整体"):
        actions.put_values(review, shares, **desk.told())
    with translation.override("en"), pytest.raises(UserError, match="share supplied locally 350%"):
        actions.put_values(review, shares, **desk.told())
    assert DossierValue.objects.count() == count
    actions.put_values(review, {"debt_ratio_pct": actions.Told("140")}, **desk.told())
    assert CaseFile(review).values["debt_ratio_pct"].value == "140"


def test_missing_figures_leave_an_interval(desk, project):
    values = {k: v for k, v in FIGURES.items() if k not in {"rd_pct", "tax_wan_per_mu"}}
    found = score_of(desk.opened(project, values))
    assert set(found.missing_figures) == {"rd_pct", "tax_wan_per_mu"}
    assert found.low < found.high


def test_the_dossier_is_sealed_from_the_panel_on_until_it_is_returned(desk, review):
    desk.to_panel(review)
    with pytest.raises(UserError, match="封存"):
        actions.put_values(review, {"far": actions.Told("3")}, **desk.told())


def test_a_step_says_everything_that_is_lacking(desk, review):
    desk.passed(review)
    with pytest.raises(UserError, match="生态环境分局未提意见") as why:
        desk.passed(review)
    assert "财政局未提意见" in str(why.value)


def test_without_a_finished_joint_review_there_is_no_decision(desk, review):
    desk.to_joint(review)
    with pytest.raises(UserError, match="未完成联审"):
        actions.decide(review, desk.motion(), by=desk.leader, at=desk.tick())
    desk.opine(review)
    with pytest.raises(UserError, match="V1"):
        desk.passed(review)
    assert not Milestone.objects.filter(stage=Stage.ADMITTED).exists()


def test_a_veto_stops_the_case_and_only_its_bureau_lifts_it(desk, review):
    desk.passed(review)
    written = actions.Written("排放一类污染物", PAPER)
    actions.answer_veto(review, "V4", written, raised=True, **desk.told())
    assert (state(review), score_of(review).outcome.result) == ("vetoed", "veto")
    with pytest.raises(UserError, match="没有触发"):
        actions.answer_veto(review, "V6", written, raised=False, **desk.told())
    actions.answer_veto(review, "V4", actions.Written("改工艺", PAPER), raised=False, **desk.told())
    assert (state(review), score_of(review).case.vetoes) == ("pre", ())


def test_the_office_enters_an_opinion_only_with_the_paper(desk, review):
    desk.passed(review)
    with pytest.raises(UserError, match="书面意见"):
        actions.give_opinion(review, "财政局", "agree", actions.Written("同意"), **desk.told())


def test_a_returned_case_comes_back_to_its_step(desk, review):
    desk.passed(review)
    with pytest.raises(UserError, match="原因"):
        actions.return_case(review, " ", **desk.told())
    actions.return_case(review, "缺验资报告", **desk.told())
    assert state(review) == "returned"
    actions.put_values(review, {"equity_pct": actions.Told("25")}, **desk.told())
    actions.resubmit(review, **desk.told())
    assert state(review) == "pre"


def test_a_project_has_one_running_case(desk, review, project):
    with pytest.raises(UserError, match="R-2026-001"):
        desk.opened(project)
    actions.withdraw(review, "投资方撤回", **desk.told())
    assert desk.opened(project).code == "R-2026-002"


def test_conditions_admit_when_met_and_reject_when_their_time_is_over(desk, review):
    wanted = actions.Wanted("危废方案过审", "生态环境分局", (desk.at + timedelta(60)).date())
    meeting = desk.decided(review, "conditional", conditions=[wanted])
    assert not Milestone.objects.filter(stage=Stage.ADMITTED).exists()
    condition = meeting.conditions.get()
    with pytest.raises(UserError, match="材料"):
        actions.meet_condition(
            condition, met_on=localtime(desk.at).date(), evidence="", **desk.told()
        )
    late = {"by": desk.office, "at": desk.at + timedelta(200)}
    with pytest.raises(UserError, match="转为不予准入"):
        actions.meet_condition(condition, met_on=localtime(desk.at).date(), evidence="批文", **late)
    desk.tick(days=30)
    actions.meet_condition(
        condition, met_on=localtime(desk.at).date(), evidence="批文", **desk.told()
    )
    milestone = Milestone.objects.get(stage=Stage.ADMITTED)
    assert milestone.happened_on == localtime(desk.at).date()


def test_no_meeting_lifts_a_project_over_a_line(desk, review):
    desk.closed(review)
    with pytest.raises(UserError, match="得分只允许"):
        actions.decide(review, desk.motion("priority"), by=desk.leader, at=desk.tick())
    few = {"votes": {"甲": "for", "乙": "for"}}
    with pytest.raises(UserError, match="法定人数"):
        actions.decide(review, desk.motion(**few), by=desk.leader, at=desk.tick())
    split = {"votes": {"甲": "for", "乙": "for", "丙": "against", "丁": "against"}}
    with pytest.raises(UserError, match="没有通过"):
        actions.decide(review, desk.motion(**split), by=desk.leader, at=desk.tick())
    assert not Move.objects.filter(kind="decide").exists()


def test_who_may_do_what(desk, review, outsider, pool):
    with pytest.raises(Denied):
        actions.pass_step(review, paper="x", by=outsider)
    with pytest.raises(Denied):
        actions.pass_step(review, paper="x", by=desk.leader)
    desk.closed(review)
    with pytest.raises(Denied):
        actions.decide(review, desk.motion(), by=desk.office)


def test_the_audit_trail_names_the_case_and_no_score(desk, review):
    desk.closed(review)
    signed = AuditEvent.objects.filter(verb="sign_sheet")
    assert signed.count() == 5
    assert {event.target_label for event in signed} == {"R-2026-001"}
    assert all("levels" not in str(event.data) for event in AuditEvent.objects.all())


def test_an_appeal_draws_other_experts_and_can_undo_the_admission(desk, review):
    meeting = desk.decided(review)
    actions.notify(review, **desk.told())
    first = {user.username for user in desk.active(review)}
    actions.appeal(review, "对强度有异议", **desk.told())
    assert (state(review), meeting.result) == ("panel", "admit")
    actions.draw_panel(review, actions.Lot("复议种子"), **desk.told())
    desk.papers(review)
    second = desk.active(review)
    assert first.isdisjoint(user.username for user in second)
    for expert in second:
        desk.sign(review, expert)
    actions.close_panel(review, **desk.told())
    actions.decide(review, desk.motion("reject"), by=desk.leader, at=desk.tick())
    assert actions.milestone_of(review, desk.tick()) is None
    actions.notify(review, **desk.told())
    with pytest.raises(UserError, match="一次"):
        actions.appeal(review, "再议", **desk.told())
