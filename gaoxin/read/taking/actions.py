"""Taking in (收件): store a file, read it piece by piece, date it by its masthead."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from gaoxin.ledger.models import Enterprise, Zone
from gaoxin.lib.access import Actor, require
from gaoxin.lib.errors import Denied, UserError
from gaoxin.people.queries import person_name
from gaoxin.read.core.files import text_of
from gaoxin.read.intake import Found
from gaoxin.read.models import Fact, Reading
from gaoxin.read.queries import readings_for
from gaoxin.read.taking import extracting
from gaoxin.read.taking.pieces import find_at
from gaoxin.sources.actions import Upload, audit, store_document
from gaoxin.sources.models import Document
from gaoxin.sources.queries import hashed_path
from gaoxin.sources.turns import recorded_now, recording

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gaoxin.read.intake import Proposal

LONGEST = 2_000_000  # characters of a text that the site takes in
MOST_FACTS = 50_000  # of one document
DATED = ("first_day", "last_day", "basis")


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was taken in; `before` tells that it had been read already."""

    reading: Reading
    before: bool


def take_in(upload: Upload, *, by: Actor, zone: Zone, on: date) -> Taken:
    """Store a file and read its first piece into the inbox; the same bytes are read once.

    A longer text waits for `go_on`. UserError says why a file without text cannot be read;
    nothing of it is kept.
    """
    _may_take(by)
    known = _read_before(upload, by=by, zone=zone)
    if known is not None:
        return Taken(known, before=True)
    taken_out = extracting.begun(upload.content)
    if taken_out is not None:
        begun = _by_pages(zone, *taken_out)
        return Taken(_begun(upload, begun, Found(), 0, by), before=False)
    text, note = text_to_read(upload.file_name, upload.content)
    day = upload.published_on or on
    found, high = find_at(text, 0, stories=0, published=day, names=register_of(zone))
    begun = Reading(zone=zone, text=text, length=len(text), note=note[:300], read_to=0)
    return Taken(_begun(upload, begun, found, high, by), before=False)


def _by_pages(zone: Zone, text: str, after: int, pages: int) -> Reading:
    text = _storable(text)
    return Reading(zone=zone, text=text, length=len(text), read_to=0, pages_to=after, pages=pages)


def _may_take(by: Actor) -> None:
    require(by, "read.view", _("您没有读报的权限。"))
    require(by, "sources.upload", _("您没有上传文件的权限。"))


def text_to_read(name: str, content: bytes, *, most: int | None = None) -> tuple[str, str]:
    """Return the text of a file and a note about it; UserError says why it cannot be read."""
    decoded = text_of(name, content)
    if not decoded.text.strip():
        named = {"name": name, "why": decoded.note or _("没有文字")}
        raise UserError(_("“%(name)s”读不出来：%(why)s。") % named)
    most = most or LONGEST
    if len(decoded.text) > most:
        limit = {"name": name, "limit": f"{most:,}"}
        raise UserError(_("“%(name)s”超过 %(limit)s 字。请拆开，或用命令 gaoxin read 读。") % limit)
    return _storable(decoded.text), decoded.note or ""


def _storable(text: str) -> str:
    """Return a text that a database takes: it refuses the null character; the offsets stay."""
    return text.replace("\x00", "\ufffd")


def register_of(zone: Zone) -> tuple[str, ...]:
    """Return the names of the zone's own enterprises: they are known before any rule."""
    known = Enterprise.objects.filter(zone=zone, removed_at__isnull=True)
    return tuple(known.values_list("name", flat=True))


def _read_before(upload: Upload, *, by: Actor, zone: Zone) -> Reading | None:
    sha256 = hashlib.sha256(upload.content).hexdigest()
    same = readings_for(by, zone).filter(document__sha256=sha256)
    return same.filter(document__park_id=upload.park_id).first() or same.first()


@recording
def _begun(upload: Upload, reading: Reading, found: Found, high: int, by: Actor) -> Reading:
    """Keep a document with its first piece, whole or not at all."""
    document = store_document(upload, by=by)
    known = Reading.objects.filter(document=document).first()
    if known is not None:
        raise UserError(_("这份文件已由 %(who)s 读过。") % {"who": person_name(known.read_by)})
    reading.document, reading.read_at, reading.read_by = document, recorded_now(), by.username
    reading.save()
    _keep(reading, found, high)
    data = {"facts": len(found.proposals), "note": reading.note, "read_to": reading.read_to}
    audit("take_in", reading, by=by, data=data)
    return reading


def go_on(reading: Reading, *, by: Actor) -> Reading:
    """Read the next piece of a text that is not read to its end; a text read whole stays as it is.

    What another window read meanwhile is not read twice.
    """
    _may_take(by)
    mine = readings_for(by, reading.zone).select_related("document", "zone")
    known = mine.filter(pk=reading.pk).first()
    if known is None:
        raise Denied(_("没有这份文件，或不归您读。"))
    if known.read_to is None:
        return known
    if known.pages_to is not None:
        content = hashed_path(known.document.sha256).read_bytes()
        text, after = extracting.gone_on(content, known.pages_to)
        return _more_pages(known, text, after)
    before = sum(_first(story) < known.read_to for story in known.stories)
    found, high = find_at(
        known.text, known.read_to, stories=before, published=known.told_on,
        names=register_of(known.zone),
    )  # fmt: skip
    return _gone_on(known, found, high)


@recording
def _gone_on(reading: Reading, found: Found, high: int) -> Reading:
    locked = Reading.objects.select_for_update().defer("text").get(pk=reading.pk)
    if locked.read_to == reading.read_to:
        _keep(locked, found, high)
    return locked


@recording
def _more_pages(reading: Reading, text: str, after: int) -> Reading:
    """Keep the text of more pages; beyond the longest text the rest is left out and told."""
    locked = Reading.objects.select_for_update().select_related("document").get(pk=reading.pk)
    if locked.pages_to != reading.pages_to:
        return locked
    locked.text += "\n\n" + _storable(text)
    locked.length, locked.pages_to = len(locked.text), after
    full = locked.length > LONGEST
    if full and after < locked.pages:
        told = {"pages": locked.pages, "read": after}
        locked.note = _("共 %(pages)s 页，只读了前 %(read)s 页：再多太长，请拆开。") % told
    if full or after >= locked.pages:
        locked.pages_to = None
    locked.save(update_fields=["text", "length", "pages_to", "note"])
    return locked


def _keep(reading: Reading, found: Found, high: int) -> None:
    """Keep one piece: its facts, or only their days where it had been read before."""
    low = reading.read_to or 0
    known = list(reading.facts.filter(start__gte=low, start__lt=high, added_by=""))
    if known or any(low <= _first(story) < high for story in reading.stories):
        _date(known, found.proposals)
    else:
        reading.stories = [*reading.stories, *found.stories]
        reading.relations += found.relations
        reading.left_out += _add(reading, found.proposals)
    reading.read_to = high if high < reading.length else None
    reading.save(update_fields=["stories", "relations", "left_out", "read_to"])


def _first(story: dict[str, list[list[int]]]) -> int:
    return min(low for low, _high in story["spans"]) if story["spans"] else 0


def _add(reading: Reading, proposals: list[Proposal]) -> int:
    """Write proposals as facts that wait; return how many were too many for one document."""
    last = reading.facts.aggregate(last=Max("number"))["last"] or 0
    room = max(0, MOST_FACTS - last)
    Fact.objects.bulk_create(
        (
            Fact(reading=reading, number=number, start=each.start, end=each.end, **each.fields)
            for number, each in enumerate(proposals[:room], last + 1)
        ),
        batch_size=500,
    )
    return len(proposals) - len(proposals[:room])


def _date(known: Iterable[Fact], proposals: Iterable[Proposal]) -> None:
    """Date facts anew that are not decided and that nobody edited; decided ones stay."""
    read = {_key(each.start, each.end, each.fields): each.fields for each in proposals}
    changed = []
    for fact in known:
        fields = read.get(_key(fact.start, fact.end, {"kind": fact.kind, "stage": fact.stage}))
        if fields is None or not fact.is_open or fact.before:
            continue
        for name in DATED:
            setattr(fact, name, fields[name])
        changed.append(fact)
    Fact.objects.bulk_update(changed, DATED, batch_size=500)


def _key(start: int, end: int, fields: dict[str, str]) -> tuple[int, int, str, str]:
    return start, end, fields["kind"], str(fields.get("stage", ""))


@recording
def set_day(reading: Reading, day: date, *, by: Actor, on: date) -> Reading:
    """Set the day on which a paper came out; days told without a year are then read anew.

    UserError where the day is still to come. Facts decided already keep their days.
    """
    require(by, "read.decide", _("您没有核读报事实的权限。"))
    mine = readings_for(by, reading.zone).select_for_update(of=("self",))
    locked = mine.filter(pk=reading.pk).first()
    if locked is None:
        raise Denied(_("没有这份文件，或不归您读。"))
    if day > on:
        raise UserError(_("文件的日期不能晚于今天。"))
    document = Document.objects.select_for_update().get(pk=locked.document_id)
    before = document.published_on
    if before == day:
        return locked
    document.published_on = day
    document.save(update_fields=["published_on"])
    locked.read_to, locked.length = 0, len(locked.text)
    locked.save(update_fields=["read_to", "length"])
    audit("set_day", locked, by=by, data={"before": str(before or ""), "day": day.isoformat()})
    return locked
