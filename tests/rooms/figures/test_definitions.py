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


GROWTH = """
- id: {id}
  version: own1
  name: {{zh: 同比, en: Growth}}
  kind: growth
  unit: "%"
  of: [{of}]
  rounding: {{digits: 1}}
  reference: {{title: 管委会文件（演示）, article: 第三条, grade: own}}
  in_force_from: 2026-01-01
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GROWTH.format(id="own_growth", of="own_growth"), "made of other figures"),
        (GROWTH.format(id="own_growth", of="in_place_growth"), "made of other figures"),
        (GROWTH.format(id="own_growth", of="nosuch"), "unknown"),
        (OWN + OWN, "twice"),
        (OWN.replace("  kind: ratio\n", "  kind: ratio\n  kind: count\n"), "stands twice"),
        (OWN.replace("2026-01-01", "2020-13-01"), "month"),
        ("[" * 3000, "本区口径"),
        (OWN.replace("stage: signed}}", "stage: signed}, where: {kind: nosuch}}"), "nosuch"),
        (OWN.replace("stage: signed}}", "stage: signed}, where: {is_high_tech: 'true'}}"), "type"),
        (OWN.replace('unit: "%"', "unit: 亿元"), "ratio"),
    ],
)
def test_what_could_not_be_computed_is_refused_when_it_is_entered(zone, office, text, said):
    with pytest.raises(UserError, match=said):
        actions.define(zone, text, by=office)
    assert not zone.definitions.exists()


def test_a_fault_in_a_local_file_is_named_and_closes_no_page(zone, settings, tmp_path):
    settings.GAOXIN_HOME = tmp_path
    folder = tmp_path / "definitions"
    folder.mkdir()
    (folder / "a.yaml").write_text("- id: [", encoding="utf-8")
    (folder / "b.yaml").write_text(OWN, encoding="utf-8")
    (folder / "c.yaml").write_text(OWN.replace("own26", "luan24"), encoding="utf-8")
    book = book_of(zone)
    assert book.default("start_rate", moment("2026-12-31").as_of).version == "own26"
    assert [problem.split(":")[0] for problem in book.problems] == [
        "a.yaml",
        "start_rate@luan24 is defined twice",
    ]


def test_of_the_zones_own_versions_the_newest_in_force_is_the_default(zone, office):
    actions.define(zone, OWN, by=office)
    newer = OWN.replace("own26", "own27").replace("2026-01-01", "2026-07-01")
    actions.define(zone, newer, by=office)
    book = book_of(zone)
    assert book.default("start_rate", moment("2026-12-31").as_of).version == "own27"
    assert book.default("start_rate", moment("2026-06-30").as_of).version == "own26"
