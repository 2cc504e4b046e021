"""Scheme as a rule (方案编译): each project type as a score table of the rulebook.

So a scheme is evaluated, printed, compared and run over millions of rows by the same engine as
every other rule: bands and classes are rows of a `Choose`, a missing figure leaves an interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from gaoxin.review.core.scheme.model import figures
from gaoxin.rulebook.rule import Group, Header, Item, Rule, Table
from gaoxin.rulebook.tree import (
    All,
    Choose,
    Cite,
    Clamp,
    Compare,
    Condition,
    Fact,
    Is,
    Number,
    Quotient,
    Row,
    Scale,
    Sum,
    exact,
)
from gaoxin.rulebook.vocabulary import Term, Vocabulary
from gaoxin.rulebook.words import SIGNS, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaoxin.review.core.scheme.model import Bands, Indicator, Scheme

TABLE, INDUSTRY, LEASED = "score", "industry", "leased"
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class _Floor:
    """What thresholds are multiplied with: path of the rows, value, and for which industry."""

    path: str
    value: Decimal
    industry: Condition | None = None


class ByIdentity:
    """A scheme as the key of a memory: a published scheme never changes, so itself is enough."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme

    def __hash__(self) -> int:
        return hash(self.scheme.fingerprint)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByIdentity) and other.scheme is self.scheme


def rule_of(scheme: Scheme, project_type: str) -> Rule:
    """Return the rule of a project type, made once."""
    return _rule(ByIdentity(scheme), project_type)


@lru_cache(maxsize=64)
def _rule(key: ByIdentity, project_type: str) -> Rule:
    scheme = key.scheme
    groups = []
    for dimension in scheme.dimensions.values():
        items = tuple(
            _item(scheme, item, project_type)
            for item in scheme.used(project_type)
            if item.dimension == dimension.id
        )
        words = dimension.words
        where = Cite(f"{TABLE}.{dimension.id}", words.zh, words.en, line=words.line)
        groups.append(Group(where, dimension.weight[project_type], None, Decimal(1), items))
    table = Table(TABLE, Decimal(100), tuple(groups))
    return Rule(
        _header(scheme, project_type), vocabulary(scheme), scheme.file, tables={TABLE: table}
    )


def _header(scheme: Scheme, project_type: str) -> Header:
    from datetime import date

    words = scheme.types[project_type]
    begin = scheme.in_force_from or date.max
    return Header(
        id=f"{scheme.id}.{project_type}",
        series=f"{scheme.id}.{project_type}",
        kind="scheme",
        title_zh=words.zh,
        title_en=words.en or project_type,
        subject="project",
        document=scheme.version,
        issuer=str(scheme.annex.get("issuer", "")),
        number="",
        level="",
        issued=begin,
        in_force_from=begin,
        in_force_to=scheme.in_force_to,
        reference=tuple(source.title for source in scheme.sources.values()),
        confidence="",
        official=False,
        notes="",
        recalled=(),
        validity_years=None,
        yearly_update_by="",
    )


def vocabulary(scheme: Scheme) -> Vocabulary:
    """Return every fact that a scheme may ask of a project, with its words."""
    terms = {
        INDUSTRY: Term(INDUSTRY, "所属行业", "industry", "text"),
        LEASED: Term(LEASED, "租用厂房", "leased plant", "bool"),
    }
    for item in scheme.indicators.values():
        words = item.words
        if item.kind == "class":
            terms[item.id] = Term(item.id, words.zh, words.en, "text")
        elif item.kind == "panel":
            terms[item.id] = Term(item.id, words.zh, words.en, "point", judged=True)
        for name in item.inputs.values():
            terms.setdefault(name, _term(scheme, name, words.zh))
    for name in figures(scheme):
        terms.setdefault(name, _term(scheme, name, name))
    return Vocabulary(terms)


def _term(scheme: Scheme, name: str, otherwise: str) -> Term:
    words = scheme.inputs.get(name)
    return Term(name, words.zh if words else otherwise, words.en if words else name, "ratio")


def _item(scheme: Scheme, item: Indicator, project_type: str) -> Item:
    full = item.marks[project_type]
    where = Cite(_path(item), item.words.zh, item.words.en, line=item.words.line)
    if item.kind == "panel":
        points: Number = Scale(Fact(item.id), full / scheme.panel.top)
    else:
        rows = _classes(item, full) if item.kind == "class" else _banded(scheme, item, project_type)
        points = Choose(tuple(rows))
    return Item(where, item.kind, full, Clamp(points, Decimal(0), full))


def _classes(item: Indicator, full: Decimal) -> Iterator[Row]:
    """Yield a row for each class; reading refuses other classes, so the last needs no condition."""
    last = len(item.classes) - 1
    for place, (name, grade) in enumerate(item.classes.items()):
        where = Cite(f"{_path(item)}.{name}", grade.words.zh, grade.words.en, line=grade.words.line)
        when = None if place == last else Is(where, item.id, (name,))
        yield Row(where, when, exact(full * grade.share))


def _banded(scheme: Scheme, item: Indicator, project_type: str) -> Iterator[Row]:
    full, bands = item.marks[project_type], item.bands[project_type]
    if item.leased is not None:
        where = Cite(f"{_path(item)}.leased", "租用厂房", "leased plant")
        yield Row(where, Is(where, LEASED, (True,)), exact(full * item.leased))
    name = item.inputs[project_type]
    if not item.over:
        yield from _steps(bands, full, name, _Floor(_path(item), Decimal(1)))
        return
    for industry, floors in scheme.standards.items():
        if industry != "default":
            path = f"{_path(item)}.{industry}"
            own = Is(Cite(path, "所属行业", "industry"), INDUSTRY, (industry,))
            yield from _steps(bands, full, name, _Floor(path, floors[item.over], own))
    rest = scheme.standards["default"][item.over]
    yield from _steps(bands, full, name, _Floor(f"{_path(item)}.default", rest))


def _path(item: Indicator) -> str:
    return f"{TABLE}.{item.dimension}.{item.id}"


def _steps(bands: Bands, full: Decimal, name: str, floor: _Floor) -> Iterator[Row]:
    """Yield the rows of bands, thresholds multiplied by the floor of the industry (1 = as is)."""
    upper: tuple[Decimal, Decimal] | None = None
    for place, (threshold, share) in enumerate(bands.steps, 1):
        limit = threshold * floor.value
        text = f"{SIGNS[bands.op]} {plain(limit)}"
        if floor.value != 1:
            text += f"（{plain(threshold)} × {plain(floor.value)}）"
        where = Cite(f"{floor.path}.{place}", text, text)
        when: Condition = Compare(where, Fact(name), bands.op, exact(limit), "ratio")
        if floor.industry is not None:
            when = All(where, (floor.industry, when))
        part: Number = exact(full * share)
        if bands.interpolate and upper is not None:
            part = _between(name, (limit, full * share), upper)
        yield Row(where, when, part)
        upper = (limit, full * share)
    where = Cite(f"{floor.path}.else", "未达各档", "below all bands")
    yield Row(where, floor.industry, exact(full * bands.otherwise))


def _between(name: str, low: tuple[Decimal, Decimal], high: tuple[Decimal, Decimal]) -> Number:
    """Return the straight line from one step to the next."""
    (limit, marks), (upper, more) = low, high
    above = Sum((Fact(name), exact(-limit)))
    part = Quotient(above, exact(upper - limit), more - marks, _DIGITS)
    return Sum((exact(marks), part))
