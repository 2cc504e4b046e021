"""The office's screens (评审办公室的页面): each form does its act, or says why it does not."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gaoxin.review import actions
from gaoxin.review.models import Meeting, Opinion, Panel, Review, SchemeVersion, VetoAnswer
from gaoxin.review.queries import CaseFile, course_of, score_of
from tests.rooms.conftest import person
from tests.rooms.review.conftest import PRESET


@pytest.fixture
def browser(client, settings):
    """Return a function that signs somebody in on a day."""
    settings.GAOXIN_TODAY = "2026-09-20"

    def as_(user):
        client.force_login(user)
        return client

    return as_


def address(name: str, review: Review, *more: object) -> str:
    return reverse(f"review:{name}", args=[review.code, *more])


def text_of(answer) -> str:
    return answer.content.decode()


def test_a_project_is_taken_in_with_what_the_ledger_knows(browser, desk, project):
    client = browser(desk.office)
    given = {"project": project.code, "kind": "industrial"}
    answer = client.post(reverse("review:intake"), given)
    made = Review.objects.get()
    assert answer["Location"] == address("case", made)
    assert CaseFile(made).values["investment_yi"].value == "6"
    again = client.post(reverse("review:intake"), given)
    assert "已有在办的评审" in text_of(again)


def test_the_dossier_form_writes_what_differs_and_shows_the_interval(browser, desk, review):
    client = browser(desk.office)
    page = client.get(address("dossier", review))
    values = {f.name: f.value() or "" for f in page.context["form"]}
    values |= {"jobs": "", "far": "2.5", "leased": ""}
    client.post(address("dossier", review), values)
    file = CaseFile(review)
    assert file.values["far"].value == "2.5" and "jobs" not in file.values
    shown = text_of(client.get(address("case", review)))
    assert "缺 1 项数据" in shown and "新增就业" in shown


def test_a_bureau_writes_through_its_delegate_only(browser, desk, review, zone):
    desk.passed(review)
    writer = person("writer", "specialist")
    client = browser(writer)
    given = {"bureau": "财政局", "stance": "agree", "words": "同意", "proof": "notice"}
    refused = client.post(address("opinion", review), given)
    assert "有效" in text_of(refused) and not Opinion.objects.exists()
    actions.delegate(writer, "财政局", zone=zone, by=desk.office)
    client.post(address("opinion", review), given)
    assert [o.bureau for o in Opinion.objects.all()] == ["财政局"]
    client.post(
        address("veto", review), {"veto": "V11", "raised": "0", "words": "", "proof": "notice"}
    )
    assert VetoAnswer.objects.get().raised is False


def test_steps_show_why_they_cannot_be_finished(browser, desk, review):
    desk.passed(review)
    client = browser(desk.office)
    shown = text_of(client.get(address("case", review)))
    assert "生态环境分局未提意见" in shown and "还不能上会" in shown
    pressed = client.post(address("step", review, "pass"), {"paper": "会签单", "proof": "notice"})
    assert "还不能完成这一步" in text_of(pressed) and "会签单" in text_of(pressed)
    assert course_of(review).state == "pre"


def test_the_panel_is_drawn_on_screen_and_anybody_can_draw_again(browser, desk, review):
    desk.to_panel(review)
    client = browser(desk.office)
    client.post(address("draw", review), {"seed": "开奖 2026105", "excluded": ["e00"]})
    row = Panel.objects.get()
    assert (row.seed, row.excluded) == ("开奖 2026105", ["e00"])
    assert "照种子重抽，结果相同" in text_of(client.get(address("panel_acts", review)))
    closed = client.post(address("gate", review, "close"))
    assert closed.status_code == 400 and "材料尚未开放" in text_of(closed)


def test_the_meeting_form_reads_votes_and_names_the_line_it_cannot(browser, desk, review):
    desk.closed(review)
    client = browser(desk.leader)
    given = {"result": "admit", "body": "主任办公会", "held_on": "2026-09-03", "reason": "合乎方案"}
    refused = client.post(address("decide", review), {**given, "votes": "甲 赞成\n乙好像赞成"})
    assert "第 2 行读不懂" in text_of(refused) and not Meeting.objects.exists()
    votes = "甲 赞成\n乙 赞成\n丙 反对\n丁 回避"
    client.post(address("decide", review), {**given, "votes": votes})
    meeting = Meeting.objects.get()
    assert meeting.recused == ["丁"] and meeting.votes == {
        "甲": "for",
        "乙": "for",
        "丙": "against",
    }
    assert browser(desk.office).get(address("decide", review)).status_code == 403


def test_every_mark_opens_its_band_rule_and_evidence(browser, desk, review):
    client = browser(desk.office)
    told = text_of(client.get(address("mark_panel", review, "con_tax_mu")))
    assert "行业下限 20" in told and "符合" in told and "《隆昌市" in told
    for name in score_of(review).marks:
        assert client.get(address("mark_panel", review, name)).status_code == 200, name
    for name in ("total", "vetoes", "computed", "dim.fit", "value.jobs"):
        assert client.get(address("mark_panel", review, name)).status_code == 200, name
    assert client.get(address("mark_panel", review, "beauty")).status_code == 404


def test_a_published_scheme_is_frozen_and_a_draft_shows_what_would_change(browser, desk, review):
    client = browser(desk.office)
    text = PRESET.read_text(encoding="utf-8")
    changed = text.replace('version: "2026.1"', 'version: "2027.0"').replace(
        "K: {priority: 80, admit: 70", "K: {priority: 95, admit: 90"
    )
    desk.judged(review)
    client.post(reverse("review:draft_scheme"), {"content": changed})
    draft = SchemeVersion.objects.get(version="2027.0")
    shown = text_of(client.get(reverse("review:scheme", args=[draft.pk])))
    assert "结论不同 1 件" in shown and "2026.1 → 2027.0" in shown
    client.post(reverse("review:publish", args=[draft.pk]))
    again = client.post(reverse("review:draft_scheme"), {"content": changed + "\n# more\n"})
    assert "不可再改" in text_of(again)
    with pytest.raises(ValueError, match="frozen"):
        SchemeVersion.objects.get(pk=draft.pk).save()
    assert review.scheme.version == "2026.1"


def test_a_scheme_whose_marks_do_not_add_up_is_refused_with_its_line(browser, desk, scheme):
    broken = PRESET.read_text(encoding="utf-8").replace(
        "industrial: 8, platform: 6", "industrial: 9, platform: 6", 1
    )
    answer = browser(desk.office).post(reverse("review:draft_scheme"), {"content": broken})
    assert "应为" in text_of(answer) and SchemeVersion.objects.count() == 1


def test_the_past_shows_the_case_as_it_stood_and_offers_no_form(browser, desk, review):
    desk.decided(review)
    client = browser(desk.office)
    past = text_of(client.get(address("case", review) + "?as_of=2026-09-01"))
    assert 'method="post"' not in past.partition("<main")[2]
    assert "<b>完成这一步</b>" in past and "<b>会议决定</b>" not in past
    assert client.get(address("case", review) + "?as_of=2026-08-01").status_code == 404
    listed = text_of(client.get(reverse("review:home") + "?as_of=2026-08-01"))
    assert review.code not in listed
