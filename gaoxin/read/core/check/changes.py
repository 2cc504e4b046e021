"""Growth, percentage points and differences (增速、百分点、增减额) recomputed from two levels."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import Span
from gaoxin.read.core.check.page import Sheet, before, label_stem, mates, named_scope
from gaoxin.read.core.check.relations import (
    Relation,
    Try,
    comparable,
    gap,
    growth,
    judge,
    quotient,
)
from gaoxin.read.core.check.series import series_relations

if TYPE_CHECKING:
    from collections.abc import Callable

    from gaoxin.read.core.check.numbers import Num

_REST = re.compile(
    r"(?:未|仍有|余下|其余|剩余|还有|尚有|另有|净增|余|正在|待|顺差|逆差|空置|闲置)[^，。；]{0,8}$"
)
# words that leave no third possibility
_LEFT = re.compile(r"(?:剩余|其余|余下|剩下)[^，。；]{0,4}$")
_ADDED = re.compile(r"(?:新增|净增|增加|减少)[^，。；\d]{0,10}$")
_LEFT_OVER = re.compile(r"^[^，。；]{0,4}(?:未|正在|尚未|待|在办|没有)")
HUNDRED = Decimal(100)


def growth_relations(page: Sheet) -> list[Relation]:
    """Every growth rate whose two levels are printed."""
    out: list[Relation] = []
    for num in page.nums:
        if num.role == "growth" and num.mod is None:
            series = series_relations(page, num, "growth", growth)
            if series:
                out += series
                continue
            relation = _growth(page, num)
            if relation is not None:
                out.append(relation)
    return out


def _growth(page: Sheet, num: Num) -> Relation | None:
    near = mates(page, num)
    bases = [n for n in near if n.role == "base" and not n.is_ratio and n.mod is None]
    bases = bases or [n for n in near if n.role == "period" and not n.is_ratio and n.mod is None]
    tries: list[Try] = []
    for base in bases:
        levels = [n for n in before(page, num) if comparable(n, base) and n is not base]
        levels = [n for n in levels if n.role in _LEVELS and n.mod is None]
        for order, level in enumerate(levels[:6]):
            span = growth(level, base)
            named = len(bases) == 1 and order == 0 and level.sentence == num.sentence
            if span is not None:
                tries.append(Try((level, base), span, 2 if named else 0))
        tries += _by_difference(near, base)
    tries += _from_to(page, num, growth)
    if not bases:
        tries += _by_increase(page, num, near)
    if num.unit == "pp":
        tries = [
            Try(t.inputs, Span(t.span.low * 100, t.span.high * 100), t.strength) for t in tries
        ]
        return _unit_slip(judge("growth", num, tries))
    return judge("growth", num, tries)


def _unit_slip(relation: Relation | None) -> Relation | None:
    """The number agrees and its unit does not: % for percentage points, or the reverse."""
    if relation is None or not relation.holds:
        return None
    return replace(relation, holds=False, sure=True)


_LEVELS = frozenset({"level", "average", "period"})


def _by_increase(page: Sheet, num: Num, near: list[Num]) -> list[Try]:
    """在校生68420人，增加3160人，增长4.8%: the level before is the difference of both."""
    changes = [n for n in near if n.role == "difference" and not n.is_ratio and n.index < num.index]
    beside = changes[-1:] if changes and changes[-1].index == num.index - 1 else changes
    if len(beside) != 1:
        return []
    change = beside[0]
    level = next((n for n in before(page, change) if comparable(n, change) and n.plain), None)
    if level is None or level.sentence != num.sentence or level.value <= change.value:
        return []
    earlier = replace(level, value=level.value - change.value)
    span = quotient(change, earlier)
    other = re.search("同比|比上年|较上年", num.left) and not _SINCE.search(num.left)
    apart = bool(_SINCE.search(change.left)) and bool(other)
    return [Try((level, change), span, 0 if apart else 1)] if span is not None else []


# 比年初增加97.8亿元，同比增长9.3%: a growth since another day
_SINCE = re.compile(r"年初|上?年末|年底|上月|月末|季度|环比")


def _by_difference(near: list[Num], base: Num) -> list[Try]:
    """增加7个（上轮25个），增长28.0%."""
    found: list[Try] = []
    for change in near:
        if change.role == "difference" and comparable(change, base):
            span = quotient(change, base)
            if span is not None:
                found.append(Try((change, base), span, 2))
    return found


def point_relations(page: Sheet) -> list[Relation]:
    """Percentage points between two printed ratios."""
    out: list[Relation] = []
    for num in page.nums:
        if num.role == "points" and num.mod is None and num.unit == "pp":
            relation = judge("pp", num, _point_tries(page, num))
            if relation is not None:
                out.append(relation)
        if num.role == "growth" and _says_points(num):
            tries = [t for t in _point_tries(page, num) if t.strength == 2]
            relation = _unit_slip(judge("pp", num, _scaled(tries)))
            if relation is not None:
                out.append(relation)
    return out


def _says_points(num: Num) -> bool:
    """A % where the sentence compares two ratios (比重比上年同期的69.3%提高3.2%)."""
    return bool(re.search(r"(?:提高|下降|上升|回落|降低)$", num.left))


def _scaled(tries: list[Try]) -> list[Try]:
    return [
        Try(t.inputs, Span(t.span.low / HUNDRED, t.span.high / HUNDRED), t.strength) for t in tries
    ]


def _point_tries(page: Sheet, num: Num) -> list[Try]:
    near = mates(page, num)
    bases = [n for n in near if n.role == "base_ratio"]
    stem = label_stem(num)
    ratios = [
        n
        for n in before(page, num)
        if n.unit == "ratio" and n.role != "base_ratio" and n.mod is None
    ]
    if not _OF_GROWTH.search(num.left):
        ratios.sort(key=lambda n: n.role == "growth")
    named = [n for n in ratios if len(stem) >= 2 and _shares(num.left, n.left)]
    tries: list[Try] = _from_to(page, num, _points)
    for base in bases:
        for order, ratio in enumerate([*named[:1], *ratios[:4]]):
            strength = 2 if order == 0 and len(bases) == 1 else 0
            tries.append(Try((ratio, base), _points(ratio, base), strength))
    if not bases:
        tries += [
            Try((one, other), _points(one, other), 0)
            for index, one in enumerate(ratios[:4])
            for other in ratios[index + 1 : 5]
        ]
    return tries


def _balance(num: Num, earlier: list[Num]) -> list[Try]:
    """出口35.8亿元；进口13.9亿元；贸易顺差21.9亿元."""
    if not re.search("[顺逆]差", num.left) or len(earlier) < 2:
        return []
    two = earlier[:2]
    named = all(any(word in n.left for n in two) for word in ("出口", "进口"))
    near = all(n.paragraph == num.paragraph for n in two)
    return [Try((two[0], two[1]), gap(two[0], two[1]), 2)] if named and near else []


def _sentence_of(earlier: list[Num]) -> int:
    return earlier[0].sentence if earlier else -1


_NOT_YET = re.compile(r"(?:尚未|未)(?P<verb>[\u4e00-\u9fff]{2})")


def _named_rest(num: Num, earlier: list[Num]) -> list[Try]:
    """计划新开工32个，实际开工29个 …未开工的3个: what is not yet done, by its verb."""
    match = _NOT_YET.search(num.left + num.right)
    if match is None:
        return []
    done = next(
        (n for n in earlier if match["verb"] in n.left and not _NOT_YET.search(n.left)), None
    )
    if done is None:
        return []
    whole = next((n for n in earlier if n.index == done.index - 1 and n.value >= done.value), None)
    if whole is None or match["verb"] not in whole.left or "其中" in num.left:
        return []
    return [Try((whole, done), gap(whole, done), 1)]


_WORD = re.compile(r"[\u4e00-\u9fff]{2}率")


_OF_GROWTH = re.compile(r"[增降涨]幅|增速|增长|[快慢]于|[快慢加]")


def _shares(label: str, words: str) -> bool:
    match = _WORD.search(label) or _WORD.search(label[-4:] + "率")
    key = match.group() if match else ""
    return bool(key) and key in words


def _points(one: Num, other: Num) -> Span:
    span = gap(one, other)
    return Span(span.low * HUNDRED, span.high * HUNDRED)


def difference_relations(page: Sheet) -> list[Relation]:
    """净增55家 against 286 and 231; 余下18个 against 47 and 29."""
    out: list[Relation] = []
    for num in page.nums:
        if num.is_ratio or num.mod is not None or num.role in {"times", "level_name"}:
            continue
        added = num.role == "difference" or bool(_ADDED.search(num.left))
        tries = _change_tries(page, num) if added else _rest_tries(page, num)
        relation = judge("rest", num, tries) if tries else None
        if relation is not None:
            out.append(relation)
    return out


def _change_tries(page: Sheet, num: Num) -> list[Try]:
    near = [n for n in mates(page, num) if comparable(n, num) and n.mod is None]
    bases = [n for n in near if n.role == "base"]
    earlier = [n for n in before(page, num) if comparable(n, num) and n.mod is None][:8]
    earlier += [n for n in near if n.index > num.index]
    tries: list[Try] = _beside(page, num) + _from_to(page, num, gap)
    for base in bases:
        levels = [
            n for n in [*near, *earlier] if n is not base and n.role in {"level", "base", "period"}
        ]
        for level in levels:
            sure = len(bases) == 1 and level is _spoken_of(near, num)
            tries.append(Try((level, base), gap(level, base), 2 if sure else 0))
    tries += [
        Try((one, other), gap(one, other), 0)
        for index, one in enumerate(earlier)
        for other in earlier[index + 1 :]
    ]
    return tries


def _beside(page: Sheet, num: Num) -> list[Try]:
    """34个，较上年同期的28个增加6个: level, base and change stand side by side."""
    if num.index < 2:
        return []
    level, base = page.nums[num.index - 2], page.nums[num.index - 1]
    fits = level.role == "level" and base.role == "base" and base.clause == num.clause
    fits = fits and level.mod is None and base.mod is None and level.sentence == num.sentence
    if not (fits and comparable(level, num) and comparable(base, num)):
        return []
    return [Try((level, base), gap(level, base), 2)]


_TO = re.compile(r"(?:提高|增加|上升|增长|扩大|下降|降低|减少|缩短|压缩|压减|[增降升减])(?:到|至)")


def _from_to(page: Sheet, num: Num, compare: Callable[[Num, Num], Span | None]) -> list[Try]:
    """由14.2%提高到17.5%，提高3.3个百分点: both levels stand right before the change."""
    if num.index < 2:
        return []
    old, new = page.nums[num.index - 2], page.nums[num.index - 1]
    fits = comparable(old, new) and old.mod is None and new.mod is None
    fits = fits and old.sentence == num.sentence and (num.is_ratio or comparable(new, num))
    fits = fits and (num.unit == "pp") <= (new.unit == "ratio")
    if not fits or not _TO.search(page.text, old.end, new.start):
        return []
    span = compare(new, old)
    return [Try((new, old), span, 2)] if span is not None else []


def _spoken_of(near: list[Num], num: Num) -> Num | None:
    """The only level that stands before the change in its sentence."""
    levels = [n for n in near if n.index < num.index and n.role == "level"]
    return levels[0] if len(levels) == 1 else None


def _rest_tries(page: Sheet, num: Num) -> list[Try]:
    if not (_REST.search(num.left) or _LEFT_OVER.match(num.right)):
        return []
    earlier = [n for n in before(page, num) if comparable(n, num) and n.mod is None][:8]
    larger = [n for n in earlier[1:] if n.value > earlier[0].value]
    plain = [n for n in larger if n.index not in page.parts] or larger
    tries: list[Try] = []
    tries += _named_rest(num, earlier) + _balance(num, earlier)
    scope = named_scope(page, num)[:1] if num.sentence == _sentence_of(earlier) else []
    tries += [Try((whole, earlier[0]), gap(whole, earlier[0]), 1) for whole in scope]
    for one in earlier:
        for whole in earlier:
            if whole.index < one.index and whole.value > one.value:
                first = bool(plain) and whole is plain[0] and one is earlier[0]
                strength = 1 + bool(_LEFT.search(num.left)) if first else 0
                tries.append(Try((whole, one), gap(whole, one), strength))
    return tries
