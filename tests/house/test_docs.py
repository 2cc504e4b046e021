"""Documents (文档): complete, alike in both languages, and with links that lead somewhere."""

from __future__ import annotations

import re
import textwrap
import tomllib
from pathlib import Path

import pytest
import yaml

from gaoxin.figures import registry
from gaoxin.figures.core import definition
from gaoxin.rulebook.load import load_folder
from gaoxin.track.core.facts import FACTS
from tests.house import tree

LINK = re.compile(r"!?\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)")
PAGES = tree.files(".md")


@pytest.mark.parametrize("page", PAGES, ids=tree.shown)
def test_links_lead_to_a_file(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    dead = [to for to in LINK.findall(text) if not (page.parent / to).exists()]
    assert dead == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_front_page_shows_every_room_and_every_target(name: str) -> None:
    text = (tree.ROOT / name).read_text(encoding="utf-8")
    doors = {"web", "rulebook", "batch"}
    rooms = [r for r in tree.rooms() if r not in doors and f"| `gaoxin/{r}` |" not in text]
    assert rooms == []
    makefile = (tree.ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()
    assert [t for t in targets if f"make {t}" not in text] == []


def test_every_make_target_is_one_line_that_calls_a_script() -> None:
    makefile = (tree.ROOT / "Makefile").read_text(encoding="utf-8")
    rules = re.findall(r"^([a-z]+):\s*(.*)$", makefile, re.MULTILINE)
    assert len(rules) >= 8
    for target, recipe in rules:
        assert recipe.startswith(f"; @bin/{target}"), target
        assert (tree.ROOT / "bin" / target).stat().st_mode & 0o111, target


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    public = yaml.safe_load((tree.ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    changes = (tree.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert str(public["softwareVersion"]) == project["version"]
    assert re.search(r"^## (\S+),", changes, re.MULTILINE)[1] == project["version"]
    assert public["legal"]["license"] == project["license"]


def test_the_public_description_is_as_long_as_catalogues_ask() -> None:
    public = yaml.safe_load((tree.ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    for text in public["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000


def test_every_decision_is_on_the_list_and_fits_a_page() -> None:
    folder = tree.ROOT / "docs" / "why"
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    pages = {f.name: f.read_text(encoding="utf-8") for f in folder.glob("[0-9]*.md")}
    assert listed == set(pages)
    for name, text in pages.items():
        assert len(text.splitlines()) <= 40, name
        assert "**What we do.**" in text and "**When to think again.**" in text, name


def test_the_licence_is_whole() -> None:
    text = (tree.ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text and "END OF TERMS AND CONDITIONS" in text


def example(guide: str) -> str:
    """Return the first YAML example of a guide."""
    text = (tree.ROOT / "docs" / "guides" / guide).read_text(encoding="utf-8")
    return textwrap.dedent(re.search(r"```yaml\n(.*?)```", text, re.DOTALL)[1])


@pytest.mark.parametrize("guide", ["add-an-indicator.md", "add-an-indicator.zh-CN.md"])
def test_the_guide_s_indicator_is_taken(guide: str) -> None:
    found = definition.load(example(guide), source=guide)
    assert [registry.check(one).full_id for one in found] == ["start_rate@ours25"]


@pytest.mark.parametrize("guide", ["add-a-light.md", "add-a-light.zh-CN.md"])
def test_the_guide_s_light_is_taken(guide: str, tmp_path: Path) -> None:
    (tmp_path / "light.yaml").write_text(example(guide), encoding="utf-8")
    assert [rule.head.id for rule in load_folder(tmp_path, FACTS)] == ["ours_start_2025"]
