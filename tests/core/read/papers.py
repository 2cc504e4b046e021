"""Small files made for tests (小文件): a PDF of placed lines, a .docx of given parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

Placed = tuple[float, float, str]
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(*pages: Iterable[Placed]) -> bytes:
    """Return a PDF whose pages hold lines (x, y, text) in 10 point, in the order given."""
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(pages)))
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        3: "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        " /DescendantFonts [4 0 R] >>",
        4: "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
    }
    for number, lines in enumerate(pages):
        stream = "".join(
            f"BT /F1 10 Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"
            for x, y, text in lines
        )
        objects[10 + 2 * number] = (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {11 + 2 * number} 0 R >>"
        )
        objects[11 + 2 * number] = f"<< /Length {len(stream)} >>\nstream\n{stream}endstream"
    return _numbered(objects)


def _numbered(objects: dict[int, str]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start, size = len(out), max(objects) + 1
    rows = ["0000000000 65535 f "]
    for number in range(1, size):
        at = places.get(number)
        rows.append("0000000000 65535 f " if at is None else f"{at:010d} 00000 n ")
    table = "\n".join(rows)
    out += f"xref\n0 {size}\n{table}\n".encode()
    out += f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def word(body: str, **notes: str) -> bytes:
    """Return a .docx file of a body's XML, and of `footnotes` or `endnotes`."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as book:
        book.writestr(
            "word/document.xml", f"<w:document {_WORD}><w:body>{body}</w:body></w:document>"
        )
        for name, part in notes.items():
            book.writestr(f"word/{name}.xml", f"<w:{name} {_WORD}>{part}</w:{name}>")
    return held.getvalue()


def paragraph(text: str, look: str = "") -> str:
    """Return a paragraph of one run."""
    return f"<w:p><w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def row(*cells: str) -> str:
    """Return a table's row."""
    return "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"
