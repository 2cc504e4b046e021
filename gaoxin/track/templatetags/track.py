"""Words of a light (灯的话): in the reader's language, from the rule that decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from gaoxin.rulebook.rule import Choice, Rule
    from gaoxin.track.core.lights import Light
    from gaoxin.track.lighting import ProjectLight

register = template.Library()


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"


@register.filter
def title(rule: Rule) -> str:
    """Return the rule's title."""
    return rule.head.title(_language())


def _of_choice(choice: Choice | None, name: str) -> str:
    if choice is None:
        return ""
    if name == "because":
        return choice.cite.en if _language() == "en" and choice.cite.en else choice.cite.zh
    found: str = getattr(choice, f"{name}_{_language()}") or getattr(choice, f"{name}_zh")
    return found


@register.filter
def because(light: Light | None) -> str:
    """Return why the light has its colour: the line of the rule, or what is missing."""
    if light is None:
        return ""
    if light.choice is not None:
        return _of_choice(light.choice, "because")
    rule = light.preset.rule
    if light.unstated:
        said = rule.unstated_en if _language() == "en" else rule.unstated_zh
        return said or _("文件未规定")
    terms = rule.terms
    names = [
        (terms[name].en if _language() == "en" else terms[name].zh) if name in terms else name
        for name in light.missing
    ]
    return _("缺 %(names)s，判不了") % {"names": "、".join(names)}


@register.filter
def who(light: Light | None) -> str:
    """Return who can act."""
    return "" if light is None else _of_choice(light.choice, "who")


@register.filter
def next_step(light: Light | None) -> str:
    """Return what comes next."""
    return "" if light is None else _of_choice(light.choice, "next")


@register.filter
def clock_text(light: Light | None) -> str:
    """Return the clock in words: day 62, limit 60."""
    return "" if light is None or light.clock is None else light.clock.text(_language())


@register.filter
def lit_for(each: ProjectLight) -> str:
    """Return since when the light has its colour, in days: 亮红第 41 天."""
    if each.days is None:
        return ""
    words = {
        "red": _("亮红第 %(days)s 天"),
        "yellow": _("亮黄第 %(days)s 天"),
        "green": _("亮绿第 %(days)s 天"),
    }
    word = words.get(each.colour, _("第 %(days)s 天"))
    return word % {"days": each.days}


@register.filter
def turns(light: Light | None) -> str:
    """Return when the light changes if nobody acts: 12-09 转红."""
    if light is None or light.next_change is None:
        return ""
    change = light.next_change
    words = {
        "red": _("%(on)s 转红"),
        "yellow": _("%(on)s 转黄"),
        "green": _("%(on)s 转绿"),
    }
    word = words.get(change.colour, _("%(on)s 后这条规则不再适用"))
    return word % {"on": f"{change.on:%m-%d}" if change.on.year == light.on.year else change.on}


@register.filter
def park_of(each: ProjectLight, parks: dict[int, object]) -> object:
    """Return the park of a light's project."""
    return parks.get(each.project.park_id or 0, "")
