"""Read (读报): accept a fact into the ledger with its span, reject it, take a decision back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

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
from gaoxin.read.bulletin.derivation import derivation
from gaoxin.read.matching import money_kind
from gaoxin.read.models import Fact
from gaoxin.read.queries import (
    Prospect,
    indicator_name,
    is_own,
    prospect,
    readings_for,
    unit_word,
)
from gaoxin.sources.actions import audit, cite
from gaoxin.sources.models import Citation
from gaoxin.sources.turns import recorded_now, recording

if TYPE_CHECKING:
    from django.db.models import Model


M = TypeVar("M", bound="Model")
EDITABLE = ("subject", "value", "first_day", "last_day", "basis", "place", "stage")


@dataclass(frozen=True, slots=True)
class Choice:
    """What the officer links a fact to, what was changed before accepting it, and why."""

    link: str = ""
    money: str = ""
    edits: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


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
    before = _edit(locked, choice.edits)
    record = Record(by=by)
    zone = locked.reading.zone
    seen = prospect(zone, locked, choice.link, Moment(record.day, record.at), money=choice.money)
    if seen.problem:
        raise UserError(seen.problem)
    _link(locked, choice, record)
    written = seen.existing or _write(locked, seen, choice, record)
    _cite(locked, written or locked.enterprise or locked.project, seen, by)
    locked.outcome = seen.outcome
    _decide(locked, Fact.State.ACCEPTED, by, choice.reason)
    data = {"outcome": seen.outcome, "link": choice.link, "before": before}
    audit("accept_fact", locked, by=by, data=data, reason=locked.reason)
    return locked


def _edit(fact: Fact, edits: dict[str, Any]) -> dict[str, str]:
    """Change a fact as the officer says; what was read first stays on it, field by field."""
    before = {name: str(getattr(fact, name) or "") for name in edits if name in EDITABLE}
    for name, was in before.items():
        setattr(fact, name, edits[name])
        read = fact.before.get(name, was)
        kept = {key: value for key, value in fact.before.items() if key != name}
        fact.before = kept if _is_as_read(read, edits[name]) else {**kept, name: read}
    return before


def _is_as_read(read: str, value: Any) -> bool:
    """Test whether an edit goes back to what was read; a figure has many spellings."""
    if isinstance(value, Decimal):
        return bool(read) and Decimal(read) == value
    return read == str(value or "")


def fault_words(fact: Fact) -> str:
    """Return why a fact cannot be recorded: what stands in the text, and what it should be."""
    fault = fact.fault or {}
    proof = [words for words, _start, _end in fault.get("because", ())]
    expected = str(fault.get("expected", ""))
    named = {"quote": fact.printed, "proof": "、".join(proof), "expected": expected}
    named["sum"] = derivation(fault.get("rule", ""), expected, proof)
    if named["sum"]:
        return _("算不出“%(quote)s”：%(sum)s。建议退回。") % named
    return _("算不出“%(quote)s”：按文中的 %(proof)s，应为 %(expected)s。建议退回。") % named


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
            made = min(fact.reading.told_on, record.day)
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
