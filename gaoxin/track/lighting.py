"""Lighting (亮灯): the lights of a zone's projects under the presets that the zone has chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from gaoxin.lib.errors import UserError
from gaoxin.rulebook.library import Library, gather
from gaoxin.rulebook.load import load_folder
from gaoxin.rulebook.source import RuleError, read
from gaoxin.track.core.facts import FACTS, facts_of
from gaoxin.track.core.lights import HORIZON_DAYS, Light, evaluate
from gaoxin.track.core.preset import Preset, prepare
from gaoxin.track.core.selection import Selection, read_selection
from gaoxin.track.histories import Histories

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from gaoxin.figures.sight import Sight
    from gaoxin.ledger.queries import ProjectRow

PRESETS = Path(__file__).parent / "presets"
COLOURS = ("red", "yellow", "blue", "green", "undetermined", "not_applicable")
# The worst light of a project is its light; what cannot be told never hides a red one.
ORDER = {colour: place for place, colour in enumerate(COLOURS)}
SPEAKING = frozenset({"red", "yellow", "blue", "green"})


@dataclass(frozen=True, slots=True)
class ProjectLight:
    """A project's light: the one that decides, and all that were looked at."""

    project: ProjectRow
    colour: str
    light: Light | None
    all: tuple[Light, ...]

    @property
    def days(self) -> int | None:
        """Return since how many days the light has its colour, the first day counted as one."""
        if self.light is None or self.light.since is None:
            return None
        return (self.light.on - self.light.since).days + 1


State = tuple[tuple[str, int, int], ...]


def _state(home: Path) -> State:
    """Return names, times and sizes of the zone's own rule files: what is kept is kept by them."""
    local = home / "rules" / "lights"
    stats = ((path, path.stat()) for path in sorted(local.rglob("*")) if path.is_file())
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats)


@lru_cache(maxsize=2)
def _library(home: Path, _files: State) -> Library:
    local = home / "rules" / "lights"
    rules = load_folder(PRESETS / "lights", FACTS)
    return gather([*rules, *(load_folder(local, FACTS) if local.is_dir() else [])])


def library() -> Library:
    """Return the light rules: shipped ones, and the zone's own in `rules/lights` of its folder.

    UserError names file, line and reason of a rule that is refused.
    """
    try:
        home = Path(settings.GAOXIN_HOME)
        return _library(home, _state(home))
    except RuleError as why:
        raise UserError(str(why)) from None


def selection() -> Selection:
    """Return the rules that the zone's lights follow and its parameters: its own, or the default.

    UserError names file, line and reason where the file is not understood.
    """
    own = Path(settings.GAOXIN_HOME) / "rules" / "lights.yaml"
    path = own if own.is_file() else PRESETS / "lights.yaml"
    try:
        return read_selection(read(path), library())
    except RuleError as why:
        raise UserError(str(why)) from None


def chosen() -> tuple[str, ...]:
    """Return the presets that the zone's lights follow."""
    return selection().names


@lru_cache(maxsize=64)
def _ready(
    home: Path,
    files: State,
    name: str,
    day: date,
    parameters: tuple[tuple[str, Decimal | bool], ...],
) -> Preset | None:
    rule = _library(home, files).find(name, day)
    return None if rule is None else prepare(rule, dict(parameters))


def _presets(names: Iterable[str], day: date) -> list[Preset]:
    """Return the presets ready for a day, with what the zone has set for each."""
    home, own = Path(settings.GAOXIN_HOME), selection()
    files = _state(home)
    try:
        found = [_ready(home, files, name, day, own.set_for(name)) for name in names]
    except RuleError as why:
        raise UserError(str(why)) from None
    return [preset for preset in found if preset is not None]


def lights(sight: Sight, *, preset: str = "") -> dict[int, ProjectLight]:
    """Return every project's light on the day looked at, under one preset or the chosen ones."""
    names, settled = _followed(preset)
    return sight.once(f"lights {settled}", lambda: _light_all(sight, names))


def worst_first(sight: Sight, *, preset: str = "") -> list[ProjectLight]:
    """Return the same lights in order, red first, of one colour the one lit longest first."""

    def ordered() -> list[ProjectLight]:
        found = lights(sight, preset=preset).values()
        return sorted(found, key=lambda each: (ORDER[each.colour], -(each.days or 0)))

    return sight.once(f"lights in order {_followed(preset)[1]}", ordered)


def _followed(preset: str) -> tuple[tuple[str, ...], list[Any]]:
    """Return the rules to follow, and with their parameters, by which results are kept."""
    own = selection()
    names = (preset,) if preset else own.names
    return names, [(name, own.set_for(name)) for name in names]


def _light_all(sight: Sight, names: tuple[str, ...]) -> dict[int, ProjectLight]:
    today = sight.at.as_of
    presets = _presets(names, today)
    until = today + timedelta(days=HORIZON_DAYS)
    known = sight.once("histories", lambda: Histories(sight))
    lit = {}
    for project, history in known.items():
        facts = facts_of(history, until=until)
        each = [evaluate(preset, facts, today) for preset in presets]
        lit[project] = _worst(sight.projects[project], each)
    return lit


def _worst(project: ProjectRow, all_lights: list[Light]) -> ProjectLight:
    """Return the project's light: the worst that speaks; of equals the one lit longest."""
    speaking = [light for light in all_lights if light.colour in SPEAKING]
    if not speaking:
        open_ones = [light for light in all_lights if light.colour == "undetermined"]
        colour = "undetermined" if open_ones else "not_applicable"
        return ProjectLight(project, colour, next(iter(open_ones), None), tuple(all_lights))
    worst = min(speaking, key=lambda light: (ORDER[light.colour], light.since or light.on))
    return ProjectLight(project, worst.colour, worst, tuple(all_lights))


def lights_of_one(sight: Sight, project: int) -> list[Light]:
    """Return what every rule in force says of one project, rules not chosen among them."""
    today = sight.at.as_of
    history = sight.once("histories", lambda: Histories(sight))[project]
    facts = facts_of(history, until=today + timedelta(days=HORIZON_DAYS))
    presets = _presets([rule.id for rule in library().in_force(today)], today)
    found = [evaluate(preset, facts, today) for preset in presets]
    return [light for light in found if light.colour != "not_applicable"]
