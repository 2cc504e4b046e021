"""Matching (对照): names, days and modifiers."""

from __future__ import annotations

from datetime import date

import pytest

from gaoxin.read.matching import (
    basis_of,
    closest,
    days_of,
    likeness,
    money_kind,
    same_measure,
)

ON = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("XXXX-11-16", "2026-11-16", "2026-11-16"),
        ("XXXX-12-03", "2025-12-03", "2025-12-03"),
        ("XXXX-XX-18", "2026-11-18", "2026-11-18"),
        ("XXXX-XX-28", "2026-10-28", "2026-10-28"),
        ("XXXX-01/10", "2026-01-01", "2026-10-31"),
        ("XXXX-H1", "2026-01-01", "2026-06-30"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("XXXX", "2026-01-01", "2026-12-31"),
        ("XXXX-02-03/XXXX-02-04", "2026-02-03", "2026-02-04"),
    ],
)
def test_a_printed_period_has_days(period, first, last):
    assert days_of(period, ON) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("period", [None, "", "近日", "XXXX-11-31"])
def test_a_period_that_has_no_days(period):
    assert days_of(period, ON) is None


def test_names_are_alike_by_what_tells_them_apart():
    assert likeness("钠电储能模组基地项目", "钠电储能模组基地") == 100
    assert likeness("纤维项目一期", "纤维项目二期") == 0
    assert likeness("钠电储能模组基地", "海产品冷链物流园") < 34
    names = {1: "钠电储能模组基地（演示）", 2: "液冷储能舱"}
    assert closest("钠电储能模组项目", names.items())[0][0] == 1
    assert closest("项目", names.items()) == []


def test_words_that_make_a_measure_another_one():
    assert not same_measure("新增高新技术企业", "高新技术企业")
    assert not same_measure("规上工业总产值", "工业总产值")
    assert not same_measure("市级以上创新平台", "创新平台")
    assert not same_measure("人均税收", "税收")
    assert same_measure("规模以上工业总产值", "规上工业总产值（演示）")
    assert same_measure("完成固定资产投资", "固定资产投资")


def test_a_figure_is_actual_planned_or_approximate():
    assert basis_of("力争实现产值", "120亿元", None, future=False) == "planned"
    assert basis_of("实现产值", "120余亿元", None, future=False) == "approximate"
    assert basis_of("计划总投资", "120亿元", None, future=False) == "actual"
    assert basis_of("其中一期计划投资", "20亿元", None, future=False) == "planned"
    assert basis_of("产值", "120亿元", None, future=True) == "planned"


def test_money_is_told_by_the_words_of_its_clause():
    assert money_kind("到位资金12亿元") == "in_place"
    assert money_kind("总投资12亿元") == "planned"
    assert money_kind("合同引资12亿元") == "contracted"
