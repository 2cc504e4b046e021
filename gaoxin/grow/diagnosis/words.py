"""Words of the questionnaire (问卷用语): options, grades, blocks and levels in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gaoxin.grow.core.diagnosis import Efforts, read_efforts
from gaoxin.grow.local import local_file
from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from gaoxin.grow.core.questionnaire import Option, Question, Questionnaire, Scene
    from gaoxin.rulebook.vocabulary import Term

PRESETS = Path(__file__).parent / "presets"


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((PRESETS / "words.yaml").read_text(encoding="utf-8"))
    return found


def language() -> str:
    """Return `en` for an English reader, else `zh`."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def said(words: dict[str, str] | None, fallback: str = "") -> str:
    """Return a text in the reader's language."""
    return fallback if words is None else words[language()]


def term_name(term: Term) -> str:
    """Return an indicator's name; what English adds in brackets is said by the options."""
    name = term.label(language())
    return name.partition(" (")[0] if language() == "en" else name


def level_name(level: int) -> str:
    """Return a level with its number, such as `2 规范级`."""
    return f"{level} {said(_words()['levels'].get(str(level)), '')}".strip()


def dimension_name(name: str, fallback: str = "") -> str:
    """Return a dimension's name."""
    return said(_words()["dimensions"].get(name), fallback or name)


def grade_name(grade: str) -> str:
    """Return what a scene's grade means."""
    return said(_words()["grades"].get(grade), grade)


def option_name(question: Question, option: Option) -> str:
    """Return an answer in words: a band by its limits, a count with its unit, a level by name."""
    term = question.term
    if option.up_to is not None:
        return _band(option)
    known: dict[str, Any] = _words()["options"]
    own = known.get(term.name) or (known["change"] if term.levels else None)
    if own is not None:
        return said(own.get(option.value), option.value)
    if term.unit == "item":
        return _("%(count)s 项") % {"count": option.value}
    return _("第 %(count)s 档") % {"count": option.value} if option.value != "0" else _("还没有")


def _band(option: Option) -> str:
    up_to, above = f"{option.up_to:f}", option.above
    if above is None:
        return _("不超过 %(up_to)s%%") % {"up_to": up_to}
    ends = {"above": f"{above:f}", "up_to": up_to}
    return (
        _("超过 %(above)s%%") % ends if up_to == "100" else _("%(above)s%% 至 %(up_to)s%%") % ends
    )


@dataclass(frozen=True, slots=True)
class Block:
    """Scenes that belong together."""

    name: str
    scenes: tuple[Scene, ...]


def blocks(form: Questionnaire) -> list[Block]:
    """Return the scenes by block; those of no block come last under a plain word."""
    by_name = {scene.name: scene for scene in form.scenes}
    found = []
    for words in _words()["blocks"].values():
        scenes = tuple(by_name.pop(name) for name in words["scenes"] if name in by_name)
        if scenes:
            found.append(Block(said(words), scenes))
    return [*found, Block(_("其他场景"), tuple(by_name.values()))] if by_name else found


@dataclass(frozen=True, slots=True)
class Weighing:
    """The efforts in use, with their note and whether they are official."""

    efforts: Efforts
    note: str
    is_official: bool


def weighing() -> Weighing:
    """Return the efforts of the zone, or the shipped ones; UserError names a file that is wrong."""
    path = local_file("diagnosis", "efforts.yaml", PRESETS / "efforts.yaml")
    return _weighing(path, path.stat().st_mtime_ns, language())


@lru_cache(maxsize=4)
def _weighing(path: Path, _changed: int, spoken: str) -> Weighing:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        efforts = read_efforts(data)
        note, official = str(data["note"][spoken]), bool(data["official"])
    except (yaml.YAMLError, ValueError, KeyError, TypeError) as why:
        raise UserError(f"{path.name}: {why}") from None
    return Weighing(efforts, note, official)
