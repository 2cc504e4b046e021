"""Choices (分类): classes, levels and lights, each taken where its condition holds, first match.

Three ways of writing them: `classes` or `lights` with a condition each; `levels` of a scored
questionnaire (score, and how many scenes reach the level); `limits` by industry, where a record is
in a class when it meets every lower limit of it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.rulebook.grammar.conditions import Scope, cite, condition
from gaoxin.rulebook.rule import Choice
from gaoxin.rulebook.tree import (
    All,
    AnyOf,
    Cite,
    Compare,
    Condition,
    Count,
    Fact,
    Is,
    Score,
    exact,
)
from gaoxin.rulebook.vocabulary import ValueRefusedError, typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaoxin.rulebook.source import Entry

LIGHTS = ("green", "blue", "yellow", "red")
_WORDS = {"id", "zh", "en", "article", "confidence", "note"}
_ACTION = {"who_zh", "who_en", "next_zh", "next_en", "official"}


def choices(row: Mapping[str, Entry], scope: Scope) -> tuple[Choice, ...]:
    """Return the choices of a rule file; at most one way of writing them may be used."""
    given = [key for key in _READERS if key in row]
    if not given:
        return ()
    if len(given) > 1:
        raise row[given[1]].refuse(f"{' / '.join(given)} 只能有一个 (only one of these)")
    found = _READERS[given[0]](row[given[0]], scope)
    seen: set[str] = set()
    for choice in found:
        if choice.cite.id in seen:
            raise row[given[0]].refuse(f"编号重复 (repeated id): {choice.cite.id}")
        seen.add(choice.cite.id)
    return found


def _rows(entry: Entry, scope: Scope, key: str) -> tuple[Choice, ...]:
    found = []
    items = entry.items()
    for place, item in enumerate(items, 1):
        row = item.fields({key}, {"when", *_WORDS, *_ACTION})
        where = cite(row, "", place, item.line)
        value = row[key].one_of(LIGHTS) if key == "light" else row[key].text()
        when = condition(row["when"], scope, where.id) if "when" in row else None
        if when is None and place < len(items):
            raise item.refuse("无条件的一项只能放在最后 (without `when` only as the last)")
        words = {w: row[w].text() if w in row else "" for w in _ACTION - {"official"}}
        official = "official" not in row or row["official"].flag()
        found.append(Choice(where, value, when, official=official, **words))
    return tuple(found)


def _classes(entry: Entry, scope: Scope) -> tuple[Choice, ...]:
    return _rows(entry, scope, "class")


def _lights(entry: Entry, scope: Scope) -> tuple[Choice, ...]:
    return _rows(entry, scope, "light")


def _levels(entry: Entry, scope: Scope) -> tuple[Choice, ...]:
    """Levels by score and by how many scenes (all, binding) are graded at least at the level."""
    row = entry.fields({"score", "scenes", "rows"})
    scenes, binding = _scenes(row["scenes"], scope)
    table, _, group = row["score"].text().partition(".")
    found = []
    for item in row["rows"].items():
        line = item.fields(
            {"level", "zh"}, {"en", "score_ge", "scenes_at_level", "binding_at_level"}
        )
        level = line["level"].whole()
        path = f"level{level}"
        where = Cite(path, line["zh"].text(), _text(line, "en"), line=item.line)
        parts: list[Condition] = []
        if "score_ge" in line:
            own = Cite(f"{path}.score", line=item.line)
            limit = exact(line["score_ge"].number())
            parts.append(Compare(own, Score(table, group), "ge", limit, "point"))
        for key, names, zh, en in (
            ("scenes_at_level", scenes, "场景", "scenes"),
            ("binding_at_level", binding, "约束场景", "binding scenes"),
        ):
            if key in line:
                own = Cite(f"{path}.{key}", f"达到{level}级的{zh}数", f"{en} at level {level}")
                count = _reaching(item, names, scope, (level, own))
                parts.append(Compare(own, count, "ge", exact(line[key].number()), "item"))
        found.append(Choice(where, level, All(where, tuple(parts)) if parts else None))
    return tuple(found)


def _text(row: Mapping[str, Entry], key: str) -> str:
    return row[key].text() if key in row else ""


def _scenes(entry: Entry, scope: Scope) -> tuple[list[str], list[str]]:
    names, binding = [], []
    for _, block in entry.pairs():
        for name, kind in block.pairs():
            if name not in scope.terms:
                raise kind.refuse(f"未知的指标 (unknown indicator): {name}")
            names.append(name)
            if kind.one_of(("binding", "guiding")) == "binding":
                binding.append(name)
    return names, binding


def _reaching(entry: Entry, names: list[str], scope: Scope, what: tuple[int, Cite]) -> Count:
    level, where = what
    reached: list[Condition] = []
    for name in names:
        try:
            limit = typed(scope.terms[name], str(level))
        except ValueRefusedError as error:
            raise entry.refuse(str(error)) from None
        own = Cite(f"{where.id}.{name}", line=entry.line)
        unit = scope.terms[name].unit
        reached.append(Compare(own, Fact(name), "ge", exact(Decimal(limit or 0)), unit))
    return Count(tuple(reached))


def _limits(entry: Entry, scope: Scope) -> tuple[Choice, ...]:
    """Classes by lower limits per industry, from the highest class down; the first class is rest.

    A record whose industry is not listed is in no class: the document does not say.
    """
    row = entry.fields({"classes", "by", "industries"})
    by = scope.term(row["by"])
    classes = row["classes"].texts()
    industries = row["industries"].pairs()
    alternatives: dict[str, list[Condition]] = {name: [] for name in classes[1:]}
    for name, industry in industries:
        line = industry.fields({"zh", "limits"}, {"confidence"})
        here = Is(Cite(f"{name}.industry", by.zh, by.en, line=industry.line), by.name, (name,))
        for place, group in enumerate(classes[1:]):
            path = f"{group}.{name}"
            parts: list[Condition] = [here]
            for term_name, numbers in line["limits"].pairs():
                if term_name not in scope.terms:
                    raise numbers.refuse(f"未知的指标 (unknown indicator): {term_name}")
                bounds = [number.number() for number in numbers.items()]
                if len(bounds) != len(classes) - 1 or bounds != sorted(bounds):
                    raise numbers.refuse("下限个数或次序不对 (limits: one per class, rising)")
                term = scope.terms[term_name]
                own = Cite(f"{path}.{term_name}", term.zh, term.en, line=numbers.line)
                parts.append(Compare(own, Fact(term_name), "ge", exact(bounds[place]), term.unit))
            where = Cite(path, line["zh"].text(), line=industry.line)
            alternatives[group].append(All(where, tuple(parts)))
    listed = Is(
        Cite(f"{classes[0]}.industry", by.zh, by.en), by.name, tuple(n for n, _ in industries)
    )
    upper = [
        Choice(Cite(name, line=entry.line), name, AnyOf(Cite(f"{name}.any"), tuple(parts)))
        for name, parts in reversed(alternatives.items())
    ]
    return (*upper, Choice(Cite(classes[0], line=entry.line), classes[0], listed))


_READERS = {"classes": _classes, "lights": _lights, "levels": _levels, "limits": _limits}
