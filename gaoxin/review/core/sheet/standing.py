"""Standing (评分进度): what an expert has to do next on a case, and what a sheet still lacks."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from gaoxin.review.core.average import decimal_of, subtotal
from gaoxin.review.core.process.panel import FIRST, REVISED, Sheet, unreasoned

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from gaoxin.review.core.process.panel import Panel
    from gaoxin.review.core.scheme.model import PanelRule

DECLARE, WAIT, CALIBRATE, SCORE = "declare", "wait", "calibrate", "score"
SIGNED, REVISE, CLOSED = "signed", "revise", "closed"
OPEN = (SCORE, REVISE)
_DIGITS = 2


def standing(panel: Panel, username: str, *, has_declared: bool, is_calibrated: bool) -> str:
    """Return what an expert of the panel does next: declare, wait, calibrate, score, revise.

    A declaration comes before the papers, the calibration case before the first sheet.
    """
    if panel.closed_at is not None:
        return CLOSED
    if not has_declared:
        return DECLARE
    if panel.papers_at is None:
        return WAIT
    if not panel.has_signed(username):
        return SCORE if is_calibrated else CALIBRATE
    if panel.discussion_at is not None and not panel.has_signed(username, REVISED):
        return REVISE
    return SIGNED


def round_of(stage: str) -> int:
    """Return the round that is written in a stage."""
    return REVISED if stage == REVISE else FIRST


@dataclass(frozen=True, slots=True)
class Filled:
    """How far a sheet is: items judged, still to judge, without their reason, and the marks."""

    judged: tuple[str, ...]
    open: tuple[str, ...]
    bare: tuple[str, ...]
    marks: Decimal
    of: Decimal
    full: Decimal

    @property
    def is_ready(self) -> bool:
        """Test whether the sheet may be signed."""
        return not self.open and not self.bare


def filled(
    levels: Mapping[str, int],
    reasons: Mapping[str, str],
    marks: Mapping[str, Decimal],
    rule: PanelRule,
) -> Filled:
    """Return how far a sheet is: marks given so far, of the full marks of what is judged."""
    given = {item: levels[item] for item in marks if item in levels}
    full = {item: marks[item] for item in given}
    return Filled(
        judged=tuple(given),
        open=tuple(item for item in marks if item not in given),
        bare=tuple(unreasoned(Sheet("", given, reasons), rule)),
        marks=decimal_of(subtotal(given, full, rule), _DIGITS),
        of=_whole(full),
        full=_whole(marks),
    )


def _whole(marks: Mapping[str, Decimal]) -> Decimal:
    return decimal_of(sum((Fraction(mark) for mark in marks.values()), Fraction(0)), _DIGITS)


def fingerprint(levels: Mapping[str, int], reasons: Mapping[str, str], round_: int) -> str:
    """Return what names a sheet as it was shown, so that nothing else is signed."""
    shown = [round_, sorted(levels.items()), sorted(reasons.items())]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()
