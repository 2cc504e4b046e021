"""Draft (草稿): levels and reasons typed on several devices, perhaps without network, made one.

Each field (`fit_site.level`, `fit_site.reason`) is merged by itself: the newest edit wins. Where
another device changed the field since this one last saw it, the value that lost is kept beside it
until the expert chooses, so that nothing typed is lost and nothing is overwritten unseen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from gaoxin.lib.errors import UserError
from gaoxin.review.core.process.panel import LONGEST_REASON, clean

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

LEVEL, REASON = "level", "reason"
LONGEST_DEVICE = 40
_DEVICE = re.compile(r"[\w-]*")
Value = int | str | None


@dataclass(frozen=True, slots=True)
class Edit:
    """What one device sends of a field: its value, when it was typed, the stamp it had seen."""

    value: Value
    at: datetime
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """A value that lost against a newer one of another device."""

    value: Value
    at: datetime
    device: str


@dataclass(frozen=True, slots=True)
class Held:
    """A field of the draft: the value that counts, when and where it was typed, and what lost."""

    value: Value
    at: datetime
    device: str
    other: Other | None = None

    @property
    def stamp(self) -> str:
        """Return what names this state of the field; a device sends back the stamp it has seen."""
        return f"{self.at.isoformat()}/{self.device}"


Fields = dict[str, Held]


def field_names(items: Collection[str]) -> list[str]:
    """Return the names of all fields of a draft."""
    return [f"{item}.{kind}" for item in items for kind in (LEVEL, REASON)]


def merge(
    held: Mapping[str, Held], sent: Mapping[str, Edit], *, device: str, now: datetime
) -> Fields:
    """Return the draft with a device's edits: per field the newest wins, the loser stays beside it.

    A device whose clock runs ahead is taken to have typed now, so that it cannot win for ever.
    """
    found = dict(held)
    for name, edit in sent.items():
        found[name] = _merged(held.get(name), replace(edit, at=min(edit.at, now)), device)
    return found


def _merged(before: Held | None, edit: Edit, device: str) -> Held:
    if before is None:
        return Held(edit.value, edit.at, device)
    if before.value == edit.value:
        return before
    if edit.seen == before.stamp or before.device == device:
        # Typed in view of what is held, or on the same device: a plain change.
        return before if edit.at < before.at else Held(edit.value, edit.at, device, before.other)
    if edit.at >= before.at:
        return Held(edit.value, edit.at, device, _lost(before.value, before.at, before.device))
    return replace(before, other=_lost(edit.value, edit.at, device))


def _lost(value: Value, at: datetime, device: str) -> Other | None:
    """Return a value as lost; nothing typed is nothing lost."""
    return None if value in (None, "") else Other(value, at, device)


def settle(held: Mapping[str, Held], name: str, *, take_other: bool, now: datetime) -> Fields:
    """Return the draft with one conflict settled by the expert; the field counts as typed now."""
    field = held.get(name)
    if field is None or field.other is None:
        raise UserError("这一项没有两个版本 (there are not two versions of this field)")
    chosen = field.other if take_other else field
    return {**held, name: Held(chosen.value, now, chosen.device)}


def conflicts(held: Mapping[str, Held]) -> list[str]:
    """Return the names of the fields that another device also wrote."""
    return [name for name, field in held.items() if field.other is not None]


def levels_of(held: Mapping[str, Held]) -> dict[str, int]:
    """Return the levels of a draft by item, those not yet given left out."""
    found = {}
    for name, field in held.items():
        item, _dot, kind = name.rpartition(".")
        if kind == LEVEL and isinstance(field.value, int):
            found[item] = field.value
    return found


def reasons_of(held: Mapping[str, Held]) -> dict[str, str]:
    """Return the reasons of a draft by item, empty ones left out."""
    found = {}
    for name, field in held.items():
        item, _dot, kind = name.rpartition(".")
        if kind == REASON and isinstance(field.value, str) and field.value.strip():
            found[item] = field.value.strip()
    return found


def read_edits(
    raw: Any, items: Collection[str], levels: Collection[int], now: datetime
) -> dict[str, Edit]:
    """Return what a device sent; UserError names a field that is none, or a value off the scale."""
    if not isinstance(raw, dict):
        raise UserError("草稿须为对象 (an object is expected)")
    known = set(field_names(items))
    found = {}
    for name, given in raw.items():
        if name not in known or not isinstance(given, dict):
            raise UserError(f"{str(name)[:60]}: 评分表没有这一项 (no such field)")
        at = _instant(given.get("at"), now)
        value = read_value(name, given.get("value"), levels)
        found[name] = Edit(value, at, str(given.get("seen") or "")[:120])
    return found


def read_value(name: str, raw: Any, levels: Collection[int]) -> Value:
    """Return the value of a field, of the type that its name asks for."""
    if name.endswith(f".{REASON}"):
        text = "" if raw is None else clean(str(raw))
        if len(text) > LONGEST_REASON:
            raise UserError(f"{name}: 理由最多 {LONGEST_REASON} 字 (the reason is too long)")
        return text
    if raw in (None, ""):
        return None
    if str(raw) not in {str(level) for level in levels}:
        scale = "、".join(map(str, levels))
        raise UserError(f"{name}: {str(raw)[:20]}: 应为 {scale} (a level of the scale)")
    return int(str(raw))


def device_name(raw: Any) -> str:
    """Return a device's name as sent, kept short; empty where none or a strange one was sent."""
    text = str(raw or "")[:LONGEST_DEVICE]
    return text if _DEVICE.fullmatch(text) else ""


def _instant(raw: Any, now: datetime) -> datetime:
    """Return an instant with its zone; what cannot be read counts as now."""
    try:
        at = datetime.fromisoformat(str(raw))
    except ValueError:
        return now
    return at if at.tzinfo is not None else now


def as_json(held: Mapping[str, Held]) -> dict[str, Any]:
    """Return a draft as plain data for devices, by the name of the field."""
    return {name: _plain(field) for name, field in held.items()}


def kept(held: Mapping[str, Held]) -> dict[str, dict[str, Any]]:
    """Return a draft as plain data to be kept: by item, then level and reason."""
    found: dict[str, dict[str, Any]] = {}
    for name, field in held.items():
        item, _dot, kind = name.rpartition(".")
        found.setdefault(item, {})[kind] = _plain(field)
    return found


def _plain(field: Held) -> dict[str, Any]:
    found: dict[str, Any] = {
        "value": field.value, "at": field.at.isoformat(), "device": field.device,
        "stamp": field.stamp,
    }  # fmt: skip
    if field.other is not None:
        other = field.other
        found["other"] = {
            "value": other.value, "at": other.at.isoformat(), "device": other.device
        }  # fmt: skip
    return found


def from_kept(raw: Mapping[str, Mapping[str, Any]]) -> Fields:
    """Return a draft from the data that `kept` gave."""
    return {
        f"{item}.{kind}": _held(each)
        for item, fields in raw.items()
        for kind, each in fields.items()
    }


def _held(each: Mapping[str, Any]) -> Held:
    given = each.get("other")
    other = None
    if given is not None:
        other = Other(given["value"], datetime.fromisoformat(given["at"]), given["device"])
    return Held(each["value"], datetime.fromisoformat(each["at"]), each["device"], other)
