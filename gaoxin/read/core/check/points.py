"""Percentage points (百分点) between two printed ratios."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from gaoxin.read.core.check.bases import is_base
from gaoxin.read.core.check.changes import unit_slip
from gaoxin.read.core.check.close import Span
from gaoxin.read.core.check.names import subject
from gaoxin.read.core.check.page import Sheet, before, label_stem
from gaoxin.read.core.check.pairs import pairs
from gaoxin.read.core.check.relations import Relation, Try, judge, subtracted

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num

HUNDRED = Decimal(100)
_CHANGED = re.compile(r"(?:提高|下降|上升|回落|降低)$")
_WORD = re.compile(r"[\u4e00-\u9fff]{2}率")
_OF_GROWTH = re.compile(r"[增降涨]幅|增速|增长|[快慢]于|[快慢加]")
# 高出全部投资增速8.2个百分点, 落后时间进度2.9个百分点: compared with a ratio that is only named
_NAMED = re.compile(
    r"(?:(?<![环同占对])比(?![重例率值])|较(?![大多好高少为低快慢差])|[高低快慢优]于|高出|低出|超过?|落后于?|滞后于?|领先于?|不及)"
    r"(?P<name>[\u4e00-\u9fff]{2,14}?)(?:[高低快慢多少]出?|提高|回落|的)?$"
)


def point_relations(page: Sheet) -> list[Relation]:
    """Percentage points between two printed ratios."""
    out: list[Relation] = []
    for num in page.nums:
        alone = num.role == "points" and num.mod is None and not _in_series(page, num)
        if alone and num.unit == "pp":
            relation = judge("pp", num, _point_tries(page, num))
            if relation is not None:
                out.append(relation)
        if num.role == "growth" and num.text.endswith("%") and _CHANGED.search(num.left):
            tries = [t for t in _point_tries(page, num, told=True) if t.strength == 2]
            relation = unit_slip(judge("pp", num, [_scaled(t, 1 / HUNDRED) for t in tries]))
            if relation is not None:
                out.append(relation)
    return out


def _in_series(page: Sheet, num: Num) -> bool:
    """分别提高5.3和12.4个百分点: each of two has a pair of its own, further away."""
    near = page.nums[max(0, num.index - 1) : num.index + 2]
    joined = any(
        one.unit == other.unit == "pp" and page.text[one.end : other.start] in _AND
        for one, other in pairwise(near)
    )
    return joined or "分别" in num.left


_AND = frozenset({"和", "、", "与", "及"})


def _scaled(attempt: Try, factor: Decimal) -> Try:
    span = attempt.span
    return Try(attempt.inputs, Span(span.low * factor, span.high * factor), attempt.strength)


def _points(one: Num, other: Num, strength: int, *, certain: bool = False) -> list[Try]:
    return [_in_points(t) for t in subtracted(one, other, strength, explicit=certain)]


def _in_points(attempt: Try) -> Try:
    """A difference of two ratios in percentage points, and back again."""
    undo = attempt.undo
    span = Span(attempt.span.low * HUNDRED, attempt.span.high * HUNDRED)
    if undo is None:
        return Try(attempt.inputs, span, attempt.strength, explicit=attempt.explicit)
    return Try(
        attempt.inputs,
        span,
        attempt.strength,
        lambda value, nums: undo(Span(value.low / HUNDRED, value.high / HUNDRED), nums),
        attempt.explicit,
    )


def _point_tries(page: Sheet, num: Num, *, told: bool = False) -> list[Try]:
    """The differences that the points may be; only those that the words tell of, if `told`."""
    found = pairs(page, num, lambda one: one.unit == "ratio" and one.mod is None)
    ratios = _ratios(page, num)
    key = _rate_word(num.left) if len(label_stem(num)) >= 2 else ""
    named = [n for n in ratios if key and key in n.left]
    tries: list[Try] = []
    for pair in found:
        apart = bool(named) and pair.level.sentence != num.sentence
        tries += _points(named[0], pair.base, 2 if apart else 0) if named else []
        strength = 0 if apart and not pair.certain else pair.strength
        tries += _points(pair.level, pair.base, strength, certain=pair.certain)
    for base in page.nums[num.index + 1 : num.index + 2]:
        if not found and named and is_base(base) and base.sentence == num.sentence:
            tries += _points(named[0], base, 2)
    if told:
        return tries
    if not any(pair.strength == 2 for pair in found):
        tries += _against_name(page, num, ratios)
    if not found:
        tries += [
            t
            for index, one in enumerate(ratios[:4])
            for other in ratios[index + 1 : 5]
            for t in _points(one, other, 0)
        ]
    return tries


def _ratios(page: Sheet, num: Num) -> list[Num]:
    """The ratios before the points, those of growth last unless growths are compared."""
    ratios = [n for n in before(page, num) if n.unit == "ratio" and n.mod is None]
    if not _OF_GROWTH.search(num.left):
        ratios.sort(key=lambda n: n.role == "growth")
    return [n for n in ratios if n.role != "base_ratio"] + [
        n for n in ratios if n.role == "base_ratio"
    ]


def _against_name(page: Sheet, num: Num, ratios: list[Num]) -> list[Try]:
    """工业投资增长17.6%，高出全部投资增速8.2个百分点: the other ratio bears the name."""
    match = None if _PERIODS.search(num.left) else _NAMED.search(num.left)
    here = [n for n in ratios if n.sentence == num.sentence and n.role != "base_ratio"]
    if match is None or not here:
        return []
    level = max(here, key=lambda n: n.index)
    others = [n for n in ratios if n.value != level.value]
    if not _FIXED.search(match["name"]):
        others = [n for n in others if _same_measure(page, level, n)]
    other = _bearing(page, match["name"], others)
    return _points(level, other, 1) if other is not None else []


_PERIODS = re.compile(r"去年|上年|同期|上个?月|上周|上季|季度|半年|\d月|年初|此前|前值|分别")


def _same_measure(page: Sheet, one: Num, other: Num) -> bool:
    """Whether both are growths, or rates, of things called alike (工业投资、全部投资)."""
    if (one.role == "growth") != (other.role == "growth"):
        return other.role in {"target", "base_ratio", "rate"} and one.role != "growth"
    measure = subject(one)[-2:]
    return (
        len(measure) < 2 or measure in page.text[max(other.clause, other.start - 48) : other.start]
    )


def _bearing(page: Sheet, name: str, ratios: list[Num]) -> Num | None:
    """The ratio whose own words hold most of a name."""
    if _ALL_INVESTMENT.match(name):
        name = "固定资产投资"
    pairs_of = {name[i : i + 2] for i in range(len(name) - 1)} - {"增速", "平均", "水平"}
    best: tuple[int, Num] | None = None
    for num in ratios:
        low = num.clause if len(num.left) < 3 else num.start - len(num.left)
        words = page.text[low : num.start]
        score = sum(pair in words for pair in pairs_of) if name[:2] in words else 0
        if score and (best is None or score > best[0]):
            best = (score, num)
    return best[1] if best is not None else None


_FIXED = re.compile("(?:时间|序时)进度")  # one and the same for every rate
_ALL_INVESTMENT = re.compile("(?:全部|全社会)(?:固定资产)?投资")


def _rate_word(label: str) -> str:
    """The rate that the words before the points name: 开工率."""
    match = _WORD.search(label) or _WORD.search(label[-4:] + "率")
    return match.group() if match else ""
