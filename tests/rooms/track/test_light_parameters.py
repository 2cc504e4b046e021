"""What a zone sets where a document is silent (参数) reaches its lights."""

from __future__ import annotations

import pytest

from gaoxin.figures.sight import sight_of
from gaoxin.lib.errors import UserError
from gaoxin.track import lighting
from tests.rooms.conftest import moment

RULE = "yinchuan_statistics_2025"


def _colour(zone, project) -> str:
    sight = sight_of(zone, moment("2026-02-10"))
    return lighting.lights(sight, preset=RULE)[project.pk].colour


def test_a_parameter_settles_what_the_document_leaves_open(zone, parks, build, settings, tmp_path):
    settings.GAOXIN_HOME = tmp_path
    project = build.project(parks[0], signed="2026-01-05", started="2026-02-01")
    assert _colour(zone, project) == "undetermined"  # within the first month
    (tmp_path / "rules").mkdir()
    own = tmp_path / "rules/lights.yaml"
    own.write_text(
        f"lights: [{RULE}]\nparameters:\n  {RULE}: {{grace_is_green: true}}\n", encoding="utf-8"
    )
    assert _colour(zone, project) == "green"
    own.write_text(f"lights: [{RULE}]\nparameters:\n  {RULE}: {{grace: true}}\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"lights\.yaml:3: .*no such parameter"):
        _colour(zone, project)
