"""Many files: one row for each, in order, as JSON lines or Parquet; a bad one names its reason."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gaoxin.read.commands import check_text, read
from gaoxin.read.core import document, pieces
from tests import optional

TEXT = (
    "演示高新区：\n{n}个项目集中开工\n本报讯 3月{n}日，演示高新区举行开工活动。"
    "示例科技有限公司总投资{n}.5亿元的项目开工，建成后年产2至3万台，同比增长8.3%，新签约项目40个。\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of ten good files and two that hold no text."""
    found = tmp_path / "报"
    (found / "区").mkdir(parents=True)
    for number in range(1, 11):
        place = found / "区" if number % 2 else found
        (place / f"{number:02d}.txt").write_text(TEXT.format(n=number), encoding="utf-8")
    (found / "空.txt").write_bytes(b"")
    (found / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20)
    return found


def run(*arguments: object) -> Result:
    return CliRunner().invoke(read, [str(argument) for argument in arguments])


def test_a_folder_gives_a_row_for_each_file_in_order(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = run(folder, "--out", out)
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert done.exit_code == 1
    assert [row["file"] for row in rows] == sorted(row["file"] for row in rows)
    assert len(rows) == 12
    reasons = {row["file"]: row["reason"] for row in rows if row["reason"]}
    assert set(reasons) == {"空.txt", "a.png"}
    assert all(row["facts"] and row["characters"] for row in rows if not row["reason"])
    assert "空.txt: " in done.stderr and "2 份未读出" in done.stderr
    assert done.stdout == ""
    assert not list(tmp_path.glob("*.part"))


def test_texts_read_together_are_those_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "TOGETHER", 500)
    texts = [TEXT.format(n=n) * (9 if n == 4 else 1) for n in range(1, 12)] + ["", " \n", "3亿元"]
    together = list(map(len, pieces._together(texts)))
    assert max(together) > 2 and together.count(1) >= 1
    assert pieces.read_documents(texts) == [pieces.read_document(text) for text in texts]


def test_lines_on_the_screen_are_those_of_the_file(folder: Path, tmp_path: Path) -> None:
    run(folder, "--out", tmp_path / "x", "--format", "jsonl")
    assert run(folder, "--lines").stdout_bytes == (tmp_path / "x").read_bytes()


def test_parquet_holds_every_key_that_a_row_has(folder: Path, tmp_path: Path) -> None:
    optional.need("batch engine")
    import pyarrow.parquet as pq

    out = tmp_path / "out.parquet"
    run(folder, "--out", out)
    lines = [json.loads(line) for line in run(folder, "--lines").stdout.splitlines()]
    rows = pq.read_table(out).to_pylist()
    seen = dict.fromkeys(document.READ_KEYS, 0)
    for line, row in zip(lines, rows, strict=True):
        assert list(line) == list(row)
        for fact in row["facts"]:
            low, high = fact.pop("low"), fact.pop("high")
            fact["value"] = json.loads(fact["value"])
            ends = fact["value"] if isinstance(fact["value"], list) else [fact["value"]] * 2
            assert [low, high] == ([None, None] if isinstance(ends[0], str) else ends)
        for key in seen:
            seen[key] += len(row[key])
        assert json.loads(json.dumps(row)) == line
    assert all(seen.values()), seen


def test_without_pyarrow_the_message_says_what_to_install(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = run(folder, "--out", tmp_path / "out.parquet")
    assert done.exit_code == 1
    assert "pip install gaoxin[batch]" in str(done.exception)
    assert list(tmp_path.glob("out*")) == []


def test_one_json_document_names_the_reason_of_a_bad_file(folder: Path) -> None:
    found = json.loads(run(folder, "--json").stdout)
    assert "没有文字" in found["空"]["reason"]
    assert found["空"]["facts"] == []
    assert "reason" not in found["01"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--out", "x.csv"],
        ["--out", "x.jsonl", "--json"],
        ["--format", "parquet"],
        ["nirgends"],
        ["--jobs", "0"],
    ],
)
def test_arguments_that_do_not_fit_are_usage_errors(folder: Path, arguments: list[Any]) -> None:
    assert run(folder, *arguments).exit_code == 2


def test_two_files_of_one_name_are_not_one_json_document(folder: Path) -> None:
    (folder / "区" / "02.txt").write_text("7个项目", encoding="utf-8")
    assert run(folder, "--json").exit_code == 2
    assert run(folder, "--lines").stdout.count('"id": "02"') == 2


def test_a_folder_of_bulletins_is_checked_too(folder: Path) -> None:
    done = CliRunner().invoke(check_text, [str(folder), "--lines"])
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == 12
    assert done.exit_code == 1
