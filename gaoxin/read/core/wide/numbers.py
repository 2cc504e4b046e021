"""Numbers (数字) of any wording: 二百五, 三又三分之一, 1 4/3, 五十打, 2^-1, 40k."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from gaoxin.read.core.view import fold_width
from gaoxin.read.core.wide.tokens import DIGIT, LARGE, SMALL, TENS, value_of

if TYPE_CHECKING:
    from collections.abc import Callable

_H = "".join({**DIGIT, **SMALL, **TENS, **LARGE})
_UNITS = "".join({**SMALL, **LARGE})
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+\.\d+|\d+|\.\d+)"
_RUN = (
    rf"(?:{_ARABIC}(?: *[{_UNITS}](?: *(?:[{_H}]|\d+)){{0,40}}){{0,40}}|"
    rf"[{_H}](?: *[{_H}几幾](?![ ]*刀)| *[余多](?= *[{_UNITS}])| *\d+(?= *[{_UNITS}])){{0,60}})"
)
_POINT = rf"(?: *[点點] *(?:(?!两|俩)[{''.join(DIGIT)}] *)+(?<! ))"
_PLAIN = rf"{_RUN}(?: *[余多几幾](?= *[{_UNITS}]) *[{_UNITS}]+)?{_POINT}?"
_SIGN = r"(?:[-－](?<![-－][-－])|[负負])"
NUMBER = re.compile(
    rf"(?P<sign>{_SIGN} *)?(?:"
    rf"(?P<power>{_ARABIC}\^(?P<exp>[-+]{{0,2}}\d{{1,2}}(?!\d)))|"
    rf"(?P<sci>\d+(?:\.\d+)?[eE][-+]?\d{{1,3}}(?!\d))|"
    rf"(?:(?P<w>\d+) +|(?<![\d/]))(?P<n>\d+)/(?P<d>\d+)(?!\d)|"
    rf"(?:(?P<whole>{_PLAIN}) *又 *)?(?P<below>{_PLAIN}) *分 *之 *"
    rf"(?P<minus>[负負])?(?P<above>{_PLAIN})|"
    rf"(?P<letter>{_ARABIC} ?[kKmMgGtT](?![A-Za-z]))|"
    rf"(?P<half>半百)|"
    rf"(?P<plain>{_PLAIN})(?P<dozen> *打)?)"
)
_LETTERS = {"k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
# one sign alone that is a word or part of a name, by what stands around it
_NOT_AFTER = re.compile(r"[切看样直般定起旦些向流律贯共同时下美折刀]|[a-zA-Z]")
_NOT_BEFORE = re.compile(r"[统唯万单同专第大朝夕收都]$")
_NAMES = re.compile(r"四川|四处|四面|五台山|五角|九九是|九寨|八方")
_FORMAL = frozenset("陆陸伍肆拾仟佰捌柒玖贰貳壹两俩倆叁參")


class Plain(NamedTuple):
    """A number: where it stands and what it is worth."""

    start: int
    end: int
    value: Decimal


def find_numbers(text: str) -> list[Plain]:
    """Every number of a text, left to right."""
    folded = fold_width(text).replace("，", ",")
    found: list[Plain] = []
    at = 0
    while (match := NUMBER.search(folded, at)) is not None:
        number = _number(folded, match)
        if number is None:
            at = match.start() + 1
            continue
        found.append(number)
        at = number.end
    return found


def _number(text: str, match: re.Match[str]) -> Plain | None:
    start, end = match.span()
    if match["plain"] and not match["dozen"] and not _alone(text, match):
        return None
    value = _value(match)
    if value is None:
        return None
    if match["sign"]:
        dash = start > 0 and text[start] in "-－"
        if dash and (text[start - 1] in "-－" or text[start - 1].isalnum()):
            start += len(match["sign"])  # a dash between two things is no minus
        else:
            value = -value
    return Plain(start, end, value)


def _value(match: re.Match[str]) -> Decimal | None:
    for name, read in _READ.items():
        if match[name]:
            return read(match)
    return None


def _power(match: re.Match[str]) -> Decimal:
    base, _, _ = match["power"].partition("^")
    return Decimal(base.replace(",", "")) ** int(match["exp"].lstrip("+").replace("--", ""))


def _slashed(match: re.Match[str]) -> Decimal | None:
    if not int(match["d"]):
        return None
    return Decimal(match["w"] or 0) + Decimal(match["n"]) / Decimal(match["d"])


def _lettered(match: re.Match[str]) -> Decimal:
    words = match["letter"]
    return Decimal(words[:-1].strip().replace(",", "")) * _LETTERS[words[-1].lower()]


def _spelled(match: re.Match[str]) -> Decimal | None:
    value = value_of(match["plain"])
    return value * 12 if value is not None and match["dozen"] else value


def _fraction(match: re.Match[str]) -> Decimal | None:
    below, above = value_of(match["below"]), value_of(match["above"])
    if not below or above is None:
        return None
    whole = value_of(match["whole"]) if match["whole"] else Decimal(0)
    value = (whole or Decimal(0)) + above / below
    return -value if match["minus"] else value


_READ: Final[dict[str, Callable[[re.Match[str]], Decimal | None]]] = {
    "power": _power,
    "sci": lambda match: Decimal(match["sci"]),
    "n": _slashed,
    "below": _fraction,
    "letter": _lettered,
    "half": lambda _match: Decimal(50),
    "plain": _spelled,
}


def _alone(text: str, match: re.Match[str]) -> bool:
    """Whether a numeral of one sign (or of unit signs only) is a number here."""
    words = match["plain"]
    start, end = match.span("plain")
    if words.isascii() or len(words) > 2:
        return True
    if set(words) <= set(LARGE) or words in {"两两", "倆倆"} or _NAMES.match(text, start):
        return False
    if len(words) > 1:
        return True
    if words in _FORMAL and words not in "两倆":
        return _spoken(text, start, end)
    if _NOT_AFTER.match(text, end) or (words in "一" and _NOT_BEFORE.search(text[:start])):
        return False
    return not (words == "十" and text.startswith("足", end))


def _spoken(text: str, start: int, end: int) -> bool:
    """A formal numeral alone (叁) only at the end of a sentence after 是 and the like."""
    return text[start - 1 : start] in {"是", "为"} and end == len(text.rstrip("。"))
