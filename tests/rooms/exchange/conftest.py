"""The demo zone's master data, and short ways to import (导入测试的底数)."""

from __future__ import annotations

import io
from datetime import date
from importlib.resources import files

import pytest
import yaml
from django.utils import timezone

from gaoxin.ledger.exchange import actions
from gaoxin.ledger.exchange.exporting import export_projects
from gaoxin.ledger.models import CurrencyRate, Department, Industry, Park, Zone
from gaoxin.lib.access import System
from gaoxin.lib.moment import Moment
from tests.core.exchange.books import xlsx

ON = date(2026, 11, 20)


@pytest.fixture
def demo(db) -> Zone:
    """Return the demo zone with parks, industries, departments and a rate; no project."""
    data = yaml.safe_load((files("gaoxin") / "samples" / "zone.yaml").read_text(encoding="utf-8"))
    zone = Zone.objects.create(**data["zone"])
    for model, name in ((Park, "parks"), (Industry, "industries"), (Department, "departments")):
        for order, row in enumerate(data[name], 1):
            model.objects.create(zone=zone, order=order, **row)
    for row in data["currency_rates"]:
        CurrencyRate.objects.create(in_force_from=date(2015, 1, 1), **row)
    return zone


@pytest.fixture
def start(demo, settings, tmp_path):
    """Return a function that uploads rows (or bytes) and returns the run."""
    settings.MEDIA_ROOT = tmp_path

    def upload(rows, *, sheet="项目", by=None, name="台账.xlsx", on=ON):
        content = rows if isinstance(rows, bytes) else xlsx({sheet: rows})
        by = by or System()
        return actions.start_import(demo, content=content, file_name=name, by=by, on=on)

    return upload


@pytest.fixture
def write(start):
    """Return a function that uploads and confirms."""

    def confirm(rows, **more):
        run = start(rows, **more)
        by, on = more.get("by") or System(), more.get("on", ON)
        return actions.confirm_import(run, by=by, on=on)

    return confirm


@pytest.fixture
def exported(demo):
    """Return a function that exports the ledger as bytes."""

    def export(on=ON):
        held = io.BytesIO()
        export_projects(demo, held, user=System(), at=Moment(on, timezone.now()))
        return held.getvalue()

    return export
