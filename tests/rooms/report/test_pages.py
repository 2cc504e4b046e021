"""Screens of bulletins (通报页面): who sees what, what is closed and why, what is sent."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as WordFile

from gaoxin.report import actions
from gaoxin.report.models import Bulletin
from tests.rooms.conftest import moment

NOW = moment("2026-04-10", "2026-04-10T09:00")
MARCH = date(2026, 3, 1)


@pytest.fixture
def bulletin(zone, build, parks, office, settings) -> Bulletin:
    settings.GAOXIN_TODAY = "2026-04-10"
    build.project(parks[0], planned_wan=20_000, signed="2026-01-20", started="2026-03-02")
    build.project(parks[1], planned_wan=15_000, signed="2026-03-11")
    return actions.draft(zone, MARCH, by=office, now=NOW)


@pytest.fixture
def browse(client, db):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def text(answer) -> str:
    return answer.content.decode()


def test_the_office_sees_the_draft_with_its_check(bulletin, browse, office):
    page = text(browse(office).get("/report/2026-03/"))
    assert "核稿通过" in page
    assert "还没有核稿。" in page
    assert page.count('class="gx-num"') > 40
    assert re.search(r"/figures/signed_count@v1/z\d+/2026/260331/\w+/panel", page)
    assert "个数字，全有来源" in page


def test_every_number_on_paper_is_a_button(bulletin, browse, office):
    page = text(browse(office).get("/report/2026-03/"))
    paper = page[page.index("<article") : page.index("</article>")]
    bare = re.sub(r"<button.*?</button>|<script.*?</script>", "", paper, flags=re.DOTALL)
    body = re.sub(r"<[^>]+>", " ", bare[: bare.index("附：")])
    left = re.findall(r"\d+(?:\.\d+)?\s*(?:个|亿元|%|天)(?!月|百分点）|）)", body)
    assert left == []


def test_the_leader_publishes_and_the_button_says_what_it_does(bulletin, browse, office, leader):
    assert "签发第 3 期" in text(browse(leader).get("/report/2026-03/"))
    assert "disabled" in text(browse(leader).get("/report/2026-03/"))
    browse(office).post("/report/2026-03/check/")
    page = text(browse(leader).get("/report/2026-03/"))
    assert "可以签发" in page
    answer = browse(leader).post(
        "/report/2026-03/publish/", {"issued_on": "2026-04-12"}, follow=True
    )
    assert "已签发并冻结" in text(answer)
    assert Bulletin.objects.get().issued_on == date(2026, 4, 12)
    assert "重新拟稿" not in text(browse(office).get("/report/2026-03/"))


def test_a_fault_closes_the_button_and_is_named(bulletin, browse, office):
    browse(office).post("/report/2026-03/draft/", {"plans": "再开工8个项目"})
    page = text(browse(office).get("/report/2026-03/"))
    assert "“8个”没有来源" in page
    assert "不能签发" in page
    answer = browse(office).post("/report/2026-03/check/")
    assert answer.status_code == 400
    assert Bulletin.objects.get().state == "draft"


def test_sending_back_asks_for_the_reason(bulletin, browse, office, leader):
    browse(office).post("/report/2026-03/check/")
    assert browse(leader).post("/report/2026-03/back/", {"reason": ""}).status_code == 400
    browse(leader).post("/report/2026-03/back/", {"reason": "补充"})
    assert Bulletin.objects.get().state == "draft"


def test_a_park_sees_what_is_issued_and_no_draft(bulletin, browse, operator, office, leader):
    assert "还没有签发" in text(browse(operator).get("/report/2026-03/"))
    assert browse(operator).get("/report/2026-03/file/").status_code == 400
    assert browse(operator).post("/report/2026-03/check/").status_code == 403
    actions.publish(actions.check(bulletin, by=office), by=leader, on=date(2026, 4, 12), now=NOW)
    assert "<article" in text(browse(operator).get("/report/2026-03/"))


def test_an_outsider_is_turned_away(bulletin, browse, outsider):
    for address in ("/report/", "/report/2026-03/", "/report/2026-03/file/", "/report/inspect/"):
        assert browse(outsider).get(address).status_code == 403


def test_the_file_is_sent_with_its_name(bulletin, browse, office):
    answer = browse(office).get("/report/2026-03/file/")
    content = b"".join(answer.streaming_content)
    assert "attachment" in answer["Content-Disposition"]
    assert "一、总体情况" in [p.text for p in WordFile(io.BytesIO(content)).paragraphs]


def test_a_month_that_was_never_drafted_is_laid_out_for_the_office(bulletin, browse, office):
    answer = browse(office).get("/report/2026-02/file/")
    assert answer.status_code == 200
    b"".join(answer.streaming_content)
    assert browse(office).get("/report/2026-13/").status_code == 400
    assert browse(office).get("/report/2026-06/file/").status_code == 400


def test_the_last_issue_stands_beside_this_one(bulletin, browse, zone, office, leader):
    actions.publish(actions.check(bulletin, by=office), by=leader, on=date(2026, 4, 10), now=NOW)
    actions.draft(zone, date(2026, 4, 1), by=office, now=NOW)
    page = text(browse(office).get("/report/2026-04/?tab=compare"))
    assert "第 3 期" in page
    assert "持平" in page
    assert "一、总体情况" in text(browse(office).get("/report/2026-04/?tab=outline"))


@pytest.mark.parametrize("month", ["0000-01", "0001-01", "1999-12", "2000-01", "9999-12"])
def test_a_month_out_of_the_calendar_is_told(bulletin, browse, office, month):
    for address in (f"/report/{month}/", f"/report/{month}/file/"):
        assert browse(office).get(address).status_code in {200, 400}


def test_in_the_past_nothing_can_be_pressed(bulletin, browse, office):
    page = text(browse(office).get("/report/2026-03/?as_of=2026-04-01"))
    assert "核稿通过" not in page


def test_queries_do_not_grow_with_projects(
    bulletin, browse, office, build, parks, django_assert_max_num_queries
):
    client = browse(office)
    client.get("/report/2026-03/")
    with django_assert_max_num_queries(120):
        client.get("/report/2026-03/")
    for _number in range(6):
        build.project(parks[0], planned_wan=20_000, signed="2026-03-20")
    client.post("/report/2026-03/draft/", {"plans": ""})
    with django_assert_max_num_queries(120):
        client.get("/report/2026-03/")


def test_somebody_elses_table_is_checked_and_not_kept(bulletin, browse, office):
    table = SimpleUploadedFile("t.csv", "县区,签约,开工,公布\n甲,32,22,68.9\n乙,0,1,2".encode())
    given = {"what": "rates", "file": table, "num": "开工", "den": "签约", "published": "公布"}
    page = text(browse(office).post("/report/inspect/", given | {"unit": "auto"}))
    assert "验算 1 个比率，1 个与算式不符" in page
    assert "68.8" in page
    assert "分母是 0" in page


def test_somebody_elses_bulletin_is_traced(bulletin, browse, office, operator):
    answer = browse(office).get("/report/2026-03/file/")
    content = b"".join(answer.streaming_content)
    given = {"what": "trace", "file": SimpleUploadedFile("b.docx", content)}
    assert "每个数字都打得开" in text(browse(office).post("/report/inspect/", given))
    given = {"what": "trace", "file": SimpleUploadedFile("b.docx", b"no")}
    assert browse(office).post("/report/inspect/", given).status_code == 400
    given = {"what": "trace", "file": SimpleUploadedFile("b.docx", content)}
    assert browse(operator).post("/report/inspect/", given).status_code == 403


def test_home_names_the_bulletin_that_waits(bulletin, browse, office, leader):
    assert "核稿第 3 期通报" in text(browse(office).get("/"))
    browse(office).post("/report/2026-03/check/")
    assert "签发第 3 期通报" in text(browse(leader).get("/"))
    assert "签发第 3 期通报" not in text(browse(office).get("/"))
