"""Closing (关闭评审): quorum, and every cause why a panel cannot close yet, in words."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gaoxin.lib.errors import UserError
from gaoxin.review.core.process.chain import broken
from gaoxin.review.core.process.draw import outside_needed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from gaoxin.review.core.process.panel import Panel
    from gaoxin.review.core.process.spread import Spread
    from gaoxin.review.core.scheme.model import PanelRule, Scheme


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a panel cannot close: a stable code and the sentence."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Quorum:
    """The bar: signed of needed of all who judge; recused ones are in none of the numbers."""

    signed: int
    needed: int
    seats: int

    @property
    def reached(self) -> bool:
        """Test whether enough have signed."""
        return self.signed >= self.needed


def quorum(panel: Panel, rule: PanelRule) -> Quorum:
    """Return the quorum of a panel: the share of those who judge, at least the valid minimum."""
    seats = len(panel.active)
    needed = max(math.ceil(seats * rule.quorum), rule.min_valid)
    return Quorum(len(panel.sheets()), needed, seats)


def causes(
    panel: Panel, rule: PanelRule, spread: Spread | None, *, outside: Collection[str] = ()
) -> tuple[Cause, ...]:
    """Return everything that keeps a panel from closing; `outside` are the experts from outside."""
    found: list[Cause] = []
    if panel.closed_at is not None:
        found.append(Cause("closed", "评审已关闭", "the review is closed already"))
    if panel.papers_at is None:
        found.append(Cause("papers", "材料尚未开放", "the papers are not open yet"))
    seats, size = len(panel.active), len(panel.members)
    if seats < size:
        words = f"回避后只剩 {seats} 人，少于 {size} 人，候补已用完"
        found.append(Cause("seats", words, f"{seats} of {size} seats, no reserves left"))
    external = sum(name in outside for name in panel.active)
    if seats and external < (needed := outside_needed(seats, rule.outside_share)):
        words = f"区外专家 {external} 人，少于 {needed} 人"
        found.append(Cause("outside", words, f"{external} from outside, {needed} needed"))
    bar = quorum(panel, rule)
    if not bar.reached:
        words = f"已签 {bar.signed} 人，法定 {bar.needed} 人（共 {bar.seats} 人）"
        found.append(Cause("quorum", words, f"{bar.signed} signed, {bar.needed} needed"))
    if spread is not None and spread.flags and panel.discussion_at is None:
        words = f"{spread.words('zh')}，须先合议"
        found.append(Cause("spread", words, f"{spread.words('en')}: discussion round due"))
    gap = broken(panel.chain)
    if gap is not None:
        found.append(Cause("chain", f"第 {gap.place + 1} 份签名：{gap.zh}", f"signature: {gap.en}"))
    return tuple(found)


def veto_causes(scheme: Scheme, signed: Mapping[str, bool | None]) -> tuple[Cause, ...]:
    """Return the vetoes whose bureau has not answered: `signed` holds raised, not raised, None."""
    found = []
    for name, veto in scheme.vetoes.items():
        if signed.get(name) is None:
            words = f"{name} {veto.words.zh}：{veto.by}未签认"
            found.append(Cause(f"veto.{name}", words, f"{name}: no answer of its bureau"))
    return tuple(found)


def close(
    panel: Panel,
    rule: PanelRule,
    spread: Spread | None,
    *,
    at: datetime,
    outside: Collection[str] = (),
) -> Panel:
    """Return the panel closed; refused with all causes at once."""
    found = causes(panel, rule, spread, outside=outside)
    if found:
        sentence = "；".join(cause.zh for cause in found)
        raise UserError(f"不能关闭：{sentence} ({'; '.join(cause.en for cause in found)})")
    return replace(panel, closed_at=at)
