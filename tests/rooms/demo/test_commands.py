"""Commands of the whole house (整体命令): what they refuse, and what they tell."""

from __future__ import annotations

import socket

import pytest
from click.testing import CliRunner
from django.db import connection

from gaoxin.config import commands, demo, environment, health, server
from gaoxin.ledger.models import Milestone, Project
from gaoxin.lib.errors import UserError
from gaoxin.samples.volume import build_volume
from tests.demo import TODAY


def test_the_demo_is_not_built_on_a_day_to_come(db, settings):
    settings.GAOXIN_TODAY = "2126-01-01"
    with pytest.raises(UserError, match="2126-01-01"):
        demo.run(None)


def test_a_day_that_cannot_be_read_is_refused_before_anything_starts():
    done = CliRunner().invoke(commands.demo, ["--today", "2026-13-02"])
    assert done.exit_code == 2
    assert "2026-11-25" in done.output


def test_the_summary_names_stages_figures_lights_and_accounts(demo_zone, built_demo, capsys):
    demo.summarise(demo.Console(soft_wrap=True, width=200), built_demo)
    said = capsys.readouterr().out
    for word in (
        "阶段",
        "新签约项目 ",
        "红 ",
        "跳过 里程碑!G",
        "未报　服务园",
        "outsider",
        "gaoxin-demo-2026",
    ):
        assert word in said, word


def test_serving_needs_tables(db, monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    with pytest.raises(UserError, match="gaoxin up"):
        server.run("127.0.0.1", 8000, 1)


def test_serving_needs_a_free_port(db):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=f"{port}.*--port"):
            server.run("127.0.0.1", port, 1)


def test_the_doctor_masks_secrets_and_names_origins(db, monkeypatch, capsys):
    monkeypatch.setenv("GAOXIN_SECRET_KEY", "very-secret-word")
    monkeypatch.setenv("GAOXIN_UPLOAD_MB", "7")
    health.report()
    said = capsys.readouterr().out
    assert "very-secret-word" not in said
    assert "••••••" in said
    assert "环境变量" in said
    assert "GAOXIN_TIME_ZONE" in said
    assert "✓ 数据库" in said


@pytest.mark.parametrize("setting", environment.ALL, ids=lambda setting: setting.name)
def test_every_setting_can_be_shown(setting):
    value, _origin = setting.read({})
    assert isinstance(health.shown(setting, value), str)


def test_the_doctor_says_what_is_missing(db, monkeypatch):
    monkeypatch.setattr(health, "ASSETS", ("vendor/nowhere.css",))
    found = health.checks()
    assert "nowhere.css" in found["前端文件"]
    assert found["数据库"] == ""


def test_a_zone_for_measurements_is_whole_and_never_mixed_with_another(db):
    said = build_volume(300, today=TODAY)
    assert Project.objects.count() == 300
    assert str(Milestone.objects.count()) in said
    last = Milestone.objects.filter(planned_for=None, happened_on__gte="2026-10-01")
    assert last.filter(stage="started").exists()
    with pytest.raises(UserError, match="--home"):
        build_volume(300, today=TODAY)
