"""Conditions (附加条件): each with owner, due day and evidence; unmet ones expire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from gaoxin.lib.errors import UserError
from gaoxin.review.core.scheme.model import ADMIT, CONDITIONAL, REJECT

if TYPE_CHECKING:
    from collections.abc import Sequence

OPEN, OVERDUE, MET, EXPIRED = "open", "overdue", "met", "expired"


@dataclass(frozen=True, slots=True)
class Demand:
    """What must be shown by when and by whom; `met_on` with `evidence` once it is."""

    text: str
    owner: str
    due_on: date
    evidence: str = ""
    met_on: date | None = None


def check_demands(demands: Sequence[Demand], decided_on: date, expiry_days: int) -> None:
    """Refuse conditions without text, owner or a due day within the time allowed."""
    if not demands:
        raise UserError("附条件准入须写明条件 (a conditional result needs conditions)")
    last = decided_on + timedelta(expiry_days)
    for place, demand in enumerate(demands, 1):
        if not demand.text.strip() or not demand.owner.strip():
            raise UserError(f"第 {place} 条缺内容或责任人 (text or owner is missing)")
        if not decided_on <= demand.due_on <= last:
            limit = f"{decided_on} 至 {last}"
            raise UserError(f"第 {place} 条期限应在 {limit} 之间 (due day out of range)")
        if demand.met_on is not None and not demand.evidence.strip():
            raise UserError(f"第 {place} 条办结须有材料 (met without evidence)")


def status(demand: Demand, decided_on: date, on: date, expiry_days: int) -> str:
    """Return where a condition stands on a day: met, open, overdue, expired (calendar days)."""
    last = decided_on + timedelta(expiry_days)
    if demand.met_on is not None and demand.met_on <= min(on, last):
        return MET
    if on > last:
        return EXPIRED
    return OVERDUE if on > demand.due_on else OPEN


def standing(
    demands: Sequence[Demand], decided_on: date, on: date, expiry_days: int
) -> tuple[str, date | None]:
    """Return the result on a day and since when: admitted, still conditional, or rejected.

    Admitted on the day the last condition was met; rejected on the day after the time allowed.
    """
    found = [status(demand, decided_on, on, expiry_days) for demand in demands]
    if EXPIRED in found:
        return REJECT, decided_on + timedelta(expiry_days + 1)
    if all(each == MET for each in found):
        return ADMIT, max(d.met_on for d in demands if d.met_on is not None)
    return CONDITIONAL, None
