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
from typing import TYPE_CHECKING, Literal

from gaoxin.ledger.exchange.core.columns import CURRENCIES, SCALES, Unit
from gaoxin.ledger.exchange.core.problems import Fault
from gaoxin.lib.money import round_half_up
from gaoxin.lib.numerals import LARGE, NUMERAL, chinese_number, plain

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
_UNIT_ALONE = re.compile(rf"(单位:?)?({_SCALE_WORDS})?({'|'.join(CURRENCIES)})|{_SCALE_WORDS}")
# 5亿3 and 五亿三千 are spoken for 5.3 and 5.3 亿, or written for 5 亿 and 3 or 3000 元.
_CUT_SHORT = re.compile(
    r"[百佰千仟万萬亿億][1-9一二三四五六七八九两壹贰叁肆伍陆柒捌玖][\d.]*$"
    r"|[亿億][^零〇万萬]+$"
)
# The least word that is a scale of money by itself; 百 and 千 only count.
LEAST_SCALE = 10**4
# In the column's unit such an amount is less likely than in another one.
DOUBTFUL = Decimal(10**10)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in its currency; `fault` is a warning that goes with it."""

    value: Decimal
    currency: str = "CNY"
    fault: Fault | None = None


Read = Money | Fault | None
# What a text says of the scale of its number: its own, a numeral without one, or nothing.
Says = Literal["scale", "spoken", "commas", ""]


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
    return _valued(body, said, unit, fault) if not negative else Fault("amount_negative")


def _valued(body: str, said: dict[str, str], unit: Unit, fault: Fault | None) -> Read:
    """Return the amount of a text that is neither negative nor remarked."""
    currency, number_text = _currency(body, unit)
    if _RANGE.search(number_text):
        return Fault("amount_range", said)
    number, says = _number(number_text)
    if number is None:
        return Fault("amount_commas" if says == "commas" else "amount_text", said)
    if says == "scale" or "元" in number_text or body.endswith("元"):
        return _signed(number, Unit(Decimal(1), currency), fault)
    own = Unit(unit.factor, currency)
    if unit.factor > 1 and (says == "spoken" or currency != unit.currency):
        # 五千 or $500 in a column of 万元: likely in the column's unit, which it leaves out.
        if number * unit.factor >= DOUBTFUL:
            return Fault("amount_unit", {**said, "unit": own.name})
        fault = Fault("amount_unit_guessed", {**said, "unit": own.name})
    return _signed(number, own, fault)


def _noted(text: str) -> tuple[str, Fault | None]:
    """Split a remark in brackets from the amount before it; a unit there is no remark."""
    found = _BRACKETED.match(text)
    if found is None:
        return text, None
    if _UNIT_ALONE.fullmatch(found[2]):
        return found[1] + found[2].removeprefix("单位").lstrip(":"), None
    return found[1], Fault("amount_note", {"text": text[:40]})


def _currency(text: str, unit: Unit) -> tuple[str, str]:
    """Return the currency named in the text (else the column's), and the text without it."""
    found = _SYMBOL.search(text)
    if found is None:
        return ("CNY" if text.endswith("元") else unit.currency), text
    return _SYMBOLS[found.group()], (text[: found.start()] + text[found.end() :]) or text


def _number(text: str) -> tuple[Decimal | None, Says]:
    """Return the number, and what the text says of its scale (or that its commas are wrong)."""
    if _SCIENCE.match(text):
        return Decimal(text), ""
    body = re.sub(r"(元整|元人民币|元|块)$", "", text)
    if body == text and _CUT_SHORT.search(body):
        return None, ""
    if _CHINESE.match(body):
        number = chinese_number(body)
        says: Says = "scale" if set(body) & set(LARGE) else "spoken"
        return (None if number is None else Decimal(number)), says
    if "," in body:
        if not _COMMAS.match(body):
            return None, "commas" if re.fullmatch(r"[\d,.]+", body) else ""
        body = body.replace(",", "")
    pieces = list(_PIECE.finditer(body))
    if not pieces or "".join(piece.group() for piece in pieces) != body:
        return None, ""
    return _sum(pieces)


def _sum(pieces: list[re.Match[str]]) -> tuple[Decimal | None, Says]:
    """Add 1亿 2000万; scales must fall, and all but the last must be named."""
    factors = [SCALES[piece[2] or ""] for piece in pieces]
    if any(left <= right for left, right in itertools.pairwise(factors)):
        return None, ""
    try:
        total = sum(
            (Decimal(p[1]) * factor for p, factor in zip(pieces, factors, strict=True)), Decimal(0)
        )
    except InvalidOperation:
        return None, ""
    return total, "scale" if factors[0] >= LEAST_SCALE else "spoken" if factors[0] > 1 else ""


def shown(amount: Decimal, currency: str = "CNY") -> str:
    """Return an amount for a message: 2.35 亿元, 1,200 万元, 500 元."""
    name = next(word for word, code in CURRENCIES.items() if code == currency and word != "人民币")
    for scale in ("亿", "万", ""):
        factor = SCALES[scale]
        if abs(amount) >= factor:
            number = (amount / factor).quantize(Decimal("0.0001")).normalize()
            return f"{number:,f} {scale}{name}"
    return f"{amount.normalize():f} {name}"
