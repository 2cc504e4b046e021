"""模糊测试: a short run of the coverage-guided fuzzer, and that its invariants can fail."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests import optional
from tests.fuzz import invariants

WORDS = bytes([4]) + bytes(range(0, 250, 3))
# What was found once: texts whose time grew with the square, or whose marks are many.
SLOW = {
    "one story of thousands of parts": "04ffa0a7aeb5bcc3cad1d87ee6ed063eed063e455a61686f"
    "30767d848b5d6c313a41482a565dffcad1c3e6d11df4fb455a61686f30767d848b5d6c313a",
    "one cue word": "049f",
}


@pytest.mark.parametrize("name", SLOW)
def test_what_was_slow_once_is_no_longer(name: str) -> None:
    invariants.hold_time(bytes.fromhex(SLOW[name]))


def test_some_seconds_find_nothing(tmp_path: Path) -> None:
    optional.need("fuzzer")
    command = [sys.executable, "-m", "tests.fuzz.reading", str(tmp_path / "corpus")]
    options = ["-max_total_time=10", "-timeout=20", "-max_len=300", "-print_final_stats=1"]
    found = subprocess.run(  # noqa: S603 (our own module)
        [*command, *options, f"-artifact_prefix={tmp_path}/"],
        cwd=optional.ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr[-3000:]
    ran = re.search(r"number_of_executed_units: (\d+)", found.stderr)
    assert ran is not None
    assert int(ran[1]) > 50


@pytest.mark.parametrize("way", range(16))
def test_every_way_of_reading_holds(way: int) -> None:
    invariants.hold(bytes([way]) + WORDS[1:])


def test_a_shifted_span_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    read = invariants.read_document

    def shifted(text: str) -> dict[str, Any]:
        page = read(text)
        return page | {"facts": [row | {"start": row["start"] + 1} for row in page["facts"]]}

    invariants.hold(WORDS)
    monkeypatch.setattr(invariants, "read_document", shifted)
    with pytest.raises(AssertionError):
        invariants.hold(WORDS)


def test_time_that_grows_with_the_square_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(text: str) -> None:
        end = time.process_time() + len(text) ** 2 / 10**8
        while time.process_time() < end:
            pass

    monkeypatch.setattr(invariants, "GROWN", 4000)
    monkeypatch.setattr(invariants, "read_document", slow)
    with pytest.raises(AssertionError, match="slow: "):
        invariants.hold_time(WORDS)
