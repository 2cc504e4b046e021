"""Averages (平均数): 亩均, 户均, 平均每个, recomputed from a whole and what it is spread over."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import Span
from gaoxin.read.core.check.labels import kin, name, noun
from gaoxin.read.core.check.page import Sheet, before
from gaoxin.read.core.check.parts import SUM, bracketed
from gaoxin.read.core.check.relations import Relation, Try, judge

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num

_OVER = re.compile(
    r"(?P<c>(?!每)[\u4e00-\u9fff]{2})平均|(?P<a>[人户亩家场件校店村企笔次列班张台栋宗])均|(?:每|单)(?P<n>万|百|千)?"
    r"(?P<b>[户人家场批]次|平方公里|平方米|项目|企业|单位|部门|标箱|[\u4e00-\u9fff])(?P<what>[\u4e00-\u9fff]*)"
)
_SAME = {
    "宗": "个",
    "名": "人",
    "位": "人",
    "户": "家",
    "企": "家",
    "企业": "家",
    "项目": "个",
    "校": "所",
    "项": "个",
}
_TIMES = {"万": 10**4, "千": 1000, "百": 100}
_NAMED = re.compile(r"（(?P<name>[\u4e00-\u9fff]{2,10})）")
_TIMED = re.compile(
    r"[年月日天时]人?均|(?<!平方米)均价|单产|平均[年月日]|每[年月日天周季时]|平均(?:每[年月日天])"
)
_MEAN = re.compile("均")
NEAREST = 8


def average_relations(page: Sheet) -> list[Relation]:
    """人均, 亩均, 单个项目平均: a whole divided by a count or an area."""
    out: list[Relation] = []
    for num in page.nums:
        if num.role != "average" or num.mod not in {None, "~"} or _TIMED.search(num.left):
            continue
        if "分别" in num.left or "各" in num.left[-3:]:
            continue  # 每个分别奖励500万元、300万元
        about = replace(num, step=_rough(num)) if num.mod else num
        tries = _tries(page, num)
        if num.mod:
            tries = [one for one in tries if one.inputs[0].sentence == num.sentence]
        relation = judge("average", about, tries)
        if relation is not None:
            out.append(replace(relation, result=num))
    return out


def _rough(num: Num) -> Decimal:
    """约110人: two digits are meant."""
    return max(num.step, Decimal(1).scaleb(num.value.adjusted() - 1)) if num.value else num.step


def _tries(page: Sheet, num: Num) -> list[Try]:
    match = _OVER.search(num.left)
    times = _TIMES.get(match["n"] or "", 1) if match else 1
    earlier = _earlier(page, num)
    counts = _counts(page, num, earlier, match)
    wholes = _wholes(page, num, earlier)
    first, most = _likely(page, num, wholes), _spreads(page, num, counts, match)
    here = [n for n in wholes if n.sentence == num.sentence]
    sole = len([n for n in counts if n.sentence == num.sentence]) == 1 or len(most) == 1
    tries: list[Try] = []
    for whole in dict.fromkeys([*first, *wholes[:NEAREST]]):
        for count in dict.fromkeys([*most, *counts[:4]]):
            strength = _strength(page, num, whole, count, alone=len(here) == 1 and bool(match))
            if whole not in first or count not in most:
                strength = 0
            elif whole is not wholes[0] or count is not counts[0] or not sole:
                strength = min(strength, 1)
            tries += _spread(whole, count, times, strength) if count is not whole else []
    return tries


def _earlier(page: Sheet, num: Num) -> list[Num]:
    """The figures that an average may be made of: a bracket behind it, and those before it."""
    earlier = [n for n in before(page, num) if not n.is_ratio and n.mod is None]
    earlier += [n for n in page.nums[:2] if n not in earlier and n.index < num.index]
    inside = bracketed(page, num)  # 平均每场42人（共5320人）
    earlier[:0] = [inside] if inside is not None else []
    return [n for n in earlier if n.role not in {"base", "target"}]


def _spreads(page: Sheet, num: Num, counts: list[Num], match: re.Match[str] | None) -> list[Num]:
    """The counts that an average may be spread over, the likeliest first."""
    most = _first_and_most(num, counts)
    if match and (match["a"] or match["b"]) and (_MEAN.search(num.left) or "平方" in num.left):
        most = list(dict.fromkeys([*most, *counts[:4]]))  # a count so named is printed
    what = _called(num, match)
    named = [n for n in counts if what and kin(what, name(page, n))]
    return [*most, *(n for n in _first_and_most(num, named, anywhere=True) if n not in most)]


def _first_and_most(num: Num, found: list[Num], *, anywhere: bool = False) -> list[Num]:
    """The likeliest figure and the largest of its paragraph, which is the total."""
    if not found:
        return []
    inside = [n for n in found if anywhere or n.paragraph == num.paragraph] or found[:1]
    return list(dict.fromkeys([found[0], max(inside, key=lambda n: n.value)]))


def _likely(page: Sheet, num: Num, wholes: list[Num]) -> list[Num]:
    """The wholes that an average may mean: the first, the largest, and those of its name."""
    words = _subject(num)
    named = [n for n in wholes[:NEAREST] if kin(words, name(page, n)) >= 2]
    return list(dict.fromkeys([*_first_and_most(num, wholes), *named[:3]]))


def _strength(page: Sheet, num: Num, whole: Num, count: Num, *, alone: bool) -> int:
    """Named when 平均 is said, or 每 of a sole whole, and both figures stand in its sentence."""
    said = bool(_MEAN.search(page.text, num.sentence, num.start))
    if whole.sentence == num.sentence == count.sentence:
        return 2 if said or alone else 1
    if whole.sentence == num.sentence or kin(_subject(num), name(page, whole)):
        return 1
    near = whole.paragraph == num.paragraph == count.paragraph
    return 1 if near and (said or SUM.search(whole.left)) else 0


def _counts(page: Sheet, num: Num, earlier: list[Num], match: re.Match[str] | None) -> list[Num]:
    """What the whole may be spread over: figures counted with the word, the nearest first."""
    over = (match["a"] or match["b"] or match["c"]).replace("体", "") if match else ""
    if "亩" in over or "平方" in over:
        return [n for n in earlier if over in n.text]
    counted = [n for n in earlier if n.unit == "count"]
    fits = [n for n in counted if _counts_by(n, _SAME.get(over, over))]
    called = _called(num, match)
    fits = fits or [n for n in counted if over and over in n.right[:6]]
    if not fits:  # 基地平均14.0项, 平均每单位7.0项: the noun stands beside the figure
        return [n for n in counted if len(over) > 1 and over in name(page, n)]
    return sorted(fits, key=lambda n: (-kin(called, name(page, n)), n.sentence != fits[0].sentence))


def _counts_by(num: Num, word: str) -> bool:
    """Whether a figure is counted with the word: 216家次 for 平均每次, 54班次 for 每班."""
    own = _SAME.get(num.word, num.word)
    return not word or own in {word, word + "次"} or (word == "次" and own.endswith("次"))


def _called(num: Num, match: re.Match[str] | None) -> str:
    """The noun of what the whole is spread over: 每万人（常住人口）, 每家孵化器."""
    bracket = _NAMED.search(num.left)
    if bracket is not None:
        return bracket["name"]
    return (match["what"] or "") if match else ""


def _wholes(page: Sheet, num: Num, earlier: list[Num]) -> list[Num]:
    """What may be spread: figures of the unit of the average, those that bear its name first."""
    words = _subject(num)
    fits = [n for n in earlier if n.unit == num.unit and n.role != "average"]
    fits = [n for n in fits if n.word == num.word or (num.word and n.word == num.word + "次")]
    near = [n for n in fits if n.sentence == num.sentence and n.role != "difference"]
    named = [n for n in fits if n not in near[:1] and kin(words, name(page, n)) >= 2]
    first = near[:1] if not named or not near or kin(words, name(page, near[0])) else []
    return list(dict.fromkeys([*first, *named, *near, *fits]))


def _subject(num: Num) -> str:
    """What is spread: 亩均税收, 平均每个项目投资."""
    return noun(_OVER.sub("", num.left).replace("平均", "").replace("规模", ""))


def _number(count: Num) -> Decimal:
    """How many: people and firms as counted, areas in the unit that is printed."""
    if count.unit == "count":
        return count.value
    return count.printed * (10**8 if "亿" in count.text else 10**4 if "万" in count.text else 1)


def _spread(whole: Num, count: Num, times: int, strength: int) -> list[Try]:
    number = _number(count) / times
    if not number or not whole.value:
        return []
    half = count.step / 2 if count.unit == "count" and count.step > 1 else Decimal(0)
    span = Span(whole.span.low / (number + half / times), whole.span.high / (number - half / times))
    scale = number / count.value if count.value else Decimal(1)

    def undo(value: Span, inputs: tuple[Num, ...]) -> tuple[Span, ...]:
        low, high = value.low * number, value.high * number
        over = Span(whole.value / value.high / scale, whole.value / value.low / scale)
        if number < 10 or value.low <= 0:
            return (Span(low, high),)  # any slip makes a single digit of another one
        return Span(low, high), over

    digits = str(int(whole.value / whole.step)).rstrip("0") if whole.step else ""
    rough = whole.is_round or (count.is_round and count.value >= 100)
    rough = rough or (whole.unit == "CNY" and len(digits) < 3 and "." not in whole.text)
    certain = strength == 2 and not rough
    return [Try((whole, count), span, strength, undo if certain else None, explicit=False)]
