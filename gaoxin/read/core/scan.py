"""One pass over the clean text (一遍扫描): every quantity, left to right, none twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from gaoxin.read.core.amounts import amount, signed_amount
from gaoxin.read.core.dates import date, short_year
from gaoxin.read.core.hanzi import bare_multiplier, han_count, han_level, han_range, hundreds
from gaoxin.read.core.names import NAME_NEXT, arabic_name, han_name
from gaoxin.read.core.numerals import NUMERAL
from gaoxin.read.core.ordinals import ordinal
from gaoxin.read.core.quantity import Quantity
from gaoxin.read.core.ratios import fraction, half, parts, tenths, triple

Grammar = Callable[[str, int], Quantity | None]
# a start is a run of digits, a sign, or a numeral followed by something that can be counted
_AFTER_HAN = (
    "零〇一二两三四五六七八九十百千万亿点分余多"
    "个家项大条位名户件类种座所栋台套辆人场次批起处笔宗份章轮支只款张方年月天日季届倍成元美欧港平公亩吨米度公小周块"
)
# one set of first signs, so that the search skips all other characters at once
START = re.compile(
    rf"[0-9一二两三四五六七八九十百千万亿第上下前半$￥¥€£UH]"
    rf"(?:(?<=[0-9])[0-9,.]*|(?<=[二两三四五六七八九十百千])(?=[{_AFTER_HAN}级规以])|"
    rf"(?<=[一二两三四五六七八九十])(?=[至到][二三四五六七八九十])|"
    rf"(?<=一)(?=[半季十百千万亿二三四五六七八九〇零九点位名倍成分月届])|"
    rf"(?<=[万亿])(?=[元美港人余多级以企项产规])|(?<=万)(?=亿[元级产规企项以])|"
    rf"(?<=第)(?=[0-9{_AFTER_HAN}])|(?<=[上下])(?=半年)|"
    rf"(?<=前)(?=[一二两三四五六七八九十0-9]{{1,3}}个?[月季])|(?<=半)数|(?<=[$￥¥€£])|"
    rf"(?<=U)S\$|(?<=H)K\$)"
)
_DIGIT_NEXT: Final = frozenset("年月日至到-—–－~～―/.")


def scan(text: str) -> list[Quantity]:
    """All quantities of a clean text; forms are those of `quantity.Quantity`."""
    return _shared_units(text, _scan(text))


_AND = frozenset({"和", "、", "与", "及"})


def _shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """高于全国、全省3.5和1.9个百分点: the first figure has the unit of the second."""
    if "点" not in text:
        return found
    for index in range(len(found) - 2, -1, -1):
        one, other = found[index], found[index + 1]
        alone = one.form == "bare" or (one.form == "count" and one.word == "个")
        if alone and other.form == "pp" and text[one.end : other.start] in _AND:
            found[index] = one._replace(form="pp", unit="pp")
    return found


def _scan(text: str) -> list[Quantity]:
    read: list[Quantity] = []
    done = 0
    for match in START.finditer(text):
        at, end = match.span()
        if at < done:
            continue
        first = text[at]
        if first in _ARABIC:
            found, done = _digits(text, at, end)
        else:
            found, done = _characters(text, at, first)
        if found is not None:
            read.append(found)
    return read


_ARABIC: Final = frozenset("0123456789")


def _digits(text: str, at: int, end: int) -> tuple[Quantity | None, int]:
    after = text[end : end + 1]
    if after not in _MEANING and text[end - 1] in _ARABIC and end - at <= _SHORT:
        found = amount(text, at)
        return found, found[1] if found is not None else end
    return _other_digits(text, at, end, after)


def _other_digits(text: str, at: int, end: int, after: str) -> tuple[Quantity | None, int]:
    """Digits whose end may make a date, a ratio, a name or a part of them."""
    if (
        after in _DIGIT_NEXT
        or text[end - 1] in ".,"
        or (end - at > _SHORT and text.count(".", at, end) == 2)
    ):
        # 3年 is a duration, no year
        if after != "年" or end - at >= 4:
            found = date(text, at, after)
        else:
            found = short_year(text, at) if end - at == 2 else None
        if found is not None:
            return found, found.end
    grammar = _SIGNED.get(after)
    if grammar is not None:
        found = grammar(text, at)
        if found is not None:
            return found, found.end
    if after in NAME_NEXT:
        name = arabic_name(text, at)
        if name:
            return None, name
    found = _special(text, at, after) if after in _SPECIAL else None
    found = found or amount(text, at)
    return found, found[1] if found is not None else end


_SPECIAL: Final = frozenset("届成分")
_SIGNED: Final[dict[str, Grammar]] = {":": triple, "∶": triple, "：": triple, "/": fraction}
_MEANING: Final = _DIGIT_NEXT | NAME_NEXT | _SPECIAL | frozenset(_SIGNED)
_SHORT: Final = 7  # digits that are no day (2024.3.5)


def _special(text: str, at: int, after: str) -> Quantity | None:
    """31届, 8成, 100分之3: told by the sign after the digits."""
    if after == "届":
        return ordinal(text, at)
    if after == "成":
        return tenths(text, at)
    return parts(text, at) if after == "分" else None


def _characters(text: str, at: int, first: str) -> tuple[Quantity | None, int]:
    if first in "$￥¥€£UH":
        return _first(text, at, at + 1, (signed_amount,))
    if first in "第上下前":
        return _first(text, at, at + 1, (date, ordinal))
    if first in "万亿":
        return _first(text, at, at + 1, (bare_multiplier, hundreds))
    if first == "半":
        return _first(text, at, at + 1, (half,))
    name = han_name(text, at)
    if name:
        return None, name
    run = _NUMERALS.match(text, at)
    after = text[run.end() : run.end() + 1] if run else ""
    grammars = (date,) if after.isspace() else _AFTER_NUMERALS.get(after, ())
    if first in "百千十":
        grammars = (*grammars, bare_multiplier, hundreds)
    return _first(text, at, at + 1, (*grammars, han_count))


_NUMERALS = re.compile(f"[{NUMERAL}点]{{1,40}}")
_AFTER_NUMERALS: Final[dict[str, tuple[Grammar, ...]]] = {
    "半": (half,),
    "分": (parts,),
    "届": (ordinal,),
    "成": (tenths,),
    "级": (han_level,),
    "规": (han_level,),
    **dict.fromkeys("年月季―", (date,)),
    **dict.fromkeys("至到-—–－~～", (date, han_range)),
}


def _first(
    text: str, at: int, skip: int, grammars: tuple[Grammar, ...]
) -> tuple[Quantity | None, int]:
    for grammar in grammars:
        found = grammar(text, at)
        if found is not None:
            return found, found.end
    return None, skip
