"""Columns taken otherwise (更正列的认定): remembered, and used for the next workbook."""

from __future__ import annotations

import pytest

from gaoxin.ledger.exchange import actions
from gaoxin.ledger.exchange.queries import import_preview
from gaoxin.ledger.models import ColumnMapping
from gaoxin.lib.access import System
from gaoxin.lib.errors import UserError
from tests.rooms.exchange.conftest import ON

# An office's own word for the contract, and a day that is not what its header says.
HEAD = ["项目名称", "园区", "盘子（亿元）", "时间节点"]
ROW = ["甲断路器项目", "电气装备产业园", 1.5, "2026-03-05"]


def correct(run, **columns):
    signature = run.plan["sheets"][0]["signature"]
    return actions.correct_mapping(run, signature, columns, by=System(), on=ON)


def fields(run):
    return {letter: field for letter, _h, field, _how, _u in run.plan["sheets"][0]["columns"]}


def test_a_column_that_was_not_known_is_corrected_and_planned_anew(start):
    run = start([HEAD, ROW])
    assert fields(run) == {"A": "name", "B": "park", "C": "", "D": ""}
    run = correct(run, A="name", B="park", C="contracted", D="signed")
    assert fields(run) == {"A": "name", "B": "park", "C": "contracted", "D": "signed"}
    assert [change[0] for change in run.plan["rows"][0]["changes"]][-2:] == ["signed", "contracted"]


def test_the_correction_is_used_for_the_next_sheet_of_this_kind(start):
    correct(start([HEAD, ROW]), A="name", B="park", C="contracted", D="signed")
    run = start([["标题"], HEAD, ["乙项目", *ROW[1:]]], sheet="别的名字", name="下月.xlsx")
    assert fields(run) == {"A": "name", "B": "park", "C": "contracted", "D": "signed"}
    assert ColumnMapping.objects.count() == 1


def test_a_correction_may_turn_a_column_off(start):
    run = correct(start([HEAD, ROW]), A="name", B="", C="planned", D="")
    assert fields(run)["B"] == ""
    assert import_preview(run, "all").total == 1


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"A": "name", "B": "name"}, "两列都选了"),
        ({"A": "park"}, "少了“项目名称”"),
        ({"A": "name", "B": "nonsense"}, "没有这一项"),
        ({"A": "name", "kind": "nonsense"}, "没有这种表"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(start, columns, said):
    run = start([HEAD, ROW])
    with pytest.raises(UserError, match=said):
        correct(run, **columns)
    assert not ColumnMapping.objects.exists()


def test_after_writing_columns_are_not_changed(write):
    run = write([HEAD, ROW])
    with pytest.raises(UserError, match="不能再改"):
        correct(run, A="name", C="planned")
