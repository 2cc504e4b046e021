"""Words of points (积分用语): stages, points and values as printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.figures.core.compute import rounded
from gaoxin.figures.core.definition import Rounding
from gaoxin.grow.diagnosis.words import said
from gaoxin.rulebook.words import brief

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

TWO = Rounding(digits=2)
STAGE_WORDS = {
    "startup": {"zh": "初创期", "en": "Start-up"},
    "growth": {"zh": "成长期", "en": "Growth"},
    "stable": {"zh": "稳定期", "en": "Mature"},
}
# Units as the vocabulary writes them, said after a value.
UNIT_WORDS = {
    "wan_yuan": {"zh": "万元", "en": "CNY 10,000"},
    "percent": {"zh": "%", "en": "%"},
    "item": {"zh": "项", "en": ""},
    "person": {"zh": "人", "en": ""},
    "year": {"zh": "年", "en": "years"},
}


def stage_name(name: str) -> str:
    """Return a life stage in words."""
    return said(STAGE_WORDS.get(name), name)


def points(value: Fraction) -> str:
    """Return points as printed: half-up, two decimals."""
    return f"{rounded(value, TWO):f}".replace("-", "\N{MINUS SIGN}")


def signed(value: Fraction) -> str:
    """Return points with a plus where they are above nothing."""
    return ("+" if value > 0 else "") + points(value)


def plain(value: Decimal | None, unit: str) -> str:
    """Return a value with its unit; — where there is none."""
    if value is None:
        return "—"
    digits = f"{brief(value).normalize():,f}"
    words = said(UNIT_WORDS.get(unit), "")
    gap = "" if words in {"", "%"} else " "
    return f"{digits}{gap}{words}"
