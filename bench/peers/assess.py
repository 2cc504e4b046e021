"""Judge the same enterprises by one rule with a peer; prints one JSON object.

Runs in the environment that bench/assess.py makes; nothing of it is part of the project. The file
has no missing values, because the peers know none, and no explanation is asked of openfisca and
zen: verdicts alone, which favours them. The hand-written loop also finds gaps and first unmet.
Run: assess.py openfisca|zen|loop FILE.parquet
"""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

PERIOD = "2026-06"
FLAGS = {
    "holds_tech_sme": None,
    "holds_innovative_sme": None,
    "is_sme": True,
    "product_prohibited": False,
    "on_bad_credit_list": False,
    "serious_incident_3y": False,
    "market_position_forward": True,
}
LIMITS = {
    "niche_years": 3,
    "main_business_ratio": 80,
    "ip_class1_applied_count": 1,
    "specialised_dev_score": 50,
}
AMOUNTS = ("revenue_last_year", "equity_financing_2y", "debt_ratio", "revenue_prev_year")
AMOUNTS += ("rd_expense_last_year", "rd_expense_prev_year")

EITHER = {"revenue", "equity"}


def loop(path: str) -> int:
    """Judge row by row in plain Python, with gaps and the first unmet condition."""
    import pyarrow.parquet as pq

    passed = 0
    results = []
    for batch in pq.ParquetFile(path).iter_batches(50_000):
        for row in batch.to_pylist():
            verdict, gaps, first = judged(row)
            results.append((verdict, first, gaps))
            passed += verdict
        results.clear()
    return passed


def judged(row: dict[str, Any]) -> tuple[bool, dict[str, float], str]:
    """Return verdict, gaps and first unmet condition of one enterprise."""
    gaps = {"prior": float(not (row["holds_tech_sme"] or row["holds_innovative_sme"]))}
    for name, wanted in FLAGS.items():
        if wanted is not None:
            gaps[name] = float(row[name] is not wanted)
    for name, limit in LIMITS.items():
        gaps[name] = round(limit - row[name], 6)
    gaps["revenue"] = round(1500 - row["revenue_last_year"], 6)
    gaps["equity"] = round(2000 - row["equity_financing_2y"], 6)
    gaps["debt"] = round(row["debt_ratio"] - 80, 6)
    last, before = row["rd_expense_last_year"], row["rd_expense_prev_year"]
    gaps["rd"] = round(100 - min(last, before), 6)
    shares = last * 100 / row["revenue_last_year"], before * 100 / row["revenue_prev_year"]
    gaps["rd_ratio"] = round(3 - min(shares), 6)
    either = gaps["revenue"] <= 0 or gaps["equity"] <= 0
    for name, gap in gaps.items():
        if gap > 0 and not (either and name in EITHER):
            return False, gaps, name
    return True, gaps, ""


def openfisca(path: str) -> int:
    """Judge with OpenFisca: a variable each, the verdict a formula over arrays."""
    import pyarrow.parquet as pq
    from openfisca_core.simulations import SimulationBuilder

    system = fisca_system()
    table = pq.read_table(path)
    simulation = SimulationBuilder().build_default_simulation(system, count=table.num_rows)
    for name in table.column_names:
        simulation.set_input(name, PERIOD, table[name].to_numpy())
    return int(simulation.calculate("verdict", PERIOD).sum())


def fisca_system() -> Any:
    """Return the rule as OpenFisca's variables and formulas."""
    from openfisca_core.entities import Entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    firm = Entity("firm", "firms", "An enterprise", "")
    system = TaxBenefitSystem([firm])
    kinds: dict[str, type] = dict.fromkeys(FLAGS, bool) | dict.fromkeys((*LIMITS, *AMOUNTS), float)
    formulas = {f"rd_ratio_{year}": share(year) for year in ("last_year", "prev_year")}
    kinds |= dict.fromkeys(formulas, float) | {"verdict": bool}
    formulas["verdict"] = fisca_verdict
    for name, kind in kinds.items():
        words = {"value_type": kind, "entity": firm, "definition_period": DateUnit.MONTH}
        more = {"formula": formulas[name]} if name in formulas else {}
        system.add_variable(type(name, (Variable,), {**words, "label": name, **more}))
    return system


def share(year: str) -> Callable[..., Any]:
    """Return the formula of a year's share of research in revenue."""

    def formula(firms: Any, period: Any) -> Any:
        return firms(f"rd_expense_{year}", period) * 100 / firms(f"revenue_{year}", period)

    return formula


def fisca_verdict(firms: Any, period: Any) -> Any:
    """Return whether all conditions hold, as an array."""
    import numpy as np

    def of(name: str) -> Any:
        return firms(name, period)

    holds = of("holds_tech_sme") + of("holds_innovative_sme")
    for name, wanted in FLAGS.items():
        if wanted is not None:
            holds = holds * (of(name) if wanted else ~of(name))
    for name, limit in LIMITS.items():
        holds = holds * (of(name) >= limit)
    holds = holds * ((of("revenue_last_year") >= 1500) + (of("equity_financing_2y") >= 2000))
    holds = holds * (of("debt_ratio") <= 80)
    spent = np.minimum(of("rd_expense_last_year"), of("rd_expense_prev_year"))
    ratio = np.minimum(of("rd_ratio_last_year"), of("rd_ratio_prev_year"))
    return holds * (spent >= 100) * (ratio >= 3)


def zen(path: str) -> int:
    """Judge with GoRules' zen-engine: one expression node, a call for each enterprise."""
    import pyarrow.parquet as pq
    import zen

    tests = ["(holds_tech_sme or holds_innovative_sme)"]
    tests += [n if wanted else f"not {n}" for n, wanted in FLAGS.items() if wanted is not None]
    tests += [f"{name} >= {limit}" for name, limit in LIMITS.items()]
    tests += ["(revenue_last_year >= 1500 or equity_financing_2y >= 2000)", "debt_ratio <= 80"]
    for year in ("last_year", "prev_year"):
        tests.append(f"rd_expense_{year} >= 100")
        tests.append(f"rd_expense_{year} * 100 / revenue_{year} >= 3")
    place = {"x": 0, "y": 0}
    rows = {"expressions": [{"id": "v", "key": "verdict", "value": " and ".join(tests)}]}
    decision = {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": place},
            {"id": "e", "type": "expressionNode", "name": "e", "position": place, "content": rows},
            {"id": "out", "type": "outputNode", "name": "out", "position": place},
        ],
        "edges": [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "e"},
            {"id": "2", "type": "edge", "sourceId": "e", "targetId": "out"},
        ],
    }
    made = zen.ZenEngine().create_decision(json.dumps(decision))
    passed = 0
    for batch in pq.ParquetFile(path).iter_batches(50_000):
        for row in batch.to_pylist():
            passed += bool(made.evaluate(row)["result"]["verdict"])
    return passed


def main() -> None:
    """Judge and print CPU seconds (start excluded) and how many passed."""
    work = {"openfisca": openfisca, "zen": zen, "loop": loop}[sys.argv[1]]
    __import__("pyarrow.parquet")
    began = time.process_time()
    passed = work(sys.argv[2])
    print(json.dumps({"seconds": time.process_time() - began, "passed": passed}))


if __name__ == "__main__":
    main()
