"""PDF files (PDF 文件): the text layer, columns kept apart; a scan says that it has no text."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

from gaoxin.lib.decode import Decoded
from gaoxin.read.core.columns import Chunk, in_columns
from gaoxin.read.core.radicals import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from pypdf import PageObject

MOST_PAGES = 400
MOST_TEXT = 20_000_000  # characters; a page may be made to hold any number


def pdf_text(data: bytes) -> Decoded:
    """Return the text layer of a PDF; the note says why there is none, or what was left out."""
    from pypdf import PdfReader

    # A damaged file makes the library talk; what matters is said in the note.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return Decoded("", "pdf", "PDF 加了密码，打不开；请另存为不加密的文件")
        total = len(reader.pages)
        pages: list[str] = []
        for number in range(min(total, MOST_PAGES)):
            pages.append(_page(reader.pages[number]))
            if sum(map(len, pages)) > MOST_TEXT:
                break
    except Exception:  # the library raises whatever a damaged file leads it to
        return Decoded("", "pdf", "PDF 已损坏，读不出来；请重新导出")
    text = "\n\n".join(pages)
    if not text.strip():
        return Decoded("", "pdf", "这是扫描件，PDF 里没有文字；请先做文字识别，或粘贴文字")
    note = f"共 {total} 页，只读了前 {len(pages)} 页" if total > len(pages) else None
    return Decoded(text, "pdf", note)


def pdf_pages(data: bytes) -> int:
    """Return how many pages of a PDF are read; 0 where it cannot be opened."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return 0
        return min(len(reader.pages), MOST_PAGES)
    except Exception:  # the library raises whatever a damaged file leads it to
        return 0


def pdf_from(data: bytes, first: int, enough: Callable[[list[str]], bool]) -> tuple[str, int]:
    """Return the text of pages from one on until there is enough of them, and the page after.

    A page that cannot be read is empty; the page after is the number of pages at the end.
    """
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    total, texts = min(len(reader.pages), MOST_PAGES), []
    for number in range(first, total):
        try:
            texts.append(_page(reader.pages[number]))
        except Exception:  # a damaged page
            texts.append("")
        if enough(texts):
            break
    return "\n\n".join(texts), first + len(texts)


def _page(page: PageObject) -> str:
    """Return a page's text; lines that run across columns are put back into their columns."""
    chunks: list[Chunk] = []

    def seen(
        text: str, place: list[float], matrix: list[float], _font: object, size: float
    ) -> None:
        if text.strip():
            x = matrix[4] * place[0] + matrix[5] * place[2] + place[4]
            y = matrix[4] * place[1] + matrix[5] * place[3] + place[5]
            height = size * (abs(matrix[3]) or 1) * (abs(place[3]) or 1)
            chunks.append(Chunk(x, y, height, text.strip()))

    text = page.extract_text(visitor_text=seen)
    return (in_columns(chunks) or text).translate(WRITTEN)
