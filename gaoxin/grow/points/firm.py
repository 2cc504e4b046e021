"""One firm's points (一家企业的积分): indicator by indicator, and what is behind each value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.grow.diagnosis.words import language
from gaoxin.grow.models import YearFigure
from gaoxin.grow.points import queries
from gaoxin.grow.points.pages import Row, missing_words, row_of
from gaoxin.grow.points.words import plain, points, signed, stage_name
from gaoxin.grow.queries import enterprise_record, value_of
from gaoxin.grow.standing import sight_at
from gaoxin.ledger.queries import effective
from gaoxin.lib.errors import UserError
from gaoxin.sources.queries import citations_of

if TYPE_CHECKING:
    from gaoxin.grow.core.points import Line, Score
    from gaoxin.grow.points.queries import PointRules
    from gaoxin.ledger.models import Enterprise
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.rulebook.rule import Rule
    from gaoxin.sources.models import Citation


@dataclass(frozen=True, slots=True)
class LineRow:
    """An indicator of a firm: value, place among those compared, weight, points."""

    indicator: str
    name: str
    value: str
    rank: str
    population: str
    weight: str
    points: str
    lift: str
    flag: str


@dataclass(frozen=True, slots=True)
class BlockRows:
    """A class of indicators with its points."""

    name: str
    points: str
    weight: str
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class FirmPage:
    """A firm's points, indicator by indicator; `row` None where its stage is open."""

    firm: Enterprise
    rules: PointRules
    stage: str
    is_recorded: bool
    row: Row | None
    blocks: tuple[BlockRows, ...]
    open_missing: str


def firm_page(user: Actor, at: Moment, pk: int) -> FirmPage:
    """Return the points of an enterprise that the user may open."""
    firm = enterprise_record(user, pk, at)
    found = queries.ranked(sight_at(firm.zone, at))
    score, open_stage = found.scores.get(pk), found.undetermined.get(pk)
    stage = found.stages.get(pk)
    rule = found.rules.index
    return FirmPage(
        firm=firm,
        rules=found.rules,
        stage="" if stage is None or stage.name is None else stage_name(stage.name),
        is_recorded=stage is not None and stage.is_recorded,
        row=None if score is None else row_of(score, firm, rule),
        blocks=() if score is None else _blocks(score, rule),
        open_missing="" if open_stage is None else missing_words(open_stage, found.rules.stages),
    )


def _blocks(score: Score, rule: Rule) -> tuple[BlockRows, ...]:
    if rule.index is None:
        return ()
    found = []
    for block in rule.index.blocks:
        lines = [line for line in score.lines if line.block == block.cite.id]
        found.append(
            BlockRows(
                name=block.cite.en if language() == "en" and block.cite.en else block.cite.zh,
                points=points(sum((line.points for line in lines), Fraction(0))),
                weight=points(sum((line.weight for line in lines), Fraction(0))),
                lines=tuple(_line_row(line, rule) for line in lines),
            )
        )
    return tuple(found)


def _line_row(line: Line, rule: Rule) -> LineRow:
    term = rule.terms[line.name]
    flag = ""
    if line.value is None:
        flag = _("缺数，计 0")
    elif line.is_alone:
        flag = _("同阶段只此一家有数，不比，计 0")
    return LineRow(
        indicator=line.name,
        name=term.label(language()),
        value=plain(line.value, term.unit),
        rank="—" if line.rank is None else f"{points(line.rank * 100)}%",
        population=str(line.population),
        weight=points(line.weight),
        points=points(line.points),
        lift="—" if line.lift is None else signed(line.lift),
        flag=flag,
    )


@dataclass(frozen=True, slots=True)
class Handed:
    """A yearly figure behind a value, with who handed it in and its evidence."""

    name: str
    year: int
    value: str
    event: YearFigure
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class ValuePanel:
    """Everything behind one indicator of one firm's points."""

    firm: Enterprise
    line: LineRow
    raw: Line
    above: int
    handed: tuple[Handed, ...]
    stage: str
    cohort: int
    rule: Rule


def value_panel(user: Actor, at: Moment, pk: int, indicator: str) -> ValuePanel:
    """Return what is behind an indicator of a firm's points; UserError for an unknown one."""
    firm = enterprise_record(user, pk, at)
    found = queries.ranked(sight_at(firm.zone, at))
    score = found.scores.get(pk)
    raw = None if score is None else next((x for x in score.lines if x.name == indicator), None)
    if score is None or raw is None:
        raise UserError(_("这家企业的积分里没有“%(name)s”。") % {"name": indicator[:40]})
    rule = found.rules.index
    above = 0 if raw.value is None else raw.population - raw.below - raw.equal - 1
    return ValuePanel(
        firm=firm,
        line=_line_row(raw, rule),
        raw=raw,
        above=above,
        handed=_handed(firm, rule, indicator, at),
        stage=stage_name(score.stage),
        cohort=score.cohort,
        rule=rule,
    )


def _handed(firm: Enterprise, rule: Rule, indicator: str, at: Moment) -> tuple[Handed, ...]:
    """Return the yearly figures of the indicator, or of what it is worked out from."""
    names = queries.behind(rule, indicator)
    events = effective(YearFigure.objects.filter(enterprise=firm, indicator__in=names), at)
    rows = list(events.order_by("-year", "indicator", "id"))
    cited = citations_of(YearFigure._meta.label_lower, [row.pk for row in rows])
    found = []
    for row in rows:
        term = rule.terms[row.indicator]
        value = value_of(row)
        text = plain(value, term.unit) if isinstance(value, Decimal) else str(value)
        found.append(
            Handed(term.label(language()), row.year, text, row, tuple(cited.get(row.pk, ())))
        )
    return tuple(found)
