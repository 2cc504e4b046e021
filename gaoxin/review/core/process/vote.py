"""Vote of the deciding body (会议表决): who may vote, and whether a motion carries."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.lib.errors import UserError
from gaoxin.lib.money import round_half_up

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"
_SHARE_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes counted: seats without the recused, present, for; quorum and motion."""

    seats: int
    present: int
    votes_for: int
    has_quorum: bool
    carried: bool


def tally(
    votes: Mapping[str, str],
    seats: Sequence[str],
    *,
    recused: Sequence[str] = (),
    quorum: Decimal,
    needed: Decimal,
) -> Tally:
    """Return the count; shares of 0.667 stand for two thirds, of those present for the motion.

    Recused seats count neither as seats nor as present. The recruiting office has no seat.
    """
    if len(set(seats)) != len(seats):
        raise UserError("应到名单里有人写了两次 (a seat is named twice)")
    able = [seat for seat in seats if seat not in recused]
    if not able:
        raise UserError("没有可表决的人 (nobody may vote)")
    for name, vote in votes.items():
        if name not in able:
            raise UserError(f"{name}: 无表决权或已回避 (has no vote)")
        if vote not in {FOR, AGAINST, ABSTAIN}:
            raise UserError(f"{name}: {vote}: 应为 for、against、abstain (one of these)")
    present, votes_for = len(votes), sum(vote == FOR for vote in votes.values())
    enough = _share(present, len(able)) >= quorum
    carried = enough and present > 0 and _share(votes_for, present) >= needed
    return Tally(len(able), present, votes_for, enough, carried)


def _share(part: int, whole: int) -> Decimal:
    return round_half_up(Decimal(part) / whole, _SHARE_DIGITS)
