"""Paragraphs (段落): the lines of a page put together and told apart by what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from gaoxin.read.core.bylines import is_byline, trailing_byline
from gaoxin.read.core.view import View
from gaoxin.read.core.zones import zones

Role = Literal["body", "dateline", "headline", "weak", "byline", "row"]

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
LONGEST_HEADLINE = 64


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of the clean text between two line ends, with its role."""

    start: int
    end: int
    text: str
    role: Role


def paragraphs(view: View) -> list[Paragraph]:
    """The paragraphs of a page in order, blank ones left out."""
    found: list[Paragraph] = []
    at = 0
    kicker = False
    for line in view.text.split("\n"):
        end = at + len(line)
        if line.strip():
            role = _role(view, at, end, line, after_kicker=kicker)
            found.append(Paragraph(at, end, line, role))
            kicker = role == "headline" and bool(KICKER.match(line))
        at = end + 1
    return found


def _role(view: View, start: int, end: int, line: str, *, after_kicker: bool) -> Role:
    if DATELINE.match(line):
        return "dateline"
    if is_byline(view.raw[view.raw_start(start) : view.raw_end(end)]):
        return "byline"
    if KICKER.match(line) and zones(line):
        return "headline"
    if _END.search(line) or len(line) > LONGEST_HEADLINE or "。" in line:
        return "body"
    if _ITEM.match(line) or line.rstrip()[-1] in "：:，,、":
        return "row"
    if after_kicker:
        return "headline"
    if len(re.findall(r"[\u4e00-\u9fff]", line)) < 4 or _FIGURES_END.search(line):
        return "row" if not zones(line) else "headline"
    return "headline" if zones(line) or start == 0 else "weak"


def tail_byline(view: View, paragraph: Paragraph) -> str | None:
    """The byline that closes a body paragraph, as 陈家宝 after the last full stop."""
    low = max(paragraph.start, paragraph.end - 60)
    return trailing_byline(view.raw[view.raw_start(low) : view.raw_end(paragraph.end)])
