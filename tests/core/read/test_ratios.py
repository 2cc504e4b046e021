"""比率核对: shares, rates, averages and multiples are found by what they say of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from gaoxin.read.core.check.checker import check_document
from gaoxin.read.core.check.close import Span
from gaoxin.read.core.check.labels import bears, label, noun
from gaoxin.read.core.check.numbers import numbers
from gaoxin.read.core.check.slips import within

PASSAGES = yaml.safe_load(Path(__file__).with_name("ratios.yaml").read_text(encoding="utf-8"))
SPOILED = [(p["text"], old, new) for p in PASSAGES for old, new in p["spoiled"]]

QUIET = [
    # a rate that no two counts give
    "城镇新增就业1266人，失业人员再就业552人，年末城镇登记失业率为4.1%。",
    "森林抚育3880亩，森林面积20800亩，森林覆盖率达到21.63%。",
    "实现利润5823万元，每百元营业收入中的成本为84.29元，营业收入利润率为6.82%。",
    # the whole is not in the text, or is another one
    "全区制造企业产值137亿元，占全省同行业的17%；全区服务业营业收入812亿元。",
    "排查村党组织57688个，占村党组织总数的9.6%；社区党组织5222个，占社区党组织总数的5.6%。",
    "互联网接入用户5.78万户，移动电话用户5.1万户，占全市移动电话用户的30.3%。",
    # the part is several together, or is told of another subject
    "居前三位的是：甲类783件、乙类579件、丙类562件，占工单总量2495件的77.1%。",
    "委员提交提案588件，立案543件，办复率达99.8%。",
    "女党员2167名，占党员总数的24.7%，大专以上党员3775名，占43.0%。",
    # what was before
    "三次产业的比例由2.7∶54.8∶42.5调整为2.7∶56.0∶41.3，第二产业增加值786.4亿元。",
    "基础投入从498万元增长到超过1600万元，是十年前的3.4倍。",
    # rounded inputs hold in their intervals
    "参会采购商19.9万名，其中境外采购商13万人，占65.6%。",
]


def texts_found(text: str) -> list[str]:
    return [fault["text"] for fault in check_document(text)["faults"]]


@pytest.mark.parametrize("passage", PASSAGES, ids=range(len(PASSAGES)))
def test_a_right_passage_stays_quiet(passage: dict[str, str]) -> None:
    assert texts_found(passage["text"]) == []


@pytest.mark.parametrize("text", QUIET)
def test_what_is_no_quotient_of_the_text_stays_quiet(text: str) -> None:
    assert texts_found(text) == []


def test_spoiled_figures_are_found() -> None:
    missed = []
    for text, old, new in SPOILED:
        at = text.index(old)
        wrong = text[:at] + new + text[at + len(old) :]
        spans = [
            span
            for fault in check_document(wrong)["faults"]
            for span in ([fault["start"], fault["end"]], *fault["because"])
        ]
        if not any(start < at + len(new) and at < end for start, end in spans):
            missed.append((text, old, new))
    assert len(missed) <= 0.05 * len(SPOILED), missed


def test_what_a_ratio_says_of_itself() -> None:
    text = "技改投资29.5亿元，占工业投资的43.2%，签约项目开工率61.7%，完成年度任务的88.0%。"
    said = [label(num) for num in numbers(text) if num.is_ratio]
    assert [(one.part, one.whole) for one in said] == [
        ("", "工业投资"),
        ("签约项目开工", ""),
        ("", "年度任务"),
    ]


def test_names_of_wholes_fit_by_their_beginning() -> None:
    assert bears("外贸总值", "外贸进出口总值")
    assert bears("规上营收", "链上规上企业营业收入")
    assert not bears("移动电话用户", "固定宽带接入用户")
    assert noun("全区受理总量") == "受理总量"


def test_slips_of_an_input() -> None:
    (num,) = numbers("已办结216件。")
    assert within(num, Span(num.value + 400, num.value + 400))  # 616
    assert within(num, Span(num.value - 90, num.value - 90))  # 126
    assert not within(num, Span(num.value + 37, num.value + 37))
