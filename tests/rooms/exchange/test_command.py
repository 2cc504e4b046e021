"""The commands (命令行): a dry run without any zone, a written import, an export."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from gaoxin.ledger.exchange.commands import export, import_
from gaoxin.ledger.models import ImportRun, Project
from gaoxin.lib.errors import UserError
from tests.core.exchange.books import PARKS, xlsx
from tests.rooms.exchange.conftest import ON

HEAD = ["项目名称", "园区", "合同引资额（亿元）", "签约日期"]
GOOD = ["甲断路器项目", PARKS[0], 1.5, "2026-03-05"]
BAD = ["乙切片项目", "航空园", "待定", "2026-02-30"]


@pytest.fixture(autouse=True)
def _here(settings, tmp_path):
    settings.GAOXIN_TODAY = ON.isoformat()
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(xlsx({"签约": [HEAD, GOOD, BAD]}))
    return path


def run(command, *given, **more):
    return CliRunner().invoke(
        command, [str(each) for each in given], catch_exceptions=False, **more
    )


def test_a_dry_run_needs_no_zone(db, book):
    done = run(import_, book, "--dry-run", "--json")
    said = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (said["create"], said["skip"]) == ({"签约": 1}, {"签约": 1})
    assert said["update"] == said["unchanged"] == {"签约": 0}
    places = [(p["sheet"], p["row"], p["column"], p["severity"]) for p in said["problems"]]
    assert places == [
        ("签约", 3, "B", "error"),
        ("签约", 3, "C", "error"),
        ("签约", 3, "D", "error"),
    ]
    assert all(problem["reason"] for problem in said["problems"])


def test_a_clean_dry_run_ends_well(db, book):
    book.write_bytes(xlsx({"签约": [HEAD, GOOD]}))
    assert run(import_, book, "--dry-run", "--json").exit_code == 0


def test_without_a_zone_nothing_can_be_written(db, book):
    with pytest.raises(UserError, match="还没有高新区"):
        run(import_, book)


def test_the_dry_run_is_shown_and_writes_nothing(demo, book):
    done = run(import_, book, "--dry-run")
    assert "新建 1 行" in done.stdout
    assert "航空园" in done.stdout
    assert not ImportRun.objects.exists()


def test_it_asks_before_it_writes(demo, book):
    refused = run(import_, book, input="n\n")
    assert "没有写入" in refused.stderr
    assert not Project.objects.exists()
    run(import_, book, input="y\n")
    assert Project.objects.get().name == "甲断路器项目"


def test_yes_writes_and_the_same_again_has_nothing_to_write(demo, book):
    run(import_, book, "--yes")
    assert Project.objects.count() == 1
    assert "没有要写的" in run(import_, book, "--yes").stderr


def test_the_export_comes_back_unchanged(demo, book, tmp_path):
    run(import_, book, "--yes")
    out = tmp_path / "导出.xlsx"
    assert "1 个项目" in run(export, "--out", out).stderr
    said = json.loads(run(import_, out, "--dry-run", "--json").stdout)
    assert (said["unchanged"]["项目台账"], said["problems"]) == (1, [])


def test_the_marked_workbook(demo, book, tmp_path):
    from openpyxl import load_workbook

    out = tmp_path / "标红.xlsx"
    run(import_, book, "--dry-run", "--marked", out)
    assert "航空园" in load_workbook(out)["签约"]["E3"].value


def test_another_day_and_an_unknown_zone(demo, book):
    said = json.loads(run(import_, book, "--dry-run", "--json", "--today", "2026-01-01").stdout)
    assert ("签约", 2, "date_future") in {
        (p["sheet"], p["row"], p["code"]) for p in said["problems"]
    }
    with pytest.raises(UserError, match="没有代码为"):
        run(import_, book, "--zone", "nowhere")
