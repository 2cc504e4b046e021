"""Page of a case (评审件页面): score, quorum, vetoes, spread, dimensions, experts, what is next."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gaoxin.review.core.average import decimal_of
from gaoxin.review.core.explain import because
from gaoxin.review.core.process.closing import causes, quorum
from gaoxin.review.core.process.conditions import status
from gaoxin.review.core.process.course import PANEL
from gaoxin.review.core.process.gates import step_causes
from gaoxin.review.core.process.motion import body_of, motions
from gaoxin.review.core.scheme.model import VETO
from gaoxin.review.pages.course import steps
from gaoxin.review.pages.dossier import dossier_lines
from gaoxin.review.pages.drawing import strip
from gaoxin.review.queries.lists import Stand, stand_of
from gaoxin.review.queries.parts import Sight, declared, sight_of
from gaoxin.review.queries.proof import Fault, file_faults
from gaoxin.review.queries.state import CaseFile, labels_of, until_of
from gaoxin.review.queries.statistics import (
    Line,
    agreement,
    lines_of,
    rounds_of,
    tipping,
)
from gaoxin.review.queries.words import is_english, language
from gaoxin.review.wording import (
    LIGHTS,
    label,
    reason_words,
    result_of_scheme,
    tier_words,
    type_words,
)

if TYPE_CHECKING:
    from datetime import date

    from django.utils.safestring import SafeString

    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.review.core.process.closing import Cause, Quorum
    from gaoxin.review.models import Review

TIP_SHARE = Decimal("0.3")


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension's line: marks, floor, the experts' dots by item, and how far apart."""

    name: str
    words: str
    value: Decimal
    full: Decimal
    floor: Decimal
    broken: bool
    strips: tuple[tuple[str, str, SafeString, int], ...]
    apart: int | None
    # Computed alone, or with experts' marks that may be seen.
    is_open: bool = True

    @property
    def least(self) -> Decimal:
        """Return the marks below which the floor is broken."""
        return self.floor * self.full / 100


@dataclass(frozen=True, slots=True)
class Bar:
    """The quorum bar: signed of needed, recused, and every cause why it cannot close."""

    quorum: Quorum
    recused: int
    reserves_used: int
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VetoLine:
    """A veto with its bureau's answer."""

    name: str
    words: str
    bureau: str
    state: str
    on: date | None
    text: str


@dataclass
class CasePage:
    """Everything on the page of a case; scores only where the sight opens them."""

    file: CaseFile
    sight: Sight
    stand: Stand
    today: date
    round: int | None = None
    past: bool = False
    facts: dict[str, Any] = field(default_factory=dict)

    def keep(self, address: str) -> str:
        """Return an address with the day shown kept."""
        return f"{address}?as_of={self.today}" if self.past else address

    @property
    def review(self) -> Review:
        """Return the case."""
        return self.file.review

    @property
    def type(self) -> str:
        """Return the type of project in words."""
        return type_words(self.file.scheme, self.review.type)

    @property
    def tier(self) -> str:
        """Return the tier in words."""
        return tier_words(self.file.scheme, self.review.tier)

    @property
    def lines(self) -> list[tuple[str, Decimal]]:
        """Return the lines of the tier, the highest first."""
        lines = self.file.scheme.decision.lines[self.review.tier]
        order = sorted(lines.items(), key=lambda pair: -pair[1])
        return [(result_of_scheme(self.file.scheme, name), line) for name, line in order]

    @property
    def result(self) -> str:
        """Return the result of the score in words."""
        return result_of_scheme(self.file.scheme, self.file.score.outcome.result)

    @property
    def light(self) -> str:
        """Return the light of the score's result."""
        return LIGHTS[self.file.score.outcome.result]

    @property
    def gap(self) -> str:
        """Return how far the total lies from the admission line."""
        line = self.file.scheme.decision.lines[self.review.tier]["admit"]
        apart = self.file.score.total - line
        words = _("高过准予线 %(n)s") if apart >= 0 else _("低于准予线 %(n)s")
        return words % {"n": abs(apart)}

    @property
    def computed(self) -> tuple[Decimal, Decimal]:
        """Return the marks computed from the dossier, of how many."""
        judged = self.file.judged
        found = [m for name, m in self.file.score.marks.items() if name not in judged]
        value = decimal_of(sum((m.value for m in found), start=0 * found[0].value), 2)
        return value, sum((m.full for m in found), Decimal(0))

    @property
    def judged(self) -> tuple[Decimal, Decimal]:
        """Return the marks judged by the panel, of how many."""
        judged = self.file.judged
        found = [m for name, m in self.file.score.marks.items() if name in judged]
        value = decimal_of(sum((m.value for m in found), start=0 * found[0].value), 2)
        return value, sum((m.full for m in found), Decimal(0))

    @property
    def has_interval(self) -> bool:
        """Test whether missing figures leave an interval."""
        return bool(self.file.score.missing_figures)


def case_page(
    review: Review, user: Actor, at: Moment, *, past: bool, round_: int | None = None
) -> CasePage:
    """Return the page of a case as of a moment."""
    file = CaseFile(review, until_of(at.as_of, is_past=past))
    page = CasePage(file, sight_of(user, file), stand_of(file, at.as_of), at.as_of, round_, past)
    page.facts = {
        "dims": dimensions(page),
        "bar": bar(file),
        "vetoes": veto_lines(file),
        "raised": len(file.raised),
        "answered": len(file.answers),
        "steps": steps(file, at.as_of),
        "dossier": dossier_lines(file),
        "why": why(page),
        "blocked": [say(each) for each in blocked(page)],
        "body": body_of(file.scheme, review.tier),
        "options": [(n, result_of_scheme(file.scheme, n)) for n in motions(file.score)],
        "conditions": conditions(file, at.as_of),
        "experts": experts(page),
        "recused": recused(page),
        "faults": [say(each) for each in file_faults(file)] if page.sight.scores else [],
        "agreed": agreement(file) if page.sight.scores else None,
        "tips": tip_words(page),
    }
    return page


def say(cause: Cause | Fault) -> str:
    """Return a cause in the reader's language."""
    return cause.en if is_english() else cause.zh


def dimensions(page: CasePage) -> list[Dimension]:
    """Return the dimensions' lines; experts' dots only where scores may be seen."""
    file = page.file
    found, kind, scheme = file.score, page.review.type, file.scheme
    floors = scheme.decision.floors[page.review.tier]
    shown = lines_of(file) if page.sight.scores else []
    lines = []
    for name, dimension in scheme.dimensions.items():
        items = [i for i in scheme.judged(kind) if i.dimension == name]
        strips = tuple(_strip(file, item.id, shown) for item in items) if shown else ()
        lines.append(
            Dimension(
                name, label(dimension.words), found.dims[name], dimension.weight[kind],
                floors[name], name in found.outcome.below_floor, strips,
                max((each[3] for each in strips), default=None),
                page.sight.scores or not items,
            )
        )  # fmt: skip
    return lines


def _strip(file: CaseFile, item: str, shown: list[Line]) -> tuple[str, str, SafeString, int]:
    dots = [(line.letter, line.levels[item], bool(line.trimmed)) for line in shown]
    levels = [level for _letter, level, _out in dots]
    words = label(file.scheme.indicators[item].words)
    return item, words, strip(dots, file.scheme.panel.top), max(levels) - min(levels)


def bar(file: CaseFile) -> Bar | None:
    """Return the quorum bar of the sitting panel."""
    sitting, row = file.panel, file.panel_row
    if sitting is None or row is None:
        return None
    rule = file.scheme.panel
    outside = [seat.username for seat in row.seats.all() if seat.outside]
    found = causes(sitting, rule, file.spread, outside=outside)
    used = sum(name in sitting.active for name in sitting.reserves)
    return Bar(quorum(sitting, rule), len(sitting.recused), used, tuple(say(c) for c in found))


def veto_lines(file: CaseFile) -> list[VetoLine]:
    """Return the vetoes with their answers: raised first, then not answered, then clear."""
    lines = []
    for name, veto in file.scheme.vetoes.items():
        answer = file.answers.get(name)
        state = "open" if answer is None else "raised" if answer.raised else "clear"
        on = None if answer is None else answer.at.date()
        text = "" if answer is None else answer.text
        lines.append(VetoLine(name, label(veto.words), veto.by, state, on, text))
    order = {"raised": 0, "open": 1, "clear": 2}
    return sorted(lines, key=lambda line: order[line.state])


def why(page: CasePage) -> list[tuple[str, str]]:
    """Return why the result is what it is, as notes: kind and sentence."""
    found, notes = page.file.score, []
    if not page.sight.scores:
        return []
    kind = {"green": "g", "yellow": "y", "red": "r"}.get(page.light, "")
    notes.append((kind, because(found, language())))
    if found.outcome.borderline and found.outcome.result != VETO:
        notes.append(("", tip_sentence(page)))
    return notes


def tip_words(page: CasePage) -> list[dict[str, Any]]:
    """Return the tipping weight of each dimension, for the second reading of a near line."""
    if not (page.sight.scores and page.file.score.outcome.borderline):
        return []
    scheme = page.file.scheme
    return [
        {"words": label(scheme.dimensions[tip.dimension].words), "stated": tip.stated,
         "weight": tip.weight, "line": result_of_scheme(scheme, tip.result)}
        for tip in tipping(page.file)
    ]  # fmt: skip


def tip_sentence(page: CasePage) -> str:
    """Return which weight tips the result first, and that the others would not within 30 %."""
    tips = tip_words(page)
    if not tips:
        return _("临近界线，按规定二读；没有哪一维的权重单独变动会改变结论。")
    first = tips[0]
    words = _(
        "离界线不到 %(band)s 分，按规定二读：%(dim)s的权重从 %(stated)s 变到 %(weight)s 时，"
        "总分正好落在%(line)s线上。"
    )
    near = [t for t in tips[1:] if abs(t["weight"] - t["stated"]) <= t["stated"] * TIP_SHARE]
    tail = _("其余各维增减三成，结论不变。") if not near else ""
    return words % {"band": page.file.scheme.decision.borderline, "dim": first["words"],
                    "stated": first["stated"], "weight": first["weight"],
                    "line": first["line"]} + tail  # fmt: skip


def blocked(page: CasePage) -> tuple[Cause, ...]:
    """Return what keeps the present step from being finished."""
    file = page.file
    if file.course.state == PANEL and file.panel_row is not None:
        return ()
    return step_causes(file.scheme, file.course.state, file.lacking)


def conditions(file: CaseFile, today: date) -> list[dict[str, Any]]:
    """Return the conditions of the last decision with where each stands."""
    meeting = file.meeting
    if meeting is None:
        return []
    days = file.scheme.decision.condition_days
    rows = list(meeting.conditions.all())
    return [
        {"row": row, "demand": demand, "status": status(demand, meeting.held_on, today, days)}
        for row, demand in zip(rows, file.demands, strict=True)
    ]


def experts(page: CasePage) -> dict[str, Any]:
    """Return the experts' sheets of the round shown, with the rounds there are."""
    rounds = rounds_of(page.file)
    if not page.sight.scores:
        return {"rounds": rounds, "lines": [], "shown": None}
    shown = page.round if page.round in rounds else None
    items = [(i.id, label(i.words), i.marks[page.review.type])
             for i in page.file.scheme.judged(page.review.type)]  # fmt: skip
    return {"rounds": rounds, "lines": lines_of(page.file, shown), "shown": shown, "items": items}


def recused(page: CasePage) -> list[dict[str, str]]:
    """Return who is recused and why, by letter: for the office."""
    file = page.file
    if file.panel is None or file.panel_row is None or not page.sight.names:
        return []
    letters = labels_of(list(file.panel_row.seats.all()))
    return [{"letter": letters[each.username], "reason": reason_words(each.reason),
             "late": "1" if each.late else ""} for each in file.panel.recusals]  # fmt: skip


def seats(file: CaseFile) -> list[dict[str, Any]]:
    """Return the seats of the sitting panel with what each has done: for the office."""
    row, sitting = file.panel_row, file.panel
    if row is None or sitting is None:
        return []
    letters, told = labels_of(list(row.seats.all())), declared(row)
    return [
        {"letter": letters[seat.username], "username": seat.username, "outside": seat.outside,
         "is_reserve": seat.is_reserve, "active": seat.username in sitting.active,
         "recused": seat.username in sitting.recused, "declared": seat.username in told,
         "signed": sitting.has_signed(seat.username)}
        for seat in row.seats.all()
    ]  # fmt: skip
