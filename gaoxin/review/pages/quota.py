"""Order under a quota (名额排序): an admitted batch by two methods side by side, with robustness.

Only admitted projects are ordered, and only because land, energy or funds do not reach for all: no
admission ever hangs on this order.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gaoxin.review.core.process.motion import ADMITTING
from gaoxin.review.core.ranking.order import order
from gaoxin.review.core.ranking.trial import robustness
from gaoxin.review.queries.lists import read_rows, result_on
from gaoxin.review.queries.parts import sight_of
from gaoxin.review.queries.replays import replays
from gaoxin.review.queries.scope import reviews_for
from gaoxin.review.queries.state import CaseFile
from gaoxin.review.wording import label, type_words

if TYPE_CHECKING:
    from datetime import date, datetime

    from gaoxin.lib.access import Actor
    from gaoxin.review.models import Review

DRAWS, SEED, AROUND = 2000, 2026, 0.2
METHODS = ("TOPSIS", "PROMETHEE_II")
# Linear preference over a fifth of the full marks; a smaller gap counts in part.
PREFERENCE = {"preference": "linear", "q": 0.0, "p": 0.2}


@dataclass(frozen=True, slots=True)
class Place:
    """An admitted project: shares of the full marks, its place by each method, how robust."""

    review: Review
    shares: tuple[int, ...]
    places: tuple[int, ...]
    within: int

    def inside(self, quota: int) -> tuple[bool, ...]:
        """Return for each method whether the project comes within the quota."""
        return tuple(place <= quota for place in self.places)


@dataclass(frozen=True, slots=True)
class Batch:
    """The batch of one type of project: only these have the same weights."""

    kind: str
    kinds: tuple[tuple[str, str], ...]
    dimensions: tuple[str, ...]
    weights: tuple[int, ...]
    places: tuple[Place, ...]
    quota: int
    contested: int


def batch(
    user: Actor, until: datetime | None, today: date, *, kind: str, quota: int
) -> Batch | None:
    """Return the admitted batch of a type in the order of the first method; None without two."""
    admitted = _admitted(user, until, today)
    kinds = {row.review.type: type_words(row.scheme, row.review.type) for row in admitted}
    counts = Counter(row.review.type for row in admitted)
    chosen = kind if kind in kinds else max(counts, key=lambda each: counts[each], default="")
    files = [row for row in admitted if row.review.type == chosen]
    if len(files) < 2:
        return None
    scheme = files[0].scheme
    names = list(scheme.dimensions)
    weights = [int(scheme.dimensions[name].weight[chosen]) for name in names]
    matrix = [
        [float(f.score.exact[name] / weight) for name, weight in zip(names, weights, strict=True)]
        for f in files
    ]
    quota = max(1, min(quota or len(files) // 2, len(files)))
    found = _ordered(matrix, weights)
    sure = _within(matrix, weights, quota)
    places = [
        Place(f.review, tuple(round(100 * v) for v in row), tuple(p[n] for p in found), sure[n])
        for n, (f, row) in enumerate(zip(files, matrix, strict=True))
    ]  # fmt: skip
    places.sort(key=lambda place: (place.places[0], place.review.code))
    contested = sum(len(set(place.inside(quota))) > 1 for place in places)
    words = tuple(label(scheme.dimensions[name].words) for name in names)
    return Batch(
        chosen, tuple(kinds.items()), words, tuple(weights), tuple(places), quota, contested
    )


def _admitted(user: Actor, until: datetime | None, today: date) -> list[CaseFile]:
    """Return the files of the admitted cases whose scores the user may see."""
    rows = reviews_for(user)
    standing = {pk: result_on(each, today) for pk, each in replays(rows, until).items()}
    admitted = [pk for pk, result in standing.items() if result in ADMITTING]
    files = [CaseFile(row, until) for row in read_rows(rows.filter(pk__in=admitted))]
    return [f for f in files if f.score.panel.shares and sight_of(user, f).scores]


def _ordered(matrix: list[list[float]], weights: list[int]) -> list[tuple[int, ...]]:
    found = []
    for method in METHODS:
        params = PREFERENCE if method == METHODS[1] else {}
        answer = order(_example(matrix, weights, method, params))
        found.append(answer.ranking or ())
    return found


def _example(
    matrix: list[list[float]], weights: list[int], method: str, params: dict[str, Any]
) -> dict[str, Any]:
    return {"method": method, "matrix": matrix, "weights": weights, "params": params}


def _within(matrix: list[list[float]], weights: list[int], quota: int) -> tuple[int, ...]:
    """Return in how many of a hundred draws of weights each comes within the quota."""
    return _drawn(tuple(map(tuple, matrix)), tuple(weights), quota)


@lru_cache(maxsize=16)
def _drawn(
    matrix: tuple[tuple[float, ...], ...], weights: tuple[int, ...], quota: int
) -> tuple[int, ...]:
    """Draw once for a batch: the seed is fixed, so the same batch gives the same."""
    example = _example([list(row) for row in matrix], list(weights), METHODS[0], {})
    tried = robustness(example, draws=DRAWS, seed=SEED, around=AROUND)
    return tuple(round(100 * sum(row[:quota])) for row in tried["rank_acceptability"])


def explained() -> list[str]:
    """Return what the page says of its methods."""
    return [
        _("只排已准入的项目：准入看绝对分数线，与同批有谁无关；名额不够时才排先后。"),
        _("TOPSIS 看离最好与最差的距离，PROMETHEE II 两两比较；两法不一致的标出，由会议定。"),
        _("稳健性：权重在原值上下两成内随机抽 2000 次（种子 2026），进入名额的次数占比。"),
    ]
