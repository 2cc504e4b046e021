"""Number words (数词): a run of digits and numerals to its exact value."""

from __future__ import annotations

import re
from decimal import Decimal

from gaoxin.read.core.numerals import DIGITS

_MORE = {"參": 3, "叁": 3, "俩": 2, "倆": 2, "陸": 6, "貳": 2}
DIGIT = {**DIGITS, **_MORE}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
TENS = {"廿": 20, "卅": 30}
LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_PIECE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+|\S")


def value_of(words: str) -> Decimal | None:
    """Value of a number in digits, numerals or both; 余, 多 and 几 add nothing."""
    whole, point, fraction = _split(words)
    value = _whole(whole)
    if value is None or not point:
        return value
    digits = [DIGIT.get(char) for char in fraction if not char.isspace()]
    if not digits or None in digits:
        return None
    return value + Decimal("0." + "".join(str(digit) for digit in digits))


def _split(words: str) -> tuple[str, str, str]:
    for sign in "点點":
        if sign in words:
            return words.partition(sign)
    return words, "", ""


def _whole(words: str) -> Decimal | None:
    pieces = [piece for piece in _PIECE.findall(words) if piece not in "余多几幾又零"]
    zero_before_last = bool(re.search(r"零\s*[^零\s]$", words.strip()))
    plain = [DIGIT[piece] for piece in pieces if piece in DIGIT]
    if pieces and len(plain) == len(pieces) and len(pieces) > 1:
        return Decimal("".join(map(str, plain if "零" not in words else _with_zeros(words))))
    if not pieces:
        return Decimal(0) if "零" in words else None
    return _Sum(spoken=not zero_before_last).of(pieces)


def _with_zeros(words: str) -> list[int]:
    return [DIGIT[char] for char in words if char in DIGIT]


class _Sum:
    """Adds the pieces of a number from left to right."""

    def __init__(self, *, spoken: bool) -> None:
        self.spoken = spoken  # 二百五 means 250, 二百零五 does not
        self.total = self.section = Decimal(0)
        self.digit: Decimal | None = None
        self.last = 1
        self.large = False

    def of(self, pieces: list[str]) -> Decimal | None:
        """The sum, or None when a piece is no number word."""
        for piece in pieces:
            if not self._take(piece):
                return None
        digit = self.digit or Decimal(0)
        if 0 < digit < 10 and self.last >= 100 and self.spoken and pieces[-1] in DIGIT:
            digit *= self.last // 10
        return self.total + self.section + digit

    def _take(self, piece: str) -> bool:
        if piece in DIGIT or piece[0].isdigit() or piece[0] == ".":
            self.digit = Decimal(DIGIT[piece] if piece in DIGIT else piece.replace(",", ""))
            self.large = False
        elif piece in TENS:
            self.section += TENS[piece]
        elif piece in SMALL:
            self.last = SMALL[piece]
            self.section += (Decimal(1) if self.digit is None else self.digit) * self.last
            self.digit, self.large = None, False
        elif piece in LARGE:
            self._multiply(LARGE[piece])
        else:
            return False
        return True

    def _multiply(self, large: int) -> None:
        section = self.section + (self.digit or 0)
        if self.large:
            self.total *= large
        elif self.total and self.total < large:
            self.total = (self.total + section) * large
        else:
            self.total += (section or 1) * large
        self.section, self.digit = Decimal(0), None
        self.last, self.large = large, True
