"""Order of the suite (测试次序): what stays in one process, what comes first, what comes last.

The groups are told by the names of the tests: xdist's own marks do not reach its scheduler under
this pytest, and the process that hands the tests out has nothing but their names.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

PAGES = r"tests/pages/test_every_page\.py::test_"
# Tests that share what is dear: a cluster, a served site, the pages that one account opened.
GROUPS = {
    "spark": r"tests/parity/test_spark\.py",
    "browser": r"tests/browser/",
    "looks of admin": PAGES + r"(no_page_breaks\w+\[admin-|the_office_opens|a_list_says)",
    "looks of outsider": PAGES + r"(no_page_breaks\w+\[outsider-|an_outsider_sees)",
    "looks of nobody": PAGES + r"(no_page_breaks\w+\[anonymous-|a_stranger_is_sent)",
    "looks at the past": PAGES + r"(links_keep|pages_of_the_past)",
}
# They take long and wait much, so they begin first, each in a process of its own.
FIRST = ["spark", "browser"]


def group_of(name: str) -> str:
    """Return the group of a test by its name; a test without one is its own."""
    return next((group for group, names in GROUPS.items() if re.match(names, name)), name)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the long groups first and the tests of the demo zone last; groups stay together."""
    begins: dict[str, int] = {}
    for place, item in enumerate(items):
        begins.setdefault(group_of(item.nodeid), place)

    def turn(item: pytest.Item) -> tuple[bool, int, int]:
        group = group_of(item.nodeid)
        first = FIRST.index(group) if group in FIRST else len(FIRST)
        return "built_demo" in getattr(item, "fixturenames", ()), first, begins[group]

    items.sort(key=turn)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand the tests of a group to one process."""
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class Grouped(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group_of(nodeid)

    return Grouped(config, log)
