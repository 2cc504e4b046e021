"""Masthead (报头与版尾): the paper's name, its day, issue, page and editors; no part of a story."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 90
_PAPER = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:日报|晚报|时报|晨报|早报|周报|商报|导报|快讯报|[区市县]报|青年报|科技报|经济报|工人报|周刊)"
    r"(?:数字报|电子报|电子版|·[\u4e00-\u9fff]{1,6}版?)?$"
)
# 登上人民日报 is a headline
_VERB = re.compile(r"登|获|刊|载|点赞|聚焦|关注|推介|报道|亮相|来源|转自|头版|文章")
_BRIEF = re.compile(r"(?:简报|快报|专报|月报|周报|旬报|动态|内参|信息|参考)(?:（[^（）]{1,12}）)?$")
_DAY = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:年(?P<m>\d{1,2})月(?P<d>\d{1,2})日|[-/.](?P<m2>\d{1,2})[-/.](?P<d2>\d{1,2})(?!\d))"
)
_MARKS: Final = (
    re.compile(r"(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2}(?!\d))"),
    re.compile(r"星期[一二三四五六日天]|周[一二三四五六日](?=[\s第今农]|$)"),
    re.compile(r"农历|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"),
    re.compile(r"第\s?\d+\s?期|[第总]\d+期|总第"),
    re.compile(r"(?:第|今日|本期|共)?[A-D]?[\d一二三四五六七八]{1,3}版"),
    re.compile(r"责任?编辑?[:：\s]|版式|美编|组版|校对|排版|视觉|值班|制图[:：]"),
    re.compile(r"热线|电话[:：]|邮箱|网址|投稿|邮发代号|统一刊号|出版物号|CN\d\d|零售价|社址|邮编"),
    re.compile(r"(?:主办|主管|印发|编印)(?:单位)?[:：]|日(?:出版|印发)"),
)
_TURNS = re.compile(r"（?(?P<w>下转|上接)第?\s?[A-D]?\d{1,3}\s?版")
_GATE = re.compile(
    "[期版编报刊号热校:：|丨｜]|导读|^[-—－·\\s]*\\d|/\\d|星期|周[一二三四五六日]|主办|电话|审|来源|时间|蓝字|关注|码|往期|阅读|[发送词]：|长按"
)
_EDITORS = re.compile(
    r"(?:本版|值班)?(?:责任?编辑?|责编|编辑|主编|总编辑|版式|美编|组版|校对|排版|编审|审核|监制|终审|初审|复审)[:：]|(?:本版|值班)编辑|"
    r"(?:责编|责任编辑|美编|组版|版式|值班总编|值班编委|值班主任|电子信箱)[\s\u4e00-\u9fff]"
)
# what an official account or a bulletin puts around its article
_FURNITURE = re.compile(
    r"(?:来源|转自|原标题|作者|编辑|责编|审核|校对|供稿|图片?|排版|监制|统筹|策划|制作|初审|复审|终审)\s?[|丨｜/]|"
    r"来源[:：]|发布时间[:：]|点击.{0,4}蓝字|关注我们|长按|扫码|扫一扫|识别二维码|阅读原文|往期(?:推荐|回顾|精选|精彩)|"
    r"国内统一|邮发代号|社址[:：]|(?:报|送|发|抄送|抄报|主送|主题词|分送)[:：]|（?共印\d+份|"
    r"导读|（?[下上](?:转|接)第?\s?[A-D]?\d{1,3}\s?版|地址[:：]|[-—－·\s]{1,4}\d{1,3}[-—－·\s]{1,4}$"
)
_CLOCK = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s?\d{1,2}:\d\d")
_PAGE = re.compile(
    r"(?:[A-D]?0?\d{1,2}版?[·.：:\-—|]?[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,4}[·|]?[A-D]?0?\d{1,2}版?|第[\d一二三四五六七八]{1,3}版)"
    r"(?=$|(?:19|20)\d\d)"
)
_PAGE_NAMES = re.compile(
    r"要闻|综合|新闻|时政|经济|园区|专题|专版|广告|副刊|民生|科技|视点|特刊|关注"
)
_ISSUE = re.compile(r"(?:(?:19|20)\d\d年)?总?第\s?\d+\s?期(?:（?总?第?\s?\d+\s?期）?)?$")
_ENOUGH = 2
_SHORT = 24


def is_masthead(line: str) -> bool:
    """Whether a short line names the paper, its day and issue, its page or its editors."""
    line = line.strip()
    if len(line) > LONGEST or "。" in line:
        return False
    if _GATE.search(line) is None:
        return len(line) <= _SHORT and _is_page(line)
    paper = line[-1] in "报刊版" and _PAPER.fullmatch(line) and not _VERB.search(line)
    if (
        paper
        or _ISSUE.match(line)
        or _EDITORS.match(line)
        or _FURNITURE.match(line)
        or _is_page(line)
    ):
        return True
    return _CLOCK.search(line) is not None or _marks(line) >= _ENOUGH


def _is_page(line: str) -> bool:
    """02 要闻, 要闻·A02版."""
    named = len(line) <= _SHORT and _PAGE.match(line)
    return bool(named) and _PAGE_NAMES.search(line) is not None


def _marks(line: str) -> int:
    return sum(mark.search(line) is not None for mark in _MARKS)


def is_brief(line: str) -> bool:
    """Whether a line is the name of a bulletin (招商简报), a masthead above its issue and day."""
    return len(line) <= 24 and _BRIEF.search(line.strip()) is not None


def turns(line: str) -> str:
    """下转 or 上接 where a story goes on elsewhere, else empty."""
    match = _TURNS.match(line.strip())
    return match["w"] if match else ""


def ends_article(line: str) -> bool:
    """Whether only hints at older articles follow (往期推荐)."""
    return len(line) <= _SHORT and line.lstrip().startswith("往期")


def day_in(line: str) -> str | None:
    """The whole day that a line prints, as ISO text."""
    match = _DAY.search(line)
    if match is None:
        return None
    month, day = int(match["m"] or match["m2"]), int(match["d"] or match["d2"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{match['y']}-{month:02d}-{day:02d}"
