"""命令行: `gaoxin read` and `gaoxin check text` print one JSON document and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from gaoxin.read.commands import check_text, read

TEXT = "演示高新区新签约项目40个，已开工25个，开工率65.2%。"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_read_json(page: Path) -> None:
    done = CliRunner().invoke(read, [str(page), "--json"])
    found = json.loads(done.stdout)["page"]
    assert [fact["text"] for fact in found["facts"]] == ["40个", "25个", "65.2%"]
    assert set(found) == {"articles", "facts", "entities", "events"}
    assert set(found["facts"][0]) >= {"start", "end", "value", "unit", "kind", "subject", "mod"}


def test_check_json(page: Path) -> None:
    done = CliRunner().invoke(check_text, [str(page), "--json"])
    found = json.loads(done.stdout)["page"]
    assert [fault["expected"] for fault in found["faults"]] == ["62.5%"]
    assert found["checked"] == 1


def test_lines_and_words(page: Path, tmp_path: Path) -> None:
    other = tmp_path / "其他.txt"
    other.write_bytes(TEXT.encode("gb18030"))
    done = CliRunner().invoke(read, [str(page), str(other), "--lines"])
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["page", "其他"]
    assert "GB18030" in done.stderr
    spoken = CliRunner().invoke(check_text, [str(page)])
    assert "应为 62.5%" in spoken.output


def test_a_missing_file_is_a_usage_error() -> None:
    assert CliRunner().invoke(read, ["nirgends.txt", "--json"]).exit_code == 2


def test_reading_needs_no_django(page: Path) -> None:
    code = (
        "import sys; from gaoxin.read.commands import read; "
        f"read(['--lines', {str(page)!r}], standalone_mode=False); "
        "sys.exit('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)  # noqa: S603 (own interpreter, own code)
    assert done.returncode == 0
