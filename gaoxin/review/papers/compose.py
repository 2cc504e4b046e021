"""Composing (成文): a decided case becomes minutes and result letter, from what is recorded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone

from gaoxin.people.queries import person_name
from gaoxin.review.core.average import decimal_of, subtotal
from gaoxin.review.core.explain import result_words
from gaoxin.review.core.papers.letter import Letter, letter
from gaoxin.review.core.papers.minutes import Juror, Minutes, minutes
from gaoxin.review.core.papers.result import Dimension, Result
from gaoxin.review.core.process.course import APPEALABLE, REPLY, due
from gaoxin.review.core.process.panel import FIRST
from gaoxin.review.models import Filing
from gaoxin.review.queries import labels_of
from gaoxin.review.wording import reason_words

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from gaoxin.lib.workday import Deadline
    from gaoxin.review.core.papers.paper import Paper
    from gaoxin.review.models import Meeting
    from gaoxin.review.queries import CaseFile

MARKS_DIGITS = 2


def paper_of(file: CaseFile, meeting: Meeting, kind: str, *, named: bool = False) -> Paper:
    """Return the paper of a kind for a decided case; `named` puts experts' names into minutes."""
    if kind == Filing.Kind.LETTER:
        return letter_of(file, meeting)
    return minutes_of(file, meeting, named=named)


def result_of(file: CaseFile, meeting: Meeting) -> Result:
    """Return what was decided, without anything of a single expert."""
    scheme, review, found = file.scheme, file.review, file.score
    reply = file.rules.step(REPLY)
    dimensions = tuple(
        Dimension(
            name,
            each.words.zh,
            found.dims[name],
            each.weight[review.type],
            name in found.outcome.below_floor,
        )
        for name, each in scheme.dimensions.items()
    )
    proofs = [each.proof for each in meeting.conditions.all()]
    return Result(
        code=review.code,
        project=review.project.name,
        type=scheme.types[review.type].zh,
        tier=scheme.tiers[review.tier].words.zh,
        scheme=f"《{review.scheme.title or review.scheme.name}》（{review.scheme.version}）",
        body=meeting.body,
        held_on=meeting.held_on,
        result=result_words(scheme, meeting.result),
        reason=meeting.reason,
        dimensions=dimensions,
        bonus=found.bonus,
        total=found.total,
        conditions=tuple(
            replace(demand, evidence=proof)
            for demand, proof in zip(file.demands, proofs, strict=True)
        ),
        expiry_days=scheme.decision.condition_days,
        validity_months=0 if meeting.result == "reject" else scheme.decision.validity_months,
        appeal_days=0 if reply is None else reply.appeal_days,
        appeal_until=appeal_until(file),
    )


def appeal_until(file: CaseFile) -> Deadline | None:
    """Return the last day to appeal, counted from the day of telling; None where it was used."""
    course = file.course
    if course.appeals:
        return None
    if course.state != APPEALABLE:
        told = timezone.localtime(file.until)
        course = replace(course, state=APPEALABLE, since=told)
    return due(course, file.rules)


def letter_of(file: CaseFile, meeting: Meeting) -> Paper:
    """Return the result letter to whoever stands behind the project."""
    project, zone = file.review.project, file.review.zone
    to = project.enterprise.name if project.enterprise else project.investor
    told = file.course.notified_at or timezone.localtime(file.until)
    about = Letter(
        to=to or project.name,
        organ=zone.office or zone.name,
        zone=zone.name,
        on=told.date(),
        made_at=_stored(file.until),
    )
    return letter(result_of(file, meeting), about)


def minutes_of(file: CaseFile, meeting: Meeting, *, named: bool = False) -> Paper:
    """Return the minutes; experts by letter unless the office wants their names."""
    zone, outcome = file.review.zone, file.score.outcome
    spread = file.spread
    near = outcome.borderline
    about = Minutes(
        zone=zone.name,
        organ=zone.office or zone.name,
        made_at=_stored(file.until),
        seats=tuple(meeting.seats),
        votes=dict(meeting.votes),
        recused_seats=tuple(meeting.recused),
        items={
            item.id: item.words.zh for item in file.scheme.judged(file.review.type)
        },
        jurors=jurors_of(file, named=named),
        panel_recusals=tuple(
            reason_words(each.reason)
            for each in (file.panel.recusals if file.panel else ())
        ),
        spread="" if spread is None else spread.words("zh"),
        borderline=f"总分临近{result_words(file.scheme, near)}线，须二读" if near else "",
        last_hash=file.panel.chain[-1].digest if file.panel and file.panel.chain else "",
    )  # fmt: skip
    return minutes(result_of(file, meeting), about)


def jurors_of(file: CaseFile, *, named: bool) -> tuple[Juror, ...]:
    """Return the experts who signed, in the order of their seats, with both sheets."""
    sitting, row = file.panel, file.panel_row
    if sitting is None or row is None:
        return ()
    labels = labels_of(list(row.seats.all()))
    first, final = sitting.sheets(FIRST), sitting.sheets()
    signed = [name for name in sitting.active if name in final]
    times = {link.author: link.at for link in sitting.chain}
    left_out = {file.score.panel.lowest, file.score.panel.highest}
    marks = file.judged
    return tuple(
        Juror(
            label=person_name(name) if named else f"专家 {labels[name]}",
            signed_at=timezone.localtime(times[name]),
            first=first[name].levels,
            final=final[name].levels,
            subtotal=_marks(final[name].levels, marks, file),
            left_out=place in left_out,
            reasons=final[name].reasons,
        )
        for place, name in enumerate(signed)
    )


def _marks(levels: object, marks: dict[str, Decimal], file: CaseFile) -> Decimal:
    given = levels if isinstance(levels, dict) else {}
    return decimal_of(subtotal(given, marks, file.scheme.panel), MARKS_DIGITS)


def _stored(at: datetime) -> datetime:
    """Return the moment as a file keeps it: to the second."""
    return at.replace(microsecond=0)
