"""Text of a Word file (文档的字): every paragraph of every part, with the control around it.

Parts are found by relationships, whatever their names: body, headers, notes, comments, charts,
diagrams. Read are words, formulas, symbols and drawings. Deleted text of tracked changes is not
text. A page number is a field's result; any other field's result is text like the rest.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, replace
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Any

from docx.oxml import parse_xml

from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
CHOICE = FALLBACK.replace("Fallback", "Choice")
TEXT = frozenset({f"{W}t", f"{A}t", f"{M}t"})
PARAGRAPHS = (f"{W}p", f"{A}p")
CACHES = frozenset({"numCache", "numLit"})
LABELS = frozenset({"strCache", "strLit"})
# What such parts hold is looks, not text; `package` is the workbook behind a chart.
LOOKS = frozenset(
    {
        "styles",
        "stylesWithEffects",
        "settings",
        "theme",
        "themeOverride",
        "fontTable",
        "webSettings",
        "numbering",
        "image",
        "package",
        "hyperlink",
        "glossaryDocument",
        "customXml",
        "font",
        "chartStyle",
        "chartColorStyle",
        "printerSettings",
        "core-properties",
        "extended-properties",
        "thumbnail",
        "custom-properties",
    }
)
LARGEST = 200 * 1024 * 1024
_SPACE = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_PAGE = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand in the same control (`tag`, empty outside), or a page number."""

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
    for name, root in parts_of(content):
        part = name.removeprefix("word/").removesuffix(".xml")
        columns = _columns(root)
        counter = [0]
        paged = root.tag in {f"{W}hdr", f"{W}ftr"}
        for paragraph in root.iter(*PARAGRAPHS):
            if _is_repeated(paragraph):
                continue
            pieces = tuple(_joined(_pieces(paragraph, counter, paged=paged)))
            if pieces:
                found.append(Line(pieces, part, columns.get(paragraph, "")))
        found += [Line((Piece(text, "", 0),), part) for text in _labels(root)]
    return found


def chart_numbers(content: bytes) -> list[str]:
    """Return the values of native Word charts: no control can stand around them."""
    return [
        element.text or ""
        for _name, root in parts_of(content)
        for element in root.iter("{*}v", "{*}pt")
        if _has_ancestor(element, CACHES)
        or (_local(element) == "pt" and _local(element.getparent()) == "lvl")
    ]


def _labels(root: Any) -> list[str]:
    """Return texts outside paragraphs: labels of charts, and words bent along a path."""
    labels = [e.text or "" for e in root.iter("{*}v") if _has_ancestor(e, LABELS)]
    return labels + [str(e.get("string")) for e in root.iter("{*}textpath") if e.get("string")]


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if element is not None else ""


def _has_ancestor(element: Any, names: frozenset[str]) -> bool:
    return any(_local(parent) in names for parent in element.iterancestors())


def parts_of(content: bytes) -> Iterator[tuple[str, Any]]:
    """Yield the XML parts of a .docx that hold text; UserError where the file is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            if sum(info.file_size for info in infos) > LARGEST:
                raise UserError("文件展开后超过 200 MB，不像一份通报。")
            names = _reached(archive)
            if not names:
                raise UserError("这不是 .docx 文件。")
            for name in names:
                yield name, parse_xml(archive.read(name))
    except (zipfile.BadZipFile, SyntaxError, RuntimeError) as why:
        raise UserError(f"打不开这个 .docx：{why}。") from None


def _reached(archive: zipfile.ZipFile) -> list[str]:
    """Return the names of the parts that relationships lead to, the body first."""
    held = set(archive.namelist())
    found: list[str] = []
    waiting = _targets(archive, held, "")
    while waiting:
        name = waiting.pop(0)
        if name in held and name not in found:
            found.append(name)
            waiting += _targets(archive, held, name)
    return found


def _targets(archive: zipfile.ZipFile, held: set[str], name: str) -> list[str]:
    folder, _mark, file = name.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels".removeprefix("/")
    if relations not in held:
        return []
    found = []
    for relation in parse_xml(archive.read(relations)):
        kind = str(relation.get("Type")).rpartition("/")[2]
        if kind == "aFChunk":
            raise UserError("文件里嵌着另一个文件，读不到里面的数，请展开后再查。")
        if kind not in LOOKS and relation.get("TargetMode") != "External":
            target = join("/", dirname(name), str(relation.get("Target")))
            found.append(normpath(target).lstrip("/"))
    return found


def _is_repeated(paragraph: Any) -> bool:
    """Test whether a paragraph is the older form of a drawing that says the same in its newer."""
    older = next(paragraph.iterancestors(FALLBACK), None)
    if older is None:
        return False
    words = _words_in(older)
    return any(_words_in(newer) == words for newer in older.getparent().iterchildren(CHOICE))


def _words_in(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(*TEXT))


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


def _pieces(paragraph: Any, counter: list[int], *, paged: bool) -> Iterator[Piece]:
    """Yield the runs' texts; text boxes inside are paragraphs of their own.

    Only in headers and footers (`paged`) is the result of a closed page field set apart.
    """
    fields = _page_results(paragraph) if paged else set()
    controls: dict[Any, int] = {}
    for element in paragraph.iter():
        text = _characters(element)
        if not text or _owner(element) is not paragraph or _is_properties(element):
            continue
        control = next(element.iterancestors(f"{W}sdt"), None)
        if control is not None and control not in controls:
            counter[0] += 1
            controls[control] = counter[0]
        is_page = element in fields and text.strip().isdigit()
        yield Piece(text, _tag(control), controls.get(control, 0), is_page)


def _characters(element: Any) -> str:
    if element.tag in TEXT:
        return element.text or ""
    if element.tag == f"{W}sym":
        return _symbol(str(element.get(f"{W}char")))
    return _SPACE.get(element.tag, "")


def _symbol(code: str) -> str:
    """Return the character of a symbol; symbol fonts move theirs to a private area."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    low = number & 0xFF
    # The fonts of signs keep circled digits here.
    if 0xF080 <= number <= 0xF095:
        return "①"
    return chr(low if number & 0xFF00 == 0xF000 else number)


def _page_results(paragraph: Any) -> set[Any]:
    """Return the texts that are results of page fields; a field that never ends is none."""
    found: set[Any] = set()
    stack: list[tuple[list[str], list[Any]]] = []
    for element in paragraph.iter():
        kind = element.get(f"{W}fldCharType") if element.tag == f"{W}fldChar" else ""
        if kind == "begin":
            stack.append(([], []))
        elif kind == "end" and stack:
            words, texts = stack.pop()
            found |= set(texts) if _PAGE.match("".join(words)) else set()
        elif stack and element.tag == f"{W}instrText":
            stack[-1][0].append(element.text or "")
        elif stack and element.tag in TEXT:
            stack[-1][1].append(element)
    for field in paragraph.iter(f"{W}fldSimple"):
        if _PAGE.match(field.get(f"{W}instr") or ""):
            found |= set(field.iter(*TEXT))
    return found


def _owner(element: Any) -> Any:
    return next(element.iterancestors(*PARAGRAPHS), None)


def _is_properties(element: Any) -> bool:
    """Test whether a tab is a tab stop of the paragraph's format, not a character."""
    parent = element.getparent()
    return parent is not None and parent.tag == f"{W}tabs"


def _tag(control: Any) -> str:
    """Return the tag of the nearest control that has one.

    Word replaces the text of a control that is bound to other data, so such a one vouches for none.
    """
    while control is not None:
        if control.find(f"{W}sdtPr/{W}dataBinding") is not None:
            return ""
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
            held = replace(held, text=held.text + piece.text)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held
