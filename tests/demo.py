"""The demo zone as a fixture (演示区夹具): built once for all tests that want a whole zone.

It is built into the test database, so tests that use it run after all others, which expect an empty
one; what they change is rolled back.
"""

from __future__ import annotations

from datetime import date

import pytest

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="session")
def built_demo(django_db_setup, django_db_blocker):
    """Return the finished build; its data stay for the rest of the session."""
    from gaoxin.samples.demo import Build, build_demo

    with django_db_blocker.unblock():
        return build_demo(Build(TODAY))


@pytest.fixture
def demo_zone(built_demo, db, settings):
    """Return the demo zone, looked at on the day that it was built for."""
    from gaoxin.samples.master import demo_zone

    settings.GAOXIN_TODAY = TODAY.isoformat()
    return demo_zone()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of the demo zone last."""
    items.sort(key=lambda item: "built_demo" in getattr(item, "fixturenames", ()))
