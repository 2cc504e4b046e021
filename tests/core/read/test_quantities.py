"""数量: quantities as offices of many provinces print them; all sentences are invented."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from gaoxin.read.core.check.checker import check_document
from gaoxin.read.core.facts import facts
from gaoxin.read.core.pieces import read_document
from gaoxin.read.core.view import clean

D = Decimal

CASES: list[tuple[str, list[tuple[str, object, str | None]]]] = [
    ("总投资12.5亿元", [("12.5亿元", 1250000000, "CNY")]),
    ("到账外资3,250万美元", [("3,250万美元", 32500000, "USD")]),
    ("产值突破2.26万亿元大关", [("2.26万亿元", 2260000000000, "CNY")]),
    ("建成上千亿元级产业集群", [("千亿元级", 100000000000, "CNY")]),
    ("办手续要两三个月", [("两三个月", (2, 3), "month")]),
    ("投资五六十亿元", [("五六十亿元", (5000000000, 6000000000), "CNY")]),
    ("培育五十亿级企业3家", [("五十亿级", 5000000000, "CNY"), ("3家", 3, "count")]),
    ("新签约亿元以上项目36个", [("亿元以上", 100000000, "CNY"), ("36个", 36, "count")]),
    (
        "投资5亿—10亿元项目9个",
        [("5亿—10亿元", (500000000, 1000000000), "CNY"), ("9个", 9, "count")],
    ),
    ("1至10亿元项目", [("1至10亿元", (100000000, 1000000000), "CNY")]),
    ("招引企业20余家", [("20余家", 20, "count")]),
    ("服务群众3.6万余人次", [("3.6万余人次", 36000, "count")]),
    ("十余个项目、三大片区", [("十余个", 10, "count"), ("三大", 3, "count")]),
    ("近两百家企业参会", [("两百家", 200, "count")]),
    (
        "增长12.6%，降幅收窄0.8个百分点",
        [("12.6%", D("0.126"), "ratio"), ("0.8个百分点", D("0.8"), "pp")],
    ),
    (
        "高于全国、全省3.5和1.9个百分点",
        [("3.5", D("3.5"), "pp"), ("1.9个百分点", D("1.9"), "pp")],
    ),
    ("占全省的三分之一", [("三分之一", D(1) / 3, "ratio")]),
    ("近九成项目开工", [("九成", D("0.9"), "ratio")]),
    ("占比过半数、约一半", [("半数", D("0.5"), "ratio"), ("一半", D("0.5"), "ratio")]),
    ("增长1.5倍", [("1.5倍", D("1.5"), "ratio")]),
    ("三次产业比例为2.1∶45.3∶52.6", [("2.1∶45.3∶52.6", "2.1:45.3:52.6", "ratio3")]),
    ("用地300亩，建筑面积12万平方米", [("300亩", 200000, "m2"), ("12万平方米", 120000, "m2")]),
    ("亩均税收18.6万元/亩", [("18.6万元/亩", 186000, "CNY/亩")]),
    ("投资强度500万元每亩", [("500万元每亩", 5000000, "CNY/亩")]),
    ("年产60万台电机", [("60万台", 600000, "台/年")]),
    ("月产能达到3万片/月", [("3万片/月", 30000, "片/月")]),
    ("10GWh储能电池项目", [("10GWh", 10000000, "kWh/年")]),
    ("装机容量200MW", [("200MW", 200000, "kW")]),
    ("第六批制造业单项冠军", [("第六批", 6, "ordinal")]),
    ("在全省排名第二", [("第二", 2, "ordinal")]),
    ("十五届三次全会", [("十五届", 15, "ordinal"), ("三次", 3, "ordinal")]),
    ("2024年3月15日开工", [("2024年3月15日", "2024-03-15", "date")]),
    ("1—8月份", [("1—8月份", "XXXX-01/08", "date")]),
    ("2023年前三季度", [("2023年前三季度", "2023-01/09", "date")]),
    ("2025年上半年", [("2025年上半年", "2025-H1", "date")]),
    ("截至2024年末", [("2024年末", "2024-12", "date")]),
    ("5月6日至8日", [("5月6日至8日", "XXXX-05-06/XXXX-05-08", "date")]),
    ("连续5年增长", [("5年", 5, "year")]),
    ("办理时限压缩到3个工作日", [("3个工作日", 3, "day")]),
    ("奖励资金￥30万元", [("￥30万元", 300000, "CNY")]),
    ("１２．５％", [("１２．５％", D("0.125"), "ratio")]),
    ("降幅为-3.2%", [("-3.2%", D("-0.032"), "ratio")]),
]

NAMES = [
    "世界500强企业",
    "第一产业、第二产业、第三产业",
    "“十四五”时期",
    "项目一期、二期",
    "J2B车间和FAB3厂房",
    "5G基站、3D打印",
    "“4+4”现代产业体系",
    "半导体和零售行业",
    "一带一路",
    "四位一体推进",
    "第一时间、第一书记、第三方机构",
    "评价办法（2.0版）",
]

TORN = [
    ("总投资10\n亿元的项目开工", "10\n亿元", 1000000000),
    ("产品8万\n\n片/月的生产能力", "8万\n\n片/月", 80000),
    ("第六\n\n十一次常委会会议", "第六\n\n十一次", 61),
    ("2022年9\n月 22日正式封关", "2022年9\n月 22日", "2022-09-22"),
    ("设备 1735 台\n\n（套）", "1735 台\n\n（套）", 1735),
    ("2 月 3-4 日召开", "2 月 3-4 日", "XXXX-02-03/XXXX-02-04"),
    ("共\u200b12\u202e个项目", "12\u202e个", 12),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_value_and_unit(text: str, expected: list[tuple[str, object, str | None]]) -> None:
    found = [(fact.text, fact.value, fact.unit) for fact in facts(clean(text))]
    assert found == expected


@pytest.mark.parametrize("text", NAMES)
def test_names_that_hold_digits_are_no_quantities(text: str) -> None:
    assert [fact.text for fact in facts(clean(text))] == []


@pytest.mark.parametrize(("text", "printed", "value"), TORN)
def test_torn_expressions_keep_their_raw_span(text: str, printed: str, value: object) -> None:
    found = {fact.text: fact for fact in facts(clean(text))}
    assert printed in found
    assert found[printed].value == value
    assert text[found[printed].start : found[printed].end] == printed


@pytest.mark.parametrize(
    ("text", "mod"),
    [
        ("总投资超50亿元", ">"),
        ("总投资不低于5亿元", ">="),
        ("总投资约3亿元", "~"),
        ("企业近2400家", "<~"),
        ("耗时不到30天", "<"),
        ("上千人参加", ">="),
        ("10亿元以上项目", ">="),
        ("通过30项审查", None),
        ("最近3个月", None),
        ("节约40万元", None),
    ],
)
def test_modifier(text: str, mod: str | None) -> None:
    assert facts(clean(text))[0].mod == mod


def test_no_value_is_a_float() -> None:
    text = "增长165.8亿元、0.1%、2.1倍、33.3亩、三分之一"
    assert all(not isinstance(fact.value, float) for fact in facts(clean(text)))


@pytest.mark.parametrize("unit", ["亩", "平方公里", "%", "亿元", "个"])
def test_a_number_of_any_length_is_no_error(unit: str) -> None:
    for length in (22, 23, 24, 27, 28, 29, 60, 500, 5_000):
        text = f"共{'7' * length}.5{unit}，其中{'3' * length}{unit}。"
        json.dumps(read_document(text))
        check_document(text)
