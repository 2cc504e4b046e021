"""Acceptance cases (验收用例): enterprises with verdicts worked out by hand, checked against rules.

A case file holds `defaults` and `examples`; each example has values and the verdicts expected of
rules, named by id, or by series with the day (`on`) that picks the version.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gaoxin.rulebook.verdict import Finding, Verdict, assess
from gaoxin.rulebook.words import label, lacking, sentence

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from gaoxin.rulebook.library import Library
    from gaoxin.rulebook.source import Entry

_CASE = ("rule", "expected"), ("score", "reason", "note", "on", "recheck")
_EXAMPLE = ("id", "verdicts"), ("values", "name", "note", "reason")


@dataclass(frozen=True, slots=True)
class Case:
    """One expected verdict and what the rule says."""

    id: str
    rule: str
    expected: str
    score: tuple[Decimal, Decimal] | None
    verdict: Verdict | None
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Test whether outcome and score (where one is expected) are as worked out by hand."""
        if self.verdict is None or str(self.verdict.outcome) != self.expected:
            return False
        return self.score is None or self.score == self.verdict.score

    def as_json(self) -> dict[str, Any]:
        """Return the case in the shape of the command's contract."""
        found = self.verdict
        score = found.score if found else None
        return {
            "id": self.id,
            "rule": self.rule,
            "expected": self.expected,
            "got": found.outcome if found else None,
            "score": None if score is None else score_json(score),
            "ok": self.ok,
            "unmet": [unmet_json(found, leaf) for leaf in found.unmet] if found else [],
            "missing": list(found.missing) if found else [],
            "lacking": lacking(found) if found else "",
        }


def read_cases(root: Entry, library: Library) -> list[Case]:
    """Return the cases of a parsed file with their verdicts.

    What is wrong with one case (an unknown key or rule, a value of the wrong kind) is a problem of
    that case; the others are judged all the same.
    """
    fields = root.fields({"examples"}, {"schema", "note", "defaults"})
    defaults = fields["defaults"].plain() if "defaults" in fields else {}
    cases = []
    for example in fields["examples"].items():
        row, problems = _row(example, _EXAMPLE)
        values = {**defaults, **(row["values"].plain() if "values" in row else {})}
        for expected in row["verdicts"].items():
            case = _case(row["id"].text(), expected, values, library)
            cases.append(replace(case, problems=(*problems, *case.problems)))
    return cases


def _row(
    entry: Entry, keys: tuple[tuple[str, ...], tuple[str, ...]]
) -> tuple[dict[str, Entry], list[str]]:
    """Return the fields of a case; unknown keys are named, not refused."""
    required, optional = keys
    known = [name for name, _ in entry.pairs()]
    strange = [name for name in known if name not in required and name not in optional]
    problems = [str(entry.refuse(f"未知的键 (unknown key): {name}")) for name in strange]
    return entry.fields(required, (*optional, *strange)), problems


def _case(name: str, entry: Entry, values: dict[str, Any], library: Library) -> Case:
    row, strange = _row(entry, _CASE)
    day: date | None = row["on"].day() if "on" in row else None
    asked = row["rule"].text()
    rule = library.find(asked, day)
    outcome, score = row["expected"].text(), _score(row)
    if rule is None:
        problem = row["rule"].refuse(f"没有这条规则, 或该日未施行 (no such rule in force): {asked}")
        return Case(name, asked, outcome, score, None, (*strange, str(problem)))
    recheck = "recheck" in row and row["recheck"].flag()
    verdict = assess(rule, values, recheck=recheck)
    problems = [f"{name}: {problem}" for problem in verdict.problems]
    return Case(name, rule.id, outcome, score, verdict, (*strange, *problems))


def _score(row: dict[str, Entry]) -> tuple[Decimal, Decimal] | None:
    if "score" not in row:
        return None
    if not row["score"].is_list:
        return row["score"].number(), row["score"].number()
    ends = [item.number() for item in row["score"].items()]
    if len(ends) != 2:
        raise row["score"].refuse("区间应为 [低, 高] (an interval is [low, high])")
    return ends[0], ends[1]


def score_json(score: tuple[Decimal, Decimal]) -> int | float | list[int | float]:
    """Return a score as JSON: a number, or [low, high]."""
    low, high = (number_json(end) for end in score)
    return low if low == high else [low, high]


def number_json(value: Decimal) -> int | float:
    """Return a Decimal as a JSON number; the shortest text of the number survives."""
    return int(value) if value == value.to_integral_value() else float(value)


def unmet_json(verdict: Verdict, leaf: Finding) -> dict[str, Any]:
    """Return an unmet condition: id, words, value, threshold, gap, and the sentence."""
    value, limit = leaf.value, leaf.threshold
    return {
        "id": leaf.cite.id,
        "name": label(verdict.rule, leaf),
        "state": "undetermined" if leaf.truth is None else "not_met",
        "value": _value_json(value),
        "threshold": None if limit is None or limit[0] is None else number_json(limit[0]),
        "op": getattr(leaf.node, "op", None),
        "gap": None if leaf.gap is None else number_json(leaf.gap),
        "missing": list(leaf.missing),
        "article": leaf.cite.article or verdict.rule.head.document,
        "text": sentence(verdict.rule, leaf),
    }


def _value_json(value: Any) -> Any:
    if isinstance(value, tuple):
        low, high = value
        return None if low is None or high is None else score_json((low, high))
    return value
