"""金标: labelled articles, the newspaper page and planted faults, where they are at hand."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from gaoxin.read.core.check.checker import check_document
from gaoxin.read.core.pieces import read_document

# the scorer of the shared data leaves its files open; that is not ours to fail on
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
BARS = {"facts": 0.97, "kind": 0.9, "subject": 0.6, "entities": 0.8, "events": 0.7}


def module(path: Path) -> ModuleType:
    """A script of the shared data as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@cache
def scored(shared: Path) -> dict[str, Any]:
    """The scorer's figures for the articles and the page."""
    script = module(shared / "data/reading/score.py")
    files = [
        *(shared / "data/reading/articles").glob("*.txt"),
        shared / "data/reading/seed_page.txt",
    ]
    read = {file.stem: read_document(file.read_text(encoding="utf-8")) for file in files}
    read = json.loads(json.dumps(read))
    return {
        name: script.score(read, gold) for name, gold in script.load(["articles", "seed"]).items()
    }


@pytest.mark.parametrize("name", ["articles", "seed"])
def test_reading(shared: Path, name: str) -> None:
    found = scored(shared)[name]
    figures = {
        "facts": found["facts"]["F1"],
        "kind": found["kind"]["recall"],
        "subject": found["subject"]["overlap_recall"],
        "entities": found["entities"]["all"]["F1"],
        "events": found["events"]["F1"],
    }
    assert {k: v for k, v in figures.items() if v < BARS[k]} == {}


def test_stories_of_the_page(shared: Path) -> None:
    assert scored(shared)["seed"]["articles"]["both"] == 1.0


def test_faults(shared: Path) -> None:
    script = module(shared / "acceptance/score_dirty.py")
    folder = shared / "data/faults"
    answers = {
        file.stem: check_document(file.read_text(encoding="utf-8")) for file in folder.glob("*.txt")
    }
    found = script.score_faults(folder, answers)
    assert found["clean_quiet"] == found["clean_texts"] > 0
    assert found["false_alarms_untouched"] == 0
    assert found["recall"] >= 0.95
