"""版面: an invented page, as torn as pages come out of a PDF, put back into its stories."""

from __future__ import annotations

import pytest

from gaoxin.read.core.bylines import is_byline
from gaoxin.read.core.stories import Story, stories
from gaoxin.read.core.view import View, clean

PAGE = """示范高新区：

智能传感产业园二十六个项目开工

本报讯（通讯员 李演示）近日，演

示高新区召开季度推进会。会议通报，

全区新引进项目 18 个，总投资 96.5
亿元，其中超 10 亿元项目 3 个。

据介绍，演示高新区将持续优化服

务，推动项目早落地、早投产。

下一步，演示高新区将围绕主导产

业延链补链，打造百亿元级产业集群。

示例高新区：

兑现惠企资金1.2亿元

本报讯 4月2日，示范高新区智能传

感产业园 26 个项目集中开工，总投

资 58 亿元。示范高新区有关负责人表

示，项目全部达产后可实现年产值 120
亿元。

补短板强弱项

示范高新区坚持问题导向，把项目

建设作为第一抓手，全力跑出加速度。

张模拟 王示例

演示高新区：

季度引进18个项目 总投资96.5亿元

本报讯 今年以来，示例高新区兑现

惠企资金 1.2 亿元，惠及企业 260 余
家。示例高新区推行“免申即享”，企

业不跑腿、资金直接到账。 赵虚构
"""


def read(text: str) -> tuple[View, list[Story]]:
    view = clean(text)
    return view, stories(view)


def body(view: View, story: Story) -> str:
    return "".join(
        view.raw[view.raw_start(start) : view.raw_end(end)] for start, end in story.spans
    )


def test_far_headlines_find_their_bodies() -> None:
    _view, found = read(PAGE)
    assert [(story.zone, story.headline) for story in found] == [
        ("演示高新区", "演示高新区：季度引进18个项目总投资96.5亿元"),
        ("示范高新区", "示范高新区：智能传感产业园二十六个项目开工"),
        ("示例高新区", "示例高新区：兑现惠企资金1.2亿元"),
    ]


def test_bylines_at_either_end() -> None:
    _view, found = read(PAGE)
    assert [story.byline for story in found] == ["通讯员李演示", "张模拟王示例", "赵虚构"]


def test_a_subhead_stays_inside_its_story() -> None:
    view, found = read(PAGE)
    assert "补短板强弱项" in body(view, found[1])


def test_no_story_takes_a_line_of_another() -> None:
    view, found = read(PAGE)
    assert "惠企资金" not in body(view, found[0])
    assert "智能传感" not in body(view, found[2])


def test_an_interrupted_story_is_joined() -> None:
    text = (
        "演示高新区今年以来新签约项目12个。\n演示高新区推进项目建设。\n"
        "本报讯 示范高新区举行开工仪式。示范高新区15个项目开工。 李示例\n"
        "演示高新区还将出台政策，演示高新区的企业可以申报。\n"
    )
    view, found = read(text)
    assert len(found) == 2
    assert len(found[0].spans) == 2
    assert "出台政策" in body(view, found[0])


def test_a_headline_printed_twice_is_one() -> None:
    text = "演示高新区开工忙演示高新区开工忙\n本报讯 演示高新区三个项目开工，一派开工忙的景象。\n"
    _view, found = read(text)
    assert found[0].headline == "演示高新区开工忙"


def test_a_story_without_headline_has_none() -> None:
    _view, found = read("本报讯 演示高新区三个项目开工。")
    assert [story.headline for story in found] == [None]


def test_a_table_is_not_joined_into_prose() -> None:
    view = clean("1.演示电气　　12\n2.演示新材　　34\n3.演示储能　　56\n")
    assert view.text.split("\n") == ["1.演示电气12", "2.演示新材34", "3.演示储能56"]


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("张模拟 王示例 李演示", True),
        ("记者 张模拟", True),
        ("本报记者 张模拟 通讯员 王示例", True),
        ("科技创新引领未来", False),
        ("总投资 12 亿元", False),
        ("高新区", False),
    ],
)
def test_byline_lines(line: str, is_one: bool) -> None:
    assert is_byline(line) is is_one


@pytest.mark.parametrize("text", ["一 二", "甲\n乙", "a b\nc", "1\n2", "。\n\n", "\n\n甲", "1 2 3"])
def test_every_clean_character_maps_to_its_raw_one(text: str) -> None:
    view = clean(text)
    for at, char in enumerate(view.text):
        if not char.isspace():
            assert view.raw[view.raw_start(at)] == char


NO_COLON = """甲示高新区二季度开工项目三十五个

本报讯 记者从甲示高新区获悉，二

季度该区新开工项目 35 个，总投资

142.6 亿元，其中工业项目 21 个。甲

示高新区钛产业产值达到 186 亿元。 （周演示）

乙示高新区

“云上大学城”集聚成果 1.2 万项

丙示经开区：

汽车产业产值突破千亿元

本报讯 1至5月，丙示经开区规上工

业产值 862.3 亿元，增长 14.1%，汽

车及零部件产业产值占比 61.3%。

李虚构 陈模拟

本报讯（通讯员 何示例）乙示高新区

“云上大学城”已集聚高校院所科技成

果 1.2 万项，促成转化 326 项。
"""


def test_neighbouring_headlines_of_two_stories_are_told_apart() -> None:
    _view, found = read(NO_COLON)
    assert [(story.headline, story.byline) for story in found] == [
        ("甲示高新区二季度开工项目三十五个", "周演示"),
        ("丙示经开区：汽车产业产值突破千亿元", "李虚构陈模拟"),
        ("乙示高新区“云上大学城”集聚成果1.2万项", "通讯员何示例"),
    ]


def test_a_bulletin_in_whole_paragraphs() -> None:
    text = (
        "关于5月份招商工作情况的通报\n各街道、各园区：\n现将情况通报如下。\n一、总体情况\n"
        "5月份，演示高新区新签约项目16个，合同引资额58.3亿元。\n演示高新区管委会办公室\n2024年6月5日\n"
    )
    _view, found = read(text)
    assert [story.headline for story in found] == ["关于5月份招商工作情况的通报"]


def test_title_and_subtitle_belong_together() -> None:
    text = (
        "演示高新区再添新引擎\n总投资120亿元的14个项目集中签约\n来源：演示日报 2024-03-05 09:12\n"
        "3月4日，演示高新区举行一季度招商项目集中签约仪式，14个项目签约，总投资120亿元。\n"
    )
    _view, found = read(text)
    assert found[0].headline == "演示高新区再添新引擎总投资120亿元的14个项目集中签约"


def test_radicals_of_printed_pages_are_read_as_characters() -> None:
    text = "\u2f17\u2f49，示例\u2fbc新区开\u2f2f3个项目。"
    view = clean(text)
    assert view.text == "十月，示例高新区开工3个项目。"
    assert view.raw == text
