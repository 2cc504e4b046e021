"""Shares, rates and completion (占比、比率、完成率) recomputed from their parts."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import agrees, wrong_unit
from gaoxin.read.core.check.page import Run, Sheet, before, label_stem, mates, named_scope, totals
from gaoxin.read.core.check.relations import (
    Relation,
    Try,
    comparable,
    divided,
    judge,
    quotient,
)
from gaoxin.read.core.check.series import series_relations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaoxin.read.core.check.numbers import Num

_OF = re.compile(r"^[）)]?的(?:比重|比例)?$|^[）)]?(?:的)?$")
# a new period between whole and part: they may not belong together; 截至 opens none
_PERIOD = re.compile(
    r"(?<!截至)(?<!截止)(?<!至)(?<!\d)(?:\d{1,2}[-—–至]\d{1,2}月|[上下]半年|\d{4}年|前\d{1,2}个月|[一二三四]季度|\d{1,2}月份?(?!底|末))"
)
_DONE = re.compile(r"完成|目标|任务|预算|进度|计划|执行")


def rate_relations(page: Sheet) -> list[Relation]:
    """Every share or rate of the text that can be recomputed."""
    out: list[Relation] = []
    done: set[int] = set()
    for num in page.nums:
        if num.index in done or num.unit != "ratio" or num.role not in {"share", "rate"}:
            continue
        if num.mod is not None:
            continue
        named = series_relations(page, num, "completion", quotient) if "任务" in num.left else []
        if named:
            out += named
            done |= {relation.result.index for relation in named}
            continue
        series = _series(page, num)
        if series:
            done |= {ratio.index for ratio in series}
            out += _series_relations(page, series)
            continue
        relation = judge(_rule(num), num, _tries(page, num))
        if relation is not None:
            out.append(relation)
    return out


def _rule(num: Num) -> str:
    if num.role == "share":
        return "share"
    return "completion" if _DONE.search(num.left) else "rate"


def _tries(page: Sheet, num: Num) -> list[Try]:
    named = _of_named(page, num)
    if len(named) == 1:
        return [*_of_target(page, num), *_inline(page, num), *named]
    return [
        *_of_target(page, num),
        *_inline(page, num),
        *named,
        *_by_label(page, num),
        *_guesses(page, num),
        *_of_other_unit(page, num),
    ]


def _of_target(page: Sheet, num: Num) -> list[Try]:
    """168.0亿元，为全年目标220亿元的76.4%; 全年任务7000人，完成60.9%."""
    targets = [n for n in mates(page, num) if n.role == "target" and not n.is_ratio]
    if len(targets) != 1 or not (_DONE.search(num.left) or _OF.match(num.left)):
        return []
    target = targets[0]
    # the target stands right before its percentage, or right after it in brackets
    said = target.index == num.index - 1 or (
        target.index == num.index + 1 and page.text[num.end : num.end + 1] in {"（", "("}
    )
    found: list[Try] = []
    levels = [n for n in before(page, num) if comparable(n, target) and n.plain]
    levels = [n for n in levels if n is not target and n.role in {"level", "period"}]
    levels.sort(key=lambda n: (n.index in page.parts, n.role == "period"))
    for order, level in enumerate(levels[:6]):
        apart = level.index in page.parts and level.index < min(num.index, target.index) - 1
        near = level.paragraph == num.paragraph and not apart
        strength = (2 if near else 1) if order == 0 and said else 0
        found += divided(level, target, strength)
    return found


def _inline(page: Sheet, num: Num) -> list[Try]:
    """占地区生产总值（487.6亿元）的3.98%: the whole stands inside the phrase."""
    if num.index < 2 or not _OF.match(num.left):
        return []
    whole = page.nums[num.index - 1]
    if "占" not in whole.left or whole.clause != num.clause:
        return []
    part = next((n for n in before(page, whole) if comparable(n, whole) and n.plain), None)
    return divided(part, whole, 2) if part is not None else []


_OF_NAME = re.compile(
    r"占(?:全部|全区|全市|各项|整个|总)?(?P<name>[\u4e00-\u9fff]{2,12}?)的?(?:比重|比例)?(?:为|达)?$"
)


def _of_named(page: Sheet, num: Num) -> list[Try]:
    """税收20.87亿元，占一般公共预算收入的78.9%: the whole is called by its name further up."""
    match = _OF_NAME.search(num.left)
    part = _lead_of(page, num)
    if match is None or part is None:
        return []
    found: list[Try] = []
    for whole in before(page, part):
        if comparable(whole, part) and whole.role == "level" and match["name"] in whole.left:
            found += divided(part, whole, int(whole.mod is None))
    return found


def _lead_of(page: Sheet, num: Num) -> Num | None:
    """The first level of the sentence, when no other of its unit stands before the share."""
    levels = [n for n in mates(page, num) if n.index < num.index and not n.is_ratio and n.plain]
    return levels[0] if len(levels) == 1 else None


def _of_other_unit(page: Sheet, num: Num) -> list[Try]:
    """总投资748.5万元，其中制造业536.2亿元，占71.6%: right if 万 and 亿 are confused."""
    part = next((n for n in before(page, num) if not n.is_ratio and n.plain), None)
    if part is None or not _says_rate(num):
        return []
    found: list[Try] = []
    for whole in before(page, part):
        span = quotient(part, whole) if comparable(whole, part) and whole.plain else None
        if span is not None and wrong_unit(num.value, span.middle):
            found.append(Try((part, whole), span, 1))
    return found


def _by_label(page: Sheet, num: Num) -> list[Try]:
    """已开工29个，开工率61.7%: the part is named by the rate's own word."""
    stem = label_stem(num)
    named = [
        n
        for n in before(page, num)
        if not n.is_ratio and n.plain and _names(n, stem) and n.role in {"level", "period"}
    ][:2]
    near = [n for n in before(page, num) if not n.is_ratio and n.plain][:1]
    found: list[Try] = []
    for part in named or near:
        between = [
            n
            for n in page.nums[part.index + 1 : num.index]
            if comparable(n, part) and n.value > part.value and n.role == "level" and not n.mod
        ]
        wholes = between or [n for n in totals(page, part) if n.index not in page.parts]
        wholes = wholes or totals(page, part)
        wholes.sort(key=lambda n: not _names(n, stem))
        wholes[:0] = (named_scope(page, part) if named else []) or _planned(page, part, stem)
        for whole in wholes[:1]:
            apart = _PERIOD.search(page.text, whole.end, part.start) or not _says_rate(num)
            found += divided(part, whole, 0 if apart else 1)
    return found


def _planned(page: Sheet, part: Num, stem: str) -> list[Num]:
    """计划新开工32个，实际开工29个: the figure right before it that bears the same name."""
    if not part.index:
        return []
    whole = page.nums[part.index - 1]
    fits = comparable(whole, part) and whole.plain and whole.value >= part.value
    return [whole] if fits and whole.sentence == part.sentence and _names(whole, stem) else []


def _says_rate(num: Num) -> bool:
    """Whether the words say a share or rate, and the figure is fine enough to be judged."""
    return num.step < Decimal("0.01") and bool(_CUE.search(num.left))


_CUE = re.compile(r"率|占|比重|比例|份额|完成|执行|达标|的$")


def _names(num: Num, stem: str) -> bool:
    """Whether the figure's own words hold the first word of a rate's name."""
    if len(stem) < 2:
        return False
    words = num.left + num.right[:6]
    return stem in words or stem[-2:] in words or stem[:2] in words


def _guesses(page: Sheet, num: Num) -> list[Try]:
    """Other pairs that would do; they can only confirm."""
    parts = [n for n in before(page, num) if not n.is_ratio and n.mod is None][:6]
    found: list[Try] = []
    for part in parts:
        for whole in [*totals(page, part)[:8], *_reported(page, part)]:
            found += divided(part, whole, 0)
    return found


def _reported(page: Sheet, part: Num) -> Iterator[Num]:
    """Comparable figures after the part and the first ones of the text."""
    for num in (*page.nums[part.index + 1 : part.index + 4], *page.nums[:4]):
        if num is not part and comparable(num, part) and num.value >= part.value:
            yield num


def _series(page: Sheet, num: Num) -> list[Num]:
    """Ratios that stand in one list: 占比依次为36.5%、25.8%、20.8%."""
    found = [num]
    for following in page.nums[num.index + 1 : num.index + 12]:
        between = page.text[found[-1].end : following.start]
        if following.unit != "ratio" or between not in {"、", "和", "，", "与"}:
            break
        found.append(following)
    return found if len(found) >= 2 else []


def _mixed_series(page: Sheet, series: list[Num]) -> list[Relation]:
    """37个、150.3亿元，分别占63.8%和70.0%: each ratio has a part of another unit."""
    if "分别" not in series[0].left:
        return []
    parts = [n for n in before(page, series[0]) if not n.is_ratio and n.plain][: len(series)][::-1]
    out: list[Relation] = []
    for ratio, part in zip(series, parts, strict=False):
        wholes = [n for n in totals(page, part) if n.index < parts[0].index]
        tries = [t for i, whole in enumerate(wholes) for t in divided(part, whole, int(i == 0))]
        relation = judge("share", ratio, tries)
        if relation is not None:
            out.append(relation)
    return out


def _up_to(run: Run, index: int) -> tuple[Num, ...]:
    return tuple(num for num in run.members if num.index < index)


def _best_row(
    page: Sheet, rows: list[tuple[Num, ...]], series: list[Num]
) -> tuple[tuple[Num, ...], Num, int] | None:
    """The row and the whole that most ratios of the series agree with."""
    best: tuple[tuple[Num, ...], Num, int] | None = None
    for row in sorted(rows, key=lambda members: -members[-1].index):
        for whole in totals(page, row[0]):
            agreed = _agreed(row, whole, series) if whole.index < row[0].index else 0
            if agreed and (best is None or agreed > best[2]):
                best = (row, whole, agreed)
    return best


def _agreed(row: tuple[Num, ...], whole: Num, series: list[Num]) -> int:
    count = 0
    for ratio, part in zip(series, row, strict=True):
        span = quotient(part, whole)
        count += span is not None and agrees(ratio.value, ratio.step, span)
    return count


def _series_relations(page: Sheet, series: list[Num]) -> list[Relation]:
    """Each ratio of a list against the part at the same place of the list before it."""
    rows = [
        members
        for run in page.runs
        if (members := _up_to(run, series[0].index)) and len(members) >= len(series)
    ]
    rows = [row[-len(series) :] for row in rows if series[0].index - row[-1].index <= 8]
    if not rows:
        return _mixed_series(page, series)
    best = _best_row(page, rows, series)
    if best is None:
        return _mixed_series(page, series)
    parts, whole, agreed = best
    out: list[Relation] = []
    for ratio, part in zip(series, parts, strict=True):
        relation = judge("share", ratio, divided(part, whole, 2 if agreed * 2 > len(series) else 1))
        if relation is not None:
            out.append(relation)
    return out
