"""Read (读报): take in a file, accept a fact into the ledger with its span, reject, take back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from gaoxin.ledger.actions import (
    Amount,
    Observed,
    Record,
    observe,
    plan_milestone,
    post,
    reach_milestone,
    record_project,
    retract,
    retract_observation,
)
from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models import (
    Enterprise,
    Indicator,
    Milestone,
    Observation,
    Posting,
    Zone,
)
from gaoxin.ledger.queries import projects_for
from gaoxin.lib.access import Actor, require
from gaoxin.lib.errors import Denied, UserError
from gaoxin.lib.moment import Moment
from gaoxin.people.queries import person_name
from gaoxin.read.core.files import text_of
from gaoxin.read.desk.byhand import Told, by_hand
from gaoxin.read.intake import Found, find
from gaoxin.read.matching import money_kind
from gaoxin.read.models import Fact, Reading
from gaoxin.read.queries import (
    Prospect,
    indicator_name,
    is_own,
    prospect,
    readings_for,
    told_on,
    unit_word,
)
from gaoxin.sources.actions import Upload, audit, cite, store_document
from gaoxin.sources.models import Citation
from gaoxin.sources.turns import recorded_now, recording

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Model


M = TypeVar("M", bound="Model")
# Characters that one request reads in a few seconds.
LONGEST = 2_000_000
LONGEST_CHECKED = 500_000  # a checked text is shown whole
EDITABLE = ("subject", "value", "first_day", "last_day", "basis", "place", "stage")


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was taken in; `before` tells that it had been read already."""

    reading: Reading
    before: bool


def take_in(upload: Upload, *, by: Actor, zone: Zone, on: date) -> Taken:
    """Store a file, read it and put its facts into the inbox; the same bytes are read once.

    UserError says why a file without text cannot be read; nothing of it is kept.
    """
    require(by, "read.view", _("您没有读报的权限。"))
    require(by, "sources.upload", _("您没有上传文件的权限。"))
    known = _read_before(upload, by=by, zone=zone)
    if known is not None:
        return Taken(known, before=True)
    text, note = text_to_read(upload.file_name, upload.content)
    found = find(text, upload.published_on or on, _register(zone))
    return Taken(_kept(upload, text, note, found, (by, zone)), before=False)


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
    # A database refuses the null character; the offsets stay.
    return decoded.text.replace("\x00", "\ufffd"), decoded.note or ""


def _read_before(upload: Upload, *, by: Actor, zone: Zone) -> Reading | None:
    sha256 = hashlib.sha256(upload.content).hexdigest()
    same = readings_for(by, zone).filter(document__sha256=sha256)
    return same.filter(document__park_id=upload.park_id).first() or same.first()


@recording
def _kept(upload: Upload, text: str, note: str, found: Found, who: tuple[Actor, Zone]) -> Reading:
    by, zone = who
    document = store_document(upload, by=by)
    known = Reading.objects.filter(document=document).first()
    if known is not None:
        raise UserError(_("这份文件已由 %(who)s 读过。") % {"who": person_name(known.read_by)})
    reading = Reading.objects.create(
        zone=zone, document=document, text=text, note=note[:300], stories=found.stories,
        relations=found.relations, left_out=found.left_out, read_at=recorded_now(),
        read_by=by.username,
    )  # fmt: skip
    Fact.objects.bulk_create(
        (
            Fact(reading=reading, number=number, start=each.start, end=each.end, **each.fields)
            for number, each in enumerate(found.proposals, 1)
        ),
        batch_size=500,
    )
    audit("take_in", reading, by=by, data={"facts": len(found.proposals), "note": note})
    return reading


@recording
def add_fact(reading: Reading, told: Told, *, by: Actor) -> Fact:
    """Add a fact whose words the officer chose; it waits for its link like the facts read.

    UserError where the words are not in the text, are too long, or name no milestone.
    """
    require(by, "read.decide", _("您没有核读报事实的权限。"))
    mine = readings_for(by, reading.zone).select_for_update(of=("self",))
    locked = mine.select_related("document").filter(pk=reading.pk).first()
    if locked is None:
        raise Denied(_("没有这份文件，或不归您读。"))
    published = locked.document.published_on or timezone.localtime(locked.read_at).date()
    names = _register(reading.zone)
    found = by_hand(locked.text, told, locked.stories, published, names)
    same = locked.facts.filter(start=found.start, end=found.end, kind=found.fields["kind"]).first()
    if same is not None:
        return same
    number = (locked.facts.aggregate(last=Max("number"))["last"] or 0) + 1
    fact = Fact.objects.create(
        reading=locked, number=number, start=found.start, end=found.end,
        added_by=by.username, **found.fields,
    )  # fmt: skip
    audit("add_fact", fact, by=by, data={"quote": fact.quote, "start": fact.start})
    return fact


def _register(zone: Zone) -> tuple[str, ...]:
    known = Enterprise.objects.filter(zone=zone, removed_at__isnull=True)
    return tuple(known.values_list("name", flat=True))


@dataclass(frozen=True, slots=True)
class Choice:
    """What the officer links a fact to, and what was changed before accepting it."""

    link: str = ""
    money: str = ""
    edits: dict[str, Any] = field(default_factory=dict)


def _open_fact(fact: Fact, by: Actor) -> Fact:
    """Lock a fact that may be decided by the actor; UserError where that was done already."""
    require(by, "read.decide", _("您没有核读报事实的权限。"))
    locked = Fact.objects.select_for_update().get(pk=fact.pk)
    if not readings_for(by, fact.reading.zone).filter(pk=fact.reading_id).exists():
        raise Denied(_("没有这条事实，或不归您核。"))
    if not locked.is_open:
        raise UserError(_("这条事实已由 %(who)s 办过。") % {"who": person_name(locked.decided_by)})
    return locked


@recording
def accept(fact: Fact, choice: Choice, *, by: Actor) -> Fact:
    """Accept a fact: write it with its span, or put it beside what the ledger already has.

    Nothing in the ledger is overwritten. UserError where the text's own numbers contradict the
    fact, where a day or value is missing, or where the link cannot be used.
    """
    locked = _open_fact(fact, by)
    if locked.fault:
        raise UserError(fault_words(locked))
    before = {name: str(getattr(locked, name)) for name in choice.edits if name in EDITABLE}
    for name in before:
        setattr(locked, name, choice.edits[name])
    record = Record(by=by)
    zone = locked.reading.zone
    seen = prospect(zone, locked, choice.link, Moment(record.day, record.at), money=choice.money)
    if seen.problem:
        raise UserError(seen.problem)
    _link(locked, choice, record)
    written = seen.existing or _write(locked, seen, choice, record)
    _cite(locked, written or locked.enterprise or locked.project, seen, by)
    locked.outcome = seen.outcome
    _decide(locked, Fact.State.ACCEPTED, by)
    data = {"outcome": seen.outcome, "link": choice.link, "before": before}
    audit("accept_fact", locked, by=by, data=data)
    return locked


def fault_words(fact: Fact) -> str:
    """Return why a fact cannot be recorded: what stands in the text, and what it should be."""
    fault = fact.fault or {}
    proof = "、".join(words for words, _start, _end in fault.get("because", ()))
    message = _("算不出“%(quote)s”：按文中的 %(proof)s，应为 %(expected)s。建议退回。")
    return message % {"quote": fact.printed, "proof": proof, "expected": fault.get("expected")}


def _link(fact: Fact, choice: Choice, record: Record) -> None:
    """Link the fact to the chosen record; a new project or indicator is made here."""
    kind, _colon, pk = choice.link.partition(":")
    if not kind:
        return
    zone = fact.reading.zone
    if kind == "project":
        found = projects_for(record.by, zone).filter(pk=pk).first()
        fact.project = _found(found, _("没有这个项目，或不在您的园区。"))
    elif kind == "enterprise":
        known = Enterprise.objects.filter(zone=zone, removed_at__isnull=True)
        fact.enterprise = _found(known.filter(pk=pk).first(), _("没有这家企业。"))
    elif kind == "indicator":
        known_indicator = Indicator.objects.filter(pk=pk).first()
        fact.indicator = _found(known_indicator, _("没有这个指标。"))
    else:
        _make_link(fact, kind, record)


def _found(record: M | None, message: str) -> M:
    if record is None:
        raise UserError(message)
    return record


def _make_link(fact: Fact, kind: str, record: Record) -> None:
    if kind == "new_indicator":
        fact.indicator = _indicator(fact)
        return
    if kind != "new_project" or not fact.subject:
        raise UserError(_("先写明项目名称。"))
    fact.project = record_project(fact.reading.zone, record=record, fields={"name": fact.subject})


def _indicator(fact: Fact) -> Indicator:
    """Return the indicator named like the fact's subject in its unit, made where it is missing."""
    name, unit = indicator_name(fact)[:100], unit_word(fact)
    known = Indicator.objects.filter(name=name, unit=unit).first()
    if known is not None:
        return known
    code = "read-" + hashlib.sha256(f"{name}/{unit}".encode()).hexdigest()[:12]
    reference = fact.reading.document.title[:300]
    return Indicator.objects.create(code=code, name=name, unit=unit, reference=reference)


def _write(fact: Fact, seen: Prospect, choice: Choice, record: Record) -> Model | None:
    """Write the event that the ledger lacks; None where only the mention is kept."""
    day = fact.last_day
    if seen.outcome == Fact.Outcome.MENTION or day is None:
        return None
    if seen.outcome == Fact.Outcome.OBSERVATION:
        return _observe(fact, record)
    if fact.project is None:
        raise UserError(_("没有这个项目，或不在您的园区。"))
    note = fact.reading.document.title
    if seen.outcome == Fact.Outcome.MILESTONE:
        stage = Stage(fact.stage)
        if fact.is_plan:
            made = min(told_on(fact), record.day)
            return plan_milestone(fact.project, stage, record=record, on=made, planned_for=day)
        return reach_milestone(fact.project, stage, record=record, on=day, note=note)
    if fact.value is None:
        raise UserError(_("文中是一个范围或没有数值。用“改后采纳”写明。"))
    amount = Amount(fact.value, fact.unit or "CNY")
    kind = choice.money or money_kind(fact.clause)
    return post(fact.project, kind, amount, record=record, on=min(day, record.day), note=note)


def _observe(fact: Fact, record: Record) -> Observation:
    if fact.value is None or fact.first_day is None or fact.last_day is None:
        raise UserError(_("指标值要有数值和期间。"))
    if fact.indicator is None:
        raise UserError(_("先选指标。"))
    home = fact.reading.zone
    place = home if is_own(fact, home) else _outside(fact.place)
    seen = Observed(fact.value, fact.first_day, fact.last_day, fact.basis)
    published = fact.reading.document.published_on or record.day
    return observe(place, fact.indicator, seen, record=record, on=min(published, record.day))


def _outside(name: str) -> Zone:
    """Return another zone by its printed name, made where it is not yet known."""
    code = "other-" + hashlib.sha256(name.encode()).hexdigest()[:12]
    zone, _made = Zone.objects.get_or_create(
        name=name, is_outside=True, defaults={"code": code, "short_name": name[:40]}
    )
    return zone


def _cite(fact: Fact, target: Model | None, seen: Prospect, by: Actor) -> None:
    """Cite the span for the record, and keep on the fact which record it stands for."""
    if target is None:
        return
    if isinstance(target, Milestone | Posting | Observation):
        fact.event_model, fact.event_id = target._meta.label_lower, target.pk
    field = {"second": "second", "contradiction": "contradiction"}.get(seen.outcome, fact.kind)
    fact.citation_id = cite(
        fact.reading.document, target, by=by, kind=Citation.Kind.SPAN, field=field,
        start=fact.start, end=fact.end, quote=fact.clause,
    ).pk  # fmt: skip


def _decide(fact: Fact, state: str, by: Actor, reason: str = "") -> None:
    fact.state, fact.decided_at, fact.decided_by = state, recorded_now(), by.username
    fact.reason = reason[:300]
    fact.save()


@recording
def reject(fact: Fact, *, by: Actor, reason: str = "") -> Fact:
    """Reject a fact; it stays readable with who rejected it and why."""
    locked = _open_fact(fact, by)
    _decide(locked, Fact.State.REJECTED, by, reason)
    audit("reject_fact", locked, by=by, reason=reason)
    return locked


@recording
def put_off(fact: Fact, *, by: Actor) -> Fact:
    """Leave a fact for later."""
    locked = _open_fact(fact, by)
    _decide(locked, Fact.State.LATER, by)
    audit("put_off_fact", locked, by=by)
    return locked


@recording
def take_back(fact: Fact, *, by: Actor) -> Fact:
    """Take a decision back: the event it wrote is voided, its citation removed, the fact waits.

    A project or indicator that was made for it stays; it may be in use by now.
    """
    require(by, "read.decide", _("您没有核读报事实的权限。"))
    locked = Fact.objects.select_for_update().get(pk=fact.pk)
    if not readings_for(by, locked.reading.zone).filter(pk=locked.reading_id).exists():
        raise Denied(_("没有这条事实，或不归您核。"))
    if locked.is_open:
        raise UserError(_("这条事实还没有办，不用撤回。"))
    data = {"state": locked.state, "outcome": locked.outcome, "event": locked.event_id}
    _void(locked, by)
    if locked.citation_id:
        Citation.objects.filter(pk=locked.citation_id).delete()
    locked.project = locked.enterprise = locked.indicator = None
    locked.event_model, locked.event_id, locked.citation_id = "", None, None
    locked.outcome = ""
    _decide(locked, Fact.State.WAITING, by)
    audit("take_back_fact", locked, by=by, data=data)
    return locked


WROTE = frozenset({Fact.Outcome.MILESTONE, Fact.Outcome.POSTING, Fact.Outcome.OBSERVATION})


def _void(fact: Fact, by: Actor) -> None:
    """Void the event that the fact wrote; one that stood there before stays as it is."""
    if fact.outcome not in WROTE or fact.event_id is None:
        return
    record, reason = Record(by=by), _("撤回读报采纳")
    if fact.outcome == Fact.Outcome.MILESTONE:
        retract(Milestone.objects.get(pk=fact.event_id), record=record, reason=reason)
    elif fact.outcome == Fact.Outcome.POSTING:
        retract(Posting.objects.get(pk=fact.event_id), record=record, reason=reason)
    else:
        seen = Observation.objects.get(pk=fact.event_id)
        retract_observation(seen, record=record, reason=reason)
