"""Text of a Word file (文档的字): every paragraph of every part, with the control around it.

Read are body, tables, text boxes, headers, footers, footnotes and endnotes, and the numbers of
native charts. Deleted text of tracked changes is not text; field results are marked.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.oxml import parse_xml

from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
CHARTS = re.compile(r"word/charts/chart\w*\.xml")
LARGEST = 200 * 1024 * 1024
_SPACE = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand in the same control (`tag`, empty outside), or a field's result."""

    text: str
    tag: str
    control: int
    is_field: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its pieces in order, the part it stands in, and its column's head in a table."""

    pieces: tuple[Piece, ...]
    part: str
    column: str = ""

    @property
    def text(self) -> str:
        """Return the characters of the paragraph."""
        return "".join(piece.text for piece in self.pieces)


def lines_of(content: bytes) -> list[Line]:
    """Return every paragraph of a .docx; UserError where the file is none."""
    found: list[Line] = []
    for name, root in parts_of(content, PARTS):
        part = name.removeprefix("word/").removesuffix(".xml")
        columns = _columns(root)
        counter = [0]
        for paragraph in root.iter(f"{W}p"):
            if _under(paragraph, FALLBACK):
                continue
            pieces = tuple(_joined(_pieces(paragraph, counter)))
            if pieces:
                found.append(Line(pieces, part, columns.get(paragraph, "")))
    return found


def chart_numbers(content: bytes) -> list[str]:
    """Return the values of native Word charts: no control can stand around them."""
    return [
        value.text or ""
        for _name, root in parts_of(content, CHARTS)
        for cache in root.iter(f"{C}numCache")
        for value in cache.iter(f"{C}v")
    ]


def parts_of(content: bytes, names: re.Pattern[str]) -> Iterator[tuple[str, Any]]:
    """Yield the XML parts of a .docx whose names match; UserError where the file is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            if sum(info.file_size for info in infos) > LARGEST:
                raise UserError("文件展开后超过 200 MB，不像一份通报。")
            if "word/document.xml" not in archive.namelist():
                raise UserError("这不是 .docx 文件。")
            for info in infos:
                if names.fullmatch(info.filename):
                    yield info.filename, parse_xml(archive.read(info))
    except (zipfile.BadZipFile, SyntaxError, RuntimeError) as why:
        raise UserError(f"打不开这个 .docx：{why}。") from None


def _under(element: Any, tag: str) -> bool:
    return any(parent.tag == tag for parent in element.iterancestors())


def _columns(root: Any) -> dict[Any, str]:
    """Return the head of the column that each table paragraph stands in."""
    found: dict[Any, str] = {}
    for table in root.iter(f"{W}tbl"):
        heads: list[str] = []
        for number, row in enumerate(table.iterchildren(f"{W}tr")):
            cells = list(row.iterchildren(f"{W}tc"))
            texts = ["".join(t.text or "" for t in cell.iter(f"{W}t")).strip() for cell in cells]
            if number == 0:
                heads = texts
                continue
            for index, cell in enumerate(cells[: len(heads)]):
                found.update((p, heads[index]) for p in cell.iter(f"{W}p"))
    return found


def _pieces(paragraph: Any, counter: list[int]) -> Iterator[Piece]:
    """Yield the runs' texts; text boxes inside are paragraphs of their own."""
    depth = 0
    controls: dict[Any, int] = {}
    for element in paragraph.iter():
        if element.tag == f"{W}fldChar":
            depth += {"begin": 1, "end": -1}.get(element.get(f"{W}fldCharType"), 0)
        text = element.text or "" if element.tag == f"{W}t" else _SPACE.get(element.tag, "")
        if not text or _owner(element) is not paragraph or _is_properties(element):
            continue
        control = next(element.iterancestors(f"{W}sdt"), None)
        if control is not None and control not in controls:
            counter[0] += 1
            controls[control] = counter[0]
        in_field = depth > 0 or _under(element, f"{W}fldSimple")
        yield Piece(text, _tag(control), controls.get(control, 0), in_field)


def _owner(element: Any) -> Any:
    return next(element.iterancestors(f"{W}p"), None)


def _is_properties(element: Any) -> bool:
    """Test whether a tab is a tab stop of the paragraph's format, not a character."""
    parent = element.getparent()
    return parent is not None and parent.tag == f"{W}tabs"


def _tag(control: Any) -> str:
    """Return the tag of the nearest control that has one."""
    while control is not None:
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None and tag.get(f"{W}val"):
            return str(tag.get(f"{W}val"))
        control = next(control.iterancestors(f"{W}sdt"), None)
    return ""


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Yield pieces with neighbours of the same control joined."""
    held: Piece | None = None
    for piece in pieces:
        same = held is not None and (held.tag, held.control, held.is_field) == (
            piece.tag, piece.control, piece.is_field
        )  # fmt: skip
        if held is not None and same:
            held = Piece(held.text + piece.text, held.tag, held.control, held.is_field)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held
