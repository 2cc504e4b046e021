"""Numerals and characters (数字与全角): half-width text, names for comparison, Chinese numerals."""

from __future__ import annotations

import re
import unicodedata

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {
    sign: value for value, sign in enumerate("〇壹贰叁肆伍陆柒捌玖")
}
DIGITS["两"] = 2
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
NUMERAL = "".join((*DIGITS, *TENS, *LARGE))

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−─﹣"), "-")
_LETTERS = re.compile(r"[０-９Ａ-Ｚａ-ｚ]")
_CJK = r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f“”‘’]"
_INNER = re.compile(rf"(?<={_CJK})\s+|\s+(?={_CJK})")
_MARKS = re.compile(r"[\s\"'“”‘’·•.,，。、;；:：_\-()\[\]{}<>《》【】]")


# Signs that nobody sees: controls, zero width, direction, byte order, fillers, variants.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def unseen(text: str) -> list[str]:
    """Return the signs of a text that nobody sees, in their order.

    >>> unseen("甲\\u200b项目")
    ['\\u200b']
    """
    return _UNSEEN.findall(text)


def seen(text: str) -> str:
    """Return the text without the signs that nobody sees."""
    return _UNSEEN.sub("", text)


def plain(text: str) -> str:
    """Return the text in half-width characters, without white space, all dashes alike.

    >>> plain("２０２５ 年３月")
    '2025年3月'
    """
    return "".join(unicodedata.normalize("NFKC", seen(text)).translate(_DASHES).split())


def tidy(text: str) -> str:
    """Return a name as it should be kept: no line breaks, half-width digits and letters.

    Chinese punctuation stays; a space stays only between Latin words.

    >>> tidy(" 演示Ａ\\n装备 （一期）")
    '演示A装备（一期）'
    """
    half = _LETTERS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), seen(text))
    return _INNER.sub("", " ".join(half.split()))


def same_name(text: str) -> str:
    """Return the key by which two spellings of a name are the same: no marks, no case."""
    return _MARKS.sub("", plain(text)).casefold()


def chinese_number(text: str) -> int | None:
    """Return the whole number of a Chinese numeral, spoken or digit by digit; None if it is none.

    >>> chinese_number("二十三"), chinese_number("二〇二五"), chinese_number("一亿二千万")
    (23, 2025, 120000000)
    """
    if not text or any(sign not in NUMERAL for sign in text):
        return None
    if all(sign in DIGITS for sign in text):
        return int("".join(str(DIGITS[sign]) for sign in text))
    total = section = digit = 0
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in TENS:
            section += (digit or 1) * TENS[sign]
            digit = 0
        else:
            # 亿 closes all that was read before it, 万 only its own section.
            whole = (total if LARGE[sign] == LARGE["亿"] else 0) + section + digit
            total = total - (whole - section - digit) + (whole or 1) * LARGE[sign]
            section = digit = 0
    return total + section + digit
