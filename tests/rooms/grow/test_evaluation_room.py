"""Zone evaluation in the room: figures with targets, one value, a whole sheet, nothing guessed."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from gaoxin.figures import sight
from gaoxin.grow.core.evaluation import ACTUAL, PLANNED, given_of
from gaoxin.grow.evaluation import actions, pages, queries
from gaoxin.ledger.actions import Record
from gaoxin.ledger.models import Observation
from gaoxin.lib.errors import Denied, UserError
from gaoxin.sources.models import Document
from gaoxin.web import clock

DAY = date(2026, 3, 1)
TEXT = "编号\t指标\t目标\t实际\n1.1\t机构\t40\t32\n1.2\t人员\t10%\t8.5\n1.10\t氛围\t\t80.5\n"


def write(zone, user, text: str, *, year: int = 2025, on: date = DAY) -> int:
    found = pages.sheet_page(user, clock.now(), name="2021", year=str(year), text=text, on=on)
    occasion = actions.Occasion(year, on)
    given = [row.given for row in found.rows]
    count = actions.record_values(zone, found.table, given, occasion=occasion,
                                  record=Record(by=user))  # fmt: skip
    sight.forget()
    return count


def lines_of(user, year: str = "2025"):
    found = pages.table_page(user, clock.now(), name="2021", year=year)
    return found, {row.figures.line.number: row.figures
                   for dimension in found.dimensions for row in dimension.rows}  # fmt: skip


def test_the_table_is_complete_by_name_and_unknown_weights_stay_blank(zone, office) -> None:
    found, lines = lines_of(office)
    assert len(lines) == found.total == 46
    assert [d.weight for d in found.dimensions] == ["20", "20", "15", "15", "30"]
    weights = {row.figures.line.number: row.weight for d in found.dimensions for row in d.rows}
    assert {number for number, weight in weights.items() if weight} == {"1.1", "1.2"}
    assert found.filled == 0
    assert all(each.value is None for each in lines.values())
    newer = pages.table_page(office, clock.now(), name="2024", year="2025")
    assert newer.announced == (6, 43)
    assert newer.total == 4


def test_a_sheet_gives_values_targets_and_completion(zone, office) -> None:
    assert write(zone, office, TEXT) == 5
    found, lines = lines_of(office)
    assert lines["1.1"].value.text == "32个"
    assert lines["1.1"].goal.value == 40
    assert lines["1.1"].done.value == Decimal("80.0")
    assert lines["1.2"].value.value == Decimal("8.50")
    assert lines["1.2"].done.value == Decimal("85.0")
    # Judged lines have no completion; another year has nothing.
    assert lines["1.10"].value.value == Decimal("80.50")
    assert lines["1.10"].done is None
    assert (found.filled, found.aimed) == (3, 2)
    assert lines_of(office, "2024")[0].filled == 0


def test_the_same_sheet_again_writes_nothing_and_a_later_value_counts(zone, office) -> None:
    write(zone, office, TEXT)
    assert write(zone, office, TEXT) == 0
    assert write(zone, office, "编号\t实际\n1.1\t33\n", on=date(2026, 4, 1)) == 1
    _found, lines = lines_of(office)
    assert lines["1.1"].value.value == 33
    assert Observation.objects.filter(indicator__code="ze2021_1_1", basis=ACTUAL).count() == 2


def test_wrong_cells_are_named_and_the_others_are_read(zone, office) -> None:
    text = "编号\t目标\t实际\n1.1\tabc\t5\n9.9\t1\t1\n1.2\t\t1.234\n1.1\t1\t1\n"
    found = pages.sheet_page(office, clock.now(), name="2021", year="2025", text=text)
    assert [row.given.cell for row in found.rows] == ["C2"]
    assert [problem.partition("：")[0] for problem in found.problems] == ["B2", "A3", "C4", "A5"]
    headless = pages.sheet_page(office, clock.now(), name="2021", year="2025", text="1\t2\n")
    assert "表头" in headless.problems[0]


def test_money_is_kept_in_yuan_and_printed_in_its_unit(zone, office) -> None:
    write(zone, office, "编号\t实际\n2.4\t12.5\n3.1\t0.45\n")
    _found, lines = lines_of(office)
    assert Observation.objects.get(indicator__code="ze2021_2_4").value == 1_250_000_000
    assert lines["2.4"].value.text == "12.50亿元"
    assert lines["3.1"].value.text == "0.45吨标准煤/万元"
    # Less is better here: no completion is told.
    write(zone, office, "编号\t目标\n3.1\t0.40\n")
    assert lines_of(office)[1]["3.1"].done is None


@pytest.mark.parametrize("text", ["", "a", "1e99", "nan", "1.23456"])
def test_a_value_that_is_none_is_refused(text: str) -> None:
    line = queries.table_of("2021").line("ze2021_1_1")
    assert isinstance(given_of(line, ACTUAL, text), str)


def test_days_and_years_that_cannot_be_are_refused(zone, office) -> None:
    table = queries.table_of("2021")
    given = [given_of(table.lines[0], PLANNED, "3")]
    for occasion in (actions.Occasion(2025, date(2099, 1, 1)), actions.Occasion(1999, DAY)):
        with pytest.raises(UserError):
            actions.record_values(zone, table, given, occasion=occasion, record=Record(by=office))


def test_only_the_administration_records(zone, operator, outsider) -> None:
    with pytest.raises(Denied):
        pages.sheet_page(operator, clock.now(), name="2021", year="2025")
    with pytest.raises(Denied):
        pages.table_page(outsider, clock.now(), name="2021", year="2025")


def test_screens_of_one_value_and_of_a_sheet(zone, office, operator) -> None:
    client = Client()
    client.force_login(office)
    told = {"year": "2025", "basis": "actual", "value": "7", "on": "2026-03-01"}
    assert client.post("/grow/evaluation/line/ze2021_1_1/record/", told).status_code == 302
    assert Observation.objects.get().value == 7
    asked = {"table": "2021", "year": "2025", "on": "2026-03-01", "text": TEXT}
    trial = client.post("/grow/evaluation/sheet/", asked)
    assert trial.status_code == 200
    assert Observation.objects.count() == 1
    client.post("/grow/evaluation/sheet/", {**asked, "confirm": "1"})
    assert Observation.objects.count() == 6
    client.force_login(operator)
    assert client.post("/grow/evaluation/line/ze2021_1_1/record/", told).status_code == 403


def test_the_export_is_read_back_unchanged(zone, office) -> None:
    write(zone, office, TEXT)
    client = Client()
    client.force_login(office)
    book = client.get("/grow/evaluation/?table=2021&year=2025&format=xlsx").content
    found = pages.sheet_page(
        office,
        clock.now(),
        name="2021",
        year="2025",
        text=pages.text_of_workbook(book, "评价.xlsx"),
        on=DAY,
    )
    assert (found.rows, found.problems, found.same) == ((), (), 5)


def test_a_count_below_nothing_is_refused_a_net_growth_is_not(office, zone) -> None:
    lines = {x.code: x for t in queries.tables() for x in t.lines}
    assert given_of(lines["ze2021_1_1"], ACTUAL, "-1") == "negative"
    assert "不能小于零" in pages.problem_words("C2", "negative", "-1")
    grown = given_of(lines["ze2021_2_6"], ACTUAL, "-3")
    assert grown.value == -3


def test_nobody_else_leaves_a_file_and_a_wrong_file_is_named(zone, office, operator) -> None:
    client = Client()
    asked = {"table": "2021", "year": "2025", "on": str(DAY)}
    before = Document.objects.count()
    client.force_login(operator)
    sent = {**asked, "file": io.BytesIO(b"x"), "basis": "actual", "value": "3"}
    assert client.post("/grow/evaluation/sheet/", sent).status_code == 403
    sent["file"] = io.BytesIO(b"x")
    assert client.post("/grow/evaluation/line/ze2021_1_1/record/", sent).status_code == 403
    client.force_login(office)
    wrong = io.BytesIO(b"%PDF-1.4")
    wrong.name = "表.xlsx"
    assert client.post("/grow/evaluation/sheet/", {**asked, "file": wrong}).status_code == 400
    assert Document.objects.count() == before
