"""检查通报: clean bulletins stay quiet, planted faults are found, and each fault proves itself."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from gaoxin.read.core.check.checker import check_document
from gaoxin.read.core.check.close import Span, agrees, mistyped, wrong_unit

BULLETINS = yaml.safe_load(Path(__file__).with_name("bulletins.yaml").read_text(encoding="utf-8"))
PLANTED = [(b["name"], b["text"], fault) for b in BULLETINS for fault in b["faults"]]
D = Decimal

QUIET = [
    "到位资金120.4亿元，完成任务数132.6亿元的90.8%。其中，省外资金60.4亿元，完成任务数65.9亿元的91.7%；"
    "产业项目资金87.9亿元，增长78.2%。",
    "完成市下达任务的165.1%，超进度81.7%，完成省下达任务(8.3亿元)的495.7%，占总额的41.1%。",
    "分产业看，农业项目21个（其中新签约13个）；工业项目227个（其中新签约128个）；服务业项目174个。",
    "签约项目101个，10个制造项目落地，30%的材料实现国产化。",
    "新增企业30余家，其中高新技术企业12家、专精特新企业9家。",
    "总投资约120亿元，其中一期50亿元、二期60亿元。",
    "占比分别为33.3%、33.3%、33.3%，合计99.9%。",
    "进出口91.8亿元，其中机电产品47.3亿元、高新技术产品69.6亿元（两者有交叉）。",
    "地区生产总值156.2亿元，按不变价格计算增长6.3%，上年同期148.0亿元。",
    "8月签约12个，1—8月签约58个，开工率70%。",
    "完成投资527亿元，其中先进制造业259亿元；新开工项目92个，总投资1590亿元。",
    "从企业看，规上企业186家，其中盈利企业142家、亏损企业等44家左右。",
    "开工率由高到低依次为：湖东92.3%、湖西87.5%、高铁新城80.0%、科学园76.9%，全区平均开工率82.7%。",
    "合同外资5.12亿美元。从来源地看，中国香港1.41亿美元、新加坡0.38亿美元、日本0.22亿美元，三地合计2.01亿美元。",
    "总产值286.4亿元，下降3.5%。分行业看，五大主导产业三升两降：装备制造92.6亿元，增长6.1%；电子信息74.3亿元；"
    "生物医药28.5亿元；化工材料51.2亿元；纺织服装15.7亿元，下降22.9%。五大产业合计262.3亿元，占91.6%。",
    "新设外资企业36家，增资项目14个，分别增长12.5%和16.7%（去年同期32家、12个）。",
    "占比由2020年的14.2%提高到17.5%，五年提高3.3个百分点。",
    "增长面达81.1%，30个行业中25个保持增长。",
    "存款余额1286.4亿元，比年初增加97.8亿元，同比增长9.3%；贷款余额1103.7亿元，比年初增加118.5亿元，"
    "同比多增12.6亿元，增长12.4%。",
    "普惠小微贷款188.2亿元，有贷户1.92万户，户均98万元。",
    "发现隐患4318条，其中重大隐患26条；已整改4097条，整改率94.9%，重大隐患整改完成21条，其余5条限期完成。",
    "营业收入128.36亿元，增长8.9%。其中，软件业45.18亿元，增长14.2%；商务服务业32.07亿元，增长7.5%。"
    "两个行业合计占比60.2%。",
    "税收收入20.87亿元，下降0.9%，其中增值税8.06亿元、企业所得税4.35亿元、个人所得税1.12亿元，"
    "三项合计占税收收入的64.8%。",
    "企业187家，比上年净增12家（新增19家，退出7家）。",
    "从贸易方式看，一般贸易31.5亿元，加工贸易15.2亿元。从市场看，对东盟9.8亿元、对欧盟7.6亿元、对美国5.1亿元，"
    "分别增长21.3%、4.4%和下降8.9%。",
    "",
    "。。。，，，",
    "共、共、共",
]


def spoiled(text: str, fault: dict[str, Any]) -> tuple[str, int, int]:
    """The text with one figure spoiled, and where it stands."""
    at = text.index(fault["old"])
    new = fault["new"]
    return text[:at] + new + text[at + len(fault["old"]) :], at, at + len(new)


def names(fault: dict[str, Any], start: int, end: int) -> bool:
    """Whether a fault found names the figure, or proves itself by it."""
    spans = [[fault["start"], fault["end"]], *fault["because"]]
    return any(low < end and start < high for low, high in spans)


@pytest.mark.parametrize("bulletin", BULLETINS, ids=[b["name"] for b in BULLETINS])
def test_no_alarm_on_a_clean_bulletin(bulletin: dict[str, Any]) -> None:
    assert check_document(bulletin["text"])["faults"] == []


@pytest.mark.parametrize("text", QUIET)
def test_no_alarm_on_a_trap(text: str) -> None:
    assert check_document(text)["faults"] == []


def test_planted_faults_are_found() -> None:
    missed = []
    for name, text, fault in PLANTED:
        wrong, start, end = spoiled(text, fault)
        found = check_document(wrong)["faults"]
        if not any(names(one, start, end) for one in found):
            missed.append((name, fault["old"], fault["new"]))
    assert len(missed) <= 0.1 * len(PLANTED), missed


def test_the_right_value_is_told() -> None:
    right = 0
    for _name, text, fault in PLANTED:
        wrong, start, end = spoiled(text, fault)
        right += any(
            one["start"] < end
            and start < one["end"]
            and str(one["expected"]).startswith(fault["expected"].rstrip("个家项条件"))
            for one in check_document(wrong)["faults"]
        )
    assert right >= 0.85 * len(PLANTED)


def test_a_fault_quotes_its_text_and_its_proof() -> None:
    text = "示范区新签约项目40个，已开工25个，开工率65.2%。"
    (fault,) = check_document(text)["faults"]
    assert fault["text"] == text[fault["start"] : fault["end"]] == "65.2%"
    assert fault["expected"] == "62.5%"
    assert {text[start:end] for start, end in fault["because"]} == {"25个", "40个"}


SPOILED = [
    ("占比由2020年的14.2%提高到17.5%，五年提高3.5个百分点。", "3.5个百分点"),
    ("新设外资企业36家，增资项目14个，分别增长12.5%和17.6%（去年同期32家、12个）。", "17.6%"),
    ("东城9个，南苑8个，临空8个，中心6个。前三名合计27个。", "27个"),
    ("上市公司19家（主板8家、创业板5家、科创板6家、港股2家）。", "19家"),
    ("全年竣工98个，较2023年（84个）增长17.6%。", "17.6%"),
    ("投产一批54个项目中，已纳统43个，纳统率76.9%。", "76.9%"),
    ("“四个一批”项目共216个，其中签约68个、开工59个、投产54个、达效45个。", "216个"),
    ("资金1.36亿元，其中购房补贴4,870万元、生活补贴6,215万元、项目资助2,515亿元。", "2,515亿元"),
    ("签约152个，总投资748.5万元，其中制造业项目98个，总投资536.2亿元，占71.6%。", "748.5万元"),
    ("新增就业1.62万人，完成年度目标任务的63.0%（年度目标2万人）。", "63.0%"),
    ("进出口49.7亿元，其中：出口35.8亿元；进口13.9亿元；贸易顺差29.1亿元。", "29.1亿元"),
    ("孵化载体46个（国家级9、省级16、市级22）。", "46个"),
    ("全区财政收入26.45亿元。\n税收20.87亿元，下降0.9%，占财政收入的87.9%。", "87.9%"),
    ("培训合计20个，总投资106.5亿元，其中产业16个、总投资88.2亿元，科技3个、金融2个。", "20个"),
    ("新签约34个，其中青山园14个，较上年同期的12个增加6个。", "6个"),
    ("计划新开工32个，实际开工29个，开工率90.0%。", "90.0%"),
    (
        "出口38.5亿元，高企占四成。进出口49.7亿元，增长4.1%，其中：出口38.5亿元；进口13.9亿元。",
        "38.5",
    ),
    ("开工率87.5%，比签约增幅28.0%高。开工率提高15.1个百分点，上一轮为76.0%。", "15.1个百分点"),
]


@pytest.mark.parametrize(("text", "wrong"), SPOILED)
def test_a_fault_behind_a_remark_is_found(text: str, wrong: str) -> None:
    found = check_document(text)["faults"]
    assert [fault["text"].startswith(wrong) for fault in found] == [True]


def test_a_table_parted_by_single_blanks() -> None:
    rows = [
        "园区 本月 累计 上年同期 增速",
        "东园 6,820 81,430 72,960 11.6",
        "西园 5,175 60,218 64,877 -2.7",
    ]
    rows += ["南园 8,904 72,561 51,390 41.2", "合计 20,899 214,209 189,227 13.2"]
    (fault,) = check_document("\n".join(rows))["faults"]
    assert (fault["text"], fault["expected"]) == ("-2.7", "-7.2")


def test_order_that_does_not_fall() -> None:
    text = "投资完成率由高到低依次为：东园58.6%、西园47.9%、南园52.3%、北园41.2%。"
    (fault,) = check_document(text)["faults"]
    assert (fault["rule"], fault["text"], fault["expected"]) == ("order", "47.9%", "52.3%")


def test_ten_thousand_and_hundred_million_confused() -> None:
    text = "全区合同引资额158.9亿元，实际到位资金41.3万元，资金到位率26.0%。"
    (fault,) = check_document(text)["faults"]
    assert (fault["rule"], fault["text"], fault["expected"]) == ("unit", "41.3万元", "41.3亿元")


def test_headline_that_differs_from_the_body() -> None:
    text = "演示区高新技术企业达268家\n截至11月底，全区高新技术企业286家，增长23.8%。\n"
    (fault,) = check_document(text)["faults"]
    assert (fault["rule"], fault["text"]) == ("headline", "268家")


def test_a_percentage_point_is_not_a_percent() -> None:
    text = "工业投资比重为72.5%，比上年同期的69.3%提高3.2%。"
    (fault,) = check_document(text)["faults"]
    assert (fault["rule"], fault["expected"]) == ("unit", "3.2个百分点")


def test_offsets_are_those_of_the_raw_text() -> None:
    text = "示范区新签约项目40\n个，已开工 25 个，开\n工率 65.2%。"
    (fault,) = check_document(text)["faults"]
    assert text[fault["start"] : fault["end"]] == "65.2%"


def test_truncated_figures_are_no_faults() -> None:
    assert check_document("发现问题126项，已销号111项，销号率88.0%。")["faults"] == []
    assert check_document("发现问题126项，已销号111项，销号率88.1%。")["faults"] == []


@pytest.mark.parametrize(
    ("printed", "step", "low", "high", "ok"),
    [
        (D("0.365"), D("0.001"), D("0.36478"), D("0.36478"), True),
        (D("0.364"), D("0.001"), D("0.36478"), D("0.36478"), True),
        (D("0.366"), D("0.001"), D("0.36478"), D("0.36478"), False),
        (D("0.363"), D("0.001"), D("0.36478"), D("0.36478"), False),
        (D("0.875"), D("0.001"), D("0.875"), D("0.875"), True),
    ],
)
def test_agreement_is_half_up_or_truncated(
    printed: Decimal, step: Decimal, low: Decimal, high: Decimal, ok: bool
) -> None:
    assert agrees(printed, step, Span(low, high)) is ok


def test_slips_of_the_pen() -> None:
    assert mistyped(D("0.913"), D("0.931"), D("0.001"))
    assert mistyped(D("0.288"), D("0.188"), D("0.001"))
    assert not mistyped(D("0.552"), D("0.913"), D("0.001"))
    assert wrong_unit(D(413000), D(4130000000)) == 4
    assert wrong_unit(D(413000), D(413000)) == 0
