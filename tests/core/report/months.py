"""An invented month (演示月份) for the tests of the report room: six parks, as drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from gaoxin.report.core.document import Basis, Stated
from gaoxin.report.core.month import (
    LitProject,
    MonthData,
    MonthIssue,
    ParkMonth,
    SignedProject,
)

MOMENT = "261031/hnvg4tclc0"
NAMES = {
    "signed_count": ("新签约项目", "个", 0),
    "signed_1yi": ("亿元以上新签约项目", "个", 0),
    "signed_5yi": ("5亿元以上新签约项目", "个", 0),
    "signed_10yi": ("10亿元以上新签约项目", "个", 0),
    "started_of_signed": ("新签约亿元以上已开工项目", "个", 0),
    "start_rate": ("开工率", "%", 1),
    "signed_planned": ("新签约计划总投资", "亿元", 2),
    "funds_rate": ("资金到位率", "%", 1),
    "contracted_amount": ("合同引资额", "亿元", 1),
    "in_place_amount": ("到位资金", "亿元", 1),
    "invested_amount": ("固定资产投资完成额", "亿元", 1),
    "started_count": ("新开工项目", "个", 0),
    "production_count": ("投产项目", "个", 0),
    "in_place_growth": ("到位资金同比增长", "%", 1),
    "time_progress": ("序时进度", "%", 1),
    "signed_target": ("新签约年度目标", "个", 0),
    "signed_completion": ("新签约完成率", "%", 1),
    "signed_gap": ("新签约比序时", "点", 1),
    "contract_target": ("合同引资额年度目标", "亿元", 1),
    "contract_completion": ("合同引资额完成率", "%", 1),
    "contract_gap": ("合同引资额比序时", "点", 1),
    "red_new": ("新亮红灯项目", "个", 0),
    "yellow_new": ("新亮黄灯项目", "个", 0),
    "red_count": ("红灯项目", "个", 0),
    "yellow_count": ("黄灯项目", "个", 0),
    "green_count": ("绿灯项目", "个", 0),
    "issues_open": ("未销号问题", "个", 0),
    "issues_raised": ("新增问题", "个", 0),
    "issues_closed": ("销号问题", "个", 0),
    "issues_overdue": ("超期问题", "个", 0),
    "visited_count": ("走访项目", "个", 0),
    "visited_by_leader": ("包联领导走访项目", "个", 0),
    "charge_count": ("领导包联项目", "个", 0),
    "visit_rate": ("包联走访率", "%", 0),
}
CHANGES = {"in_place_growth", "signed_gap", "contract_gap"}
SIX = (
    ("电气装备产业园", "电气园", 16, 12, "48.6", "19.2"),
    ("尼龙新材料产业园", "新材料园", 13, 9, "62.3", "21.4"),
    ("新能源储能产业园", "储能园", 9, 6, "35.8", "10.1"),
    ("智能制造产业园", "智造园", 11, 7, "28.4", "9.6"),
    ("现代服务业产业园", "服务园", 8, 4, "6.5", "2.2"),
    ("生物医药产业园", "医药园", 7, 3, "16.9", "3.2"),
)  # fmt: skip


def basis(id: str) -> Basis:
    return Basis(
        id=id,
        version="v3",
        name=NAMES[id][0],
        document="示例高新区招商督查办法（演示）",
        article="第十二条",
        in_force_from=date(2026, 1, 1),
        note="本期新签约亿元以上项目中到截至日已开工的占比。" if id == "start_rate" else "",
        rounding="四舍五入，保留1位小数" if NAMES[id][2] == 1 else "",
    )


def stated(id: str, value: Any, scope: str = "z1", period: str = "2026") -> Stated:
    name, unit, digits = NAMES[id]
    step = Decimal(1).scaleb(-digits)
    exact = None if value is None else Decimal(str(value)).quantize(step, ROUND_HALF_UP)
    key = f"{id}@v3/{scope}/{period}/{MOMENT}"
    return Stated(key, name, exact, unit, digits, basis(id), is_change=id in CHANGES)


def figures(values: dict[str, Any], scope: str = "z1", period: str = "2026") -> dict[str, Stated]:
    return {id: stated(id, value, scope, period) for id, value in values.items()}


def rate(above: Any, below: Any) -> Decimal | None:
    return Decimal(str(above)) * 100 / Decimal(str(below)) if Decimal(str(below)) else None


def park(number: int, row: tuple[Any, ...]) -> ParkMonth:
    name, short, signed, started, contracted, in_place = row
    year = {
        "signed_count": signed, "signed_1yi": signed, "started_of_signed": started,
        "start_rate": rate(started, signed), "contracted_amount": contracted,
        "in_place_amount": in_place, "funds_rate": rate(in_place, contracted),
        "red_count": (1, 2, 3, 4, 2, 2)[number - 1], "yellow_count": 8 if number == 6 else 5,
        "green_count": 39 if number == 6 else 20,
    }  # fmt: skip
    return ParkMonth(name, short, figures(year, f"p{number}"), ref=f"p:{number}")


def lit(number: int, colour: str = "red", name: str = "抗体药中试平台") -> LitProject:
    return LitProject(
        ref=f"j:{number}", name=name, park="医药园", colour=colour, since=date(2026, 10, 10),
        rule_ref="r:anqing_stage_limits#plant", rule="签约满 6 个月未开工", who="住建局",
        next_step="开督办单", planned=None, is_new=colour == "red",
    )  # fmt: skip


def month(**changes: Any) -> MonthData:
    """Return October 2026 of the demo zone, with fields replaced."""
    zone = {
        "signed_count": 64, "signed_1yi": 64, "signed_5yi": 9, "signed_10yi": 3,
        "started_of_signed": 41, "start_rate": rate(41, 64), "signed_planned": "246.35",
        "contracted_amount": "198.5", "in_place_amount": "65.7",
        "funds_rate": rate("65.7", "198.5"),
        "invested_amount": "88.2", "started_count": 52, "production_count": 17,
        "in_place_growth": "-3.2", "time_progress": rate(10, 12), "signed_target": 75,
        "signed_completion": rate(64, 75), "signed_gap": "2.0", "contract_target": 240,
        "contract_completion": "82.7", "contract_gap": "-0.6", "red_count": 14,
        "yellow_count": 33, "green_count": 139, "issues_open": 21, "issues_overdue": 4,
    }  # fmt: skip
    return replace(_around(zone), **changes)


def _around(zone: dict[str, Any]) -> MonthData:
    """Return the month around the zone's figures."""
    this_month = {
        "signed_count": 5, "started_count": 3, "production_count": 0, "in_place_amount": "6.1",
        "issues_raised": 8, "issues_closed": 6, "visited_count": 50, "charge_count": 60,
        "visited_by_leader": 47,
        "visit_rate": 78, "red_new": 5, "yellow_new": 0,
    }  # fmt: skip
    before = {"issues_open": 19}
    return MonthData(
        year=2026, month=10, as_of=date(2026, 10, 31),
        known_at=datetime(2026, 11, 5, 9, tzinfo=UTC), zone_name="示例高新区",
        organ="示例高新区管委会督查室", issue="第10期（总第46期）", issued_on=date(2026, 11, 23),
        zone_year=figures(zone), zone_month=figures(this_month, period="2026-10"),
        zone_before={id: replace(stated(id, v), key=stated(id, v).key.replace("261031", "260930"))
                     for id, v in before.items()},
        parks=tuple(park(number, row) for number, row in enumerate(SIX, 1)),
        signed=(
            SignedProject("j:7", "高压真空断路器智能产线", "电气园", "电气装备",
                          date(2026, 10, 9), stated("signed_planned", "3.2", "j7", "all")),
            SignedProject("j:8", "年产8万片功率器件封测线（二期）", "智造园", "电子信息",
                          date(2026, 10, 21), stated("signed_planned", "12.5", "j8", "all")),
        ),
        lit=(lit(9), lit(10, "yellow", "聚酰胺改性材料")),
        issues=(
            MonthIssue("i:44", "中试用房消防设计未过审", "j:9", "抗体药中试平台", "住建局",
                       date(2026, 10, 20), None, is_overdue=True),
        ),
        silent_parks=(("p:5", "服务园"),),
    )  # fmt: skip


def every_figure(data: MonthData) -> dict[str, Stated]:
    """Return all figures of a month by key, as a recomputation would find them."""
    groups = [data.zone_year, data.zone_month, data.zone_before, data.unplaced, data.eliminated]
    groups += [figures for park in data.parks for figures in (park.year, park.month)]
    found = {stated.key: stated for group in groups for stated in group.values()}
    found |= {p.planned.key: p.planned for p in data.signed if p.planned}
    for each in data.corrections:
        found |= {each.issued.key: each.issued, each.now.key: each.now}
    return found
