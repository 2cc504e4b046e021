"""Ranking by points (积分排名): the firms of a life stage with reasons; open stages apart."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.figures.core.compute import rounded
from gaoxin.grow.diagnosis.words import language
from gaoxin.grow.points import queries
from gaoxin.grow.points.words import TWO, points, signed, stage_name
from gaoxin.grow.queries import enterprises_for, zone_of_user
from gaoxin.grow.standing import sight_at
from gaoxin.ledger.models import Park
from gaoxin.ledger.queries import stood
from gaoxin.lib.errors import UserError
from gaoxin.track.core.paging import paged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaoxin.grow.core.points import Line, Score
    from gaoxin.grow.core.stages import Stage
    from gaoxin.grow.points.queries import PointRules, Ranked
    from gaoxin.ledger.models import Enterprise
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.rulebook.rule import Rule

UNDETERMINED = "open"


@dataclass(frozen=True, slots=True)
class Reason:
    """An indicator that lifts or lowers a firm, with how much against the middle of its stage."""

    name: str
    indicator: str
    lift: str


@dataclass(frozen=True, slots=True)
class Row:
    """A firm in the ranking."""

    firm: Enterprise
    place: int
    places: str
    total: str
    interval: str
    missing: int
    lifting: tuple[Reason, ...]
    lowering: tuple[Reason, ...]
    score: Score


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    stage: str = ""
    park: str = ""
    text: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Tab:
    """A stage with how many firms stand in it."""

    name: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A firm whose stage is open, with what would settle it."""

    firm: Enterprise
    missing: str


@dataclass(frozen=True, slots=True)
class RankingPage:
    """The ranking of a stage: `shown` of the `total` firms that the user may see."""

    rules: PointRules
    asked: Asked
    tabs: tuple[Tab, ...]
    rows: list[Row]
    everything: list[Row]
    open_rows: list[OpenRow]
    shown: int
    total: int
    cohort: int
    page: int
    pages: int
    known: int
    firms: int
    parks: list[Park]
    indicators: int

    @property
    def is_open(self) -> bool:
        """Test whether the firms of an open stage are shown."""
        return self.asked.stage == UNDETERMINED


def ranking_page(user: Actor, at: Moment, asked: Asked) -> RankingPage:
    """Return the ranking of one stage, the largest first where none is asked for."""
    zone = zone_of_user(user)
    found = queries.ranked(sight_at(zone, at))
    names = found.rules.stage_names
    if asked.stage and asked.stage not in (*names, UNDETERMINED):
        raise UserError(_("没有“%(stage)s”这个阶段。") % {"stage": asked.stage[:20]})
    stage = asked.stage or names[0]
    own = {firm.pk: firm for firm in enterprises_for(user, zone).filter(stood(at))
           .select_related("park")}  # fmt: skip
    mine = [score for firm, score in found.scores.items() if firm in own and score.stage == stage]
    mine.sort(key=lambda score: (score.place, score.firm))
    wanted = [score for score in mine if _wanted(own[score.firm], asked)]
    rows = [row_of(score, own[score.firm], found.rules.index) for score in wanted]
    open_all = [firm for firm in found.undetermined if firm in own]
    open_rows = [
        OpenRow(own[firm], missing_words(found.undetermined[firm], found.rules.stages))
        for firm in open_all
        if _wanted(own[firm], asked)
    ]
    is_open = stage == UNDETERMINED
    printed, page, pages = paged(open_rows if is_open else rows, asked.page)
    return RankingPage(
        rules=found.rules,
        asked=Asked(stage, asked.park, asked.text, asked.page),
        tabs=_tabs(found, own),
        rows=[] if is_open else printed,  # type: ignore[arg-type]  # rows of the ranking
        everything=rows,
        open_rows=printed if is_open else [],  # type: ignore[arg-type]  # rows of open stages
        shown=len(open_rows) if is_open else len(rows),
        total=len(open_all) if is_open else len(mine),
        cohort=next((score.cohort for score in found.scores.values() if score.stage == stage), 0),
        page=page,
        pages=pages,
        known=found.known,
        firms=found.firms,
        parks=list(Park.objects.filter(zone=zone)),
        indicators=len(found.rules.indicators),
    )


def _wanted(firm: Enterprise, asked: Asked) -> bool:
    if asked.park and str(firm.park_id) != asked.park:
        return False
    return asked.text.lower() in firm.name.lower()


def _tabs(found: Ranked, own: Mapping[int, Enterprise]) -> tuple[Tab, ...]:
    stages = [stage.name for firm, stage in found.stages.items() if firm in own]
    tabs = [Tab(name, stage_name(name), stages.count(name)) for name in found.rules.stage_names]
    open_count = sum(firm in own for firm in found.undetermined)
    return (*tabs, Tab(UNDETERMINED, _("阶段未定"), open_count))


def row_of(score: Score, firm: Enterprise, rule: Rule) -> Row:
    """Return a firm's line of the ranking with the reasons for its place."""
    ends = {"best": score.best_place, "worst": score.worst_place}
    places = _("%(best)s 至 %(worst)s") % ends
    return Row(
        firm=firm,
        place=score.place,
        places=str(score.best_place) if score.best_place == score.worst_place else places,
        total=points(score.total),
        interval=_interval(score),
        missing=len(score.missing),
        lifting=tuple(_reason(line, rule) for line in score.lifting(2)),
        lowering=tuple(_reason(line, rule) for line in score.lowering(2)),
        score=score,
    )


def _interval(score: Score) -> str:
    if score.low == score.high:
        return points(score.low)
    return _("%(low)s 至 %(high)s") % {"low": points(score.low), "high": points(score.high)}


def _reason(line: Line, rule: Rule) -> Reason:
    lift = signed(line.lift or Fraction(0))
    return Reason(rule.terms[line.name].label(language()), line.name, lift)


def missing_words(stage: Stage, rule: Rule) -> str:
    """Return the data that would settle an open stage."""
    words = [rule.terms[name].label(language()) for name in stage.missing]
    return _("、").join(words) or "—"


def sheet(found: RankingPage) -> tuple[list[str], list[list[object]]]:
    """Return heads and rows of the ranking for a workbook: exactly the rows shown."""
    if found.is_open:
        return [_("企业"), _("缺的数据")], [[row.firm.name, row.missing] for row in found.open_rows]
    heads = [_("名次"), _("企业"), _("园区"), _("积分"), _("下限"), _("上限"), _("可能名次"),
             _("缺数项"), _("拉高"), _("拉低")]  # fmt: skip
    rows: list[list[object]] = []
    for row in found.everything:
        ends = [rounded(x, TWO) for x in (row.score.total, row.score.low, row.score.high)]
        park = row.firm.park.name if row.firm.park else ""
        reasons = ["；".join(f"{r.name} {r.lift}" for r in side)
                   for side in (row.lifting, row.lowering)]  # fmt: skip
        rows.append([row.place, row.firm.name, park, *ends, row.places, row.missing, *reasons])
    return heads, rows
