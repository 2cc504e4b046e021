"""Ladder (阶梯): titles as data, the rungs of each path, and the rules that judge them.

A rung is a title with a rule series; the version of the series is picked by the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.rulebook.source import Entry, read

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from gaoxin.rulebook.library import Library
    from gaoxin.rulebook.rule import Rule
    from gaoxin.rulebook.vocabulary import Vocabulary

LEVELS = ("national", "provincial", "city", "zone")


@dataclass(frozen=True, slots=True)
class Title:
    """A title: its words, who grants it, the rule series that judges it, the fact it makes true."""

    id: str
    zh: str
    en: str
    level: str
    short_zh: str = ""
    series: str = ""
    fact: str = ""

    def label(self, language: str = "zh") -> str:
        """Return the words for the title."""
        return self.en if language == "en" else self.zh

    def short(self, language: str = "zh") -> str:
        """Return the short words for the title."""
        return self.en if language == "en" else self.short_zh or self.zh


@dataclass(frozen=True, slots=True)
class Way:
    """A way up the ladder (path): rungs from the lowest to the highest."""

    id: str
    zh: str
    en: str
    rungs: tuple[Title, ...]

    def label(self, language: str = "zh") -> str:
        """Return the words for the path."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Reach:
    """What counts as within reach: conditions failed, data missing, and the sum of gaps at most."""

    failed: int
    open: int
    gap: Decimal


@dataclass(frozen=True, slots=True)
class Ladder:
    """Paths and titles of a zone."""

    titles: Mapping[str, Title]
    paths: tuple[Way, ...]
    reach: Reach

    @property
    def rungs(self) -> tuple[Title, ...]:
        """Return the rungs of all paths in their order."""
        return tuple(rung for path in self.paths for rung in path.rungs)

    def next_rung(
        self, path: Way, held: Collection[str], has_rule: Collection[str]
    ) -> Title | None:
        """Return the lowest rung above the highest one held that can be applied for on the day.

        `has_rule` names the rungs with a rule in force; None at the top of the path.
        """
        places = [place for place, rung in enumerate(path.rungs) if rung.id in held]
        above = path.rungs[max(places, default=-1) + 1 :]
        return next((rung for rung in above if rung.id in has_rule), None)


def rules_on(ladder: Ladder, library: Library, day: date) -> dict[str, Rule]:
    """Return the rule of each rung in force on a day; rungs without one are left out."""
    found = {rung.id: library.find(rung.series, day) for rung in ladder.rungs}
    return {rung: rule for rung, rule in found.items() if rule is not None}


def load_ladder(path: Path, library: Library, terms: Vocabulary) -> Ladder:
    """Return the ladder of a YAML file (schema gaoxin.ladder/1), checked against the rules."""
    return read_ladder(read(path), library, terms)


def read_ladder(root: Entry, library: Library, terms: Vocabulary) -> Ladder:
    """Return the ladder of a parsed file; unknown series, facts and titles are refused by line."""
    row = root.fields({"schema", "paths", "titles", "reach"}, {"note"})
    row["schema"].one_of(("gaoxin.ladder/1",))
    titles = {name: _title(name, entry, library, terms) for name, entry in row["titles"].pairs()}
    paths = tuple(_path(entry, titles) for entry in row["paths"].items())
    named = [rung.id for path in paths for rung in path.rungs]
    for name in named:
        if named.count(name) > 1:
            raise row["paths"].refuse(f"称号出现两次 (a title stands twice): {name}")
    limits = row["reach"].fields({"failed", "open", "gap"})
    reach = Reach(limits["failed"].whole(), limits["open"].whole(), limits["gap"].number())
    return Ladder(titles, paths, reach)


def _title(name: str, entry: Entry, library: Library, terms: Vocabulary) -> Title:
    row = entry.fields({"zh", "en", "level"}, {"short_zh", "series", "fact"})
    words = {key: value.text() for key, value in row.items()}
    row["level"].one_of(LEVELS)
    if "series" in row and not library.versions(words["series"]):
        raise row["series"].refuse(f"没有这个规则系列 (no such series): {words['series']}")
    if "fact" in row and (words["fact"] not in terms or terms[words["fact"]].unit != "bool"):
        raise row["fact"].refuse(f"没有这个是非指标 (no such yes-no indicator): {words['fact']}")
    return Title(name, **words)


def _path(entry: Entry, titles: Mapping[str, Title]) -> Way:
    row = entry.fields({"id", "zh", "en", "rungs"})
    rungs = []
    for item in row["rungs"].items():
        title = titles.get(item.text())
        if title is None or not title.series:
            raise item.refuse(f"没有这个有规则的称号 (no such title with rules): {item.text()}")
        rungs.append(title)
    return Way(row["id"].text(), row["zh"].text(), row["en"].text(), tuple(rungs))
