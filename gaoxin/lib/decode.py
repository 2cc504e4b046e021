"""Bytes in (字节): the text of a file in whatever encoding, with a note of what was done."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536
MOST_DAMAGE = 0.05  # of its Chinese characters that a UTF-8 text may have lost and still be one
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\ufffd]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read in and a note for the officer (or None)."""

    text: str
    encoding: str
    note: str | None


def decode(data: bytes) -> Decoded:
    """Decode bytes without ever failing; binary data gives an empty text and a note."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = data.decode(encoding, errors="replace")
            return _checked(Decoded(text, encoding, f"读作 {encoding.upper()}"))
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8", None))
    except UnicodeDecodeError as error:
        torn = error.start and error.reason == "unexpected end of data"
    wide = _wide(data)
    if wide:
        text = data.decode(wide, errors="replace")
        return _checked(Decoded(text, wide, f"读作 {wide.upper()}"))
    return _checked(_narrow(data, torn=bool(torn)))


def _narrow(data: bytes, *, torn: bool) -> Decoded:
    """Damaged UTF-8 or else GB18030; a character torn at the very end does not make it another."""
    text = data.decode("utf-8", errors="replace")
    han = (len(data) - len(text)) // 2
    if not torn and text.count("\ufffd") > han * MOST_DAMAGE:
        try:
            return Decoded(data.decode("gb18030"), "gb18030", "读作 GB18030")
        except UnicodeDecodeError:
            pass
    return Decoded(text, "utf-8", "有无法识别的字节，已用 � 代替")


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: one half of the bytes of a sample is small and the other is not."""
    sample = data[:_SAMPLE]
    if len(sample) < 8 or len(data) % 2:
        return None
    even, odd = sample[0::2], sample[1::2]
    low = {"utf-16-le": odd, "utf-16-be": even}
    for encoding, half in low.items():
        zeros = half.count(0)
        han = sum(0x4E <= byte <= 0x9F for byte in half)
        other = (even if half is odd else odd).count(0)
        if zeros and zeros + han > 0.9 * len(half) and other < 0.1 * len(half):
            return encoding
    return None


def _checked(decoded: Decoded) -> Decoded:
    """Nothing of a binary file is read as text."""
    sample = decoded.text[:_SAMPLE]
    odd = len(_CONTROL.findall(sample)) + len(_PRIVATE.findall(sample))
    if sample and odd > 0.1 * len(sample):
        return Decoded("", decoded.encoding, "这不是文本文件，没有读出文字")
    return decoded
