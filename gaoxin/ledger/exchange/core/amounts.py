"""Amounts (金额): what a cell says, in yuan or its own currency, or the reason why it says nothing.

A number takes the column's unit; a unit written in the cell goes first: `34,700万元`, `17.06亿`,
`人民币2.01亿元`, `US$25014万`, `1亿2000万`, `三亿元`. Text is never guessed into a number.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from gaoxin.ledger.exchange.core.columns import CURRENCIES, SCALES, Unit
from gaoxin.ledger.exchange.core.problems import Fault
from gaoxin.lib.money import round_half_up
from gaoxin.lib.numerals import NUMERAL, chinese_number, plain

if TYPE_CHECKING:
    from gaoxin.ledger.exchange.core.opening import Value

# A hundred times the country's yearly product: no project, and more than the database keeps.
MOST = Decimal(10**16)
NOTHING = re.compile(
    r"^([-/\\*×无.]|-+|/+|n/?a|nan|null|none|暂无|未填|空|没有|不涉及|无投资)$", re.IGNORECASE
)
_SYMBOLS = {
    "人民币": "CNY", "rmb": "CNY", "cny": "CNY", "¥": "CNY", "￥": "CNY",
    "us$": "USD", "usd": "USD", "美元": "USD", "美金": "USD", "$": "USD",
    "eur": "EUR", "€": "EUR", "欧元": "EUR", "jpy": "JPY", "日元": "JPY",
    "hk$": "HKD", "hkd": "HKD", "港币": "HKD", "港元": "HKD",
    "gbp": "GBP", "£": "GBP", "英镑": "GBP",
}  # fmt: skip
_SYMBOL = re.compile("|".join(re.escape(word) for word in sorted(_SYMBOLS, key=len, reverse=True)))
_SCALE_WORDS = "|".join(sorted(filter(None, SCALES), key=len, reverse=True))
_PIECE = re.compile(rf"(\d+(?:\.\d+)?)({_SCALE_WORDS})?")
_COMMAS = re.compile(r"^\d{1,3}(,\d{3})+(\.\d+)?(?!\d|,)")
_SCIENCE = re.compile(r"^[-+]?\d+(\.\d+)?e[-+]?\d{1,2}$")
_ABOUT = re.compile(
    r"^(约|大约|近|接近|超|超过|预计|不低于|不少于|≥|>|>=|拟)|(左右|以上|余|多|上下|约)$"
)
_ODD = re.compile(r"(?<=\d)[余多](?=[千万亿])")
_RANGE = re.compile(r"\d[\d.,]*(?:亿|万|千)?元?[-~至到]\d")
_BRACKETED = re.compile(r"^(.*\d.*?)\((.+)\)$")
_CHINESE = re.compile(rf"^[{NUMERAL}]+$")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in its currency; `fault` is a warning that goes with it."""

    value: Decimal
    currency: str = "CNY"
    fault: Fault | None = None


Read = Money | Fault | None


def read_amount(value: Value, unit: Unit) -> Read:
    """Return the amount of a cell, None where it says that there is none, or what is wrong."""
    if isinstance(value, bool | date | datetime | time | timedelta):
        return Fault("amount_kind", {"text": str(value)})
    if isinstance(value, int | float):
        return _signed(exact(value), unit, None)
    text = plain(value).lower().strip("'`")
    if not text or NOTHING.match(text):
        return None
    return _text(text, value.strip(), unit)


def exact(value: float) -> Decimal:
    """Return a number of a workbook: 15 significant digits are all that it keeps."""
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")


def _signed(number: Decimal, unit: Unit, fault: Fault | None) -> Read:
    if not number.is_finite() or number * unit.factor > MOST:
        return Fault("amount_impossible", {"text": str(number)})
    if number < 0:
        return Fault("amount_negative")
    return Money(round_half_up(number * unit.factor, 2), unit.currency, fault)


def _text(text: str, written: str, unit: Unit) -> Read:
    said = {"text": written[:40]}
    if "%" in text:
        return Fault("amount_kind", said)
    negative = text.startswith(("-", "△", "▲", "▼")) or re.fullmatch(r"\([\d,.]+\)", text)
    text = text.strip("△▲▼") if not re.fullmatch(r"\([\d,.]+\)", text) else text.strip("()")
    text, note = _noted(text.lstrip("-+"))
    body = _ABOUT.sub("", _ABOUT.sub("", _ODD.sub("", text)))
    fault = note or (Fault("amount_about", {**said, "value": body}) if body != text else None)
    currency, body = _currency(body, unit)
    if _RANGE.search(body):
        return Fault("amount_range", said)
    number, scaled = _number(body)
    if number is None:
        return Fault("amount_commas" if scaled else "amount_text", said)
    if negative:
        return Fault("amount_negative")
    named = scaled or body.endswith("元") or currency != unit.currency or "元" in text
    factor = Decimal(1) if named else unit.factor
    return _signed(number, Unit(factor, currency), fault)


def _noted(text: str) -> tuple[str, Fault | None]:
    """Split a remark in brackets from the amount before it."""
    found = _BRACKETED.match(text)
    if found is None:
        return text, None
    return found[1], Fault("amount_note", {"text": text[:40]})


def _currency(text: str, unit: Unit) -> tuple[str, str]:
    """Return the currency named in the text (else the column's), and the text without it."""
    found = _SYMBOL.search(text)
    if found is None:
        return ("CNY" if text.endswith("元") else unit.currency), text
    return _SYMBOLS[found.group()], (text[: found.start()] + text[found.end() :]) or text


def _number(text: str) -> tuple[Decimal | None, bool]:
    """Return the number, and whether the text itself names its scale (or its commas are wrong)."""
    if _SCIENCE.match(text):
        return Decimal(text), False
    body = re.sub(r"(元整|元人民币|元|块)$", "", text)
    if _CHINESE.match(body):
        number = chinese_number(body)
        return (None if number is None else Decimal(number)), True
    if "," in body:
        if not _COMMAS.match(body):
            return None, bool(re.fullmatch(r"[\d,.]+", body))
        body = body.replace(",", "")
    pieces = list(_PIECE.finditer(body))
    if not pieces or "".join(piece.group() for piece in pieces) != body:
        return None, False
    return _sum(pieces)


def _sum(pieces: list[re.Match[str]]) -> tuple[Decimal | None, bool]:
    """Add 1亿 2000万; scales must fall, and all but the last must be named."""
    factors = [SCALES[piece[2] or ""] for piece in pieces]
    if any(left <= right for left, right in itertools.pairwise(factors)):
        return None, False
    try:
        total = sum(
            (Decimal(p[1]) * factor for p, factor in zip(pieces, factors, strict=True)), Decimal(0)
        )
    except InvalidOperation:
        return None, False
    return total, factors[0] > 1


def shown(amount: Decimal, currency: str = "CNY") -> str:
    """Return an amount for a message: 2.35 亿元, 1,200 万元, 500 元."""
    name = next(word for word, code in CURRENCIES.items() if code == currency and word != "人民币")
    for scale in ("亿", "万", ""):
        factor = SCALES[scale]
        if abs(amount) >= factor:
            number = (amount / factor).quantize(Decimal("0.0001")).normalize()
            return f"{number:,f} {scale}{name}"
    return f"{amount.normalize():f} {name}"
