"""Commands: JSON alone on standard output, messages beside it, wrong files named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gaoxin.lib.errors import UserError
from gaoxin.review.commands import review
from tests.core.review.made import TEXT, project


def run(*arguments: Any) -> Result:
    return CliRunner().invoke(review, [str(argument) for argument in arguments])


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps([project()]), encoding="utf-8")
    return file


def test_scores_are_one_json_document_with_the_agreed_keys(cases: Path) -> None:
    done = run("score", cases, "--json")
    assert done.exit_code == 0 and done.stderr == ""
    row = json.loads(done.stdout)[0]
    wanted = {"id", "tier", "dims", "bonus", "total", "below_floor", "missing", "result", "marks"}
    assert wanted <= set(row) and (row["total"], row["result"]) == (77.05, "admit")


def test_scores_are_explained_in_both_languages(cases: Path) -> None:
    assert "准予准入" in run("score", cases).stdout
    assert "reaches admit" in run("score", cases, "--language", "en").stdout


def test_an_unknown_figure_is_told_and_the_status_says_so(tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps([project(rd_pcct=3)]), encoding="utf-8")
    done = run("score", file, "--json")
    assert done.exit_code == 1 and "rd_pcct" in done.stderr and json.loads(done.stdout)


def test_a_draft_is_compared_with_the_scheme_in_force(cases: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    stricter = TEXT.replace("admit: 70, conditional: 60}, G", "admit: 78, conditional: 60}, G")
    draft.write_text(stricter, encoding="utf-8")
    row = json.loads(run("score", cases, "--against", draft, "--json").stdout)[0]
    assert row["flips"] and row["before"] == [77.05, "admit"] and row["after"][1] == "conditional"
    assert "True" in run("score", cases, "--against", draft).stdout


def test_a_scheme_is_checked(tmp_path: Path) -> None:
    assert "2026.1" in run("scheme").stdout
    assert "`score.fit.fit_chain.fills_gap`" in run("scheme", "--print").stdout
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(TEXT.replace("cap: 5", "cap: five"), encoding="utf-8")
    failed = run("scheme", wrong).exception
    assert isinstance(failed, UserError) and str(failed).startswith(f"{wrong}:")


@pytest.mark.parametrize(
    ("content", "reason"), [(b"[{", ":1: JSON"), (b"\xff\xfe", "UTF-8"), (b"{}", "list of cases")]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "cases.json"
    file.write_bytes(content)
    failed = run("score", file, "--json").exception
    assert isinstance(failed, UserError) and reason in str(failed)
    assert isinstance(run("score", tmp_path / "none.json").exception, UserError)


def test_an_order_is_printed_and_as_json(tmp_path: Path) -> None:
    file = tmp_path / "example.json"
    example = {"method": "TOPSIS", "matrix": [[1, 2], [3, 4]], "weights": [0.5, 0.5]}
    file.write_text(json.dumps(example), encoding="utf-8")
    assert json.loads(run("order", file, "--json").stdout) == {
        "scores": [0.0, 1.0],
        "ranking": [2, 1],
    }
    assert len(run("order", file).stdout.splitlines()) == 2
    file.write_text(json.dumps({**example, "colour": 1}), encoding="utf-8")
    done = run("order", file, "--json")
    assert done.exit_code == 1 and "colour" in done.stderr and json.loads(done.stdout)
    judges = {"method": "KENDALL_W", "matrix": [[1, 2, 3], [1, 2, 3]]}
    file.write_text(json.dumps(judges), encoding="utf-8")
    assert "W" in run("order", file).stdout
