"""Panel at work (专家组): recusal, blind sheets, signature, one revision, closing.

A panel is a value: each act returns a new one or is refused with a reason. What a person may see
is asked here and nowhere else, so that totals, counts and orders cannot say more than the sheets.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from unicodedata import category

from gaoxin.lib.errors import Denied, UserError
from gaoxin.review.core.case import Levels, check_levels
from gaoxin.review.core.process.chain import Link, append

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from gaoxin.review.core.scheme.model import PanelRule

FIRST, REVISED = 1, 2
LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Recusal:
    """Who is recused, why, when; `late` = after the papers were open."""

    username: str
    reason: str
    at: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an expert signs: a level for each judged item, and a reason where one is asked."""

    username: str
    levels: Levels
    reasons: Mapping[str, str] = field(default_factory=dict)
    round: int = FIRST

    def content(self) -> dict[str, object]:
        """Return what goes under the signature."""
        return {"round": self.round, "levels": dict(self.levels), "reasons": dict(self.reasons)}


@dataclass(frozen=True, slots=True)
class Panel:
    """Members and reserves as drawn, what was declared and signed, and when each gate opened."""

    members: tuple[str, ...]
    reserves: tuple[str, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    chain: tuple[Link, ...] = ()
    papers_at: datetime | None = None
    discussion_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def recused(self) -> frozenset[str]:
        """Return who is recused."""
        return frozenset(each.username for each in self.recusals)

    @property
    def active(self) -> tuple[str, ...]:
        """Return who judges: members, and for each recused member the next reserve."""
        able = [name for name in (*self.members, *self.reserves) if name not in self.recused]
        return tuple(able[: len(self.members)])

    def sheets(self, round_: int | None = None) -> dict[str, Sheet]:
        """Return the sheets that count by expert, the revised before the first; or of one round."""
        found: dict[str, Sheet] = {}
        for link in self.chain:
            sheet = _sheet(link)
            if sheet.username in self.active and round_ in {None, sheet.round}:
                found[sheet.username] = sheet
        return found

    def has_signed(self, username: str, round_: int = FIRST) -> bool:
        """Test whether an expert has signed in a round."""
        return username in self.sheets(round_)

    def is_blind(self, username: str) -> bool:
        """Test whether somebody judges, or may yet take a seat, and has still to sign.

        Reserves count: who has read the scores could not take a seat. In the discussion round the
        own revision opens the others' ones; when the panel has closed nobody writes any more.
        """
        if self.closed_at is not None or username in self.recused:
            return False
        if username not in (*self.members, *self.reserves):
            return False
        return not self.has_signed(username, REVISED if self.discussion_at else FIRST)


def _sheet(link: Link) -> Sheet:
    content = link.content
    return Sheet(link.author, content["levels"], content["reasons"], content["round"])


def recuse(panel: Panel, username: str, reason: str, *, at: datetime, rule: PanelRule) -> Panel:
    """Return the panel with somebody recused; a reserve takes the seat.

    After the papers opened a tie that comes to light still recuses, marked late; what was signed
    stays in the chain and counts no more.
    """
    if panel.closed_at is not None:
        raise UserError("评审已关闭 (the review is closed)")
    if reason not in rule.recusal_reasons:
        allowed = "、".join(rule.recusal_reasons)
        raise UserError(f"{reason}: 回避事由应为其一 (one of) {allowed}")
    if username not in (*panel.members, *panel.reserves) or username in panel.recused:
        raise Denied("没有这一评审 (there is no such review)")
    late = panel.papers_at is not None
    return replace(panel, recusals=(*panel.recusals, Recusal(username, reason, at, late)))


def open_papers(panel: Panel, *, at: datetime) -> Panel:
    """Return the panel with the papers open: from now on recusals are late."""
    if panel.papers_at is not None:
        raise UserError("材料已开放 (the papers are open already)")
    return replace(panel, papers_at=at)


def open_discussion(panel: Panel, *, at: datetime) -> Panel:
    """Return the panel in its one discussion round; every first sheet must be signed."""
    _still_open(panel)
    if panel.discussion_at is not None:
        raise UserError("只合议一轮 (there is one discussion round)")
    unsigned = [name for name in panel.active if not panel.has_signed(name)]
    if unsigned:
        raise UserError(f"尚有 {len(unsigned)} 人未签名，不能合议 (not all have signed)")
    return replace(panel, discussion_at=at)


def sign(panel: Panel, sheet: Sheet, *, at: datetime, rule: PanelRule, items: list[str]) -> Panel:
    """Return the panel with a sheet signed; each refusal keeps the draft where it is."""
    _may_read(panel, sheet.username)
    _still_open(panel)
    _check_round(panel, sheet)
    check_levels("评分表 (sheet)", sheet.levels, items, rule.levels)
    check_reasons(sheet.reasons, items)
    bare = unreasoned(sheet, rule)
    if bare:
        levels = "、".join(map(str, sorted(rule.reasoned_levels)))
        raise UserError(f"评 {levels} 级须写理由 (a reason is asked for): {', '.join(bare)}")
    link = append(panel.chain, sheet.username, at, sheet.content())
    return replace(panel, chain=(*panel.chain, link))


def unreasoned(sheet: Sheet, rule: PanelRule) -> list[str]:
    """Return the items whose level asks for a reason that is not there."""
    return [
        item
        for item, level in sheet.levels.items()
        if level in rule.reasoned_levels and not says(sheet.reasons.get(item, ""))
    ]


def says(text: str) -> bool:
    """Test whether a reason says anything: blanks, also those without width, say nothing."""
    return any(category(each)[0] in "LNPS" for each in text)


def clean(text: str) -> str:
    """Return a text without what nobody types: control characters and halves of characters."""
    return "".join(each for each in text if each in "\t\n\r" or category(each) not in {"Cc", "Cs"})


def check_reasons(reasons: Mapping[str, str], items: Collection[str]) -> None:
    """Refuse reasons of other items, too long ones, and those that are no text."""
    for item, text in reasons.items():
        if item not in items:
            raise UserError(f"{item}: 不由专家评判 (not judged by the panel)")
        if len(text) > LONGEST_REASON:
            raise UserError(f"{item}: 理由最多 {LONGEST_REASON} 字 (the reason is too long)")
        if clean(text) != text:
            raise UserError(f"{item}: 理由里有看不见的控制字符 (a control character)")


def _may_read(panel: Panel, username: str) -> None:
    """Refuse those who are not on the panel as if there were none: recused ones learn nothing."""
    if username not in panel.active:
        raise Denied("没有这一评审 (there is no such review)")
    if panel.papers_at is None:
        raise UserError("材料尚未开放 (the papers are not open yet)")


def _still_open(panel: Panel) -> None:
    if panel.closed_at is not None:
        raise UserError(f"评审已于 {panel.closed_at:%Y-%m-%d %H:%M} 关闭 (the review is closed)")


def _check_round(panel: Panel, sheet: Sheet) -> None:
    if sheet.round == FIRST:
        if panel.has_signed(sheet.username):
            raise UserError("已签名，不能再评 (signed already)")
        return
    if sheet.round != REVISED or panel.discussion_at is None:
        raise UserError("未开合议，不能修改 (no discussion round is open)")
    if panel.has_signed(sheet.username, REVISED):
        raise UserError("每人只可改一次 (one revision each)")


def visible(panel: Panel, viewer: str) -> dict[int, dict[str, Sheet]]:
    """Return the sheets a member sees, by round: the own, and others' once the own is signed.

    Revised sheets of others open with the own revision or when the panel has closed. Who is
    recused, or not on the panel, sees nothing.
    """
    if viewer not in panel.active:
        return {}
    found: dict[int, dict[str, Sheet]] = {}
    for round_ in (FIRST, REVISED):
        sheets = panel.sheets(round_)
        opened = panel.has_signed(viewer, round_) or panel.closed_at is not None
        found[round_] = sheets if opened else {n: s for n, s in sheets.items() if n == viewer}
    return found


def progress(panel: Panel, viewer: str) -> tuple[int, int] | None:
    """Return how many have signed of how many; None to whom even the count would tell something."""
    if viewer not in panel.active or not panel.has_signed(viewer):
        return None
    return len(panel.sheets()), len(panel.active)
