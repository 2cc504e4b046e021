"""Export = import (导出即导入): the exported workbook, imported again, changes nothing."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

from django.utils import timezone
from openpyxl import load_workbook

from gaoxin.ledger.actions import Amount, Record, plan_milestone, post
from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.exchange import actions
from gaoxin.ledger.exchange.exporting import export_projects
from gaoxin.ledger.models import Project
from gaoxin.lib.access import System
from gaoxin.lib.moment import Moment
from tests.core.exchange.books import credit
from tests.demo import TODAY
from tests.rooms.exchange.conftest import ON

HEAD = [
    "项目编号", "项目名称", "所属园区", "首谈园区", "投资方", "项目公司", "统一社会信用代码",
    "产业类别", "项目类型", "资金来源地", "是否高新技术", "分期", "计划总投资（亿元）",
    "其中固定资产投资（亿元）", "合同引资额（亿元）", "签约日期", "备案日期", "开工日期",
    "终止日期",
    "建设内容", "厂房", "备案号", "备案月份", "责任单位", "七个一批", "年度计划投资（万元）",
    "计划竣工日期",
]  # fmt: skip
ROWS = [
    ["X-1", "=甲断路器", "电气园", "尼龙园", "-甲集团", "甲公司", credit(1), "电气装备", "工业",
     "省外", "是", "二期", 1.23456789, 1, 0.7, "2026-03-05", "2026年3月", "", "",
     "一、厂房\n二、设备",
     "3号楼", "2603-410400", "2026-03", "招商局、经发局", "开工", 3000, "2027年6月"],
    ["", "乙芯片（一期）", "新能源储能产业园", "", "乙公司", "", "", "新产业", "平台项目", "外资",
     "否",
     "", "US$2500万", "", "1,000万美元", "2025.1.1", "", "2025-06-30", "2026-01-31", "", "", "", "",
     "新部门", "", "", ""],
]  # fmt: skip


def test_the_export_is_an_import_that_changes_nothing(demo, write, start, exported):
    write([HEAD, *ROWS])
    record = Record(by=System())
    project = Project.objects.get(code="X-1")
    for kind, amount, currency in (
        ("in_place", "1234567.89", "CNY"), ("in_place", "10000.01", "USD"),
        ("invested", "5", "CNY"),
    ):  # fmt: skip
        post(project, kind, Amount(Decimal(amount), currency), record=record, on=ON, note="+说明")
    plan_milestone(project, Stage.LAND, record=record, on=ON, planned_for=ON)
    content = exported()
    run = start(content, name="导出.xlsx")
    assert run.plan["notices"] == []
    assert [row for row in run.plan["rows"] if row["changes"] or row["problems"]] == []
    assert run.counts["unchanged"] == run.counts["rows"] == 2 + 2 + 4
    actions.confirm_import(run, by=System(), on=ON)
    assert exported() == content


def test_the_export_fills_an_empty_ledger_with_the_same(demo, write, exported):
    first = write([HEAD, *ROWS])
    content = exported()
    actions.undo_import(first, by=System())
    write(content, name="导出.xlsx")
    assert exported() == content


def test_the_demo_zone_exported_and_read_again_is_unchanged(demo_zone, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    held = BytesIO()
    export_projects(demo_zone, held, user=System(), at=Moment(TODAY, timezone.now()))
    run = actions.start_import(
        demo_zone, content=held.getvalue(), file_name="台账.xlsx", by=System(), on=TODAY
    )
    assert [row for row in run.plan["rows"] if row["changes"]] == []
    assert run.counts["unchanged"] == run.counts["rows"] > 300


def test_a_spelling_of_the_ledger_stays_and_the_month_of_filing_is_a_month(demo, write, exported):
    write([HEAD, *ROWS])
    Project.objects.filter(code="X-1").update(buildings="厂房 3 栋", phase="二 期")
    content = exported()
    sheet = load_workbook(BytesIO(content))["项目台账"]
    titles = [cell.value for cell in sheet[1]]
    assert sheet[2][titles.index("备案月份")].value == "2026-03"
    write(content, name="导出.xlsx")
    assert Project.objects.get(code="X-1").buildings == "厂房 3 栋"


def test_texts_that_look_like_formulas_stay_texts(write, exported):
    write([HEAD, *ROWS])
    sheet = load_workbook(BytesIO(exported()))["项目台账"]
    cell = sheet["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=甲断路器", "s", True)
