"""Part of a ratio (比率的分子): the printed figure that the ratio is the share of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gaoxin.read.core.check.labels import Label, bears, definition, kin, label, name, vague
from gaoxin.read.core.check.page import Sheet, before

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num

_TARGET = re.compile("任务|目标|计划|预算|指标|下达|安排|应")
_INLINE = re.compile(r"^(?:[）)]|[\u4e00-\u9fff]{0,8}(?=的))?(?:的|之比|[）)]$|$)")
LEVELS = frozenset({"level", "period"})
_PARTS = LEVELS | {"difference"}
_AMONG = re.compile(r"[^，。；]{0,10}中[，,]?$")  # 监测的201个湖泊中: a whole, no part
_MONEY = re.compile("^(?:总?金额|总额|总投资|投资额)$")  # 占金额的55.6%，占项数的49.3%
_COUNT = re.compile("^[个项件户家]数$")
_REST = re.compile("还差|尚差|剩余|缺口|余下|其余")
GUESSED = 3


class Pick(NamedTuple):
    """A figure that may be meant; strength 2: named, 1: by its place, 0: possible."""

    num: Num
    strength: int


def parts_of(page: Sheet, ratio: Num, said: Label) -> list[Pick]:
    """The figures that the ratio may be a part of something by, the likeliest first."""
    levels = _levels(page, ratio, said)
    sure = _told(page, ratio, levels, said)
    if sure is not None:
        likely = [Pick(sure, 2)]
    elif said.kind == "share" and _JOINED.search(ratio.left):
        likely = []
    elif said.part and said.part not in _MEASURES:
        likely = _by_name(page, ratio, levels, said)
    else:
        likely = _by_place(page, ratio, levels, said)
    return [*likely, *[Pick(n, 0) for n in levels[:GUESSED] if n is not sure]]


def _levels(page: Sheet, ratio: Num, said: Label) -> list[Num]:
    """The figures before a ratio that may be its part, the nearest first."""
    inside = inline(page, ratio)
    levels = [n for n in before(page, ratio) if not n.is_ratio and n.mod is None]
    levels = [n for n in levels if n.role in _PARTS or (said.kind == "rate" and _own(n, ratio))]
    levels = [n for n in levels if n is not inside and not _AMONG.match(n.right)]
    levels = [n for n in levels if not _REST.search(n.left)] or levels
    if _MONEY.search(said.whole):
        return [n for n in levels if n.unit == "CNY"] or levels
    return (
        [n for n in levels if n.unit == "count"] or levels if _COUNT.search(said.whole) else levels
    )


def _told(page: Sheet, ratio: Num, levels: list[Num], said: Label) -> Num | None:
    """A part that the structure of the sentence tells: a total, a bracket, what is done."""
    if said.kind == "share" and _JOINED.search(ratio.left):
        return _total(ratio, levels) or bracketed(page, ratio)  # 化工与建材合计占64.5%（55.7万吨）
    verb = said.kind == "rate" and definition(said) is None
    if said.kind == "done" and not said.part:
        return _done(ratio, levels)
    return _total(ratio, levels) if verb or vague(said.part) else None


def _by_name(page: Sheet, ratio: Num, levels: list[Num], said: Label) -> list[Pick]:
    """The part that the ratio calls by its name."""
    verb = said.kind == "rate" and definition(said) is None
    found = _named(page, ratio, levels, _words(said, 0), verb=verb)
    if found is not None:
        return [Pick(found, 2)]
    return _unnamed(ratio, levels) if verb else []


def _by_place(page: Sheet, ratio: Num, levels: list[Num], said: Label) -> list[Pick]:
    """The part of a ratio that names none: the figure before it."""
    here = [n for n in levels if n.sentence == ratio.sentence]
    here = _own_plan(page, ratio, said) or [n for n in here if n.role != "difference"] or here
    if not here:
        lead = [n for n in levels if n.paragraph == ratio.paragraph and n.role != "difference"]
        lead = [n for n in lead if n.role == "level"] or lead
        return [Pick(n, 2 if SUM.search(n.left) else 1) for n in lead[:1]]
    inside = inline(page, ratio)
    between = page.nums[here[0].index + 1 : ratio.index]
    clear = all(
        n.is_ratio or n is inside or n.role in {"target", "base", "difference"} for n in between
    )
    return [Pick(here[0], 2 if clear else 1)]


_MEASURES = frozenset({"投资", "金额", "资金", "个数", "数量", "面积"})
_JOINED = re.compile(
    "(?:合计|共计|(?<!公)共|之和|三者|两者)占|[\u4e00-\u9fff][与和及、][\u4e00-\u9fff]+占"
)
SUM = re.compile("合计|共计|总计|累计")


def _unnamed(ratio: Num, levels: list[Num]) -> list[Pick]:
    """目前仍在区工作2609人，留存率84.0%: right before, and said to be reached."""
    near = levels[0] if levels and levels[0].index == ratio.index - 1 else None
    if near is None or near.sentence != ratio.sentence or not near.after or near.role == "base":
        return []
    verb = label(ratio).part[-2:]
    told = _REACHED.search(near.left) or verb[:1] in near.left
    return [Pick(near, 1)] if told and not _OTHER.search(near.left) else []


_OTHER = re.compile("[去上前]年|同期|超过")
_REACHED = re.compile("已|仍|有|其中|实")


def _done(ratio: Num, levels: list[Num]) -> Num | None:
    """已完成97项、正常推进58项、滞后13项，完成率57.7%: the nearest that is said to be done."""
    here = [n for n in levels if n.sentence == ratio.sentence]
    told = [n for n in here if "完成" in n.left or "完成" in n.right[:4]]
    return told[0] if len(here) > 1 and told and told[0] is not here[0] else None


def _total(ratio: Num, levels: list[Num]) -> Num | None:
    """前三季度合计1858亩，处置率30.4%: the total right before, of figures that bear the name."""
    near = bool(levels) and levels[0].index == ratio.index - 1
    if not near or levels[0].sentence != ratio.sentence or not SUM.search(levels[0].left):
        return None
    return levels[0]


def _own_plan(page: Sheet, ratio: Num, said: Label) -> list[Num]:
    """年度计划投资96.4亿元，占总投资的32.0%: a target may be a part, too."""
    last = page.nums[ratio.index - 1]
    target = last.role == "target" and last.sentence == ratio.sentence and last.mod is None
    named = said.kind == "share" and said.whole and not _TARGET.search(said.whole)
    return [last] if target and named and last.clause != ratio.clause else []


def _own(num: Num, ratio: Num) -> bool:
    """去年同期优良258天，优良率84.9%: a base right before its own rate."""
    return num.role == "base" and num.index == ratio.index - 1 and num.sentence == ratio.sentence


def _words(said: Label, place: int) -> tuple[str, ...]:
    """The words to look for: those of a rate with a name of its own, or the name itself."""
    known = definition(said)
    return known[place] if known is not None else (said.part,)


def _named(
    page: Sheet, ratio: Num, levels: list[Num], words: tuple[str, ...], *, verb: bool
) -> Num | None:
    """The nearest of the figures that bear the words best, in the paragraph or by a long name."""
    best: tuple[int, Num] | None = None
    for num in levels:
        named = name(page, num)
        score = max(_called(word, named, verb=verb) for word in words)
        if num.paragraph != ratio.paragraph and score < 3:
            continue
        if score and (best is None or score > best[0]) and not _used(page, num, ratio):
            best = (score, num)
    if best is None or _other_subject(page, ratio, best[1], words):
        return None
    return best[1]


def _used(page: Sheet, part: Num, ratio: Num) -> bool:
    """Whether a ratio of the same name stands between: the part belongs to that one.

    A longer name that ends in it is that of another subject: 第二季度不合格率 after 不合格率.
    """
    said = label(ratio).part
    between = (n for n in page.nums[part.index + 1 : ratio.index] if n.unit == "ratio")
    names = (label(n).part for n in between if n.role == ratio.role)
    return any(name == said or (len(name) > 1 and said.endswith(name)) for name in names)


def _called(word: str, named: str, *, verb: bool) -> int:
    """How well a name bears the name of a rate, whose last two signs are its verb."""
    if not verb:
        return bears(word, named)
    score = kin(word, named)
    if len(word) < 3:
        return score or 2 * _parted(word, named)
    if kin(word[-2:], named) or _parted(word[-2:], named):
        return score + 4
    return score if score > 2 else 0


def _parted(verb: str, named: str) -> bool:
    """收回1386份，回收率; 邀请来访97家，邀访率: the two signs of the verb apart or turned round."""
    first, last = named.find(verb[0]), named.find(verb[-1])
    return min(first, last) >= 0 and 0 < abs(first - last) <= 4


def _other_subject(page: Sheet, ratio: Num, found: Num, words: tuple[str, ...]) -> bool:
    """上年签约的54个项目目前开工率为83.3%: the clause has a whole of its own, and no part."""
    last = page.nums[ratio.index - 1]
    own = last.clause == ratio.clause and not last.is_ratio and last is not found
    own = own and inline(page, ratio) is None
    return (
        own and not any(kin(word, name(page, last)) for word in words) and last.index > found.index
    )


def bracketed(page: Sheet, ratio: Num) -> Num | None:
    """The first figure of the bracket that follows a ratio."""
    if page.text[ratio.end : ratio.end + 1] != "（" or ratio.index + 1 >= len(page.nums):
        return None
    num = page.nums[ratio.index + 1]
    close = page.text.find("）", ratio.end, ratio.end + 40)
    return num if num.start < close and num.mod is None else None


def inline(page: Sheet, ratio: Num) -> Num | None:
    """占地区生产总值（487.6亿元）的3.98%: the whole stands inside the phrase."""
    last = page.nums[ratio.index - 1] if ratio.index else ratio
    if last is ratio or last.clause != ratio.clause or last.is_ratio:
        return None
    says = _OF.search(last.left) or last.role == "target"
    return last if says and _INLINE.match(ratio.left) else None


_OF = re.compile("占|完成|为|相当于|与|同|达")
