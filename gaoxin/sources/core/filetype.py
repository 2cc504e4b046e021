"""File types (文件类型): told from the bytes, and held against the name's extension."""

from __future__ import annotations

from pathlib import PurePath

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_OFFICE = "application/vnd.openxmlformats-officedocument."
# extension -> (content type, first bytes that it may have; none = text)
_KNOWN: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".webp": ("image/webp", (b"RIFF",)),
    ".xlsx": (_OFFICE + "spreadsheetml.sheet", (_ZIP, _OLE)),
    ".docx": (_OFFICE + "wordprocessingml.document", (_ZIP,)),
    ".xls": ("application/vnd.ms-excel", (_OLE,)),
    ".doc": ("application/msword", (_OLE,)),
    ".csv": ("text/csv", ()),
    ".txt": ("text/plain", ()),
    # Kept and read, never shown as a page: it is sent as a file to save.
    ".html": ("text/html", ()),
    ".htm": ("text/html", ()),
}
EXTENSIONS: tuple[str, ...] = tuple(_KNOWN)
_MARKS = tuple(mark for _type, marks in _KNOWN.values() for mark in marks)


def recognise(content: bytes, file_name: str) -> str | None:
    """Return the content type, or None where bytes and extension disagree or are not accepted."""
    known = _KNOWN.get(PurePath(file_name).suffix.lower())
    if known is None:
        return None
    content_type, marks = known
    if marks:
        return content_type if content.startswith(marks) else None
    return None if content.startswith(_MARKS) else content_type
