"""Screens of reading (读报的页面)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import docx
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gaoxin.ledger.actions import Record, record_project
from gaoxin.ledger.models import Indicator
from gaoxin.read import actions, queries
from gaoxin.read.forms import AcceptForm
from gaoxin.read.intake import find
from gaoxin.read.models import Fact, Reading
from gaoxin.read.tables import board_value
from gaoxin.read.taking.actions import take_in
from gaoxin.samples.core import papers
from gaoxin.sources.actions import Upload
from gaoxin.sources.models import Document

TEXT = "本报讯 1至9月，青岚高新区完成工业总产值120.5亿元，同比增长9.2%。"
BROKEN = "全区新签约项目64个，其中开工41个，开工率66.1%。"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.GAOXIN_TODAY = "2026-11-25"


def sign_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def taken(zone, office, text: str) -> Reading:
    upload = Upload(text.encode(), "a.txt", kind="newspaper", published_on=date(2026, 11, 20))
    return take_in(upload, by=office, zone=zone, on=date(2026, 11, 25)).reading


def test_a_batch_says_what_became_of_each_file(zone, office):
    client = sign_in(office)
    files = [sent("a.txt", TEXT.encode()), sent("b.txt", TEXT.encode()), sent("c.txt", b" ")]
    page = client.post("/read/upload/", {"files": files}).content.decode()
    assert "读到 2 条事实" in page
    assert "以前读过" in page
    assert "没有文字" in page
    assert Reading.objects.count() == 1


def test_one_file_of_a_running_batch_is_answered_with_one_line(zone, office):
    answer = sign_in(office).post(
        "/read/upload/", {"files": [sent("a.html", b"<p>" + TEXT.encode() + b"</p>")]},
        headers={"X-Read-Batch": "1"},
    )  # fmt: skip
    assert answer.content.decode().count("<li>") == 1
    assert Document.objects.get().content_type == "text/html"


def test_a_pasted_text_opens_its_reader(zone, office):
    answer = sign_in(office).post("/read/upload/", {"text": TEXT, "title": "简报"}, follow=True)
    assert answer.redirect_chain[0][0] == f"/read/{Reading.objects.get().pk}/"
    assert "青岚高新区" in answer.content.decode()


def test_text_is_never_rendered_raw(zone, office):
    bad = "<script>alert(1)</script>本报讯 1至9月，青岚高新区完成工业总产值120.5亿元。\u202e反"
    reading = taken(zone, office, bad)
    for query in ("", "?view=original"):
        page = sign_in(office).get(f"/read/{reading.pk}/{query}").content.decode()
        assert "<script>alert" not in page
        assert "\u202e" not in page
    page = sign_in(office).post("/read/check/", {"text": bad}).content.decode()
    assert "<script>alert" not in page


def test_each_decision_has_a_visible_button_with_its_key(zone, office):
    reading = taken(zone, office, TEXT)
    page = sign_in(office).get(f"/read/{reading.pk}/").content.decode()
    for key in "aerlj":
        assert f'data-key="{key}"' in page, key


def test_the_table_of_keys_names_those_that_do_something(zone, office, leader):
    reading = taken(zone, office, TEXT)
    for user, decides in ((office, True), (leader, False)):
        page = sign_in(user).get(f"/read/{reading.pk}/").content.decode()
        for key in "AERLUGNX":
            assert (f"<kbd>{key}</kbd><span>" in page) is decides, (user, key)
        assert "<kbd>J</kbd><span>" in page
    checked = sign_in(office).post("/read/check/", {"text": TEXT}).content.decode()
    assert "<kbd>C</kbd><span>" in checked


def test_the_key_o_goes_to_the_original_and_back(zone, office):
    reading = taken(zone, office, TEXT)
    client = sign_in(office)
    for query, other in (("", "view=original"), ("?view=original", f'href="/read/{reading.pk}/"')):
        page = client.get(f"/read/{reading.pk}/{query}").content.decode()
        link = page.split('data-key="o"')[1].split(">")[0]
        assert other in link


def test_accepting_goes_on_to_the_next_fact(zone, office):
    reading = taken(zone, office, TEXT)
    first, second = reading.facts.order_by("number")
    client = sign_in(office)
    answer = client.post(f"/read/facts/{first.pk}/accept/", {"link": "new_indicator"})
    assert answer["Location"] == f"/read/{reading.pk}/?fact={second.number}&done={first.number}"
    first.refresh_from_db()
    assert first.state == Fact.State.ACCEPTED
    client.post(f"/read/facts/{first.pk}/back/")
    first.refresh_from_db()
    assert first.state == Fact.State.WAITING


def test_a_bad_edit_is_told_and_nothing_is_written(zone, office):
    fact = taken(zone, office, TEXT).facts.first()
    given = {"link": "new_indicator", "first_day": "2026-09-30",
             "last_day": "2026-01-01"}  # fmt: skip
    answer = sign_in(office).post(f"/read/facts/{fact.pk}/accept/", given, follow=True)
    assert answer.redirect_chain == [(fact.address, 302)]
    assert "期末在期初之前" in answer.content.decode()
    fact.refresh_from_db()
    assert fact.is_open


def test_a_fact_decided_in_another_tab_shows_what_became_of_it(zone, office):
    fact = taken(zone, office, TEXT).facts.first()
    client = sign_in(office)
    client.post(f"/read/facts/{fact.pk}/reject/", {})
    answer = client.post(f"/read/facts/{fact.pk}/accept/", {"link": ""}, follow=True)
    assert answer.redirect_chain == [(fact.address, 302)]
    assert f"已由 {office.display_name} 办过" in answer.content.decode()
    fact.refresh_from_db()
    assert fact.state == Fact.State.REJECTED


@pytest.mark.parametrize(
    ("typed", "held"),
    [("9.5%", "0.095"), ("0.095", "0.095"), ("1,021.5 亿元", "102150000000"),
     ("３５０万", "3500000"), ("412", "412"), ("-1.2％", "-0.012")],
)  # fmt: skip
def test_a_figure_is_typed_as_papers_print_it(typed, held):
    form = AcceptForm({"value": typed, "basis": "actual"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["value"] == Decimal(held)


def test_a_figure_that_is_none_is_told(zone, office):
    assert "value" in AcceptForm({"value": "约三成亿", "basis": "actual"}).errors
    assert not AcceptForm({"value": "", "basis": "actual"}).errors


def test_the_edit_form_shows_figures_as_printed_and_sends_no_change(zone, office):
    reading = taken(zone, office, TEXT)
    client = sign_in(office)
    for fact, shown in zip(reading.facts.order_by("number"), ("120.5 亿元", "9.2%"), strict=True):
        page = client.get(fact.address).content.decode()
        assert f'name="value" value="{shown}"' in page
        form = AcceptForm({"value": shown, "basis": fact.basis})
        assert form.is_valid()
        assert form.edits(fact) == {}


def test_other_months_of_an_indicator_are_no_twins(zone, office):
    first = taken(zone, office, TEXT).facts.first()
    same = taken(zone, office, TEXT + "另讯。").facts.first()
    other = taken(zone, office, TEXT.replace("1至9月", "1至8月")).facts.first()
    assert set(queries.twins_of(first, office, zone)) == {same}
    assert queries.twins_of(other, office, zone) == []
    page = sign_in(office).get(first.address).content.decode()
    assert f'href="{same.address}"' in page


@pytest.mark.parametrize(
    ("quote", "shown"),
    [("6200余\n人", "6,200 人"), ("6200家", "6,200 家"), ("六千二百", "6,200 个")],
)
def test_the_board_counts_by_the_word_of_the_paper(quote, shown):
    assert board_value(Fact(value=Decimal(6200), unit="count", quote=quote)) == shown
    assert board_value(Fact(value=Decimal("0.08"), unit="ratio", quote="8%")) == "8%"


def test_nothing_sent_stays_on_the_inbox(zone, office):
    answer = sign_in(office).post("/read/upload/", {}, follow=True)
    assert answer.redirect_chain == [("/read/", 302)]
    assert "先选文件，或粘贴文字。" in answer.content.decode()


def test_the_pane_and_the_next_fact_go_in_one_order(zone, office):
    reading = taken(zone, office, TEXT)
    first, second = reading.facts.order_by("number")
    Fact.objects.filter(pk=first.pk).update(story=None)  # of no story: the pane lists it last
    client = sign_in(office)
    found = client.get(f"/read/{reading.pk}/").context["desk"]
    assert [fact.pk for fact in found.facts] == [second.pk, first.pk]
    assert found.chosen == second
    answer = client.post(f"/read/facts/{second.pk}/later/")
    assert answer["Location"] == f"/read/{reading.pk}/?fact={first.number}&done={second.number}"


def test_a_project_that_another_zones_story_names_is_offered_not_proposed(zone, office):
    fields = {"name": "光纤传感器产业化项目"}
    project = record_project(zone, record=Record(by=office), fields=fields)
    text = f"青岚高新区消息\n\n　　本报讯 11月12日，青岚高新区{project.name}投产。\n"
    fact = taken(zone, office, text).facts.filter(kind="event").first()
    links = queries.links_of(office, zone, fact)
    assert f"project:{project.pk}" in {link.key for link in links}
    assert queries.proposed(links, own=False) is None


def test_a_slip_in_the_year_of_a_paper_is_told_and_not_recorded(zone, office):
    reading = taken(zone, office, TEXT)
    before = reading.document.published_on
    answer = sign_in(office).post(f"/read/{reading.pk}/day/", {"day": "0206-11-24"}, follow=True)
    assert "文件日期：" in answer.content.decode()
    reading.document.refresh_from_db()
    assert reading.document.published_on == before


def test_a_paper_of_a_day_to_come_is_not_taken_in(office):
    given = {"text": TEXT, "published_on": "2099-01-01"}
    answer = sign_in(office).post("/read/upload/", given, follow=True)
    assert "文件的日期不能晚于今天。" in answer.content.decode()
    batch = sign_in(office).post("/read/upload/", given, headers={"X-Read-Batch": "1"})
    assert "文件的日期不能晚于今天。" in batch.content.decode()
    assert not Document.objects.exists()


@pytest.mark.parametrize("link", ["enterprise:abc", "project:", "indicator:" + "9" * 30, "x:1"])
def test_a_forged_link_is_refused_beside_its_fact(zone, office, link):
    fact = taken(zone, office, TEXT).facts.exclude(kind="event").first()
    answer = sign_in(office).post(f"/read/facts/{fact.pk}/accept/", {"link": link}, follow=True)
    assert answer.status_code == 200
    assert "关联：" in answer.content.decode()
    fact.refresh_from_db()
    assert fact.state == Fact.State.WAITING


def test_a_part_of_an_indicator_is_offered_the_whole_but_not_proposed(zone, office):
    text = "青岚高新区消息\n\n　　本报讯 今年前10个月，青岚高新区新增高新技术企业23家。\n"
    fact = taken(zone, office, text).facts.get(kind="count")
    unit = queries.unit_word(fact)
    whole = Indicator.objects.create(code="hightech", name="高新技术企业", unit=unit)
    links = queries.links_of(office, zone, fact)
    assert f"indicator:{whole.pk}" in {link.key for link in links}
    assert queries.proposed(links, own=False).key == "new_indicator"


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("青岚高新区1至10月新签约项目71个。", "青岚高新区"),
        ("鹤鸣高新区新签约项目71个。", "鹤鸣高新区"),
        ("新签约项目71个。", "鹤鸣高新区"),
        ("青岚高新区与鹤鸣高新区新签约项目71个。", "鹤鸣高新区"),
        ("青岚高新区的企业新签约项目71个。", "鹤鸣高新区"),
        ("青岚高新区客商到我区新签约项目71个。", "鹤鸣高新区"),
    ],
)
def test_a_figure_is_of_the_zone_its_sentence_begins_with(sentence, place):
    text = (
        "鹤鸣高新区工业总产值破千亿\n\n　　本报讯 前三季度，鹤鸣高新区完成工业总产值1032.4亿元。"
        f"鹤鸣高新区高新技术企业达286家。\n　　{sentence}\n"
    )
    rows = find(text, date(2026, 11, 20)).proposals
    figure = next(row for row in rows if row.fields["quote"].startswith("71"))
    assert figure.fields["place"] == place


def test_a_search_proposes_what_it_found_and_keeps_what_is_chosen(zone, office):
    fields = {"name": "光纤传感器产业化项目"}
    project = record_project(zone, record=Record(by=office), fields=fields)
    fact = taken(zone, office, "本报讯 11月12日，智造大楼竣工，总投资2.3亿元。").facts.last()
    client = sign_in(office)
    asked = {"fact": fact.number, "link": "", "q": "光纤传感器"}
    found = client.get(f"/read/{fact.reading_id}/", asked).context["desk"]
    assert found.link == f"project:{project.pk}"
    kept = client.get(f"/read/{fact.reading_id}/", asked | {"before": "光纤传感器"})
    assert kept.context["desk"].link == ""


def test_the_board_opens_the_span_of_each_value(zone, office):
    reading = taken(zone, office, TEXT)
    for fact in reading.facts.all():
        actions.accept(fact, actions.Choice("new_indicator"), by=office)
    page = sign_in(office).get("/read/board/").content.decode()
    assert f"/read/{reading.pk}/?fact=1" in page
    assert "120.5 亿元" in page
    assert "9.2%" in page
    assert sign_in(office).get("/read/board/?format=xlsx").status_code == 200


def test_an_operator_opens_only_own_uploads(zone, office, operator):
    reading = taken(zone, office, TEXT)
    client = sign_in(operator)
    assert client.get(f"/read/{reading.pk}/").status_code == 404
    fact = reading.facts.first()
    assert client.post(f"/read/facts/{fact.pk}/accept/").status_code == 404
    client.post("/read/upload/", {"text": TEXT, "title": "园区剪报"})
    own = Reading.objects.get(read_by="operator")
    assert own.document.park_id in operator.park_ids
    assert client.get(f"/read/{own.pk}/").status_code == 200


def test_an_outsider_meets_a_closed_door_everywhere(zone, office, outsider):
    reading = taken(zone, office, TEXT)
    fact = reading.facts.first()
    client = sign_in(outsider)
    for path in ("", "board/", "check/", f"{reading.pk}/"):
        assert client.get(f"/read/{path}").status_code in {403, 404}, path
    for path in ("upload/", "check/", *(f"facts/{fact.pk}/{v}/" for v in
                 ("accept", "reject", "later", "back"))):  # fmt: skip
        assert client.post(f"/read/{path}", {"text": TEXT}).status_code in {403, 404}, path
    fact.refresh_from_db()
    assert fact.state == Fact.State.WAITING
    assert Document.objects.count() == 1


def test_the_projects_page_shows_what_papers_say(zone, office, build, parks):
    project = build.project(parks[0], started="2026-10-01")
    text = "本报讯 11月16日，测试高新区钠电模组基地项目开工。"
    fact = taken(zone, office, text).facts.filter(kind="event").get()
    actions.accept(fact, actions.Choice(f"project:{project.pk}"), by=office)
    page = sign_in(office).get(f"/ledger/projects/{project.code}/").content.decode()
    assert "报上怎么说" in page
    assert "与台账不一致" in page


def test_the_decision_just_taken_can_be_taken_back_from_the_next_fact(zone, office):
    reading = taken(zone, office, TEXT)
    first = reading.facts.order_by("number").first()
    client = sign_in(office)
    page = client.post(f"/read/facts/{first.pk}/reject/", follow=True).content.decode()
    assert f"/read/facts/{first.pk}/back/" in page
    assert 'data-key="u"' in page


def test_a_rate_that_follows_from_its_counts_says_so(zone, office):
    text = "本报讯 1至10月，青岚高新区新签约项目64个，其中开工41个，开工率64.1%。"
    reading = taken(zone, office, text)
    rate = reading.facts.get(kind="share")
    page = sign_in(office).get(f"/read/{reading.pk}/?fact={rate.number}").content.decode()
    assert "与文中一致" in page


def test_a_text_that_is_too_long_is_refused_with_a_way_out(zone, office, monkeypatch):
    monkeypatch.setattr("gaoxin.read.taking.actions.LONGEST", 10)
    page = sign_in(office).post("/read/upload/", {"text": TEXT}).content.decode()
    assert "gaoxin read" in page
    assert not Document.objects.exists()


def test_what_stands_in_the_fields_is_what_is_accepted(zone, office):
    reading = taken(zone, office, TEXT)
    fact = reading.facts.get(kind="output")
    given = {"link": "new_indicator", "subject": fact.subject, "place": fact.place,
             "value": "13000000000", "first_day": "2026-01-01", "last_day": "2026-09-30",
             "basis": "planned"}  # fmt: skip
    sign_in(office).post(f"/read/facts/{fact.pk}/accept/", given)
    fact.refresh_from_db()
    assert (fact.state, fact.basis, int(fact.value)) == ("accepted", "planned", 13000000000)


def test_pdf_and_word_files_are_read(zone, office):
    book = BytesIO()
    paper = docx.Document()
    paper.add_paragraph(TEXT)
    paper.save(book)
    files = [sent("a.docx", book.getvalue()), sent("b.pdf", papers.pdf("剪报", [TEXT[:30], TEXT]))]
    page = sign_in(office).post("/read/upload/", {"files": files}).content.decode()
    assert page.count("读到") >= 2, page
    for reading in Reading.objects.all():
        assert reading.facts.filter(value=12_050_000_000).exists(), reading.text


def test_a_scan_says_that_it_is_one(zone, office):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    book = BytesIO()
    writer.write(book)
    page = sign_in(office).post("/read/upload/", {"files": [sent("扫描.pdf", book.getvalue())]})
    assert "这是扫描件" in page.content.decode()
