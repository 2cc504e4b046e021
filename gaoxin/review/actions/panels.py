"""Panels (专家组): the pool, the draw, declarations, and the gates of a panel."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from gaoxin.lib.access import require
from gaoxin.lib.errors import Denied, UserError
from gaoxin.people.core.roles import Role
from gaoxin.review.actions.base import current, moment, need, one_at_a_time
from gaoxin.review.actions.course import Step, record
from gaoxin.review.core.process import closing, draw
from gaoxin.review.core.process import panel as panels
from gaoxin.review.core.process.course import PANEL, due
from gaoxin.review.models import Expert, Panel, PanelAct, Seat
from gaoxin.review.queries import proof
from gaoxin.review.queries.parts import declared
from gaoxin.review.queries.state import CaseFile, labels_of, sitting_of
from gaoxin.review.queries.words import is_english, speaking
from gaoxin.sources.actions import audit

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from gaoxin.ledger.models import Zone
    from gaoxin.lib.access import Actor
    from gaoxin.people.models import User
    from gaoxin.review.core.process.panel import Panel as Sitting
    from gaoxin.review.models import Review

FIELDS = tuple(Expert.Field.values)


@dataclass(frozen=True, slots=True)
class Known:
    """What the pool keeps of an expert: field, whether from outside, and ties by name."""

    field: str
    outside: bool = True
    employer: str = ""
    industries: str = ""
    shareholdings: tuple[str, ...] = ()
    advised: tuple[str, ...] = ()
    recommended: tuple[str, ...] = ()
    is_active: bool = True

    def columns(self) -> dict[str, Any]:
        """Return the row's columns."""
        names = ("shareholdings", "advised", "recommended")
        lists = {name: [*getattr(self, name)] for name in names}
        return {
            "field": self.field, "outside": self.outside, "employer": self.employer.strip(),
            "industries": self.industries.strip(), "is_active": self.is_active, **lists,
        }  # fmt: skip


@transaction.atomic
def put_expert(zone: Zone, user: User, known: Known, *, by: Actor) -> Expert:
    """Put a person with the role of an expert into the pool, or change what is known of one."""
    require(by, "review.manage", _("只有评审办公室能管理专家库。"))
    if Role.EXPERT not in user.roles:
        raise UserError(_("“%(name)s”没有评审专家的角色。") % {"name": user.display_name})
    if known.field not in FIELDS:
        raise UserError(_("领域应为产业技术、财务投资或安全环保。"))
    row, _new = Expert.objects.update_or_create(
        user=user, defaults={"zone": zone, **known.columns()}
    )
    audit("put_expert", row, by=by, data={"user": user.username, "field": known.field})
    return row


@dataclass(frozen=True, slots=True)
class Lot:
    """How to draw: the seed (made where it is empty), and who is left out beforehand."""

    seed: str = ""
    fields: tuple[str, ...] = FIELDS
    excluded: Collection[str] = field(default_factory=tuple)


def pool_of(zone: Zone) -> list[draw.Candidate]:
    """Return the candidates of a zone: experts of the pool whose account is open."""
    rows = Expert.objects.filter(zone=zone, is_active=True, user__is_active=True)
    return [
        draw.Candidate(row.user.username, row.outside, row.field)
        for row in rows.select_related("user")
    ]


def draw_panel(review: Review, lot: Lot, *, by: Actor, at: datetime | None = None) -> Panel:
    """Draw the panel by lot; after an appeal nobody who sat before is drawn again."""
    need(review, "review.manage", by)
    with one_at_a_time():
        made_at = moment(at)
        file = current(review, made_at)
        if file.course.state != PANEL or file.panel_row is not None:
            raise UserError(_("现在不能抽取专家：不在专家评审这一步，或已经抽过。"))
        before = Seat.objects.filter(panel__review=review).values_list("username", flat=True)
        excluded = sorted({*lot.excluded, *before})
        pool, rule = pool_of(review.zone), file.scheme.panel
        with speaking():
            drawn = draw.draw(
                pool, rule, tier=sized_as(file), seed=lot.seed.strip() or secrets.token_hex(8),
                fields=lot.fields, excluded=excluded,
            )  # fmt: skip
        last = due(file.course, file.rules)
        row = Panel.objects.create(
            review=review, sitting=file.course.appeals + 1, seed=drawn.seed,
            pool=[[c.username, c.outside, c.field] for c in pool], pool_hash=drawn.pool,
            fields=list(lot.fields), excluded=excluded, sign_by=last.on if last else None,
            at=made_at, by=by.username,
        )  # fmt: skip
        _seat(row, drawn, pool)
        audit("draw_panel", review, by=by, data={"seed": drawn.seed, "pool": drawn.pool})
    return row


def sized_as(file: CaseFile) -> str:
    """Return the tier whose size of panel is taken: the own, else the smallest panel there is."""
    return proof.sized_as(file.scheme, file.review.tier)


def _seat(row: Panel, drawn: draw.Draw, pool: list[draw.Candidate]) -> None:
    outside = {each.username: each.outside for each in pool}
    names = (*drawn.members, *drawn.reserves)
    Seat.objects.bulk_create(
        Seat(panel=row, username=name, place=place, is_reserve=name in drawn.reserves,
             outside=outside[name])
        for place, name in enumerate(names)
    )  # fmt: skip


def _row(review: Review, at: datetime) -> tuple[CaseFile, Panel, Sitting]:
    file = current(review, at)
    if file.panel_row is None or file.panel is None:
        raise UserError(_("还没有抽取专家。"))
    return file, file.panel_row, file.panel


def _act(row: Panel, kind: str, *, by: Actor, at: datetime, **told: str) -> PanelAct:
    last = row.acts.order_by("-number").first()
    if last is not None and at < last.at:
        raise UserError(_("本机时间早于上一步，请校时后再办。"))
    return PanelAct.objects.create(
        panel=row, number=1 if last is None else last.number + 1, kind=kind, at=at,
        by=by.username, **told,
    )  # fmt: skip


def declare_free(
    review: Review, *, by: Actor, note: str = "", at: datetime | None = None
) -> PanelAct:
    """Declare, before the papers, to have no tie to the project; who sits on the panel only."""
    need(review, "review.judge", by)
    with one_at_a_time():
        made_at = moment(at)
        _file, row, sitting = _row(review, made_at)
        if by.username not in sitting.active:
            raise Denied(_("没有这一评审。"))
        if by.username in declared(row):
            raise UserError(_("已经声明过了。"))
        return _act(row, "free", by=by, at=made_at, username=by.username, note=note[:300])


def recuse(
    review: Review, reason: str, *, by: Actor, username: str = "", note: str = "",
    at: datetime | None = None,
) -> PanelAct:  # fmt: skip
    """Recuse oneself, or somebody by the office; a reserve takes the seat, and all closes."""
    named = username or by.username
    permission = "review.judge" if named == by.username else "review.manage"
    need(review, permission, by)
    with one_at_a_time():
        made_at = moment(at)
        file, row, sitting = _row(review, made_at)
        with speaking():
            panels.recuse(sitting, named, reason, at=made_at, rule=file.scheme.panel)
        made = _act(
            row, "recuse", by=by, at=made_at, username=named, reason=reason, note=note[:300]
        )
        # Who judges what stays out of the audit trail's words: it is read by many.
        audit("recuse", review, by=by, data={"late": sitting.papers_at is not None})
    return made


def open_papers(review: Review, *, by: Actor, at: datetime | None = None) -> PanelAct:
    """Open the papers to the panel, once every member has declared."""
    need(review, "review.manage", by)
    with one_at_a_time():
        made_at = moment(at)
        _file, row, sitting = _row(review, made_at)
        open_ = [name for name in sitting.active if name not in declared(row)]
        if open_:
            letters = labels_of(list(row.seats.all()))
            names = "、".join(sorted(letters[name] for name in open_))
            raise UserError(_("专家 %(names)s 还没有声明是否回避。") % {"names": names})
        with speaking():
            panels.open_papers(sitting, at=made_at)
        audit("open_papers", review, by=by)
        return _act(row, "papers", by=by, at=made_at)


def _refuse_blind(sitting: Sitting, by: Actor) -> None:
    """Refuse who judges and has still to sign: a refusal would tell of counts and spread."""
    if sitting.is_blind(by.username):
        raise Denied(_("您在本件专家组里：签名前不看签名情况，也不办专家组的事。"))


def open_discussion(review: Review, *, by: Actor, at: datetime | None = None) -> PanelAct:
    """Open the one discussion round: each may revise once, both sheets are kept."""
    need(review, "review.manage", by)
    with one_at_a_time():
        made_at = moment(at)
        _file, row, sitting = _row(review, made_at)
        _refuse_blind(sitting, by)
        with speaking():
            panels.open_discussion(sitting, at=made_at)
        audit("open_discussion", review, by=by)
        return _act(row, "discuss", by=by, at=made_at)


def close_panel(review: Review, *, by: Actor, at: datetime | None = None) -> PanelAct:
    """Close the panel and finish its step; refused with all causes at once."""
    need(review, "review.manage", by)
    with one_at_a_time():
        made_at = moment(at)
        file, row, sitting = _row(review, made_at)
        _refuse_blind(sitting, by)
        refuse_faults(file)
        with speaking():
            closing.close(
                sitting, file.scheme.panel, file.spread, at=made_at, outside=outsiders(row)
            )
        made = _act(row, "close", by=by, at=made_at)
        audit("close_panel", review, by=by, data={"last": last_hash(row)})
        record(current(review, made_at), Step("pass", paper="专家评审汇总"), by=by, at=made_at)
    return made


def refuse_faults(file: CaseFile) -> None:
    """Refuse to go on from signatures, a draw or a scheme that somebody changed in the database."""
    for fault in proof.file_faults(file):
        why = {"place": fault.place, "why": fault.en if is_english() else fault.zh}
        if fault.place:
            raise UserError(_("与登记时不符，第 %(place)s 份签名：%(why)s。") % why)
        raise UserError(_("与登记时不符：%(why)s。") % why)


def outsiders(row: Panel) -> list[str]:
    """Return the members and reserves from outside the zone."""
    return [seat.username for seat in row.seats.all() if seat.outside]


def last_hash(row: Panel) -> str:
    """Return the hash of the last signature, which the minutes print."""
    chain = sitting_of(row).chain
    return chain[-1].digest if chain else ""
