"""检查通报: relations told by structure: parts without 其中, remainders, rankings, flows."""

from __future__ import annotations

import pytest

from gaoxin.read.core.check.checker import check_document

# (text as it should be, the figure as printed, the figure spoiled)
TOLD = [
    ("三季度收集问题428条，当场解答251条，转办177条。", "177条", "197条"),
    ("春季招聘会39场，线下22场、线上17场，参加企业860家。", "17场", "47场"),
    ("全年授权专利2841件，发明、实用新型、外观设计依次为907件、1518件和416件。", "416件", "461件"),
    ("初审通过193家。三批分别通过71家、68家、54家。", "54家", "45家"),
    ("共签约97个。签约项目里，52个来自省内，31个来自长三角，剩下的14个来自境外。", "31个", "61个"),
    ("二季度进出口64.3亿元。出口和进口分别是41.9亿元、22.4亿元。", "22.4亿元", "42.4亿元"),
    (
        "零售额8264亿元。城镇7015亿元，增长6.1%；乡村1249亿元，增长7.3%。",
        "1249亿元",
        "1294亿元",
    ),
    ("入驻企业4712家，其中属地注册3968家，异地注册744家。", "744家", "774家"),
    (
        "兑现资金6240万元，惠及企业291户。其中：科技类2310万元、87户；技改类2985万元、53户；"
        "稳岗类945万元、151户。",
        "291户",
        "391户",
    ),
    ("考核任务118项，已经办结74项，正常推进36项，滞后的还有8项。", "36项", "63项"),
    ("今年竣工103个，增长13.2%。去年同期为91个。", "13.2%", "12.3%"),
    ("9月完成产值146.8亿元，比8月的139.5亿元多7.3亿元。", "7.3亿元", "3.7亿元"),
    ("本月受理3140件，环比增加268件（9月2872件）。", "268件", "286件"),
    ("完成年度计划的71.4%，快于时间进度（66.7%）4.7个百分点。", "4.7个百分点", "7.4个百分点"),
    ("占比为41.3%，上年同期占比为37.8%，提高3.5个百分点。", "3.5个百分点", "5.3个百分点"),
    ("完成投资61.5亿元，完成全年任务90亿元的68.3%，剩余28.5亿元。", "28.5亿元", "25.8亿元"),
    ("年初在孵861家，新入孵205家、毕业78家、清退49家，净增78家。", "净增78家", "净增87家"),
    ("预算合计21.36亿元，成交20.19亿元，节约1.17亿元。", "1.17亿元", "1.71亿元"),
    ("完成率最高的是东园（91.2%），最低的是西园（54.8%），相差36.4个百分点。", "36.4", "34.6"),
    ("综合得分前三名依次为：东园（95.2分）、南园（93.1分）、西园（91.4分）。", "93.1分", "98.1分"),
    ("各类中，甲类31.5亿元、乙类24.8亿元、丙类17.2亿元居前三位。", "24.8亿元", "42.8亿元"),
]

QUIET = [
    "入园企业81家，其中国家级龙头4家、省级17家、市级29家。",
    "出口2.05万亿元，进口1.78万亿元，贸易顺差2778.2亿元。",
    "今年签约58个，注册49家，开工33个。",
    "工业增加值增长11%，比东部地区高出2.1个百分点。投资增长23%，高于东部地区（17.9%）5.1个百分点。",
    "6月份上涨的城市48个，比5月减少1个，70个城市中持平的8个。",
    "铁路发送旅客7850万人次，公路发送旅客1.75亿人次，全国共发送旅客2.67亿人次。",
    "进口从118亿元增至1116亿元，年均增长16.1%。",
    "景气指数为54.3%，较上月回升0.8个百分点。",
    "大型、中型企业分别为77.4%和69.9%，环比分别提升5.3和12.4个百分点。",
    "航线从1条增长到22条，发货量增长了10倍。",
    "东园绿灯31个、黄灯9个、红灯3个；西园绿灯28个、黄灯7个、红灯5个。",
    "诉求中融资类214件、用工类187件、用地类96件，三类合计约占四成，热线转办的331件分散在各类中。",
    "本月新增贷款98.58亿元，比去年同期的90.15亿元增长9.4%。",
    "收入24627万元，比上年减收1070万元，下降4.2%。",
    "三类人员：法官、检察官；法官助理；行政管理人员。",
]


@pytest.mark.parametrize(("text", "printed", "spoiled"), TOLD)
def test_a_right_text_is_quiet_and_a_spoiled_one_is_told(
    text: str, printed: str, spoiled: str
) -> None:
    assert check_document(text)["faults"] == []
    wrong = text.replace(printed, spoiled)
    assert wrong != text
    (fault,) = check_document(wrong)["faults"]
    spans = [[fault["start"], fault["end"]], *fault["because"]]
    at = wrong.index(spoiled)
    assert any(low < at + len(spoiled) and at < high for low, high in spans)


@pytest.mark.parametrize("text", QUIET)
def test_no_alarm(text: str) -> None:
    assert check_document(text)["faults"] == []


def test_two_relations_agree_on_the_wrong_figure() -> None:
    text = "共签约74个，东园21个、西园17个、北园9个。去年同期41个，增长14.6%。"
    (fault,) = check_document(text)["faults"]
    assert (fault["text"], fault["expected"]) == ("74个", "47个")


def test_a_column_of_units_does_not_hide_the_rates() -> None:
    rows = [
        "名称　　单位　　本年　　上年　　同比（%）",
        "产值　　亿元　　318.6　　291.4　　3.9",
        "用电量　　亿千瓦时　　17.42　　16.85　　3.4",
        "收入　　亿元　　41.37　　38.02　　8.8",
    ]
    (fault,) = check_document("\n".join(rows))["faults"]
    assert (fault["text"], fault["expected"]) == ("3.9", "9.3")


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("上期签约的20个项目已开工17个，开工率85.0%。", "85.0%", "86.0%"),
        ("平均申请材料由14.5份减到5.8份，精简60.0%。", "60.0%", "66.0%"),
        ("开工前手续由120天压减到45天，压减62.5%。", "62.5%", "22.5%"),
        ("审批由46个工作日缩短到29个工作日，减少17个，压缩37.0%。", "37.0%", "73.0%"),
        ("个人类2.92万件、企业类1.46万件，前者是后者的2.0倍。", "2.0倍", "2.6倍"),
        ("同期新设经营主体5130户，同比增长7.2%，上年同期为4785户。", "7.2%", "6.2%"),
        (
            "用电38.6亿度，其中4月12.4亿度、5月12.9亿度、6月13.3亿度；比上年同期的39.6亿度下降2.5%。",
            "2.5%",
            "5.2%",
        ),
    ],
)
def test_changes_that_name_nothing_but_themselves(text: str, right: str, wrong: str) -> None:
    assert check_document(text)["faults"] == []
    (fault,) = check_document(text.replace(right, wrong))["faults"]
    assert (fault["text"], fault["expected"]) == (wrong, right)


RANKED = "研发费用前三名：甲公司9,486万元、乙公司8,215万元、丙公司6,740万元，三家合计24,441万元。"


@pytest.mark.parametrize(
    ("said", "right", "wrong"),
    [
        ("第一名占三家合计的38.8%。", "38.8%", "83.8%"),
        ("第一名是第三名的1.4倍。", "1.4倍", "1.9倍"),
    ],
)
def test_places_of_a_ranking_are_looked_up(said: str, right: str, wrong: str) -> None:
    assert check_document(RANKED + said)["faults"] == []
    (fault,) = check_document(RANKED + said.replace(right, wrong))["faults"]
    assert (fault["text"], fault["expected"]) == (wrong, right)


def test_a_place_beyond_the_ranking_tells_nothing() -> None:
    assert check_document(RANKED + "第一名占全市合计的3.1%，是第八名的6.0倍。")["faults"] == []
