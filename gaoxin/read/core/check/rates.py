"""Shares, rates and completion (占比、比率、完成率) recomputed from their parts."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import agrees, wrong_unit
from gaoxin.read.core.check.labels import Label, label, noun, vague
from gaoxin.read.core.check.numbers import TENTH, Num
from gaoxin.read.core.check.page import before, totals
from gaoxin.read.core.check.parts import Pick, inline, parts_of
from gaoxin.read.core.check.relations import (
    Relation,
    Try,
    comparable,
    divided,
    judge,
    quotient,
    undone_part,
)
from gaoxin.read.core.check.series import series_relations
from gaoxin.read.core.check.shares import listed, share_list
from gaoxin.read.core.check.wholes import wholes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaoxin.read.core.check.page import Sheet

_DONE = re.compile(r"完成|目标|任务|预算|进度|计划|执行")
OFF, FAR_OFF = Decimal("1.6"), Decimal(3)  # factors beyond which another ratio is meant
SHARP = 100  # a ratio of two digits agrees with too many pairs
FINE = Decimal("0.01")  # a ratio printed in whole per cent agrees with too many pairs


def rate_relations(page: Sheet) -> list[Relation]:
    """Every share or rate of the text that can be recomputed."""
    out: list[Relation] = []
    done: set[int] = set()
    for num in page.nums:
        if num.index in done or not _is_rate(num):
            continue
        found, seen = _of_list(page, num)
        done |= seen
        if seen:
            out += found
            continue
        relation = judge(_rule(num), num, _until_right(num, _tries(page, num, out)))
        if relation is not None:
            out.append(relation)
    return out


def _until_right(num: Num, tries: Iterator[Try]) -> list[Try]:
    """The tries up to the first that is likely and right: what comes after it is not asked."""
    found: list[Try] = []
    for one in tries:
        found.append(one)
        if one.strength and agrees(num.value, num.step, one.span):
            break
    return found


def _is_rate(num: Num) -> bool:
    exact = num.mod is None or (num.mod == "~" and num.step < FINE)  # 约为43.3%
    return num.unit == "ratio" and num.role in {"share", "rate"} and exact


def _of_list(page: Sheet, num: Num) -> tuple[list[Relation], set[int]]:
    """Ratios that stand in one list, with the figures at the same places of another list."""
    named = series_relations(page, num, "completion", quotient) if "任务" in num.left else []
    if named:
        return named, {relation.result.index for relation in named}
    series = listed(page, num)
    if not series:
        return [], set()
    return share_list(page, series), {ratio.index for ratio in series}


def _rule(num: Num) -> str:
    if num.role == "share":
        return "share"
    return "completion" if _DONE.search(num.left) else "rate"


def _last_whole(page: Sheet, out: list[Relation], num: Num, said: Label) -> Pick | None:
    """The whole of the share before this one: 占全区产值的39.9%；装备制造331.9亿元，占25.8%.

    Of a share with a whole of another name it is the part before: 签订126家，占已诊断企业的73.7%；
    验收84家，占已签约企业的66.7%.
    """
    last = out[-1] if out else None
    if last is None or not last.holds or last.rule not in {"share", "rate"}:
        return None
    if last.result.paragraph != num.paragraph or num.index - last.result.index > 6:
        return None
    if "占已" in num.left:
        return Pick(last.inputs[0], 1)
    if last.rule != "share" or not vague(said.whole):
        return None
    between = page.text[last.result.end : num.start]
    return Pick(last.inputs[-1], 1 if "。" in between or "其中" in between else 2)


def tries_of(page: Sheet, num: Num, said: Label, last: Pick | None = None) -> Iterator[Try]:
    """The quotients that a ratio may be, by what it says of itself."""
    fine = num.step < FINE
    told = _told(num) and (num.step != TENTH or inline(page, num) is not None)
    sharp = fine and num.value >= SHARP * num.step
    for part in parts_of(page, num, said):
        if not part.strength:
            near = part.num.paragraph == num.paragraph
            yield from _guesses(page, part.num) if sharp and near else ()
            continue
        wholes = wholes_of(page, num, part.num, said)
        if last is not None and _fits(last.num, part.num):
            wholes = chain((last,), wholes)
        row = _row(page, part.num, num) if vague(said.part) and part.strength else ()
        for whole in wholes:
            strength = min(part.strength, whole.strength) if told and said.kind else 0
            if row:
                strength = min(strength, 1)
                yield from _together(row, whole.num)
            strength = strength if fine or strength == 2 else 0
            if strength or sharp or whole.num.sentence == num.sentence:
                explicit = part.num.sentence == whole.num.sentence == num.sentence
                explicit = explicit or _of_target(num, part.num, whole.num, said)
                explicit = explicit and (said.kind != "share" or not vague(said.whole))
                explicit = explicit and comparable(part.num, whole.num)
                explicit = explicit and not _far_off(num, part.num, whole.num, OFF)
                found = divided(part.num, whole.num, strength, explicit=explicit)
                yield from _guarded(num, part, whole.num, strength, found)


def _guesses(page: Sheet, part: Num) -> Iterator[Try]:
    """Other pairs that would do; they can only confirm."""
    for whole in [*totals(page, part)[:8], *page.nums[:4]]:
        if whole is not part and comparable(whole, part) and whole.value >= part.value:
            yield from divided(part, whole, 0)


def _of_target(ratio: Num, part: Num, whole: Num, said: Label) -> bool:
    """上半年累计7105万美元。全年目标1.5亿美元，完成47.4%: the target stands right before."""
    beside = whole.role == "target" and whole.index == ratio.index - 1
    return said.kind == "done" and beside and part.paragraph == ratio.paragraph


def _guarded(ratio: Num, part: Pick, whole: Num, strength: int, found: list[Try]) -> list[Try]:
    """Slips in the inputs of a likely reading count only where both stand close together."""
    near = part.num.sentence == whole.sentence
    if strength != 1 or (near and not _far_off(ratio, part.num, whole, FAR_OFF)):
        return found
    told = part.strength == 2 and ratio.value >= SHARP * ratio.step
    return [replace(one, undo=undone_part if told else None) for one in found]


def _far_off(ratio: Num, part: Num, whole: Num, factor: Decimal) -> bool:
    """Whether the printed ratio is another one altogether, units put aside."""
    if not (whole.value and ratio.value and part.value):
        return True
    right = part.value / whole.value
    low, high = sorted((right, ratio.value))
    return high > low * factor and not wrong_unit(ratio.value, right)


def _row(page: Sheet, part: Num, ratio: Num) -> tuple[Num, ...]:
    """A 783件、B 579件、C 562件，占受理总量的77%: the share may be that of all together."""
    row = [part]
    for num in before(page, part):
        alone = comparable(num, part) and num.index == row[-1].index - 1
        if not alone or not _LISTED.search(page.text, num.end, row[-1].start):
            break
        row.append(num)
    return tuple(row[::-1]) if len(row) > 1 and part.index == ratio.index - 1 else ()


_LISTED = re.compile(r"^[^，。；]{0,8}[、和与及][^，。；]*$|^，[^，。；]*$")


def _together(row: tuple[Num, ...], whole: Num) -> Iterator[Try]:
    """The sum of a row over a whole, as a guess."""
    total = sum((num.value for num in row), Decimal(0))
    if whole not in row and whole.value >= total:
        listed = int(len(row) > 2)  # three and more are told together
        for one in divided(replace(row[-1], value=total), whole, listed, explicit=False):
            yield replace(one, inputs=(*row, whole), undo=None)


def _tries(page: Sheet, num: Num, out: list[Relation]) -> Iterator[Try]:
    said = _label(page, num)
    return tries_of(page, num, said, _last_whole(page, out, num, said))


_BESIDE = re.compile(
    r"(?:与|同|按|以|用)(?P<whole>[^，。；]{2,8}?)(?:数|量|额)?(?:相比|比较|计算?|为基数|来算|作分母)，$"
)


def _label(page: Sheet, num: Num) -> Label:
    """What a ratio says of itself; the words before a whole that stands inside its phrase, too."""
    said = label(num)
    inside = inline(page, num)
    beside = _BESIDE.search(page.text, max(0, num.clause - 16), num.clause)
    if beside is not None and not said.whole:
        return replace(said, whole=noun(beside["whole"]))
    if inside is not None and len(said.whole) < 2:  # 占八条链的
        said = replace(said, kind=said.kind or "of", whole="")
    elif inside is not None and not said.kind:
        said = replace(said, kind="of")
    if inside is None and said.whole and not said.part:
        return replace(said, part=_same_part(page, num))
    if inside is None or said.part:
        return said
    words = re.split(
        "[（(，]|占|与|同|完成|相当于|[为是](?=.)", page.text[num.clause : inside.start]
    )
    return replace(said, part=noun(words[0]))


def _same_part(page: Sheet, num: Num) -> str:
    """技术服务占金额的55.6%，占项数的49.3%: the part that the share right before names."""
    last = page.nums[num.index - 1] if num.index else num
    joined = last is not num and last.role == "share" and last.sentence == num.sentence
    return label(last).part if joined else ""


_CUE = re.compile(
    r"^(?:即|也就是)$|率|占|比|份额|完成|执行|达标|的$|[面度](?:达到?|为|是)?$|为$|^[（(]$"
)
# 满意率（含基本满意）: the part is a sum; 平均开工率, 利率: no quotient of two figures
_NONE = re.compile(
    r"[（(]含|平均|贡献率|(?<!利)税率|(?<![净毛])利率|[费汇]率|(?:失业|发生|发病|死亡|出生|参合|债务)率|全国|我国|全球"
)


def _told(num: Num) -> bool:
    """Whether the words before a ratio say what it is."""
    return bool(_CUE.search(num.left)) and not _NONE.search(num.left)


def _fits(whole: Num, part: Num) -> bool:
    return comparable(whole, part) and whole.index < part.index and whole.value >= part.value
