"""The lights a zone follows, and what it sets where a document is silent."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import gaoxin.track
from gaoxin.rulebook.library import open_library
from gaoxin.rulebook.source import RuleError, parse, read
from gaoxin.track.core.facts import FACTS
from gaoxin.track.core.selection import read_selection

PRESETS = Path(gaoxin.track.__file__).parent / "presets"
LIBRARY = open_library(PRESETS / "lights", FACTS)


def test_the_default_selection_exists() -> None:
    assert read_selection(read(PRESETS / "lights.yaml"), LIBRARY).names


def test_parameters_are_read_with_the_kind_of_their_unit() -> None:
    text = """
    lights: [yinchuan_progress, yinchuan_statistics_2025]
    parameters:
      yinchuan_progress: {green_within: 10}
      yinchuan_statistics_2025: {grace_is_green: true}
    """
    found = read_selection(parse(text, "lights.yaml"), LIBRARY)
    assert found.set_for("yinchuan_progress") == (("green_within", Decimal(10)),)
    assert found.set_for("yinchuan_statistics_2025") == (("grace_is_green", True),)
    assert found.set_for("reporting") == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("lights: [moon]", "lights.yaml:1: 没有叫 moon"),
        ("lights: []\nparameters:\n  moon: {}", "lights.yaml:3: 没有叫 moon"),
        ("lights: []\nparameters:\n  sanya_2022: {x: 1}", "没有参数 x"),
        ("lights: []\nparameters:\n  yinchuan_progress: {green_within: 很多}", "number"),
        ("lights: []\nlamps: []", "unknown key): lamps"),
    ],
)
def test_what_is_not_understood_is_refused_by_line(text: str, reason: str) -> None:
    with pytest.raises(RuleError) as caught:
        read_selection(parse(text, "lights.yaml"), LIBRARY)
    assert reason in str(caught.value)
