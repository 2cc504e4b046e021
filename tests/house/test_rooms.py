"""Rooms (各室): the same furniture in each, and nothing that nobody placed in the house."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest
from django.conf import settings

from tests.house import tree

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def layers() -> list[str]:
    """Return the rooms of the import contract, latest first."""
    data = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = data["tool"]["importlinter"]["contracts"]
    house = next(c for c in contracts if c["id"] == "house")
    return house["layers"]


def test_a_room_that_exists_is_not_listed_as_missing() -> None:
    built = {*tree.rooms(), *tree.NO_ROOM, *(f.stem for f in tree.PACKAGE.glob("*.py"))}
    wrong = [x for x in layers() if (x.strip("()") in built) == x.startswith("(")]
    assert wrong == []


def test_django_loads_rooms_in_the_order_of_the_house() -> None:
    order = [x.strip("()") for x in reversed(layers())]
    places = [order.index(app.removeprefix("gaoxin.")) for app in settings.ROOMS]
    assert places == sorted(places)


@pytest.mark.parametrize("room", tree.rooms())
def test_a_room_introduces_itself(room: str) -> None:
    readme = tree.PACKAGE / room / "README.md"
    assert readme.is_file(), f"gaoxin/{room}/README.md is missing"
    assert CHINESE.search(readme.read_text(encoding="utf-8").splitlines()[0])


@pytest.mark.parametrize("room", [r for r in tree.rooms() if (tree.PACKAGE / r / "core").is_dir()])
def test_a_pure_part_is_tested(room: str) -> None:
    under_test = tree.ROOT / "tests" / "core"
    assert list(under_test.glob(f"{room}/test_*.py")) + list(under_test.glob(f"test_{room}*.py"))


def test_every_module_begins_with_its_term_in_both_languages() -> None:
    silent = []
    for path in tree.modules():
        if path.is_relative_to(tree.PACKAGE):
            words = ast.get_docstring(tree.parsed(path)) or ""
            if not CHINESE.search(words.split("\n\n")[0]):
                silent.append(tree.shown(path))
    assert silent == []


def test_every_room_has_a_term_in_the_glossary() -> None:
    glossary = (tree.ROOT / "docs/reference/glossary.md").read_text(encoding="utf-8")
    assert [room for room in tree.rooms() if f"`{room}`" not in glossary] == []
