"""Fixtures of the report room's pure tests (通报测试夹具): the chart library and the font."""

from __future__ import annotations

from pathlib import Path

import pytest

from gaoxin.report.core.picture import Easel
from tests.optional import ROOT


@pytest.fixture(scope="session")
def vendor() -> Path:
    """Return the folder that set-up fills with front-end files."""
    return ROOT / "gaoxin" / "web" / "static" / "vendor"


@pytest.fixture(scope="session")
def easel(vendor: Path) -> Easel:
    """Return what draws charts."""
    library = (vendor / "echarts.min.js").read_text(encoding="utf-8")
    return Easel(library, vendor / "NotoSansSC-Regular.otf")
