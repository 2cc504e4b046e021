"""Zone evaluation (高新区综合评价): the lines of a table, and the values of a sheet read for them.

Names, dimensions and weights come from the rule; a weight that its document did not show stays
blank. Unit, direction and what the ledger can count come from a file of lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gaoxin.rulebook.rule import Block, Member, Rule

ALL = "all"
# What one printed unit is in the base unit that the ledger keeps.
SCALE: dict[str, Decimal] = {
    "%": Decimal("0.01"),
    "亿元": Decimal(100_000_000),
    "万元": Decimal(10_000),
}
PLACES = Decimal("0.0001")
MOST = Decimal(10) ** 15


COUNTS, NET = frozenset({"个", "家", "人", "件", "分"}), "净增"


class LinesError(ValueError):
    """A file of lines that cannot be used; the message names the line."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What the ledger itself counts for a line: a figure, and the selection it is made of."""

    figure: str
    select: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator of the table; weight None = the document's weight is not known."""

    code: str
    number: str
    zh: str
    en: str
    weight: Decimal | None
    judged: bool
    unit: str
    better: str
    counted: Counted | None

    @property
    def digits(self) -> int:
        """Return how many decimals a value is printed with."""
        return 0 if self.unit in {"个", "家", "人"} else 2

    @property
    def is_count(self) -> bool:
        """Test whether a value counts something: only a net growth of it is below nothing."""
        return self.unit in COUNTS and NET not in self.zh

    def base(self, printed: Decimal) -> Decimal:
        """Return a printed value in the unit that the ledger keeps."""
        return printed * SCALE.get(self.unit, Decimal(1))


@dataclass(frozen=True, slots=True)
class Dimension:
    """A first-level dimension with its weight and lines."""

    code: str
    zh: str
    en: str
    weight: Decimal | None
    lines: tuple[Line, ...]

    @property
    def known_weight(self) -> Decimal:
        """Return the sum of the lines' weights that are known."""
        return sum((line.weight for line in self.lines if line.weight is not None), Decimal(0))

    @property
    def unknown(self) -> int:
        """Return how many lines have no known weight."""
        return sum(line.weight is None for line in self.lines)


def code_of(rule: Rule, number: str) -> str:
    """Return the code of a line or dimension: `ze2021_1_10`, the same in every file of a year."""
    return f"ze{rule.head.issued.year}_{re.sub(r'[^0-9]+', '_', number)}"


def dimensions(rule: Rule, data: Mapping[str, Any]) -> tuple[Dimension, ...]:
    """Return the dimensions of an evaluation table; LinesError where the file does not fit."""
    if rule.index is None:
        raise LinesError(f"{rule.id}: no index")
    lines, names = data.get("lines", {}), data.get("dimensions", {})
    found = []
    for block in rule.index.blocks:
        code = code_of(rule, block.cite.id)
        own = tuple(_line(rule, block, member, lines) for member in block.members)
        found.append(
            Dimension(code, block.cite.zh, str(names.get(code, block.cite.zh)),
                      block.weights.get(ALL), own)
        )  # fmt: skip
    return tuple(found)


def _line(rule: Rule, block: Block, member: Member, lines: Mapping[str, Any]) -> Line:
    number = member.cite.id.removeprefix(f"{block.cite.id}.")
    number = number if number.startswith(block.cite.id) else member.cite.id
    code = code_of(rule, number)
    row = lines.get(code)
    if not isinstance(row, dict) or not row.get("unit"):
        raise LinesError(f"{code}: {member.cite.zh}: unit is missing")
    counted = row.get("counted")
    return Line(
        code=code,
        number=number,
        zh=member.cite.zh,
        en=str(row.get("en", member.cite.zh)),
        weight=member.weights.get(ALL),
        judged=member.judged,
        unit=str(row["unit"]),
        better=str(row.get("better", "high")),
        counted=None if counted is None else Counted(**counted),
    )


def definitions(rule: Rule, table: Iterable[Dimension]) -> list[dict[str, Any]]:
    """Return the definitions of a table's figures as plain data: value, target and completion.

    Completion is value ÷ target and is made only where more is better and no expert judges.
    """
    found = []
    for line in (line for dimension in table for line in dimension.lines):
        actual = {"select": "observed", "params": {"indicator": line.code, "basis": "actual"}}
        target = {"select": "observed", "params": {"indicator": line.code, "basis": "planned"}}
        found.append(_value(rule, line, "", "", actual))
        found.append(_value(rule, line, "_goal", "目标", target))
        if line.better == "high" and not line.judged:
            found.append(_share(rule, line, "_done", actual, target))
            if line.counted is not None:
                counted = {"select": line.counted.select, "params": dict(line.counted.params)}
                found.append(_share(rule, line, "_led", counted, target))
    return found


def _common(rule: Rule, line: Line, tail: str) -> dict[str, Any]:
    head = rule.head
    reference = {"title": head.document, "publisher": head.issuer, "article": line.number,
                 "url": head.reference[0], "grade": "B"}  # fmt: skip
    return {"id": f"{line.code}{tail}", "version": "v1", "reference": reference,
            "in_force_from": head.in_force_from, "in_force_to": None}  # fmt: skip


def _value(
    rule: Rule, line: Line, tail: str, word: str, selection: Mapping[str, Any]
) -> dict[str, Any]:
    name = {"zh": f"{line.number} {line.zh}{word}", "en": f"{line.number} {line.en}"}
    if word:
        name["en"] += ", target"
    return _common(rule, line, tail) | {
        "name": name, "kind": "sum", "unit": line.unit, "numerator": selection,
        "rounding": {"digits": line.digits}, "better": line.better,
    }  # fmt: skip


def _share(
    rule: Rule, line: Line, tail: str, above: Mapping[str, Any], below: Mapping[str, Any]
) -> dict[str, Any]:
    name = {"zh": f"{line.number} {line.zh}完成率", "en": f"{line.number} {line.en}, completion"}
    return _common(rule, line, tail) | {
        "name": name, "kind": "ratio", "unit": "%", "numerator": above, "denominator": below,
        "cohort": "independent", "rounding": {"digits": 1}, "better": "high",
    }  # fmt: skip


# a sheet of values --------------------------------------------------------
ACTUAL, PLANNED = "actual", "planned"
HEADS = {
    "number": ("编号", "no.", "number"),
    PLANNED: ("目标", "target"),
    ACTUAL: ("实际", "数值", "actual", "value"),
}


@dataclass(frozen=True, slots=True)
class Given:
    """A value of a sheet: which line, target or actual, in the unit of the ledger, and its cell."""

    line: Line
    basis: str
    printed: str
    value: Decimal
    cell: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read of a sheet: values, and a sentence for each cell that was refused."""

    given: tuple[Given, ...]
    problems: tuple[tuple[str, str, str], ...]


def read_sheet(rows: Sequence[Sequence[Any]], table: Iterable[Dimension]) -> Sheet:
    """Return the values of a sheet whose head names 编号, 目标, 实际; what is wrong is named.

    An empty cell says nothing: the value of before stays. Problems are (cell, kind, text).
    """
    lines = {line.number: line for dimension in table for line in dimension.lines}
    places, start = _heads(rows)
    if "number" not in places or not {ACTUAL, PLANNED} & places.keys():
        return Sheet((), (("1", "heads", ""),))
    given: list[Given] = []
    problems: list[tuple[str, str, str]] = []
    seen: set[str] = set()
    for row_number, row in enumerate(rows[start:], start + 1):
        number = _text(row, places["number"])
        if not number:
            continue
        cell = f"{_letter(places['number'])}{row_number}"
        if number not in lines or number in seen:
            problems.append((cell, "twice" if number in seen else "unknown", number))
            continue
        seen.add(number)
        for basis in (PLANNED, ACTUAL):
            if basis in places and (text := _text(row, places[basis])):
                cell = f"{_letter(places[basis])}{row_number}"
                found = given_of(lines[number], basis, text, cell)
                if isinstance(found, Given):
                    given.append(found)
                else:
                    problems.append((cell, found, text))
    return Sheet(tuple(given), tuple(problems))


def given_of(line: Line, basis: str, text: str, cell: str = "") -> Given | str:
    """Return a value written as a person writes it, or the kind of what is wrong with it."""
    plain = text.replace(",", "").replace("，", "").removesuffix("%").strip()
    try:
        printed = Decimal(plain)
    except InvalidOperation:
        return "number"
    if not printed.is_finite() or abs(printed) >= MOST:
        return "number"
    if printed < 0 and line.is_count:
        return "negative"
    value = line.base(printed)
    if value != value.quantize(PLACES):
        return "digits"
    return Given(line, basis, text, value, cell)


def _heads(rows: Sequence[Sequence[Any]]) -> tuple[dict[str, int], int]:
    """Return the columns by meaning and the place of the first row of values."""
    for number, row in enumerate(rows[:10]):
        found: dict[str, int] = {}
        for place in range(len(row)):
            word = re.split(r"[(（]", _text(row, place).lower())[0].strip()
            for name, words in HEADS.items():
                if word in words:
                    found.setdefault(name, place)
        if "number" in found:
            return found, number + 1
    return {}, 0


def _text(row: Sequence[Any], place: int) -> str:
    value = row[place] if place < len(row) else None
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value).strip()


def _letter(place: int) -> str:
    return chr(ord("A") + place) if place < 26 else f"A{chr(ord('A') + place - 26)}"
