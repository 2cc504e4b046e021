"""Minutes, letter and the look back on screen and on file; no expert's name in any letter."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.urls import reverse

from gaoxin.figures import sight
from gaoxin.people.models import User
from gaoxin.review import actions
from gaoxin.review.models import Filing
from gaoxin.review.papers.filing import write_paper
from gaoxin.review.queries import panel_row
from gaoxin.sources.actions import Upload
from gaoxin.sources.models import Citation
from gaoxin.sources.queries import stored_path
from tests.rooms.review.conftest import CALM, HARSH, REASONS
from tests.rooms.review.test_expert_pages import client_of, text


def url(name: str, review, **more) -> str:
    return reverse(f"review:papers:{name}", kwargs={"code": review.code, **more})


def whole_text(content: bytes) -> str:
    """Return every part of a file: body, properties, comments, relations, custom parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [*archive.namelist()]
        parts = [archive.read(name).decode("utf-8", "replace") for name in names]
    return "\n".join([*names, *parts])


def content_of(filing: Filing) -> bytes:
    return stored_path(filing.document).read_bytes()


@pytest.fixture
def named(pool):
    """Give experts names that stand nowhere else."""
    for n, user in enumerate(pool.values()):
        user.name = f"欧阳专家{n:02d}"
        user.save()
    return pool


@pytest.fixture
def decided(desk, named, review):
    wanted = actions.Wanted("采购溶剂回收装置", "企业", desk.at.date() + timedelta(40), "合同")
    desk.drawn(review)
    desk.papers(review)
    first, *others = desk.active(review)
    desk.sign(review, first, HARSH, REASONS)
    for each in others:
        desk.sign(review, each)
    actions.open_discussion(review, by=desk.office, at=desk.tick())
    desk.sign(review, first, {**CALM, "rd_level": 2})
    actions.close_panel(review, by=desk.office, at=desk.tick())
    motion = desk.motion("conditional", conditions=[wanted], reason="合乎方案；须补溶剂回收")
    actions.decide(review, motion, by=desk.leader, at=desk.tick())
    return review


def test_there_is_no_paper_before_a_decision(desk, review) -> None:
    assert client_of(desk.office).get(url("minutes", review)).status_code == 400


def test_the_office_files_minutes_and_every_number_is_read_back(desk, decided) -> None:
    client = client_of(desk.office)
    page = text(client.get(url("minutes", decided)))
    assert "专家 A" in page and "1→3" in page and "欧阳专家" not in page
    assert "采购溶剂回收装置" in page and "R-2026-001/vote.present" in page
    client.post(url("minutes", decided))
    filing = Filing.objects.get(kind="minutes")
    last = panel_row(decided).signatures.last().digest
    assert last in whole_text(content_of(filing))
    assert "与评审一致" in text(client.get(url("minutes", decided)))


def test_minutes_of_an_admission_are_cited_by_the_ledgers_milestone(desk, named, review) -> None:
    desk.decided(review)
    filing = write_paper(review, "minutes", by=desk.office)
    cited = Citation.objects.filter(document=filing.document, target_model="ledger.milestone")
    assert cited.count() == 1
    milestone = review.project.milestones.get(stage="admitted")
    assert cited.get().target_id == milestone.pk


def test_a_scan_on_file_is_shown_and_not_read_for_numbers(desk, decided) -> None:
    meeting = decided.moves.get(kind="decide").meeting
    scan = Upload(b"scanned", "minutes.txt", "text", "会议纪要扫描件")
    actions.file_paper(meeting, "minutes", scan, by=desk.office)
    assert "没有逐数核对" in text(client_of(desk.office).get(url("minutes", decided)))


def test_names_stand_in_minutes_only_when_the_office_chooses(desk, decided) -> None:
    client = client_of(desk.office)
    client.post(url("minutes", decided), {"named": "1"})
    assert "欧阳专家" in whole_text(content_of(Filing.objects.get(kind="minutes")))
    assert "与评审一致" in text(client.get(url("minutes", decided)))


def test_the_letter_has_no_experts_name_code_or_sheet(desk, decided) -> None:
    client_of(desk.office).post(url("letter", decided))
    held = whole_text(content_of(Filing.objects.get(kind="letter")))
    for user in User.objects.all():
        assert user.username not in held or user.username in {"leader", "office"}
        assert user.name not in held or user.name in {"leader", "office"}
    for word in ("专家 A", "欧阳", "level.", "subtotal.", "e0", "python-docx", "comments.xml"):
        assert word not in held
    for word in ("附条件准入", "须补溶剂回收", "采购溶剂回收装置", "10", "个工作日内", "复议一次"):
        assert word in held


def test_a_letter_told_on_another_day_is_out_of_date(desk, decided) -> None:
    write_paper(decided, "letter", by=desk.office)
    actions.notify(decided, by=desk.office, at=desk.tick(days=3))
    page = text(client_of(desk.office).get(url("letter", decided)))
    assert "文件里的数与评审不一致" in page and "appeal_until" in page


def test_who_sees_and_files_which_paper(desk, decided, operator, outsider) -> None:
    assert client_of(desk.leader).get(url("minutes", decided)).status_code == 200
    expert = desk.active(decided)[0]
    for user in (outsider, operator):
        assert client_of(user).get(url("letter", decided)).status_code in {403, 404}
    assert client_of(expert).post(url("letter", decided)).status_code == 403
    assert client_of(expert).post(url("minutes", decided)).status_code == 403
    assert not Filing.objects.exists()


# The look back
KNOWN = "2026-11-01"


def given(build, project, years: int, *, tax_wan: int | None, invested_wan: int | None) -> None:
    """Post a year of tax, and an investment, before the third anniversary."""
    day = date(2026 + years, 8, 20)
    if tax_wan is not None:
        for month in range(1, 7):
            when = date(day.year, month, 1).isoformat()
            build.post(project, "tax", tax_wan * 10_000 // 6, when, at=KNOWN)
    if invested_wan is not None:
        build.post(project, "invested", invested_wan * 10_000, f"{day.year - 1}-06-01", at=KNOWN)


@pytest.fixture
def admitted(desk, named, review):
    desk.decided(review)
    return review


def later(settings) -> None:
    settings.GAOXIN_TODAY = "2029-10-01"
    sight.forget()


def test_promised_stands_beside_actual_and_what_is_missing_is_said(
    desk, admitted, build, settings
) -> None:
    given(build, admitted.project, 3, tax_wan=2_400, invested_wan=45_000)
    later(settings)
    client = client_of(desk.office)
    page = text(client.get(url("backtest", admitted)))
    # 4.5 亿元 over 340 万元 per mu are 132.35 mu; 2,400 万元 over them are 18.13 per mu.
    assert "132.35" in page and "18.13" in page and "340" in page
    assert "台账没有产值" in page and "降档" in page
    panel = text(client.get(url("figure_panel", admitted, figure="tax_wan_per_mu")))
    assert "台账记录 6 条" in panel and "按提报推算" in panel
    assert client.get(url("figure_panel", admitted, figure="jobs")).status_code == 404


def test_the_list_tells_which_bands_were_kept(desk, admitted, build, settings) -> None:
    client = client_of(desk.office)
    page = text(client.get(reverse("review:papers:backtests")))
    assert "准入 1 件，满三年 0 件" in page and "还没有满三年的项目" in page
    given(build, admitted.project, 3, tax_wan=4_000, invested_wan=45_000)
    later(settings)
    page = text(client.get(reverse("review:papers:backtests")))
    assert "准入 1 件，满三年 1 件" in page and "亩均税收" in page and "100.0%" in page
    sheet = client.get(reverse("review:papers:backtests") + "?format=xlsx")
    assert sheet.status_code == 200 and sheet.getvalue()[:2] == b"PK"


def test_who_sees_no_scores_sees_no_look_back(desk, admitted, operator, outsider) -> None:
    expert = desk.active(admitted)[0]
    for user in (outsider, operator, expert):
        assert client_of(user).get(reverse("review:papers:backtests")).status_code == 403
        assert client_of(user).get(url("backtest", admitted)).status_code == 403


def test_a_case_that_was_not_admitted_has_none(desk, named, review) -> None:
    desk.decided(review, "reject")
    assert client_of(desk.office).get(url("backtest", review)).status_code == 404
