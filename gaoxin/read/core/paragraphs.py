"""Paragraphs (段落): the lines of a page put together and told apart by what they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from gaoxin.read.core.bylines import is_byline, trailing_byline
from gaoxin.read.core.headlines import is_column
from gaoxin.read.core.masthead import LONGEST as LONGEST_ASIDE
from gaoxin.read.core.masthead import day_in, ends_article, is_brief, is_masthead

if TYPE_CHECKING:
    from gaoxin.read.core.view import View
    from gaoxin.read.core.zones import ZoneIndex

Role = Literal["body", "dateline", "kicker", "headline", "weak", "byline", "row", "aside"]

DATELINE = re.compile(
    r"\s*(?:[（(【［\[][^）)】］\]]{1,24}[）)】］\]]\s*)?"
    r"(?:本报|本刊|本台|本网|新华社|中新社|[\u4e00-\u9fff]{1,8}(?:网|报|社|客户端|融媒))"
    r"[^，。、；：]{0,16}?(?:讯|电|消息|报道)(?=[\s（(：:，]|[^息音号话子力商池器]|$)"
    r"|\s*【[\u4e00-\u9fff]{1,8}】|\s*讯\s"
)
KICKER = re.compile(r"\s*[\u4e00-\u9fff]{2,16}[：:]\s*$")
_END = re.compile(r"[。！？!?；;…][”’」）)]*\s*$")
_LINE_END = re.compile(r"\r?\n|\r")
_ITEM = re.compile(
    r"\s*(?:[表图]\s?\d|附[件表]|图为|图[①-⑨]|[△▲↑]|No\.\d|\d{1,3}[.、．)）]|[（(]?[一二三四五六七八九十]{1,3}[）)、]|[•●◆■▲※])"
)
_FIGURES_END = re.compile(r"[\d%％]\s*[\u4e00-\u9fff]{0,3}$")
# a signature (某办公室2024年6月5日) or a source line (来源：某报 2024-03-05)
_DATED_END = re.compile(
    r"\d{1,2}日$|\d{4}-\d\d-\d\d(?:\s?\d\d:\d\d)?$|^来源[：:]|^作者[：:]|^发布时间"
)
_CREDIT = re.compile(r"(?<!文)(?<!图)(?<!撰)摄\s*[）)]?\s*$")
LONGEST_HEADLINE = 64
LONGEST_BYLINE = 60
ENDS = 6  # paragraphs at each end of a page that may tell its day
_HAN = re.compile(r"[\u4e00-\u9fff]")


class Paragraph(NamedTuple):
    """A run of the clean text between two line ends, with its role.

    `apart`: a blank line stands before it and none after it, on a page that seldom has them.
    """

    start: int
    end: int
    text: str
    role: Role
    zones: frozenset[str] = frozenset()
    apart: bool = False


def paragraphs(view: View, index: ZoneIndex) -> list[Paragraph]:
    """The paragraphs of a page in order, blank ones left out."""
    found: list[Paragraph] = []
    at = 0
    kicker = False
    for line in view.text.split("\n"):
        end = at + len(line)
        if line.strip():
            zones = index.within(at, end)
            role = _role(view, at, line, zones=zones, after_kicker=kicker)
            found.append(Paragraph(at, end, line, role, frozenset(zones)))
            kicker = role == "kicker"
        at = end + 1
    return _told_apart(view, _around(found))


def _around(found: list[Paragraph]) -> list[Paragraph]:
    """What stands around the stories: the masthead's rest, and hints at older articles."""
    out = list(found)
    for place, each in enumerate(found):
        if each.role in {"body", "dateline"}:
            break
        if each.role == "row" and _DATED_END.search(each.text):
            out[place] = each._replace(role="aside")
    hints = (n for n, p in enumerate(found) if p.role == "aside" and ends_article(p.text))
    for place in range(next(hints, len(out)), len(out)):
        if len(found[place].text) <= LONGEST_HEADLINE:
            out[place] = found[place]._replace(role="aside")
    return _with_title(out)


def _with_title(found: list[Paragraph]) -> list[Paragraph]:
    """The first line of a page that is its title though it ends as a sentence, or is none."""
    first = next((place for place, p in enumerate(found) if p.role != "aside"), len(found))
    if first + 1 >= len(found):
        return found
    head = found[first]
    if head.role == "body" and len(head.text) <= LONGEST_HEADLINE and _CALL.search(head.text):
        found[first] = head._replace(role="headline")
    elif found[first + 1].role == "aside" and is_brief(head.text):
        # 招商简报, 第18期: no headline where one follows
        below = next((p.role for p in found[first + 1 :] if p.role != "aside"), "body")
        if below in _HEADS:
            found[first] = head._replace(role="aside")
    return found


_CALL = re.compile(r"^[^。]+[！？!?]$")
_HEADS = frozenset({"headline", "weak", "kicker"})
_MOST_BLANK = 0.4  # of the line ends of a page; where more are blank, they tell nothing


def _told_apart(view: View, found: list[Paragraph]) -> list[Paragraph]:
    """Mark the weak lines that a blank line parts from what is above and none from below."""
    weak = [place for place, p in enumerate(found) if p.role == "weak" and place > 0]
    if not weak or view.raw.count("\n\n") > _MOST_BLANK * view.raw.count("\n"):
        return found
    for place in weak:
        here = found[place]
        above = place + 1 < len(found) and _blank(view, found[place - 1], here)
        if above and not _blank(view, here, found[place + 1]):
            found[place] = here._replace(apart=True)
    return found


def _blank(view: View, one: Paragraph, other: Paragraph) -> bool:
    """Whether a blank line stands between two paragraphs."""
    between = view.raw[view.raw_end(one.end) : view.raw_start(other.start)]
    return len(_LINE_END.findall(between)) > 1


def published(found: list[Paragraph]) -> str | None:
    """The day of the paper: in its masthead, else in a source or signature line at an end."""
    asides = (day_in(p.text) for p in found if p.role == "aside")
    told = next((day for day in asides if day), None)
    if told:
        return told
    ends = found if len(found) <= ENDS * 2 else [*found[:ENDS], *found[-ENDS:]]
    signed = (day_in(p.text) for p in ends if p.role == "row" and _DATED_END.search(p.text))
    return next((day for day in signed if day), None)


def _role(view: View, start: int, line: str, *, zones: list[str], after_kicker: bool) -> Role:
    if DATELINE.match(line):
        return "dateline"
    if _END.search(line, max(0, len(line) - 6)):
        return "body"
    around = _around_stories(view, start, line)
    if around is not None:
        return around
    if zones and (KICKER.match(line) or line.strip() == zones[0]):
        return "kicker"
    if len(line) > LONGEST_HEADLINE or "。" in line or line.count("，") > 1:
        return "body"
    return _short_line(start, line, named=bool(zones), after_kicker=after_kicker)


def _around_stories(view: View, start: int, line: str) -> Role | None:
    """Whether a line belongs to the page or signs a story, and tells none itself."""
    if len(line) <= LONGEST_ASIDE and is_masthead(line):
        return "aside"
    if len(line) <= LONGEST_BYLINE and is_byline(_raw(view, start, line)):
        if is_column(line.strip()):
            return "weak"
        # the credit of a photograph signs no story
        return "aside" if _CREDIT.search(line) else "byline"
    return None


def _raw(view: View, start: int, line: str) -> str:
    return view.raw[view.raw_start(start) : view.raw_end(start + len(line))]


def _short_line(start: int, line: str, *, named: bool, after_kicker: bool) -> Role:
    if _ITEM.match(line) or line.rstrip()[-1] in "：:，,、" or _DATED_END.search(line):
        return "row"
    if after_kicker or named:
        return "headline"
    if len(_HAN.findall(line)) < 4 or _FIGURES_END.search(line):
        return "row"
    return "headline" if start == 0 else "weak"


def ends_in_figures(line: str) -> bool:
    """Whether a short line ends in a figure and is no item of a list."""
    return _FIGURES_END.search(line) is not None and _ITEM.match(line) is None


def tail_byline(view: View, paragraph: Paragraph) -> str | None:
    """The byline that closes a body paragraph, as 陈家宝 after the last full stop."""
    if paragraph.text[-1] in "。！？；，":
        return None
    low = max(paragraph.start, paragraph.end - 60)
    return trailing_byline(view.raw[view.raw_start(low) : view.raw_end(paragraph.end)])
