"""Showing a rule (规则全文): every line with its id, as text and as Markdown, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.rulebook.tree import (
    All,
    AnyOf,
    Choose,
    Clamp,
    Compare,
    Condition,
    Const,
    Count,
    Fact,
    Greatest,
    Is,
    Least,
    Node,
    Not,
    Number,
    Param,
    ParamIs,
    Quotient,
    Scale,
    Score,
    Steps,
    Sum,
    Tiers,
    Unresolved,
    walk,
)
from gaoxin.rulebook.words import SIGNS, interval, node_label, plain, quantity, term_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaoxin.rulebook.rule import Amount, Choice, Group, Index, Rule, Table

_TREES = {
    "zh": {All: "全部满足", AnyOf: "满足其一", Not: "不满足"},
    "en": {All: "all of", AnyOf: "any of", Not: "not"},
}
_YES = {"zh": {True: "是", False: "否"}, "en": {True: "yes", False: "no"}}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a rule: its id, depth, and words."""

    id: str
    depth: int
    text: str


def lines(rule: Rule, language: str = "zh") -> list[Line]:
    """Return everything that a rule states, line by line."""
    found: list[Line] = []
    for name, parameter in rule.parameters.items():
        words = parameter.en if language == "en" else parameter.zh
        why = parameter.why_en if language == "en" else parameter.why_zh
        found.append(Line(f"param:{name}", 0, f"{words}: {_parameter(parameter.value)} ({why})"))
    for node in (rule.applies, rule.conditions):
        if node is not None:
            found.extend(_condition(rule, node, language, 0))
    for table in rule.tables.values():
        found.extend(_table(rule, table, language))
    for choice in rule.choices:
        found.extend(_choice(rule, choice, language))
    for amount in rule.amounts:
        found.extend(_amount(rule, amount, language))
    if rule.index is not None:
        found.extend(_index(rule, rule.index, language))
    return found


def _parameter(value: object) -> str:
    return "—" if value is None else str(value)


def _condition(rule: Rule, node: Condition, language: str, depth: int) -> Iterator[Line]:
    yield Line(node.cite.id, depth, condition_text(rule, node, language))
    parts: tuple[Condition, ...] = ()
    if isinstance(node, All | AnyOf):
        parts = node.parts
    elif isinstance(node, Not):
        parts = (node.part,)
    for part in parts:
        yield from _condition(rule, part, language, depth + 1)


def condition_text(rule: Rule, node: Condition, language: str = "zh") -> str:
    """Return a condition in words: a comparison whole, a tree by its kind."""
    own = node.cite.en if language == "en" else node.cite.zh
    if isinstance(node, All | AnyOf | Not):
        kind = _TREES[language][type(node)]
        return f"{own}: {kind}" if own else kind
    if isinstance(node, Unresolved):
        return f"{'unresolved' if language == 'en' else '口径不一'}: {node.text}"
    if isinstance(node, Compare):
        limit = f"{SIGNS[node.op]} {_limit(rule, node, language)}"
        if isinstance(node.left, Count):
            return f"{own or number_text(rule, node.left, language, node.unit)} {limit}"
        text = f"{number_text(rule, node.left, language, node.unit)} {limit}"
    elif isinstance(node, ParamIs):
        text = f"{node_label(rule, node, language)} = {_YES[language][node.value]}"
    else:
        values = (_YES[language][v] if isinstance(v, bool) else v for v in node.values)
        text = f"{term_label(rule, node.name, language)} = {'/'.join(values)}"
    if node.cite.skip_at_recheck:
        text += " (not examined at re-check)" if language == "en" else "（复核时不考察）"
    return f"{own}: {text}" if own else text


def _limit(rule: Rule, node: Compare, language: str) -> str:
    if isinstance(node.left, Fact) and isinstance(node.right, Const):
        levels = rule.terms[node.left.name].levels
        if levels:
            return levels[int(node.right.low)]
    return number_text(rule, node.right, language, node.unit)


def number_text(rule: Rule, node: Number, language: str, unit: str) -> str:
    """Return a number node in words."""
    if isinstance(node, Const):
        return interval((node.low, node.high), unit, language)
    if isinstance(node, Fact | Score):
        return node_label(rule, node, language)
    if isinstance(node, Param):
        return f"[{term_label(rule, f'param:{node.name}', language)}]"
    if isinstance(node, Sum | Least | Greatest):
        sign = {Sum: " + ", Least: " min ", Greatest: " max "}[type(node)]
        return sign.join(number_text(rule, part, language, unit) for part in node.parts)
    if isinstance(node, Count):
        return "count" if language == "en" else "达到的个数"
    return _shaped(rule, node, language, unit)


def _shaped(rule: Rule, node: Node, language: str, unit: str) -> str:
    if isinstance(node, Scale):
        return f"{number_text(rule, node.part, language, unit)} × {plain(node.factor)}"
    if isinstance(node, Quotient):
        top = number_text(rule, node.top, language, unit)
        return f"{top} ÷ {number_text(rule, node.bottom, language, unit)} × {plain(node.factor)}"
    if isinstance(node, Steps):
        words = number_text(rule, node.part, language, unit)
        return f"⌊{words} ÷ {plain(node.size)}⌋"
    if isinstance(node, Clamp):
        words = number_text(rule, node.part, language, unit)
        if node.floor:
            words += f", ≥ {quantity(node.floor, unit, language)}"
        return words if node.cap is None else f"{words}, ≤ {quantity(node.cap, unit, language)}"
    if isinstance(node, Tiers):
        base = number_text(rule, node.part, language, unit)
        tiers = "; ".join(f"> {plain(over)}: {plain(rate * 100)}%" for over, rate in node.tiers)
        return f"{base} ({tiers})"
    return "rows" if language == "en" else "按下列各行"


def _table(rule: Rule, table: Table, language: str) -> Iterator[Line]:
    full = "full" if language == "en" else "满分"
    head = "score table" if language == "en" else "评分表"
    yield Line(table.id, 0, f"{head} {table.id} ({full} {plain(table.full)})")
    for group in table.groups:
        yield from _group(rule, group, language)


def _group(rule: Rule, group: Group, language: str) -> Iterator[Line]:
    own = group.cite.en if language == "en" and group.cite.en else group.cite.zh
    words = own or group.cite.id.rpartition(".")[2]
    limit = f", ≤ {plain(group.cap)}" if group.cap is not None else ""
    weight = f", × {plain(group.weight)}" if group.weight != 1 else ""
    yield Line(group.cite.id, 1, f"{words} ({plain(group.full)}{limit}{weight})")
    for item in group.items:
        name = item.cite.en if language == "en" and item.cite.en else item.cite.zh
        about = _about(rule, item.points, language)
        title = name or about
        detail = f": {about}" if name and about != name else ""
        yield Line(item.cite.id, 2, f"{title}{detail} ({plain(item.full)}, {item.method})")
        yield from _points(rule, item.points, language, 3)


def _about(rule: Rule, node: Node, language: str) -> str:
    """Return the words of the facts that an item asks for."""
    names = dict.fromkeys(
        n.name for n in walk(node) if isinstance(n, Fact | Is) and n.name in rule.terms
    )
    return "、".join(term_label(rule, name, language) for name in names)


def _walk_facts(node: Node) -> Iterator[Node]:
    from gaoxin.rulebook.tree import walk

    return walk(node)


def _points(rule: Rule, node: Node, language: str, depth: int) -> Iterator[Line]:
    if isinstance(node, Clamp):
        yield from _points(rule, node.part, language, depth)
    elif isinstance(node, Greatest):
        for part in node.parts:
            yield from _points(rule, part, language, depth)
    elif isinstance(node, Choose):
        rest = "otherwise" if language == "en" else "其余"
        for row in node.rows:
            when = rest if row.when is None else _joined(rule, row.when, language)
            points = number_text(rule, row.part, language, "point")
            yield Line(row.cite.id, depth, f"{when} → {points}")
    elif isinstance(node, Scale | Quotient):
        text = number_text(rule, node, language, "point")
        yield Line("", depth, text)


def _joined(rule: Rule, node: Condition, language: str) -> str:
    """Return a whole condition in one line."""
    if isinstance(node, All | AnyOf):
        both, either = (" and ", " or ") if language == "en" else (" 且 ", " 或 ")
        sign = both if isinstance(node, All) else either
        return sign.join(_nested(rule, part, language) for part in node.parts)
    if isinstance(node, Not):
        return f"{_TREES[language][Not]} ({_joined(rule, node.part, language)})"
    return condition_text(rule, node, language)


def _nested(rule: Rule, node: Condition, language: str) -> str:
    text = _joined(rule, node, language)
    return f"({text})" if isinstance(node, All | AnyOf) and len(node.parts) > 1 else text


def _choice(rule: Rule, choice: Choice, language: str) -> Iterator[Line]:
    own = choice.cite.en if language == "en" else choice.cite.zh
    rest = "otherwise" if language == "en" else "其余"
    when = rest if choice.when is None else _joined(rule, choice.when, language)
    mark = "" if choice.official else (" [ours]" if language == "en" else "〔产品默认〕")
    words = f"{own}: " if own and own != str(choice.value) else ""
    yield Line(choice.cite.id, 0, f"{choice.value}{mark} ← {words}{when}")
    who = choice.who_en if language == "en" else choice.who_zh
    following = choice.next_en if language == "en" else choice.next_zh
    if who or following:
        yield Line("", 1, " → ".join(part for part in (who, following) if part))


def _amount(rule: Rule, amount: Amount, language: str) -> Iterator[Line]:
    own = amount.cite.en if language == "en" else amount.cite.zh
    value = number_text(rule, amount.value, language, amount.unit)
    when = "" if amount.when is None else f" ← {_joined(rule, amount.when, language)}"
    yield Line(amount.cite.id, 0, f"{own or amount.cite.id}: {value}{when}")
    yield from _points(rule, amount.value, language, 1)


def _index(rule: Rule, index: Index, language: str) -> Iterator[Line]:
    if not index.official:
        yield Line("", 0, "weights are ours" if language == "en" else "权重为产品默认，非官方")
    for block in index.blocks:
        own = block.cite.en if language == "en" and block.cite.en else block.cite.zh
        yield Line(block.cite.id, 0, f"{own} {_weights(block.weights)}".rstrip())
        for member in block.members:
            words = member.cite.zh or term_label(rule, member.name, language)
            judged = (" (judged)" if language == "en" else "（评审）") if member.judged else ""
            yield Line(member.cite.id, 1, f"{words}{judged} {_weights(member.weights)}".rstrip())


def _weights(weights: object) -> str:
    if not isinstance(weights, dict) or not weights:
        return ""
    if set(weights) == {"all"}:
        return f"× {plain(weights['all'])}"
    return "× " + ", ".join(f"{stage} {plain(weight)}" for stage, weight in weights.items())


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that changed between two versions; None where one of them has no such line."""

    id: str
    before: str | None
    after: str | None


def differences(older: Rule, newer: Rule, language: str = "zh") -> list[Difference]:
    """Return what changed from one version of a rule to the next.

    Conditions are compared by what they ask about, wherever they stand in the tree; score tables,
    classes, amounts and indexes by their line ids. A table that only one version has is one line.
    """
    before, after = _statements(older, language), _statements(newer, language)
    dropped = _whole_tables(older, newer)
    keys = [*before, *(key for key in after if key not in before)]
    return [
        Difference(key, before.get(key), after.get(key))
        for key in keys
        if before.get(key) != after.get(key)
        and not any(key.startswith(f"{table}.") for table in dropped)
    ]


def _whole_tables(one: Rule, other: Rule) -> set[str]:
    return set(one.tables) ^ set(other.tables)


def _statements(rule: Rule, language: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for top in (rule.applies, rule.conditions):
        for node in walk(top) if top is not None else ():
            subject = _subject(node)
            if subject and isinstance(node, Compare | Is | ParamIs | Unresolved):
                texts = found.setdefault(subject, [])
                text = condition_text(rule, node, language)
                if text not in texts:
                    texts.append(text)
    said = {key: "; ".join(texts) for key, texts in found.items()}
    conditions = {
        n.cite.id
        for top in (rule.applies, rule.conditions)
        if top is not None
        for n in walk(top)
        if isinstance(n, Compare | Is | ParamIs | Unresolved | All | AnyOf | Not)
    }
    for line in lines(rule, language):
        if line.id and line.id not in conditions:
            said[line.id] = line.text
    return said


def _subject(node: Node) -> str:
    if isinstance(node, Compare):
        left = node.left
        if isinstance(left, Fact):
            return left.name
        return f"{left.table}.{left.group}".rstrip(".") if isinstance(left, Score) else ""
    if isinstance(node, Is | ParamIs):
        return node.name
    return node.text if isinstance(node, Unresolved) else ""
