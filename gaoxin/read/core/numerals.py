"""Chinese numerals (中文数字), read exactly as int or Decimal."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {
    **dict(zip("〇零一二三四五六七八九", (0, *range(10)), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    **dict(zip("貳參肆伍陸柒捌玖", range(2, 10), strict=True)),
    **{"两": 2, "兩": 2, "俩": 2, "幺": 1, "○": 0, "弍": 2, "弎": 3},
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卅": 30}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
NUMERAL = "".join({**DIGITS, **_SMALL, **_TENS, **_LARGE})
MULTIPLIERS = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
    "兆": 10**12,
}


def numeral(text: str) -> int | Decimal | None:
    """Value of a Chinese numeral such as 二十三, 二〇二四, 三点五, 一百七; None if it is none."""
    whole, point, fraction = text.partition("点")
    if not point:
        whole, point, fraction = text.partition("點")
    value = _whole(whole)
    if value is None or not point:
        return value
    digits = [DIGITS[char] for char in fraction if char in DIGITS]
    if not digits or len(digits) != len(fraction):
        return None
    return value + Decimal("0." + "".join(map(str, digits)))


LONGEST = 40  # a numeral longer than this is no number


def _whole(text: str) -> int | None:
    if not text or len(text) > LONGEST:
        return None
    if all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    total = section = digit = 0
    last = 1  # the multiplier read last, for 一百七 and 三万五
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
            continue
        if char in _LARGE:
            last = _LARGE[char]
            total, section = _carry(total, section + digit, last)
        elif char in _SMALL:
            last = _SMALL[char]
            section += (digit or 1) * last
        elif char in _TENS:
            section += _TENS[char]
        else:
            return None
        digit = 0
    spoken = last >= 100 and len(text) > 2 and text[-2] not in "零〇"
    return total + section + (digit * (last // 10) if spoken else digit)


def _carry(total: int, section: int, large: int) -> tuple[int, int]:
    if total and total < large:
        return (total + section) * large, 0
    return total + (section or 1) * large, 0


def arabic(text: str) -> int | Decimal:
    """Value of an Arabic number with optional thousands commas."""
    plain = text.replace(",", "")
    return Decimal(plain) if "." in plain else int(plain)
