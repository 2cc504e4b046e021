"""Quantities in a text (文中的数): every number that needs a source, and those that need none.

Apart stand dates, ordinals of headings, tables and issues, document numbers, page numbers, check
codes, times of day, addresses and names such as `v2`. Chinese numerals of ten and more are
quantities before any measure (二十三个, 逾百亿, 数十家); smaller ones before amounts (三个百分点,
五成, 六家) or a countable noun (三个园区). 一 alone is an article (一个项目一位领导), and set
phrases (三项机制, 两个到位) count what is no data. Digits of every script count: ③ ㊲ Ⅻ.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_D = "[0-9０-９]"
_CN = "[一二两三四五六七八九十百千万亿零〇]"
# Formal numerals stand in ordinary names (大陆, 收拾), so they count only with others beside them.
_ANY = "[一二两三四五六七八九十百千万亿零〇壹贰叁肆伍陆柒捌玖拾佰仟萬億廿卅]"
_LEADS = "[一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟廿卅]"
_DAY = rf"{_D}{{1,2}}\s*[日号](?!线|楼|院|文)"
_MONTH = rf"{_D}{{1,2}}\s*(?:(?:至|—|-|–|~|～)\s*{_D}{{1,2}}\s*)?月(?:份|底|末|初|中旬)?"
_YEAR = rf"(?:{_D}{{4}}|[二一][〇零一二三四五六七八九]{{3}})\s*年"

# What needs no source, longest and surest first; each with the name that a report prints.
APART: tuple[tuple[str, str], ...] = (
    ("网址", r"https?://[\w./?=&%#:\-+~]+"),
    ("校验码", r"校验码\s*[：:]\s*[0-9A-F]{4}(?:-[0-9A-F]{4})+"),
    ("文号", rf"[\w\u4e00-\u9fff]*[〔\[【（(]{_D}{{4}}[〕\]】）)]\s*第?{_D}+\s*号"),
    ("日期", rf"{_YEAR}(?:\s*{_D}{{1,2}}\s*至\s*{_D}{{1,2}}\s*月|\s*{_MONTH}(?:\s*{_DAY})?)?"),
    ("日期", rf"(?<!{_D}){_D}{{4}}[-/.]{_D}{{1,2}}[-/.]{_D}{{1,2}}(?!{_D})"),
    ("日期", rf"(?<![{_D[1:-1]}.]){_MONTH}(?:\s*{_DAY})?"),
    ("日期", rf"(?<![{_D[1:-1]}.])(?:0[1-9]|1[0-2])-(?:[0-2]{_D}|3[01])(?!{_D})"),
    ("日期", rf"{_CN}{{1,3}}月(?:份|底|末|初|中旬)?(?:{_CN}{{1,3}}[日号])?"),
    ("时刻", rf"(?<!{_D})(?:[01]?{_D}|2[0-3])[：:][0-5]{_D}(?!{_D})"),
    ("序数", rf"第\s*(?:{_D}+|{_CN}+)(?!{_D}|\s*天)(?:\s*[期号条款项章节版页次届批季]|季度)?"),
    ("序数", rf"总第\s*{_D}+\s*期"),
    ("序数", rf"(?:附表|附件|附图|表|图)\s*(?:{_D}+|{_CN}+)(?![\d.]*\s*[个家%％亿万])"),
    ("序数", rf"^\s*(?:{_D}{{1,2}}[.．、)）](?!{_D})|{_CN}{{1,3}}、)"),
    ("序数", rf"^\s*[（(](?:{_D}{{1,2}}|{_CN}{{1,3}})[）)]"),
    ("页码", rf"^\s*[—\-–]\s*{_D}*\s*[—\-–]\s*$"),
    ("代号", r"(?<![\d.])(?:[234]D|[34]C|[3-6]G|4S|[345]A|[568]S|[248]K)(?![A-Za-z0-9])"),
    ("代号", r"[A-Za-z][A-Za-z0-9_@]*[0-9][A-Za-z0-9_@]*"),
)  # fmt: skip

_UNIT = (
    "%|％|‰|个百分点|百分点|点|个|家|项|宗|起|次|户|台套|台|套|亿美元|万美元|美元|亿元|万元|元|亿|万"
    "|吨|亩|公顷|平方米|平方公里|人|天|日|年|个月|倍|成|番|条|件|场|批"
)
_COUNTED = "园区|项目|企业|问题|单位|部门|领导|县区|产业|专班|指标|盏|灯"
_DIGITS = re.compile(rf"(?P<digits>[-+−]?\d+(?:[,，]\d{{3}})*(?:[.．]\d+)?)\s*(?:{_UNIT})?")
_AMOUNT = "个百分点|百分点|亿美元|万美元|美元|亿元|万元|元|倍|吨|亩|公顷|平方米|平方公里"
_ANY_MEASURE = f"{_AMOUNT}|个|家|位|名|项|宗|起|户|盏|条|件|场|批|台|套|人|次|天|年"
_ABOUT = "[余多来]"
_WORDS = re.compile(
    rf"百分之{_CN}+(?:点{_CN}+)?|{_CN}+分之{_CN}+|翻{_CN}*番"
    rf"|(?:[二两三四五六七八九十百千零]|一[十百千]){_CN}*成(?![立为本功员效果长])"
    rf"|(?:[二两三四五六七八九十百千]{_CN}*|一[十百千]{_CN}*)[余多]?(?:个|家|位|名|项|宗|起|户|盏)?"
    rf"(?:{_COUNTED})"
    # 一百二十三亿元, 二十三个, 十二家, 十余家; 百亿级 is a class, 千亿 alone too.
    rf"|{_LEADS}{_ANY}+(?:点{_ANY}+)?{_ABOUT}?(?:{_ANY_MEASURE})"
    rf"|(?:[十百千]{_ABOUT}|[数几上近逾超约达破][十百千]{_CN}*{_ABOUT}?)(?:{_ANY_MEASURE})"
    rf"|(?:[逾超近达破约过]|突破)[十百千]{_CN}*[万亿](?!级)|[数几][十百千]?[万亿]"
    rf"|[一二两三四五六七八九]{_CN}*[万亿](?![级一分])"
    rf"|[十百千]{_CN}*[十百千万亿]?(?:{_AMOUNT})|十[个家位名户盏宗起]"
    rf"|[一二两三四五六七八九]{_ABOUT}?(?:{_AMOUNT})|[二两三四五六七八九]家"
    r"|一半|半数|过半|近半|大半|(?<![统之唯专单合])一成(?![立为本功员效果长])"
)
_MEASURE = re.compile(rf"\s*(?:{_UNIT})")
_APART = re.compile("|".join(f"(?P<a{n}>{shape})" for n, (_name, shape) in enumerate(APART)))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: `[start, end)`, its characters, and where its digits end."""

    start: int
    end: int
    text: str
    digits_end: int


def apart(text: str) -> list[tuple[int, int, str]]:
    """Return the spans that need no source, with what they are."""
    found = []
    for match in _APART.finditer(text):
        name = next(APART[n][0] for n in range(len(APART)) if match[f"a{n}"] is not None)
        found.append((match.start(), match.end(), name))
    return found


def quantities(text: str) -> list[Quantity]:
    """Return every quantity of a text in its order."""
    taken = [(start, end) for start, end, _name in apart(text)]
    found = []
    for start, digits_end, end in _spans(text):
        if any(start < b and a < end for a, b in taken):
            continue
        taken.append((start, end))
        found.append(Quantity(start, end, text[start:end], digits_end))
    return sorted(found, key=lambda quantity: quantity.start)


def _spans(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield start, end of the digits and end of everything that reads as a number."""
    for match in _DIGITS.finditer(text):
        yield match.start(), match.end("digits"), match.start() + len(match.group().rstrip())
    for match in _WORDS.finditer(text):
        yield match.start(), match.end(), match.end()
    for at, sign in enumerate(text):
        if _is_number_sign(sign):
            unit = _MEASURE.match(text, at + 1)
            # Such a sign opens an item of a list where nothing is counted.
            if unit or text[:at].strip():
                yield at, at + 1, unit.end() if unit else at + 1


def _is_number_sign(sign: str) -> bool:
    """Test whether a sign is a number of its own: ③ Ⅻ ½; not 〇, nor the ² of an area."""
    is_own = unicodedata.category(sign) in {"Nl", "No"} and sign not in "〇²³¹"
    return is_own and unicodedata.numeric(sign, None) is not None


def uncovered(text: str, covered: list[tuple[int, int]]) -> list[Quantity]:
    """Return the quantities whose digits do not lie inside one covered span."""
    return [
        quantity
        for quantity in quantities(text)
        if not any(a <= quantity.start and quantity.digits_end <= b for a, b in covered)
    ]
