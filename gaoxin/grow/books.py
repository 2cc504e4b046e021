"""Books of grow (培育规则库): shipped rules and ladder, and the zone's own in `rules/grow`.

A file of the zone that is refused closes no page: its last good version stays in force (`kept.py`),
and the fault (file, line, reason) is shown where rules are listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gaoxin.grow.core.ladder import Ladder, load_ladder, read_ladder
from gaoxin.grow.core.rules import PRESETS, vocabulary
from gaoxin.grow.kept import last_good, own_folder
from gaoxin.rulebook.library import Library, gather
from gaoxin.rulebook.load import build, load_folder
from gaoxin.rulebook.source import RuleError, yaml_files

if TYPE_CHECKING:
    from pathlib import Path

    from gaoxin.rulebook.vocabulary import Vocabulary

State = tuple[tuple[str, int, int], ...]
SUBJECT, LADDER = "grow", "ladder.yaml"


@dataclass(frozen=True, slots=True)
class Books:
    """Rules and ladder in use, what was refused, and a stamp that changes when they do."""

    library: Library
    ladder: Ladder
    problems: tuple[str, ...]
    stamp: str

    @property
    def terms(self) -> Vocabulary:
        """Return the vocabulary of enterprise indicators."""
        return vocabulary()


def _state(folder: Path) -> State:
    """Return names, times and sizes of the zone's own files: what is kept is kept by them."""
    stats = ((path, path.stat()) for path in yaml_files(folder)) if folder.is_dir() else ()
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats)


def books() -> Books:
    """Return the rules and the ladder in use."""
    folder = own_folder(SUBJECT)
    return _books(folder, _state(folder))


@lru_cache(maxsize=2)
def _books(folder: Path, state: State) -> Books:
    problems: list[str] = []
    library = _library(folder, problems)
    return Books(library, _ladder(folder, library, problems), tuple(problems), str(state))


def _library(folder: Path, problems: list[str]) -> Library:
    """Return the shipped rules with each of the zone's that fits beside them."""
    library = gather(load_folder(PRESETS, vocabulary()))
    for path in yaml_files(folder) if folder.is_dir() else ():
        if path.name == LADDER:
            continue
        rule = last_good(path, SUBJECT, lambda root: build(root, vocabulary()), problems)
        if rule is None:
            continue
        try:
            library = gather([*library.rules.values(), rule])
        except RuleError as why:
            problems.append(str(why))
    return library


def _ladder(folder: Path, library: Library, problems: list[str]) -> Ladder:
    path = folder / LADDER
    shipped = load_ladder(PRESETS / LADDER, library, vocabulary())
    if not path.is_file():
        return shipped
    own = last_good(path, SUBJECT, lambda root: read_ladder(root, library, vocabulary()), problems)
    return own or shipped
