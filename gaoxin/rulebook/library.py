"""Library (规则目录): rules by id and by series, the version of a day, and refused overlaps."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.rulebook.load import load_folder
from gaoxin.rulebook.source import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from gaoxin.rulebook.rule import Rule
    from gaoxin.rulebook.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Library:
    """Rules of a room; versions of one series never overlap."""

    rules: Mapping[str, Rule]

    def versions(self, series: str) -> tuple[Rule, ...]:
        """Return the versions of a series, oldest first; empty when there is none."""
        found = (rule for rule in self.rules.values() if rule.head.series == series)
        return tuple(sorted(found, key=lambda rule: rule.head.in_force_from))

    def find(self, name: str, day: date | None = None) -> Rule | None:
        """Return the rule of an id, or the version of a series in force on a day.

        Without a day the newest version is returned.
        """
        if name in self.rules:
            return self.rules[name]
        versions = self.versions(name)
        if day is None:
            return versions[-1] if versions else None
        return next((rule for rule in versions if rule.head.holds_on(day)), None)

    def in_force(self, day: date) -> tuple[Rule, ...]:
        """Return the rules in force on a day, in the order of the folder."""
        return tuple(rule for rule in self.rules.values() if rule.head.holds_on(day))


def gather(rules: Iterable[Rule]) -> Library:
    """Return a library; refuse a repeated id and overlapping versions of one series."""
    found: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in found:
            reason = f"编号重复 (repeated id): {rule.id}, {found[rule.id].file}"
            raise RuleError(rule.file, 1, reason)
        found[rule.id] = rule
    library = Library(found)
    for series in {rule.head.series for rule in found.values()}:
        for older, newer in itertools.pairwise(library.versions(series)):
            end = older.head.in_force_to
            if end is None or end >= newer.head.in_force_from:
                reason = f"版本重叠 (overlapping versions): {older.id} {newer.id}"
                raise RuleError(newer.file, 1, reason)
    return library


def open_library(folder: Path, terms: Vocabulary) -> Library:
    """Return the library of all rule files in a folder."""
    return gather(load_folder(folder, terms))
