"""Siege of blindness (互不知分的攻防): what could tell others' scores before the own is signed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gaoxin.lib.errors import Denied
from gaoxin.people.models import Membership, User
from gaoxin.review import actions
from gaoxin.review.models import DossierValue, Review
from gaoxin.review.pages.trials import what_if
from gaoxin.review.queries import CaseFile, panel_of, score_of, sight_of
from gaoxin.sources.queries import audit_events, may_open
from tests.rooms.review.conftest import HARSH, PRESET, pdf


def also(user: User, *roles: str) -> User:
    for role in roles:
        Membership.objects.create(user=user, role=role)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def open_case(desk, review, settings) -> Review:
    settings.GAOXIN_TODAY = "2026-09-05"
    desk.drawn(review)
    return desk.papers(review)


def test_a_reserve_with_the_office_is_as_blind_as_a_member(desk, open_case):
    reserve = also(desk.experts[panel_of(open_case).reserves[0]], "office", "auditor")
    member = desk.active(open_case)[0]
    desk.sign(open_case, desk.active(open_case)[1])
    assert not sight_of(reserve, CaseFile(open_case)).scores
    actions.recuse(open_case, "relative", by=member, at=desk.tick())
    assert reserve.username in panel_of(open_case).active
    assert not audit_events(reserve).filter(verb="sign_sheet").exists()


def test_after_the_first_signature_the_revision_is_as_blind(desk, open_case):
    first, *others, last = desk.active(open_case)
    for expert in (first, *others):
        desk.sign(open_case, expert)
    desk.sign(open_case, last, HARSH)
    actions.open_discussion(open_case, **desk.told())
    judge = also(first, "office")
    desk.sign(open_case, last)
    assert not sight_of(judge, CaseFile(open_case)).scores
    desk.sign(open_case, judge)
    assert sight_of(judge, CaseFile(open_case)).scores


def test_a_manager_who_judges_learns_neither_count_nor_spread(client, desk, open_case, zone):
    judge = also(desk.active(open_case)[0], "office", "leader")
    others = [e for e in desk.active(open_case) if e.username != judge.username]
    desk.sign(open_case, others[0])
    desk.sign(open_case, others[1], HARSH)
    client.force_login(judge)
    page = client.get(reverse("review:case", args=[open_case.code])).content.decode()
    assert "已签 2 人" not in page and "须先合议" not in page and "开合议" not in page
    for kind in ("close", "discuss"):
        answer = client.post(reverse("review:gate", args=[open_case.code, kind]))
        assert answer.status_code == 403
    for name in ("panel_acts", "recusal"):
        assert client.get(reverse(f"review:{name}", args=[open_case.code])).status_code == 403
    draft = PRESET.read_text(encoding="utf-8").replace('version: "2026.1"', 'version: "2026.9"')
    version = actions.keep_draft(zone, draft, by=desk.office)
    assert what_if(version, desk.office) and not what_if(version, judge)


def test_the_interval_and_the_motions_tell_nothing_before_the_panel_closes(
    client, desk, project, settings
):
    settings.GAOXIN_TODAY = "2026-09-05"
    review = desk.opened(project)
    desk.drawn(review)
    desk.papers(review)
    DossierValue.objects.create(
        review=review, name="jobs", value="", at=desk.tick(), by=desk.office.username
    )
    for expert in desk.active(review):
        desk.sign(review, expert)
    fresh = Review.objects.get(pk=review.pk)
    found = score_of(fresh)
    assert found.missing_figures
    client.force_login(desk.leader)
    page = client.get(reverse("review:case", args=[review.code])).content.decode()
    assert f"{found.low}" not in page and f"{found.high}" not in page
    answer = client.get(reverse("review:decide", args=[review.code]))
    assert answer.status_code == 400 and "附条件" not in answer.content.decode()


def test_who_has_not_declared_opens_no_document_and_no_one_reads_one_uncovered(desk, review):
    paper = actions.add_paper(review, pdf("可研报告"), by=desk.office, pages=["甲投资集团"])
    desk.drawn(review)
    expert = desk.active(review)[0]
    assert not may_open(expert, paper.document)
    desk.papers(review)
    desk.sign(review, expert)
    assert not may_open(expert, paper.document)
    assert may_open(desk.office, paper.document)


def test_under_appeal_nothing_shows_the_second_panel(client, desk, review, settings):
    settings.GAOXIN_TODAY = "2026-09-08"
    desk.decided(review)
    actions.notify(review, paper="告知书", **desk.told())
    actions.appeal(review, "数据有误", **desk.told())
    actions.draw_panel(review, actions.Lot("复议"), **desk.told())
    desk.papers(review)
    for expert in desk.active(review)[:4]:
        desk.sign(review, expert, HARSH)
    second = f"{score_of(review).total}"
    client.force_login(desk.leader)
    letter = client.get(reverse("review:papers:letter", args=[review.code]))
    assert letter.status_code == 400 and second not in letter.content.decode()
    test = client.get(reverse("review:papers:backtest", args=[review.code]))
    assert test.status_code == 404
    assert second not in client.get(reverse("review:papers:backtests")).content.decode()


def test_the_act_itself_refuses_a_manager_who_has_still_to_sign(desk, open_case):
    judge = also(desk.active(open_case)[0], "office")
    for act in (actions.open_discussion, actions.close_panel):
        with pytest.raises(Denied, match="专家组里"):
            act(open_case, by=judge, at=desk.tick())
