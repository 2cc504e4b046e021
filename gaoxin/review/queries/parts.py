"""Parts of a case (评审件的各部分): one call each, for pages and papers that need only one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.review.core.process.recusal import Hint, Parties, Ties, hints
from gaoxin.review.models import Expert, PanelAct
from gaoxin.review.queries.state import CaseFile

if TYPE_CHECKING:
    from gaoxin.lib.access import Actor
    from gaoxin.review.core.case import Case
    from gaoxin.review.core.process.course import Course, Rules
    from gaoxin.review.core.process.panel import Panel as Sitting
    from gaoxin.review.core.process.spread import Spread
    from gaoxin.review.core.score import Score
    from gaoxin.review.models import Meeting, Panel, Review


def rules_of(review: Review) -> Rules:
    """Return the rules under which a case runs."""
    return CaseFile(review).rules


def course_of(review: Review) -> Course:
    """Return where a case stands."""
    return CaseFile(review).course


def case_of(review: Review) -> Case:
    """Return a case as its scheme sees it."""
    return CaseFile(review).case


def score_of(review: Review) -> Score:
    """Return the score of a case as the file stands."""
    return CaseFile(review).score


def spread_of(review: Review) -> Spread | None:
    """Return the spread of the sheets that count."""
    return CaseFile(review).spread


def panel_row(review: Review) -> Panel | None:
    """Return the panel that sits, None before a draw."""
    return CaseFile(review).panel_row


def panel_of(review: Review) -> Sitting | None:
    """Return the sitting panel as the core knows it."""
    return CaseFile(review).panel


def meeting_of(review: Review) -> Meeting | None:
    """Return the last decision."""
    return CaseFile(review).meeting


def declared(row: Panel) -> set[str]:
    """Return who has declared to be free of ties, or is recused."""
    kinds = (PanelAct.Kind.FREE, PanelAct.Kind.RECUSE)
    return {act.username for act in row.acts.all() if act.kind in kinds}


def has_declared(row: Panel, username: str) -> bool:
    """Test whether somebody has declared."""
    return username in declared(row)


def parties_of(review: Review) -> Parties:
    """Return who stands behind a project: the investor and the enterprise of the ledger."""
    project = review.project
    names = [project.investor, project.enterprise.name if project.enterprise else ""]
    return Parties(project.code, investors=[name for name in names if name])


def ties_of(username: str) -> Ties:
    """Return what the registers know of an expert."""
    row = Expert.objects.filter(user__username=username).first()
    return Ties() if row is None else ties_from(row)


def ties_from(row: Expert) -> Ties:
    """Return what the pool's row of an expert knows."""
    return Ties(
        employers=[row.employer] if row.employer else [],
        shareholdings=row.shareholdings,
        advised=row.advised,
        recommended=row.recommended,
    )


def hints_of(review: Review, username: str) -> tuple[Hint, ...]:
    """Return the ties between an expert and a case that the registers show."""
    return hints(ties_of(username), parties_of(review))


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see of a case: experts' scores, their names, and whether to manage."""

    scores: bool
    names: bool
    manage: bool


def sight_of(user: Actor, file: CaseFile) -> Sight:
    """Return what the user sees: an expert nothing of others before the own is signed.

    The office sees scores as they are signed; deciders and auditors when the panel has closed.
    """
    manage = user.may("review.manage")
    sitting = file.panel
    if sitting is None:
        return Sight(scores=manage, names=manage, manage=manage)
    if sitting.is_blind(user.username):
        return Sight(scores=False, names=False, manage=manage)
    reads = user.may("review.decide") or user.may("audit.view")
    scores = manage or (reads and sitting.closed_at is not None)
    return Sight(scores=scores, names=manage, manage=manage)
