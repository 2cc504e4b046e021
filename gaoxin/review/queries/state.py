"""State of a case (评审件现状): its recorded rows replayed into the pure core, as of a moment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from django.utils import timezone

from gaoxin.review.core.case import Case, read_case
from gaoxin.review.core.process import course as courses
from gaoxin.review.core.process.chain import Link
from gaoxin.review.core.process.conditions import Demand
from gaoxin.review.core.process.gates import Lacking
from gaoxin.review.core.process.panel import Panel as Sitting
from gaoxin.review.core.process.panel import Recusal
from gaoxin.review.core.process.spread import spread
from gaoxin.review.core.scheme.compiled import INDUSTRY, LEASED
from gaoxin.review.core.score import Score, score
from gaoxin.review.models import Move, PanelAct
from gaoxin.review.queries.schemes import scheme_from, scheme_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from gaoxin.review.core.process.spread import Spread
    from gaoxin.review.core.scheme.model import Scheme
    from gaoxin.review.models import (
        DossierValue,
        Meeting,
        Opinion,
        Panel,
        Review,
        Seat,
        Signature,
        VetoAnswer,
    )

_DECIDE = Move.Kind.DECIDE
KEPT = 4096
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Step:
    """A move as its row has it, read without the row."""

    kind: str
    at: datetime
    by: str
    bureau: str
    result: str
    paper: str
    reason: str


@dataclass(frozen=True, slots=True)
class Given:
    """All that a score hangs on: the scheme's text, what it is called, and the raw case."""

    scheme: str
    label: str
    raw: str


class CaseFile:
    """One case with all its rows as they were known at a moment; each part is read once."""

    def __init__(self, review: Review, until: datetime | None = None) -> None:
        self.review = review
        self.until = until or timezone.now()

    @cached_property
    def scheme(self) -> Scheme:
        """Return the scheme version that the case keeps."""
        return scheme_of(self.review)

    @cached_property
    def rules(self) -> courses.Rules:
        """Return the rules of the course: scheme, tier, whether a panel is wished."""
        return courses.Rules(self.scheme, self.review.tier, self.review.with_panel)

    @cached_property
    def moves(self) -> list[Move]:
        """Return the moves that were made, in their order."""
        return [m for m in self.review.moves.all() if m.at <= self.until]

    @cached_property
    def course(self) -> courses.Course:
        """Return where the case stands."""
        return replayed(self.rules, self.review.at, self.moves)

    @cached_property
    def values(self) -> dict[str, DossierValue]:
        """Return the last value of each name that was not taken back."""
        found = {v.name: v for v in self.review.values.all() if v.at <= self.until}
        return {name: value for name, value in found.items() if value.value}

    @cached_property
    def opinions(self) -> dict[tuple[str, str], Opinion]:
        """Return the last opinion by step and bureau."""
        rows = self.review.opinions.all()
        return {(o.step, o.bureau): o for o in rows if o.at <= self.until}

    @cached_property
    def answers(self) -> dict[str, VetoAnswer]:
        """Return the last answer to each veto."""
        return {a.veto: a for a in self.review.veto_answers.all() if a.at <= self.until}

    @property
    def raised(self) -> list[str]:
        """Return the vetoes that stand raised."""
        return [name for name, answer in self.answers.items() if answer.raised]

    @cached_property
    def panel_row(self) -> Panel | None:
        """Return the panel that sits: the first, or after an appeal the second."""
        wanted = self.course.appeals + 1
        return next((p for p in self.panels if p.sitting == wanted), None)

    @cached_property
    def panels(self) -> list[Panel]:
        """Return the panels that were drawn."""
        return [p for p in self.review.panels.all() if p.at <= self.until]

    @cached_property
    def panel(self) -> Sitting | None:
        """Return the sitting panel as the core knows it."""
        return None if self.panel_row is None else sitting_of(self.panel_row, self.until)

    @property
    def case(self) -> Case:
        """Return the case as the scheme sees it."""
        return self.score.case

    @cached_property
    def score(self) -> Score:
        """Return the score as the file stands."""
        return scored(self.given)

    @cached_property
    def given(self) -> Given:
        """Return all that the score hangs on."""
        version = self.review.scheme
        return Given(version.content, str(version), json.dumps(raw_file(self)))

    @property
    def judged(self) -> dict[str, Decimal]:
        """Return the full marks of each item that the panel judges."""
        kind = self.review.type
        return {item.id: item.marks[kind] for item in self.scheme.judged(kind)}

    @cached_property
    def spread(self) -> Spread | None:
        """Return the spread of the sheets that count."""
        return spread(self.case.sheets, self.judged, self.scheme.panel)

    @cached_property
    def meeting(self) -> Meeting | None:
        """Return the last decision, None before one."""
        return next((m.meeting for m in reversed(self.moves) if m.kind == _DECIDE), None)

    @property
    def demands(self) -> list[Demand]:
        """Return the conditions of the last decision as the core knows them."""
        if self.meeting is None:
            return []
        return [demand_of(each, self.until) for each in self.meeting.conditions.all()]

    @property
    def lacking(self) -> Lacking:
        """Return what gates ask of the file in the present step."""
        state = self.course.state
        return Lacking(
            is_sized=self.score.tier is not None,
            given=[bureau for step, bureau in self.opinions if step == state],
            answered={name: answer.raised for name, answer in self.answers.items()},
            is_panel_closed=self.panel is not None and self.panel.closed_at is not None,
        )


def until_of(day: date, *, is_past: bool) -> datetime | None:
    """Return the end of an earlier day that is looked at; None for today."""
    if not is_past:
        return None
    return timezone.make_aware(datetime.combine(day, time.max))


def replayed(rules: courses.Rules, begun: datetime, moves: Sequence[Move | Step]) -> courses.Course:
    """Return the course after recorded moves; days are those of the office, so deadlines are."""
    local = timezone.localtime
    made = [
        courses.Move(m.kind, local(m.at), m.by, m.bureau, m.result, m.paper, m.reason)
        for m in moves
    ]
    return courses.replay(rules, local(begun), made)


def sitting_of(row: Panel, until: datetime | None = None) -> Sitting:
    """Return a panel's rows as the core's value."""
    until = until or timezone.now()
    seats = list(row.seats.all())
    gates: dict[str, datetime] = {}
    recusals = []
    for act in row.acts.all():
        if act.at > until:
            continue
        if act.kind == PanelAct.Kind.RECUSE:
            late = PanelAct.Kind.OPEN_PAPERS in gates
            recusals.append(Recusal(act.username, act.reason, act.at, late))
        else:
            gates.setdefault(act.kind, act.at)
    return Sitting(
        members=tuple(seat.username for seat in seats if not seat.is_reserve),
        reserves=tuple(seat.username for seat in seats if seat.is_reserve),
        recusals=tuple(recusals),
        chain=tuple(link_of(s) for s in row.signatures.all() if s.at <= until),
        papers_at=gates.get(PanelAct.Kind.OPEN_PAPERS),
        discussion_at=gates.get(PanelAct.Kind.DISCUSS),
        closed_at=gates.get(PanelAct.Kind.CLOSE),
    )


def link_of(row: Signature) -> Link:
    """Return a signature's row as the core's link."""
    return Link(row.username, row.at, row.content, row.previous, row.digest)


def demand_of(row: object, until: datetime) -> Demand:
    """Return a condition's row as the core's demand."""
    met = getattr(row, "met", None)
    met = met if met is not None and met.at <= until else None
    text, owner, due_on = (getattr(row, name) for name in ("text", "owner", "due_on"))
    return Demand(text, owner, due_on, met.evidence if met else "", met.met_on if met else None)


def labels_of(seats: Sequence[Seat]) -> dict[str, str]:
    """Return the letter that stands for each expert, in the order of the lots."""
    return {seat.username: LETTERS[seat.place] for seat in seats}


@lru_cache(maxsize=KEPT)
def scored(given: Given) -> Score:
    """Return the score of a case; the same values under the same scheme are scored once."""
    scheme = scheme_from(given.scheme, given.label)
    return score(read_case(json.loads(given.raw), scheme), scheme)


def raw_file(file: CaseFile) -> dict[str, object]:
    """Return a file as a raw case: values, vetoes raised, sheets in the order of the seats."""
    scheme, kind = file.scheme, file.review.type
    raw = raw_case(scheme, kind, {name: value.value for name, value in file.values.items()})
    sitting = file.panel
    sheets = {} if sitting is None else sitting.sheets()
    order = () if sitting is None else sitting.active
    raw["panel"] = [dict(sheets[name].levels) for name in order if name in sheets]
    raw["vetoes"] = file.raised
    raw["id"] = file.review.code
    return raw


def raw_case(scheme: Scheme, kind: str, values: Mapping[str, str]) -> dict[str, object]:
    """Return dossier values as the raw case of a JSON file, each under its own head."""
    used = {item.id: item for item in scheme.used(kind)}
    classes = {name: value for name, value in values.items() if name in used}
    bonus = [name for name in values if name in scheme.bonus.items]
    others = {
        name: value for name, value in values.items() if name not in used and name not in bonus
    }
    return {"type": kind, "class": classes, "bonus": bonus, **others}


TRAITS = (INDUSTRY, LEASED)
