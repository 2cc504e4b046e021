"""Figures in characters (汉字数额): 三大, 十余家, 上千亿元, 百亿级, 两个, 亿元以上."""

from __future__ import annotations

import re
from typing import Final

from gaoxin.read.core.mods import AFTER, SUFFIX, mod_before
from gaoxin.read.core.numerals import DIGITS, MULTIPLIERS, numeral
from gaoxin.read.core.quantity import Number, Quantity, times
from gaoxin.read.core.units import table, unit_pattern

_MONEY = r"元|美元|美金|欧元|港元|日元|人民币"
BIG = re.compile(
    rf"(?P<m>千亿|百亿|十亿|万亿|千万|百万|亿|万)(?P<i>余|多)?(?P<u>{_MONEY})?(?P<g>级|规模)?(?P<s>{SUFFIX})?"
)
HUNDREDS = re.compile(
    rf"(?P<m>百|千|万)(?P<i>余|多)?(?P<u>{unit_pattern(han=True)})(?P<s>{SUFFIX})?"
)
COUNT = re.compile(
    rf"(?P<n>[二两三四五六七八九十百千万亿零〇一]{{1,24}}(?:点[一二三四五六七八九零]{{1,12}})?)"
    rf"(?P<i>余|多)?(?P<m>万亿|亿|万)?(?P<u>{unit_pattern(han=True)})(?P<s>{SUFFIX})?"
)
RANKS = re.compile(r"[一1](?=[位名])")
_BIG_AFTER = re.compile(r"企业|项目|产业|级|元|园区|集群|工业|规模|俱乐部|投资|制造|板块|工程|体量")
_MULTIPLE: Final = frozenset("双两数几多十百千")
_COMPOUND = re.compile(
    r"(?:统|唯|万|单|同|专|合|归|第|星期|周|之|十|初|划|其|某|每|逐|这|那|任何?)$"
)
# 三维, 四位一体, 三步走 … are names; 千方百计 has no unit after it and never comes here
_NAME_AFTER = re.compile(r"一体|融合|同步|走战略|联动|合一|到位$|纵|横|手抓|不误|统一")


def bare_multiplier(text: str, at: int) -> Quantity | None:
    """A sum without a number before its multiplier: 百亿元, 上千亿, 亿元以上, 千亿级."""
    match = BIG.match(text, at)
    if match is None or (at and text[at - 1] in _MULTIPLE):
        return None
    power, infix, unit, grade, suffix = match.groups()
    if not (unit or grade or suffix or _BIG_AFTER.match(text, match.end())):
        return None
    if power == "万" and not (unit and suffix):
        return None
    mod = mod_before(text, at) or (">" if infix else None) or AFTER.get(suffix or "")
    if power == "亿" and not (mod or grade or _BIG_AFTER.match(text, match.end())):
        return None  # 单位：亿元
    base = table()[unit].base if unit else "CNY"
    scale = MULTIPLIERS[power]
    return Quantity(at, match.end(), "level", scale, base, mod, unit or power, 0, scale)


def hundreds(text: str, at: int) -> Quantity | None:
    """上百家, 近千人, 百余项: a round count with a modifier; 万人 as a basis (万人有效发明)."""
    match = HUNDREDS.match(text, at)
    if match is None:
        return None
    mod = mod_before(text, at) or (">" if match["i"] else None) or AFTER.get(match["s"] or "")
    if mod is None and not (match["m"] == "万" and match["u"] == "人"):
        return None
    unit = table()[match["u"]]
    scale = MULTIPLIERS[match["m"]]
    form = "basis" if mod is None else unit.form
    value = times(scale, unit.worth)
    return Quantity(at, match.end(), form, value, unit.base, mod, match["u"], 0, scale)


def han_count(text: str, at: int) -> Quantity | None:
    """A Chinese numeral with its unit: 三大, 五个, 十余家, 两百万元, 九年."""
    match = COUNT.match(text, at)
    if match is None or _NAME_AFTER.match(text, match.end()) or _among_first(match):
        return None
    word, infix, power, unit_word, suffix = match.groups()
    if len(word) in {2, 3, 4}:
        about = _about(match)
        if about is not None:
            return about
    value = numeral(word)
    article = value == 1 and not _rank_step(text, at, unit_word)
    compound = len(word) == 1 and at and _COMPOUND.search(text[max(0, at - 2) : at])
    if not value or article or compound:
        return None
    unit = table()[unit_word]
    if unit_word == "次" and text[at - 1 : at] == "届":
        return Quantity(at, match.end(), "ordinal", value, "ordinal", None, "", 0, 1)
    if unit.form == "duration" and len(word) == 1 and word in "百千万":
        return None
    scale = (MULTIPLIERS[power] if power else 1) * unit.worth
    mod = mod_before(text, at) or (">" if infix else None) or AFTER.get(suffix or "")
    total = times(value, scale)
    return Quantity(at, match.end(), unit.form, total, unit.base, mod, unit_word, 0, scale)


_NEXT_TO = re.compile(
    "(?P<a>[二两三四五六七八])(?P<b>[三四五六七八九])(?P<p>[十百千])?(?P<m>[万亿])?"
)


def _about(match: re.Match[str]) -> Quantity | None:
    """两三个月, 五六十亿元: two digits that follow each other are a range."""
    digits = _NEXT_TO.fullmatch(match["n"])
    if digits is None or DIGITS[digits["b"]] != DIGITS[digits["a"]] + 1:
        return None
    unit = table()[match["u"]]
    scale: Number = unit.worth
    for power in (match["m"], digits["m"], digits["p"]):
        scale = times(MULTIPLIERS[power], scale) if power else scale
    value = (times(DIGITS[digits["a"]], scale), times(DIGITS[digits["b"]], scale))
    start, end = match.span()
    return Quantity(start, end, unit.form, value, unit.base, "~", match["u"], 0, scale)


LEVEL = re.compile(r"(?P<n>[二三四五六七八九十百千]{1,6})(?P<m>万亿|亿)(?P<u>元)?(?:级|规模)")


def han_level(text: str, at: int) -> Quantity | None:
    """五十亿级, 三百亿元级: the size of a class."""
    match = LEVEL.match(text, at)
    value = numeral(match["n"]) if match else None
    if match is None or value is None:
        return None
    scale = MULTIPLIERS[match["m"]]
    mod = mod_before(text, at)
    return Quantity(at, match.end(), "level", times(value, scale), "CNY", mod, "元", 0, scale)


def _among_first(match: re.Match[str]) -> bool:
    """前三位, 前五名 are places, no count; 数十亿元, 几十家 have no figure."""
    before = match.string[match.start() - 1 : match.start()]
    return before in {"数", "几"} or (before == "前" and match["u"] in {"位", "名"})


_SOME = r"[一二两三四五六七八九十百]{1,4}"
RANGE = re.compile(
    rf"(?P<a>{_SOME})(?P<am>万|亿)?(?:至|到|[-—–－~～]{{1,2}})(?P<b>{_SOME})(?P<m>万|亿)?"
    rf"(?P<u>{unit_pattern(han=True)})(?P<s>{SUFFIX})?"
)


def han_range(text: str, at: int) -> Quantity | None:
    """三至五年, 八到十个, 二十至三十亿元."""
    match = RANGE.match(text, at)
    low, high = (numeral(match["a"]), numeral(match["b"])) if match else (None, None)
    if match is None or low is None or high is None or low >= high:
        return None
    unit = table()[match["u"]]
    scale = (MULTIPLIERS[match["m"]] if match["m"] else 1) * unit.worth
    lower = MULTIPLIERS[match["am"]] * unit.worth if match["am"] else scale
    value = (times(low, lower), times(high, scale))
    mod = mod_before(text, at) or AFTER.get(match["s"] or "")
    return Quantity(at, match.end(), unit.form, value, unit.base, mod, match["u"], 0, scale)


_STEP = re.compile(r"(?:上升|下降|提升|前移|后移|前进|进步|进|升|降|退)了?$")


def _rank_step(text: str, at: int, unit: str) -> bool:
    """上升一位 is a figure; 一个, 一批, 一项 before a noun is only an article."""
    if unit in {"位", "名"}:
        return bool(_STEP.search(text, max(0, at - 4), at))
    return unit in {"倍", "成"}
