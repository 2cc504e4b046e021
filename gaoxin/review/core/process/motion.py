"""Motion (会议结论): what a meeting may decide on a score, and with which votes.

A meeting may stay below the score with its reasons; it may not lift a project over a line. The one
way over is a case of its own (一事一议), where the scheme allows to ask for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gaoxin.lib.errors import UserError
from gaoxin.review.core.scheme.model import (
    ADMIT,
    CASE_BY_CASE,
    CONDITIONAL,
    LADDER,
    PRIORITY,
    REJECT,
    VETO,
)

if TYPE_CHECKING:
    from gaoxin.review.core.process.vote import Tally
    from gaoxin.review.core.scheme.model import Scheme
    from gaoxin.review.core.score import Score

ADMITTING = frozenset({PRIORITY, ADMIT, CASE_BY_CASE})
_TWO_THIRDS = Decimal("0.667")


@dataclass(frozen=True, slots=True)
class Meeting:
    """Shares that a meeting needs: seats present for a quorum, votes present for a motion."""

    quorum: Decimal = _TWO_THIRDS
    needed: Decimal = _TWO_THIRDS


def meeting_rule(scheme: Scheme) -> Meeting:
    """Return the shares as the scheme states them, two thirds where it does not."""
    stated: Any = scheme.annex.get("meeting") or {}
    quorum, needed = stated.get("quorum"), stated.get("pass_share")
    return Meeting(
        _TWO_THIRDS if quorum is None else Decimal(str(quorum)),
        _TWO_THIRDS if needed is None else Decimal(str(needed)),
    )


def body_of(scheme: Scheme, tier: str) -> str:
    """Return who decides a tier by the scheme."""
    bodies: Any = scheme.annex.get("decision_bodies") or {}
    return str((bodies.get(tier) or {}).get("body", ""))


def motions(score: Score) -> tuple[str, ...]:
    """Return the results that a meeting may vote on, the best first."""
    if score.outcome.result == VETO:
        return (REJECT,)
    best = max((LADDER.index(each) for each in score.possible), default=0)
    found = LADDER[best::-1]
    return (*found, CASE_BY_CASE) if score.outcome.may_ask_exception else found


def check_motion(score: Score, result: str, tally: Tally, reason: str) -> None:
    """Refuse a motion over the line, without quorum, not carried, or without the reason due."""
    allowed = motions(score)
    if result not in allowed:
        words = "、".join(score.scheme.decision.results[each] for each in allowed)
        raise UserError(f"得分只允许：{words} (the score allows only {', '.join(allowed)})")
    if not tally.has_quorum:
        raise UserError(f"到会 {tally.present} 人，应到 {tally.seats} 人，不够法定人数 (no quorum)")
    if not tally.carried:
        raise UserError(
            f"赞成 {tally.votes_for} 票，到会 {tally.present} 人，没有通过 (not carried)"
        )
    if _needs_reason(score, result) and not reason.strip():
        raise UserError("与得分结论不同，须写明理由 (a reason is due: not the score's result)")


def _needs_reason(score: Score, result: str) -> bool:
    return result != score.outcome.result or result in {REJECT, CONDITIONAL, CASE_BY_CASE}
