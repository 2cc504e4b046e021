"""Standing (企业所处梯级): every enterprise of a zone at a moment, judged once and shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gaoxin.figures.queries import current_moment
from gaoxin.figures.sight import sight_of
from gaoxin.grow import queries
from gaoxin.grow.books import books
from gaoxin.grow.core.facts import Known, facts_on
from gaoxin.grow.core.honours import due, spells
from gaoxin.grow.core.judging import SIZE_SERIES, stand, with_size
from gaoxin.grow.core.ladder import rules_on
from gaoxin.grow.core.renewal import Renewal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gaoxin.figures.sight import Sight
    from gaoxin.grow.books import Books
    from gaoxin.grow.core.honours import Due, Held
    from gaoxin.grow.core.judging import Standing
    from gaoxin.ledger.models import Enterprise, Zone
    from gaoxin.lib.moment import Moment
    from gaoxin.rulebook.rule import Rule

Facts = dict[str, Any]
# Of one recording to the next few enterprises change: only they are judged anew.
_FACTS: Renewal[Known, Facts] = Renewal()
_WAYS: Renewal[tuple[Facts, Mapping[str, Held]], tuple[Standing, ...]] = Renewal()


@dataclass(frozen=True, slots=True)
class Grown:
    """An enterprise in cultivation: its facts, the titles it holds, and where it stands."""

    enterprise: Enterprise
    facts: Facts
    held: Mapping[str, Held]
    ways: tuple[Standing, ...]


def sight_at(zone: Zone, at: Moment) -> Sight:
    """Return the shared sight of a zone for a page's moment."""
    return sight_of(zone, current_moment(zone, at.as_of, at))


def rules_in_force(shelf: Books, day: date) -> dict[str, Rule]:
    """Return the rule of each rung on a day."""
    return rules_on(shelf.ladder, shelf.library, day)


def titles(sight: Sight) -> list[Held]:
    """Return every time of holding a title that is known at the moment."""
    return sight.once("grow titles", lambda: spells(queries.told_titles(sight.zone, sight.at)))


def held_on(sight: Sight, day: date) -> dict[int, dict[str, Held]]:
    """Return the titles held on a day, by enterprise."""
    return sight.once(f"grow held {day}", lambda: _held_on(sight, day))


def _held_on(sight: Sight, day: date) -> dict[int, dict[str, Held]]:
    found: dict[int, dict[str, Held]] = {}
    for each in titles(sight):
        if each.holds_on(day):
            found.setdefault(each.enterprise, {})[each.title] = each
    return found


def figures(sight: Sight) -> dict[int, queries.Figures]:
    """Return every yearly figure known at the moment, by enterprise."""
    return sight.once("grow figures", lambda: queries.year_figures(sight.zone, sight.at))


def facts_of(shelf: Books, known: Known, day: date) -> Facts:
    """Return the facts of an enterprise on a day, its size class worked out where it can be."""
    size = shelf.library.find(SIZE_SERIES, day)
    return with_size(facts_on(known, day, shelf.terms), size)


def known_of(
    shelf: Books, enterprise: Enterprise, reported: queries.Figures, held: Mapping[str, Held]
) -> Known:
    """Return what is known of an enterprise: a title that nobody recorded is not held."""
    flags = {t.fact: False for t in shelf.ladder.titles.values() if t.fact}
    for name in held:
        title = shelf.ladder.titles.get(name)
        if title is not None and title.fact:
            flags[title.fact] = True
    return Known(reported, flags, enterprise.registered_on)


def facts(sight: Sight) -> dict[int, Facts]:
    """Return the facts of every enterprise that has figures or titles, by enterprise."""
    shelf = books()
    return sight.once(f"grow facts {shelf.stamp}", lambda: _facts(sight, shelf))


def _facts(sight: Sight, shelf: Books) -> dict[int, Facts]:
    day = sight.at.as_of
    reported, held = figures(sight), held_on(sight, day)
    in_pool = reported.keys() | {each.enterprise for each in titles(sight)}
    known = {
        pk: known_of(shelf, sight.enterprises[pk], reported.get(pk, {}), held.get(pk, {}))
        for pk in sorted(in_pool & sight.enterprises.keys())
    }
    return _FACTS.results(_key(sight), shelf, known, lambda each: facts_of(shelf, each, day))


def _key(sight: Sight) -> tuple[int, date]:
    """Return under what all enterprises are judged, besides the rules: the zone and the day."""
    return sight.zone.pk, sight.at.as_of


def pool(sight: Sight) -> dict[int, Grown]:
    """Return every enterprise in cultivation (with figures or titles), judged on each path."""
    shelf = books()
    return sight.once(f"grow pool {shelf.stamp}", lambda: _pool(sight, shelf))


def _pool(sight: Sight, shelf: Books) -> dict[int, Grown]:
    day = sight.at.as_of
    rules, held = rules_in_force(shelf, day), held_on(sight, day)
    given = {pk: (own, held.get(pk, {})) for pk, own in facts(sight).items()}
    ways = _WAYS.results(_key(sight), shelf, given, lambda each: stand(shelf.ladder, rules, *each))
    return {
        pk: Grown(sight.enterprises[pk], own, mine, ways[pk]) for pk, (own, mine) in given.items()
    }


def due_list(sight: Sight) -> list[Due]:
    """Return the re-checks and yearly updates due, soonest first."""
    shelf = books()
    return sight.once(f"grow due {shelf.stamp}", lambda: _due(sight, shelf))


def _due(sight: Sight, shelf: Books) -> list[Due]:
    day = sight.at.as_of
    updates = {
        rung: rule.head.yearly_update_by
        for rung, rule in rules_in_force(shelf, day).items()
        if rule.head.yearly_update_by
    }
    filed = queries.filed_days(sight.zone, sight.at, day.year - 1)
    mine = [each for each in titles(sight) if each.enterprise in sight.enterprises]
    return due(mine, day, updates=updates, filed=filed)
