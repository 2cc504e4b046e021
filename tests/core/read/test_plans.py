"""计划: an event told as a plan is flagged, one that happened is not; written before reading."""

from __future__ import annotations

import pytest

from gaoxin.read.core.events import events
from gaoxin.read.core.view import clean

P = "演示储能电芯项目"
PLANS = [
    (f"{P}计划于2026年一季度投产。", [("in_production", "2026-03")]),
    (f"{P}预计2026年底竣工。", [("completed", "2026-12")]),
    (f"{P}预计年底竣工。", [("completed", "XXXX-12")]),
    (f"{P}力争年内开工。", [("started", "XXXX-12")]),
    (f"{P}拟于2026年5月开工建设。", [("started", "2026-05")]),
    (f"{P}将于2027年3月达产。", [("at_capacity", "2027-03")]),
    (f"{P}力争2026年6月30日前竣工。", [("completed", "2026-06-30")]),
    (f"{P}有望在2026年8月投产。", [("in_production", "2026-08")]),
    (f"{P}10月份可建成投入使用。", [("completed", "XXXX-10")]),
    (f"{P}确保2026年12月底前竣工。", [("completed", "2026-12")]),
    (f"{P}定于12月18日开工。", [("started", "XXXX-12-18")]),
    (f"{P}2026年6月将全面投产。", [("in_production", "2026-06")]),
    (f"{P}争取2026年9月实现量产。", [("in_production", "2026-09")]),
    (f"{P}因故推迟至2026年10月开工。", [("started", "2026-10")]),
    (f"{P}待手续办结后于2026年3月开工。", [("started", "2026-03")]),
    (f"{P}计划2026年3月开工，2027年12月竣工。", [("started", "2026-03"), ("completed", "2027-12")]),
    (f"{P}预计2026年3月主体封顶，10月竣工。", [("completed", "XXXX-10")]),
    (f"{P}倒排工期，锚定2026年6月投产的目标。", [("in_production", "2026-06")]),
    (f"2025年3月开工的{P}预计2026年6月竣工。", [("completed", "2026-06")]),
    ("高新区计划2026年3月集中开工项目20个。", [("started", "2026-03")]),
    (f"{P}已列入2026年5月开工计划。", [("started", "2026-05")]),
    (f"已签约的{P}预计2026年10月投产。", [("in_production", "2026-10")]),
    (f"{P}计划2026年10月投产，目前主体已封顶。", [("in_production", "2026-10")]),
    (f"{P}计划明年开工。", [("started", "XXXX")]),
    (f"3月8日，记者获悉，{P}有望明年投产。", [("in_production", "XXXX")]),
    (f"{P}力争明年底竣工。", [("completed", "XXXX-12")]),
    (
        f"{P}预计2026年二季度开工、2027年底投产。",
        [("started", "2026-06"), ("in_production", "2027-12")],
    ),
]
REACHED = [
    (f"{P}已于2026年3月投产。", [("in_production", "2026-03")]),
    (f"{P}原计划2026年底投产，已于9月28日投产。", [("in_production", "XXXX-09-28")]),
    (f"原计划2026年6月投产的{P}已于2025年12月投产。", [("in_production", "2025-12")]),
    (f"{P}于9月28日竣工，比计划提前两个月。", [("completed", "XXXX-09-28")]),
    (f"{P}比计划提前两个月于9月28日竣工。", [("completed", "XXXX-09-28")]),
    (f"{P}按计划于9月28日竣工。", [("completed", "XXXX-09-28")]),
    (f"计划投资20亿元的{P}于3月8日开工。", [("started", "XXXX-03-08")]),
    (f"计划总投资20亿元，{P}于3月8日开工。", [("started", "XXXX-03-08")]),
    (f"今年计划完成投资6亿元，{P}4月7日开工。", [("started", "XXXX-04-07")]),
    (f"3月8日，{P}正式开工，预计年产值30亿元。", [("started", "XXXX-03-08")]),
    (f"预计年产值30亿元的{P}于3月8日开工。", [("started", "XXXX-03-08")]),
    (f"计划2027年投产的{P}于3月8日开工。", [("started", "XXXX-03-08")]),
    (f"{P}于2024年11月完成备案，将建设厂房。", [("filed", "2024-11")]),
    (f"{P}投资将近20亿元于3月8日开工。", [("started", "XXXX-03-08")]),
    ("虚拟现实产业园项目于3月8日开工。", [("started", "XXXX-03-08")]),
    ("3月8日，高新区20个项目集中签约。", [("signed", "XXXX-03-08")]),
    (f"{P}如期于3月8日投产。", [("in_production", "XXXX-03-08")]),
    (f"下一步将加强服务。{P}于3月8日开工。", [("started", "XXXX-03-08")]),
    (f"{P}计划中的二期尚未动工，一期已于3月8日投产。", [("in_production", "XXXX-03-08")]),
    (f"推动{P}于3月8日开工。", [("started", "XXXX-03-08")]),
    (f"{P}原计划年底投产，9月28日提前投产。", [("in_production", "XXXX-09-28")]),
    (f"公司将其生产线迁入，{P}于3月8日投产。", [("in_production", "XXXX-03-08")]),
]
NOTHING = [
    f"{P}能不能早开工，要看审批进度。",
    f"推动{P}早开工、早投产，3月8日召开会议。",
    f"{P}能否于2026年6月投产，取决于设备。",
    f"{P}未能如期于2024年6月投产。",
    f"{P}原计划2025年6月投产。",
    f"{P}尚未开工。",
    f"{P}没有计划于2026年6月开工。",
    f"3月8日，副市长调研，{P}即将投产。",
]


def told(text: str) -> list[tuple[str, str | None, bool]]:
    return [(event.type, event.date, event.planned) for event in events(clean(text))]


@pytest.mark.parametrize(("text", "expected"), PLANS, ids=lambda x: x if isinstance(x, str) else "")
def test_a_plan_is_told_as_one(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == [(kind, day, True) for kind, day in expected]


@pytest.mark.parametrize(
    ("text", "expected"), REACHED, ids=lambda x: x if isinstance(x, str) else ""
)
def test_what_happened_is_no_plan(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == [(kind, day, False) for kind, day in expected]


@pytest.mark.parametrize("text", NOTHING)
def test_neither_reached_nor_planned_for_a_day(text: str) -> None:
    assert told(text) == []


def test_a_plan_and_its_coming_true_are_two_events() -> None:
    text = f"{P}计划2026年3月投产。经过努力，{P}已于2025年12月8日投产。"
    assert told(text) == [
        ("in_production", "2026-03", True),
        ("in_production", "2025-12-08", False),
    ]
