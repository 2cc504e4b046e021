"""Runs over files: engines agree on a file, misfits are named by row and column."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner

from gaoxin.grow.commands import assess
from tests import optional

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
CSV = """\
size_industry,employees,revenue_last_year,note
industry,300,2000,a
industry,很多,2000,b
industry,310,1900.5,c
software_it,,1000,d
space,9,9,e
retail,9,1e99,f
"""
EXPECTED = ["medium", "undetermined", "small", "undetermined", "undetermined", "micro"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    optional.need("batch engine")
    path = tmp_path / "firms.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def _assess(data: Path, *more: str) -> tuple[int, str, str, list[dict[str, Any]]]:
    import pyarrow.parquet as pq

    out = data.with_name("out.parquet")
    out.unlink(missing_ok=True)
    arguments = [str(data), "--rules", "enterprise_size", "--out", str(out), *more]
    done = CliRunner().invoke(assess, arguments)
    rows = pq.read_table(out).to_pylist() if out.exists() else []
    return done.exit_code, done.stdout, done.stderr, rows


def test_engines_agree_on_a_file_and_misfits_are_named(table: Path) -> None:
    results = {}
    for engine in ("duckdb", "python"):
        code, out, err, rows = _assess(table, "--engine", engine, "--json")
        answer = json.loads(out)
        assert code == 1  # the file was read and has problems
        assert [row["verdict"] for row in rows] == EXPECTED
        assert answer["rows"] == 6
        assert answer["misfits"] == 2
        assert "第 2 行 employees 列: '很多'" in err
        assert "第 6 行 revenue_last_year 列" in err
        assert "缺列" in err and "total_assets" in err
        results[engine] = rows
    assert results["duckdb"] == results["python"]


def test_a_workbook_is_read_like_a_table(table: Path) -> None:
    book = table.with_suffix(".xlsx")
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet()
        for place, line in enumerate(CSV.splitlines()[:4]):
            sheet.write_row(place, 0, line.split(","))
        sheet.write_number(3, 1, 310)
    _code, _out, _err, rows = _assess(book)
    assert [row["verdict"] for row in rows] == EXPECTED[:3]


def test_columns_are_those_of_the_contract(table: Path) -> None:
    _code, _out, _err, rows = _assess(table)
    names = list(rows[0])
    assert names[:3] == ["verdict", "score_low", "score_high"]
    assert names[-1] == "first_unmet"
    assert all(name.startswith("gap_") for name in names[3:-1])
    assert rows[2]["gap_medium.industry.revenue_last_year"] == 99.5


@pytest.mark.parametrize(
    ("name", "reason"),
    [("absent.csv", "no such file"), ("notes.txt", "not a readable"), ("bad.parquet", "cannot be")],
)
def test_bad_files_are_refused_by_name(table: Path, name: str, reason: str) -> None:
    path = table.with_name(name)
    if name != "absent.csv":
        path.write_text("no table", encoding="utf-8")
    arguments = [str(path), "--rules", "enterprise_size_2017", "--out", str(path) + ".parquet"]
    done = CliRunner().invoke(assess, arguments)
    assert done.exit_code == 1
    assert reason in str(done.exception)
    assert name in str(done.exception)


def test_arguments_that_do_not_fit_are_usage_errors(table: Path) -> None:
    for arguments in ([], [str(table)], [str(table), "--cases", str(table)]):
        assert CliRunner().invoke(assess, arguments).exit_code == 2
