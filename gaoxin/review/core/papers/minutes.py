"""Minutes (会议纪要): who was there, how they voted, what the panel signed, what was decided.

Experts stand as 专家 A, 专家 B … unless the office chooses their names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gaoxin.review.core.papers.paper import Block, Heading, Paper, Paragraph, Table, long_day
from gaoxin.review.core.papers.result import (
    Result,
    case_line,
    condition_table,
    dimension_table,
    expiry_line,
    reasons_of,
    score_line,
)
from gaoxin.review.core.process.vote import ABSTAIN, AGAINST, FOR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from decimal import Decimal

    from gaoxin.review.core.papers.paper import Part

VOTES = {FOR: "同意", AGAINST: "不同意", ABSTAIN: "弃权"}


@dataclass(frozen=True, slots=True)
class Juror:
    """An expert as the minutes name him: levels first and final, subtotal, reasons."""

    label: str
    signed_at: datetime
    first: Mapping[str, int]
    final: Mapping[str, int]
    subtotal: Decimal
    left_out: bool
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the minutes hold beside the result."""

    zone: str
    organ: str
    made_at: datetime
    seats: tuple[str, ...]
    votes: Mapping[str, str]
    recused_seats: tuple[str, ...] = ()
    items: Mapping[str, str] = field(default_factory=dict)
    jurors: tuple[Juror, ...] = ()
    panel_recusals: tuple[str, ...] = ()
    spread: str = ""
    borderline: str = ""
    last_hash: str = ""


def minutes(found: Result, about: Minutes) -> Paper:
    """Return the minutes of the meeting that decided a case."""
    title = f"{about.zone}项目评审会议纪要"
    return Paper(title, about.organ, about.made_at, tuple(_blocks(found, about)))


def _blocks(found: Result, about: Minutes) -> Iterator[Block]:
    yield Paragraph((f"{long_day(found.held_on)}，{found.body}审议", *case_line(found)))
    yield Heading("一、出席和表决")
    yield from _votes(found, about)
    yield Heading("二、得分")
    yield Paragraph(score_line(found))
    yield dimension_table(found)
    yield Heading("三、专家评审")
    yield from _panel(found, about)
    yield Heading("四、决定")
    yield Paragraph((f"会议决定：{found.result}。",))
    for place, reason in enumerate(reasons_of(found.reason), 1):
        yield Paragraph((f"{place}．{reason}",))
    if found.conditions:
        yield Heading("五、条件")
        yield condition_table(found)
        yield expiry_line(found)
    yield Paragraph((about.organ,), "right")


def _votes(found: Result, about: Minutes) -> Iterator[Block]:
    able = [seat for seat in about.seats if seat not in about.recused_seats]
    votes = list(about.votes.values())
    parts: list[Part] = [
        "有表决权 ", found.figure("vote.seats", len(able)), " 席，出席 ",
        found.figure("vote.present", len(votes)), " 席；",
    ]  # fmt: skip
    for vote, word in VOTES.items():
        parts += [f"{word} ", found.figure(f"vote.{vote}", votes.count(vote)), " 票，"]
    parts[-1] = " 票。"
    if about.recused_seats:
        parts.append(f"回避：{'、'.join(about.recused_seats)}。")
    yield Paragraph(tuple(parts))
    rows = tuple((seat, VOTES.get(about.votes.get(seat, ""), "缺席")) for seat in able)
    yield Table(("席位", "表决"), rows, (80, 40))


def _panel(found: Result, about: Minutes) -> Iterator[Block]:
    if not about.jurors:
        yield Paragraph(("本档不设专家评审。",))
        return
    yield Paragraph(
        ("签名专家 ", found.figure("panel.signed", len(about.jurors)), " 人；",
         _recusals(about), f"{about.spread}。" if about.spread else "")
    )  # fmt: skip
    yield _sheet_table(found, about)
    yield Paragraph(("“→”前为初评等级，后为合议后等级；去掉的整份评分不计入平均。",))
    for juror in about.jurors:
        given = [(item, text) for item, text in juror.reasons.items() if text]
        if given:
            said = "；".join(f"{about.items[item]}：{text}" for item, text in given)
            yield Paragraph((f"{juror.label}　{said.rstrip('。；')}。",))
    if about.borderline:
        yield Paragraph((f"{about.borderline}。",))
    if about.last_hash:
        yield Paragraph(("末次签名哈希：", found.figure("hash", about.last_hash), "。"), "flush")


def _recusals(about: Minutes) -> str:
    if not about.panel_recusals:
        return "无人回避；"
    return f"回避 {len(about.panel_recusals)} 人（{'、'.join(about.panel_recusals)}）；"


def _sheet_table(found: Result, about: Minutes) -> Table:
    heads = ("专家", *about.items.values(), "小计", "计入", "签名时间")
    rows = []
    for place, juror in enumerate(about.jurors, 1):
        levels = [
            found.figure(f"level.{place}.{item}", _change(juror, item)) for item in about.items
        ]
        rows.append(
            (
                juror.label,
                *levels,
                found.figure(f"subtotal.{place}", juror.subtotal),
                "去掉" if juror.left_out else "计入",
                f"{juror.signed_at:%m-%d %H:%M}",
            )
        )
    return Table(heads, tuple(rows))


def _change(juror: Juror, item: str) -> str:
    first, final = juror.first[item], juror.final[item]
    return str(final) if first == final else f"{first}→{final}"
