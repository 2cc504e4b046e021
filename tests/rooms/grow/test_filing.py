"""Filing (填报): the template comes back, lists by credit code, bad cells named, nothing silent."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client

from gaoxin.grow import queries
from gaoxin.grow.filing import actions, pages
from gaoxin.grow.filing.template import template
from gaoxin.grow.models import Filing, YearFigure
from gaoxin.ledger.exchange.core.opening import open_book
from gaoxin.lib.errors import Denied, UserError
from gaoxin.sources.queries import citations_of
from tests.rooms.conftest import moment, person
from tests.rooms.grow.conftest import code, report

TODAY = date(2026, 11, 25)


def workbook(*rows: list[object], name: str = "汇总") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = name
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HEAD = [
    "企业名称",
    "统一社会信用代码",
    "年度",
    "上年度营业收入（万元）",
    "资产负债率(%)",
    "自主品牌",
    "联系电话",
]


def start(zone, user, content: bytes, name: str = "报表.xlsx", year: int | None = 2025) -> Filing:
    return actions.start_filing(zone, content=content, file_name=name, year=year, by=user, on=TODAY)


def test_a_list_is_tried_first_and_written_when_confirmed(firm, other_firm, office) -> None:
    content = workbook(
        HEAD,
        ["甲", firm.credit_code, 2025, 5000, 55, "是", "138"],
        ["乙", other_firm.credit_code, 2025, "3,200.5万元", "61.5%", "否", ""],
    )
    filing = start(firm.zone, office, content)
    assert not YearFigure.objects.exists()
    assert (filing.counts["create"], filing.counts["bad"]) == (6, 0)
    assert actions.trial(filing, by=office, on=TODAY).unknown == ["汇总!G1 联系电话"]
    assert actions.confirm_filing(filing, by=office, on=TODAY) == 6
    known = queries.year_figures(firm.zone, moment("2026-11-25"))
    assert known[other_firm.pk] == {
        (2025, "revenue_last_year"): Decimal("3200.5"), (2025, "debt_ratio"): Decimal("61.5"),
        (2025, "own_brand"): False,
    }  # fmt: skip


def test_each_value_cites_its_cell(firm, office) -> None:
    filing = start(firm.zone, office, workbook(HEAD, ["甲", firm.credit_code, 2025, 5000]))
    actions.confirm_filing(filing, by=office, on=TODAY)
    event = YearFigure.objects.get()
    (citation,) = citations_of("grow.yearfigure", [event.pk])[event.pk]
    assert (citation.sheet, citation.cell) == ("汇总", "D2")
    assert event.filing == filing


def test_the_same_file_again_changes_nothing(firm, office) -> None:
    content = workbook(HEAD, ["甲", firm.credit_code, 2025, 5000, 55, "是"])
    actions.confirm_filing(start(firm.zone, office, content), by=office, on=TODAY)
    again = start(firm.zone, office, content)
    assert (again.counts["unchanged"], again.counts["create"], again.counts["update"]) == (3, 0, 0)
    assert actions.confirm_filing(again, by=office, on=TODAY) == 0


def test_bad_cells_are_named_and_the_others_are_written(firm, office) -> None:
    report(firm, office)
    content = workbook(
        HEAD,
        ["甲", firm.credit_code, 2025, "约五千", 60, "也许"],
        ["乙", "91990100MA0000000X", 2025, 1, 1, "是"],
        ["丙", code(77), 2025, 1, 1, "是"],
        ["甲", firm.credit_code, 2025, 7000, 60, "否"],
        ["甲", firm.credit_code, "去年", 1, 1, "是"],
        ["甲", firm.credit_code, 2031, 1, 1, "是"],
    )
    filing = start(firm.zone, office, content)
    found = actions.trial(filing, by=office, on=TODAY)
    assert [bad.place for bad in found.bad] == ["汇总!D2", "汇总!F2", "汇总!B3", "汇总!C6"]
    skipped = {(line.given.place, line.why[:4]) for line in found.lines if line.kind == "skip"}
    assert ("汇总!D4", "台账里没") in skipped
    assert ("汇总!E5", "与 汇总") in skipped
    assert ("汇总!D7", "年度不对") in skipped
    actions.confirm_filing(filing, by=office, on=TODAY)
    known = queries.year_figures(firm.zone, moment("2026-11-25"))[firm.pk]
    assert known[2025, "debt_ratio"] == 60
    assert known[2025, "revenue_last_year"] == 7000


def test_the_template_comes_back_as_it_went_out(firm, other_firm, office) -> None:
    report(firm, office)
    known = queries.year_figures(firm.zone, moment("2026-11-25"))
    content = template([firm, other_firm], 2025, known)
    filing = start(firm.zone, office, content, "企业年度填报表.xlsx")
    assert filing.counts["unchanged"] == 13
    assert filing.counts["create"] == filing.counts["bad"] == 0


def test_a_filled_template_is_read_by_sheet_and_year(firm, office) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template([firm], 2025, {})))
    page = book.worksheets[0]
    row = next(r for r in range(1, page.max_row + 1) if page.cell(r, 1).value == "上年度营业收入")
    page.cell(row, 3).value, page.cell(row, 4).value = 5000, 4000
    level = next(r for r in range(1, page.max_row + 1) if page.cell(r, 1).value == "研发机构级别")
    page.cell(level, 3).value = "省级"
    out = io.BytesIO()
    book.save(out)
    actions.confirm_filing(start(firm.zone, office, out.getvalue()), by=office, on=TODAY)
    assert queries.year_figures(firm.zone, moment("2026-11-25"))[firm.pk] == {
        (2025, "revenue_last_year"): 5000, (2024, "revenue_last_year"): 4000,
        (2025, "rd_institution_level"): "provincial",
    }  # fmt: skip


def test_a_csv_without_years_takes_the_year_given(firm, office) -> None:
    text = f"统一社会信用代码,资产负债率\n{firm.credit_code},48\n"
    filing = start(firm.zone, office, text.encode("gb18030"), "表.csv", year=2024)
    actions.confirm_filing(filing, by=office, on=TODAY)
    assert YearFigure.objects.get().year == 2024


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "空.xlsx"), (b"PK\x03\x04 not a book", "坏.xlsx"), (b"hello", "信.txt"),
        (workbook(["甲", "乙"], [1, 2]), "别的.xlsx"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_filing_is_refused_in_words(zone, office, content, name) -> None:
    with pytest.raises(UserError):
        start(zone, office, content, name)
    assert not Filing.objects.exists()


def test_an_operator_writes_own_parks_and_cannot_reach_others(firm, other_firm, operator) -> None:
    content = workbook(
        HEAD, ["甲", firm.credit_code, 2025, 5000], ["乙", other_firm.credit_code, 2025, 6000]
    )
    filing = start(firm.zone, operator, content)
    assert (filing.counts["create"], filing.counts["skip"]) == (1, 1)
    actions.confirm_filing(filing, by=operator, on=TODAY)
    assert set(queries.year_figures(firm.zone, moment("2026-11-25"))) == {firm.pk}


def test_a_filing_is_settled_once(firm, office) -> None:
    filing = start(firm.zone, office, workbook(HEAD, ["甲", firm.credit_code, 2025, 5000]))
    actions.drop_filing(filing, by=office)
    for act in (actions.drop_filing, actions.confirm_filing):
        with pytest.raises(UserError):
            act(filing, by=office, **({"on": TODAY} if act is actions.confirm_filing else {}))
    assert not YearFigure.objects.exists()


@pytest.mark.parametrize("role", ["leader", "auditor", "expert", None])
def test_who_only_looks_files_nothing(firm, role) -> None:
    content = workbook(HEAD, ["甲", firm.credit_code, 2025, 5000])
    with pytest.raises(Denied):
        start(firm.zone, person(f"y{role}", role), content)


def test_the_workbook_opens_as_any_other(firm) -> None:
    book = open_book(template([], 2025, {}), "x.xlsx")
    assert [sheet.name for sheet in book.sheets] == ["空白"]


def test_a_value_that_is_too_large_is_named_and_holds_up_no_other(firm, office) -> None:
    content = workbook(
        HEAD, ["甲", firm.credit_code, 2025, "1e20", 55, "是", ""],
        ["甲", firm.credit_code, 2024, -3, 60, "是", ""],
    )  # fmt: skip
    filing = start(firm.zone, office, content)
    found = actions.trial(filing, by=office, on=TODAY)
    assert [(bad.place, bad.written) for bad in found.bad] == [
        ("汇总!D2", "1e20"), ("汇总!D3", "-3"),
    ]  # fmt: skip
    assert actions.confirm_filing(filing, by=office, on=TODAY) == 4


def test_the_page_says_how_many_sheets_one_workbook_holds(
    firm, other_firm, office, monkeypatch
) -> None:
    monkeypatch.setattr(pages, "MOST_SHEETS", 1)
    found = pages.filings_page(office, TODAY)
    assert (found.firms, found.sheets) == (2, 1)
    client = Client()
    client.force_login(office)
    assert "一次给前 1 家" in client.get("/grow/filings/").text
    book = openpyxl.load_workbook(io.BytesIO(client.get("/grow/filings/template/").content))
    assert firm.credit_code in str([[c.value for c in r] for s in book for r in s.iter_rows()])
    assert other_firm.credit_code not in str(
        [[c.value for c in r] for s in book for r in s.iter_rows()]
    )
