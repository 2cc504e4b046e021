"""Local rules (本区规则): for diagnosis, points and evaluation the zone's own files go first.

They stand in `rules/diagnosis`, `rules/points` and `rules/evaluation` of the data folder. A zone
that enters official weights, its own life stages or a whole evaluation table writes a rule file of
the same series; on a day on which a version of its own is in force, that one applies, else the
shipped one. A file that is refused is named with line and reason, and its last good version
applies (`kept.py`); where it never was good, the shipped one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gaoxin.grow.core import rules
from gaoxin.grow.kept import last_good, own_folder
from gaoxin.rulebook.library import Library, gather
from gaoxin.rulebook.load import build, load_folder
from gaoxin.rulebook.source import RuleError, yaml_files

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.rulebook.rule import Rule
    from gaoxin.rulebook.source import Entry

HERE = Path(__file__).parent
# Shipped rules of this room that no document holds: our own, each marked `official: false`.
OWN_PRESETS = (HERE / "points" / "presets",)
State = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Books:
    """The zone's own rules and the shipped ones; `problems` names refused files."""

    own: Library
    shipped: Library
    problems: tuple[str, ...]
    stamp: str

    def find(self, name: str, day: date | None = None) -> Rule | None:
        """Return the rule of an id, or the version of a series in force on a day, own first."""
        return self.own.find(name, day) or self.shipped.find(name, day)

    def versions(self, series: str) -> tuple[Rule, ...]:
        """Return all versions of a series, own ones first."""
        return (*self.own.versions(series), *self.shipped.versions(series))


def local_file(subject: str, name: str, shipped: Path) -> Path:
    """Return a data file of the zone's own, or the shipped one where it has none."""
    own = own_folder(subject) / name
    return own if own.is_file() else shipped


def file_state(place: Path) -> State:
    """Return names, times and sizes of the YAML files of a folder: what is kept is kept by them."""
    if not place.is_dir():
        return ()
    stats = ((path, path.stat()) for path in sorted(place.rglob("*.yaml")))
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats)


def books(subject: str) -> Books:
    """Return the rules for a subject: the zone's own, read when a file changed, and shipped."""
    place = own_folder(subject)
    return _books(subject, place, file_state(place))


@lru_cache(maxsize=1)
def _shipped() -> Library:
    own = [rule for place in OWN_PRESETS for rule in load_folder(place, rules.vocabulary())]
    return gather([*rules.library().rules.values(), *own])


@lru_cache(maxsize=8)
def _books(subject: str, place: Path, files: State) -> Books:
    found: list[Rule] = []
    problems: list[str] = []
    for path in yaml_files(place) if place.is_dir() else ():
        found += last_good(path, subject, _rule, problems) or ()
    try:
        own = gather(found)
    except RuleError as why:
        own, problems = Library({}), [*problems, str(why)]
    return Books(own, _shipped(), tuple(problems), str(files))


def _rule(root: Entry) -> tuple[Rule, ...]:
    """Return the rule of a file; none where the file is of another kind."""
    schema = dict(root.pairs()).get("schema")
    if schema is not None and not schema.text().startswith("gaoxin.rules/"):
        return ()
    return (build(root, rules.vocabulary()),)
