"""The demo zone as a fixture (演示区夹具): built once a run, by the command, for all that want it.

Processes of one run share it as files: the site in the browser gets a copy, other tests get it read
into the test database. Those tests run after all others, which expect an empty database; what they
change is rolled back.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from tests.environment import ON_POSTGRES

TODAY = date(2026, 11, 25)
DATABASE = "gaoxin.sqlite3"
# A warning of the build is an error, as in every test.
GAOXIN = [sys.executable, "-W", "error", "-c", "from gaoxin.cli import main; main()"]


def world(home: Path) -> dict[str, str]:
    """Return the environment of a program that works in a folder as the demo zone."""
    kept = {k: v for k, v in os.environ.items() if k != "GAOXIN_DATABASE_URL"}
    own = {"GAOXIN_HOME": str(home), "GAOXIN_DEMO": "1", "GAOXIN_TODAY": TODAY.isoformat()}
    return kept | own


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of the finished demo, never to be changed: copy it."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    home, done = base / "demo", base / "demo.done"
    with (base / "demo.lock").open("w") as lock:
        # The first process builds; the others wait, and let go by closing.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(home, ignore_errors=True)
            built = subprocess.run(  # noqa: S603  # our own command
                [*GAOXIN, "demo"], check=False, env=world(home), capture_output=True, text=True
            )
            assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-2000:]
            done.touch()
    return home


def lay_out(home: Path, target: Path, *, besides: Iterable[str] = ()) -> None:
    """Copy the files of the demo's folder into another, besides some."""
    shutil.copytree(
        home, target, dirs_exist_ok=True, ignore=lambda _folder, names: {*besides} & {*names}
    )


@pytest.fixture(scope="session")
def built_demo(request: pytest.FixtureRequest, django_db_setup, django_db_blocker):
    """Return the finished build; its data stay for the rest of the session."""
    from gaoxin.samples.demo import STEPS, Build, build_demo

    build = Build(TODAY)
    with django_db_blocker.unblock():
        if ON_POSTGRES:
            return build_demo(build)
        read_in(request.getfixturevalue("demo_home"))
    build.changed += [step.name for step in STEPS]
    return build


def read_in(home: Path) -> None:
    """Read the demo into the test database, and its files into this process's data folder."""
    from django.conf import settings
    from django.db import connection

    lay_out(home, Path(settings.GAOXIN_HOME), besides=[DATABASE, "secret.key"])
    connection.ensure_connection()
    source = sqlite3.connect(f"file:{home / DATABASE}?immutable=1", uri=True)
    try:
        source.backup(connection.connection)
    finally:
        source.close()


@pytest.fixture
def demo_zone(built_demo, db, settings):
    """Return the demo zone, looked at on the day that it was built for."""
    from gaoxin.samples.master import demo_zone

    settings.GAOXIN_TODAY = TODAY.isoformat()
    return demo_zone()
