"""Word files (Word 文件): the text of .docx, table rows as lines, notes after the body."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from gaoxin.lib.decode import Decoded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLD_COPY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BODY = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
# What a file that is no .docx is, by a part that it holds, and what to do with it.
_OTHERS = {
    "xl/workbook.xml": "这是 Excel 表格，请到“台账 · 导入”里导入，或另存为文本",
    "ppt/presentation.xml": "这是演示文稿，请另存为文本或 PDF",
    "content.xml": "这是 OpenDocument 文件，请另存为 .docx",
    "OFD.xml": "这是 OFD 版式文件，请另存为 PDF 或文本",
}
LARGEST_PART = 64 * 1024 * 1024
DEEPEST = 200  # elements inside elements; more is no document


class Unreadable(Exception):
    """The file cannot be read; the message tells the officer why."""


def word_text(data: bytes) -> Decoded:
    """Return the text of a .docx file; the note says why there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            parts = _parts(book)
        lines = [line for part in parts for line in _lines(part)]
    except Unreadable as error:
        return Decoded("", "docx", str(error))
    except Exception:  # a zip or XML library raises whatever a damaged file leads it to
        return Decoded("", "docx", "这不是可读的 Word 文件；可能已损坏，请重新另存")
    return Decoded("\n".join(lines), "docx", None)


def _parts(book: zipfile.ZipFile) -> list[Element]:
    held = set(book.namelist())
    if _BODY not in held:
        why = next((said for name, said in _OTHERS.items() if name in held), "")
        raise Unreadable(why or "这是压缩包，请先解开，再把里面的文件放进来")
    return [_part(book, name) for name in (_BODY, *_NOTES) if name in held]


def _part(book: zipfile.ZipFile, name: str) -> Element:
    if book.getinfo(name).file_size > LARGEST_PART:
        raise Unreadable("文件里的正文过大，没有读")
    body = book.read(name)
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise Unreadable("文件里有实体定义，没有读")
    return ElementTree.fromstring(body)  # noqa: S314 (entities are refused above)


def _lines(element: Element, depth: int = 0) -> Iterator[str]:
    """Lines of the paragraphs and of the rows of tables, in the order of the page."""
    if depth > DEEPEST:
        raise Unreadable("文件里的层次太深，没有读")
    for child in element:
        if child.tag == f"{_W}p":
            yield from _paragraph(child, depth + 1)
        elif child.tag == f"{_W}tr":
            cells = (" ".join(_lines(cell, depth + 1)) for cell in child.iter(f"{_W}tc"))
            yield "\t".join(" ".join(cell.split()) for cell in cells)
        elif child.tag != _OLD_COPY:
            yield from _lines(child, depth + 1)


def _paragraph(element: Element, depth: int) -> Iterator[str]:
    """The line of a paragraph, then the lines of text boxes that hang on it."""
    boxes: list[Element] = []
    words = "".join(_words(element, boxes, depth))
    yield from re.split(r"\n", words)
    for box in boxes:
        yield from _lines(box, depth + 1)


def _words(element: Element, boxes: list[Element], depth: int) -> Iterator[str]:
    """Words as printed: no hidden run, no older copy of a drawing, boxes put aside."""
    if depth > DEEPEST:
        raise Unreadable("文件里的层次太深，没有读")
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif child.tag != _OLD_COPY and not _is_hidden(child):
            yield from _words(child, boxes, depth + 1)


def _is_hidden(run: Element) -> bool:
    hidden = run.find(f"{_W}rPr/{_W}vanish") if run.tag == f"{_W}r" else None
    return hidden is not None and hidden.get(f"{_W}val", "1") not in {"0", "false", "off"}
