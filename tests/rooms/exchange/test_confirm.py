"""Confirming an import (写入): what was shown is written, once, with its cells, or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gaoxin.ledger.exchange import actions, writing
from gaoxin.ledger.models import Enterprise, ImportRun, Milestone, Posting, Project
from gaoxin.lib.access import System
from gaoxin.lib.errors import Denied, UserError
from gaoxin.sources.models import AuditEvent, Citation
from tests.core.exchange.books import credit
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
ROW = ["甲断路器项目", "电气装备产业园", "甲公司", credit(1), 1.5, "2026-03-05", "2026年5月"]


def test_nothing_is_written_before_it_is_confirmed(start):
    run = start([HEAD, ROW])
    assert run.state == ImportRun.State.TRIAL
    assert run.counts["create"] == 1
    assert not Project.objects.exists()
    assert not Enterprise.objects.exists()
    assert not Posting.objects.exists()


def test_a_confirmed_row_becomes_a_project_with_cited_events(write):
    run = write([HEAD, ROW])
    project = Project.objects.get()
    assert (project.name, project.park.name) == ("甲断路器项目", "电气装备产业园")
    assert project.enterprise.credit_code == credit(1)
    assert project.import_run_id == run.pk
    assert project.code.startswith("P-2026-") or project.code.startswith("P-")
    posting = Posting.objects.get()
    assert (posting.kind, posting.amount) == ("contracted", Decimal("150000000.00"))
    assert posting.happened_on == date(2026, 3, 5)
    days = dict(Milestone.objects.values_list("stage", "happened_on"))
    assert days == {"signed": date(2026, 3, 5), "started": date(2026, 5, 1)}
    places = set(Citation.objects.values_list("target_model", "field", "cell"))
    assert ("ledger.posting", "amount", "E2") in places
    assert ("ledger.milestone", "started", "G2") in places
    assert ("ledger.project", "park", "B2") in places
    assert AuditEvent.objects.filter(verb="confirm_import").count() == 1
    assert len({project.recorded_at, posting.recorded_at, run.confirmed_at}) == 1


def test_the_same_file_again_changes_nothing(write, start, exported):
    write([HEAD, ROW])
    before = exported()
    run = start([HEAD, ROW])
    assert (run.counts["create"], run.counts["update"], run.counts["unchanged"]) == (0, 0, 1)
    actions.confirm_import(run, by=System(), on=ON)
    assert exported() == before


def test_a_change_voids_the_old_event_and_keeps_the_old_field(write):
    write([HEAD, ROW])
    write([HEAD, [*ROW[:1], "尼龙新材料产业园", *ROW[2:4], 1.8, "2026-03-06", ""]])
    project = Project.objects.get()
    assert project.park.name == "尼龙新材料产业园"
    change = project.projectchanges.get()
    assert change.field == "park_id"
    assert project.postings.get(voids__isnull=False).amount == Decimal("180000000.00")
    signed = project.milestones.get(stage="signed", voids__isnull=False)
    assert signed.happened_on == date(2026, 3, 6)
    # The empty cell left the start as it was.
    assert project.milestones.filter(stage="started").count() == 1


def test_a_ledger_that_changed_since_the_dry_run_is_not_written_to(start, write):
    waiting = start([HEAD, ROW])
    write([HEAD, [*ROW[:4], 2.5, *ROW[5:]]])
    with pytest.raises(UserError, match="有了变动"):
        actions.confirm_import(waiting, by=System(), on=ON)
    waiting.refresh_from_db()
    assert waiting.state == ImportRun.State.TRIAL
    assert waiting.counts["update"] == 1
    assert Posting.objects.count() == 1
    actions.confirm_import(waiting, by=System(), on=ON)
    assert Posting.objects.count() == 2


def test_a_failure_halfway_leaves_nothing(start, monkeypatch):
    run = start([HEAD, ROW, ["乙项目", *ROW[1:3], credit(2), *ROW[4:]]])

    def fail(_self):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(writing.Writer, "_cite", fail)
    with pytest.raises(RuntimeError):
        actions.confirm_import(run, by=System(), on=ON)
    run.refresh_from_db()
    assert run.state == ImportRun.State.TRIAL
    for model in (Project, Enterprise, Milestone, Posting, Citation):
        assert not model.objects.exists()


def test_a_confirmed_run_cannot_be_confirmed_again(write):
    run = write([HEAD, ROW])
    with pytest.raises(UserError, match="已写入"):
        actions.confirm_import(run, by=System(), on=ON)


def test_skipped_rows_are_left_out_and_the_rest_is_written(write):
    run = write([HEAD, ROW, ["", *ROW[1:]], ["丙项目", "航空园", "", "", "待定", "", ""]])
    assert run.counts["skip"] == 2
    assert Project.objects.count() == 1


def test_an_operator_imports_only_for_the_own_park(demo, start, write):
    from tests.rooms.conftest import person

    operator = person("clerk", "park_operator", demo.parks.get(code="electric"))
    other = ["乙项目", "尼龙新材料产业园", *ROW[2:3], credit(2), *ROW[4:]]
    run = write([HEAD, ROW, other], by=operator)
    assert (run.counts["create"], run.counts["skip"]) == (1, 1)
    assert run.park_id == demo.parks.get(code="electric").pk
    assert Project.objects.get().park.code == "electric"


def test_an_operator_neither_sees_nor_changes_another_parks_project(demo, start, write):
    from tests.rooms.conftest import person

    write([HEAD, ["乙项目", "尼龙新材料产业园", *ROW[2:]]])
    operator = person("clerk", "park_operator", demo.parks.get(code="electric"))
    funds = [["项目名称", "到位资金（万元）", "到位日期"], ["乙项目", 100, "2026-05-06"]]
    run = start(funds, sheet="到位", by=operator)
    assert run.counts["skip"] == 1
    problem = run.plan["rows"][0]["problems"][0]
    assert problem["code"] == "park_not_yours"


@pytest.mark.parametrize("role", [None, "expert", "leader", "auditor"])
def test_without_the_right_nothing_is_read(start, role):
    from tests.rooms.conftest import person

    with pytest.raises(Denied):
        start([HEAD, ROW], by=person("visitor", role))
    assert not ImportRun.objects.exists()


def test_details_refer_to_projects_of_the_same_workbook(start):
    from tests.core.exchange.books import xlsx

    funds = [["项目名称", "到位资金（万元）", "到位日期"], ["甲断路器项目", 100, "2026-05-06"]]
    run = start(xlsx({"签约": [HEAD, ROW], "到位": funds}))
    actions.confirm_import(run, by=System(), on=ON)
    assert Posting.objects.get(kind="in_place").project == Project.objects.get()


def test_a_corrected_cell_replaces_its_own_posting_and_no_other(write):
    head = ["项目名称", "到位资金（万元）", "到位日期"]
    write([HEAD, ROW])
    write([head, ["甲断路器项目", 100, "2026-05-06"]], sheet="到位")
    write([head, ["甲断路器项目", 120, "2026-05-06"]], sheet="到位")
    paid = Posting.objects.filter(kind="in_place").order_by("id")
    assert [(p.amount, p.voids_id) for p in paid] == [(1_000_000, None), (1_200_000, paid[0].pk)]
    write([head, [], ["甲断路器项目", 30, "2026-05-06"]], sheet="另一张")
    assert Posting.objects.filter(kind="in_place", voids=None).count() == 2
