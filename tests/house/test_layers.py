"""Import contracts (导入约束): held by import-linter, which must catch what is planted here."""

from __future__ import annotations

import graphlib
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

from tests.house import tree

PLANTED = {
    "an earlier room imports a later one": (
        "gaoxin/ledger/actions.py",
        "import gaoxin.figures",
        "A later room may look back",
    ),
    "helpers import a room": ("gaoxin/lib/moment.py", "import gaoxin.ledger", "A later room"),
    "a room nobody placed in the house": ("gaoxin/attic/__init__.py", "", "A later room"),
    "a pure part imports its tables": (
        "gaoxin/ledger/core/stage.py",
        "import gaoxin.ledger.models",
        "Inside a room",
    ),
    "a read imports a write": (
        "gaoxin/ledger/queries.py",
        "import gaoxin.ledger.actions",
        "Inside a room",
    ),
    "a pure part imports the framework": (
        "gaoxin/ledger/core/stage.py",
        "import django.db",
        "A pure heart",
    ),
    "rules import the framework": ("gaoxin/rulebook/tree.py", "import django", "A pure heart"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of `pyproject.toml` on the package in a folder."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_every_pure_folder_is_under_the_pure_contract() -> None:
    project = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    held = next(c["source_modules"] for c in contracts if c["id"] == "pure")
    there = [x for x in ("lib", "rulebook", "batch") if (tree.PACKAGE / x / "__init__.py").exists()]
    assert set(held) == {f"gaoxin.{x}" for x in there} | {"gaoxin.**.core"}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the package and its contracts."""
    shutil.copy(tree.ROOT / "pyproject.toml", tmp_path)
    for source in tree.files(".py"):
        if source.is_relative_to(tree.PACKAGE):
            target = tmp_path / tree.shown(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return tmp_path


def test_the_contracts_hold(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("case", PLANTED)
def test_a_planted_bad_import_is_caught(copy: Path, case: str) -> None:
    name, line, contract = PLANTED[case]
    target = copy / name
    target.parent.mkdir(exist_ok=True)
    with target.open("a", encoding="utf-8") as out:
        out.write(f"\n{line}\n")
    done = lint(copy)
    assert done.returncode != 0
    assert [row for row in done.stdout.splitlines() if contract in row and "BROKEN" in row]


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("gaoxin", exclude_type_checking_imports=True, cache_dir=None)
    order = graphlib.TopologicalSorter(
        {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    )
    order.prepare()
