"""Facts (事实): every quantity of a text with kind, subject and period."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from gaoxin.read.core.antecedents import Antecedents
from gaoxin.read.core.capacity import COUNTED, as_capacity
from gaoxin.read.core.clauses import contexts
from gaoxin.read.core.kinds import kind_of, nearest
from gaoxin.read.core.periods import Periods
from gaoxin.read.core.scan import scan
from gaoxin.read.core.scopes import Scopes
from gaoxin.read.core.subjects import Carried, subject_of
from gaoxin.read.core.units import currencies

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaoxin.read.core.clauses import Context
    from gaoxin.read.core.entities import Entity
    from gaoxin.read.core.quantity import Quantity, Value
    from gaoxin.read.core.scopes import Scope
    from gaoxin.read.core.view import View


class Fact(NamedTuple):
    """One figure as printed, with its meaning; offsets are raw."""

    start: int
    end: int
    text: str
    value: Value
    unit: str | None
    kind: str
    subject: str | None
    period: str | None
    currency: str | None
    mod: str | None


_made: Final = partial(tuple.__new__, Fact)  # without a call of Python code


@dataclass(slots=True)
class _Told:
    """What the figures of one story hand on, in its headline apart; headline figures wait."""

    periods: Periods = field(default_factory=Periods)
    carried: Carried = field(default_factory=Carried)
    headline: Carried | None = None
    heads: list[int] = field(default_factory=list)  # its headline's facts without a period

    def by(self, scope: Scope) -> Carried:
        """What is handed on in a stretch of the story: its headline hands on apart."""
        self.periods.begin()
        if not scope.head:
            return self.carried
        self.headline = self.headline or Carried()
        return self.headline


def facts(
    view: View,
    scanned: Sequence[Quantity] | None = None,
    scopes: Scopes | None = None,
    things: Iterable[Entity] = (),
) -> list[Fact]:
    """All facts of a text in order: no story speaks of another's, 该公司 of the named things."""
    text = view.text
    found = _printed(text, scan(text) if scanned is None else scanned)
    around = contexts(text, found)
    scopes = scopes or Scopes()
    stories: defaultdict[int, _Told] = defaultdict(_Told)
    named = Antecedents(view, things)
    out: list[Fact] = []
    before: str | None = None
    rate: Quantity | None = None
    sentence = -1
    for printed, context in zip(found, around, strict=True):
        if context.sentence != sentence:
            sentence, before, rate = context.sentence, None, None
            scope = scopes.at(printed.start)
            told = stories[scope.story]
            carried = told.by(scope)
            seen = sentence
        if _POINTS.search(text, seen, printed.start):
            carried.own(named.of(seen, printed.start, scope.start), sentence)
        seen = printed.end
        form = printed.form
        quantity = as_capacity(printed, context, rate) if form in COUNTED else printed
        rate = quantity if quantity.form == "capacity" else rate
        kind = kind_of(text, quantity, context, before)
        before = _handed_on(kind, context, before)
        subject = subject_of(text, quantity, context, kind, carried)
        period = _period(told, quantity, kind, context)
        if scope.head and period is None:
            told.heads.append(len(out))
        out.append(_fact(view, quantity, kind, subject, period))
    return _with_headlines(out, stories.values())


def _printed(text: str, scanned: Sequence[Quantity]) -> list[Quantity]:
    """The figures of a text: a bare number is one where the words around it say so."""
    found = [_bare(q, text) if q.form == "bare" else q for q in scanned]
    return [quantity for quantity in found if quantity.form != "bare"]


def _handed_on(kind: str, context: Context, before: str | None) -> str | None:
    """The kind that a later figure may take over; it may take the cue of a threshold, too."""
    if kind in _HANDED_ON:
        return kind
    return nearest("money", context.left) or before if kind == "other" else before


def _period(told: _Told, quantity: Quantity, kind: str, context: Context) -> str | None:
    if quantity.form == "date":
        told.periods.date(str(quantity.value), kind, context)
        return str(quantity.value)
    return told.periods.of(quantity.value, quantity.unit, context)


def _with_headlines(found: list[Fact], stories: Iterable[_Told]) -> list[Fact]:
    """The figures of headlines take their period from the story below."""
    for told in stories:
        for place in told.heads:
            fact = found[place]
            found[place] = fact._replace(period=told.periods.for_headline(fact.value, fact.unit))
    return found


_POINTS = re.compile("[该此这公企](?:(?<=[该此这])|(?<=公)司|(?<=企)业)")  # 该此这, 公司, 企业
_YEAR = re.compile(r"199\d|20[0-4]\d")
_BEFORE_SUM = re.compile("[，。；：！？\n]")


def _bare(quantity: Quantity, text: str) -> Quantity:
    """A number without unit: a sum of money (投资3.5亿，), 10万+, a year, or nothing."""
    ends = not text[quantity.end : quantity.end + 1].isalnum()
    if ends and quantity.word[-1:] in {"万", "亿"}:
        left = _BEFORE_SUM.split(text[max(0, quantity.start - 20) : quantity.start])[-1]
        if nearest("money", left):
            return quantity._replace(form="money", unit="CNY")
    if text[quantity.end - 1] == "+":  # 阅读量10万+
        return quantity._replace(form="count", unit="count")
    return _year_alone(quantity, text)


def _year_alone(quantity: Quantity, text: str) -> Quantity:
    """Four digits before a word are a year (2021中国…百强, 2022创建…大会)."""
    printed = text[quantity.start : quantity.end]
    follows = text[quantity.end : quantity.end + 1]
    joined = text[quantity.start - 1 : quantity.start] in {"-", "–", "/", "."}  # GB/T 19001-2016
    if joined or not _YEAR.fullmatch(printed) or not "\u4e00" <= follows <= "\u9fff":
        return quantity
    return quantity._replace(form="date", unit="date", value=printed)


_HANDED_ON = frozenset({"investment", "output", "indicator", "growth", "share"})


def _fact(
    view: View, quantity: Quantity, kind: str, subject: str | None, period: str | None
) -> Fact:
    low, high, _form, value, unit, mod, *_ = quantity
    start, end = view.raw_span(low, high)
    text = view.raw[start:end]
    return _made((start, end, text, value, unit, kind, subject, period, _currency(unit), mod))


@lru_cache(maxsize=1024)
def _currency(unit: str | None) -> str | None:
    """The currency of a unit such as CNY or CNY/亩."""
    money = unit.partition("/")[0] if unit else None
    return money if money in currencies() else None
