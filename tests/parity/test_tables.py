"""Tables as offices send them: other encodings, Chinese titles, ragged rows, titles twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner

from gaoxin.grow.commands import assess
from gaoxin.lib.errors import UserError
from tests import optional

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
TITLES = "企业名称,划型行业,职工总数,上年度营业收入（万元）,资产总额"
ROWS = ["演示科技,industry,300,2000,5000", "示例软件,retail,9,90,100"]


@pytest.fixture(autouse=True)
def _engine() -> None:
    optional.need("batch engine")


def _assess(data: Path, *more: str) -> tuple[int, str, str, list[dict[str, Any]]]:
    import pyarrow.parquet as pq

    out = data.with_name("out.parquet")
    words = [str(data), "--rules", "enterprise_size", "--out", str(out), *more]
    done = CliRunner().invoke(assess, words)
    if isinstance(done.exception, UserError):
        assert not out.exists()
        return 1, done.stdout, str(done.exception), []
    return done.exit_code, done.stdout, done.stderr, pq.read_table(out).to_pylist()


def written(folder: Path, *rows: str, code: str = "utf-8") -> Path:
    path = folder / "企业.csv"
    path.write_bytes("\r\n".join([TITLES, *rows, ""]).encode(code))
    return path


@pytest.mark.parametrize("engine", ["python", "duckdb"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_every_encoding_is_read_alike_and_told(tmp_path: Path, code: str, engine: str) -> None:
    data = written(tmp_path, *ROWS, code=code)
    exit_code, _out, err, rows = _assess(data, "--engine", engine, "--keep", "企业名称")
    assert exit_code == 0, err
    assert [row["verdict"] for row in rows] == ["medium", "micro"]
    assert [row["企业名称"] for row in rows] == ["演示科技", "示例软件"]
    assert "缺列" not in err
    said = {"gb18030": "读作 GB18030", "utf-16": "读作 UTF-16-LE", "utf-16-le": "读作 UTF-16-LE"}
    assert said.get(code, "按中文列名读") in err
    assert "职工总数 → employees" in err


def test_tabs_and_semicolons_part_cells_too(tmp_path: Path) -> None:
    for mark in "\t;|":
        data = tmp_path / "firms.csv"
        text = "\n".join([TITLES, *ROWS]).replace(",", mark)
        data.write_text(text, encoding="utf-8")
        assert [row["verdict"] for row in _assess(data)[3]] == ["medium", "micro"]


@pytest.mark.parametrize("engine", ["python", "duckdb"])
@pytest.mark.parametrize("code", ["utf-8", "gb18030"])
def test_ragged_rows_are_named_and_the_others_judged(
    tmp_path: Path, code: str, engine: str
) -> None:
    rows = [ROWS[0], "示例软件,retail,90", "演示材料,industry,1,234,2000,5000", ROWS[1]]
    found = _assess(written(tmp_path, *rows, code=code), "--engine", engine)
    exit_code, _out, err, judged = found
    assert exit_code == 1
    # A thousand's comma without quotes: which cell is one too many, nobody knows.
    assert [row["verdict"] for row in judged] == ["medium", "undetermined", "undetermined", "micro"]
    assert "第 3 行有 6 格，列名只有 5 个" in err
    assert "1 行缺格" in err and "第 2 行，从“上年度营业收入（万元）”列起" in err
    assert "strict_mode" not in err


def test_empty_cells_beyond_the_titles_are_no_fault(tmp_path: Path) -> None:
    exit_code, _out, err, rows = _assess(written(tmp_path, ROWS[0] + ",,", ROWS[1]))
    assert (exit_code, len(rows)) == (0, 2), err


def test_many_ragged_rows_are_counted(tmp_path: Path) -> None:
    data = written(tmp_path, *[ROWS[0] + ",9"] * 30)
    _code, _out, err, _rows = _assess(data)
    assert err.count("列名只有 5 个") == 20 and "另有 10 处" in err


@pytest.mark.parametrize("kind", ["csv", "gb18030", "xlsx"])
def test_a_fact_given_twice_is_refused_by_column(tmp_path: Path, kind: str) -> None:
    titles = ["职工总数", "划型行业", "备注", "备注", "职工总数"]
    cells = ["300", "industry", "a", "b", "301"]
    data = tmp_path / ("firms.xlsx" if kind == "xlsx" else "firms.csv")
    if kind == "xlsx":
        with xlsxwriter.Workbook(data) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, titles)
            sheet.write_row(1, 0, cells)
    else:
        code = "gb18030" if kind == "gb18030" else "utf-8"
        data.write_bytes(f"{','.join(titles)}\n{','.join(cells)}\n".encode(code))
    exit_code, _out, err, _rows = _assess(data)
    assert exit_code == 1
    assert "职工总数（employees）有几列：第 1 列、第 5 列" in err


def test_a_title_and_the_name_of_one_fact_are_two_columns(tmp_path: Path) -> None:
    data = tmp_path / "firms.csv"
    data.write_text("employees,划型行业,职工总数\n300,industry,301\n", encoding="utf-8")
    assert "有几列：第 1 列、第 3 列" in _assess(data)[2]


def test_other_columns_may_stand_twice_unless_they_are_kept(tmp_path: Path) -> None:
    data = tmp_path / "firms.csv"
    data.write_text("employees,备注,划型行业,备注\n9,a,retail,b\n", encoding="utf-8")
    assert _assess(data)[0] == 0
    (tmp_path / "out.parquet").unlink()
    assert (
        "备注 有几列 (column given twice): 第 2 列、第 4 列" in _assess(data, "--keep", "备注")[2]
    )


def test_nearly_right_titles_are_suggested_and_other_units_are_not_taken(tmp_path: Path) -> None:
    data = tmp_path / "firms.csv"
    titles = "划型行业,职工人数,上年度营业收入（元）,Total_Assets"
    data.write_text(f"{titles}\nindustry,300,20000000,1\n", encoding="utf-8")
    _code, _out, err, rows = _assess(data)
    assert rows[0]["verdict"] == "undetermined"
    assert "employees 职工总数（人）；相近的列 (did you mean): 职工人数" in err
    assert "revenue_last_year 上年度营业收入（万元）；相近的列" in err
    assert "上年度营业收入（元）" in err
    assert "total_assets 资产总额（万元）；相近的列 (did you mean): Total_Assets" in err


def test_values_that_do_not_fit_are_named_by_the_title_of_the_file(tmp_path: Path) -> None:
    data = written(tmp_path, ROWS[0].replace("300", "三百"), code="gb18030")
    exit_code, _out, err, _rows = _assess(data)
    assert exit_code == 1
    assert "第 1 行 职工总数 列: '三百' 不合 职工总数" in err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "读不了"),
        (b"\x00\x01\x02\x03" * 400, "不是文本文件"),
        ('划型行业,职工总数\nindustry,"300\nretail,9\n'.encode(), "第 2 行起读不了"),
    ],
    ids=["empty", "binary", "quote that never ends"],
)
def test_a_damaged_csv_is_one_line_of_reason(tmp_path: Path, content: bytes, says: str) -> None:
    data = tmp_path / "firms.csv"
    data.write_bytes(content)
    exit_code, _out, err, _rows = _assess(data)
    assert exit_code == 1
    assert says in err and "\n" not in err


@pytest.mark.parametrize("kind", ["parquet", "xlsx"])
def test_a_damaged_table_is_one_line_of_reason(tmp_path: Path, kind: str) -> None:
    data = tmp_path / f"firms.{kind}"
    data.write_bytes(b"PAR1 broken" * 50)
    exit_code, _out, err, _rows = _assess(data)
    assert exit_code == 1
    assert f"firms.{kind} 读不了" in err and "\n" not in err


def test_a_result_that_cannot_be_written_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gaoxin.batch import run as runs

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("work began")

    monkeypatch.setattr(runs, "opened", never)
    data = written(tmp_path, *ROWS)
    (tmp_path / "a file").touch()
    places = {
        tmp_path / "absent" / "o.parquet": "没有这个文件夹（no such folder）",
        tmp_path / "a file" / "o.parquet": "没有这个文件夹（no such folder）",
        tmp_path / ("长" * 200 + ".parquet"): "写不了（cannot be written）",
        Path("/proc/o.parquet"): "写不了（cannot be written）",
    }
    for out, says in places.items():
        done = CliRunner().invoke(
            assess, [str(data), "--rules", "enterprise_size", "--out", str(out)]
        )
        assert isinstance(done.exception, UserError), (out, done.exception)
        assert says in str(done.exception)
