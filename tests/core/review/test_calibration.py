"""Calibration: each project type has an invented case; it says how far off one's marks are."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from gaoxin.lib.errors import UserError
from gaoxin.review.core.sheet.calibration import FILE, compare, trials
from tests.core.review.made import DEFAULT, levels


def test_every_type_of_the_shipped_scheme_has_its_case() -> None:
    found = trials(DEFAULT)
    assert set(found) == set(DEFAULT.types)
    for name, trial in found.items():
        assert list(trial.levels) == [item.id for item in DEFAULT.judged(name)]
        assert all(trial.because.values()) and len(trial.paragraphs) == 4


def test_own_marks_are_set_against_the_reference() -> None:
    trial = trials(DEFAULT)["industrial"]
    found = compare(trial, levels(4, 4, 2, 2), DEFAULT)
    # Reference 4 2 3 2 of marks 2 3 3 1: 2 + 1.5 + 2.25 + 0.5; own 4 4 2 2: 2 + 3 + 1.5 + 0.5.
    assert (found.reference, found.own, found.full) == (
        Decimal("6.25"), Decimal("7.00"), Decimal("9.00"),
    )  # fmt: skip
    assert [answer.apart for answer in found.answers] == [0, 2, -1, 0]
    assert found.apart == Decimal("0.75") and found.leans == "milder"


def test_the_reference_itself_is_even_and_lower_is_harsher() -> None:
    trial = trials(DEFAULT)["industrial"]
    assert compare(trial, trial.levels, DEFAULT).leans == "even"
    assert compare(trial, levels(0, 0, 0, 0), DEFAULT).leans == "harsher"


def test_an_incomplete_answer_is_refused() -> None:
    trial = trials(DEFAULT)["service"]
    with pytest.raises(UserError, match="ctl_ability"):
        compare(trial, {"fit_site": 1, "inv_record": 1, "rd_level": 2}, DEFAULT)


def test_a_reference_off_the_scale_is_refused_with_its_line(tmp_path: Path) -> None:
    bad = tmp_path / "c.yaml"
    bad.write_text(FILE.read_text(encoding="utf-8").replace("level: 3", "level: 7"))
    with pytest.raises(UserError, match="7"):
        trials(DEFAULT, bad)


def test_a_type_whose_items_are_unknown_has_no_case(tmp_path: Path) -> None:
    other = tmp_path / "c.yaml"
    other.write_text(FILE.read_text(encoding="utf-8").replace("rd_level:", "rd_other:"))
    assert trials(DEFAULT, other) == {}
