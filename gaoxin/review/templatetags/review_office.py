"""Words on the office's pages (评审办公室页面的话): schemes' own words, sums, differences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html

from gaoxin.review.queries.words import is_english
from gaoxin.review.wording import (
    basis_words,
    figure_words,
    label,
    result_of_scheme,
    state_words,
)

if TYPE_CHECKING:
    from gaoxin.review.core.scheme.model import Scheme

register = template.Library()
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@register.filter
def said(words: Any) -> str:
    """Return a scheme's words in the reader's language."""
    return label(words)


@register.filter
def inzh(text: Any) -> Any:
    """Return words that a scheme has in Chinese alone, marked so where the reader reads English."""
    if not is_english() or not CHINESE.search(str(text)):
        return text
    return format_html('<span lang="zh">{}</span>', text)


@register.filter
def state(code: str) -> str:
    """Return what a state is called."""
    return state_words(code)


@register.filter
def figure_name(scheme: Scheme, name: str) -> str:
    """Return what a figure of the scheme is called."""
    return figure_words(scheme, name)


@register.filter
def basis(scheme: Scheme, src: str) -> str:
    """Return where a rule of the scheme comes from."""
    return basis_words(scheme, src)


@register.filter
def result_name(scheme: Scheme, result: str) -> str:
    """Return what a result is called."""
    return result_of_scheme(scheme, result)
