"""Fixtures of every test (公共夹具): the data and programs a machine may or may not have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import settings

from tests import optional
from tests.demo import built_demo, demo_home, demo_zone

__all__ = ["built_demo", "demo_home", "demo_zone"]

# A shared machine stalls now and then; a stall is no failure.
settings.register_profile("house", settings(), deadline=None)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Begin in Chinese: a request answered in English leaves its language to what comes next."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of acceptance data; the test is skipped where there is none."""
    optional.need("shared data")
    return optional.shared_folder()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of the browser; the test is skipped where there is none."""
    optional.need("browser")
    return optional.chromium_path()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """Say at the very end which optional parts were not run, so that green is not misread."""
    yield
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for part in optional.missing_parts():
        count = sum(f"{optional.MARK}{part} " in reason for reason in skipped)
        terminalreporter.write_line(
            f"not run here: {part} ({count} tests skipped): {optional.PARTS[part]}", yellow=True
        )
