"""Percents (百分数) of any wording: 百分之五, 12个百分点, 七成六, 五五折."""

from __future__ import annotations

import re
from decimal import Decimal

from gaoxin.read.core.view import fold_width
from gaoxin.read.core.wide.numbers import _PLAIN, Plain
from gaoxin.read.core.wide.tokens import DIGIT, value_of

_D = "".join(DIGIT)
_TENTH = rf"(?:1 ?0|\d(?: *[.点點] *\d+)?|\d ?\d|[{_D}十](?: *[点點] *[{_D}]+)?(?: *[{_D}])?)"
PERCENT = re.compile(
    rf"(?P<sign>[-－](?<!\d[-－])|[负負])?(?P<n>{_PLAIN}) ?(?:[%]|‰)|"
    rf"(?<![一二三四五六七八九十壹贰0-9])(?P<base>[百千万萬仟佰][万萬]?)"
    rf" *分 *之 *(?P<a>{_PLAIN}|百)(?: *(?P<k>[kK])(?![A-Za-z]))?|"
    rf"(?P<p>{_PLAIN})(?: *(?P<k2>[kK])(?![A-Za-z]))? *[个個] *百 *分 *[点點]|"
    rf"(?P<t>{_TENTH}|半) *成(?P<h> *半| *[{_D}](?! *[.点點]))?(?![立员为功果])|"
    rf"(?P<z>{_TENTH}|半|[对對](?=折))(?P<zhe> *折)(?!磨|叠|腾|扣)"
)
_BASES = {"百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10**4, "萬": 10**4}


def find_percents(text: str) -> list[Plain]:
    """Every percent of a text; the value is in percent (5 for 5 %)."""
    folded = _WEB.sub(lambda m: "\x00" * len(m.group()), fold_width(text).replace("，", ","))
    found: list[Plain] = []
    at = 0
    while (match := PERCENT.search(folded, at)) is not None:
        value = _value(folded, match)
        if value is None:
            at = match.start() + 1
            continue
        found.append(Plain(match.start(), match.end(), value))
        at = match.end()
    return found


_WEB = re.compile(r"https?://\S+(?: \S*%\S*)*")


def _value(text: str, match: re.Match[str]) -> Decimal | None:
    if match["n"]:
        value = value_of(match["n"])
        value = -value if value is not None and match["sign"] else value
        return value / 10 if value is not None and match.group().endswith("‰") else value
    thousand = 1000 if match["k"] or match["k2"] else 1
    if match["base"]:
        below = 1
        for char in match["base"]:
            below *= _BASES[char]
        value = Decimal(100) if match["a"] == "百" else value_of(match["a"])
        return value * 100 / below * thousand if value is not None else None
    if match["p"]:
        if re.fullmatch(r"二三十", match["p"]):
            return None
        value = value_of(match["p"])
        return value * thousand if value is not None else None
    return _tenths(text, match)


def _tenths(text: str, match: re.Match[str]) -> Decimal | None:
    words = (match["t"] or match["z"]).replace(" ", "")
    if words in "对對":
        return Decimal(50) if text[match.start() - 1 : match.start()] == "打" else None
    if words == "半":
        return Decimal(5) if match["t"] else Decimal(50)
    if match["zhe"] and words in {"十", "10"}:
        return None
    value = _of_tenths(words)
    if value is None:
        return None
    more = (match["h"] or "").strip()
    value *= 10
    if more:
        value += 5 if more == "半" else Decimal(DIGIT[more])
    return value


def _of_tenths(words: str) -> Decimal | None:
    """7.2, 八点五, and 五五 or 75, which mean 5.5 and 7.5."""
    value = value_of(words) if not re.fullmatch(rf"[{_D}]{{2}}", words) else None
    if value is None and len(words) == 2:
        value = Decimal(DIGIT[words[0]] * 10 + DIGIT[words[1]])
    if value is not None and value > 10:
        value /= 10
    return value
