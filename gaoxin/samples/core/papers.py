"""Papers of the demo (演示用的凭证): small PDF pages, pictures and notes, drawn without a library.

Each says that it is invented. The PDF names a font that readers bring along for Chinese.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

NOTICE = "演示文件，内容虚构，不作凭证使用。"
WIDTH, HEIGHT = 360, 220


def pdf(title: str, lines: Sequence[str]) -> bytes:
    """Return a page with a title and lines of text."""
    rows = [(18, 96, 760, title)]
    rows += [(12, 72, 715 - 24 * n, line) for n, line in enumerate([*lines, "", NOTICE])]
    text = "\n".join(
        f"BT /F1 {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET"
        for size, x, y, words in rows
    )
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text.encode("ascii")),
            b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H"
            b" /DescendantFonts [6 0 R] >>",
            b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
            b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
            b" /DW 1000 /FontDescriptor 7 0 R >>",
            b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /ItalicAngle 0"
            b" /FontBBox [-25 -254 1000 880] /Ascent 880 /Descent -120 /CapHeight 880"
            b" /StemV 93 >>",
        ]
    )


def _file(objects: Sequence[bytes]) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, table, len(offsets) + 1, len(out))
    )


def picture(rng: Random) -> bytes:
    """Return a drawn building site as PNG: sky, ground, halls with windows, a crane."""
    tone = rng.randrange(40)
    sky, ground = (150 + tone, 190, 225), (150, 132 + tone // 2, 104)
    rows = [bytearray(bytes(sky if y < 165 else ground) * WIDTH) for y in range(HEIGHT)]
    for hall in range(rng.randint(2, 4)):
        left = 20 + hall * 85 + rng.randrange(14)
        _hall(rng, rows, left, 165 - rng.randint(35, 95), rng.randint(50, 74))
    mast = rng.randint(40, 300)
    _block(rows, (mast, 28, 4, 140), (214, 142, 32))
    _block(rows, (max(0, mast - 30), 28, 120, 4), (214, 142, 32))
    _block(rows, (min(WIDTH - 4, mast + 70), 32, 2, rng.randint(20, 60)), (60, 60, 60))
    return _png(rows)


def _hall(rng: Random, rows: list[bytearray], left: int, top: int, width: int) -> None:
    grey = rng.randint(120, 200)
    _block(rows, (left, top, width, 165 - top), (grey, grey, grey + 12))
    for x in range(left + 6, left + width - 9, 14):
        for y in range(top + 8, 155, 18):
            _block(rows, (x, y, 8, 9), (86, 118, 150))


def _block(
    rows: list[bytearray], place: tuple[int, int, int, int], colour: tuple[int, int, int]
) -> None:
    left, top, width, height = place
    right = min(WIDTH, left + width)
    for row in rows[top : top + height]:
        row[left * 3 : right * 3] = bytes(colour) * (right - left)


def _png(rows: Sequence[bytearray]) -> bytes:
    data = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 6)
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def note(title: str, lines: Sequence[str]) -> bytes:
    """Return a text file."""
    return "\n".join([title, "", *lines, "", NOTICE, ""]).encode()
