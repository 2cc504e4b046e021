"""Template tags (模板标签): one per component, so that no page writes a number by hand.

`{% load gx %}`, then `{% figure fig %}`, `{% light "red" %}`, `{% to "ledger:project" code %}` …
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language

from gaoxin.web import asof as moments
from gaoxin.web import parts
from gaoxin.web.icons import LOGO, icon
from gaoxin.web.navigation import person_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.template.context import Context
    from django.utils.safestring import SafeString

register = template.Library()

register.simple_tag(icon, name="icon")
register.simple_tag(parts.figure, name="figure")
register.simple_tag(parts.panel_button, name="panelbutton")
register.simple_tag(parts.light, name="light")
register.simple_tag(parts.evidence, name="evidence")
register.simple_tag(parts.lacking, name="lacking")
register.simple_tag(parts.missing, name="missing")
register.simple_tag(parts.bar, name="bar")
register.simple_tag(parts.splitbar, name="splitbar")
register.simple_tag(parts.chip, name="chip")
register.simple_tag(lambda: LOGO, name="logo")
register.filter("difference", parts.difference)
register.filter("minus", parts.minus)
register.filter("person", person_name)


@register.filter
def item(held: Mapping[Any, Any], key: Any) -> Any:
    """Return the value of a key, None where there is none: `{{ proofs|item:milestone.pk }}`."""
    return held.get(key)


@register.simple_tag
def html_lang() -> str:
    """Return the language of the page as HTML writes it."""
    return "en" if (get_language() or "").startswith("en") else "zh-CN"


@register.simple_tag(takes_context=True)
def to(context: Context, name: str, *args: Any, query: str = "", **kwargs: Any) -> str:
    """Return the address of a named page, with its own query, keeping the moment shown."""
    address = reverse(name, args=args, kwargs=kwargs) + (f"?{query}" if query else "")
    return moments.keep(context.get("asof"), address)


@register.filter(name="at")
def keep_moment(address: str, asof: moments.AsOf | None) -> str:
    """Return any address with the moment shown kept: `{{ address|at:asof }}`."""
    return moments.keep(asof or None, address)


@register.simple_tag(takes_context=True)
def here(context: Context, **changes: Any) -> str:
    """Return this page's address with parameters changed; an empty value drops one."""
    request = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


@register.simple_tag
def query(**pairs: Any) -> str:
    """Return `?a=1&b=2` of the pairs that have a value."""
    return "?" + urlencode({key: value for key, value in pairs.items() if value not in (None, "")})


@register.inclusion_tag("web/parts/empty.html")
def emptystate(kind: str, title: str, text: str = "", **action: str) -> dict[str, object]:
    """Print an empty state: kind `new`, `filtered` or `denied`, and the next step.

    The next step is `href` (a link, with `label`), or nothing.
    """
    names = {"new": "inbox", "filtered": "filter-off", "denied": "lock", "missing": "file-search"}
    return {"icon_name": names[kind], "title": title, "text": text, **action}


@register.inclusion_tag("web/parts/note.html")
def note(text: str, kind: str = "", **action: str) -> dict[str, object]:
    """Print a note: plain, `p` done for you, `g` agrees, `y` look, `r` stopped."""
    names = {"": "info", "p": "history", "g": "check", "y": "alert", "r": "ban"}
    return {"icon_name": names[kind], "kind": kind, "text": text, **action}


@register.inclusion_tag("web/parts/timeline.html")
def stagetimeline(steps: Sequence[Any]) -> dict[str, object]:
    """Print milestones: each step has name, state (done, late, todo), planned, actual, gap."""
    return {"steps": steps}


@register.inclusion_tag("web/parts/steps.html")
def stepstrip(name: str, steps: Sequence[Any]) -> dict[str, object]:
    """Print the month strip 报 审 批 锁: each step has word, title and state."""
    return {"name": name, "steps": steps, "done": sum(step.state == "done" for step in steps)}


@register.inclusion_tag("web/parts/headbar.html", takes_context=True)
def headbar(context: Context, listing: Any) -> dict[str, object]:
    """Print a list's views, count line, conditions and tools."""
    inner = {"request": context["request"], "asof": context.get("asof"), "page": listing}
    # A list's own tools may need what its view put into the context.
    return inner | {"outer": context}


@register.simple_tag
def sortlink(head: Any) -> SafeString:
    """Return a column's head: a link that sorts, or plain text."""
    if not head.address:
        return format_html("{}", head.label)
    arrow = icon("arrow-up" if head.direction == "asc" else "arrow-down", small=True)
    return format_html(
        '<a href="{}">{}{}</a>', head.address, head.label, arrow if head.direction else ""
    )


@register.inclusion_tag("web/parts/chart.html")
def chart(name: str, option: Mapping[str, Any], sentence: str, height: str = "m") -> dict[str, Any]:
    """Print a chart of an ECharts option; the sentence is read to those who cannot see it.

    `name` is unique on the page; height is s, m or l. A string like `--gx-ink-2` in the option
    becomes that colour; a datum with `panel` opens that address in the source panel.
    """
    return {"id": f"chart-{name}", "option": option, "sentence": sentence, "height": height}
