"""Loading a scheme (装载方案): what is not understood is refused with file, line and reason."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gaoxin.review.core.scheme import decision as deciding
from gaoxin.review.core.scheme import indicators as marking
from gaoxin.review.core.scheme import panel as organizing
from gaoxin.review.core.scheme.condition import tier_test
from gaoxin.review.core.scheme.fields import Scope, positive, words_of
from gaoxin.review.core.scheme.model import Bonus, Dimension, Scheme, Source, Tier, Words, figures
from gaoxin.rulebook.source import Entry, RuleError, read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SCHEMA = "gaoxin.scheme/1"
_REQUIRED = {"version", "sources", "dimensions", "project_types", "tiers", "indicators"}
_REQUIRED |= {"decision", "panel", "standards"}
_HEAD = {"schema", "id", "title_zh", "title_en", "in_force_from", "in_force_to", "reference"}
_ANNEX = {"currency", "units", "decision_bodies", "meeting", "gate", "notes", "issuer"}
_PARTS = {"process", "bands", "bonus", "vetoes", "inputs"}


def load(path: Path) -> Scheme:
    """Return the scheme of a file, checked; RuleError names file, line and reason."""
    return build(read(path))


def build(root: Entry) -> Scheme:
    """Return the scheme of a parsed file."""
    row = root.fields(_REQUIRED, _HEAD | _ANNEX | _PARTS)
    if "schema" in row:
        row["schema"].one_of((SCHEMA,))
    sources = _sources(row["sources"])
    types = deciding.types(row["project_types"], Scope(sources))
    dimensions = _dimensions(row["dimensions"], Scope(sources, types))
    scope = Scope(sources, types, dimensions, tuple(name for name, _ in row["tiers"].pairs()))
    tiers = {name: _tier(name, value, scope) for name, value in row["tiers"].pairs()}
    decision, notices = deciding.decision(row["decision"], scope)
    panel = organizing.panel_rule(row["panel"], scope)
    shared = marking.band_sets(row["bands"], scope) if "bands" in row else {}
    scheme = Scheme(
        id=row["id"].text() if "id" in row else row["version"].text(),
        version=row["version"].text(),
        file=root.file,
        fingerprint=fingerprint(root.plain()),
        in_force_from=row["in_force_from"].day() if "in_force_from" in row else None,
        in_force_to=row["in_force_to"].day() if "in_force_to" in row else None,
        sources=sources,
        types=types,
        dimensions=dimensions,
        tiers=tiers,
        inputs=_inputs(row["inputs"]) if "inputs" in row else {},
        standards=marking.standards(row["standards"], scope),
        indicators=marking.indicators(row["indicators"], scope, shared, panel.top),
        vetoes=deciding.vetoes(row["vetoes"], scope) if "vetoes" in row else {},
        bonus=deciding.bonus(row["bonus"], scope) if "bonus" in row else Bonus(Decimal(0), {}),
        decision=decision,
        panel=panel,
        steps=organizing.steps(row["process"], scope) if "process" in row else (),
        notices=tuple(notices),
        annex={key: row[key].plain() for key in sorted(_ANNEX | _HEAD) if key in row},
    )
    _check(root, row, scheme)
    return scheme


def fingerprint(content: Any) -> str:
    """Return the SHA-256 of what a scheme says, whatever its layout and comments."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _sources(entry: Entry) -> dict[str, Source]:
    found = {}
    for name, value in entry.pairs():
        row = value.fields({"title", "url", "gives"})
        found[name] = Source(row["title"].text(), row["url"].text(), row["gives"].text())
    if not found:
        raise entry.refuse("没有来源 (no source is named)")
    return found


def _dimensions(entry: Entry, scope: Scope) -> dict[str, Dimension]:
    found = {}
    for name, value in entry.pairs():
        row = value.fields({"name", "weight", "src"}, {"en"})
        weights = row["weight"].fields(scope.types)
        weight = {each: positive(weights[each]) for each in scope.types}
        found[name] = Dimension(name, words_of(row, scope), weight)
    for each in scope.types:
        total = sum(dimension.weight[each] for dimension in found.values())
        if total != 100:
            raise entry.refuse(f"{each}: 各维度合计 {total}，应为 100 (do not sum to 100)")
    return found


def _tier(name: str, entry: Entry, scope: Scope) -> Tier:
    row = entry.fields({"name", "src", *scope.types}, {"en"})
    when = {each: tier_test(row[each], f"{name}.{each}") for each in scope.types}
    return Tier(name, words_of(row, scope), when)


def _inputs(entry: Entry) -> dict[str, Words]:
    found = {}
    for name, value in entry.pairs():
        row = value.fields({"zh", "en"})
        found[name] = Words(row["zh"].text(), row["en"].text(), line=value.line)
    return found


def _check(root: Entry, row: Mapping[str, Entry], scheme: Scheme) -> None:
    """Refuse what no single part shows: sums, rest tiers, dates, figures without a name."""
    _check_marks(row["indicators"], scheme)
    for each in scheme.types:
        whens = [tier.when[each] for tier in scheme.tiers.values()]
        if not whens or whens[-1] is not None or None in whens[:-1]:
            reason = f"{each}: 恰最后一档写 otherwise (only the last tier is otherwise)"
            raise row["tiers"].refuse(reason)
    begin, end = scheme.in_force_from, scheme.in_force_to
    if end is not None and (begin is None or end < begin):
        raise row["in_force_to"].refuse("in_force_to 早于 in_force_from (ends before it begins)")
    if "reference" in row:
        row["reference"].texts()
    if scheme.inputs:
        for name in figures(scheme):
            if name not in scheme.inputs:
                raise row["inputs"].refuse(f"缺少指标名称 (a figure without a name): {name}")


def _check_marks(entry: Entry, scheme: Scheme) -> None:
    for dimension in scheme.dimensions.values():
        for each, weight in dimension.weight.items():
            inside = [
                item.marks[each] for item in scheme.used(each) if item.dimension == dimension.id
            ]
            total: Decimal | int = sum(inside)
            if total != weight:
                reason = f"{dimension.id}/{each}: 各指标合计 {total}，应为 {weight} (do not add up)"
                raise entry.refuse(reason)


def refuse_change(scheme: Scheme, published: Mapping[str, str]) -> None:
    """Refuse to publish a draft, or a version that was published with other contents.

    `published` maps versions to the fingerprints with which they were published.
    """
    if scheme.is_draft:
        raise RuleError(scheme.file, 1, "缺少施行日期，不能发布 (no in_force_from: a draft)")
    before = published.get(scheme.version)
    if before is not None and before != scheme.fingerprint:
        reason = f"版本 {scheme.version} 已发布，内容不可改，请另立新版 (published: frozen)"
        raise RuleError(scheme.file, 1, reason)
