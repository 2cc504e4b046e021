"""Lighting (亮灯): the lights of a zone's projects under the presets that the zone has chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from gaoxin.lib.errors import UserError
from gaoxin.rulebook.library import Library, gather
from gaoxin.rulebook.load import load_folder
from gaoxin.rulebook.source import RuleError
from gaoxin.track.core.facts import FACTS, facts_of
from gaoxin.track.core.lights import HORIZON_DAYS, Light, Preset, evaluate, prepare
from gaoxin.track.histories import Histories

if TYPE_CHECKING:
    from datetime import date

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


@lru_cache(maxsize=2)
def _library(home: Path) -> Library:
    local = home / "rules" / "lights"
    rules = load_folder(PRESETS / "lights", FACTS)
    return gather([*rules, *(load_folder(local, FACTS) if local.is_dir() else [])])


def library() -> Library:
    """Return the light rules: shipped ones, and the zone's own in `rules/lights` of its folder.

    UserError names file, line and reason of a rule that is refused.
    """
    try:
        return _library(Path(settings.GAOXIN_HOME))
    except RuleError as why:
        raise UserError(str(why)) from None


def chosen() -> tuple[str, ...]:
    """Return the presets that the zone's lights follow: its own choice, or the default."""
    own = Path(settings.GAOXIN_HOME) / "rules" / "lights.yaml"
    path = own if own.is_file() else PRESETS / "lights.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    names = tuple(data["lights"])
    unknown = [name for name in names if library().find(name) is None]
    if unknown:
        message = _("%(file)s：没有叫 %(names)s 的亮灯规则。")
        raise UserError(message % {"file": path.name, "names": "、".join(unknown)})
    return names


@lru_cache(maxsize=64)
def _ready(home: Path, name: str, day: date) -> Preset | None:
    rule = _library(home).find(name, day)
    return None if rule is None else prepare(rule)


def lights(sight: Sight, *, preset: str = "") -> dict[int, ProjectLight]:
    """Return every project's light on the day looked at, under one preset or the chosen ones."""
    names = (preset,) if preset else chosen()
    return sight.once(f"lights {' '.join(names)}", lambda: _light_all(sight, names))


def _light_all(sight: Sight, names: tuple[str, ...]) -> dict[int, ProjectLight]:
    home, today = Path(settings.GAOXIN_HOME), sight.at.as_of
    found = [_ready(home, name, today) for name in names]
    presets = [preset for preset in found if preset is not None]
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
    home, today = Path(settings.GAOXIN_HOME), sight.at.as_of
    history = sight.once("histories", lambda: Histories(sight))[project]
    facts = facts_of(history, until=today + timedelta(days=HORIZON_DAYS))
    rules = library().in_force(today)
    presets = [_ready(home, rule.id, today) for rule in rules]
    found = [evaluate(preset, facts, today) for preset in presets if preset is not None]
    return [light for light in found if light.colour != "not_applicable"]
