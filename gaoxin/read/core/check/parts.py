"""Part and whole of a ratio (比率的分子与分母): which printed figures it is the quotient of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gaoxin.read.core.check.labels import Label, definition, kin, name, vague
from gaoxin.read.core.check.page import Sheet, before, named_scope
from gaoxin.read.core.check.relations import comparable

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num

# a new period between whole and part: they may not belong together; 截至 opens none
_PERIOD = re.compile(
    r"(?<!截至)(?<!截止)(?<!至)(?<!\d)(?:\d{1,2}[-—–至]\d{1,2}月|[上下]半年|\d{4}年|前\d{1,2}个月|[一二三四]季度|\d{1,2}月份?(?!底|末))"
)
_TARGET = re.compile("任务|目标|计划|预算|指标|下达|安排|应")
_INLINE = re.compile(r"^[）)]?(?:的|之比|[）)]$|$)")
_LEVELS = frozenset({"level", "period", "average"})
_WHOLES = _LEVELS | {"difference", "target"}
NEAREST = 6


class Pick(NamedTuple):
    """A figure that may be meant; strength 2: named, 1: by its place, 0: possible."""

    num: Num
    strength: int


def parts_of(page: Sheet, ratio: Num, said: Label) -> list[Pick]:
    """The figures that the ratio may be a part of something by, the likeliest first."""
    levels = [n for n in before(page, ratio) if not n.is_ratio and n.mod is None]
    inside = inline(page, ratio)
    levels = [n for n in levels if n.role in _LEVELS or n.role == "difference"]
    levels = [n for n in levels if n is not inside]
    rest = [Pick(n, 0) for n in levels[:NEAREST]]
    if not vague(said.part):
        verb = said.kind == "rate" and definition(said.part) is None
        found = _named(page, ratio, levels, _words(said.part, 0), verb=verb)
        if found is not None:
            return [Pick(found, 2), *rest]
        near = said.kind == "rate" and levels[:1] and levels[0].index == ratio.index - 1
        free = near and levels[0].sentence == ratio.sentence and levels[0].after != ""
        return [Pick(levels[0], 1), *rest] if free else rest
    here = [n for n in levels if n.sentence == ratio.sentence]
    here = _own_plan(page, ratio, said) or [n for n in here if n.role != "difference"] or here
    if not here:
        lead = [n for n in levels if n.paragraph == ratio.paragraph and n.role != "difference"]
        lead = [n for n in lead if n.role == "level"] or lead
        return [*[Pick(n, 1) for n in lead[:1]], *rest]
    between = page.nums[here[0].index + 1 : ratio.index]
    clear = all(n.is_ratio or n.role in {"target", "base", "difference"} for n in between)
    return [Pick(here[0], 2 if clear else 1), *[Pick(n, 0) for n in here[1:]], *rest]


def _own_plan(page: Sheet, ratio: Num, said: Label) -> list[Num]:
    """年度计划投资96.4亿元，占总投资的32.0%: a target may be a part, too."""
    last = page.nums[ratio.index - 1]
    target = last.role == "target" and last.sentence == ratio.sentence and last.mod is None
    named = said.kind == "share" and said.whole and not _TARGET.search(said.whole)
    return [last] if target and named and last.clause != ratio.clause else []


def _words(said: str, place: int) -> tuple[str, ...]:
    """The words to look for: those of a rate with a name of its own, or the name itself."""
    known = definition(said)
    return known[place] if known is not None else (said,)


def _named(
    page: Sheet, ratio: Num, levels: list[Num], words: tuple[str, ...], *, verb: bool
) -> Num | None:
    """The nearest of the figures that bear the words best, in the paragraph or by a long name."""
    best: tuple[int, Num] | None = None
    for num in levels:
        score = max(_called(word, name(page, num), verb=verb) for word in words)
        if num.paragraph != ratio.paragraph and score < 3:
            continue
        if score and (best is None or score > best[0]):
            best = (score, num)
    if best is None or _other_subject(page, ratio, best[1], words):
        return None
    return best[1]


def _called(word: str, named: str, *, verb: bool) -> int:
    """How well a name bears the name of a rate, whose last two signs are its verb."""
    score = kin(word, named)
    if not verb or len(word) < 3:
        return score
    if kin(word[-2:], named):
        return score + 4
    return score if score > 2 else 0


def _other_subject(page: Sheet, ratio: Num, found: Num, words: tuple[str, ...]) -> bool:
    """上年签约的54个项目目前开工率为83.3%: the clause has a whole of its own, and no part."""
    last = page.nums[ratio.index - 1]
    own = last.clause == ratio.clause and not last.is_ratio and last is not found
    own = own and inline(page, ratio) is None
    return (
        own and not any(kin(word, name(page, last)) for word in words) and last.index > found.index
    )


def wholes_of(page: Sheet, ratio: Num, part: Num, said: Label) -> list[Pick]:
    """The figures that the part may be taken of, the likeliest first."""
    inside = inline(page, ratio)
    if inside is not None and comparable(inside, part):
        return [Pick(inside, 2)]
    bracket = _bracket(page, ratio, part)
    near = [n for n in _around(page, ratio, part) if comparable(n, part) and n is not part]
    placed = [n for n in near if n.index < ratio.index]
    known = definition(said.part)
    if _TARGET.search(said.whole) or (not known and _TARGET.search(said.part)):
        return [*bracket, *_targets(part, near), *_placed(page, part, placed, weak=True)]
    words = known[1] if known is not None else (said.whole or _first_half(said),)
    if any(not vague(word) for word in words):
        named = _kin(page, near, ratio, words)
        if named:
            return [*bracket, *named, *_placed(page, part, placed, weak=True)]
        if known is None and said.whole:
            return [*bracket, *_placed(page, part, placed, weak=True)]
    scope = [Pick(n, 2) for n in named_scope(page, part)]
    return [*bracket, *scope, *_placed(page, part, placed, weak=bool(scope))]


def _first_half(said: Label) -> str:
    """签约项目开工率: what stands before the verb names the whole."""
    return said.part[:-2] if said.kind == "rate" and len(said.part) > 3 else ""


def _around(page: Sheet, ratio: Num, part: Num) -> list[Num]:
    """Figures before the part, between part and ratio, and shortly after, without modifier."""
    found = [*before(page, part), *page.nums[part.index + 1 : ratio.index]]
    found += page.nums[ratio.index + 1 : ratio.index + 3]
    found += [n for n in page.nums[:3] if n not in found]
    return [n for n in found if n.mod is None and n.role in _WHOLES]


def inline(page: Sheet, ratio: Num) -> Num | None:
    """占地区生产总值（487.6亿元）的3.98%: the whole stands inside the phrase."""
    last = page.nums[ratio.index - 1] if ratio.index else ratio
    if last is ratio or last.clause != ratio.clause or last.is_ratio:
        return None
    says = _OF.search(last.left) or last.role == "target"
    return last if says and _INLINE.match(ratio.left) else None


_OF = re.compile("占|完成|为|相当于|与|同|达")


def _bracket(page: Sheet, ratio: Num, part: Num) -> list[Pick]:
    """完成年度任务的63.0%（年度任务2万人）, 增长面66.1%（按437家计）."""
    if page.text[ratio.end : ratio.end + 1] not in {"（", "("} or ratio.index + 1 >= len(page.nums):
        return []
    num = page.nums[ratio.index + 1]
    close = page.text.find("）", ratio.end, ratio.end + 40)
    fits = num.start < close and comparable(num, part) and num.mod is None
    return [Pick(num, 2)] if fits and num.role in _WHOLES else []


def _targets(part: Num, near: list[Num]) -> list[Pick]:
    """The targets of the sentence, else of the paragraph."""
    targets = [n for n in near if n.role == "target" and n.paragraph == part.paragraph]
    here = [n for n in targets if n.sentence == part.sentence]
    if here:
        return [Pick(n, 2 if len(here) == 1 else 1) for n in here]
    return [Pick(n, 1) for n in targets[:1]]


def _kin(page: Sheet, near: list[Num], ratio: Num, words: tuple[str, ...]) -> list[Pick]:
    """The figures that bear the best of the words, the nearest first."""
    scored = [(_bears(page, num, ratio, words), num) for num in near]
    best = max((score for score, _ in scored), default=0)
    found = [num for score, num in scored if score == best and best]
    return [Pick(num, 2 if len(found) == 1 else 1) for num in found[:3]]


def _bears(page: Sheet, num: Num, ratio: Num, words: tuple[str, ...]) -> int:
    """How well a figure bears the words; being near counts as a character more each."""
    score = max(kin(word, name(page, num)) for word in words)
    if not score:
        return 0
    low, high = sorted((num.start, ratio.start))
    joined = num.paragraph == ratio.paragraph and "。" not in page.text[low:high]
    return score + (num.sentence == ratio.sentence) + (num.paragraph == ratio.paragraph) + joined


def _placed(page: Sheet, part: Num, near: list[Num], *, weak: bool) -> list[Pick]:
    """Wholes by their place: larger figures before the part that are no parts themselves."""
    larger = [n for n in near if n.index < part.index and _holds(page, n, part)]
    later = [n for n in near if n.index > part.index and n.value >= part.value]
    here = [n for n in larger if n.sentence == part.sentence]
    free = [n for n in here if n.index not in page.parts]
    most = sorted((n for n in here if n not in free), key=lambda n: -n.value)[:1]
    nearest = [n for n in here if n not in free and n not in most]
    earlier = [n for n in larger if n.sentence != part.sentence]
    leads = [n for n in earlier if page.leads.get((n.sentence, n.unit, n.word)) is n]
    leads.sort(key=lambda n: (n.paragraph != part.paragraph, n.index in page.parts))
    order = [*free, *later, *most, *nearest, *leads, *[n for n in earlier if n not in leads]]
    found: list[Pick] = []
    for place, whole in enumerate(order):
        sole = place == 0 and whole.sentence == part.sentence and len(free or here) == 1
        strength = 0 if weak or place > 1 else 1 + sole
        if strength and _other_period(page, whole, part):
            strength = 0
        if whole.value < part.value:
            strength = min(strength, 1)
        found.append(Pick(whole, strength))
    return found


def _other_period(page: Sheet, whole: Num, part: Num) -> bool:
    """Whether a period is opened between whole and part that is not the name of a figure."""
    own = page.nums[whole.index + 1 : part.index]
    return any(
        not any(n.clause <= match.start() < n.start for n in own)
        for match in _PERIOD.finditer(page.text, whole.end, part.start)
    )


def _holds(page: Sheet, whole: Num, part: Num) -> bool:
    """Whether a figure may hold the part; the lead of a sentence may be the mistyped one."""
    if whole.value >= part.value:
        return True
    lead = page.leads.get((whole.sentence, whole.unit, whole.word)) is whole
    return lead and whole.sentence == part.sentence
