"""Taking text out (取字): a PDF of many pages gives its text a few pages at a time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from gaoxin.read.core.pdf import pdf_from, pdf_pages

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES_AT_ONCE = 3  # pages that are taken out without asking the clock
SECONDS = 1.5  # of one request
PDF = b"%PDF-"


def begun(content: bytes) -> tuple[str, int, int] | None:
    """Return the first pages of a long PDF: text, the page after, pages; None for other files.

    Where no page before it has any text, it is looked for to the end: scans are told at once.
    """
    if PDF not in content[:1024]:
        return None
    pages = pdf_pages(content)
    if pages <= PAGES_AT_ONCE:
        return None
    text, after = pdf_from(content, 0, _enough(wanted=True))
    return None if after >= pages else (text, after, pages)


def gone_on(content: bytes, first: int) -> tuple[str, int]:
    """Return the text of the next pages and the page after them."""
    return pdf_from(content, first, _enough(wanted=False))


def _enough(*, wanted: bool) -> Callable[[list[str]], bool]:
    started = time.monotonic()

    def is_enough(texts: list[str]) -> bool:
        late = time.monotonic() - started >= SECONDS
        return late and (not wanted or any(text.strip() for text in texts))

    return is_enough
