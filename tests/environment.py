"""Environment of the suite (测试环境): set before Django reads its settings, in every worker."""

from __future__ import annotations

import os
import shutil
import tempfile

import pytest

# A person's own settings must neither steer a test nor be touched by one.
KEPT = {"GAOXIN_REQUIRE_ALL", "GAOXIN_SHARED", "GAOXIN_CHROMIUM", "GAOXIN_TEST_POSTGRES_URL"}
ON_POSTGRES = os.environ.get("GAOXIN_TEST_ON") == "postgres"

for name in [name for name in os.environ if name.startswith("GAOXIN_") and name not in KEPT]:
    del os.environ[name]
if ON_POSTGRES:
    os.environ["GAOXIN_TEST_ON"] = "postgres"
    os.environ["GAOXIN_DATABASE_URL"] = os.environ["GAOXIN_TEST_POSTGRES_URL"]
HOME = tempfile.mkdtemp(prefix="gaoxin-test-")
os.environ["GAOXIN_HOME"] = HOME


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove this process's data folder."""
    shutil.rmtree(HOME, ignore_errors=True)
