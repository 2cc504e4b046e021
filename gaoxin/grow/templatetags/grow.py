"""Template tags of grow (培育的模板标签): states of rungs, outcomes and names in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gaoxin.grow import words
from gaoxin.web import parts

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from gaoxin.figures.board import Figure
    from gaoxin.grow.core.judging import Rung

register = template.Library()


@register.simple_tag
def rungstate(rung: Rung) -> SafeString:
    """Print where an enterprise stands to a rung: a light where a hand is needed, else a chip."""
    word, colour = words.STATES[rung.state], words.LIGHTS[rung.state]
    if colour:
        return parts.light(colour, word, bare=rung.state != "held")
    return format_html('<span class="mut">{}</span>', word)


@register.filter
def figure_name(figure: Figure) -> str:
    """Return a figure's name in the reader's language."""
    name = figure.definition.name
    return name.en if words.language() == "en" else name.zh


@register.filter
def outcome(value: str) -> str:
    """Return an outcome in words; a dash where there is none."""
    return str(words.OUTCOMES.get(value, "—"))


@register.filter
def confidence(value: str) -> str:
    """Return how sure the source of a rule is."""
    return {"high": _("高"), "medium": _("中"), "low": _("低")}.get(value, "—")


@register.filter
def minus_days(value: int) -> int:
    """Return how many days something is late."""
    return -value


@register.filter
def title_word(title: Any) -> str:
    """Return a title in the reader's language."""
    return words.title_word(title)
