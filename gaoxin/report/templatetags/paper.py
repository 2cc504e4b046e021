"""Paper (通报纸面): inline parts of a bulletin as HTML; a number opens its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from gaoxin.report.core.document import Chart, Number, Table, appendix_heading, ordinal
from gaoxin.report.core.picture import option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString

    from gaoxin.report.core.document import Inline, Section

register = template.Library()
SCREEN_FONT = 12


@register.simple_tag
def printed(parts: Iterable[Inline], marked: frozenset[str] = frozenset()) -> SafeString:
    """Print inline parts; numbers whose keys are marked stand out."""
    return format_html_join("", "{}", ((_part(part, marked),) for part in parts))


def _part(part: Inline, marked: frozenset[str]) -> str | SafeString:
    if isinstance(part, str):
        return part
    if not isinstance(part, Number):
        return part.text
    return format_html(
        '<button type="button" class="gx-num{}" hx-get="{}" hx-target="#gx-src"'
        ' aria-haspopup="dialog" aria-label="{}">{}</button>',
        " warn" if part.key in marked else "",
        reverse("figures:panel", args=[part.key]),
        _("%(figure)s，查看来源") % {"figure": part.text},
        part.text,
    )


@register.filter
def kind(block: object) -> str:
    """Return what a block is: paragraph, table or chart."""
    if isinstance(block, Table):
        return "table"
    return "chart" if isinstance(block, Chart) else "paragraph"


@register.filter(name="ordinal")
def ordinal_of(number: int) -> str:
    """Return the ordinal of a section."""
    return ordinal(number)


@register.filter
def appended(section: Section, number: int) -> str:
    """Return the heading of an appendix, in the words of the document."""
    return appendix_heading(section.name, section.title, number)


@register.filter
def drawn(block: Chart) -> dict[str, Any]:
    """Return the option of a chart for the screen."""
    return option(block, SCREEN_FONT)
