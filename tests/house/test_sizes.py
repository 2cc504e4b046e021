"""Ceilings (上限): nothing grows until nobody can read it at one sitting."""

from __future__ import annotations

import ast
from fnmatch import fnmatchcase
from pathlib import Path

from tests.house import tree

# The first pattern that fits counts; generated files have none.
CEILINGS = [
    ("*/migrations/*", None),
    ("gaoxin/config/settings.py", 250),
    ("tests/*.py", 500),
    ("*.py", 400),
    ("*.html", 150),
    ("README*.md", 150),
    ("gaoxin/*/README.md", 40),
]
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def ceiling(path: Path) -> int | None:
    """Return the lines that a file may have, or None where there is no ceiling."""
    name = tree.shown(path)
    for pattern, most in CEILINGS:
        if fnmatchcase(name, pattern):
            return most
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
