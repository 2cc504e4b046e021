"""Icons (图标): outline drawings printed inline, so that they take the colour of the text.

Path data in `icons.json`: Tabler Icons, MIT License (the file carries the notice).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

_OPEN = (
    '<svg class="ic{extra}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
    ' stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
)


@cache
def paths() -> dict[str, list[str]]:
    """Return the path data of each icon by name."""
    text = (Path(__file__).parent / "icons.json").read_text(encoding="utf-8")
    return {name: data for name, data in json.loads(text).items() if not name.startswith("_")}


@cache
def icon(name: str, *, small: bool = False) -> SafeString:
    """Return an icon as inline SVG; KeyError names an icon that does not exist."""
    drawn = "".join(f'<path d="{d}"/>' for d in paths()[name])
    return mark_safe(_OPEN.format(extra=" ic-s" if small else "") + drawn + "</svg>")  # noqa: S308 (our own drawings)


_LIGHTS = {
    "g": '<circle class="f" cx="6" cy="6" r="5"/><path class="k" d="M3.7 6.2l1.6 1.6 3-3.4"/>',
    "y": '<path class="f" d="M6 .8l5.6 10H.4z"/><path class="k" d="M6 4.4v3M6 8.6v.9"/>',
    "r": '<path class="f" d="M3.6.5h4.8l3.1 3.1v4.8l-3.1 3.1H3.6L.5 8.4V3.6z"/>'
    '<path class="k" d="M3.4 6h5.2"/>',
    "b": '<circle class="k" cx="6" cy="6" r="4.4"/>',
    "o": '<circle class="d" cx="6" cy="6" r="4.4"/>',
}


@cache
def light_shape(letter: str) -> SafeString:
    """Return a light's shape: tick g, triangle y, octagon r, ring b, dashed ring o."""
    shape = _LIGHTS[letter]
    return mark_safe(f'<svg viewBox="0 0 12 12" aria-hidden="true">{shape}</svg>')  # noqa: S308 (our own drawings)


LOGO: SafeString = mark_safe(
    '<svg viewBox="0 0 28 28" aria-hidden="true" class="logo"><rect width="28" height="28" rx="7"/>'
    '<path d="M14 5.5l7.4 4.25v8.5L14 22.5l-7.4-4.25v-8.5z"/><circle cx="14" cy="14" r="2.6"/>'
    '<path d="M14 11.4V5.5M16.3 15.3l5.1 2.95M11.7 15.3l-5.1 2.95"/></svg>'
)
