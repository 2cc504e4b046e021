"""Lists, pure part (列表的纯逻辑): conditions, order and keyset pages as data.

A page is found by the values of its neighbour row (keyset), not by OFFSET: page 1,500 costs what
page 1 costs. Empty values stand last in either direction.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

# Longer texts and numbers are nobody's question, and databases refuse them.
LONGEST_TEXT = 200
LONGEST_NUMBER = 9
LARGEST = Decimal(10) ** 15
SMALLEST = Decimal("0.0001")
Scalar = str | int | bool | Decimal | date | datetime | None
Lookups = dict[str, Any]
Kind = Literal["choice", "number", "text", "date", "flag"]


class BadValue(ValueError):
    """A condition or cursor that cannot be read: `name` of the parameter and its text."""

    def __init__(self, name: str, text: str, kind: str) -> None:
        super().__init__(f"{name}={text!r} is not a {kind}")
        self.name, self.text, self.kind = name, text[:40], kind


def whole_number(text: str, fallback: int) -> int:
    """Return a whole number of an address, such as a page; the fallback where it is none."""
    readable = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if readable else fallback


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition that a list offers.

    `field` is the lookup path; `choices` are pairs of value and label (choice only, the value
    `-` means empty); a number is multiplied by `scale` before it is compared (亿元 → yuan).
    For `text`, `field` may be several paths separated by spaces. `build` makes the lookups of a
    choice where a plain `field` in values will not do.
    """

    name: str
    label: Any
    kind: Kind
    field: str
    choices: tuple[tuple[str, Any], ...] = ()
    unit: Any = ""
    scale: Decimal = Decimal(1)
    build: Callable[[list[str]], tuple[Lookups, ...]] | None = None

    @property
    def parameters(self) -> tuple[str, ...]:
        """Return the names of the address parameters."""
        ends = {"number": ("min", "max"), "date": ("from", "to")}.get(self.kind)
        return tuple(f"{self.name}_{end}" for end in ends) if ends else (self.name,)


@dataclass(frozen=True, slots=True)
class Words:
    """The small words of a chip, in the reader's language."""

    comma: str = "、"
    to: str = "至"
    yes: str = "是"
    no: str = "否"


CHINESE = Words()


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in force: its chip in words, and lookups of which any must hold."""

    filter: Filter
    sign: str
    words: str
    any_of: tuple[Lookups, ...]

    @property
    def chip(self) -> str:
        """Return the chip's words: 阶段 = 开工、在建."""
        return f"{self.filter.label} {self.sign} {self.words}"


def conditions(
    filters: Iterable[Filter],
    parameters: Mapping[str, Sequence[str]],
    words: Words = CHINESE,
) -> tuple[Condition, ...]:
    """Return the conditions that the address sets, in the order of the filters.

    BadValue where a value cannot be read or is not offered.
    """
    found = (_condition(each, parameters, words) for each in filters)
    return tuple(condition for condition in found if condition is not None)


def fields_of(found: Iterable[Condition]) -> set[str]:
    """Return the fields that conditions look at; of a related record, the relation."""
    return {
        lookup.partition("__")[0]
        for condition in found
        for lookups in condition.any_of
        for lookup in lookups
    }


def _condition(
    filter: Filter, parameters: Mapping[str, Sequence[str]], words: Words
) -> Condition | None:
    given = [
        [value.strip() for value in parameters.get(name, ()) if value.strip()]
        for name in filter.parameters
    ]
    if not any(given):
        return None
    if filter.kind == "choice":
        return _choice(filter, given[0], words)
    if filter.kind == "text":
        return _text(filter, given[0][0])
    if filter.kind == "flag":
        return _flag(filter, given[0][0], words)
    low, high = (values[0] if values else "" for values in given)
    return _range(filter, low, high, words)


def _choice(filter: Filter, values: list[str], words: Words) -> Condition:
    labels = {str(value): str(label) for value, label in filter.choices}
    for value in values:
        if value not in labels:
            raise BadValue(filter.name, value, "choice")
    words_of = words.comma.join(labels[v] for v in values)
    if filter.build is not None:
        return Condition(filter, "=", words_of, filter.build(values))
    real = [value for value in values if value != "-"]
    lookups: list[Lookups] = [{f"{filter.field}__in": real}] if real else []
    if "-" in values:
        lookups.append({f"{filter.field}__isnull": True})
    return Condition(filter, "=", words_of, tuple(lookups))


def _text(filter: Filter, value: str) -> Condition:
    value = value[:LONGEST_TEXT]
    lookups = tuple({f"{path}__icontains": value} for path in filter.field.split())
    return Condition(filter, "∋", value, lookups)


def _flag(filter: Filter, value: str, words: Words) -> Condition:
    labels = {"1": words.yes, "0": words.no} | {str(v): str(label) for v, label in filter.choices}
    if value not in ("0", "1"):
        raise BadValue(filter.name, value, "flag")
    return Condition(filter, "=", labels[value], ({filter.field: value == "1"},))


def _range(filter: Filter, low: str, high: str, words: Words) -> Condition:
    lookups: Lookups = {}
    for name, text, lookup in zip(filter.parameters, (low, high), ("gte", "lte"), strict=True):
        if text:
            lookups[f"{filter.field}__{lookup}"] = _bound(filter, name, text)
    unit = f" {filter.unit}" if str(filter.unit) else ""
    if low and high:
        return Condition(filter, "=", f"{low} {words.to} {high}{unit}", (lookups,))
    sign, value = ("≥", low) if low else ("≤", high)
    return Condition(filter, sign, f"{value}{unit}", (lookups,))


def _bound(filter: Filter, name: str, text: str) -> Scalar:
    try:
        if filter.kind == "date":
            return date.fromisoformat(text)
        number = Decimal(text)
    except (ValueError, InvalidOperation):
        raise BadValue(name, text, filter.kind) from None
    # Held to a size before it is counted with: 1E+999999 overflows.
    if not number.is_finite() or abs(number) > LARGEST or len(text) > LONGEST_TEXT:
        raise BadValue(name, text, filter.kind)
    scaled = number * filter.scale
    if abs(scaled) > LARGEST:
        raise BadValue(name, text, filter.kind)
    return scaled.quantize(SMALLEST)


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list: one field with its direction, then the unique key upwards."""

    name: str
    field: str
    descending: bool
    key: str = "pk"


def order_of(text: str, fields: Mapping[str, str], default: str, key: str = "pk") -> Order:
    """Return the order that the address names (`-money`), or the default; BadValue otherwise."""
    wanted = text or default
    name = wanted.removeprefix("-")
    if name not in fields:
        raise BadValue("sort", wanted, "sort")
    return Order(name, fields[name], wanted.startswith("-"), key)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The neighbour row of a page: how many rows lie before the page, its value and its key."""

    before: int
    value: Scalar
    key: Scalar


def encode_cursor(cursor: Cursor) -> str:
    """Return the cursor as letters that may stand in an address."""
    packed = [cursor.before, _pack(cursor.value), _pack(cursor.key)]
    raw = json.dumps(packed, separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode_cursor(text: str) -> Cursor:
    """Return the cursor of `encode_cursor`'s text; BadValue on anything else."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        before, value, key = json.loads(raw)
        if not isinstance(before, int) or not 0 <= before < 10**LONGEST_NUMBER:
            raise ValueError(before)
        return Cursor(before, _unpack(value), _unpack(key))
    except (ValueError, TypeError, KeyError, binascii.Error, InvalidOperation):
        raise BadValue("cursor", text, "cursor") from None


def _pack(value: Scalar) -> Any:
    if isinstance(value, Decimal):
        return ["d", str(value)]
    if isinstance(value, datetime):
        return ["t", value.isoformat()]
    if isinstance(value, date):
        return ["y", value.isoformat()]
    return value


def _unpack(value: Any) -> Scalar:
    if not isinstance(value, list):
        if isinstance(value, dict | float):
            raise TypeError(value)
        scalar: Scalar = value
        return scalar
    letter, text = value
    readers: dict[str, Any] = {
        "d": Decimal, "t": datetime.fromisoformat, "y": date.fromisoformat
    }  # fmt: skip
    read: Scalar = readers[letter](text)
    return read


def keyset(order: Order, cursor: Cursor, *, forward: bool) -> tuple[Lookups, ...]:
    """Return lookups of which any must hold for rows after (or before) the cursor's row."""
    field, key = order.field, order.key
    beyond = {f"{key}__{'gt' if forward else 'lt'}": cursor.key}
    if field == key:
        up = forward != order.descending
        return ({f"{key}__{'gt' if up else 'lt'}": cursor.key},)
    if cursor.value is None:
        ties: Lookups = {f"{field}__isnull": True, **beyond}
        return (ties,) if forward else ({f"{field}__isnull": False}, ties)
    further = "gt" if forward != order.descending else "lt"
    found: tuple[Lookups, ...] = (
        {f"{field}__{further}": cursor.value},
        {field: cursor.value, **beyond},
    )
    return (*found, {f"{field}__isnull": True}) if forward else found


def narrowest(without: Mapping[str, int]) -> tuple[str, int] | None:
    """Return the condition whose dropping shows most rows, with that count; None if none helps."""
    name = max(without, key=lambda each: without[each], default=None)
    if name is None or not without[name]:
        return None
    return name, without[name]
