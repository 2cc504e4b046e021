"""Result letter (结果告知书): to the applicant; there is no place in it for an expert."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.review.core.papers.paper import Block, Heading, Paper, Paragraph, Part, long_day
from gaoxin.review.core.papers.result import (
    Result,
    case_line,
    condition_table,
    dimension_table,
    expiry_line,
    reasons_of,
    score_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom, from whom, on which day."""

    to: str
    organ: str
    zone: str
    on: date
    made_at: datetime


def letter(found: Result, about: Letter) -> Paper:
    """Return the result letter of a case."""
    title = f"{about.zone}项目评审结果告知书"
    return Paper(title, about.organ, about.made_at, tuple(_blocks(found, about)))


def _blocks(found: Result, about: Letter) -> Iterator[Block]:
    yield Paragraph((f"{about.to}：",), "flush")
    yield Paragraph(("贵方申报的", *case_line(found)))
    yield Paragraph((f"{long_day(found.held_on)}，{found.body}研究决定：{found.result}。",))
    yield Heading("一、得分")
    yield Paragraph(score_line(found))
    yield dimension_table(found)
    yield Heading("二、理由")
    for place, reason in enumerate(reasons_of(found.reason), 1):
        yield Paragraph((f"{place}．{reason}",))
    if found.conditions:
        yield Heading("三、条件")
        yield condition_table(found)
        yield expiry_line(found)
    yield Heading("四、复议和有效期" if found.conditions else "三、复议和有效期")
    yield Paragraph(_appeal(found, about))
    if found.validity_months:
        yield Paragraph(
            ("准入结论自会议之日起 ", found.figure("validity", found.validity_months),
             " 个月内有效，逾期未签约的须重新申报。")
        )  # fmt: skip
    yield Paragraph((about.organ,), "right")
    yield Paragraph((long_day(about.on),), "right")


def _appeal(found: Result, about: Letter) -> tuple[Part, ...]:
    last = found.appeal_until
    if last is None:
        return ("本结论为复议后的结论，不再复议。",)
    tail = "（该年放假安排尚未公布，按周一至周五推算）" if last.provisional else ""
    return (
        "对结论有异议的，可自收到本告知书之日起 ",
        found.figure("appeal_days", found.appeal_days),
        " 个工作日内，即 ",
        found.figure("appeal_until", long_day(last.on)),
        f" 前（含当日）{tail}，书面向{about.organ}申请复议一次，由其他专家重新评审。",
    )
