"""Workbooks that correct earlier ones (先后更正): each amount counts once, and undoes in turn."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from gaoxin.ledger.exchange import actions
from gaoxin.ledger.models import Enterprise, Milestone, Posting, Project, ProjectChange
from gaoxin.ledger.queries import effective
from gaoxin.lib.access import System
from gaoxin.lib.errors import UserError
from gaoxin.lib.moment import Moment
from tests.core.exchange.books import credit, xlsx
from tests.rooms.exchange.conftest import ON

PROJECT = [["项目名称", "园区", "投资方"], ["甲项目", "电气装备产业园", "甲公司"]]
FUNDS = ["项目名称", "到位资金（万元）", "到位日期"]
MONTH = [["2026年3月到位资金月报"], ["项目名称", "本月到位资金（万元）"], ["甲项目", 300]]
DAYS = ("2026-03-03", "2026-03-20")
FIRM = ["企业名称", "统一社会信用代码", "所在园区"]


def funds(*amounts):
    return [FUNDS, *(["甲项目", n, day] for n, day in zip(amounts, DAYS, strict=True))]


def total(kind="in_place"):
    at = Moment(ON, timezone.now())
    events = effective(Posting.objects.filter(kind=kind), at)
    return sum((each.amount for each in events), Decimal(0)) / 10_000


def undo(run):
    return actions.undo_import(run, by=System(), reason="传错了")


def test_a_month_that_replaces_a_correction_counts_once_and_undoes_exactly(write, start):
    write(PROJECT)
    write(funds(50, 100), sheet="到位")
    assert total() == 150
    second = write(funds(50, 200), sheet="到位")
    assert total() == 250
    third = write(MONTH, sheet="月报")
    assert total() == 300
    assert start(MONTH, sheet="月报").counts["update"] == 0
    undo(third)
    assert total() == 250
    write(MONTH, sheet="月报")
    assert total() == 300
    again = [MONTH[0], MONTH[1], ["甲项目", 310]]
    last = write(again, sheet="月报")
    assert total() == 310
    undo(last)
    assert total() == 300
    with pytest.raises(UserError, match="已更正"):
        undo(second)


def test_imports_are_undone_one_after_the_other(write, exported):
    head = ["项目名称", "园区", "投资方", "合同引资额（万元）"]
    parks = ["电气装备产业园", "尼龙新材料产业园", "新能源储能产业园"]
    states, runs = [exported()], []
    for amount, park in zip((1000, 2000, 3000), parks, strict=True):
        runs.append(write([head, ["甲项目", park, "甲公司", amount]]))
        states.append(exported())
    for run, before in zip(reversed(runs), reversed(states[:-1]), strict=True):
        undo(run)
        assert exported() == before


def test_a_later_import_of_the_same_enterprise_is_not_overwritten(write):
    first = write([FIRM, ["甲公司", credit(1), "电气装备产业园"]], sheet="企业")
    second = write([FIRM, ["甲公司", credit(1), "尼龙新材料产业园"]], sheet="企业")
    third = write([FIRM, ["甲公司", credit(1), "新能源储能产业园"]], sheet="企业")
    for run in (first, second):
        with pytest.raises(UserError, match=r"甲公司.*又改过"):
            undo(run)
    assert Enterprise.objects.get().park.name == "新能源储能产业园"
    undo(third)
    undo(second)
    assert Enterprise.objects.get().park.name == "电气装备产业园"
    undo(first)
    assert not Enterprise.objects.filter(removed_at__isnull=True).exists()


def test_a_change_counts_from_the_day_it_is_confirmed(write, start):
    write(PROJECT)
    run = start([PROJECT[0], ["甲项目", "尼龙新材料产业园", "甲公司"]], on=ON - timedelta(days=9))
    run = actions.confirm_import(run, by=System(), on=ON)
    assert ProjectChange.objects.get().happened_on == ON
    assert run.happened_on == ON


def test_a_plan_that_was_not_shown_is_not_written(write, start):
    head = ["项目名称", "园区", "投资方", "合同引资额（万元）"]
    waiting = start([head, ["甲项目", "电气装备产业园", "甲公司", 1000]])
    shown = waiting.plan["digest"]
    write([head, ["甲项目", "电气装备产业园", "甲公司", 2000]])
    for _click in range(2):
        with pytest.raises(UserError, match="再看一遍"):
            actions.confirm_import(waiting, by=System(), on=ON, shown=shown)
    assert total("contracted") == 2000
    waiting.refresh_from_db()
    actions.confirm_import(waiting, by=System(), on=ON, shown=waiting.plan["digest"])
    assert total("contracted") == 1000


def test_money_posted_with_the_signing_moves_along(write, start, exported):
    head = ["项目名称", "园区", "投资方", "合同引资额（万元）", "签约日期"]
    write([head, ["甲项目", "电气装备产业园", "甲公司", 1000, "2026-05-10"]])
    before = exported()
    moved = [head, ["甲项目", "电气装备产业园", "甲公司", 1000, "2026-03-02"]]
    run = write(moved)
    (posted,) = effective(Posting.objects.all(), Moment(date(2026, 4, 1), timezone.now()))
    assert (posted.happened_on, posted.period) == (date(2026, 3, 2), date(2026, 3, 1))
    assert total("contracted") == 1000
    assert start(moved).counts["update"] == 0
    undo(run)
    assert exported() == before
    day_only = [[head[0], head[4]], ["甲项目", "2026-02-02"]]
    write(day_only)
    (posted,) = effective(Posting.objects.all(), Moment(ON, timezone.now()))
    assert posted.happened_on == date(2026, 2, 2)
    steps = [["项目名称", "里程碑", "日期"], ["甲项目", "签约", "2026-01-05"]]
    write(steps, sheet="节点")
    (posted,) = effective(Posting.objects.all(), Moment(ON, timezone.now()))
    assert (posted.happened_on, total("contracted")) == (date(2026, 1, 5), 1000)


def test_two_days_of_one_milestone_in_a_sheet_are_not_both_kept(write):
    write(PROJECT)
    head = ["项目名称", "里程碑", "日期"]
    run = write([head, ["甲项目", "开工", "2026-03-05"], ["甲项目", "开工", "2026-04-01"]])
    (row,) = [row for row in run.plan["rows"] if row["action"] == "skip"]
    assert [problem["code"] for problem in row["problems"]] == ["milestone_twice"]
    assert Milestone.objects.get().happened_on == date(2026, 3, 5)
    assert Project.objects.count() == 1


def test_two_amounts_of_one_level_in_a_workbook_are_not_both_kept(write):
    head = ["项目名称", "园区", "投资方", "合同引资额（万元）"]
    first = [head, ["甲项目", "电气装备产业园", "甲公司", 1000]]
    second = [["2026年3月投资完成月报"], ["项目名称", "合同引资额（万元）", "本月完成投资（万元）"],
              ["甲项目", 1200, 30]]  # fmt: skip
    run = write(xlsx({"项目": first, "月报": second}))
    assert total("contracted") == 1000
    assert [problem["code"] for row in run.plan["rows"] for problem in row["problems"]] == [
        "level_twice"
    ]
