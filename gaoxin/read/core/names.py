"""Names that hold digits (含数名称): 500强, 十四五, 一期, 2.0版, 4+4; they are not quantities."""

from __future__ import annotations

import re

ARABIC = re.compile(
    r"\d{1,24}(?:\.\d{1,12})?(?:强(?!度)|版|代(?!表)|后(?=[^，。、；期来年])|维|号(?!召)|路(?!径)|期(?!间|限|货)|"
    r"\+(?:\d|[A-Za-zNX])|[DGSHK](?![A-Za-zWw])|A级|年代|版本|阶段|级台|周年庆|所(?=现代|研究))"
    r"(?:[\d+NX.]{0,24})"
)
NAME_NEXT = frozenset("强版代后维号路期+DGSHKA年阶级周所")
HAN = re.compile(
    r"十[一二三四五]五(?:时期|规划|期间|末|以来|开局|[”）])?|[一二三四五六七八九十两百千双]{1,12}"
    r"(?:维|期(?!间)|体化|角形|方(?=[面])|农|上企业|强(?!度)|流|带一路|网通|网统|代(?!表)|版|级|步走|星|号|手|次产业|次元)"
)
_LETTERED = re.compile(r"[A-Za-z]")


def arabic_name(text: str, at: int) -> int:
    """End of the name that begins with a digit at `at`, or 0."""
    match = ARABIC.match(text, at)
    return match.end() if match else 0


def han_name(text: str, at: int) -> int:
    """End of the name that begins with a Chinese numeral at `at`, or 0."""
    match = HAN.match(text, at)
    return match.end() if match else 0
