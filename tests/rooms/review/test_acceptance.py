"""The twelve points of the acceptance list (验收十二条), each a test named after it.

The halves of points 1, 3, 4, 5 and 9 that need the expert's pages or the papers are in
`test_acceptance_expert.py`.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, connection, connections
from django.db.models import prefetch_related_objects
from django.urls import reverse

from gaoxin.lib.errors import Denied, UserError
from gaoxin.people.models import Membership
from gaoxin.review import actions, queries
from gaoxin.review.commands import verify
from gaoxin.review.models import Draft, Review, Signature
from gaoxin.review.queries import CaseFile, panel_of, score_of
from gaoxin.review.queries.lists import FILE_ROWS, listed
from gaoxin.review.queries.proof import chain_faults
from gaoxin.review.queries.statistics import (
    agreement,
    lines_of,
    means_of,
    tipping,
)
from gaoxin.sources.models import AuditEvent, Document
from gaoxin.sources.queries import audit_events, documents_for, may_open
from tests.rooms.review.conftest import CALM, HARSH, PAPER, REASONS

WIDE = {"fit_site": 3, "inv_record": 3, "rd_level": 0, "ctl_ability": 3}


# (1) recusal declared before papers open, auto-hint from registry fields -------------------
def test_01_recusal_is_declared_before_papers_open_with_hints(desk, review, zone, office):
    desk.drawn(review)
    expert = desk.active(review)[0]
    known = actions.Known("industry", employer="甲投资集团", advised=("乙公司",))
    actions.put_expert(zone, expert, known, by=office)
    assert [hint.reason for hint in queries.hints_of(review, expert.username)] == [
        "employed_or_paid_by_investor_3y"
    ]
    with pytest.raises(UserError, match="还没有声明"):
        actions.open_papers(review, **desk.told())
    with pytest.raises(UserError, match="先声明"):
        actions.sign_sheet(review, CALM, {}, by=expert, at=desk.tick())
    actions.recuse(review, "shareholding", by=expert, at=desk.tick())
    desk.papers(review)
    assert [each.late for each in panel_of(review).recusals] == [False]


# (2) recused person: 404 on page, export, search, totals, notifications ---------------------
@pytest.fixture
def recused(desk, review):
    """An expert who is also an officer of the zone, drawn and then recused."""
    desk.drawn(review)
    expert = desk.active(review)[0]
    Membership.objects.create(user=expert, role="office")
    expert = type(expert).objects.get(pk=expert.pk)
    assert queries.reviews_for(expert).filter(pk=review.pk).exists()
    actions.recuse(review, "relative", by=expert, at=desk.tick())
    desk.papers(review)
    for other in desk.active(review):
        desk.sign(review, other)
    return expert


def test_02_a_recused_person_finds_nothing_anywhere(client, recused, review, settings):
    settings.GAOXIN_TODAY = "2026-09-05"
    client.force_login(recused)
    pages = ["case", "dossier", "opinion", "veto", "decide", "draw", "panel_acts"]
    for name in pages:
        answer = client.get(reverse(f"review:{name}", args=[review.code]))
        assert answer.status_code == 404, name
    assert client.get(reverse("review:mark_panel", args=[review.code, "total"])).status_code == 404
    listing = client.get(reverse("review:home"))
    assert review.project.name not in listing.content.decode()
    assert "<b>0</b>" in listing.content.decode()
    sheet = client.get(reverse("review:home") + "?format=xlsx")
    assert sheet.status_code == 200 and review.code.encode() not in sheet.content
    project = client.get(reverse("ledger:project", args=[review.project.code]))
    assert review.code not in project.content.decode()
    found = client.get(reverse("web:search") + f"?q={review.code}").content.decode()
    assert reverse("review:case", args=[review.code]) not in found
    assert review.code not in client.get(reverse("web:notices")).content.decode()


def test_02_a_recused_person_is_in_no_count_and_reads_no_document(recused, review):
    assert not queries.reviews_for(recused).exists()
    assert not listed(recused, None, review.at.date()).exists()
    with pytest.raises(Denied, match="没有这一评审"):
        actions.pass_step(review, paper="x", by=recused)
    document = Document.objects.get(title="书面意见")
    assert not may_open(recused, document)
    assert not documents_for(recused).filter(pk=document.pk).exists()
    assert not audit_events(recused).filter(target_model="review.review").exists()
    assert AuditEvent.objects.filter(target_model="review.review").exists()


# (3) scores invisible until own is signed ------------------------------------------------
def test_03_nobody_sees_scores_before_the_own_is_signed(desk, review):
    desk.drawn(review)
    desk.papers(review)
    first, second = desk.active(review)[:2]
    Membership.objects.create(user=second, role="office")
    second = type(second).objects.get(pk=second.pk)
    desk.sign(review, first)
    assert not queries.sight_of(second, CaseFile(review)).scores
    desk.sign(review, second)
    assert queries.sight_of(second, CaseFile(review)).scores
    assert not queries.sight_of(desk.leader, CaseFile(review)).scores
    assert queries.sight_of(desk.office, CaseFile(review)).scores


def test_03_the_page_shows_no_score_to_whom_it_is_closed(client, desk, review, settings):
    settings.GAOXIN_TODAY = "2026-09-05"
    desk.judged(review)
    total = f"{score_of(review).total}"
    address = reverse("review:case", args=[review.code])
    client.force_login(desk.leader)
    assert total not in client.get(address).content.decode()
    mark = client.get(reverse("review:mark_panel", args=[review.code, "rd_level"]))
    assert "3、3、3" not in mark.content.decode()
    client.force_login(desk.office)
    assert total in client.get(address).content.decode()


# (4) autosave draft, signed with time + hash -----------------------------------------------
def test_04_a_draft_is_kept_and_a_signature_has_time_and_hash(desk, review):
    desk.drawn(review)
    desk.papers(review)
    expert = desk.active(review)[0]
    kept = {"fit_site.level": {"value": 3, "at": "2026-09-01T10:00:00Z"}}
    actions.save_draft(review, kept, by=expert, at=desk.tick())
    with pytest.raises(UserError, match="缺少等级"):
        desk.sign(review, expert, {"fit_site": 3})
    assert Draft.objects.get(username=expert.username).fields == kept
    signed = desk.sign(review, expert)
    assert (len(signed.digest), signed.previous, signed.at) == (64, "0" * 64, desk.at)
    with pytest.raises(UserError, match="已签名"):
        actions.save_draft(review, kept, by=expert, at=desk.tick())


# (5) reasons forced at 0/1/4 ---------------------------------------------------------------
@pytest.mark.parametrize("level", [0, 1, 4])
def test_05_reasons_are_forced_at_0_1_and_4(desk, review, level):
    desk.drawn(review)
    desk.papers(review)
    expert = desk.active(review)[0]
    levels = {**CALM, "rd_level": level}
    with pytest.raises(UserError, match="须写理由: rd_level"):
        desk.sign(review, expert, levels, {"rd_level": "  "})
    desk.sign(review, expert, levels, {"rd_level": "有鉴定报告第 4 页"})


# (6) quorum bar and "cannot close" with cause ------------------------------------------------
def test_06_a_panel_cannot_close_and_says_why(desk, review):
    desk.drawn(review)
    desk.papers(review)
    for expert in desk.active(review)[:3]:
        desk.sign(review, expert)
    with pytest.raises(UserError, match=r"已签 3 人，法定 4 人（共 5 人）"):
        actions.close_panel(review, **desk.told())
    desk.sign(review, desk.active(review)[3])
    actions.close_panel(review, **desk.told())
    assert queries.course_of(review).state == "decide"
    with pytest.raises(UserError, match="关闭"):
        desk.sign(review, desk.active(review)[4])


# (7) spread flag -> discussion round, one revision each, both kept ---------------------------
def test_07_a_wide_spread_asks_for_one_discussion_and_keeps_both_sheets(desk, review):
    desk.drawn(review)
    desk.papers(review)
    active = desk.active(review)
    for expert in active[:4]:
        desk.sign(review, expert)
    desk.sign(review, active[4], HARSH)
    with pytest.raises(UserError, match="须先合议"):
        actions.close_panel(review, **desk.told())
    actions.open_discussion(review, **desk.told())
    desk.sign(review, active[4], {**CALM, "rd_level": 2})
    with pytest.raises(UserError, match="只可改一次"):
        desk.sign(review, active[4])
    rows = Signature.objects.filter(username=active[4].username)
    assert [row.content["levels"]["rd_level"] for row in rows] == [0, 2]
    assert CaseFile(review).case.sheets[4]["rd_level"] == 2
    actions.close_panel(review, **desk.told())


# (8) leave-one-out and tipping-weight panel for borderline ------------------------------------
def test_08_borderline_shows_the_total_without_each_and_the_tipping_weight(desk, review):
    desk.judged(review)
    file = CaseFile(review)
    lines = lines_of(file)
    assert [line.trimmed for line in lines] == ["lowest", "", "", "", "highest"]
    assert all(line.without.total == file.score.total for line in lines)
    tips = {tip.dimension: tip for tip in tipping(file)}
    assert set(tips) and all(tip.stated in {10, 20, 30} for tip in tips.values())
    found = agreement(file)
    assert found is not None and found.alpha == 1


# (9) decision with vote list and conditions ------------------------------------------------
def test_09_a_decision_keeps_votes_and_conditions(desk, review):
    due = (desk.at + timedelta(60)).date()
    wanted = actions.Wanted("危废方案过审", "生态环境分局", due, "批文")
    meeting = desk.decided(review, "conditional", conditions=[wanted])
    assert meeting.votes == {"甲": "for", "乙": "for", "丙": "for", "丁": "against"}
    kept = meeting.conditions.get()
    assert (kept.owner, kept.due_on, kept.proof) == ("生态环境分局", due, "批文")


def test_09_conditions_without_owner_or_day_are_refused(desk, review):
    wanted = actions.Wanted("危废方案过审", " ", desk.at.date())
    with pytest.raises(UserError, match="缺内容或责任人"):
        desk.decided(review, "conditional", conditions=[wanted])


# (10) chain of hashes so a changed score is seen --------------------------------------------
def test_10_a_changed_score_is_seen(desk, review):
    desk.judged(review)
    assert chain_faults() == (1, [])
    row = Signature.objects.order_by("id")[1]
    changed = {**row.content, "levels": {**row.content["levels"], "rd_level": 4}}
    Signature.objects.filter(pk=row.pk).update(content=changed)
    checked, faults = chain_faults()
    assert (checked, faults[0].place, faults[0].zh) == (1, 2, "内容在签名后被改动")
    with pytest.raises(UserError, match="第 2 份签名"):
        actions.close_panel(review, **desk.told())


def test_10_what_a_page_read_before_is_asked_anew(desk, review):
    desk.drawn(review)
    desk.papers(review)
    first, second = desk.active(review)[:2]
    stale = Review.objects.get(pk=review.pk)
    prefetch_related_objects([stale], *FILE_ROWS)
    desk.sign(review, first)
    signed = desk.sign(stale, second)
    assert signed.previous == Signature.objects.get(username=first.username).digest


def test_10_the_command_names_the_first_break(desk, review):
    desk.judged(review)
    whole = CliRunner().invoke(verify)
    assert (whole.exit_code, "断开 0 条" in whole.output) == (0, True)
    row = Signature.objects.order_by("id")[1]
    Signature.objects.filter(pk=row.pk).update(at=row.at + timedelta(minutes=1))
    broken = CliRunner().invoke(verify)
    assert broken.exit_code == 1
    assert "R-2026-001 第 1 次评审，第 2 份签名：内容在签名后被改动" in broken.output


def test_10_a_dropped_signature_is_seen(desk, review):
    desk.judged(review)
    Signature.objects.order_by("id")[2].delete()
    assert chain_faults()[1][0].place == 3


def test_10_the_clock_may_not_go_back(desk, review):
    desk.drawn(review)
    desk.papers(review)
    first, second = desk.active(review)[:2]
    desk.sign(review, first)
    with pytest.raises(UserError, match="早于上一签名"):
        actions.sign_sheet(review, CALM, {}, by=second, at=desk.at - timedelta(hours=3))
    assert not panel_of(review).has_signed(second.username)


def test_10_two_links_never_follow_the_same_one(desk, review):
    desk.drawn(review)
    desk.papers(review)
    first, second = desk.active(review)[:2]
    signed = desk.sign(review, first)
    with pytest.raises(IntegrityError):
        Signature.objects.create(
            panel=signed.panel, username=second.username, round=1, at=desk.tick(),
            content=signed.content, previous=signed.previous, digest="f" * 64,
        )  # fmt: skip


def in_threads(acts):
    """Return what each act gives, all begun in the same instant, each with its own connection."""
    start, found = threading.Barrier(len(acts)), []

    def run(act):
        try:
            start.wait()
            found.append(act())
        except Exception as why:
            found.append(why)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@contextmanager
def on_file(path):
    """Let new connections open a copy of the database as a file, as in use; on PostgreSQL none."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.settings_dict["NAME"] = before


@pytest.mark.django_db(transaction=True)
def test_10_all_who_sign_at_once_are_in_the_chain(desk, review, tmp_path):
    desk.drawn(review)
    desk.papers(review)
    experts = desk.active(review)

    def signs(expert):
        return lambda: actions.sign_sheet(review, CALM, {}, by=expert).digest

    with on_file(tmp_path / "signing.sqlite3"):
        digests = in_threads([signs(expert) for expert in experts])
        kept = in_threads([lambda: (set(Signature.objects.values_list("digest", flat=True)),
                                    chain_faults())])  # fmt: skip
    assert [each for each in digests if isinstance(each, Exception)] == []
    assert kept == [(set(digests), (1, []))] and len(set(digests)) == 5


@pytest.mark.django_db(transaction=True)
def test_10_the_same_expert_signs_once_however_often_at_once(desk, review, tmp_path):
    desk.drawn(review)
    desk.papers(review)
    expert = desk.active(review)[0]
    actions.save_draft(review, {"fit_site.level": 3}, by=expert, at=desk.tick())

    def signs():
        return actions.sign_sheet(review, CALM, {}, by=expert).round

    with on_file(tmp_path / "twice.sqlite3"):
        found = in_threads([signs] * 4)
        drafts = in_threads([Draft.objects.count])
    assert found.count(1) == 1 and drafts == [1]
    refused = [str(each) for each in found if isinstance(each, UserError)]
    assert len(refused) == 3 and all("未开合议" in words for words in refused)


# (11) reviewer statistics for the office only ---------------------------------------------
def test_11_reviewer_statistics_are_for_the_office_only(client, desk, review, zone):
    desk.drawn(review)
    desk.papers(review)
    active = desk.active(review)
    for expert in active[:4]:
        desk.sign(review, expert)
    desk.sign(review, active[4], {**CALM, "rd_level": 1, "fit_site": 2}, REASONS)
    actions.open_discussion(review, **desk.told())
    before = score_of(review).total
    actions.close_panel(review, **desk.told())
    means = means_of(zone)
    assert means[active[4].username][0] < 0 < means[active[0].username][0]
    assert score_of(review).total == before
    client.force_login(desk.leader)
    assert client.get(reverse("review:pool")).status_code == 403
    client.force_login(desk.office)
    assert client.get(reverse("review:pool")).status_code == 200


# (12) appeal once, in 10 days, by other experts ---------------------------------------------
def test_12_one_appeal_in_ten_working_days_by_other_experts(desk, review):
    desk.decided(review)
    actions.notify(review, **desk.told())
    told = desk.at
    late = {"by": desk.office, "at": told + timedelta(30)}
    with pytest.raises(UserError, match="届满"):
        actions.appeal(review, "有异议", **late)
    desk.tick(days=5)
    actions.appeal(review, "有异议", **desk.told())
    before = set(panel_row_names(review, 1))
    actions.draw_panel(review, actions.Lot("第二次"), **desk.told())
    assert before.isdisjoint(panel_row_names(review, 2))
    assert Decimal(score_of(review).total) < 100
    for name in before:
        with pytest.raises(Denied):
            actions.sign_sheet(review, CALM, {}, by=desk.experts[name], at=desk.tick())


def panel_row_names(review, sitting: int) -> list[str]:
    row = review.panels.get(sitting=sitting)
    return [seat.username for seat in row.seats.all()]


def test_the_office_enters_with_the_bureaus_paper_only(desk, review):
    desk.passed(review)
    assert actions.bureaux_of(desk.office, review)
    actions.give_opinion(review, "财政局", "agree", actions.Written("同意", PAPER), **desk.told())
