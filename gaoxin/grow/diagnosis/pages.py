"""Pages of the diagnosis (诊断页面): what each screen prints, one call for each view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gaoxin.figures.queries import board
from gaoxin.grow.core.diagnosis import diagnose, moves
from gaoxin.grow.diagnosis import queries, words
from gaoxin.grow.diagnosis.asking import Asked, Part, parts_of
from gaoxin.grow.diagnosis.results import (
    Path,
    Result,
    chart_of,
    interval,
    level_said,
    number,
    path_of,
    result_of,
)
from gaoxin.grow.models import Diagnosis, DiagnosisDraft
from gaoxin.grow.queries import enterprise_record, enterprises_for, zone_of_user
from gaoxin.grow.standing import sight_at
from gaoxin.ledger.queries import stood
from gaoxin.sources.queries import citations_of
from gaoxin.web import clock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from django.db.models import QuerySet

    from gaoxin.figures.board import Figure
    from gaoxin.grow.core.questionnaire import Questionnaire
    from gaoxin.grow.diagnosis.queries import Diagnosed, Peers
    from gaoxin.ledger.models import Enterprise
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.sources.models import Citation


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """The questionnaire with the draft's answers and what they come to so far."""

    enterprise: Enterprise
    form: Questionnaire
    parts: tuple[Part, ...]
    so_far: Result
    draft: DiagnosisDraft | None
    kinds: list[tuple[str, str]]
    today: date


def answer_page(user: Actor, at: Moment, pk: int) -> AnswerPage:
    """Return the questionnaire of an enterprise that the user may record for."""
    enterprise = enterprise_record(user, pk, at)
    form = queries.questionnaire_on(at.as_of)
    draft = DiagnosisDraft.objects.filter(enterprise=enterprise).first()
    answers = dict(draft.answers) if draft is not None else {}
    answers = {name: value for name, value in answers.items()
               if not form.refuse_unknown({name: value})}  # fmt: skip
    return AnswerPage(
        enterprise=enterprise,
        form=form,
        parts=parts_of(form, answers),
        so_far=result_of(form, diagnose(form, answers)),
        draft=draft,
        kinds=[(kind.value, str(kind.label)) for kind in Diagnosis.Kind],
        today=clock.today(),
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """A dimension's movement since the diagnosis before, in words."""

    name: str
    said: str


@dataclass(frozen=True, slots=True)
class Past:
    """A signed diagnosis in the history, with its movement since the one before."""

    diagnosed: Diagnosed
    level: str
    score: str
    moved: tuple[Moved, ...]
    evidence: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class EnterprisePage:
    """An enterprise's latest diagnosis, the path up, its peers and its history."""

    enterprise: Enterprise
    shown: Diagnosed | None
    result: Result | None
    path: Path | None
    past: tuple[Past, ...]
    zone: Peers | None
    industry: Peers | None
    draft: DiagnosisDraft | None
    chart: dict[str, Any]
    sentence: str
    may_record: bool


def enterprise_page(user: Actor, at: Moment, pk: int) -> EnterprisePage:
    """Return the diagnosis page of an enterprise that the user may open."""
    enterprise = enterprise_record(user, pk, at)
    past = _past(queries.history(enterprise, at))
    shown = past[0].diagnosed if past else None
    zone = industry = result = path = None
    if shown is not None:
        sight = sight_at(enterprise.zone, at)
        zone = queries.peers(sight, enterprise, same_industry=False)
        if enterprise.industry_id is not None:
            industry = queries.peers(sight, enterprise, same_industry=True)
        result = result_of(shown.form, shown.found, zone, industry)
        path = path_of(shown.form, shown.record.answers, shown.found)
    option, sentence = chart_of(result)
    return EnterprisePage(
        enterprise, shown, result, path, past, zone, industry,
        draft=DiagnosisDraft.objects.filter(enterprise=enterprise).first(),
        chart=option,
        sentence=sentence,
        may_record=user.may("grow.record"),
    )  # fmt: skip


def _past(found: list[Diagnosed]) -> tuple[Past, ...]:
    label = Diagnosis._meta.label_lower
    cited = citations_of(label, [each.record.pk for each in found])
    earlier: list[Diagnosed | None] = [*found[1:], None][: len(found)]
    return tuple(
        Past(
            diagnosed=each,
            level=level_said(each.found),
            score=interval(*each.found.score),
            moved=_moved(each, before),
            evidence=tuple(cited.get(each.record.pk, ())),
        )
        for each, before in zip(found, earlier, strict=True)
    )


def _moved(each: Diagnosed, before: Diagnosed | None) -> tuple[Moved, ...]:
    if before is None:
        return ()
    return tuple(
        Moved(words.dimension_name(move.dimension.id), _difference(move.difference))
        for move in moves(each.found, before.found)
    )


def _difference(points: Decimal | None) -> str:
    if points is None:
        return _("答案不全，比不出")
    if not points:
        return _("持平")
    said = _("升 %(n)s 分") if points > 0 else _("降 %(n)s 分")
    return said % {"n": number(abs(points))}


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One signed diagnosis with every answer as it was given."""

    enterprise: Enterprise
    past: Past
    result: Result
    lines: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    may_record: bool
    voided: Diagnosis | None


def openable_record(user: Actor, at: Moment, pk: int) -> Diagnosis:
    """Return a signed diagnosis of an enterprise that the user may open; DoesNotExist otherwise."""
    known = Diagnosis.objects.filter(is_retraction=False, recorded_at__lte=at.known_at)
    record = known.select_related("enterprise").get(pk=pk)
    enterprise_record(user, record.enterprise_id, at)
    return record


def record_page(user: Actor, at: Moment, pk: int) -> RecordPage:
    """Return a signed diagnosis of an enterprise that the user may open, a void one too."""
    record = openable_record(user, at, pk)
    enterprise = record.enterprise
    each = queries.diagnosed(record)
    known = Diagnosis.objects.filter(recorded_at__lte=at.known_at)
    voided = known.filter(voids=record).first()
    cited = citations_of(Diagnosis._meta.label_lower, [record.pk]).get(record.pk, ())
    past = Past(each, level_said(each.found), interval(*each.found.score), (), tuple(cited))
    lines = tuple(
        (part.name, tuple((asked.label, _answered(asked)) for asked in part.asked))
        for part in parts_of(each.form, record.answers)
    )
    result = result_of(each.form, each.found)
    may = user.may("grow.record") and voided is None
    return RecordPage(enterprise, past, result, lines, may, voided)


def _answered(asked: Asked) -> str:
    return next((choice.label for choice in asked.choices if choice.on), _("未答"))


LEVEL_FIGURES = (
    "digital_level_4", "digital_level_3", "digital_level_2", "digital_level_1", "digital_level_0",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ZonePage:
    """How many enterprises stand at each level, and the list behind it."""

    figures: tuple[Figure, ...]
    open: Figure
    done: Figure
    cover: Figure
    found: Mapping[int, Diagnosed]
    known: QuerySet[Enterprise]
    firms: int
    zone_id: int
    rule_title: str


def zone_page(user: Actor, at: Moment) -> ZonePage:
    """Return the zone's overview; the rows are those that the user may open."""
    zone = zone_of_user(user)
    sight = sight_at(zone, at)
    desk = board(zone, sight.at)
    form = queries.questionnaire_on(at.as_of)
    return ZonePage(
        figures=tuple(desk.figure(name, "all") for name in LEVEL_FIGURES),
        open=desk.figure("digital_open", "all"),
        done=desk.figure("digital_done", "all"),
        cover=desk.figure("digital_cover", "all"),
        found=queries.latest(sight),
        known=enterprises_for(user, zone).filter(stood(at)).select_related("park", "industry"),
        firms=len(sight.enterprises),
        zone_id=zone.pk,
        rule_title=form.rule.head.title(words.language()),
    )
