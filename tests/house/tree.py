"""The tree of the project (项目文件): what is tracked or about to be, for the house tests."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "gaoxin"
# Folders of the package that are no rooms: helpers, the wiring, and the invented zone.
NO_ROOM = {"lib", "config", "samples"}


@cache
def files(*endings: str) -> tuple[Path, ...]:
    """Return every file that git tracks or would track, with one of the endings."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    found = [ROOT / name for name in done.stdout.decode().split("\0") if name]
    return tuple(f for f in sorted(set(found)) if f.is_file() and f.name.endswith(endings or ("",)))


def shown(path: Path) -> str:
    """Return the path as a reader of the checkout writes it."""
    return path.relative_to(ROOT).as_posix()


def modules() -> list[Path]:
    """Return our Python files; migrations are generated."""
    return [f for f in files(".py") if "migrations" not in f.parts]


@cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def text_files() -> list[tuple[Path, str]]:
    """Return every file that is text, with its text."""
    held = []
    for path in files():
        data = path.read_bytes()
        if b"\0" not in data:
            held.append((path, data.decode("utf-8")))
    return held


def rooms() -> list[str]:
    """Return the rooms that exist, in alphabetical order."""
    return sorted(
        f.parent.name for f in PACKAGE.glob("*/__init__.py") if f.parent.name not in NO_ROOM
    )
