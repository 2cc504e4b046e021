"""Set-up (安装): what is installed is pinned, hashed, free of addresses; the wheel is whole."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house import tree

LOCKS = sorted(p for p in (tree.ROOT / "requirements").glob("*.txt") if p.name != "vendor.txt")
PROJECT = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
VENDOR = tree.PACKAGE / "web" / "static" / "vendor"


def locked(path: Path) -> dict[str, tuple[str, list[str]]]:
    """Return version and hashes of each package in a lock."""
    entries = re.split(r"\n(?=[a-z0-9])", path.read_text(encoding="utf-8").strip())
    found = {}
    for entry in entries:
        name, version = re.match(r"([a-z0-9._-]+)(?:\[.*?\])?==(\S+)", entry).groups()
        found[canonicalize_name(name)] = (
            version,
            re.findall(r"--hash=sha256:[0-9a-f]{64}\b", entry),
        )
    return found


@pytest.mark.parametrize("lock", LOCKS, ids=lambda p: p.name)
def test_a_lock_pins_and_hashes_and_holds_no_address(lock: Path) -> None:
    assert [name for name, (_, hashes) in locked(lock).items() if not hashes] == []
    assert "://" not in lock.read_text(encoding="utf-8")
    assert not re.search(r"^-|^\S*(/|\\)\S*$", lock.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("runtime", PROJECT["project"]["dependencies"]),
        *[
            (n, PROJECT["project"]["optional-dependencies"][n])
            for n in ("postgres", "batch", "spark")
        ],
        *[
            (name, PROJECT["dependency-groups"][name])
            for name in ("build", "font", "fuzz", "node", "dev")
        ],
    ],
)
def test_the_lock_answers_what_the_project_asks_for(lock: str, wanted: list[str]) -> None:
    held = locked(tree.ROOT / "requirements" / f"{lock}.txt")
    for text in wanted:
        need = Requirement(text)
        version = held.get(canonicalize_name(need.name), ("nothing", []))[0]
        assert version != "nothing" and need.specifier.contains(version), f"{text}: run make lock"


def test_what_two_locks_share_is_the_same_version() -> None:
    runtime = locked(tree.ROOT / "requirements" / "runtime.txt")
    for name in ("postgres", "batch", "spark", "dev"):
        held = locked(tree.ROOT / "requirements" / f"{name}.txt")
        differ = {p: (v[0], held[p][0]) for p, v in runtime.items() if held[p][0] != v[0]}
        assert differ == {}, f"{name}.txt: run make lock"


def test_every_dependency_says_what_it_is_for() -> None:
    lines = (tree.ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    start = lines.index("dependencies = [") + 1
    block = lines[start : lines.index("]", start)]
    assert block[0].strip().startswith("#")
    # One remark may stand above two packages of one purpose, not above three.
    runs = re.findall(r"(?:n+)", "".join("c" if x.strip().startswith("#") else "n" for x in block))
    assert max(map(len, runs)) <= 2


def test_the_front_end_lock_has_hashes_and_no_address() -> None:
    lock = json.loads((tree.ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [
        n for n, entry in packages.items() if not entry["integrity"].startswith("sha512-")
    ] == []
    assert [n for n, entry in packages.items() if "resolved" in entry] == []
    wanted = json.loads((tree.ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert {n: packages[f"node_modules/{n}"]["version"] for n in wanted} == wanted


def test_vendored_files_are_the_recorded_ones_and_no_others() -> None:
    rows = (tree.ROOT / "requirements" / "vendor.txt").read_text(encoding="utf-8").splitlines()
    recorded = {row.split()[1]: row.split()[0] for row in rows if not row.startswith("#")}
    there = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in VENDOR.iterdir()}
    assert there == recorded
    assert [p.name for p in VENDOR.glob("*.*s") if b"sourceMappingURL" in p.read_bytes()] == []


def test_vendored_files_are_not_in_the_repository() -> None:
    assert [tree.shown(f) for f in tree.files() if VENDOR in f.parents] == []


def test_a_wrong_front_end_file_is_refused(tmp_path: Path) -> None:
    shutil.copytree(tree.ROOT / "bin", tmp_path / "bin")
    shutil.copytree(tree.ROOT / "requirements", tmp_path / "requirements")
    rows = tmp_path / "requirements" / "vendor.txt"
    rows.write_text(f"{'0' * 64} own.css ours own.css\n", encoding="utf-8")
    program = (
        "import sys; sys.path.insert(0, 'bin'); import assets, pathlib\n"
        "def npm(folder):\n"
        "    home = folder / 'node_modules' / 'ours'; home.mkdir(parents=True)\n"
        "    (home / 'own.css').write_text('b{}')\n"
        "assets.fetch_npm, assets.fetch_font = npm, lambda folder: None\n"
        "sys.exit(assets.main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "own.css: expected 0000" in done.stderr
    assert not (tmp_path / "gaoxin/web/static/vendor/own.css").exists()


def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(tree.ROOT / name, tmp_path)
    away = shutil.ignore_patterns("__pycache__")
    shutil.copytree(tree.PACKAGE, tmp_path / "gaoxin", ignore=away)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index",
               "--no-build-isolation", "--wheel-dir", "out", "."]  # fmt: skip
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    wheel = next((tmp_path / "out").glob("*.whl"))
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("gaoxin/")}
    wanted = {
        tree.shown(f) for f in [*tree.files(), *VENDOR.iterdir()] if tree.PACKAGE in f.parents
    }
    sources_only = {name for name in wanted if name.endswith(".md")}
    assert wanted - sources_only - held == set()
