"""Paragraphs (段落): the lines of a page put together and told apart by what they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from gaoxin.read.core.bylines import is_byline, trailing_byline

if TYPE_CHECKING:
    from gaoxin.read.core.view import View
    from gaoxin.read.core.zones import ZoneIndex

Role = Literal["body", "dateline", "kicker", "headline", "weak", "byline", "row"]

DATELINE = re.compile(
    r"\s*(?:[（(【［\[][^）)】］\]]{1,24}[）)】］\]]\s*)?"
    r"(?:本报|本刊|本台|本网|新华社|中新社|[\u4e00-\u9fff]{1,8}(?:网|报|社|客户端|融媒))"
    r"[^，。、；：]{0,16}?(?:讯|电|消息|报道)(?=[\s（(：:，]|[^息音号话子力商池器]|$)"
    r"|\s*【[\u4e00-\u9fff]{1,8}】|\s*讯\s"
)
KICKER = re.compile(r"\s*[\u4e00-\u9fff]{2,16}[：:]\s*$")
_END = re.compile(r"[。！？!?；;…][”’」）)]*\s*$")
_ITEM = re.compile(r"\s*(?:\d{1,3}[.、．)）]|[（(]?[一二三四五六七八九十]{1,3}[）)、]|[•●◆■▲※])")
_FIGURES_END = re.compile(r"[\d%％]\s*[\u4e00-\u9fff]{0,3}$")
# a signature (某办公室2024年6月5日) or a source line (来源：某报 2024-03-05)
_DATED_END = re.compile(
    r"\d{1,2}日$|\d{4}-\d\d-\d\d(?:\s?\d\d:\d\d)?$|^来源[：:]|^作者[：:]|^发布时间"
)
LONGEST_HEADLINE = 64
LONGEST_BYLINE = 60
_HAN = re.compile(r"[\u4e00-\u9fff]")


class Paragraph(NamedTuple):
    """A run of the clean text between two line ends, with its role."""

    start: int
    end: int
    text: str
    role: Role
    zones: frozenset[str] = frozenset()


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
    return found


def _role(view: View, start: int, line: str, *, zones: list[str], after_kicker: bool) -> Role:
    if DATELINE.match(line):
        return "dateline"
    if _END.search(line, max(0, len(line) - 6)):
        return "body"
    if len(line) <= LONGEST_BYLINE and is_byline(_raw(view, start, line)):
        return "byline"
    if zones and (KICKER.match(line) or line.strip() == zones[0]):
        return "kicker"
    if len(line) > LONGEST_HEADLINE or "。" in line or line.count("，") * 24 > min(len(line), 47):
        return "body"
    return _short_line(start, line, named=bool(zones), after_kicker=after_kicker)


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


def tail_byline(view: View, paragraph: Paragraph) -> str | None:
    """The byline that closes a body paragraph, as 陈家宝 after the last full stop."""
    if paragraph.text[-1] in "。！？；，":
        return None
    low = max(paragraph.start, paragraph.end - 60)
    return trailing_byline(view.raw[view.raw_start(low) : view.raw_end(paragraph.end)])
