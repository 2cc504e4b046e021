"""Record of a plan (试算的存档): as JSON for the run's page, and as the command line prints it.

Problems are kept by code and data, so a page shows them in its own language.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from gaoxin.ledger.exchange.core.marked import Marks
from gaoxin.ledger.exchange.core.problems import Fault, Problem, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gaoxin.ledger.exchange.core.changes import Action, Plan, PlannedRow, SheetPlan

ACTIONS: tuple[Action, ...] = ("create", "update", "unchanged", "skip")


def to_json(plan: Plan) -> dict[str, Any]:
    """Return the plan as plain data; `digest` changes when anything it would do changes."""
    rows = [_row(row) for row in plan.rows]
    held: dict[str, Any] = {
        "rows": rows,
        "sheets": [_sheet(sheet) for sheet in plan.sheets],
        "notices": [_problem(problem) for problem in plan.notices],
        "new_names": {name: list(words) for name, words in plan.new_names.items()},
    }
    held["digest"] = hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()
    return held


def counts(plan: Plan) -> dict[str, int]:
    """Return the numbers of the run's page."""
    found = {action: plan.count(action) for action in ACTIONS}
    problems = plan.problems
    return found | {
        "rows": len(plan.rows),
        "sheets": len({sheet.sheet for sheet in plan.sheets}),
        "cells": sum(len(row.changes) for row in plan.rows if row.action == "update"),
        "errors": sum(problem.severity == "error" for problem in problems),
        "warnings": sum(problem.severity == "warning" for problem in problems),
        "same_as_last": sum(problem.fault.code == "same_as_last" for problem in problems),
    }


def _row(row: PlannedRow) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "row": row.row,
        "kind": row.kind,
        "action": row.action,
        "name": row.name,
        "target": row.target,
        "changes": [[c.field, c.column, c.header, c.old, c.new] for c in row.changes],
        "problems": [_problem(problem) for problem in row.problems],
    }


def _sheet(sheet: SheetPlan) -> dict[str, Any]:
    return {
        "sheet": sheet.sheet,
        "kind": sheet.kind,
        "signature": sheet.signature,
        "header_row": sheet.header_row,
        "period": sheet.period,
        "counts": {action: sheet.counts.get(action, 0) for action in ACTIONS},
        "columns": [[c.letter, c.header, c.field, c.how, c.unit] for c in sheet.columns],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "severity": problem.severity,
        "code": problem.fault.code,
        "data": dict(problem.fault.data),
        "value": problem.value[:200],
        "header": problem.header[:60],
    }


def marks_of(kept: Mapping[str, Any]) -> Marks:
    """Return what a kept plan marks in its workbook."""
    said = [problem for row in kept["rows"] for problem in row["problems"]] + kept["notices"]
    heads: defaultdict[str, list[int]] = defaultdict(list)
    columns = {}
    for sheet in kept["sheets"]:
        heads[sheet["sheet"]].append(sheet["header_row"])
        for letters, _header, field, _how, _unit in sheet["columns"]:
            if field == "problem":
                columns[sheet["sheet"]] = letters
    problems = [
        Problem(
            p["sheet"], p["row"], p["column"], Fault(p["code"], p["data"]), p["value"], p["header"]
        )
        for p in said
    ]
    return Marks(problems, heads, columns)


def printed(plan: Plan, translate: Callable[[str], str] = str) -> dict[str, Any]:
    """Return the JSON of the command line: counts by sheet, problems with their reasons.

    A sheet that holds several tables counts once.
    """
    by_action: dict[str, Any] = {action: {} for action in ACTIONS}
    for sheet in plan.sheets:
        for action in ACTIONS:
            held = by_action[action]
            held[sheet.sheet] = held.get(sheet.sheet, 0) + sheet.counts.get(action, 0)
    problems = [
        {
            "sheet": p.sheet,
            "row": p.row,
            "column": p.column,
            "reason": reason(p.fault.code, p.fault.data, translate),
            "severity": p.severity,
            "code": p.fault.code,
            "value": p.value,
        }
        for p in plan.problems
    ]
    return {**by_action, "problems": problems, "sheets": [_sheet(each) for each in plan.sheets]}
