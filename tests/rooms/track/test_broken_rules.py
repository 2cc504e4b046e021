"""Rules that a zone broke (写坏的规则): pages say where, and mending them is enough."""

from __future__ import annotations

import pytest

from gaoxin.config import health
from gaoxin.lib.errors import UserError
from gaoxin.track import lighting

PAGES = ("/", "/track/", "/ledger/projects/", "/report/")
RULE = "yinchuan_statistics_2025"


@pytest.fixture
def rules(tmp_path, settings, build, parks, office, client):
    settings.GAOXIN_HOME = tmp_path
    build.project(parks[0], signed="2026-01-05")
    client.force_login(office)
    (tmp_path / "rules" / "lights").mkdir(parents=True)
    return tmp_path / "rules"


@pytest.mark.parametrize("name", ["lights.yaml", "lights/own.yaml"])
@pytest.mark.parametrize("text", ["lights: [no_such_rule]\n", "a: [\n", "\x00", "- 1\n", ""])
def test_pages_name_the_file_instead_of_breaking(rules, client, name, text) -> None:
    (rules / name).write_text(text, encoding="utf-8")
    for address in PAGES:
        answer = client.get(address)
        assert answer.status_code in (200, 400), (address, answer.status_code)
        if answer.status_code == 400:
            assert name in answer.content.decode()
    assert any(name in trouble for trouble in health.checks().values())


def test_a_mended_rule_is_read_without_a_restart(rules) -> None:
    own = rules / "lights" / "own.yaml"
    own.write_text("a: [\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"own\.yaml:"):
        lighting.library()
    shipped = (lighting.PRESETS / "lights" / f"{RULE}.yaml").read_text(encoding="utf-8")
    mended = shipped.replace(RULE, "own_2025").replace("series: yinchuan", "series: own")
    own.write_text(mended, encoding="utf-8")
    assert lighting.library().find("own_2025") is not None


def test_a_broken_definition_is_named_by_page_and_doctor(rules, client) -> None:
    folder = rules.parent / "definitions"
    folder.mkdir()
    (folder / "own.yaml").write_text("a: [\n", encoding="utf-8")
    assert any("own.yaml" in trouble for trouble in health.checks().values())
    assert "own.yaml" in client.get("/figures/").content.decode()
    assert client.get("/track/").status_code == 200
