"""Files in (文件): the text of .txt, .html, .docx and .pdf; a file without text says why."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from gaoxin.lib.decode import Decoded, decode

# What the first bytes of a file say that it is, and what the officer can do.
_SAID = (
    (
        b"\xd0\xcf\x11\xe0",
        "doc",
        "这是旧版 .doc、.wps 或加密文件，请另存为不加密的 .docx",
    ),
    (b"{\\rtf", "rtf", "这是 .rtf 文件，请另存为 .docx"),
    (b"\x89PNG", "png", "这是图片，没有文字；请先做文字识别，或粘贴文字"),
    (b"\xff\xd8\xff", "jpeg", "这是图片，没有文字；请先做文字识别，或粘贴文字"),
    (b"Rar!", "rar", "这是压缩包，请先解开，再把里面的文件放进来"),
    (b"7z\xbc\xaf", "7z", "这是压缩包，请先解开，再把里面的文件放进来"),
)
_PDF_WITHIN = 1024  # bytes before which a PDF must say what it is
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "br",
        "li",
        "tr",
        "table",
        "title",
        "header",
        "footer",
        "section",
        "article",
        "aside",
        "main",
        "nav",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "dl",
        "dt",
        "dd",
        "ul",
        "ol",
        "pre",
        "blockquote",
        "figure",
        "figcaption",
        "caption",
        "hr",
        "form",
    }
)
_CELLS = frozenset({"td", "th"})
_SILENT = frozenset(
    {"script", "style", "noscript", "template", "svg", "iframe", "object", "select", "textarea"}
)
_EMPTY = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    }
)
# Elements that end without an end tag, and what begins after them.
_ENDED_BY = {
    "p": _BLOCKS,
    "li": frozenset({"li"}),
    "td": frozenset({"td", "th", "tr"}),
    "th": frozenset({"td", "th", "tr"}),
    "tr": frozenset({"tr"}),
}
_BEGUN = re.compile(r"<(?=[A-Za-z/!?])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def text_of(name: str, data: bytes) -> Decoded:
    """Return the text of a file by its first bytes and its ending; the note says what is wrong."""
    found = _text_of(name, data)
    if not found.text.strip() and not found.note:
        return Decoded("", found.encoding, "文件里没有文字")
    return found


def _text_of(name: str, data: bytes) -> Decoded:
    if data[:4] == b"PK\x03\x04":
        from gaoxin.read.core.word import word_text

        return word_text(data)
    if b"%PDF-" in data[:_PDF_WITHIN]:
        from gaoxin.read.core.pdf import pdf_text

        return pdf_text(data)
    for start, kind, said in _SAID:
        if data.startswith(start):
            return Decoded("", kind, said)
    decoded = decode(data)
    if name.lower().endswith((".html", ".htm")) or decoded.text[:400].lstrip()[:1] == "<":
        return Decoded(html_text(decoded.text), decoded.encoding, decoded.note)
    return decoded


class _Text(HTMLParser):
    """Collects the words that a page shows; block elements end a line, cells are set apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden = ""  # the element inside which nothing is shown
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if self.hidden and tag not in _ENDED_BY.get(self.hidden, ()):
            self.depth += tag == self.hidden
            return
        self.hidden = ""
        if tag not in _EMPTY and (tag in _SILENT or _is_hidden(attrs)):
            self.hidden, self.depth = tag, 1
        elif tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in _CELLS:
            self.pieces.append("\t")

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if self.hidden:
            self.depth -= tag == self.hidden
            if not self.depth:
                self.hidden = ""
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep what is shown; a line end in the source is no line end of the page."""
        if not self.hidden:
            self.pieces.append(re.sub(r"[ \t\r\n]+", " ", data))


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    return any(
        name == "hidden" or (name == "style" and _HIDDEN.search(value or ""))
        for name, value in attrs
    )


def html_text(page: str) -> str:
    """Return the words of an HTML page: one line per block, cells of a row parted by tabs."""
    parser = _Text()
    parser.feed(_closed(page))
    parser.close()
    lines = (line.strip() for line in "".join(parser.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _closed(page: str) -> str:
    """Return a page without marks that nothing closes: a parser would look for each one's end.

    Every such mark costs it the rest of the page, so that many of them take quadratic time.
    """
    page = page.replace("<![", "<!")  # read to the next ">", as browsers do
    head, end, tail = page.rpartition("-->")
    page = head + end + tail.replace("<!--", "")
    head, end, tail = page.rpartition(">")
    return head + end + _BEGUN.sub(" ", tail)
