"""Pairs (今昔): the level and the base that a growth, a difference or percentage points compare."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gaoxin.read.core.check.bases import (
    PAST,
    base_before,
    base_behind,
    dated,
    is_base,
    named_period,
    stands_behind_than,
)
from gaoxin.read.core.check.names import speaks_of, subject
from gaoxin.read.core.check.numbers import BASE
from gaoxin.read.core.check.page import NEAR, Sheet, before
from gaoxin.read.core.check.relations import comparable

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from gaoxin.read.core.check.numbers import Num

LEVELS = frozenset({"level", "average", "period"})
RATIOS = frozenset({"share", "rate", "growth", "comparable", "level"})
_GAP = re.compile(r"^[^，。；、：]{0,14}$")
_TO = re.compile(
    r"(?:提高|增加|上升|增长|扩大|升|增|下降|降低|减少|缩短|压缩|压减|精简|缩减|回落|收窄|降|减|调整|变|调)[了]?(?:到|至|为)"
)


_AVERAGED = re.compile(r"年均|月均|平均|年增|每年|分别")


class Pair(NamedTuple):
    """A level and its base; strength 2: the words name both, 1: their place, 0: possible."""

    level: Num
    base: Num
    strength: int
    certain: bool = False  # both stand in the very clause, or their names do


def pairs(page: Sheet, num: Num, fits: Callable[[Num], bool]) -> list[Pair]:
    """The levels and bases that a change may speak of, the likeliest first.

    `fits` tells which figures can be compared at all (of the unit of the change).
    """
    found = [*_from_to(page, num, fits), *_beside(page, num, fits), *_by_name(page, num, fits)]
    found = found or _apart(page, num, fits)
    found = found or [*_both_behind(page, num, fits), *_named_behind(page, num, fits)]
    found = found or _listed_bases(page, num, fits)
    found = found or [*_with_base(page, num, fits), *_period_before(page, num, fits)]
    found = [pair for pair in found if _of_subject(page, num, pair)]
    opened = _bracket(page, num)
    if opened < 0:
        return found
    inside = [pair for pair in found if pair.base.start > opened]
    first = not num.index or page.nums[num.index - 1].end <= opened
    return found if first and not _PERIOD.search(page.text, opened, num.start) else inside


def _of_subject(page: Sheet, num: Num, pair: Pair) -> bool:
    """Whether the level is what the change speaks of: 发货量增长10倍 is not of 22条."""
    level = pair.level
    beside = pair.certain and level.clause == pair.base.clause and level.sentence == num.sentence
    bare = beside and len(num.left) <= _VERB and level.value != pair.base.value
    days = num.unit == "ratio" and level.text.endswith("天") and not bare
    if _AVERAGED.search(num.left) or days:
        return False
    if _COMPARED.search(num.left):
        return True  # the words before the change name what it is compared with
    words = _words(page, level) + level.right[:8]
    here = pair.certain and pair.base.clause == num.clause
    nameless = level.index > num.index and len(subject(level)) < _NAMED  # 增长8%，达到312亿元
    return bare or here or nameless or level.clause == num.clause or speaks_of(num, words)


FEW = 6  # figures looked at on one side
_NAMED = 2  # signs that a name has at least
_VERB = 3  # signs of a change that names nothing but itself (压减, 下降了)


def _from_to(page: Sheet, num: Num, fits: Callable[[Num], bool]) -> list[Pair]:
    """由14.2%提高到17.5%，提高3.3个百分点: both levels stand right before the change."""
    at = num.index - 1
    if num.is_ratio and at > 1 and page.nums[at].role == "difference":
        at -= 1  # 由46个工作日缩短到29个，减少17个，压缩37.0%
    if at < 1:
        return []
    old, new = page.nums[at - 1], page.nums[at]
    same = comparable(old, new) and old.sentence == num.sentence
    between = page.text[new.end : num.start]
    own = "其中" in between or _COMPARED.search(num.left)
    if own or not (same and fits(old) and fits(new) and _TO.search(page.text, old.end, new.start)):
        return []
    return [Pair(new, old, 2, certain=True)]


def _beside(page: Sheet, num: Num, fits: Callable[[Num], bool]) -> list[Pair]:
    """34个，较上年同期的28个增加6个: the base stands in the clause of the change."""
    if not num.index:
        return []
    base = page.nums[num.index - 1]
    near = base.clause == num.clause and fits(base) and base.role != "difference"
    said = stands_behind_than(base) or base.role in {"base", "base_ratio"}
    if not (near and said and _GAP.match(page.text[base.end : num.start])):
        return []
    levels = _candidates(page, base, level_of(page, base, fits))
    return [
        Pair(level, base, 1 + (level.sentence == base.sentence), certain=len(levels) == 1)
        for level in levels
        if level.sentence in {base.sentence, levels[-1].sentence}
    ]


def _candidates(page: Sheet, base: Num, nearest: Num | None) -> list[Num]:
    """The level that a base may belong to: the nearest, and what the sentence is about.

    108列，去程64列、回程44列，比上年同期的90列增长20.0%.
    """
    if nearest is None:
        return []
    unit, word = base.unit, base.word
    lead = page.leads.get((base.sentence, unit, word))
    lead = lead or page.leads.get((nearest.sentence, unit, word))
    told = nearest.index in page.parts or nearest.role == "average"
    if lead is None or lead is nearest or lead.index > base.index or not told:
        return [nearest]
    return [lead, nearest]


_OF_TWO = re.compile(
    r"(?P<new>[^，。；：]{2,10})(?:比|较)(?P<old>[^，。；：\d]{2,10}?)"
    r"(?:增加|减少|增长|下降|提高|上升|回落|多|少|高|低|增|减|降)[了出]?$"
)


def _by_name(page: Sheet, num: Num, fits: Callable[[Num], bool]) -> list[Pair]:
    """一季度21.7亿元，二季度23.9亿元 …二季度比一季度增加2.2亿元: both are named."""
    match = _OF_TWO.search(num.left)
    if match is None:
        return []
    near = [n for n in before(page, num) if fits(n) and n.paragraph == num.paragraph]
    found = [
        [n for n in near if name in _words(page, n)]
        for name in (match["new"].lstrip("，、；（"), match["old"])
    ]
    if not found[0] or not found[1] or found[0][0] is found[1][0]:
        return []
    level, base = found[0][0], found[1][0]
    return [Pair(level, base, 2)] if comparable(level, base) else []


def level_of(page: Sheet, base: Num, fits: Callable[[Num], bool]) -> Num | None:
    """The nearest level before a base that it can be compared with."""
    roles = RATIOS if base.is_ratio else LEVELS
    for num in before(page, base):
        if num.paragraph != base.paragraph:
            return None
        like = fits(num) and comparable(num, base) and num.role in roles
        if like and not stands_behind_than(num):
            return num
    return None


def _with_base(page: Sheet, num: Num, fits: Callable[[Num], bool]) -> list[Pair]:
    """去年同期为1197.3亿元，同比增长7.4%; 增长9.9%。去年同期为91个."""
    near = around(page, num)
    bases = [n for n in near if fits(n) and (is_base(n) or named_period(n) or dated(page, n))]
    if PAST.search(num.left):  # 比去年同期提高: not compared with 全国6.7%
        bases = [n for n in bases if n.role != "base_ratio" or BASE.search(n.left)]
    apart = not bases
    bases = bases or base_behind(page, num, fits) or base_before(page, num, fits)
    found: list[Pair] = []
    for base in bases:
        for order, level in enumerate(_levels(page, num, base, fits)):
            named = sum(comparable(n, base) for n in bases) == 1 and order == 0
            beside = apart or abs(base.index - num.index) == 1
            near_by = level.sentence == num.sentence or (
                beside and level.paragraph == num.paragraph
            )
            found.append(Pair(level, base, 2 if named and near_by else 0))
    return found or _two_years(bases)


def _leads(page: Sheet, num: Num) -> bool:
    """Whether a sentence is about a figure: it is the first of its unit there."""
    return page.leads.get((num.sentence, num.unit, num.word)) is num


def _known(page: Sheet, num: Num, level: Num) -> bool:
    """收集问题少68条（二季度584条）: the level bears the name that the change repeats."""
    said = subject(num)
    return len(said) > _NAMED and speaks_of(num, _words(page, level))


def around(page: Sheet, num: Num) -> list[Num]:
    """The few figures around a change in its sentence."""
    few = page.nums[max(0, num.index - FEW) : num.index + FEW + 1]
    return [n for n in few if n.sentence == num.sentence and n is not num]


def _words(page: Sheet, num: Num) -> str:
    """A figure with the words before it in its clause."""
    return page.text[max(num.clause, num.start - 48) : num.end]


def _two_years(bases: list[Num]) -> list[Pair]:
    """去年营业收入12.8亿元，前年8.9亿元，涨了43.8%: both are earlier years."""
    if len(bases) < 2 or not comparable(bases[0], bases[1]):
        return []
    now, then = bases[:2]
    apart = re.search("去年|上年", now.left) and re.search("前年|年前", then.left)
    return [Pair(now, then, 2)] if apart else []


APART = re.compile(r"(?:相差|差距为?|差距达|节约|节省|节支|核减|少[交付花缴]|省下)$")


def _apart(page: Sheet, num: Num, fits: Callable[[Num], bool]) -> list[Pair]:
    """最高98.6%，最低49.2%，相差49.4个百分点; 预算13.05亿元，成交12.20亿元，节约0.85亿元."""
    if not APART.search(num.left):
        return []
    here = [n for n in before(page, num) if fits(n) and n.paragraph == num.paragraph]
    if len(here) >= 2 and here[1].index == num.index - 2 and comparable(*here[:2]):
        return [Pair(here[1], here[0], 1)]
    alike = [n for n in here if comparable(n, here[0])]
    if len(alike) < 2 or "差" not in num.left:
        return []
    return [Pair(max(alike, key=_value), min(alike, key=_value), 1)]


def _value(num: Num) -> Decimal:
    return num.value


def _both_behind(page: Sheet, num: Num, fits: Callable[[Num], bool]) -> list[Pair]:
    """下降0.9个百分点（上年为55.6%，本年为54.7%）: both levels in the bracket behind."""
    if page.text[num.end : num.end + 1] != "（" or num.index + 2 >= len(page.nums):
        return []
    one, other = page.nums[num.index + 1 : num.index + 3]
    close = page.text.find("）", num.end, num.end + 60)
    inside = other.start < close and fits(one) and fits(other) and comparable(one, other)
    if not inside or is_base(one) == is_base(other):
        return []
    now, then = (other, one) if is_base(one) else (one, other)
    return [Pair(now, then, 2, certain=True)]


def _named_behind(page: Sheet, num: Num, fits: Callable[[Num], bool]) -> list[Pair]:
    """高于全市0.8个百分点（全市5.5%）; 落后时间进度3.1个百分点，一季度时间进度为25.0%."""
    name = _COMPARED.search(num.left)
    if name is None or num.index + 1 >= len(page.nums):
        return []
    base = page.nums[num.index + 1]
    near = fits(base) and base.is_ratio and base.paragraph == num.paragraph
    near = near and base.role != "share" and not _NOT_IT.search(base.left)
    level = next((n for n in before(page, num) if fits(n) and n.role in RATIOS), None)
    if not near or name["name"][:2] not in base.left or level is None:
        return []
    same = level.sentence == num.sentence and comparable(level, base)
    return [Pair(level, base, 2, certain=True)] if same else []


_NOT_IT = re.compile(r"占|贡献|比重|上月|去年|上年|同期")


_COMPARED = re.compile(
    r"(?:(?<![环同占])比(?![重例率值])|[高低快慢]于|高出|超过?|落后于?|滞后于?|领先于?)"
    r"(?P<name>[\u4e00-\u9fff“”]{2,10}?)[高低快慢]?出?$"
)
_LISTED_BASES = re.compile(
    r"(?P<when>年初|上年末|去年末|上月末|去年同期|上年同期|上年|去年)[，,]?"
    r"(?P<names>[\u4e00-\u9fff]{2,10}(?:[、和与][\u4e00-\u9fff]{2,10}){1,3}?)(?:分别|依次)(?:为|是)$"
)


def _listed_bases(page: Sheet, num: Num, fits: Callable[[Num], bool]) -> list[Pair]:
    """存款余额…比年初增加108.5亿元 …年初，存款、贷款余额分别为1331.2亿元和1087.7亿元."""
    level = next((n for n in before(page, num) if fits(n) and n.role in LEVELS), None)
    if level is None or level.sentence != num.sentence:
        return []
    for base in page.nums[num.index + 1 : num.index + NEAR]:
        said = page.text[max(base.sentence, base.start - 40) : base.start] if fits(base) else ""
        match = _LISTED_BASES.search(said)
        if match is None or _of_year(match["when"]) != _of_year(num.left):
            continue
        names = re.split("[、和与]", match["names"])
        row = page.nums[base.index : base.index + len(names)]
        places = [at for at, name in enumerate(names) if name[:2] in level.left]
        if len(places) == 1 and len(row) == len(names) and comparable(row[places[0]], level):
            return [Pair(level, row[places[0]], 2)]
    return []


def _of_year(words: str) -> bool:
    """Whether words compare with the same time a year before, not with a day (年初, 月末)."""
    return re.search("年初|末", words) is None


def _levels(page: Sheet, num: Num, base: Num, fits: Callable[[Num], bool]) -> list[Num]:
    roles = RATIOS if base.is_ratio else LEVELS
    between = page.nums[num.index + 1 : base.index][::-1]
    levels = [n for n in (*between, *before(page, num)) if n is not base and fits(n)]
    levels = [n for n in levels if comparable(n, base) and n.role in roles and n.mod is None]
    levels = levels[:6]
    if len(subject(num)) >= _NAMED:
        return sorted(levels, key=lambda n: not speaks_of(num, _words(page, n) + n.right[:8]))
    here = {num.sentence, base.sentence}
    return sorted(levels, key=lambda n: n.sentence not in here and not _leads(page, n))


def _period_before(page: Sheet, num: Num, fits: Callable[[Num], bool]) -> list[Pair]:
    """一季度21.7亿元，二季度23.9亿元 …增加2.2亿元: two periods of one sentence."""
    near = around(page, num)
    if any(is_base(n) for n in near):
        return []
    past = PAST.search(num.left)
    bases = [n for n in near if n.role == "period" and n.mod is None and fits(n)]
    bases = [n for n in bases if not past or _YEAR.search(n.left) or n.index == num.index + 1]
    bracket = [n for n in bases if n.index == num.index + 1 and _in_bracket(page, num, n)]
    found: list[Pair] = []
    for base in bracket or bases:
        for order, level in enumerate(_levels(page, num, base, fits)):
            named = len(bracket or bases) == 1 and order == 0 and level.sentence == num.sentence
            named = named and (bool(bracket) or level.role == "period" or base.index > num.index)
            found.append(Pair(level, base, 2 if named else 0))
    return found[: 2 * NEAR]


_YEAR = re.compile(r"\d{4}年")


def _in_bracket(page: Sheet, num: Num, base: Num) -> bool:
    """环比增加221件（9月2716件）."""
    opened = page.text[num.end : num.end + 1] == "（"
    return opened and "）" not in page.text[num.end : base.start]


_PERIOD = re.compile(r"季度|[上下]半年|\d月")


def _bracket(page: Sheet, num: Num) -> int:
    """Where the bracket that holds a change opens, -1 for none: （一季度下降2.7%）."""
    low = max(num.sentence, num.start - 40)
    opened = page.text.rfind("（", low, num.start)
    return opened if opened > page.text.rfind("）", low, num.start) else -1
