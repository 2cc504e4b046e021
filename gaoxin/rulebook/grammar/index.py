"""Index (综合指数): weighted sums of indicators; weights may be unknown, or differ by stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.rulebook.grammar.conditions import Scope, cite
from gaoxin.rulebook.rule import Block, Index, Member

if TYPE_CHECKING:
    from decimal import Decimal

    from gaoxin.rulebook.source import Entry

_WORDS = {"id", "zh", "en", "article", "confidence"}
ONE = "all"


def index(entry: Entry, scope: Scope) -> Index:
    """Return the index of a rule file."""
    row = entry.fields({"blocks", "method"}, {"by", "official"})
    if "by" in row:
        scope.term(row["by"])
    return Index(
        by=row["by"].text() if "by" in row else "",
        official="official" not in row or row["official"].flag(),
        method=row["method"].one_of(("points", "percentile_rank")),
        blocks=tuple(
            _block(item, scope, place) for place, item in enumerate(row["blocks"].items(), 1)
        ),
    )


def _block(entry: Entry, scope: Scope, place: int) -> Block:
    row = entry.fields({"id", "zh", "members"}, {*_WORDS, "weight", "weights"})
    where = cite(row, "", place, entry.line)
    members = []
    for number, item in enumerate(row["members"].items(), 1):
        line = item.fields((), {*_WORDS, "ind", "weight", "weights", "judged"})
        if "ind" not in line and "zh" not in line:
            raise item.refuse("缺少 (missing): ind / zh")
        name = scope.term(line["ind"]).name if "ind" in line else ""
        own = cite(line, where.id, number, item.line)
        judged = "judged" in line and line["judged"].flag()
        members.append(Member(own, name, _weights(line), judged))
    return Block(where, _weights(row), tuple(members))


def _weights(row: dict[str, Entry]) -> dict[str, Decimal]:
    if "weights" in row:
        return {variant: number.number() for variant, number in row["weights"].pairs()}
    return {ONE: row["weight"].number()} if "weight" in row else {}
