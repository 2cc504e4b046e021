"""Order of the suite (测试次序): the groups find their tests, and reach the scheduler."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import order
from tests.house.tree import ROOT

NAMES = {
    "spark": ["tests/parity/test_spark.py::test_amounts_equal_python"],
    "browser": ["tests/browser/test_journeys.py::test_a_wrong_password_stays_at_the_door"],
    "looks of admin": [
        "tests/pages/test_every_page.py::test_no_page_breaks_and_each_says_its_language[admin-en]",
        "tests/pages/test_every_page.py::test_the_office_opens_every_page_that_answers_a_look",
        "tests/pages/test_every_page.py::test_a_list_says_how_many_of_how_many[grow:due]",
    ],
    "looks of outsider": [
        "tests/pages/test_every_page.py::test_an_outsider_sees_nothing_of_the_zone",
    ],
    "looks of nobody": ["tests/pages/test_every_page.py::test_a_stranger_is_sent_to_the_door"],
    "looks at the past": [
        "tests/pages/test_every_page.py::test_links_keep_the_day_shown",
        "tests/pages/test_every_page.py::test_pages_of_the_past_offer_no_form_that_writes",
    ],
}


@pytest.mark.parametrize("group", order.GROUPS)
def test_a_group_is_made_of_tests_that_exist(group: str) -> None:
    for name in NAMES[group]:
        path, _colons, function = name.partition("::")
        assert f"def {function.partition('[')[0]}(" in (ROOT / path).read_text(encoding="utf-8")
        assert order.group_of(name) == group


def test_tests_of_a_group_run_in_one_process(tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "browser"
    folder.mkdir(parents=True)
    (tmp_path / "pytest.ini").touch()
    body = "import os\ndef test_{}(): open('w-' + os.environ['PYTEST_XDIST_WORKER'], 'w').close()\n"
    for number in range(6):
        (folder / f"test_{number}.py").write_text(body.format(number), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup",
               "-p", "tests.order", "-p", "no:django", "-p", "no:cacheprovider"]  # fmt: skip
    done = subprocess.run(
        [*command, "tests"], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list(tmp_path.glob("w-*"))) == 1
