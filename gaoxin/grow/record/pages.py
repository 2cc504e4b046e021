"""Pages of the record (企业档案页面): identity, ladder, yearly figures, honours, five chains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.grow import cards, queries, standing, words
from gaoxin.grow.board.pages import DueRow, due_rows
from gaoxin.grow.books import books
from gaoxin.grow.core.form import form
from gaoxin.grow.core.honours import spells
from gaoxin.grow.core.judging import judge, stand
from gaoxin.grow.models import ChainEntry
from gaoxin.grow.record.answers import answers
from gaoxin.ledger.queries import effective
from gaoxin.lib.errors import UserError
from gaoxin.rulebook import words as rulewords
from gaoxin.rulebook.tree import All, AnyOf, Not
from gaoxin.sources.queries import citations_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaoxin.grow.core.honours import Held
    from gaoxin.grow.core.judging import Rung, Standing
    from gaoxin.grow.models import Honour, YearFigure
    from gaoxin.grow.record.answers import Answer
    from gaoxin.ledger.models import Enterprise
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.rulebook.rule import Rule
    from gaoxin.rulebook.verdict import Finding, Points, Verdict
    from gaoxin.sources.models import Citation

YEARS = 4


@dataclass(frozen=True, slots=True)
class YearRow:
    """An indicator with its values by year."""

    label: str
    unit: str
    values: tuple[str, ...]
    name: str
    is_number: bool = True

    @property
    def told(self) -> str:
        """Return the newest value that was reported."""
        return next((value for value in self.values if value), "")


@dataclass(frozen=True, slots=True)
class YearSection:
    """A block of the table of yearly figures."""

    label: str
    rows: tuple[YearRow, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class HonourRow:
    """A title with what was recorded of it, and whether it is held."""

    title: str
    held: Held | None
    events: tuple[Honour, ...]
    proofs: Mapping[int, list[Citation]]


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One of the five chains with its entries."""

    label: str
    entries: tuple[ChainEntry, ...]


@dataclass(frozen=True, slots=True)
class EnterprisePage:
    """Everything on an enterprise's page."""

    enterprise: Enterprise
    answers: tuple[Answer, ...]
    ways: tuple[WayRow, ...]
    titles: tuple[str, ...]
    years: tuple[int, ...]
    several: tuple[YearRow, ...]
    sections: tuple[YearSection, ...]
    reported: int
    honours: tuple[HonourRow, ...]
    chains: tuple[ChainRow, ...]
    due: list[DueRow]
    may: bool
    wide: list[cards.Shown]
    side: list[cards.Shown]


@dataclass(frozen=True, slots=True)
class RungLine:
    """A rung of a path as the enterprise finds it, in words."""

    rung: Rung
    word: str
    says: str
    is_next: bool


@dataclass(frozen=True, slots=True)
class WayRow:
    """A path with its rungs, the highest first."""

    way: str
    rungs: tuple[RungLine, ...]


def enterprise_page(user: Actor, at: Moment, pk: int) -> EnterprisePage:
    """Return an enterprise's page; Enterprise.DoesNotExist where it is not the user's."""
    enterprise = queries.enterprise_record(user, pk, at)
    sight = standing.sight_at(enterprise.zone, at)
    shelf, held = books(), standing.held_on(sight, at.as_of).get(pk, {})
    reported = queries.year_figures(enterprise.zone, sight.at, ids=[pk]).get(pk, {})
    ways = _ways_of(enterprise, reported, held, at)
    titles = shelf.ladder.titles
    years = tuple(sorted({year for year, _name in reported}, reverse=True)[:YEARS])
    several, sections = _table(reported, years)
    return EnterprisePage(
        enterprise=enterprise,
        answers=answers(ways),
        ways=tuple(_way_row(each) for each in ways),
        titles=tuple(words.short_word(each) for name, each in titles.items() if name in held),
        years=years,
        several=several,
        sections=sections,
        reported=len(reported),
        honours=_honours(enterprise, at),
        chains=_chains(enterprise, at),
        due=[row for row in due_rows(user, sight) if row.enterprise.pk == pk],
        may=user.may("grow.record"),
        wide=cards.shown("wide", enterprise, user, at),
        side=cards.shown("side", enterprise, user, at),
    )  # fmt: skip


def _ways_of(
    enterprise: Enterprise, reported: queries.Figures, held: Mapping[str, Held], at: Moment
) -> tuple[Standing, ...]:
    """Return where one enterprise stands, judged by itself."""
    shelf = books()
    known = standing.known_of(shelf, enterprise, reported, held)
    facts = standing.facts_of(shelf, known, at.as_of)
    return stand(shelf.ladder, standing.rules_in_force(shelf, at.as_of), facts, held)


def _way_row(each: Standing) -> WayRow:
    lines = tuple(
        RungLine(
            rung, words.title_word(rung.title), words.lacking(rung),
            each.next is not None and rung.title is each.next.title,
        )
        for rung in reversed(each.rungs)
    )  # fmt: skip
    return WayRow(words.way_word(each.way), lines)


def _table(
    reported: queries.Figures, years: tuple[int, ...]
) -> tuple[tuple[YearRow, ...], tuple[YearSection, ...]]:
    """Return the indicators reported for several years, and the others by section."""
    several: list[YearRow] = []
    found = []
    for section in form():
        once = []
        for term in section.terms:
            values = tuple(
                words.value_word(term, reported.get((year, term.name))) for year in years
            )
            known = sum(bool(value) for value in values)
            unit, label = words.unit_word(term), term.label(words.language())
            if known > 1:
                several.append(YearRow(label, unit, values, term.name))
            elif known:
                once.append(YearRow(label, unit, values, term.name, words.is_number(term)))
        if once:
            has_numbers = any(row.is_number for row in once)
            label = section.label(words.language())
            found.append(YearSection(label, tuple(once), is_open=has_numbers))
    return tuple(several), tuple(found)


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One recorded value: whether it counts, who recorded it when, and what proves it."""

    event: YearFigure
    value: str
    counts: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class ValuePanel:
    """Where the values of an indicator of an enterprise come from, newest year first."""

    enterprise: Enterprise
    label: str
    unit: str
    definition: str
    lines: list[ValueLine]
    may: bool


def value_panel(user: Actor, at: Moment, pk: int, indicator: str) -> ValuePanel:
    """Return every known value of an indicator with its evidence, corrected ones too."""
    enterprise = queries.enterprise_record(user, pk, at)
    terms = books().terms
    if indicator not in terms:
        raise UserError(_("没有可填报的指标“%(name)s”。") % {"name": indicator[:60]})
    term = terms[indicator]
    known = enterprise.yearfigures.filter(
        indicator=indicator, recorded_at__lte=at.known_at, is_retraction=False
    )
    events = list(known.order_by("-year", "-recorded_at", "-id"))
    counting = set(effective(known, at).values_list("pk", flat=True))
    proofs = citations_of("grow.yearfigure", [event.pk for event in events])
    lines = [
        ValueLine(
            event, words.value_word(term, queries.value_of(event)), event.pk in counting,
            tuple(proofs.get(event.pk, ())),
        )
        for event in events
    ]  # fmt: skip
    return ValuePanel(
        enterprise, term.label(words.language()), words.unit_word(term), term.definition, lines,
        user.may("grow.record"),
    )  # fmt: skip


def _honours(enterprise: Enterprise, at: Moment) -> tuple[HonourRow, ...]:
    events = queries.honours_of(enterprise, at)
    proofs = citations_of("grow.honour", [event.pk for event in events])
    told = queries.told_titles(enterprise.zone, at, ids=[enterprise.pk])
    held = {each.title: each for each in spells(told) if each.holds_on(at.as_of)}
    titles = books().ladder.titles
    names = dict.fromkeys(event.title for event in events)
    return tuple(
        HonourRow(
            words.title_word(titles[name]) if name in titles else name, held.get(name),
            tuple(event for event in events if event.title == name), proofs,
        )
        for name in sorted(names, key=lambda name: (name not in held, list(titles).index(name)
                                                    if name in titles else 0))
    )  # fmt: skip


def _chains(enterprise: Enterprise, at: Moment) -> tuple[ChainRow, ...]:
    entries = queries.chain_entries(enterprise, at)
    return tuple(
        ChainRow(str(chain.label), tuple(each for each in entries if each.chain == chain.value))
        for chain in ChainEntry.Chain
    )


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition of a rule as it was found: in words, value, threshold, gap and article."""

    depth: int
    id: str
    label: str
    state: str
    value: str
    threshold: str
    gap: str
    article: str
    is_group: bool


@dataclass(frozen=True, slots=True)
class RungPage:
    """One rung of one enterprise with every condition and score."""

    enterprise: Enterprise
    rung: Rung
    word: str
    says: str
    rule: Rule | None
    conditions: tuple[ConditionRow, ...]
    points: tuple[PointRow, ...]
    score: str
    versions: tuple[tuple[Rule, str, str], ...]


@dataclass(frozen=True, slots=True)
class PointRow:
    """A line of a score table: words, points as an interval, full points, missing data."""

    depth: int
    label: str
    points: str
    full: str
    missing: str


def rung_page(user: Actor, at: Moment, pk: int, title_id: str) -> RungPage:
    """Return one rung of an enterprise in full, and what the rule's other versions say."""
    enterprise = queries.enterprise_record(user, pk, at)
    shelf = books()
    title = shelf.ladder.titles.get(title_id)
    if title is None or not title.series:
        raise UserError(_("没有这个有规则的称号。"))
    sight = standing.sight_at(enterprise.zone, at)
    held = standing.held_on(sight, at.as_of).get(pk, {})
    reported = queries.year_figures(enterprise.zone, sight.at, ids=[pk]).get(pk, {})
    facts = standing.facts_of(shelf, standing.known_of(shelf, enterprise, reported, held), at.as_of)
    versions = shelf.library.versions(title.series)
    now = shelf.library.find(title.series, at.as_of)
    is_held = title.id in held
    rung = judge(title, now, facts, shelf.ladder, held=is_held)
    others = [judge(title, rule, facts, shelf.ladder, held=is_held) for rule in versions]
    verdict = rung.verdict
    return RungPage(
        enterprise=enterprise, rung=rung, word=words.title_word(title), says=words.lacking(rung),
        rule=now,
        conditions=_conditions(verdict),
        points=tuple(row for table in verdict.points for row in _points(table, 0))
        if verdict else (),
        score=_score(verdict),
        versions=tuple((rule, each.outcome, words.lacking(each))
                       for rule, each in zip(versions, others, strict=True) if rule is not now),
    )  # fmt: skip


def _score(verdict: Verdict | None) -> str:
    if verdict is None or verdict.score is None:
        return ""
    low, high = (rulewords.plain(end) for end in verdict.score)
    return low if low == high else f"{low}–{high}"


def _conditions(verdict: Verdict | None) -> tuple[ConditionRow, ...]:
    if verdict is None:
        return ()
    rows = (row for finding in verdict.findings for row in _rows(verdict, finding, 0))
    return tuple(rows)


def _rows(
    verdict: Verdict, finding: Finding, depth: int, *, is_moot: bool = False
) -> list[ConditionRow]:
    """Return a condition and its parts; where one alternative holds, the others are moot."""
    rule, language = verdict.rule, words.language()
    state = {True: "pass", False: "fail", None: "undetermined"}[finding.truth]
    if is_moot and finding.truth is not True:
        state = "moot"
    parts = finding.parts
    kind = {All: _("全部满足"), AnyOf: _("满足其一"), Not: _("不满足")}.get(type(finding.node), "")
    label = finding.cite.en if language == "en" else finding.cite.zh
    label = label or (kind if parts else rulewords.label(rule, finding, language))
    said = ""
    if state == "fail" and finding.gap is not None and finding.gap > 0:
        unit = getattr(finding.node, "unit", "")
        gap = rulewords.brief(finding.gap)
        said = rulewords.quantity(gap, {"percent": "pp"}.get(unit, unit), language)
    row = ConditionRow(
        depth, finding.cite.id, label, state,
        "" if parts else rulewords.value_text(rule, finding, language),
        "" if parts else rulewords.threshold_text(rule, finding, language),
        said, finding.cite.article or finding.cite.id, bool(parts),
    )  # fmt: skip
    # A whole that must hold stands above its parts; at the top it says nothing by itself.
    below = depth if depth == 0 and isinstance(finding.node, All) else depth + 1
    moot = is_moot or (isinstance(finding.node, AnyOf) and finding.truth is True)
    inner = [each for part in parts for each in _rows(verdict, part, below, is_moot=moot)]
    return inner if below == depth and parts else [row, *inner]


def _points(points: Points, depth: int) -> list[PointRow]:
    low, high = (rulewords.plain(end) for end in (points.low, points.high))
    terms = books().terms
    missing = _("、").join(
        terms[name].label(words.language()) for name in points.missing[:6] if name in terms
    )
    row = PointRow(
        depth, points.zh or points.id, low if low == high else f"{low}–{high}",
        rulewords.plain(points.full), "" if points.parts else missing,
    )  # fmt: skip
    return [row, *(each for part in points.parts for each in _points(part, depth + 1))]
