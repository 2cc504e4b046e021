"""Money (金额): yuan is the unit of the ledger; 万元 and 亿元 only here, rounding always named."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

# Yuan in one unit.
YUAN = Decimal(1)
WAN = Decimal(10_000)
YI = Decimal(100_000_000)
UNITS: dict[str, Decimal] = {"元": YUAN, "万元": WAN, "亿元": YI}


def yuan(value: Decimal, unit: str) -> Decimal:
    """Return the yuan of a value in 元, 万元 or 亿元; KeyError on any other unit.

    >>> yuan(Decimal("2.35"), "亿元")
    Decimal('235000000.00')
    """
    return value * UNITS[unit]


def wan(amount: Decimal) -> Decimal:
    """Return yuan as 万元, exactly."""
    return amount / WAN


def yi(amount: Decimal) -> Decimal:
    """Return yuan as 亿元, exactly."""
    return amount / YI


def round_half_up(value: Decimal, digits: int) -> Decimal:
    """Return the value with so many decimals, a half rounded away from zero (四舍五入)."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def truncate(value: Decimal, digits: int) -> Decimal:
    """Return the value with so many decimals, the rest cut off (截尾)."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_DOWN)
