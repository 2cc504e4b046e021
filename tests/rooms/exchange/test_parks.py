"""What a park's operator may import (园区经办人的导入): own projects, enterprises, columns."""

from __future__ import annotations

import pytest

from gaoxin.ledger.exchange import actions
from gaoxin.ledger.models import ColumnMapping, Enterprise, Project
from gaoxin.lib.errors import UserError
from gaoxin.people.models import Membership
from tests.core.exchange.books import credit
from tests.rooms.conftest import person
from tests.rooms.exchange.conftest import ON

FIRM = ["企业名称", "统一社会信用代码", "所在园区"]
OWN, OTHER = "电气装备产业园", "尼龙新材料产业园"


@pytest.fixture
def operator(demo):
    return person("operator", "park_operator", demo.parks.get(name=OWN))


def problems(run):
    return {problem["code"] for row in run.plan["rows"] for problem in row["problems"]}


def test_an_enterprise_of_another_park_is_not_taken_over(write, operator):
    write([FIRM, ["甲公司", credit(1), OTHER], ["乙公司", credit(2), OWN]], sheet="企业")
    rows = [FIRM, ["甲公司", credit(1), OWN], ["乙公司新名", credit(2), OWN]]
    run = write(rows, sheet="企业", by=operator)
    assert [row["action"] for row in run.plan["rows"]] == ["skip", "update"]
    assert "party_not_yours" in {each["code"] for each in run.plan["rows"][0]["problems"]}
    assert Enterprise.objects.get(credit_code=credit(1)).park.name == OTHER


def test_an_enterprise_that_only_other_parks_have_projects_of_is_theirs(write, operator):
    write([["项目名称", "园区", "企业名称"], ["甲项目", OTHER, "甲公司"]])
    run = write([FIRM, ["甲公司", credit(1), OWN]], sheet="企业", by=operator)
    assert problems(run) == {"party_not_yours"}
    mine = [
        ["项目名称", "园区", "投资方", "统一社会信用代码"],
        ["乙项目", OWN, "甲公司", credit(1)],
    ]
    write(mine, by=operator)
    each = Enterprise.objects.get(name="甲公司")
    assert (each.park, each.credit_code) == (None, "")
    assert Project.objects.get(name="乙项目").enterprise == each


def test_a_new_project_without_a_park_stands_in_the_operators_own(write, operator, demo):
    write([["项目名称", "投资方"], ["甲项目", "甲公司"]], by=operator)
    assert Project.objects.get().park.name == OWN
    both = person("both", "park_operator", demo.parks.get(name=OWN))
    Membership.objects.create(user=both, role="park_operator", park=demo.parks.get(name=OTHER))
    both = type(both).objects.get(pk=both.pk)
    run = write([["项目名称", "投资方"], ["乙项目", "乙公司"]], by=both)
    assert problems(run) == {"park_needed"}
    assert Project.objects.count() == 1


def test_an_import_is_undone_only_by_whoever_may_write_its_projects(write, operator, demo):
    head = ["项目名称", "园区", "投资方"]
    run = write([head, ["甲项目", OWN, "甲公司"]], by=operator)
    Project.objects.update(park=demo.parks.get(name=OTHER))
    with pytest.raises(UserError, match="不在您的园区"):
        actions.undo_import(run, by=operator, reason="传错了")


def test_an_operators_columns_are_remembered_for_the_park_only(start, operator, demo):
    head = ["项目名称", "园区", "盘子（亿元）"]
    row = ["甲断路器项目", OWN, 1.5]

    def correct(run, by, field):
        columns = {"A": "name", "B": "park", "C": field}
        actions.correct_mapping(run, run.plan["sheets"][0]["signature"], columns, by=by, on=ON)

    def third(run):
        return run.plan["sheets"][0]["columns"][2][2]

    correct(start([head, row], by=operator), operator, "contracted")
    assert third(start([head, row], by=operator)) == "contracted"
    office = person("office2", "office")
    run = start([head, row], by=office)
    assert third(run) == ""
    correct(run, office, "planned")
    other = person("other", "park_operator", demo.parks.get(name=OTHER))
    assert third(start([head, row], by=other)) == "planned"
    assert ColumnMapping.objects.count() == 2
