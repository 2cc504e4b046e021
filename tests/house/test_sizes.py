"""Ceilings (上限): nothing grows until nobody can read it at one sitting."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house import tree

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def ceiling(path: Path) -> int | None:
    """Return the lines that a file may have, or None where there is no ceiling."""
    name = tree.shown(path)
    if name == "gaoxin/config/settings.py":
        return 250
    if "/migrations/" in name:
        return None
    if name.startswith("README"):
        return 150
    if name.endswith("README.md") and name.startswith("gaoxin/"):
        return 40
    if path.suffix == ".html":
        return 150
    if path.suffix == ".py":
        return 500 if name.startswith("tests/") else 400
    return None


def test_files_stay_under_their_ceiling() -> None:
    over = []
    for path, text in tree.text_files():
        most, lines = ceiling(path), len(text.splitlines())
        if most is not None and lines > most:
            over.append(f"{tree.shown(path)}: {lines} lines, at most {most}")
    assert over == []


def test_functions_stay_under_forty_lines() -> None:
    over = []
    for path in tree.modules():
        for node in ast.walk(tree.parsed(path)):
            if isinstance(node, FUNCTION) and node.end_lineno - node.lineno >= 40:
                lines = node.end_lineno - node.lineno + 1
                over.append(f"{tree.shown(path)}:{node.lineno} {node.name}: {lines} lines")
    assert over == []


def test_a_room_has_at_most_fourteen_python_files() -> None:
    counted = {room: len(list((tree.PACKAGE / room).glob("*.py"))) for room in tree.rooms()}
    assert {room: count for room, count in counted.items() if count > 14} == {}


def test_no_file_or_folder_is_a_drawer_for_anything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "managers", "signals", "misc"}
    found = [tree.shown(f) for f in tree.modules() if drawers & {*f.parts, f.stem}]
    assert found == []
