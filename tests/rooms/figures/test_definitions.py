"""Definitions as data (口径登记)."""

from __future__ import annotations

import pytest

from gaoxin.figures import actions
from gaoxin.figures.queries import board, book_of, shipped
from gaoxin.lib.errors import Denied, UserError
from tests.rooms.conftest import moment

OWN = """
- id: start_rate
  version: own26
  name: {zh: 开工率（本区）, en: Start rate of this zone}
  kind: ratio
  unit: "%"
  numerator: {select: reached, params: {stage: started}}
  denominator: {select: reached, params: {stage: signed}}
  cohort: same_period
  rounding: {mode: truncate, digits: 0}
  reference: {title: 管委会文件（演示）, article: 第三条, grade: own}
  in_force_from: 2026-01-01
"""


def test_every_shipped_definition_names_a_selector_that_exists_and_a_source():
    definitions = shipped()
    assert len(definitions) > 50
    assert all(d.reference.title and d.reference.article for d in definitions)
    rates = {"start_rate", "performance_rate", "funds_rate", "signing_rate", "landing_rate"}
    assert rates | {"production_rate", "same_year_count", "building_1yi"} <= {
        d.id for d in definitions
    }


def test_a_local_definition_is_added_without_code_and_becomes_the_default(
    zone, parks, build, office
):
    build.project(parks[0], signed="2026-01-05", started="2026-02-01")
    build.project(parks[0], signed="2026-01-05")
    build.project(parks[0], signed="2026-01-05", started="2026-02-01")
    actions.define(zone, OWN, by=office)
    found = board(zone, moment("2026-12-31")).figure("start_rate", "2026")
    assert found.definition.version == "own26"
    assert found.text == "66%"
    with pytest.raises(UserError, match="已经有了"):
        actions.define(zone, OWN, by=office)


def test_a_definition_in_the_data_folder_is_used_too(zone, settings, tmp_path):
    settings.GAOXIN_HOME = tmp_path
    (tmp_path / "definitions").mkdir()
    (tmp_path / "definitions" / "own.yaml").write_text(OWN, encoding="utf-8")
    assert book_of(zone).get("start_rate", "own26").rounding.mode == "truncate"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("cohort:", "cohorte:", "cohorte"),
        ("reached", "reachd", "selector 'reachd'"),
        ("stage: started", "stage: begun", "stage"),
        ("stage: started", "stge: started", "stge|stage"),
        (
            "  reference: {title: 管委会文件（演示）, article: 第三条, grade: own}\n",
            "",
            "reference",
        ),
        ("  in_force_from: 2026-01-01\n", "", "in_force_from"),
        ("digits: 0", "digits: -1", "digits"),
        ('unit: "%"', "unit: 箱", "unit"),
    ],
)
def test_a_faulty_definition_is_refused_with_its_place_and_nothing_is_kept(
    zone, office, old, new, said
):
    with pytest.raises(UserError, match=said):
        actions.define(zone, OWN.replace(old, new, 1), by=office)
    assert not zone.definitions.exists()


def test_an_operator_may_not_define(zone, operator):
    with pytest.raises(Denied):
        actions.define(zone, OWN, by=operator)
