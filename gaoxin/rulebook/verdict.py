"""Verdict (判定): what a rule says of one record, with every condition, score and gap.

Missing data never means no: an outcome that the values at hand do not settle is `undetermined`, and
the verdict names the data that would settle it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import TYPE_CHECKING, Any

from gaoxin.rulebook.evaluate import (
    Interval,
    Record,
    Truth,
    group_score,
    item_score,
    number,
    rounded,
    table_score,
    truth,
)
from gaoxin.rulebook.missing import missing_under, unique
from gaoxin.rulebook.tree import (
    All,
    AnyOf,
    Cite,
    Compare,
    Condition,
    Is,
    Not,
    ParamIs,
    Unresolved,
)
from gaoxin.rulebook.vocabulary import ValueRefusedError, typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gaoxin.rulebook.rule import Choice, Rule, Table
    from gaoxin.rulebook.tree import Scalar
    from gaoxin.rulebook.vocabulary import Vocabulary

PASS, FAIL, UNDETERMINED, NOT_APPLICABLE = "pass", "fail", "undetermined", "not_applicable"
_ROUNDING = {"half_up": ROUND_HALF_UP, "down": ROUND_DOWN, "up": ROUND_UP}


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition as it was found: truth, value, threshold and gap, and its parts.

    `gap` is what is missing to the threshold, in the unit of the term; positive = not reached.
    `missing` names the facts and parameters that would settle an undetermined condition.
    """

    node: Condition
    truth: Truth
    value: Interval | Scalar | None = None
    threshold: Interval | None = None
    gap: Decimal | None = None
    missing: tuple[str, ...] = ()
    parts: tuple[Finding, ...] = ()

    @property
    def cite(self) -> Cite:
        """Return what the condition is cited with."""
        return self.node.cite


@dataclass(frozen=True, slots=True)
class Points:
    """Points of a table, group or item, as an interval, with its full points."""

    id: str
    zh: str
    full: Decimal
    low: Decimal
    high: Decimal
    missing: tuple[str, ...] = ()
    parts: tuple[Points, ...] = ()


@dataclass(frozen=True, slots=True)
class Granted:
    """An amount as it was found: granted or not, and how much (an interval, rounded)."""

    cite: Cite
    unit: str
    truth: Truth
    low: Decimal | None
    high: Decimal | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of one record.

    `outcome` is pass, fail, undetermined or not_applicable; for a classification it is the class
    (text) or level (number). `possible` lists the classes that the missing data leave open;
    `unstated` says that the document itself does not provide for the case.
    """

    rule: Rule = field(repr=False)
    outcome: str | int
    findings: tuple[Finding, ...] = ()
    points: tuple[Points, ...] = ()
    unmet: tuple[Finding, ...] = ()
    missing: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    choice: Choice | None = None
    possible: tuple[str | int, ...] = ()
    unstated: bool = False
    amounts: tuple[Granted, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def score(self) -> tuple[Decimal, Decimal] | None:
        """Return the interval of the first score table's points, if the rule has one."""
        return (self.points[0].low, self.points[0].high) if self.points else None


def read_facts(
    terms: Vocabulary, raw: Mapping[str, Any]
) -> tuple[dict[str, Scalar | None], list[str]]:
    """Return raw values as typed facts, and a sentence for each that had to be left out."""
    facts: dict[str, Scalar | None] = {}
    problems = []
    for name, value in raw.items():
        if name not in terms:
            problems.append(f"未知的指标 (unknown indicator): {name}")
            continue
        try:
            facts[name] = typed(terms[name], value)
        except ValueRefusedError as error:
            problems.append(str(error))
    return facts, problems


def assess(
    rule: Rule,
    raw: Mapping[str, Any],
    *,
    recheck: bool = False,
    parameters: Mapping[str, Decimal | bool | None] | None = None,
) -> Verdict:
    """Return the verdict of a rule on one record given as raw values by indicator name."""
    facts, problems = read_facts(rule.terms, raw)
    record = Record(rule, facts, parameters or {}, recheck)
    applies = truth(rule.applies, record) if rule.applies is not None else True
    if applies is False:
        finding = explain(rule.applies, record) if rule.applies else None
        return Verdict(rule, NOT_APPLICABLE, (finding,) if finding else (), facts=facts)
    found = _chosen(rule, record) if rule.choices else _judged(rule, record)
    return Verdict(
        rule=rule,
        points=tuple(_table(table, record) for table in rule.tables.values()),
        amounts=tuple(_granted(rule, record)),
        problems=tuple(problems),
        facts=facts,
        **found,
    )


def _judged(rule: Rule, record: Record) -> dict[str, Any]:
    """Return the parts of a verdict by conditions (an index has none and stays open)."""
    parts = [part for part in (rule.applies, rule.conditions) if part is not None]
    findings = tuple(explain(part, record) for part in parts)
    truths = [finding.truth for finding in findings]
    if not findings or (None in truths and False not in truths):
        outcome = UNDETERMINED
    else:
        outcome = FAIL if False in truths else PASS
    missing = unique(name for f in findings for name in f.missing) if outcome != FAIL else ()
    lacking = tuple(leaf for finding in findings for leaf in unmet(finding))
    return {"outcome": outcome, "findings": findings, "unmet": lacking, "missing": missing}


def _chosen(rule: Rule, record: Record) -> dict[str, Any]:
    """Return the parts of a verdict by first match; an open earlier choice leaves it open."""
    findings: list[Finding] = []
    possible: list[Choice] = []
    if rule.applies is not None:
        findings.append(explain(rule.applies, record))
    settled = False
    for choice in rule.choices:
        finding = explain(choice.when, record) if choice.when is not None else None
        if finding is not None:
            findings.append(finding)
        if finding is None or finding.truth is not False:
            possible.append(choice)
        if finding is None or finding.truth is True:
            settled = True
            break
    values = unique(choice.value for choice in possible)
    applies = rule.applies is None or findings[0].truth is True
    if settled and len(values) == 1 and applies:
        return {"outcome": values[0], "findings": tuple(findings), "choice": possible[-1]}
    return {
        "outcome": UNDETERMINED,
        "findings": tuple(findings),
        "possible": values,
        "unstated": not settled and not any(f.truth is None for f in findings),
        "missing": unique(name for finding in findings for name in finding.missing),
        "unmet": tuple(leaf for f in findings if f.truth is None for leaf in unmet(f)),
    }


def explain(node: Condition, record: Record) -> Finding:
    """Return a condition as it is found for a record, with its parts."""
    found = truth(node, record)
    if isinstance(node, All | AnyOf | Not):
        inner = (node.part,) if isinstance(node, Not) else node.parts
        parts = tuple(explain(part, record) for part in inner)
        open_parts = (part for part in parts if part.truth is None) if found is None else ()
        missing = unique(name for part in open_parts for name in part.missing)
        return Finding(node, found, missing=missing, parts=parts)
    if isinstance(node, Compare):
        return _compared(node, found, record)
    if isinstance(node, Unresolved):
        return Finding(node, found)
    value = record.facts.get(node.name) if isinstance(node, Is) else record.parameter(node.name)
    missing = () if value is not None else (_named(node),)
    return Finding(node, found, value=value, missing=missing)


def _named(node: Is | ParamIs) -> str:
    return node.name if isinstance(node, Is) else f"param:{node.name}"


def _compared(node: Compare, found: Truth, record: Record) -> Finding:
    value, threshold = number(node.left, record), number(node.right, record)
    gap = None
    if value[0] is not None and value[0] == value[1] and threshold[0] is not None:
        gap = value[0] - threshold[0] if node.op in {"le", "lt"} else threshold[0] - value[0]
    missing = () if found is not None else missing_under(node, record)
    return Finding(node, found, value, threshold, gap, missing)


def unmet(finding: Finding) -> tuple[Finding, ...]:
    """Return the conditions that keep a finding from holding (those failed or undetermined)."""
    if finding.truth is True:
        return ()
    if not finding.parts or isinstance(finding.node, Not):
        return (finding,)
    return tuple(leaf for part in finding.parts for leaf in unmet(part))


def _table(table: Table, record: Record) -> Points:
    groups = []
    for group in table.groups:
        items = []
        for item in group.items:
            low, high = item_score(item, record)
            is_open = low is None or high is None or low != high
            missing = missing_under(item.points, record) if is_open else ()
            words = item.cite.zh or _own(item.cite)
            items.append(
                Points(
                    item.cite.id, words, item.full, low or Decimal(0), high or Decimal(0), missing
                )
            )
        low, high = group_score(group, record)
        groups.append(_points(group.cite, group.full, (low, high), tuple(items)))
    return _points(Cite(table.id), table.full, table_score(table.id, record), tuple(groups))


def _own(cite: Cite) -> str:
    return cite.id.rpartition(".")[2]


def _points(
    cite: Cite,
    full: Decimal,
    interval: Interval,
    parts: tuple[Points, ...],
    missing: tuple[str, ...] = (),
) -> Points:
    low, high = (end or Decimal(0) for end in interval)
    missing = missing or unique(name for part in parts for name in part.missing)
    return Points(cite.id, cite.zh or _own(cite), full, low, high, missing, parts)


def _granted(rule: Rule, record: Record) -> Iterator[Granted]:
    for amount in rule.amounts:
        found = truth(amount.when, record) if amount.when is not None else True
        low, high = number(amount.value, record) if found is not False else (Decimal(0), Decimal(0))
        if found is None:
            low = None if low is None else min(low, Decimal(0))
            high = None if high is None else max(high, Decimal(0))
        rounding = _ROUNDING[amount.rounding]
        missing = list(missing_under(amount.value, record)) if low is None or low != high else []
        if found is None and amount.when is not None:
            missing = [*explain(amount.when, record).missing, *missing]
        yield Granted(
            amount.cite,
            amount.unit,
            found,
            None if low is None else rounded(low, amount.digits, rounding),
            None if high is None else rounded(high, amount.digits, rounding),
            unique(missing),
        )
