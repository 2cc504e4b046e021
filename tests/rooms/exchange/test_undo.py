"""Undoing an import (撤回): exactly, or refused with what was built on it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gaoxin.ledger import actions as ledger
from gaoxin.ledger.actions import Amount, Record
from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.exchange import actions
from gaoxin.ledger.models import Enterprise, ImportRun, Project
from gaoxin.ledger.queries import project_rows
from gaoxin.lib.access import System
from gaoxin.lib.errors import UserError
from gaoxin.lib.moment import Moment
from tests.core.exchange.books import credit, xlsx
from tests.rooms.exchange.conftest import ON

HEAD = [
    "项目名称",
    "园区",
    "投资方",
    "统一社会信用代码",
    "合同引资额（亿元）",
    "签约日期",
    "开工日期",
]
FIRST = ["甲断路器项目", "电气装备产业园", "甲公司", credit(1), 1.5, "2026-03-05", ""]
SECOND = ["乙切片项目", "尼龙新材料产业园", "乙公司", credit(2), 2, "2026-04-05", ""]
CHANGED = ["甲断路器项目", "尼龙新材料产业园", "甲公司", credit(1), 1.8, "2026-03-06", "2026-06-01"]
FUNDS = [["项目名称", "到位资金（万元）", "到位日期"], ["甲断路器项目", 100, "2026-05-06"]]


@pytest.fixture
def undo():
    return lambda run: actions.undo_import(run, by=System(), reason="传错了")


def test_undoing_the_first_import_leaves_an_empty_ledger(write, exported, undo):
    empty = exported()
    run = write([HEAD, FIRST, SECOND])
    assert exported() != empty
    run = undo(run)
    assert run.state == ImportRun.State.UNDONE
    assert exported() == empty
    assert not Project.objects.filter(removed_at__isnull=True).exists()
    assert not Enterprise.objects.filter(removed_at__isnull=True).exists()


def test_undoing_a_change_restores_the_export_byte_for_byte(write, exported, undo):
    write([HEAD, FIRST])
    before = exported()
    run = write(xlsx({"项目": [HEAD, CHANGED, SECOND], "到位": FUNDS}))
    assert exported() != before
    undo(run)
    assert exported() == before


def test_an_undone_file_can_be_imported_again_with_the_same_result(write, exported, undo):
    write([HEAD, FIRST])
    # A code is never given twice, so the file brings its own.
    rows = [["项目编号", *HEAD], ["", *CHANGED], ["B-7", *SECOND]]
    content = xlsx({"项目": rows, "到位": FUNDS})
    run = write(content)
    after = exported()
    undo(run)
    again = write(content)
    assert again.counts == run.counts
    assert exported() == after


def test_the_time_between_can_still_be_replayed(demo, write, undo):
    run = write([HEAD, FIRST])
    between = Moment(ON, run.confirmed_at + timedelta(microseconds=1))
    undo(run)
    assert [row.name for row in project_rows(demo, between).values()] == ["甲断路器项目"]


@pytest.mark.parametrize("later", ["milestone", "money", "field"])
def test_what_was_built_on_it_is_named_and_nothing_is_undone(demo, write, exported, undo, later):
    write([HEAD, FIRST])
    run = write([HEAD, CHANGED, SECOND])
    project = Project.objects.get(name="乙切片项目" if later == "money" else "甲断路器项目")
    record = Record(by=System())
    if later == "milestone":
        ledger.reach_milestone(project, Stage.STARTED, record=record, on=ON - timedelta(days=9))
    elif later == "money":
        ledger.post(project, "in_place", Amount(5), record=record, on=ON - timedelta(days=9))
    else:
        ledger.change_project(project, record=record, on=ON, fields={"park": demo.parks.first()})
    before = exported()
    with pytest.raises(UserError, match=project.name):
        undo(run)
    run.refresh_from_db()
    assert run.state == ImportRun.State.CONFIRMED
    assert exported() == before


def test_a_run_is_undone_once(write, undo):
    run = undo(write([HEAD, FIRST]))
    with pytest.raises(UserError, match="不用撤回"):
        undo(run)


def test_after_thirty_days_it_stays(write, undo):
    run = write([HEAD, FIRST])
    ImportRun.objects.filter(pk=run.pk).update(confirmed_at=run.confirmed_at - timedelta(days=31))
    with pytest.raises(UserError, match="30 天"):
        undo(run)


def test_changes_of_an_enterprise_are_turned_back(write, undo):
    head = ["企业名称", "统一社会信用代码", "所属产业", "所在园区"]
    write([head, ["甲公司", "", "电气装备", ""]], sheet="企业")
    run = write([head, ["甲公司", credit(1), "智能制造", "电气装备产业园"]], sheet="企业")
    each = Enterprise.objects.get()
    assert (each.credit_code, each.industry.name, each.park.code) == (
        credit(1), "智能制造", "electric",
    )  # fmt: skip
    undo(run)
    each = Enterprise.objects.get()
    assert (each.credit_code, each.industry.name, each.park) == ("", "电气装备", None)
