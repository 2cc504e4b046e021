"""Loading (装载): one loader for the rules of all rooms; what is not understood is refused.

A rule file states its document, its sources (`reference`) and the days from and to which it is in
force; then any of: parameters, applies, conditions, score tables, classes, levels, lights, amounts,
index. Free notes that are shown and not evaluated stand under `annex`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.rulebook.grammar.amounts import amounts
from gaoxin.rulebook.grammar.choices import choices
from gaoxin.rulebook.grammar.conditions import Scope, condition
from gaoxin.rulebook.grammar.index import index
from gaoxin.rulebook.grammar.tables import table
from gaoxin.rulebook.rule import Header, Parameter, Rule, Table
from gaoxin.rulebook.source import Entry, read, yaml_files
from gaoxin.rulebook.tree import Condition, Node, Score, walk
from gaoxin.rulebook.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from gaoxin.rulebook.vocabulary import Vocabulary

SCHEMA = "gaoxin.rules/2"
KINDS = ("admission", "levels", "classification", "index", "light", "policy", "scheme")
_HEAD = {"schema", "id", "kind", "title_zh", "title_en", "subject", "document", "issuer"}
_HEAD |= {"in_force_from", "reference"}
_HEAD_OPTIONAL = {"series", "number", "level", "issued", "in_force_to", "confidence", "official"}
_HEAD_OPTIONAL |= {"notes", "recalled", "validity_years", "yearly_update_by", "annex"}
_CHOICES = {"classes", "levels", "lights", "limits"}
_BODY = {"parameters", "applies", "conditions", "score_tables", "amounts", "index"}
_BODY |= {"unstated_zh", "unstated_en", *_CHOICES}


def load(path: Path, terms: Vocabulary) -> Rule:
    """Return the rule of a file, checked; RuleError names file, line and reason."""
    return build(read(path), terms)


def load_folder(folder: Path, terms: Vocabulary) -> list[Rule]:
    """Return the rules of all rule files of a folder; other schemas are left alone."""
    rules = []
    for path in yaml_files(folder):
        root = read(path)
        schema = dict(root.pairs()).get("schema")
        if schema is None:
            raise root.refuse("缺少 (missing): schema")
        if schema.text().startswith("gaoxin.rules/"):
            rules.append(build(root, terms))
    return rules


def build(root: Entry, terms: Vocabulary) -> Rule:
    """Return the rule of a parsed file."""
    row = root.fields(_HEAD, _HEAD_OPTIONAL | _BODY)
    row["schema"].one_of((SCHEMA,))
    parameters = _parameters(row)
    scope = Scope(terms, parameters)
    rule = Rule(
        head=_header(row),
        terms=terms,
        file=root.file,
        parameters=parameters,
        applies=condition(row["applies"], scope, "", "applies") if "applies" in row else None,
        conditions=_conditions(row, scope),
        tables=_tables(row, scope),
        choices=choices(row, scope),
        unstated_zh=row["unstated_zh"].text() if "unstated_zh" in row else "",
        unstated_en=row["unstated_en"].text() if "unstated_en" in row else "",
        amounts=amounts(row["amounts"], scope) if "amounts" in row else (),
        index=index(row["index"], scope) if "index" in row else None,
        annex=row["annex"].plain() if "annex" in row else {},
    )
    _check_scores(root, rule)
    return rule


def _conditions(row: Mapping[str, Entry], scope: Scope) -> Condition | None:
    return condition(row["conditions"], scope, "", "") if "conditions" in row else None


def _header(row: Mapping[str, Entry]) -> Header:
    def text(key: str) -> str:
        return row[key].text() if key in row else ""

    def day(key: str) -> date | None:
        return row[key].day() if key in row else None

    begin, end = row["in_force_from"].day(), day("in_force_to")
    if end is not None and end < begin:
        raise row["in_force_to"].refuse("in_force_to 早于 in_force_from (ends before it begins)")
    reference = row["reference"].texts()
    if not reference:
        raise row["reference"].refuse("缺少来源 (no source is named)")
    return Header(
        id=text("id"),
        series=text("series") or text("id"),
        kind=row["kind"].one_of(KINDS),
        title_zh=text("title_zh"),
        title_en=text("title_en"),
        subject=text("subject"),
        document=text("document"),
        issuer=text("issuer"),
        number=text("number"),
        level=text("level"),
        issued=day("issued") or begin,
        in_force_from=begin,
        in_force_to=end,
        reference=reference,
        confidence=row["confidence"].one_of(("high", "medium", "low"))
        if "confidence" in row
        else "",
        official="official" not in row or row["official"].flag(),
        notes=text("notes"),
        recalled=row["recalled"].texts() if "recalled" in row else (),
        validity_years=row["validity_years"].whole() if "validity_years" in row else None,
        yearly_update_by=text("yearly_update_by"),
    )


def _parameters(row: Mapping[str, Entry]) -> dict[str, Parameter]:
    if "parameters" not in row:
        return {}
    found = {}
    for name, entry in row["parameters"].pairs():
        field = entry.fields({"zh", "en", "unit", "why_zh", "why_en"}, {"value"})
        unit = field["unit"].one_of(UNITS)
        value = field.get("value")
        found[name] = Parameter(
            id=name,
            zh=field["zh"].text(),
            en=field["en"].text(),
            unit=unit,
            value=None if value is None else value.flag() if unit == "bool" else value.number(),
            why_zh=field["why_zh"].text(),
            why_en=field["why_en"].text(),
        )
    return found


def _tables(row: Mapping[str, Entry], scope: Scope) -> dict[str, Table]:
    if "score_tables" not in row:
        return {}
    return {name: table(entry, name, scope) for name, entry in row["score_tables"].pairs()}


def roots(rule: Rule) -> Iterator[Node]:
    """Yield the topmost nodes of everything a rule states."""
    yield from (node for node in (rule.applies, rule.conditions) if node is not None)
    for each in rule.tables.values():
        yield from (item.points for group in each.groups for item in group.items)
    yield from (choice.when for choice in rule.choices if choice.when is not None)
    for amount in rule.amounts:
        yield amount.value
        if amount.when is not None:
            yield amount.when


def facts_used(rule: Rule) -> tuple[str, ...]:
    """Return the names of all facts that a rule asks for, in order of first use."""
    names: dict[str, None] = {}
    for root in roots(rule):
        for node in walk(root):
            name = getattr(node, "name", None)
            if name is not None and name in rule.terms:
                names[name] = None
    if rule.index is not None:
        for block in rule.index.blocks:
            names.update((m.name, None) for m in block.members if m.name)
    return tuple(names)


def _check_scores(root: Entry, rule: Rule) -> None:
    """Refuse scores of absent tables or groups, and tables whose points depend on themselves."""
    for node in (n for top in roots(rule) for n in walk(top) if isinstance(n, Score)):
        table_of = rule.tables.get(node.table)
        groups = [group.cite.id for group in table_of.groups] if table_of else []
        path = f"{node.table}.{node.group}" if node.group else node.table
        if table_of is None or (node.group and path not in groups):
            raise root.refuse(f"未知的评分 (unknown score): {path}")
    uses: dict[str, set[str]] = {}
    for name, each in rule.tables.items():
        items = [item.points for group in each.groups for item in group.items]
        uses[name] = {n.table for item in items for n in walk(item) if isinstance(n, Score)}
    for name in uses:
        if name in _reachable(name, uses):
            raise root.refuse(f"循环引用 (cycle of references): score_tables.{name}")


def _reachable(name: str, uses: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    queue = list(uses[name])
    while queue:
        other = queue.pop()
        if other not in seen:
            seen.add(other)
            queue.extend(uses.get(other, ()))
    return seen
