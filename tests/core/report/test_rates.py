"""Checking of rates (比率验算): real tables, rounding, bad cells."""

from __future__ import annotations

import csv
import io
import json
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
import xlsxwriter
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.lib.errors import UserError
from gaoxin.report.commands import check
from gaoxin.report.core.rates import Checked, Columns, check_rates, rounded, truncated
from gaoxin.report.core.sheet import read_sheet

NAMES = ("签约", "开工", "公布")


def table(*lines: str, header: str = "县区,签约,开工,公布", unit: str = "auto") -> Checked:
    sheet = read_sheet("\n".join([header, *lines]).encode(), "t.csv", NAMES)
    return check_rates(sheet, Columns("开工", "签约", "公布"), unit)


def test_luan_2024_has_one_wrong_rate(shared) -> None:
    content = (shared / "data/supervision/luan_2024H1.csv").read_bytes()
    sheet = read_sheet(content, "luan.csv", ("started_100m", "signed_100m", "published_rate"))
    found = check_rates(sheet, Columns("started_100m", "signed_100m", "published_rate"))
    wrong = [rate for rate in found.rates if rate.verdict == "wrong"]
    assert [(rate.label, rate.published, rate.half_up, rate.truncated) for rate in wrong] == [
        ("金寨县", "68.9", "68.8", "68.7")
    ]
    assert (len(found.rates), found.faults, found.problems) == (8, 1, ())


def test_some_offices_truncate(shared) -> None:
    content = (shared / "data/supervision/ratios.csv").read_bytes()
    found = check_rates(
        read_sheet(content, "r.csv", ("num", "den", "published_pct")),
        Columns("num", "den", "published_pct"),
    )
    assert found.faults == 0
    cut = [rate for rate in found.rates if rate.verdict == "truncated"]
    assert [(rate.published, rate.half_up) for rate in cut] == [("99.65", "99.66")]
    assert cut[0].label.startswith("渭南履约率")


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("甲,8,5,62.5", "half_up"),
        ("甲,8,5,63", "half_up"),
        ("甲,8,5,62", "truncated"),
        ("甲,8,5,62.50", "half_up"),
        ("甲,８,５,６２．５％", "half_up"),
        ('甲,"1,600","1,000",62.5%', "half_up"),
        ("甲,8,-5,-63", "half_up"),
        ("甲,8,−5,−62", "truncated"),
        ("甲,8,5,61", "wrong"),
        ("甲,8,5,625‰", "half_up"),
        ("甲,3,2,66.66", "truncated"),
    ],
)
def test_half_up_is_preferred_and_truncation_is_named(line: str, verdict: str) -> None:
    assert table(line).rates[0].verdict == verdict


@pytest.mark.parametrize(
    ("line", "column", "word"),
    [
        ("乙,0,0,0", "签约", "分母是 0"),
        ("乙,,5,50", "签约", "空格"),
        ("乙,8,五,50", "开工", "“五”不是数"),
        ("乙,8,5,约六成", "公布", "不是数"),
        ("乙,8,5,", "公布", "空格"),
        ("乙,8,5,%", "公布", "空格"),
        ("乙,8,1e3,5", "开工", "不是数"),
    ],
)
def test_a_bad_cell_is_named_and_the_rest_is_checked(line: str, column: str, word: str) -> None:
    found = table("甲,8,5,62.5", line, "丙,4,1,25")
    assert [rate.row for rate in found.rates] == [1, 3]
    problem = found.problems[0]
    assert (problem.row, problem.line, problem.label, problem.column) == (2, 3, "乙", column)
    assert word in problem.reason


def test_a_share_is_read_as_a_share_only_when_something_says_so() -> None:
    with pytest.raises(UserError, match="--unit ratio"):
        table("甲,8,5,0.63", "乙,4,1,0.25")
    assert table("甲,8,5,0.63", "乙,4,1,0.25", unit="ratio").faults == 0
    assert table("甲,800,5,0.63", "乙,400,1,0.25", unit="percent").faults == 0
    header = "县区,签约,开工,公布(小数)"
    sheet = read_sheet(f"{header}\n甲,8,5,0.63".encode(), "t.csv", ("开工", "签约", "公布(小数)"))
    assert check_rates(sheet, Columns("开工", "签约", "公布(小数)")).faults == 0


def test_columns_in_different_money_units_are_brought_together() -> None:
    text = "园区,到位(万元),合同（亿元）,到位率%\n甲,19200,4.86,39.5"
    columns = Columns("到位(万元)", "合同(亿元)", "到位率%")
    wanted = (columns.numerator, columns.denominator, columns.published)
    found = check_rates(read_sheet(text.encode("gb18030"), "t.csv", wanted), columns)
    assert found.rates[0].verdict == "half_up"


def test_a_workbook_with_title_lines_is_read() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    page = book.add_worksheet("说明")
    page.write(0, 0, "没有表")
    page = book.add_worksheet("开工")
    rows = [["2024 年上半年"], [], ["县区", "签约\n(个)", "开 工", "公布"], ["甲", 32, 22, 68.9]]
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    sheet = read_sheet(buffer.getvalue(), "t.xlsx", ("开工", "签约(个)", "公布"))
    found = check_rates(sheet, Columns("开工", "签约(个)", "公布"))
    assert (found.rates[0].line, found.rates[0].verdict) == (4, "wrong")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_encodings_and_separators(encoding: str, mark: str) -> None:
    text = "县区,签约,开工,公布\n甲,8,5,62.5\n".replace(",", mark)
    sheet = read_sheet(text.encode(encoding), "t.csv", NAMES)
    assert check_rates(sheet, Columns("开工", "签约", "公布")).rates[0].verdict == "half_up"


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"", "t.csv", "空的"),
        (b"PK\x03\x04 broken", "t.xlsx", "打不开"),
        ("县区,签约\n甲,1".encode(), "t.csv", "现有：县区、签约"),
        (b"\xff\x00\x81", "t.csv", "编码"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, name: str, word: str) -> None:
    with pytest.raises(UserError, match=word):
        read_sheet(content, name, NAMES)


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 4))
def test_rounding_agrees_with_decimal(exact: Fraction, digits: int) -> None:
    step = Decimal(1).scaleb(-digits)
    # 200 digits hold every quotient here apart from a half, or are a half exactly.
    with localcontext(prec=200):
        value = Decimal(exact.numerator) / Decimal(exact.denominator)
        assert rounded(exact, digits) == value.quantize(step, ROUND_HALF_UP)
        assert truncated(exact, digits) == value.quantize(step, ROUND_DOWN)


def test_the_command_prints_json_and_a_table(tmp_path) -> None:
    path = tmp_path / "t.csv"
    with path.open("w", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [["县区", "签约", "开工", "公布"], ["甲", 8, 5, 61], ["乙", 0, 1, 2]]
        )
    options = ["rates", str(path), "--num", "开工", "--den", "签约", "--published", "公布"]
    done = CliRunner().invoke(check, [*options, "--json"])
    answer = json.loads(done.stdout)
    assert done.exit_code == 1
    assert answer["faults"] == 1
    assert answer["rows"][0]["half_up"] == "63"
    assert answer["problems"][0]["column"] == "签约"
    shown = CliRunner().invoke(check, options).stdout
    assert "与算式不符" in shown
    assert "第 3 行 乙“签约”：分母是 0" in shown
