"""Amounts: DuckDB grants to the fen what Python grants, also on the edges; Spark: test_spark."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from gaoxin.rulebook.rule import Rule
from tests import optional
from tests.core.rulebook.made import rule

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
TIERS = "tiers: [{over: 0, rate: 5%}, {over: 1000, rate: 8%}, {over: 5000.5, rate: 3.335%}]"
AMOUNTS = {
    "fixed": "{id: a, unit: wan_yuan, amount: 50.125}",
    "rate": "{id: a, unit: wan_yuan, base: rd, rate: 0.33345}",
    "down": "{id: a, unit: wan_yuan, base: rd, rate: 0.33345, rounding: down}",
    "up": "{id: a, unit: wan_yuan, base: rd, rate: 0.33345, rounding: up}",
    "whole_fen": "{id: a, unit: wan_yuan, base: rd, rate: 10%, digits: 0}",
    "fine": "{id: a, unit: wan_yuan, base: rd, rate: 10%, digits: 6}",
    "floor_cap": "{id: a, unit: wan_yuan, base: rd, rate: 10%, floor: 20.005, cap: 500}",
    "cap": "{id: a, unit: wan_yuan, base: rd, rate: 12.5%, cap: 300}",
    "marginal": "{id: a, unit: wan_yuan, base: rd, mode: marginal, " + TIERS + "}",
    "whole": "{id: a, unit: wan_yuan, base: rd, mode: whole, cap: 250, " + TIERS + "}",
    "two_terms": "{id: a, unit: wan_yuan, base: [rd, rd_before], " + TIERS + "}",
    "other_unit": "{id: a, unit: wan_yuan, base: paid, rate: 1.5%}",
    "into_yuan": "{id: a, unit: yuan, base: [rd, paid], rate: 1.5%, rounding: down}",
    "derived": "{id: a, unit: wan_yuan, base: rd_sum, rate: 7%}",
    "interval": "{id: a, unit: wan_yuan, base: rd_min, " + TIERS + "}",
    "interval_whole": "{id: a, unit: wan_yuan, base: rd_min, mode: whole, " + TIERS + "}",
    "rows": "{id: a, unit: wan_yuan, rows: [{when: {ind: lab, op: ge, value: nation}, amount: 100},"
    " {when: {all: [{ind: lab, op: ge, value: city}, {ind: quality, op: is_true}]}, amount: 30}]}",
    "when": "{id: a, unit: wan_yuan, base: rd, rate: 10%, when: {ind: quality, op: is_true}}",
    "when_of_two": "{id: a, unit: wan_yuan, base: rd, " + TIERS + ", "
    "when: {any: [{ind: quality, op: is_true}, {ind: rd_ratio, op: ge, value: 3, unit: percent}]}}",
}
MONEY = [None, 0.0, -0.01, -1000.0, 999.99, 1000.0, 1000.01, 5000.5, 5000.49, 5000.51, 100.0, 0.15]
MONEY += [0.149925, 2999.999999, 1e9, 123456789.12, 1.5, 15.0, 45.0, 0.000001]


def money_columns(rows: int = 500) -> dict[str, list[Any]]:
    """Return invented facts, many of them on the edges of the amounts."""
    dice = random.Random(7)  # noqa: S311 (invented data, no secret)
    money = [*MONEY, *(round(dice.uniform(0, 9000), dice.choice((0, 2, 4))) for _ in range(60))]
    pools: dict[str, list[Any]] = {
        "rd": money,
        "rd_before": money,
        "paid": [None if m is None else round(m * 10_000, 2) for m in money if m != 1e9],
        "revenue": [None, 0.0, 100.0, 33333.33, 5000.0],
        "quality": [True, False, None],
        "lab": ["none", "city", "nation", None],
    }
    return {name: [dice.choice(pool) for _ in range(rows)] for name, pool in pools.items()}


def _compared(made: Rule) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    import ibis

    from gaoxin.batch.verdicts import facts_needed, verdicts
    from tests.parity.invented import arrow, plain

    columns = {name: v for name, v in money_columns().items() if name in facts_needed(made)}
    columns = columns or {"rd": money_columns()["rd"]}
    data = ibis.duckdb.connect().create_table("data", arrow(made, columns))
    return plain(made, columns), verdicts(made, data).to_pyarrow().to_pylist()


@pytest.mark.parametrize("name", AMOUNTS)
def test_duckdb_grants_what_python_grants(name: str) -> None:
    optional.need("batch engine")
    from tests.parity.invented import differences

    body = "conditions: {id: c, ind: rd, op: ge, value: 100}\n" + f"amounts: [{AMOUNTS[name]}]"
    expected, got = _compared(rule(body, kind="policy"))
    assert differences(expected, got) == []
    if name != "fixed":
        assert len({row["amount_a_low"] for row in expected}) > 2
    assert all(isinstance(row["amount_a_low"], Decimal | None) for row in got)


def test_amounts_of_a_record_the_rule_does_not_apply_to_are_unknown() -> None:
    optional.need("batch engine")
    from tests.parity.invented import differences

    body = "applies: {ind: quality, op: is_true}\n" + f"amounts: [{AMOUNTS['floor_cap']}]\n"
    expected, got = _compared(rule(body + "conditions: {ind: rd, op: ge, value: 100}"))
    assert differences(expected, got) == []
    assert {row["verdict"] for row in got} >= {"not_applicable", "pass"}
    assert all(r["amount_a_high"] is None for r in got if r["verdict"] == "not_applicable")


@pytest.mark.parametrize(
    "amount",
    [
        "{id: a, unit: m2, base: land, rate: 1}",  # a mu is not a finite decimal of square metres
        "{id: a, unit: wan_yuan, base: rd, rate: 0.0000000000001}",
    ],
)
def test_what_needs_more_digits_is_refused_by_name(amount: str) -> None:
    optional.need("batch engine")
    from gaoxin.batch.intervals import NotCompiledError

    with pytest.raises(NotCompiledError, match="decimal places"):
        _compared(rule(f"amounts: [{amount}]", kind="policy"))
