"""Units (计量单位): dimensions and exact factors, so that 1亿元 and 10000万元 compare equal."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: numbers of one dimension convert by the ratio of their factors."""

    name: str
    dimension: str
    factor: Decimal
    zh: str
    en: str


_ROWS = (
    ("yuan", "money", "1", "元", "CNY"),
    ("wan_yuan", "money", "10000", "万元", "10k CNY"),
    ("yi_yuan", "money", "100000000", "亿元", "100m CNY"),
    ("usd_wan", "usd", "10000", "万美元", "10k USD"),
    ("usd_million", "usd", "1000000", "百万美元", "million USD"),
    ("percent", "share", "1", "%", "%"),
    ("pp", "share", "1", "个百分点", "percentage points"),
    ("permille", "share", "0.1", "‰", "per mille"),
    ("ratio", "ratio", "1", "", ""),
    ("person", "person", "1", "人", "persons"),
    ("item", "item", "1", "项", "items"),
    ("rank", "rank", "1", "位", "rank"),
    ("point", "point", "1", "分", "points"),
    ("day", "day", "1", "天", "days"),
    ("month", "month", "1", "个月", "months"),
    ("year", "month", "12", "年", "years"),
    ("m2", "area", "1", "平方米", "m²"),
    ("mu", "area", "666.6666666666666666666666667", "亩", "mu"),
    ("wan_yuan_per_mu", "money_per_area", "1", "万元/亩", "10k CNY per mu"),
    ("wan_yuan_per_tce", "money_per_energy", "1", "万元/吨标煤", "10k CNY per tce"),
    ("bool", "flag", "1", "", ""),
    ("level", "level", "1", "", ""),
    ("text", "text", "1", "", ""),
    ("date", "date", "1", "", ""),
)
UNITS: dict[str, Unit] = {
    name: Unit(name, dimension, Decimal(factor), zh, en)
    for name, dimension, factor, zh, en in _ROWS
}


def convert(number: Decimal, unit: str, into: str) -> Decimal:
    """Return the number in the other unit; ValueError when the dimensions differ.

    >>> convert(Decimal(1), "yi_yuan", "wan_yuan")
    Decimal('10000')
    """
    have, want = UNITS[unit], UNITS[into]
    if have.dimension != want.dimension:
        raise ValueError(f"单位不合 (units do not fit): {unit} / {into}")
    return number if have.factor == want.factor else number * have.factor / want.factor
