"""含义: kind, subject, entities and events of invented sentences."""

from __future__ import annotations

import pytest

from gaoxin.read.core.entities import entities
from gaoxin.read.core.events import events
from gaoxin.read.core.facts import facts
from gaoxin.read.core.lexicon import Lexicon
from gaoxin.read.core.reader import read_text
from gaoxin.read.core.view import clean
from gaoxin.read.core.zones import zones


def kinds(text: str) -> list[tuple[str, str]]:
    return [(fact.text, fact.kind) for fact in facts(clean(text))]


def subjects(text: str) -> dict[str, str | None]:
    return {fact.text: fact.subject for fact in facts(clean(text))}


def named(text: str, register: tuple[str, ...] = ()) -> set[tuple[str, str]]:
    view = clean(text)
    return {(e.text, e.type) for e in entities(view, zones(view.text), register)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("演示高新区规上工业总产值820亿元", [("820亿元", "output")]),
        ("一般公共预算收入31.2亿元，增长7.5%", [("31.2亿元", "indicator"), ("7.5%", "growth")]),
        ("实际利用外资1.2亿美元", [("1.2亿美元", "investment")]),
        ("工业投资占固定资产投资的比重为46.8%", [("46.8%", "share")]),
        ("开工率达83.3%", [("83.3%", "share")]),
        ("比重由30%提高到35.5%", [("30%", "share"), ("35.5%", "share")]),
        ("购置检测设备120台（套）", [("120台（套）", "equipment")]),
        ("超10亿元项目5个", [("10亿元", "other"), ("5个", "count")]),
        ("首次突破500家，达到554家", [("500家", "other"), ("554家", "count")]),
        ("4月12日，30个项目集中签约", [("4月12日", "date_event"), ("30个", "count")]),
        ("4月12日下午记者获悉", [("4月12日", "date")]),
        ("二期已于2024年投产", [("2024年", "date_event")]),
        ("兑现奖励资金800万元", [("800万元", "indicator")]),
    ],
)
def test_kind(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_subject_is_carried_to_growth() -> None:
    found = subjects("社会消费品零售总额71.06亿元，同比增长3.5%")
    assert found == {"71.06亿元": "社会消费品零售总额", "3.5%": "社会消费品零售总额"}


def test_subject_of_each_in_a_list_with_respectively() -> None:
    found = subjects("医药制造业、通用设备制造业、食品制造业分别增长9.1%、12.4%、3.8%")
    assert list(found.values()) == ["医药制造业", "通用设备制造业", "食品制造业"]


def test_funds_in_place_keep_their_name() -> None:
    found = subjects("合同引资额236.5亿元，到位资金98.7亿元，到位率41.7%。到账外资3亿元。")
    assert found["98.7亿元"] == "到位资金"
    assert found["41.7%"] == "到位率"
    assert found["3亿元"] == "到账外资"


def test_subject_of_a_threshold_class() -> None:
    found = subjects("其中，10亿元以上项目37个，总投资929.6亿元")
    assert found["37个"] == found["929.6亿元"] == "10亿元以上项目"


def test_a_project_is_carried_to_its_output() -> None:
    found = subjects("演示储能电芯项目计划投资20亿元，建成后预计年产值30亿元")
    assert found["20亿元"] == "演示储能电芯项目"
    assert str(found["30亿元"]).startswith("演示储能电芯项目")


def test_zones_by_gazetteer_and_ending() -> None:
    text = (
        "记者从平顶山高新区获悉，全国高新区会议在合肥新站高新区举行，宜兴经开区参加。该高新区表示"
    )
    assert {name for name, kind in named(text) if kind == "zone"} == {
        "平顶山高新区",
        "合肥新站高新区",
        "宜兴经开区",
    }


def test_enterprises_by_ending_list_and_repetition() -> None:
    text = (
        "近日，浩瀚演微电子科技股份有限公司落户。浩瀚演微主要生产传感器。"
        "鑫鹏虚电气、旭腾拟材料、瑞泽仿精密等3家企业同时签约。"
    )
    firms = {name for name, kind in named(text) if kind == "enterprise"}
    assert "浩瀚演微电子科技股份有限公司" in firms
    assert {"鑫鹏虚电气", "旭腾拟材料", "瑞泽仿精密"} <= firms


def test_institutes_are_organisations() -> None:
    text = (
        "近日，国仪量子、中科院宁波材料所、中车株洲所与示例高新区签约。光电子先导院牵头建设平台，"
        "西安光机所参与，双方将共建产业技术研究院，中科院院士到场。"
    )
    firms = {name for name, kind in named(text) if kind == "enterprise"}
    assert firms == {"国仪量子", "中科院宁波材料所", "中车株洲所", "光电子先导院", "西安光机所"}


def test_an_unknown_word_opens_the_name_of_a_project() -> None:
    text = "安诚旭演新型建材项目总投资2亿元。钛白粉项目总投资3亿元。大湾区新型电力项目开工。"
    assert {name for name, kind in named(text) if kind == "enterprise"} == {"安诚旭演"}


def test_a_manager_and_a_builder_tell_the_firm() -> None:
    text = (
        "钛材项目竣工。汉演车桥外贸部经理鲁示例介绍，订单增长。演钛精锻副总经理葛模拟说，工期紧。"
        "算力中心由泽示数据投资建设，总投资36亿元。"
    )
    firms = {name for name, kind in named(text) if kind == "enterprise"}
    assert firms == {"汉演车桥", "演钛精锻", "泽示数据"}


def test_words_that_are_also_names_of_firms_need_a_border() -> None:
    text = "最美的风景，其中通过审批项目12个，平安建设、大众创业，日产量200吨，加强生态保护。"
    assert {name for name, kind in named(text) if kind == "enterprise"} == set()
    assert ("美的", "enterprise") in named("近日，美的集团与示例高新区签约。")


def test_what_is_no_firm() -> None:
    text = "八纵八横推进，八纵八横成网。中国、美国等企业参会。三省一市共建，三省一市联动。"
    assert {name for name, kind in named(text) if kind == "enterprise"} == set()


def test_the_register_of_the_zone_comes_first() -> None:
    assert ("甲乙丙", "enterprise") in named("今年甲乙丙扩产。", ("甲乙丙",))


def test_places_and_people() -> None:
    found = named("5月，湖北省襄阳市副市长王演示、区长李示例出席，记者 张模拟（通讯员 赵虚构）")
    assert ("湖北省襄阳市", "place") in found
    assert {("王演示", "person"), ("李示例", "person"), ("赵虚构", "person")} <= found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3月8日，演示高新区20个项目集中签约。", ("signed", "20个项目", "XXXX-03-08")),
        ("演示储能电芯项目于2024年11月完成备案。", ("filed", "演示储能电芯项目", "2024-11")),
        ("5月6日，演示传感器产业园项目开工。", ("started", "演示传感器产业园项目", "XXXX-05-06")),
        ("演示轴承生产基地已于2023年投产。", ("in_production", "演示轴承生产基地", "2023")),
    ],
)
def test_event(text: str, expected: tuple[str, str, str]) -> None:
    assert [(e.type, e.project, e.date) for e in events(clean(text))] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "开工率达到85%，竣工率43%。",
        "我们将确保项目按时完工投产。",
        "推动“拿地即开工”常态化。",
        "力争到2027年建成3个百亿级园区。",
        "计划明年开工建设。",
    ],
)
def test_rates_and_wishes_are_no_events(text: str) -> None:
    assert events(clean(text)) == []


def test_a_short_name_may_close_the_text() -> None:
    """A longer name that begins alike does not lend it its length."""
    lexicon = Lexicon(["演示", "演示科技有限公司"])
    assert lexicon.find("签约演示") == lexicon.find_all("签约演示") == [(2, 4)]


@pytest.mark.parametrize(
    ("text", "project"),
    [
        (
            "演示生物产业园项目加快建设。总投资3.2亿元的医用耗材扩能改造于11月10日开工。",
            "医用耗材扩能改造",
        ),
        ("演示新材料基地项目进展顺利。11月10日，医用耗材扩能改造正式开工。", "医用耗材扩能改造"),
        ("演示新材料基地项目进展顺利，并于11月10日开工。", "演示新材料基地项目"),
    ],
)
def test_the_thing_of_the_clause_comes_before_the_project_of_the_sentence_before(
    text: str, project: str
) -> None:
    assert [event.project for event in events(clean(text))] == [project]


@pytest.mark.parametrize(
    ("text", "figure", "subject"),
    [
        ("演示储能项目投产。该项目由甲公司建设，占地180亩。", "180亩", "演示储能项目占地"),
        ("双方将共建演示传感创新中心。该中心计划总投资3.2亿元。", "3.2亿元", "演示传感创新中心"),
        (
            "演示科技有限公司落户。该公司成立于2015年，去年营业收入12.6亿元。",
            "12.6亿元",
            "演示科技有限公司营业收入",
        ),
        (
            "演示科技有限公司落户。公司现有员工300人，年纳税2000万元。",
            "2000万元",
            "演示科技有限公司年纳税",
        ),
        (
            "乙示智能制造产业园（二期）工程塔吊林立。该项目总投资约12.49亿元。",
            "12.49亿元",
            "乙示智能制造产业园（二期）工程",
        ),
        (
            "演示先导院孵化奇演光电、源示科技有限公司。该院前三季度服务收入1.35亿元。",
            "1.35亿元",
            "演示先导院服务收入",
        ),
        ("演示机器人创新中心二期封顶。该项目投资3.6亿元。", "3.6亿元", "演示机器人创新中心二期"),
        (
            "示例高新区31个项目签约。\n\nNo.2 演示燃料电池电堆项目\n\n"
            "计划投资22亿元，占地80亩，达产后年产电堆2万台，可带动上下游企业集聚，形成完整的产业链条。",
            "22亿元",
            "演示燃料电池电堆项目",
        ),
        ("演示储能项目总投资12亿元，其二期投资7亿元。", "7亿元", "演示储能项目二期投资"),
        ("示例高新区实际使用外资15亿美元。", "15亿美元", "实际使用外资"),
        ("总投资18.6亿元演示钛材项目主厂房封顶。", "18.6亿元", "演示钛材项目"),
        ("由示例高新区投资2.9亿元建设的凤示实验学校已封顶。", "2.9亿元", "凤示实验学校"),
        ("电子信息、装备制造税收依次为6.6亿元和4.2亿元。", "6.6亿元", "电子信息"),
    ],
)
def test_pronouns_take_the_last_named(text: str, figure: str, subject: str) -> None:
    found = {fact.text: fact.subject for fact in read_text(text).facts}
    assert found[figure] == subject


def test_a_figure_of_the_whole_year_or_the_last_has_no_period_of_now() -> None:
    text = (
        "本报讯 2025年前三季度，示例高新区完成投资286.4亿元，全年计划完成投资360亿元，"
        "目前已完成79.6%。完成年度目标的82.2%。去年同期完成投资240亿元。演示公司成立于2015年，产值5亿元。"
    )
    found = {fact.text: fact.period for fact in read_text(text).facts}
    assert found["286.4亿元"] == found["79.6%"] == found["5亿元"] == "2025-01/09"
    assert found["82.2%"] == "2025-01/09"
    assert (found["360亿元"], found["240亿元"]) == ("2025", "2024-01/09")


def test_a_plan_s_day_ends_with_its_sentence() -> None:
    text = "本报讯 1—10月，示例高新区引进项目37个。中心预计2026年底建成。全区纳税3亿元。"
    assert read_text(text).facts[-1].period == "XXXX-01/10"


def test_headline_figures_hold_for_the_period_of_their_story() -> None:
    text = (
        "示例高新区工业投资增长18.6%\n"
        "本报讯 2025年前三季度，示例高新区工业投资增长18.6%。9月，产值增长3%。\n"
    )
    first = read_text(text).facts[0]
    assert (first.text, first.period) == ("18.6%", "2025-01/09")


def test_phases_take_the_name_before_them() -> None:
    text = (
        "云示算力中心总投资36亿元，分三期实施。一期2024年5月投运，二期于2025年12月竣工；"
        "三期计划2026年9月开工。"
    )
    assert [(e.type, e.project, e.date) for e in read_text(text).events] == [
        ("in_production", "云示算力中心一期", "2024-05"),
        ("completed", "云示算力中心二期", "2025-12"),
        ("started", "云示算力中心三期", "2026-09"),
    ]


def test_firms_that_sign_for_credit_are_no_projects() -> None:
    text = "近日，示例高新区举办融资对接会，43家企业与银行签订授信协议。"
    assert events(clean(text)) == []


def test_what_is_signed_with_an_institute_is_what_both_build() -> None:
    text = "10月28日，示例高新区与中科院合肥物质科学研究院签署合作协议，共建智能传感创新中心。"
    assert [event.project for event in read_text(text).events] == ["智能传感创新中心"]


TWO_STORIES = (
    "演示高新区：\n126家专精特新企业领跑\n本报讯 2024年3月，演示高新区新增企业12家。\n"
    "示例高新区：\n投资稳步增长\n本报讯 示例高新区完成投资92.7亿元，增长4%。"
)


def test_a_story_takes_neither_subject_nor_period_from_the_one_before() -> None:
    found = {fact.text: fact for fact in read_text(TWO_STORIES).facts}
    assert found["12家"].period == "2024-03"
    assert found["92.7亿元"].period is None
    assert "企业" not in (found["92.7亿元"].subject or "")
    assert "企业" not in (found["4%"].subject or "")


def test_the_period_of_a_headline_holds_for_its_story() -> None:
    text = "示例高新区：\n2024年上半年经济形势\n本报讯 示例高新区完成投资92.7亿元。"
    assert [fact.period for fact in read_text(text).facts] == ["2024-H1", "2024-H1"]


def test_what_became_of_a_group_is_counted_by_itself() -> None:
    text = "10月12日，示例高新区新签约项目64个，其中开工41个、投产12个。\n全区税收36.9亿元。"
    found = [(event.type, event.project) for event in read_text(text).events]
    assert found == [
        ("signed", "64个项目"),
        ("started", "41个项目"),
        ("in_production", "12个项目"),
    ]
    told = {"41个": "开工新签约项目", "12个": "投产新签约项目", "36.9亿元": "税收"}
    assert {text: name for text, name in subjects(text).items() if text in told} == told


def test_a_state_is_no_thing_that_later_sums_speak_of() -> None:
    text = "示例高新区前三季度开工57个、投产31个，合同引资额236.5亿元。"
    assert subjects(text)["236.5亿元"] == "合同引资额"
