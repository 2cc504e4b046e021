"""Whole of a ratio (比率的分母): the printed figure that the part is taken of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import wrong_unit
from gaoxin.read.core.check.labels import Label, bears, definition, kin, name, noun, vague
from gaoxin.read.core.check.page import NEAR, Sheet, before
from gaoxin.read.core.check.parts import LEVELS, SUM, Pick, bracketed, inline
from gaoxin.read.core.check.relations import comparable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaoxin.read.core.check.numbers import Num

# a new period between whole and part: they may not belong together
_PERIOD = re.compile(
    r"(?<!\d)(?:\d{1,2}[-—–至]\d{1,2}月|[上下]半年|\d{4}年(?![末底初])|前\d{1,2}个月|[一二三四]季度(?!末)|\d{1,2}月份?(?!底|末))"
)
_UNTIL = re.compile(r"(?:截至|截止|至|到|与|同|比|较|（)[^，。；]{0,6}$")
_TARGET = re.compile("任务|目标|计划|(?<!公共)预算(?!收入|支出)|指标|应(?!收)")
_COUNTED = re.compile("[人户件]数$")
_SCOPE = re.compile(r"(?:其中，?|在)?(?P<name>[^，。；\d]{2,12}?)(?:当?中|里)(?![央间心小型])")
_AMONG = re.compile(r"[\u4e00-\u9fff]{0,8}中$")
_STOCK = re.compile(
    "^(?![^，。]*[比较])[^，。]*年(?:[初底]|(?!同期)[\u4e00-\u9fff]{2,4}的$)"
)  # what there was to begin with
FAR = 120  # figures looked at for a whole that is called by its full name
_WHOLES = LEVELS | {"difference", "target"}


def wholes_of(page: Sheet, ratio: Num, part: Num, said: Label) -> Iterator[Pick]:
    """The figures that the part may be taken of, the likeliest first."""
    inside = inline(page, ratio)
    if inside is not None and comparable(inside, part):
        yield Pick(inside, 2)
        return
    around = _around(page, ratio, part)
    near = [n for n in around if comparable(n, part) and n is not part]
    if said.kind == "share":  # said twice it is the same figure
        near = [n for n in near if n.value != part.value]
    found = [*_bracket(page, ratio, part, said), *_called(page, ratio, part, around, near, said)]
    known = definition(said)
    # named, and perhaps not printed
    unknown = not vague(said.whole) or (known is not None and not all(map(vague, known[1])))
    if not found and not unknown and not said.whole:
        found = _scope(page, ratio, part, near)
    yield from found
    yield from _placed(page, ratio, part, near, said, weak=bool(found) or unknown)


def _called(
    page: Sheet, ratio: Num, part: Num, around: list[Num], near: list[Num], said: Label
) -> list[Pick]:
    """The figures that bear the name of the whole, and the targets of a completion."""
    found = _named(page, ratio, part, near, said)
    if not found and part.unit == "count" and not _COUNTED.search(said.whole):
        counted = [n for n in around if n.unit == "count" and n.word != part.word]
        found = [one for one in _named(page, ratio, part, counted, said) if one.num.after]
    aimed = said.kind == "done" or _TARGET.search(said.whole)
    if aimed or (definition(said) is None and _TARGET.search(said.part)):
        found += _targets(part, near)
    return found


def _around(page: Sheet, ratio: Num, part: Num) -> list[Num]:
    """Figures before the part, between part and ratio, and the text's first ones."""
    found = [*before(page, part), *page.nums[part.index + 1 : ratio.index]]
    found += [n for n in page.nums[:3] if n not in found and n.index < ratio.index]
    later = page.nums[ratio.index + 1 : ratio.index + 2]  # 完成89.5%，目标为5.5亿元
    found += [n for n in later if n.role == "target" and n.sentence == ratio.sentence]
    return [n for n in found if n.mod is None and (n.role in _WHOLES or _STOCK.search(n.left))]


def _bracket(page: Sheet, ratio: Num, part: Num, said: Label) -> list[Pick]:
    """完成年度任务的63.0%（年度任务2万人）, 增长面66.1%（按437家计）."""
    num = bracketed(page, ratio)
    if num is None or not comparable(num, part) or num.role not in _WHOLES:
        return []
    if said.kind == "share" and not kin(said.whole, name(page, num)):
        return []
    return [Pick(num, 2)]


def _named(page: Sheet, ratio: Num, part: Num, near: list[Num], said: Label) -> list[Pick]:
    """The figures that bear the name of the whole best, the nearest first."""
    known = definition(said)
    words = known[1] if known is not None else (said.whole or _first_half(said),)
    if all(vague(word) for word in words):
        return []
    if _TARGET.search(said.whole):
        near = [n for n in near if n.role == "target" or _TARGET.search(n.left)]
        near = [n for n in near if n.paragraph == ratio.paragraph]
    scored = [(_bears(page, num, ratio, words), num) for num in near]
    if any(score and num.value >= part.value for score, num in scored):
        scored = [(score, num) for score, num in scored if num.value >= part.value]
    best = max((score for score, _ in scored), default=0)
    found = [num for score, num in scored if score == best and best]
    found = list(dict.fromkeys([*found, *_far(page, part, words)]))
    short = max(len(word) for word in words) < 3 and known is None
    return [Pick(num, 2 if len(found) == 1 and not short else 1) for num in found[:4]]


def _far(page: Sheet, part: Num, words: tuple[str, ...]) -> list[Num]:
    """A figure further up that bears the whole name."""
    for num in reversed(page.nums[max(0, part.index - FAR) : max(0, part.index - NEAR)]):
        fits = comparable(num, part) and num.mod is None and num.role in _WHOLES
        if fits and any(word in name(page, num) for word in words):
            return [num]
    return []


def _first_half(said: Label) -> str:
    """签约项目开工率: what stands before the verb names the whole."""
    return said.part[:-2] if said.kind == "rate" and len(said.part) > 3 else ""


def _bears(page: Sheet, num: Num, ratio: Num, words: tuple[str, ...]) -> int:
    """How well a figure bears the words; being near counts as a character more each."""
    score = max(bears(word, name(page, num)) for word in words)
    if not score or _WITHOUT.search(num.left):
        return 0
    low, high = sorted((num.start, ratio.start))
    joined = num.paragraph == ratio.paragraph and "。" not in page.text[low:high]
    return score + (num.sentence == ratio.sentence) + (num.paragraph == ratio.paragraph) + joined


_WITHOUT = re.compile("除|不含|扣除|不包括")


def _targets(part: Num, near: list[Num]) -> list[Pick]:
    """The targets of the sentence, else of the paragraph."""
    targets = [n for n in near if n.role == "target" and n.paragraph == part.paragraph]
    here = [n for n in targets if n.sentence == part.sentence]
    if here:
        return [Pick(n, 2 if len(here) == 1 else 1) for n in here]
    return [Pick(n, 1 + (n.index > part.index)) for n in targets[:1]]


def _scope(page: Sheet, ratio: Num, part: Num, near: list[Num]) -> list[Pick]:
    """签约一批中，已开工41个; 毕业企业里有71家留下: the whole that the words call by its name."""
    earlier = [n for n in near if n.index < part.index]
    counted = [n for n in earlier if n.sentence == part.sentence and _AMONG.match(n.right)]
    if counted:
        return [Pick(counted[0], 2)]
    match = _SCOPE.match(page.text, part.clause) or _SCOPE.match(page.text, part.sentence)
    if match is None or match.end() > part.start:
        return []
    words = noun(match["name"])
    scored = [(_begins(words, name(page, n)), n.value >= part.value, n) for n in earlier]
    best = max(scored, key=lambda one: one[:2], default=None)
    return [Pick(best[2], 2)] if best is not None and best[0] else []


def _begins(words: str, named: str) -> int:
    """How well a figure bears the name of a scope, whose beginning is enough."""
    return bears(words, named) or (kin(words, named) if words[:2] in named else 0)


def _placed(
    page: Sheet, ratio: Num, part: Num, near: list[Num], said: Label, *, weak: bool
) -> list[Pick]:
    """Wholes by their place: larger figures before the part that are no parts themselves."""
    near = [n for n in near if n.role != "difference" and n.index < ratio.index]
    larger = [n for n in near if n.index < part.index and _holds(page, ratio, n, part)]
    later = [n for n in near if part.index < n.index == ratio.index - 1 and n.value >= part.value]
    if said.kind == "share" and "其中" not in page.text[part.clause - 3 : part.start]:
        larger = [n for n in larger if n.index not in page.shared]
    here = [n for n in larger if n.sentence == part.sentence]
    free = [n for n in here if n.index not in page.parts]
    most = sorted((n for n in here if n not in free), key=lambda n: -n.value)[:1]
    earlier = [n for n in larger if n.sentence != part.sentence]
    leads = [n for n in earlier if page.leads.get((n.sentence, n.unit, n.word)) is n]
    opening = min(leads, key=lambda n: n.index, default=None)  # what the text is about leads it
    leads.sort(
        key=lambda n: (n.paragraph != part.paragraph, n is not opening, n.index in page.parts)
    )
    around = [n for n in leads if n.paragraph == part.paragraph]
    among = page.text.startswith("其中", part.sentence)  # what stands here are parts, too
    inner = [*around, *most, *here] if among else [*most, *here, *around]
    order = dict.fromkeys([*free, *later, *inner, *leads, *earlier])
    found: list[Pick] = []
    for place, whole in enumerate(order):
        sole = place == 0 and whole.sentence == part.sentence and len(free or here) == 1
        strength = 0 if weak or place > 2 else 1 + sole
        if strength and other_period(page, whole, part):
            strength = 0
        if whole.value < part.value:
            strength = min(strength, 1)
        found.append(Pick(whole, strength))
    return found


def other_period(page: Sheet, whole: Num, part: Num) -> bool:
    """Whether a period is opened between whole and part that is not the name of a figure."""
    own = page.nums[whole.index + 1 : part.index + bool(SUM.search(part.left))]
    for match in _PERIOD.finditer(page.text, whole.end, part.start):
        start = match.start()
        if _UNTIL.search(page.text, max(0, start - 8), start):
            continue  # 截至8月 opens none
        if not any(n.clause <= start < n.start for n in own):
            return True
    return False


def _holds(page: Sheet, ratio: Num, whole: Num, part: Num) -> bool:
    """Whether a figure may hold the part; a part above its whole may be the mistyped one."""
    if whole.value >= part.value or wrong_unit(ratio.value, part.value / (whole.value or 1)):
        return True
    if ratio.value > 1 or SUM.search(part.left):
        return False
    lead = page.leads.get((whole.sentence, whole.unit, whole.word)) is whole
    return lead or (whole.sentence == part.sentence and whole.index == part.index - 1)
