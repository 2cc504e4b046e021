"""Quantities in a text (文中的数): what needs a source and what does not."""

from __future__ import annotations

import pytest

from gaoxin.report.core.quantities import quantities, uncovered


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全区新签约项目64个，合同投资额198.5亿元", ["64个", "198.5亿元"]),
        ("完成目标的85.3%和１２．５％", ["85.3%", "１２．５％"]),
        ("低于全区14.2个百分点，增速−3.2%", ["14.2个百分点", "−3.2%"]),
        ("1,735台套设备", ["1,735台套"]),
        ("5亿元以上项目", ["5亿元"]),
        ("亮红灯第41天", ["41天"]),
        ("30天内办结，3个工作日答复", ["30天", "3个"]),
        ("三个园区、六家企业、五成以上、三分之一、百分之六十、翻两番",
         ["三个园区", "六家企业", "五成", "三分之一", "百分之六十", "翻两番"]),
        ("十余个项目", ["十余个项目"]),
        ("图1显示3个", ["3个"]),
        ("新增二十三个、投资一百二十三亿元，逾百亿，共十二家",
         ["二十三个", "一百二十三亿元", "逾百亿", "十二家"]),
        ("提高三个百分点，占一半，一亿元", ["三个百分点", "一半", "一亿元"]),
        ("数十家、上百个、十余家", ["数十家", "上百个", "十余家"]),
        ("共③个，另㊲家，Ⅻ项，½", ["③个", "㊲家", "Ⅻ项", "½"]),
        ("٣个", ["٣个"]),
    ],
)  # fmt: skip
def test_a_number_that_counts_needs_a_source(text: str, found: list[str]) -> None:
    assert [quantity.text for quantity in quantities(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "2026年1至10月", "2026年11月23日", "截至10月底", "二〇二六年三月", "2026-10-31", "10-31",
        "11:32", "第10期（总第46期）", "表1　分园区情况", "附表4", "图2", "第十二条", "第3版",
        "明政办〔2006〕95号", "洛开管（2024）12号", "一、总体情况", "（三）", "3. 到位资金", "—1—",
        "校验码：7F3A-20C1-88D0-4B1E", "版本luan24", "https://a.gov.cn/2024/10545808.html",
        "一个项目一位领导一套班子", "三项机制、两个到位、一个指引", "成立专班", "三成立新",
        "亿元以上项目", "万元增加值能耗", "第一季度", "千亿级产业集群", "千方百计", "千万不要",
        "十四五规划", "十月二十日前", "统一成册", "大陆家电", "① 推进开工", "用地m²", "万一",
    ],
)  # fmt: skip
def test_dates_ordinals_and_names_need_none(text: str) -> None:
    assert quantities(text) == []


def test_digits_must_lie_inside_one_control_the_unit_may_stand_outside() -> None:
    text = "开工164个"
    assert uncovered(text, [(2, 5)]) == []
    assert [q.text for q in uncovered(text, [(3, 5)])] == ["164个"]
    assert [q.text for q in uncovered(text, [(2, 3), (3, 5)])] == ["164个"]
    assert [q.text for q in uncovered("−2.0个", [(1, 4)])] == ["−2.0个"]
