"""Settings (设置): each is documented, and nothing documented is unknown to the program."""

from __future__ import annotations

import re
import subprocess
import sys

from gaoxin.config import environment
from tests.house import tree

PAGE = tree.ROOT / "docs" / "reference" / "settings.md"
NAME = re.compile(r"GAOXIN_[A-Z][A-Z_]*[A-Z]")


def documented() -> set[str]:
    """Return the names that head a row of the page."""
    rows = PAGE.read_text(encoding="utf-8").splitlines()
    return {NAME.search(row)[0] for row in rows if row.startswith("| `GAOXIN_")}


def test_every_setting_is_documented_with_its_default() -> None:
    page = PAGE.read_text(encoding="utf-8").splitlines()
    for setting in environment.ALL:
        row = next((r for r in page if r.startswith(f"| `{setting.name}` |")), None)
        assert row is not None, f"{setting.name} is not in docs/reference/settings.md"
        if setting is not environment.HOME and setting.default:
            assert f"`{setting.default}`" in row, f"{setting.name}: default {setting.default}"


def test_every_name_in_the_tree_is_documented() -> None:
    known = documented()
    # Django's view of a setting is no variable of the environment; _FILE holds a secret's path.
    asked = re.compile(
        r"(?:environ(?:\.get)?[\[(]|\$\{?|export |^|Setting\()\"?(GAOXIN_[A-Z_]*[A-Z])\b"
    )
    found = {
        (tree.shown(path), match[1])
        for path, text in tree.text_files()
        if path.suffix in {"", ".py", ".yml", ".yaml", ".toml"}
        for line in text.splitlines()
        for match in asked.finditer(line)
    }
    names = {n for where, n in found if where != "gaoxin/config/settings.py"}
    assert {n for n in names if n.removesuffix("_FILE") not in known} == set()
    assert len(names) > 10


def test_nothing_documented_is_unknown() -> None:
    text = "\n".join(text for path, text in tree.text_files() if path != PAGE)
    assert {name for name in documented() if name not in text} == set()


def test_a_bad_value_stops_the_program_with_its_name() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import gaoxin.config.settings"],
        env={"GAOXIN_UPLOAD_MB": "much", "PATH": ""},
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "GAOXIN_UPLOAD_MB: 'much' is not a whole number above zero" in done.stderr
