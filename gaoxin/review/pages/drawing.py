"""Drawings (图形): experts' levels on one axis, as SVG, with the same in words for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

_LEFT, _SPAN, _HEIGHT = 6, 88, 26
# Dots on one level stand apart, so that each is seen.
_OFFSETS = ((0, 0), (-2, -6), (2, 6), (-2, 6), (2, -6), (0, -9), (0, 9))


def _x(level: int, top: int) -> int:
    return _LEFT + _SPAN * level // top


def axis(top: int) -> SafeString:
    """Return the numbers of the levels above the strips."""
    marks = format_html_join(
        "", '<text x="{}%" y="11" text-anchor="middle">{}</text>',
        ((_x(level, top), level) for level in range(top + 1)),
    )  # fmt: skip
    return format_html('<svg class="gx-strip" height="14" aria-hidden="true">{}</svg>', marks)


def strip(dots: Sequence[tuple[str, int, bool]], top: int) -> SafeString:
    """Return the strip of a judged item: (letter, level, left out) for each expert."""
    words = _("、").join(
        _("专家 %(letter)s %(level)s 级") % {"letter": letter, "level": level}
        for letter, level, _out in dots
    )
    lines = format_html_join(
        "", '<line class="lv" x1="{0}%" x2="{0}%" y1="2" y2="24"/>',
        ((_x(level, top),) for level in range(top + 1)),
    )  # fmt: skip
    seen: dict[int, int] = {}
    drawn = []
    for letter, level, out in dots:
        number = seen.get(level, 0)
        seen[level] = number + 1
        dx, dy = _OFFSETS[number % len(_OFFSETS)]
        drawn.append((_x(level, top) + dx, _HEIGHT // 2 + dy, "out" if out else "in", letter))
    marks = format_html_join(
        "", '<circle class="{2}" cx="{0}%" cy="{1}" r="5"><title>{3}</title></circle>', drawn
    )
    return format_html(
        '<svg class="gx-strip" height="{}" role="img" aria-label="{}">'
        '<line class="ax" x1="0" x2="100%" y1="13" y2="13"/>{}{}</svg>',
        _HEIGHT, words, lines, marks,
    )  # fmt: skip
