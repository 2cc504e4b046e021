"""The expert's area: declare, calibrate, score, sign, revise; whoever is out is told nothing."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gaoxin.review import actions
from gaoxin.review.actions import Place
from gaoxin.review.expert.desk import desk_of, due_count
from gaoxin.review.models import Calibration, Draft
from gaoxin.review.queries import panel_of, panel_row
from gaoxin.sources.actions import Upload
from tests.rooms.review.conftest import CALM

PAGES = ("\n".join([
    "甲投资集团有限公司委托编制。", "核心涂布工序已完成 3 个月中试，良率 91%，量产线按 88% 测算。",
]), "甲投资集团出资，选址在新材料园。")  # fmt: skip


def client_of(user, language: str = "zh-hans") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def url(name: str, review, **more) -> str:
    return reverse(f"review:expert:{name}", kwargs={"code": review.code, **more})


def text(answer) -> str:
    """Return the main part of a page, or all of what is none."""
    page = answer.content.decode()
    return page.partition("<main")[2].partition("</main>")[0] or page


def paper_of(desk, review):
    upload = Upload("正文".encode(), "可研.txt", "text", "甲投资集团可行性研究报告")
    paper = actions.add_paper(review, upload, pages=PAGES, by=desk.office, at=desk.tick())
    actions.prove(paper, "rd_level", Place(1, "已完成 3 个月中试，良率 91%"), by=desk.office)
    return paper


@pytest.fixture
def drawn(desk, review):
    paper_of(desk, review)
    return desk.drawn(review)


@pytest.fixture
def opened(desk, drawn):
    return desk.papers(drawn)


@pytest.fixture
def expert(desk, drawn):
    return desk.active(drawn)[0]


def calibrated(review, user) -> Client:
    name = desk_of(user, review.code).calibration_name
    actions.calibrate(name, CALM, by=user)
    return client_of(user)


def typed(client: Client, review, round_: int = 1, device: str = "d-1", **edits):
    sent = {
        name.replace("__", "."): value if isinstance(value, dict) else {"value": value}
        for name, value in edits.items()
    }
    body = json.dumps({"device": device, "round": round_, "edits": sent})
    return client.post(url("draft", review), body, content_type="application/json")


FULL = {f"{item}__level": level for item, level in CALM.items()}


# Acceptance point 1: recusal before the papers, and 2: the recused finds nothing
def test_the_list_holds_only_cases_that_one_judges(desk, drawn, expert, outsider) -> None:
    assert drawn.code in text(client_of(expert).get(reverse("review:expert:mine")))
    other = next(u for name, u in desk.experts.items() if name not in panel_of(drawn).active)
    page = client_of(other).get(reverse("review:expert:mine"))
    assert page.status_code == 200 and drawn.code not in text(page)
    assert "0 件由您评审" in text(page)
    assert client_of(outsider).get(reverse("review:expert:mine")).status_code == 403
    assert due_count(user=expert) == 1 and due_count(user=other) is None


def test_nothing_is_shown_before_the_declaration(drawn, expert) -> None:
    client, paper = client_of(expert), drawn.papers.get()
    answer = client.get(url("sheet", drawn))
    assert answer.status_code == 302 and answer["Location"] == url("declare", drawn)
    assert client.get(url("paper", drawn, pk=paper.pk)).status_code == 404
    assert client.get(url("calibration", drawn)).status_code == 404
    page = text(client.get(url("declare", drawn)))
    for words in ("持有投资方股份", "近亲属关系", "没有以上情形"):
        assert words in page
    assert "甲投资" not in page


def test_registers_hint_at_a_tie_before_the_declaration(desk, zone, drawn, expert) -> None:
    known = actions.Known("industry", outside=True, employer="甲投资集团")
    actions.put_expert(zone, expert, known, by=desk.office)
    page = text(client_of(expert).get(url("declare", drawn)))
    assert "登记里查到的关联" in page and "三年内受雇于投资方或取酬" in page


def test_who_declares_none_waits_for_the_papers(drawn, expert) -> None:
    client = client_of(expert)
    assert client.post(url("declare", drawn), {"choice": "free"}).status_code == 302
    assert "材料尚未开放" in text(client.get(url("sheet", drawn)))
    assert "没有以上情形" not in text(client.get(url("declare", drawn)))


def test_who_is_recused_gets_404_on_every_address_of_the_case(desk, drawn, expert) -> None:
    client, paper = client_of(expert), drawn.papers.get()
    answer = client.post(url("declare", drawn), {"choice": "shareholding", "note": "2024 年起"})
    assert answer["Location"] == reverse("review:expert:mine")
    addresses = [url(n, drawn) for n in ("sheet", "declare", "calibration")]
    for address in [*addresses, url("paper", drawn, pk=paper.pk)]:
        assert client.get(address).status_code == 404
    for name in ("declare", "draft", "sign", "settle", "calibration"):
        assert client.post(url(name, drawn), {"choice": "free"}).status_code == 404
    page = text(client.get(reverse("review:expert:mine")))
    assert drawn.code not in page and "0 件由您评审" in page


def test_an_unknown_reason_is_refused(drawn, expert) -> None:
    client = client_of(expert)
    assert client.post(url("declare", drawn), {"choice": "bored"}).status_code == 400
    assert client.post(url("declare", drawn), {}).status_code == 400


# Calibration
def test_the_calibration_case_comes_before_the_first_sheet(opened, expert) -> None:
    client = client_of(expert)
    assert client.get(url("sheet", opened))["Location"] == url("calibration", opened)
    page = text(client.get(url("calibration", opened)))
    assert "锂电隔膜涂布线（虚构）" in page and "有一个同类项目投产，但晚了" not in page
    assert client.post(url("calibration", opened), {"fit_site": "4"}).status_code == 400
    assert client.post(url("calibration", opened), CALM).status_code == 302
    page = text(client.get(url("calibration", opened)))
    assert "您评 6.75 分，参考 6.25 分（满分 9.00）" in page and "比参考宽" in page
    client.post(url("calibration", opened), dict.fromkeys(CALM, "0"))
    assert Calibration.objects.get().levels == CALM


# The sheet
def test_the_criterion_stands_beside_its_evidence_with_names_covered(opened, expert) -> None:
    page = text(calibrated(opened, expert).get(url("sheet", opened)))
    assert "<mark>已完成 3 个月中试，良率 91%</mark>" in page
    assert "甲投资" not in page and "〔已遮〕" in page
    assert "国内先进，有第三方检测，已量产" in page and 'data-item="rd_level"' in page
    assert "由材料算出的 91 分" in page


def test_computed_marks_are_hidden_until_the_own_sheet_is_signed(desk, opened, expert) -> None:
    client = calibrated(opened, expert)
    line = "亩均税收 6.8/8"
    assert line not in text(client.get(url("sheet", opened)))
    desk.sign(opened, expert)
    assert line in text(client.get(url("sheet", opened)))


def test_a_paper_is_read_page_by_page_with_names_covered(opened, expert) -> None:
    client, paper = calibrated(opened, expert), opened.papers.get()
    first = text(client.get(url("paper", opened, pk=paper.pk)))
    assert "<mark>已完成 3 个月中试" in first and "甲投资" not in first
    second = text(client.get(url("paper", opened, pk=paper.pk) + "?page=2"))
    assert "选址在新材料园" in second and "甲投资" not in second
    assert "没有文字" not in second
    assert client.get(url("paper", opened, pk=paper.pk + 99)).status_code == 404


# Acceptance point 4: drafts
def test_a_draft_is_kept_field_by_field_and_the_subtotal_comes_from_the_server(
    opened, expert
) -> None:
    client = calibrated(opened, expert)
    answer = typed(client, opened, fit_site__level="4", inv_record__level="3").json()
    assert (answer["marks"], answer["of"]) == ("4.25", "5")
    assert answer["left"] == "还差第 3、4 项；第 1 项要写理由" and not answer["ready"]
    answer = typed(client, opened, fit_site__reason="上下游相邻").json()
    assert answer["left"] == "还差第 3、4 项"
    page = text(client.get(url("sheet", opened)))
    assert "上下游相邻" in page and "已自动保存" in page


def test_two_devices_both_keep_what_they_wrote(opened, expert) -> None:
    client = calibrated(opened, expert)
    typed(client, opened, rd_level__reason="电脑上写的")
    answer = typed(client, opened, device="phone", rd_level__reason="手机上写的").json()
    field = answer["fields"]["rd_level.reason"]
    assert (field["value"], field["other"]["value"]) == ("手机上写的", "电脑上写的")
    assert "另一设备也写了" in text(client.get(url("sheet", opened)))
    client.post(url("settle", opened), {"choice": "rd_level.reason:other"})
    page = text(client.get(url("sheet", opened)))
    assert "电脑上写的" in page and "手机上写的" not in page


def test_what_a_device_sends_wrongly_is_refused_with_a_reason(opened, expert) -> None:
    client = calibrated(opened, expert)
    for answer in (
        typed(client, opened, fit_site__level="7"), typed(client, opened, con_far__level="1"),
        typed(client, opened, round_=2, fit_site__level="1"),
        client.post(url("draft", opened), "{", content_type="application/json"),
        client.post(url("draft", opened), "[]", content_type="application/json"),
    ):  # fmt: skip
        assert answer.status_code == 409 and answer.json()["refused"]
    assert not Draft.objects.exists()


def test_the_sheet_works_as_a_plain_form(opened, expert) -> None:
    client = calibrated(opened, expert)
    sent = {f"{item}.level": "3" for item in CALM} | {"rd_level.reason": "有检测"}
    client.post(url("draft", opened), sent)
    assert "有检测" in text(client.get(url("sheet", opened)))
    # A form that was shown earlier and not changed overwrites nothing.
    typed(client, opened, device="phone", rd_level__reason="手机上改了")
    client.post(url("draft", opened), sent | {"rd_level.reason.was": "有检测"})
    assert "手机上改了" in text(client.get(url("sheet", opened)))


def test_nobody_else_sees_a_draft(desk, opened, expert) -> None:
    typed(calibrated(opened, expert), opened, fit_site__reason="我的秘密")
    for other in (*desk.active(opened)[1:], desk.office, desk.leader):
        client = client_of(other)
        for name in ("sheet", "calibration"):
            assert "我的秘密" not in text(client.get(url(name, opened), follow=True))


# Acceptance points 4 and 5: signature with time and hash, reasons forced
def test_what_will_be_signed_is_shown_and_only_that_is_signed(opened, expert) -> None:
    client = calibrated(opened, expert)
    typed(client, opened, **FULL)
    page = client.post(url("sign", opened))
    assert "签名后不能再改" in text(page) and "6.75 / 9 分" in text(page)
    stamp = text(page).partition('name="confirmed" value="')[2].partition('"')[0]
    typed(client, opened, device="phone", fit_site__level="2")
    again = client.post(url("sign", opened), {"confirmed": stamp})
    assert "另一设备刚刚改了评分" in text(again) and not panel_row(opened).signatures.exists()
    stamp = text(again).partition('name="confirmed" value="')[2].partition('"')[0]
    client.post(url("sign", opened), {"confirmed": stamp})
    signature = panel_row(opened).signatures.get()
    assert signature.content["levels"]["fit_site"] == 2
    receipt = text(client.get(url("sheet", opened)))
    assert "签名回执" in receipt and signature.digest[:12] in receipt
    assert f'data-signed="{expert.username}/{opened.code}/"' in receipt


def test_an_unfinished_sheet_is_not_signed_and_stays(opened, expert) -> None:
    client = calibrated(opened, expert)
    typed(client, opened, **{**FULL, "rd_level__level": "1"})
    page = client.post(url("sign", opened), follow=True)
    assert "还不能签名：第 3 项要写理由" in text(page)
    assert desk_of(expert, opened.code).levels["rd_level"] == 1


def test_twice_or_after_closing_is_refused_and_the_draft_is_kept(desk, opened, expert) -> None:
    client = calibrated(opened, expert)
    typed(client, opened, **FULL)
    desk.sign(opened, expert)
    assert "已签过" in text(client.post(url("sign", opened), {"confirmed": "x"}, follow=True))
    for other in desk.active(opened)[1:4]:
        desk.sign(opened, other)
    late = desk.active(opened)[4]
    client = calibrated(opened, late)
    typed(client, opened, **FULL)
    actions.close_panel(opened, by=desk.office, at=desk.tick())
    assert "评审已关闭" in text(client.post(url("sign", opened), follow=True))
    assert typed(client, opened, fit_site__level="1").status_code == 409
    assert Draft.objects.get(username=late.username).fields["fit_site"]["level"]["value"] == 3


def test_the_clock_behind_the_last_signature_is_refused_and_the_draft_kept(
    desk, opened, expert, monkeypatch
) -> None:
    client = calibrated(opened, expert)
    typed(client, opened, **FULL)
    other = desk.active(opened)[1]
    desk.tick(days=900)
    desk.sign(opened, other)
    page = client.post(url("sign", opened))
    stamp = text(page).partition('name="confirmed" value="')[2].partition('"')[0]
    page = client.post(url("sign", opened), {"confirmed": stamp}, follow=True)
    assert "没有签上，草稿还在" in text(page)
    assert desk_of(expert, opened.code).levels == CALM


# Acceptance points 3 and 7: blind until signed, then one revision
def test_others_are_seen_after_the_own_signature_only(desk, opened, expert) -> None:
    other = desk.active(opened)[1]
    desk.sign(opened, other, {**CALM, "rd_level": 4}, {"rd_level": "国家级鉴定在手"})
    client = calibrated(opened, expert)
    before = text(client.get(url("sheet", opened)))
    assert "国家级鉴定在手" not in before and "已签" not in before
    desk.sign(opened, expert)
    after = text(client.get(url("sheet", opened)))
    assert "国家级鉴定在手" in after and "5 人已签 2 人" in after


def test_one_revision_in_the_discussion_both_kept(desk, opened, expert) -> None:
    client = calibrated(opened, expert)
    for name in desk.active(opened):
        desk.sign(opened, name)
    actions.open_discussion(opened, by=desk.office, at=desk.tick())
    page = text(client.get(url("sheet", opened)))
    assert "合议一轮" in page and 'data-round="2"' in page
    typed(client, opened, round_=2, fit_site__level="2")
    stamp = text(client.post(url("sign", opened)))
    stamp = stamp.partition('name="confirmed" value="')[2].partition('"')[0]
    client.post(url("sign", opened), {"confirmed": stamp})
    rounds = panel_row(opened).signatures.filter(username=expert.username)
    assert [s.content["levels"]["fit_site"] for s in rounds] == [3, 2]
    page = text(client.get(url("sheet", opened)))
    assert "复评" in page and 'name="fit_site.level"' not in page


def test_a_tie_that_comes_to_light_late_still_closes_everything(desk, opened, expert) -> None:
    client = calibrated(opened, expert)
    desk.sign(opened, expert)
    client.post(url("declare", opened), {"choice": "relative"})
    assert client.get(url("sheet", opened)).status_code == 404
    assert expert.username not in panel_of(opened).active


def test_in_the_past_nothing_is_written(opened, expert) -> None:
    client = calibrated(opened, expert)
    for name in ("sheet", "declare", "calibration"):
        page = text(client.get(url(name, opened) + "?as_of=2026-11-01"))
        assert 'method="post"' not in page and "<h1>" in page


def test_after_an_appeal_the_first_panel_sees_its_own_sheets_only(desk, review) -> None:
    desk.decided(review, "reject")
    first = desk.active(review)[0]
    actions.notify(review, by=desk.office, at=desk.tick())
    actions.appeal(review, "二期未计", by=desk.office, at=desk.tick())
    actions.draw_panel(review, actions.Lot("复议种子"), by=desk.office, at=desk.tick())
    second = desk.active(review)[0]
    page = text(client_of(first).get(reverse("review:expert:mine")))
    assert review.code in page and "评审已关闭" in page
    assert "签名回执" in text(client_of(first).get(url("sheet", review)))
    assert "先声明回避" in text(client_of(second).get(reverse("review:expert:mine")))


def test_the_sheet_counts_the_days_to_sign_and_carries_the_moment(opened, expert, settings):
    client = calibrated(opened, expert)
    last = panel_row(opened).sign_by
    for day, said in ((last - timedelta(2), "还有 2 天"), (last, "今天 24:00 前签名"),
                      (last + timedelta(1), "评审关闭前仍可签")):  # fmt: skip
        settings.GAOXIN_TODAY = day.isoformat()
        page = client.get(url("sheet", opened)).content.decode()
        assert said in page
        moment = re.search(r'data-now="([^"]+)"', page)
        assert moment is not None and datetime.fromisoformat(moment[1]).tzinfo is not None
