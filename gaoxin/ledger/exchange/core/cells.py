"""Cells (格子): names, codes, choices and percentages, as the kind of their column reads them.

A reader gives the value, or None where there is none, and the faults that go with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from gaoxin.ledger.core.creditcode import ALPHABET, check_character
from gaoxin.ledger.exchange.core.amounts import NOTHING, exact, read_amount
from gaoxin.ledger.exchange.core.columns import WAN, stage_words
from gaoxin.ledger.exchange.core.dates import DAYS_TO_1904, Day, read_day
from gaoxin.ledger.exchange.core.problems import Fault
from gaoxin.lib.numerals import plain, same_name, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gaoxin.ledger.exchange.core.headers import Column
    from gaoxin.ledger.exchange.core.known import KnownLedger, Named
    from gaoxin.ledger.exchange.core.opening import Value

_SPLIT = re.compile(r"[、,，;；/／|\n\r]+|\s{1,}")
_PARK_ENDS = re.compile(r"(产业园区?|园区|工业园|园)$")
_YES = frozenset(["是", "√", "✓", "✔", "y", "yes", "true", "1", "有", "属于", "高新"])
_NO = frozenset(["否", "×", "x", "n", "no", "false", "0", "无", "不是", "-", "—", "不属于"])
_PERCENT = re.compile(r"^(\d+(?:\.\d+)?)%?$")


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell says."""

    value: Any = None
    faults: tuple[Fault, ...] = ()


NONE = Read()


def bad(code: str, **data: str) -> Read:
    """Return a reading that failed."""
    return Read(None, (Fault(code, data),))


def text_of(value: Value) -> str:
    """Return a cell's text; a whole number without its point, as a person reads it."""
    if isinstance(value, float):
        return f"{exact(value):f}" if value != int(value) or abs(value) >= 1e15 else str(int(value))
    return str(value)


class CellReader:
    """Reads cells of one table: knows the names of the zone, today, and the table's year."""

    def __init__(
        self, known: KnownLedger, today: date, year: int | None, *, since_1904: bool = False
    ) -> None:
        self.today, self.year = today, year
        self.shift = DAYS_TO_1904 if since_1904 else 0
        self.parks = _names(known.parks) | {
            _PARK_ENDS.sub("", key): name for key, name in _names(known.parks).items()
        }
        self.industries, self.departments = _names(known.industries), _names(known.departments)

    def read(self, value: Value, column: Column) -> Read:
        """Return what the cell says, by the kind of its column."""
        kinds: dict[str, Callable[[Value, Column], Read]] = {
            "amount": self._amount, "date": self._day, "plan": self._day, "month": self._month,
            "name": _name, "text": _text, "code": _name, "park": self._park,
            "industry": self._industry, "department": self._departments, "credit": _credit,
            "choice": _choice, "flag": _flag, "percent": _percent, "stage": _stage,
            "stage_word": _stage_word,
        }  # fmt: skip
        reader = kinds.get(column.kind)
        return reader(value, column) if reader else NONE

    def _amount(self, value: Value, column: Column) -> Read:
        found = read_amount(value, column.unit or WAN)
        if found is None:
            return NONE
        if isinstance(found, Fault):
            return Read(None, (found,))
        return Read(found, (found.fault,) if found.fault else ())

    def _day(self, value: Value, column: Column) -> Read:
        is_plan = column.kind == "plan"
        found = read_day(value, _year_in(column) or self.year, is_plan=is_plan, shift=self.shift)
        if found is None:
            return NONE
        if isinstance(found, Fault):
            return Read(None, (found,))
        if not is_plan and found.on > self.today:
            return bad("date_future", day=found.on.isoformat())
        if isinstance(value, float) and f"{value:g}".endswith(".1"):
            said = {"text": f"{value:g}", "day": found.on.isoformat()}
            return Read(found, (Fault("date_month_only", said),))
        return Read(found)

    def _month(self, value: Value, column: Column) -> Read:
        found = read_day(value, _year_in(column) or self.year, shift=self.shift)
        if isinstance(found, Day):
            return Read(found.on.replace(day=1))
        year = re.fullmatch(r"(20\d\d)年?度?(?:\.0)?", plain(text_of(value)))
        if year:
            return Read(date(int(year[1]), 1, 1))
        return NONE if found is None else Read(None, (found,))

    def _park(self, value: Value, _column: Column) -> Read:
        text = tidy(text_of(value))
        if not text or NOTHING.match(plain(text)):
            return NONE
        key = same_name(text)
        found = self.parks.get(key) or self.parks.get(_PARK_ENDS.sub("", key))
        if found is None:
            # A longer wording may hold the whole name: 示例高新区电气装备产业园（东区）.
            inside = {name for each, name in self.parks.items() if len(each) >= 5 and each in key}
            found = inside.pop() if len(inside) == 1 else None
        if found is not None:
            return Read(found)
        near = get_close_matches(key, self.parks, 1, 0.6)
        if near:
            return bad("park_near", text=text, near=self.parks[near[0]])
        return bad("park_unknown", text=text)

    def _industry(self, value: Value, _column: Column) -> Read:
        text = tidy(text_of(value))
        if not text or NOTHING.match(plain(text)):
            return NONE
        if len(text) > 100:
            return bad("too_long", limit="100")
        key = re.sub(r"(产业|行业)$", "", same_name(text))
        return Read(self.industries.get(same_name(text)) or self.industries.get(key) or text)

    def _departments(self, value: Value, _column: Column) -> Read:
        names = [tidy(part) for part in _SPLIT.split(text_of(value).strip())]
        names = [name for name in names if name and not NOTHING.match(plain(name))]
        if any(len(name) > 100 for name in names):
            return bad("too_long", limit="100")
        found = [self.departments.get(same_name(name), name) for name in names]
        return Read(tuple(dict.fromkeys(found)) or None)


def _year_in(column: Column) -> int | None:
    found = re.findall(r"(20\d\d)年", plain(column.header.path))
    return int(found[0]) if len(set(found)) == 1 else None


def _names(rows: Sequence[Named]) -> dict[str, str]:
    """Return full and short names by their key; the full ones go first."""
    found = {same_name(row.name): row.name for row in rows}
    return {same_name(row.short): row.name for row in rows if row.short} | found


def _name(value: Value, column: Column) -> Read:
    """Read a name or a number of a record: one line, half-width digits."""
    text = tidy(text_of(value)).removeprefix("'")
    if not text or NOTHING.match(plain(text)):
        return NONE
    limit = 40 if column.kind == "code" else 200
    return bad("too_long", limit=str(limit)) if len(text) > limit else Read(text)


def _text(value: Value, column: Column) -> Read:
    limit = column.spec.limit if column.spec else 200
    # Long texts keep their paragraphs; a short one is a name.
    text = text_of(value).strip() if limit > 500 else tidy(text_of(value))
    if text[:2].startswith("'") and text[1:2] in tuple("=+-@"):
        text = text[1:]
    if not text or NOTHING.match(plain(text)):
        return NONE
    return bad("too_long", limit=str(limit)) if len(text) > limit else Read(text)


def _credit(value: Value, _column: Column) -> Read:
    if isinstance(value, float | int) and abs(value) >= 1e15:
        return bad("credit_number")
    code = plain(text_of(value)).upper().strip("'")
    if not code or NOTHING.match(code):
        return NONE
    if len(code) != 18:
        return bad("credit_length", count=str(len(code)))
    odd = next((sign for sign in code if sign not in ALPHABET), None)
    if odd is not None:
        return bad("credit_sign", sign=odd)
    right = check_character(code[:17])
    return Read(code) if right == code[17] else bad("credit_check", right=right)


def _choice(value: Value, column: Column) -> Read:
    choices: Mapping[str, str] = column.spec.choices if column.spec else {}
    text = plain(text_of(value))
    if not text or NOTHING.match(text):
        return NONE
    if text in choices:
        return Read(choices[text])
    inside = [word for word in choices if len(word) >= 2 and word in text]
    if inside:
        return Read(choices[max(inside, key=len)])
    first: dict[str, str] = {}
    for word, choice in choices.items():
        first.setdefault(choice, word)
    code = "subject_unknown" if column.field == "subject" else "choice_unknown"
    return bad(code, text=text_of(value).strip()[:40], choices="、".join(first.values()))


def _flag(value: Value, column: Column) -> Read:
    text = plain(text_of(value)).lower()
    if text in _YES:
        return Read(True)
    if not text or text in _NO:
        return Read(False) if text else NONE
    return bad("choice_unknown", text=text[:40], choices="是、否")


def _percent(value: Value, _column: Column) -> Read:
    text = plain(text_of(value))
    if not text or NOTHING.match(text):
        return NONE
    found = _PERCENT.match(text)
    if found is None:
        # Progress told in words stays with the office; only a number is kept.
        return NONE
    number = Decimal(found[1])
    ratio = number if isinstance(value, float) and number <= 1 else number / 100
    return Read(ratio) if ratio <= 1 else bad("percent_bad", text=text)


def _stage(value: Value, _column: Column) -> Read:
    text = plain(text_of(value))
    if not text:
        return NONE
    stage = stage_words().get(text) or stage_words().get(re.sub(r"(日期|时间|日)$", "", text))
    if stage:
        return Read(stage)
    return bad("stage_unknown", text=text[:40], choices="签约、备案、供地、开工、竣工、投产 等")


def _stage_word(value: Value, _column: Column) -> Read:
    return Read(stage_words().get(plain(text_of(value))))
