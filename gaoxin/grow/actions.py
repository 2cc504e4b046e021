"""Grow (培育): record what enterprises report, hold and are tied to; correct by voiding."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext as _

from gaoxin.grow.books import books
from gaoxin.grow.core.facts import NOT_REPORTED
from gaoxin.grow.core.form import reported
from gaoxin.grow.core.honours import GRANTED, REVOKED, spells
from gaoxin.grow.models import ChainEntry, EnterpriseEvent, Honour, YearFigure
from gaoxin.grow.queries import enterprises_for, told_titles, value_of
from gaoxin.ledger.actions import retraction_of
from gaoxin.ledger.queries import effective
from gaoxin.lib.access import Actor, require
from gaoxin.lib.errors import Denied, UserError
from gaoxin.lib.moment import Moment
from gaoxin.lib.period import add_months
from gaoxin.rulebook.vocabulary import ValueRefusedError
from gaoxin.sources.actions import audit, cite, store_document
from gaoxin.sources.models import Citation
from gaoxin.sources.turns import recording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaoxin.grow.models import Filing
    from gaoxin.ledger.actions import Record
    from gaoxin.ledger.entry.actions import Evidence
    from gaoxin.ledger.models import Enterprise
    from gaoxin.rulebook.vocabulary import Term

# Which roles stand in which of the five chains.
ROLES = {
    "industry": {"segment"},
    "supply": {"supplier", "customer"},
    "innovation": {"platform", "patent", "partner"},
    "value": {"brand", "market"},
    "talent": {"person", "team"},
}
V = TypeVar("V", bound=EnterpriseEvent)
FIRST_YEAR = 2000
PLACES = Decimal("0.000001")


def require_record(enterprise: Enterprise, by: Actor) -> None:
    """Raise where the actor may not record what this enterprise reports or holds."""
    require(by, "grow.record", _("您没有登记企业培育信息的权限。"))
    if not enterprises_for(by, enterprise.zone).filter(pk=enterprise.pk).exists():
        raise Denied(_("没有这家企业，或不在您的园区。"))


def term_of(indicator: str) -> Term:
    """Return an indicator that enterprises report; UserError where it is none."""
    terms = books().terms
    known = indicator in terms and terms[indicator].derive is None
    if not known or indicator in NOT_REPORTED or indicator.startswith("holds_"):
        raise UserError(_("没有可填报的指标“%(name)s”。") % {"name": indicator})
    return terms[indicator]


def columns_of(term: Term, value: Any) -> dict[str, Any]:
    """Return the columns that keep a raw value; UserError where it does not fit the indicator."""
    try:
        found = reported(term, value)
    except ValueRefusedError as why:
        raise UserError(f"{term.zh}：{why}") from None
    if found is None:
        raise UserError(_("%(name)s：没有值。") % {"name": term.zh})
    if term.unit == "bool":
        return {"flag": found}
    if not isinstance(found, Decimal):
        return {"word": str(found)[:200]}
    if term.levels:
        return {"word": term.levels[int(found)]}
    return {"number": found.quantize(PLACES, ROUND_HALF_UP)}


def check_year(year: int, record: Record) -> None:
    """Raise UserError where a year is not one to report of."""
    if not FIRST_YEAR <= year <= record.day.year:
        raise UserError(_("年度 %(year)s 不对，应在 2000 年至今年之间。") % {"year": year})


@recording
def record_figures(
    enterprise: Enterprise, year: int, values: Mapping[str, Any], *, record: Record, on: date,
    filing: Filing | None = None,
) -> list[YearFigure]:  # fmt: skip
    """Record an enterprise's figures of a year, handed in on a day.

    A value that stands already is left; another one voids it. UserError names what does not fit.
    """
    require_record(enterprise, record.by)
    check_year(year, record)
    if on > record.day:
        raise UserError(_("%(day)s 还没有到，不能登记为已报送。") % {"day": on})
    new = {name: columns_of(term_of(name), value) for name, value in values.items()}
    before = standing_figures(enterprise, year, record)
    # A correction is dated as what it corrects: else the days between would know no value.
    events = [
        YearFigure(
            enterprise=enterprise, year=year, indicator=name,
            happened_on=min(on, before[name].happened_on) if name in before else on,
            voids=before.get(name), filing=filing, **columns, **record.stamp(),
        )
        for name, columns in new.items()
        if name not in before or value_of(before[name]) != next(iter(columns.values()))
    ]  # fmt: skip
    YearFigure.objects.bulk_create(events)
    if events:
        data = {"year": year, "indicators": sorted(event.indicator for event in events)}
        audit("record_figures", enterprise, by=record.by, data=data)
    return events


@recording
def report_figures(
    enterprise: Enterprise, year: int, values: Mapping[str, Any], *, record: Record, on: date,
    evidence: Evidence | None,
) -> list[YearFigure]:  # fmt: skip
    """Record an enterprise's figures of a year by hand, proven by one file where there is one."""
    events = record_figures(enterprise, year, values, record=record, on=on)
    if evidence is not None:
        for event in events:
            add_evidence(event, evidence, record=record)
    return events


def standing_figures(enterprise: Enterprise, year: int, record: Record) -> dict[str, YearFigure]:
    """Return the figures of a year that count when something is recorded, by indicator."""
    now = Moment(date.max, record.at)
    events = effective(enterprise.yearfigures.filter(year=year), now)
    return {event.indicator: event for event in events.order_by("recorded_at", "id")}


@dataclass(frozen=True, slots=True)
class Title:
    """A title as it is told: which, by whom, what happened, on which day and until when."""

    title: str
    level: str
    kind: str
    on: date
    expires_on: date | None = None
    number: str = ""
    note: str = ""


@recording
def record_honour(
    enterprise: Enterprise, told: Title, *, record: Record, evidence: Evidence | None = None
) -> Honour:
    """Record that a title was granted, re-checked or revoked; UserError where it cannot have been.

    A re-check or a revocation needs the title to be held on its day, a grant that it is not.
    """
    require_record(enterprise, record.by)
    _check_title(enterprise, told, record)
    if told.expires_on is None:
        told = replace(told, expires_on=_valid_until(told))
    honour = Honour.objects.create(
        enterprise=enterprise, title=told.title, level=told.level, kind=told.kind,
        happened_on=told.on, expires_on=None if told.kind == REVOKED else told.expires_on,
        number=told.number, note=told.note, **record.stamp(),
    )  # fmt: skip
    data = {"title": told.title, "kind": told.kind, "on": str(told.on)}
    audit("record_honour", enterprise, by=record.by, data=data, reason=told.note)
    if evidence is not None:
        add_evidence(honour, evidence, record=record)
    return honour


def _valid_until(told: Title) -> date | None:
    """Return the last day by the rule in force on the day; None where it names no time."""
    shelf = books()
    title = shelf.ladder.titles[told.title]
    rule = shelf.library.find(title.series, told.on) if title.series else None
    years = rule.head.validity_years if rule is not None else None
    return None if years is None else add_months(told.on, 12 * years) - timedelta(days=1)


def _check_title(enterprise: Enterprise, told: Title, record: Record) -> None:
    title = books().ladder.titles.get(told.title)
    if title is None:
        raise UserError(_("没有这个称号：%(title)s") % {"title": told.title})
    if told.on > record.day:
        raise UserError(_("%(day)s 还没有到，不能登记为已发生。") % {"day": told.on})
    if told.expires_on is not None and told.expires_on < told.on:
        raise UserError(
            _("有效期至 %(end)s 早于 %(day)s。") % {"end": told.expires_on, "day": told.on}
        )
    events = told_titles(enterprise.zone, Moment(date.max, record.at), ids=[enterprise.pk])
    held = any(s.title == told.title and s.holds_on(told.on) for s in spells(events))
    words = {"title": title.zh, "day": told.on}
    if told.kind == GRANTED and held:
        raise UserError(_("%(day)s 已持有%(title)s；换证请登记“复核通过”。") % words)
    if told.kind != GRANTED and not held:
        raise UserError(_("%(day)s 没有持有%(title)s，先登记认定。") % words)


@dataclass(frozen=True, slots=True)
class Tie:
    """A place in a chain as it is told."""

    chain: str
    role: str
    name: str
    on: date
    detail: str = ""
    partner: Enterprise | None = None


@recording
def record_tie(enterprise: Enterprise, tie: Tie, *, record: Record) -> ChainEntry:
    """Record a place of the enterprise in one of the five chains."""
    require_record(enterprise, record.by)
    if not tie.name.strip():
        raise UserError(_("名称不能空。"))
    if tie.on > record.day:
        raise UserError(_("%(day)s 还没有到，不能登记为已发生。") % {"day": tie.on})
    if tie.partner is not None and tie.partner.zone_id != enterprise.zone_id:
        raise UserError(_("对方企业不在本区台账里。"))
    if tie.role not in ROLES.get(tie.chain, ()):
        raise UserError(_("这一类别不在所选的链上。"))
    same = enterprise.chainentrys.filter(
        chain=tie.chain, role=tie.role, name=tie.name.strip(), detail=tie.detail,
        partner=tie.partner,
    )  # fmt: skip
    if effective(same, Moment(date.max, record.at)).exists():
        raise UserError(_("这一条已经登记过。"))
    entry = ChainEntry.objects.create(
        enterprise=enterprise, chain=tie.chain, role=tie.role, name=tie.name.strip(),
        detail=tie.detail, partner=tie.partner, happened_on=tie.on, **record.stamp(),
    )  # fmt: skip
    audit("record_tie", enterprise, by=record.by, data={"chain": tie.chain, "name": entry.name})
    return entry


@recording
def retract(event: V, *, record: Record, reason: str) -> V:
    """Void an event without replacing it; UserError where it is void already or no reason given."""
    require_record(event.enterprise, record.by)
    if not reason.strip():
        raise UserError(_("作废要写明理由。"))
    retraction = retraction_of(event, record, reason)
    data = {"event": event.pk, "model": event._meta.label_lower}
    audit("retract", event.enterprise, by=record.by, data=data, reason=reason)
    return retraction


@recording
def add_evidence(event: EnterpriseEvent, evidence: Evidence, *, record: Record) -> Citation:
    """Store a file and cite it for an event."""
    require_record(event.enterprise, record.by)
    upload = replace(evidence.upload, park_id=event.enterprise.park_id)
    document = store_document(upload, by=record.by)
    place: dict[str, Any] = (
        {} if evidence.page is None else {"kind": Citation.Kind.PAGE, "page": evidence.page}
    )
    return cite(document, event, by=record.by, **place)
