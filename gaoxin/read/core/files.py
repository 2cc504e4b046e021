"""Files in (文件): the text of .txt, .html and .docx files; a scan without text says so."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

from gaoxin.read.core.decode import Decoded, decode

_BLOCKS = {"p", "div", "br", "li", "tr", "td", "th", "table", "title", "header", "footer"}
_BLOCKS |= {"section", "article", "h1", "h2", "h3", "h4", "h5", "h6"}
_SILENT = {"script", "style", "noscript", "template"}
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LARGEST_PART = 64 * 1024 * 1024


def text_of(name: str, data: bytes) -> Decoded:
    """The text of a file by its ending and its first bytes."""
    if data[:4] == b"PK\x03\x04":
        return _docx(data)
    if data[:5] == b"%PDF-":
        return Decoded("", "pdf", "PDF 请先另存为文本，或从阅读器中复制文字；扫描件没有文字")
    decoded = decode(data)
    if name.lower().endswith((".html", ".htm")) or decoded.text[:400].lstrip()[:1] == "<":
        return Decoded(html_text(decoded.text), decoded.encoding, decoded.note)
    return decoded


class _Text(HTMLParser):
    """Collects the words of a page; block elements end a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if tag in _SILENT:
            self.silent += 1
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep words outside scripts; a line end in the source is no line end of the page."""
        if not self.silent:
            self.pieces.append(re.sub(r"[ \t\r\n]+", " ", data))


def html_text(page: str) -> str:
    """The words of an HTML page, one line per block."""
    parser = _Text()
    parser.feed(page)
    parser.close()
    lines = (line.strip() for line in "".join(parser.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _docx(data: bytes) -> Decoded:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            info = book.getinfo("word/document.xml")
            if info.file_size > LARGEST_PART:
                return Decoded("", "docx", "文件里的正文过大，没有读")
            body = book.read(info)
        if b"<!ENTITY" in body:
            return Decoded("", "docx", "文件里有实体定义，没有读")
        root = ElementTree.fromstring(body)  # noqa: S314 (entities are refused above)
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, RuntimeError, OSError):
        return Decoded("", "docx", "这不是可读的 Word 文件")
    lines = []
    for paragraph in root.iter(f"{_WORD}p"):
        parts = [node.text or "" for node in paragraph.iter(f"{_WORD}t")]
        lines.append("".join(parts))
    return Decoded("\n".join(lines), "docx", None)
