"""报头与栏目: what stands around the stories of a page, and headlines without a zone."""

from __future__ import annotations

import pytest

from gaoxin.read.core.masthead import is_masthead
from gaoxin.read.core.reader import read_text
from gaoxin.read.core.stories import stories
from gaoxin.read.core.view import clean

PAGE = """示例高新区报
2025年10月21日  星期二  第1286期  今日4版
责编：李示例  版式：王演示  电话：0371-12345678

示例高新区前三季度工业投资同比增长18.6%

本报讯（记者 张模拟）前三季度，示例高新区完成工业投资286.4亿元，同比增长18.6%。

演示储能电芯项目投产
10月18日，位于示例高新区的演示储能电芯项目投产。该项目总投资25亿元。

一座“老厂”的新生
走进示例高新区，启明轴承的车间里机械臂上下翻飞。去年企业投入1.8亿元实施技改。

短评：项目为王要落到实处
发展靠的是硬支撑。一个地方看的是服务。
"""


def heads(text: str) -> list[str | None]:
    return [story.headline for story in stories(clean(text))]


def test_a_masthead_is_no_headline_and_tells_the_day() -> None:
    page = read_text(PAGE)
    assert page.published == "2025-10-21"
    assert page.stories[0].headline == "示例高新区前三季度工业投资同比增长18.6%"
    assert page.stories[0].byline == "记者张模拟"


def test_headlines_without_a_zone_begin_stories_of_their_own() -> None:
    assert heads(PAGE) == [
        "示例高新区前三季度工业投资同比增长18.6%",
        "演示储能电芯项目投产",
        "一座“老厂”的新生",
        "短评：项目为王要落到实处",
    ]


def test_a_sub_heading_begins_no_story() -> None:
    text = (
        "关于示例高新区10月份投资情况的通报\n各园区：\n示例高新区10月份完成投资12.6亿元。\n"
        "主要做法\n示例高新区坚持项目为王，主要做法是提前服务。\n"
        "项目建设提速\n今年以来，示例高新区新开工项目12个。\n"
    )
    assert heads(text) == ["关于示例高新区10月份投资情况的通报"]


def test_headlines_set_one_under_the_other_go_to_their_stories() -> None:
    text = (
        "示例高新区29个项目集中开工\n甲示经开区税收收入52.4亿元\n前4个月技术合同登记额46.3亿元\n"
        "本报讯 5月11日，示例高新区项目集中开工，29个项目总投资157.3亿元。\n"
        "本报讯 市科技局数据显示，前4个月，全市技术合同登记额达46.3亿元，增长8.7%。\n"
        "本报讯 甲示经开区前4个月完成税收收入52.4亿元。\n"
    )
    assert heads(text) == [
        "示例高新区29个项目集中开工",
        "前4个月技术合同登记额46.3亿元",
        "甲示经开区税收收入52.4亿元",
    ]


def test_a_story_that_breaks_off_goes_on_after_another() -> None:
    text = (
        "示例高新区：\n钛材项目主厂房封顶\n甲示高新区：\n招商推介会签约11个项目\n"
        "本报讯 4月16日，示例高新区钛材项目主厂房封顶。"
        "公司副总经理葛长安介绍，项目达产后年产值约30亿元、税收1.5亿元，\n"
        "本报讯 4月15日，甲示高新区举办推介会，签约项目11个。\n计划今年7月开工建设。\n"
        "可带动就业800余人。“最担心的是工期，好在有人盯着。”葛长安说。\n"
    )
    page = read_text(text)
    assert [(s.zone, len(s.spans)) for s in page.stories] == [("示例高新区", 2), ("甲示高新区", 1)]


def test_a_story_turned_over_is_taken_up_again() -> None:
    text = (
        "示例高新区产值增长9.6%\n本报讯 前三季度，示例高新区产值增长9.6%。\n（下转第2版）\n"
        "甲示高新区开园\n本报讯 甲示高新区产业园开园。\n"
        "（上接第1版）\n企业效益稳步改善，利润增长。\n"
    )
    page = read_text(text)
    assert [len(story.spans) for story in page.stories] == [2, 1]


BULLETIN = """招商工作简报
第18期（总第236期）
梧示高新区招商工作领导小组办公室    2025年10月9日

前三季度全区招商引资工作情况

一、总体情况
1—9月，全区新签约项目64个，合同引资额328.7亿元。
二、外地动态
甲示高新区：前8个月实际使用外资15.6亿美元。甲示高新区今年上半年地区生产总值增长6.1%。
报：区党工委、管委会领导
（共印80份）
"""


def test_a_bulletin_has_its_issuer_and_its_own_title() -> None:
    page = read_text(BULLETIN)
    assert [(s.headline, s.zone) for s in page.stories] == [
        ("前三季度全区招商引资工作情况", "梧示高新区")
    ]
    assert page.published == "2025-10-09"
    start, end = page.stories[0].spans[0]
    assert "共印" not in page.view.text[start:end]


ACCOUNT = """官宣！总投资超200亿元，31个项目落户这里！

示例高新区发布 2025-09-18 20:15 山东

点击蓝字 关注我们

9月18日上午，示例高新区重点项目集中签约仪式举行，31个项目现场签约，计划总投资217.6亿元。

编辑 | 王示例
往期推荐
●8个项目集中开工！
"""


def test_an_official_account_has_furniture() -> None:
    page = read_text(ACCOUNT)
    assert page.published == "2025-09-18"
    assert [s.headline for s in page.stories] == ["官宣！总投资超200亿元，31个项目落户这里！"]
    start, end = page.stories[0].spans[0]
    assert page.view.text[start:end].startswith("9月18日")
    assert page.view.text[start:end].endswith("217.6亿元。")


def test_two_stories_of_one_zone_under_their_own_headlines() -> None:
    text = (
        "示例高新区首季开门红\n示例高新区一季度完成产值215.6亿元。\n"
        "示例高新区推行“一站式”服务\n示例高新区政务大厅设立专窗，办事只跑一次。\n"
    )
    assert heads(text) == ["示例高新区首季开门红", "示例高新区推行“一站式”服务"]


def test_the_credit_of_a_photograph_signs_no_story() -> None:
    text = (
        "示例高新区项目忙\n本报讯 示例高新区三个项目开工。\n本报记者 周模拟 摄\n"
        "示例高新区还将开工五个项目。\n"
    )
    page = read_text(text)
    assert [(s.byline, len(s.spans)) for s in page.stories] == [(None, 1)]


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("示例日报", True),
        ("2025年11月12日 星期三 农历九月廿三", True),
        ("A02版·要闻", True),
        ("本版编辑：何示例 校对：林演示", True),
        ("国内统一连续出版物号CN41-0001 邮发代号35-1", True),
        ("责编 沈示例 版式 温演示", True),
        ("— 4 —", True),
        ("（下转第2版）", True),
        ("示例高新区经验登上示例日报", False),
        ("示例高新区第三期人才公寓交付", False),
        ("一季度招商情况通报", False),
        ("投资增长18.6%", False),
    ],
)
def test_masthead_lines(line: str, is_one: bool) -> None:
    assert is_masthead(clean(line).text) is is_one
