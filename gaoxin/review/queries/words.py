"""Words of the rules (规则的话): the reader's language of a sentence that the core says in both."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from gaoxin.lib.errors import Denied, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOTH = re.compile(r"(?P<zh>.*?[^\x00-\x7f].*?) \((?P<en>[^()]*)\)(?P<rest>.*)", re.DOTALL)


def is_english() -> bool:
    """Test whether the reader reads English."""
    return (get_language() or "").startswith("en")


def language() -> str:
    """Return the reader's language as the core names it."""
    return "en" if is_english() else "zh"


def own_words(text: str) -> str:
    """Return the half of `中文 (English)` that the reader reads; other texts as they are."""
    found = _BOTH.fullmatch(text)
    if found is None:
        return text
    return (found["en"] if is_english() else found["zh"]) + found["rest"]


@contextmanager
def speaking() -> Iterator[None]:
    """Let what the core refuses be said in the reader's language."""
    try:
        yield
    except Denied:
        raise
    except UserError as why:
        raise UserError(own_words(str(why))) from why
