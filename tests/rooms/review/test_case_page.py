"""The page of a case (评审件页面): values with units, marks and proof; each step with its days."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import override

from gaoxin.review import actions
from gaoxin.review.pages.course import steps
from gaoxin.review.pages.dossier import dossier_lines
from gaoxin.review.pages.schemes import indicator_rows
from gaoxin.review.queries import CaseFile
from gaoxin.review.wording import asked_words, basis_words, value_words
from tests.rooms.review.conftest import pdf


def test_a_value_is_told_with_its_unit_and_never_as_an_id(review):
    scheme = CaseFile(review).scheme
    assert value_words(scheme, "tax_wan_per_mu", "17") == "17 万元/亩"
    assert value_words(scheme, "local_supply_pct", "35") == "35%"
    assert value_words(scheme, "far", "1.6") == "1.6"
    assert value_words(scheme, "fit_chain", "extends") == "延链"
    assert asked_words(scheme, "tax_wan_per_mu") == "亩均税收（万元/亩）"
    assert asked_words(scheme, "investment_yi") == "计划总投资（亿元）"
    with override("en"):
        assert value_words(scheme, "tax_wan_per_mu", "17") == "17"
        assert asked_words(scheme, "debt_ratio_pct") == "debt ratio (%)"
        assert asked_words(scheme, "tax_wan_per_mu") == "tax per mu (10k CNY)"


def test_each_value_shows_its_marks_and_what_proves_it(client, desk, review):
    paper = actions.add_paper(review, pdf("数据表"), pages=["亩均税收 17 万元"], **desk.told())
    actions.prove(paper, "tax_wan_per_mu", actions.Place(1, "亩均税收 17 万元"), by=desk.office)
    lines = {line.row.name: line for line in dossier_lines(CaseFile(review))}
    line, file = lines["tax_wan_per_mu"], CaseFile(review)
    assert line.item == "con_tax_mu" and line.full == 8
    assert line.mark == round(file.score.marks["con_tax_mu"].value, 2)
    assert [each.place for each in line.evidence] == ["第 1 页"]
    assert lines["investment_yi"].item == "" and lines["investment_yi"].mark is None
    assert set(lines) == set(file.values)
    client.force_login(desk.office)
    shown = client.get(reverse("review:mark_panel", args=[review.code, "fit_chain"]))
    told = file.values["fit_chain"].value
    assert f"<p>{told}" not in shown.content.decode()


def test_a_basis_names_the_document(review):
    scheme = CaseFile(review).scheme
    title = scheme.sources["S6"].title
    assert basis_words(scheme, "own<S6（延链）") == f"本方案自定，参照《{title}》（延链）"
    assert basis_words(scheme, "") == "本方案自定"


def test_a_finished_step_keeps_its_last_day(desk, review):
    desk.passed(review)
    intake, pre, *_rest = steps(CaseFile(review), date(2026, 9, 20))
    assert intake.state == "done" and intake.planned is not None and intake.actual is not None
    days = (intake.actual - intake.planned).days
    assert intake.gap == (f"晚 {days} 天" if days > 0 else f"早 {-days} 天" if days else "0 天")
    assert pre.state in {"todo", "late"} and pre.planned is not None and pre.actual is None


def test_an_appeal_opens_the_steps_after_it_again(desk, review):
    desk.decided(review)
    actions.notify(review, **desk.told())
    days = {s.name: s for s in steps(CaseFile(review), desk.at.date())}
    assert [s.state for s in days.values()] == ["done"] * len(days)
    actions.appeal(review, "有异议", **desk.told())
    again = [s.state for s in steps(CaseFile(review), desk.at.date())]
    assert again == ["done"] * (len(again) - 3) + ["todo"] * 3


def test_the_scheme_shows_every_indicator_with_its_bands(client, desk, review):
    scheme = CaseFile(review).scheme
    rows = {row.words: row for row in indicator_rows(scheme)}
    assert len(rows) == len(scheme.indicators)
    tax = rows["亩均税收"]
    assert tax.bands[0].startswith("亩均税收（万元/亩） ≥ 1.5 倍行业下限 得 100%；")
    assert tax.bands[0].endswith("其他 得 0%") and tax.marks == (8, None, None)
    assert len(rows["规模"].bands) == 3 and rows["规模"].bands[0].startswith("工业项目：")
    assert "2 与定位不冲突，配套可补" in rows["选址与园区定位吻合"].bands[0]
    client.force_login(desk.office)
    shown = client.get(reverse("review:scheme", args=[review.scheme_id])).content.decode()
    assert all(row.words in shown for row in rows.values())


def test_a_figure_below_nothing_is_refused_and_nothing_is_written(client, desk, review):
    client.force_login(desk.office)
    address = reverse("review:dossier", args=[review.code])
    before = CaseFile(review).values["rd_pct"].value
    answer = client.post(address, {"rd_pct": "-1"})
    assert answer.context["form"].errors.keys() == {"rd_pct"}
    assert CaseFile(review).values["rd_pct"].value == before


def test_no_project_is_chosen_before_the_office_chooses(client, desk, project):
    client.force_login(desk.office)
    page = client.get(reverse("review:intake"))
    text = page.content.decode()
    assert f'value="{project.code}"' in text and "required checked" not in text
    refused = client.post(reverse("review:intake"), {"kind": "industrial"})
    assert "project" in refused.context["form"].errors


def test_a_meeting_on_a_fixed_today_behind_the_clock_is_taken(desk, review, settings):
    settings.GAOXIN_TODAY = "2026-08-31"
    meeting = desk.decided(review, held_on=date(2026, 8, 31))
    assert meeting.held_on == date(2026, 8, 31)
