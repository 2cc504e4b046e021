"""Bulletin (通报) as a document: text, numbers that carry their key, claims, tables and charts.

What a sentence claims (an order, a total) is written beside it as data, so that it can be checked
before publishing. Nothing here knows how the numbers were computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from decimal import Decimal

MINUS = "\N{MINUS SIGN}"
UNIT_WORDS = {"点": "个百分点"}


@dataclass(frozen=True, slots=True)
class Basis:
    """The definition behind figures (口径): version, document, and what it says."""

    id: str
    version: str
    name: str
    document: str
    article: str = ""
    in_force_from: date | None = None
    note: str = ""
    rounding: str = ""

    @property
    def full_id(self) -> str:
        """Return `id@version`."""
        return f"{self.id}@{self.version}"

    @property
    def wording(self) -> str:
        """Return the definition as printed in the annex."""
        place = f"，{self.article}" if self.article else ""
        since = f"，{_day(self.in_force_from)}起用" if self.in_force_from else ""
        tail = "".join(part if part.endswith("。") else f"{part}。"
                       for part in (self.note, self.rounding) if part)  # fmt: skip
        return f"{self.name}：依据《{self.document}》{place}；版本{self.version}{since}。{tail}"

    @property
    def words(self) -> str:
        """Return the lines that a bulletin may print of the definition: the whole, or its name."""
        return f"{self.wording}\n{self.name}"


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure as computed: its key, value and unit, rounded as its definition says."""

    key: str
    name: str
    value: Decimal | None
    unit: str
    digits: int
    basis: Basis
    # A difference or a growth: words before it may carry its sign.
    is_change: bool = False

    @property
    def number(self) -> str:
        """Return the value as printed without unit: `1,234.5`, `−2.0`, or `—`."""
        return printed(self.value, self.digits)

    @property
    def unit_word(self) -> str:
        """Return the unit as printed behind the value."""
        return "" if self.value is None else UNIT_WORDS.get(self.unit, self.unit)

    @property
    def text(self) -> str:
        """Return the value as printed with its unit."""
        return f"{self.number}{self.unit_word}"


@dataclass(frozen=True, slots=True)
class Number:
    """A figure printed at one place: the figure as drafted, and the characters on paper."""

    stated: Stated
    text: str

    @property
    def key(self) -> str:
        """Return the figure's key."""
        return self.stated.key

    @property
    def value(self) -> Decimal | None:
        """Return the figure's value when it was drafted."""
        return self.stated.value

    @property
    def unit(self) -> str:
        """Return the figure's unit."""
        return self.stated.unit


@dataclass(frozen=True, slots=True)
class Term:
    """Digits that are words (口径用语): part of a definition, a rule or a name, not a result.

    `ref` names whose words they are: `d:id@version`, `r:rule`, `j:project`, `i:issue`, `p:park`,
    `o:department`.
    """

    ref: str
    text: str


Inline = str | Number | Term


@dataclass(frozen=True, slots=True)
class Order:
    """A claim that keys stand in an order; `highest` and `lowest` claim only the first."""

    what: str
    keys: tuple[str, ...]
    kind: Literal["descending", "ascending", "highest", "lowest"] = "descending"
    # Places printed beside the keys, such as 1 2 2 4 where two are level.
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """A claim that parts, less what is counted twice, make a total."""

    what: str
    total: str
    parts: tuple[str, ...]
    less: tuple[str, ...] = ()


Claim = Order | Total


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body; `level` 0 is text, 2 a heading （一）, 3 a heading 1."""

    parts: tuple[Inline, ...]
    claims: tuple[Claim, ...] = ()
    level: int = 0

    @property
    def text(self) -> str:
        """Return the characters on paper."""
        return written(self.parts)


Cell = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the head repeats on each page, `strong` rows are sums."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    strong: frozenset[int] = frozenset()
    claims: tuple[Claim, ...] = ()
    widths: tuple[int, ...] = ()
    note: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of numbers of a chart; None = missing, which is a gap and not a zero."""

    name: str
    numbers: tuple[Number | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of numbers that stand in the document too."""

    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    kind: Literal["bar", "line"] = "bar"


Block = Paragraph | Table | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the bulletin; `name` is its place in the template, `title` its heading.

    The ordinal before the title comes from the order in which the template prints the parts.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """A whole bulletin, as drafted from what was known at a moment."""

    red_head: str
    issue: str
    organ: str
    issued_on: date | None
    title: str
    lead: tuple[Inline, ...]
    sections: tuple[Section, ...]
    appendices: tuple[Section, ...] = ()
    bases: tuple[Basis, ...] = ()
    as_of: date
    known_at: datetime
    # Keys of figures printed as once issued, beside what they are now: a difference explained.
    explained: frozenset[str] = frozenset()

    def places(self) -> Iterator[tuple[str, Block]]:
        """Yield every block with the name of its place."""
        yield "正文开头", Paragraph(self.lead)
        for section in (*self.sections, *self.appendices):
            for block in section.blocks:
                yield getattr(block, "title", "") or section.title, block

    def numbers(self) -> Iterator[tuple[str, str, Number]]:
        """Yield every number with its place and the text before it (empty in tables)."""
        for place, block in self.places():
            for before, number in numbers_of(block):
                yield place, before, number


def ordinal(number: int) -> str:
    """Return the ordinal of a heading, from 1 to 99.

    >>> ordinal(3), ordinal(10), ordinal(21)
    ('三', '十', '二十一')
    """
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{digits[tens]}十")
    return head + (digits[ones] if ones else "")


def appendix_heading(name: str, title: str, number: int) -> str:
    """Return the heading of an appendix: 附表1　… for a table, 附：… for the definitions."""
    return f"附表{number}　{title}" if name.startswith("table") else f"附：{title}"


def numbers_of(block: Block) -> Iterator[tuple[str, Number]]:
    """Yield a block's numbers with the characters that stand before each."""
    if isinstance(block, Chart):
        for series in block.series:
            yield from (("", number) for number in series.numbers if number is not None)
        return
    cells: list[Cell] = [block.parts] if isinstance(block, Paragraph) else []
    if isinstance(block, Table):
        cells = [*(cell for row in block.rows for cell in row), block.note]
    for cell in cells:
        for index, part in enumerate(cell):
            if isinstance(part, Number):
                yield written(cell[:index]), part


def written(parts: tuple[Inline, ...]) -> str:
    """Return the characters of inline parts."""
    return "".join(part if isinstance(part, str) else part.text for part in parts)


def printed(value: Decimal | None, digits: int) -> str:
    """Return a value as printed: thousands, decimals, a real minus, `—` where there is none."""
    return "—" if value is None else f"{value:,.{digits}f}".replace("-", MINUS)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
