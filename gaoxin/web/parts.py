"""Components (组件): small pieces of a page as HTML; template tags and list cells print the same.

Lengths stand in SVG attributes, not in `style`, because the Content-Security-Policy allows none.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gaoxin.web.icons import icon, light_shape

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MINUS = "\N{MINUS SIGN}"
ZERO = Decimal(0)
HUNDRED = Decimal(100)


class Shown(Protocol):
    """A figure as a page needs it; `gaoxin.figures` gives it.

    Optional attributes: `corrected`, `estimated` (bool); `missing` ("unreported" or "unknown")
    where there is no value.
    """

    @property
    def key(self) -> str:
        """Return the key of the figure's address."""

    @property
    def value(self) -> Decimal | None:
        """Return the value; None where it does not exist."""

    @property
    def number(self) -> str:
        """Return the rounded number as printed, without unit."""

    @property
    def text(self) -> str:
        """Return the number with its unit, as printed."""


LIGHTS = {
    "g": "g", "y": "y", "r": "r", "o": "o",
    "green": "g", "yellow": "y", "red": "r", "grey": "o", "none": "o", "": "o",
    "blue": "b", "undetermined": "o", "not_applicable": "o",
}  # fmt: skip
LIGHT_WORDS = {
    "g": gettext_lazy("绿"),
    "y": gettext_lazy("黄"),
    "r": gettext_lazy("红"),
    "b": gettext_lazy("蓝"),
    "o": gettext_lazy("未评"),
}
EVIDENCE_ICONS = {
    "workbook": "table",
    "photo": "camera",
    "newspaper": "news",
    "text": "file",
    "bulletin": "file-text",
}


def minus(text: object) -> str:
    """Return a number's text with the real minus sign."""
    return str(text).replace("-", MINUS)


def figure(fig: Shown, *, unit: bool = True, css: str = "") -> SafeString:
    """Return the button of a figure, which opens its source; or the word for a missing value."""
    if fig.value is None:
        return missing(getattr(fig, "missing", "none"), fig.key)
    marks = " fix" if getattr(fig, "corrected", False) else ""
    marks += " est" if getattr(fig, "estimated", False) else ""
    tail = unit_words(fig.text.removeprefix(fig.number))
    return format_html(
        '<button type="button" class="gx-num{}{}" hx-get="{}" hx-target="#gx-src"'
        ' aria-haspopup="dialog" aria-label="{}">{}{}</button>',
        marks, f" {css}" if css else "", panel_address(fig.key),
        _("%(figure)s，查看来源") % {"figure": f"{fig.number}{tail}"},
        fig.number, format_html('<span class="u">{}</span>', tail) if unit and tail else "",
    )  # fmt: skip


# Figures keep their number in English; only the unit's word changes, so that nothing is converted.
ENGLISH_UNITS = {
    "个": "", "次": "", "家": "", "天": " days", "个百分点": " points", "点": " points",
    "亿元": " CNY 100 million", "万元": " CNY 10,000", "件": "", "人": "", "分": " points",
    "比值": "", "吨标准煤/万元": " tce per CNY 10,000",
}  # fmt: skip


def unit_words(tail: str) -> str:
    """Return a figure's unit as the reader's language prints it behind the number."""
    english = (get_language() or "").startswith("en")
    return ENGLISH_UNITS.get(tail, tail) if english else tail


def panel_address(key: str) -> str:
    """Return the address of a figure's source panel."""
    return reverse("figures:panel", args=[key])


def panel_button(address: str, text: object, label: object) -> SafeString:
    """Return a button like a figure's that opens any other panel, such as a light's."""
    return format_html(
        '<button type="button" class="gx-num" hx-get="{}" hx-target="#gx-src"'
        ' aria-haspopup="dialog" aria-label="{}">{}</button>',
        address, label, text,
    )  # fmt: skip


def missing(why: str, key: str = "") -> SafeString:
    """Return 未报 (someone owes it), 算不出 (undetermined) or — (does not apply)."""
    words = {"unreported": _("未报"), "unknown": _("算不出")}
    css, word = ("gx-chip out dash", words[why]) if why in words else ("gx-num mut", "—")
    if not key:
        css = "gx-chip out dash" if why in words else "mut"
        return format_html('<span class="{}">{}</span>', css, word)
    return format_html(
        '<button type="button" class="{}" hx-get="{}" hx-target="#gx-src"'
        ' aria-haspopup="dialog" aria-label="{}">{}</button>',
        css, panel_address(key), _("%(word)s，查看原因") % {"word": words.get(why, _("没有数"))},
        word,
    )  # fmt: skip


def light(colour: str, word: object = "", *, bare: bool = False) -> SafeString:
    """Return a light: shape, word and colour; `bare` for a remark beside a number."""
    letter = LIGHTS[str(colour)]
    return format_html(
        '<span class="gx-light {}{}">{}{}</span>',
        letter, " bare" if bare else "", light_shape(letter), word or LIGHT_WORDS[letter],
    )  # fmt: skip


def evidence(title: object, place: object = "", *, kind: str = "", href: str = "") -> SafeString:
    """Return an evidence chip: icon by kind, name, then place in grey."""
    name = icon(EVIDENCE_ICONS.get(kind, "file"))
    tail = format_html("<em>{}</em>", place) if place else ""
    if not href:
        return format_html(
            '<span class="gx-ev">{}<span class="ell">{}</span>{}</span>', name, title, tail
        )
    return format_html(
        '<a class="gx-ev" href="{}" title="{}">{}<span class="ell">{}</span>{}</a>',
        href,
        f"{title} {place}".strip(),
        name,
        title,
        tail,
    )


def lacking(what: object = "") -> SafeString:
    """Return the dashed chip of evidence that is missing, naming what is missing."""
    word = _("缺：%(what)s") % {"what": what} if what else _("缺证据")
    return format_html('<span class="gx-chip out dash">{}</span>', word)


def percent(value: Any, whole: Any = HUNDRED) -> Decimal:
    """Return value ÷ whole in percent, held between 0 and 100; 0 where one of them is missing.

    A template gives "" for what is missing.
    """
    whole = Decimal(str(whole or 0))
    if value in (None, "") or whole <= ZERO:
        return ZERO
    share: Decimal = Decimal(str(value)) / whole * HUNDRED
    return min(max(share, ZERO), HUNDRED).quantize(Decimal("0.1"))


def bar(value: Any, whole: Any = HUNDRED, tick: Any = None, *, css: str = "") -> SafeString:
    """Return a bar of value ÷ whole with a tick at the target or time progress."""
    mark = format_html('<rect class="t" x="{}%" width="2" height="100%"/>', percent(tick, whole))
    return format_html(
        '<svg class="gx-bar {}" aria-hidden="true"><rect class="w" y="3" width="100%" rx="3"/>'
        '<rect class="v" y="3" width="{}%" rx="3"/>{}</svg>',
        css, percent(value, whole), "" if tick in (None, "") else mark,
    )  # fmt: skip


def splitbar(red: int, yellow: int, green: int) -> SafeString:
    """Return the bar of shares of red, yellow and green; the counts stand beside it as text."""
    whole = red + yellow + green
    drawn, start = [], ZERO
    for letter, count in (("r", red), ("y", yellow), ("g", green)):
        width = percent(count, whole)
        if width:
            drawn.append(f'<rect class="{letter}" x="{start}%" width="{width}%" height="100%"/>')
        start += width
    return mark_safe(  # noqa: S308 (letters and numbers made above)
        f'<svg class="gx-split" aria-hidden="true">{"".join(drawn)}</svg>'
    )


def chip(text: object, css: str = "") -> SafeString:
    """Return a grey chip; css `pri` blue, `out` outlined."""
    return format_html('<span class="gx-chip {}">{}</span>', css, text)


def difference(days: int | None) -> str | _StrPromise:
    """Return how far a day is from its plan in words: 晚 17 天, 早 2 天, 0 天."""
    if days is None:
        return ""
    if days > 0:
        return _("晚 %(days)s 天") % {"days": days}
    if days < 0:
        return _("早 %(days)s 天") % {"days": -days}
    return _("0 天")
