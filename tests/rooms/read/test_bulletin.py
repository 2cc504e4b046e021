"""检查通报: each fault with its derivation and proof; what cannot be checked says so."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gaoxin.read.bulletin.derivation import derivation
from gaoxin.read.bulletin.pages import check
from gaoxin.sources.models import Document

BROKEN = "全区新签约项目64个，其中开工41个，开工率66.1%。"
ALONE = "本报讯 青岚高新区今年新引进科创平台，服务专员上门走访，办结事项3件。"


@pytest.fixture
def client(zone, office) -> Client:
    client = Client()
    client.force_login(office)
    return client


def test_a_fault_is_shown_with_its_derivation_and_its_proofs(client):
    page = client.post("/read/check/", {"text": BROKEN}).content.decode()
    assert "重算 1 个关系，1 处对不上" in page
    assert "比率与分子分母不符" in page
    assert '<s class="tn" lang="zh">66.1%</s>' in page
    assert "41个 ÷ 64个 = 64.06% ≈ 64.1%" in page
    assert '<mark class="bad">66.1%<sup>1</sup>' in page
    assert page.count('data-proves="1"') == 2
    assert not Document.objects.exists()


def test_the_list_of_faults_can_be_copied_whole(client):
    page = client.post("/read/check/", {"text": BROKEN}).content.decode()
    assert "1. 印作 66.1%，应为 64.1%：比率与分子分母不符（41个 ÷ 64个 = 64.06% ≈ 64.1%）" in page
    assert "data-copy=" in page


def test_agreement_and_nothing_to_recompute_are_told_apart(client):
    clean = client.post("/read/check/", {"text": BROKEN.replace("66.1", "64.1")})
    assert "重算 1 个关系，都对得上" in clean.content.decode()
    none = client.post("/read/check/", {"text": ALONE}).content.decode()
    assert "没有可以重算的关系" in none
    assert "都对得上" not in none


@pytest.mark.parametrize("sent", [{}, {"text": " \n"}, {"file": b""}, {"file": b"%PDF-1.4 x"}])
def test_what_cannot_be_read_is_told_and_the_form_stays(client, sent):
    if "file" in sent:
        sent = {"file": SimpleUploadedFile("坏.pdf", sent["file"])}
    answer = client.post("/read/check/", sent)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert 'name="file"' in page


def test_a_text_too_long_to_be_checked_at_once_is_told_the_way(client):
    answer = client.post("/read/check/", {"text": "字" * 100_001})
    assert answer.status_code == 400
    assert "收进收件箱" in answer.content.decode()


def test_a_span_that_proves_two_faults_is_marked_once_for_both():
    text = "全区新签约项目64个，其中开工41个，开工率66.1%。投产12个，投产率20.8%。"
    found = check(text)
    marks = [piece.mark for piece in found.pieces if piece.mark]
    spans = [(mark.start, mark.end) for mark in marks]
    assert len(spans) == len(set(spans))
    assert "".join(piece.text for piece in found.pieces) == text
    numbered = {mark.number for mark in marks if mark.number}
    assert numbered == {fault.number for fault in found.faults}


@pytest.mark.parametrize(
    ("rule", "expected", "because", "way"),
    [
        ("rate", "53.3%", ["24个", "45个"], "24个 ÷ 45个 = 53.33% ≈ 53.3%"),
        ("sum", "24.5亿元", ["12.6亿元", "8.4亿元", "3.5亿元"],
         "12.6亿元 + 8.4亿元 + 3.5亿元 = 24.5亿元"),
        ("sum", "8.4亿元", ["24.5亿元", "12.6亿元", "3.5亿元"],
         "24.5亿元 − 12.6亿元 − 3.5亿元 = 8.4亿元"),
        ("growth", "8.3%", ["130亿元", "120亿元"],
         "（130亿元 − 120亿元）÷ 120亿元 = 8.33% ≈ 8.3%"),
        ("growth", "-7.7%", ["120亿元", "130亿元"],
         "（120亿元 − 130亿元）÷ 130亿元 = 7.69% ≈ -7.7%"),
        ("pp", "3.3个百分点", ["17.5%", "14.2%"], "17.5% − 14.2% = 3.3个百分点"),
        ("rest", "18个", ["47个", "29个"], "47个 − 29个 = 18个"),
        ("average", "1.2亿元", ["12亿元", "10个"], "12亿元 ÷ 10个 = 1.2亿元"),
        ("times", "2.5倍", ["25亿元", "10亿元"], "25亿元 ÷ 10亿元 = 2.5倍"),
        ("rate", "1,204", ["1,000", "204"], "1,000 + 204 = 1,204"),
    ],
)  # fmt: skip
def test_a_derivation_reads_as_a_person_would_write_it(rule, expected, because, way):
    assert derivation(rule, expected, because) == way


@pytest.mark.parametrize(
    ("rule", "expected", "because"),
    [("headline", "128家", ["128家"]), ("list_count", "五", ["甲、乙、丙、丁、戊"]),
     ("rate", "99.9%", ["24个", "45个"]), ("order", "82.7%", ["1%", "2%", "3%", "从高到低"]),
     ("rate", "", ["24个", "0个"])],
)  # fmt: skip
def test_no_derivation_is_invented_where_none_fits(rule, expected, because):
    assert derivation(rule, expected, because) == ""


def test_an_outsider_meets_a_closed_door(zone, outsider):
    client = Client()
    client.force_login(outsider)
    assert client.get("/read/check/").status_code in {403, 404}
    assert client.post("/read/check/", {"text": BROKEN}).status_code in {403, 404}
