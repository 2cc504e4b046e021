"""Commands of the room (通报命令): a month as a file, the trace of a file, the template."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner
from docx import Document as WordFile

from gaoxin.ledger.models import Zone
from gaoxin.lib.errors import UserError
from gaoxin.report import actions, issue
from gaoxin.report.commands import report
from tests.rooms.conftest import moment


@pytest.fixture
def zone_with_data(zone, build, parks, settings):
    settings.GAOXIN_TODAY = "2026-04-10"
    build.project(parks[0], planned_wan=20_000, signed="2026-01-20", started="2026-03-02")
    build.project(parks[1], planned_wan=15_000, signed="2026-03-11")
    return zone


def run(*arguments: object):
    return CliRunner().invoke(report, [str(a) for a in arguments], catch_exceptions=False)


def test_a_month_is_written_and_traced_whole(zone_with_data, tmp_path):
    out = tmp_path / "deep" / "march.docx"
    done = run("month", "2026-03", "--out", out)
    assert done.exit_code == 0
    assert done.stdout == ""
    assert "未签发的草稿" in done.stderr
    answer = json.loads(run("trace", out, "--json").stdout)
    assert answer["numbers"] == answer["traced"] > 40
    assert (answer["untraced"], answer["faults"]) == ([], [])
    assert answer["check_code"]["printed"] == answer["check_code"]["computed"]


def test_a_typed_number_is_named_and_the_status_says_so(zone_with_data, tmp_path):
    out = tmp_path / "march.docx"
    run("month", "2026-03", "--out", out)
    document = WordFile(str(out))
    document.add_paragraph("力争再开工3个项目。")
    document.save(str(out))
    done = run("trace", out, "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["untraced"] == ["3个"]
    shown = run("trace", out).stdout
    assert "没有来源：3个" in shown
    assert "与文中数字相符" in shown


def test_a_number_that_was_left_out_fails_by_the_code(zone_with_data, tmp_path):
    out = tmp_path / "march.docx"
    run("month", "2026-03", "--out", out)
    document = WordFile(str(out))
    line = next(p for p in document.paragraphs if "开工率" in p.text)
    line._p.getparent().remove(line._p)
    document.save(str(out))
    done = run("trace", out, "--json")
    assert json.loads(done.stdout)["faults"] == []
    assert done.exit_code == 1


def test_a_published_month_gives_the_issued_file(zone_with_data, office, leader, tmp_path):
    now = moment("2026-04-10", "2026-04-10T09:00")
    made = actions.draft(zone_with_data, date(2026, 3, 1), by=office, now=now)
    actions.publish(actions.check(made, by=office), by=leader, on=date(2026, 4, 12), now=now)
    out = tmp_path / "march.docx"
    assert "已签发" in run("month", "2026-03", "--out", out).stderr
    assert "第3期（总第1期）" in "".join(p.text for p in WordFile(str(out)).paragraphs)


@pytest.mark.parametrize("text", ["2026-13", "202603", "三月", ""])
def test_a_month_that_cannot_be_read_is_refused(text):
    with pytest.raises(UserError, match="2026-10"):
        issue.month_named(text)


def test_a_month_to_come_is_refused(zone_with_data, tmp_path):
    with pytest.raises(UserError, match="还没有到"):
        run("month", "2026-05", "--out", tmp_path / "x.docx")
    assert not (tmp_path / "x.docx").exists()


def test_the_zone_must_be_clear(db):
    with pytest.raises(UserError, match="还没有建区"):
        issue.zone_named("")
    for code in ("a", "b"):
        Zone.objects.create(code=code, name=code, short_name=code)
    with pytest.raises(UserError, match="a、b"):
        issue.zone_named("")
    assert issue.zone_named("b").code == "b"


def test_the_template_is_written_and_checked(tmp_path):
    out = tmp_path / "bulletin.docx"
    assert run("template", "--out", out).exit_code == 0
    assert run("template", out).exit_code == 0
    document = WordFile(str(out))
    document.paragraphs[0].text = "{{ unknown }}"
    document.save(str(out))
    done = run("template", out)
    assert done.exit_code == 1
    assert "没有“unknown”这个字段" in done.stdout
