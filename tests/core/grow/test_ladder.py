"""Ladder (阶梯): shipped titles and rungs, versions by day, and files that are refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gaoxin.grow.core import rules
from gaoxin.grow.core.ladder import read_ladder, rules_on
from gaoxin.rulebook.source import RuleError, parse

BEFORE, AFTER = date(2026, 3, 31), date(2026, 4, 1)


def ways(day: date) -> dict[str, str]:
    return {k: r.id for k, r in rules_on(rules.ladder(), rules.library(), day).items()}


def test_the_day_picks_the_version_of_the_national_ladder() -> None:
    before, after = ways(BEFORE), ways(AFTER)
    assert before["specialized"] == "specialized_sme_2022"
    assert after["specialized"] == "specialized_sme_2026"
    assert before["little_giant"] == "little_giant_2022"
    assert after["little_giant"] == "little_giant_2026"


def test_a_rung_without_a_rule_on_the_day_is_left_out() -> None:
    assert "innovative" in ways(BEFORE)
    assert "innovative" not in ways(AFTER)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([], "tech_sme"),
        (["tech_sme"], "specialized"),
        (["specialized"], "little_giant"),
        (["tech_sme", "little_giant"], "champion"),
        (["champion"], None),
    ],
)
def test_the_next_rung_is_the_lowest_above_the_highest_held(held, expected) -> None:
    ladder = rules.ladder()
    quality = ladder.paths[0]
    found = ladder.next_rung(quality, held, ways(AFTER))
    assert (found.id if found else None) == expected


def test_every_rung_of_the_shipped_ladder_has_a_rule_at_some_time() -> None:
    library = rules.library()
    assert [rung.id for rung in rules.ladder().rungs if not library.versions(rung.series)] == []


GOOD = """schema: gaoxin.ladder/1
reach: {failed: 3, open: 2, gap: 0.6}
paths:
  - {id: quality, zh: 梯度, en: Ladder, rungs: [giant]}
titles:
  giant: {zh: 小巨人, en: Giant, level: national, series: little_giant, fact: holds_little_giant}
"""


def test_a_ladder_of_the_zone_is_read() -> None:
    found = read_ladder(parse(GOOD, "own.yaml"), rules.library(), rules.vocabulary())
    assert found.rungs[0].series == "little_giant"
    assert found.reach.gap == Decimal("0.6")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("series: little_giant", "series: litle_giant", 6),
        ("fact: holds_little_giant", "fact: employees", 6),
        ("rungs: [giant]", "rungs: [dwarf]", 4),
        ("rungs: [giant]", "rungs: [giant, giant]", 4),
        ("level: national", "level: cosmic", 6),
        ("gap: 0.6", "gap: much", 2),
        ("reach:", "reech:", 2),
    ],
)
def test_a_ladder_that_is_wrong_is_refused_by_line(old: str, new: str, line: int) -> None:
    root = parse(GOOD.replace(old, new), "own.yaml")
    with pytest.raises(RuleError) as why:
        read_ladder(root, rules.library(), rules.vocabulary())
    assert str(why.value).startswith(f"own.yaml:{line}: ")
