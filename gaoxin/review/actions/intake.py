"""Intake (提报): open a case, fill its dossier with values and papers, each with evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from gaoxin.ledger.queries import projects_for
from gaoxin.lib.access import require
from gaoxin.lib.errors import Denied, UserError
from gaoxin.review.actions.base import current, moment, need, one_at_a_time
from gaoxin.review.core.case import Case, read_case
from gaoxin.review.core.parts import check_parts
from gaoxin.review.core.process.course import DECIDE, ENDS, PANEL, REPLY
from gaoxin.review.core.score import score
from gaoxin.review.models import DossierValue, Paper, Review
from gaoxin.review.queries.schemes import scheme_from, scheme_in_force
from gaoxin.review.queries.scope import is_closed_to
from gaoxin.review.queries.state import CaseFile, raw_case
from gaoxin.review.queries.words import speaking
from gaoxin.sources.actions import audit, cite, store_document
from gaoxin.sources.models import Citation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from gaoxin.ledger.models import Project
    from gaoxin.lib.access import Actor
    from gaoxin.sources.actions import Upload

# From the panel on, what experts judge may not change under their hands.
SEALED = frozenset({PANEL, DECIDE, REPLY, "appealable", *ENDS})
_SIZING = frozenset({"intake", "pre"})


@dataclass(frozen=True, slots=True)
class Told:
    """A value of the dossier as told: the text, and a word on where it comes from."""

    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper proves a value: page and quoted words."""

    page: int | None = None
    quote: str = ""


def open_review(
    project: Project,
    *,
    by: Actor,
    on: date,
    kind: str = "",
    with_panel: bool = False,
    at: datetime | None = None,
) -> Review:
    """Open the case of a project under the scheme in force on the day, which it keeps.

    UserError without a published scheme, or while another case of the project runs.
    """
    require(by, "review.manage", _("只有评审办公室能受理项目。"))
    if not projects_for(by, project.zone).filter(pk=project.pk).exists():
        raise Denied(_("没有这个项目，或不在您的园区。"))
    version = scheme_in_force(project.zone, on)
    if version is None:
        raise UserError(_("还没有发布的评审方案。先在“方案”页发布一版。"))
    scheme = scheme_from(version.content, str(version))
    chosen = kind or project.kind
    if chosen not in scheme.types:
        raise UserError(_("方案没有“%(kind)s”这一类项目。") % {"kind": chosen})
    _refuse_second(project, by)
    with one_at_a_time():
        made_at = moment(at)
        review = Review.objects.create(
            zone=project.zone, project=project, scheme=version, type=chosen,
            code=_next_code(project, made_at.year), tier=next(iter(scheme.tiers)),
            with_panel=with_panel, at=made_at, by=by.username,
        )  # fmt: skip
        audit("open_review", review, by=by, data={"scheme": str(version)})
    return review


def _refuse_second(project: Project, by: Actor) -> None:
    for other in Review.objects.filter(project=project):
        course = current(other).course
        if course.state not in ENDS and course.notified_at is None:
            if is_closed_to(by, [other.pk]):
                raise UserError(_("这个项目现在不能由您受理。"))
            raise UserError(_("这个项目已有在办的评审 %(code)s。") % {"code": other.code})


def _next_code(project: Project, year: int) -> str:
    prefix = f"R-{year}-"
    codes = Review.objects.filter(zone=project.zone, code__startswith=prefix)
    last = max(
        (int(code[len(prefix) :]) for code in codes.values_list("code", flat=True)), default=0
    )
    return f"{prefix}{last + 1:03d}"


def put_values(
    review: Review, told: Mapping[str, Told], *, by: Actor, at: datetime | None = None
) -> list[DossierValue]:
    """Put values into the dossier; only what differs is written, and all or nothing.

    While the case is at intake or pre-review its tier follows the figures. Refused once the panel
    has the file, and for names or values that the scheme does not know.
    """
    need(review, "review.manage", by)
    with one_at_a_time():
        made_at = moment(at)
        file = current(review, made_at)
        _refuse_sealed(file)
        _check(file, told)
        _refuse_resized(file, told)
        before = {name: row.value for name, row in file.values.items()}
        rows = [
            DossierValue(review=review, name=name, value=each.value.strip(), note=each.note,
                         at=made_at, by=by.username)
            for name, each in told.items()
            if each.value.strip() != before.get(name, "")
        ]  # fmt: skip
        DossierValue.objects.bulk_create(rows)
        if rows:
            audit("put_values", review, by=by, data={"names": [row.name for row in rows]})
            _size(review, made_at)
    return rows


def _refuse_sealed(file: CaseFile) -> None:
    state = file.course.resume or file.course.state
    if state in SEALED or file.course.state in SEALED:
        raise UserError(_("材料已封存：到专家评审这一步就不再改。要改先退回补件。"))


def _refuse_resized(file: CaseFile, told: Mapping[str, Told]) -> None:
    """Refuse values of another tier once the course of the present one has begun."""
    if file.course.state in _SIZING:
        return
    tier = score(_case_of(file, told), file.scheme).tier
    if tier is not None and tier != file.review.tier:
        raise UserError(
            _("这样改，档就从 %(old)s 变成 %(new)s，已走的步骤不合新档。请撤回后重新受理。")
            % {"old": file.review.tier, "new": tier}
        )


def _case_of(file: CaseFile, told: Mapping[str, Told]) -> Case:
    """Return the case as it would be with values put into its dossier."""
    values = {name: row.value for name, row in file.values.items()}
    values.update({name: each.value.strip() for name, each in told.items()})
    kept = {name: value for name, value in values.items() if value}
    raw = raw_case(file.scheme, file.review.type, kept)
    return read_case({**raw, "id": file.review.code}, file.scheme)


def _check(file: CaseFile, told: Mapping[str, Told]) -> None:
    """Refuse values that the scheme cannot read, before anything is written."""
    with speaking():
        case = _case_of(file, told)
        if case.notices:
            raise UserError("；".join(case.notices))
        # What was recorded before stands; only what is told now is held to it.
        check_parts({name: case.facts.get(name) for name in told}, file.scheme)


def _size(review: Review, at: datetime) -> None:
    """Let the tier follow the figures while the case is at its beginning."""
    file = current(review, at)
    if file.course.state not in _SIZING:
        return
    tier = file.score.tier or next(iter(file.scheme.tiers))
    if tier != review.tier:
        review.tier = tier
        review.save(update_fields=["tier"])


def add_paper(
    review: Review,
    upload: Upload,
    *,
    by: Actor,
    title: str = "",
    pages: Sequence[str] = (),
    at: datetime | None = None,
) -> Paper:
    """Put a document into the dossier, with the text of its pages; the same one once."""
    need(review, "review.manage", by)
    with one_at_a_time():
        _refuse_sealed(current(review, moment(at)))
        document = store_document(upload, by=by)
        found = Paper.objects.filter(review=review, document=document).first()
        if found is not None:
            return found
        paper = Paper.objects.create(
            review=review, document=document, title=title or document.title, pages=list(pages),
            order=review.papers.count(), at=moment(at), by=by.username,
        )  # fmt: skip
        cite(document, review, by=by, field="")
    return paper


@transaction.atomic
def prove(paper: Paper, name: str, place: Place, *, by: Actor) -> Citation:
    """Cite the place in a paper that proves a value, class or judged item of the scheme."""
    need(paper.review, "review.manage", by)
    scheme = current(paper.review).scheme
    if name not in {*scheme.inputs, *scheme.indicators, *scheme.bonus.items}:
        raise UserError(_("方案里没有“%(name)s”这一项。") % {"name": name})
    kind = Citation.Kind.PAGE if place.page else Citation.Kind.WHOLE
    return cite(
        paper.document, paper.review, by=by, field=name, kind=kind, page=place.page,
        quote=place.quote[:500],
    )  # fmt: skip
