"""Standing (梯级): verdicts by day, reach list, what-if, what is due, a zone's own rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gaoxin.figures import sight
from gaoxin.grow import actions, local
from gaoxin.grow.actions import Title
from gaoxin.grow.board import pages as board_pages
from gaoxin.grow.board.rulepages import rules_page
from gaoxin.grow.books import _books, books
from gaoxin.grow.core.rules import PRESETS
from gaoxin.grow.models import YearFigure
from gaoxin.grow.queries import year_figures
from gaoxin.grow.record import pages, whatif
from tests.rooms.conftest import moment, person
from tests.rooms.grow.conftest import enterprise, report, told_by

NOW = moment("2026-11-25")


def rung(user, firm, title: str = "little_giant", at=NOW):
    return pages.rung_page(user, at, firm.pk, title)


def test_the_day_picks_the_version_and_both_are_told(giant, office) -> None:
    now, before = rung(office, giant), rung(office, giant, at=moment("2026-03-31"))
    assert (now.rule.id, now.rung.outcome) == ("little_giant_2026", "pass")
    assert before.rule.id == "little_giant_2022"
    assert [rule.id for rule, _outcome, _says in now.versions] == ["little_giant_2022"]


def test_every_condition_has_value_threshold_gap_and_its_place(giant, office) -> None:
    report(giant, office, revenue_last_year=4500)
    found = rung(office, giant)
    (line,) = [row for row in found.conditions if row.id == "c_revenue"] or [None]
    assert (line.state, line.value, line.threshold, line.gap) == (
        "fail", "4500 万元", "≥ 5000 万元", "500 万元",
    )  # fmt: skip
    assert "上年度营业收入 4500 万元，须 ≥ 5000 万元，差 500 万元" in found.says
    # Revenue is short by a tenth, and so it did not grow: a whole requirement.
    assert (found.rung.state, found.rung.distance.failed) == ("far", 2)


def test_where_one_alternative_holds_the_others_are_moot(giant, office) -> None:
    found = {row.id: row.state for row in rung(office, giant).conditions}
    assert found["c_market.dom_share"] == "pass"
    assert found["c_market.int_share"] == "moot"


def test_the_reach_list_is_sorted_by_the_smallest_gap(giant, other_firm, office) -> None:
    report(giant, office, specialised_dev_score=57)
    report(other_firm, office, specialised_dev_score=50)
    for year, revenue in ((2024, 5400), (2023, 4900)):
        report(other_firm, office, year, on=date(year + 1, 4, 20), revenue_last_year=revenue,
               rd_expense_last_year=600)  # fmt: skip
    told = Title("specialized", "provincial", "granted", date(2024, 6, 28))
    actions.record_honour(other_firm, told, record=told_by(office))
    asked = board_pages.Asked(state="near", way="quality")
    found = board_pages.reach_page(office, NOW, asked)
    assert [row.enterprise.pk for row in found.lines] == [giant.pk, other_firm.pk]
    assert [str(row.rung.distance.gap) for row in found.lines] == ["0.0500", "0.1667"]
    heads, rows = board_pages.reach_sheet(found)
    assert len(rows) == found.shown == 2
    assert len(heads) == len(rows[0])


def test_an_operator_sees_own_parks_on_every_list(giant, other_firm, office, operator) -> None:
    report(other_firm, office)
    every = board_pages.reach_page(office, NOW, board_pages.Asked(state="all"))
    own = board_pages.reach_page(operator, NOW, board_pages.Asked(state="all"))
    assert {row.enterprise.pk for row in every.lines} == {giant.pk, other_firm.pk}
    assert {row.enterprise.pk for row in own.lines} == {giant.pk}
    assert board_pages.grow_home(operator, NOW).industries == ()


def test_what_if_changes_every_rung_and_writes_nothing(giant, office) -> None:
    count = YearFigure.objects.count()
    found = whatif.what_if(office, NOW, giant.pk, {"v_revenue_last_year": "4000"})
    (change,) = [c for way in found.ways for c in way.rungs if c.after.title.id == "little_giant"]
    assert (change.before.outcome, change.after.outcome) == ("pass", "fail")
    assert change.is_changed
    assert YearFigure.objects.count() == count


def test_what_if_names_values_that_do_not_fit_and_leaves_them_out(giant, office) -> None:
    found = whatif.what_if(
        office, NOW, giant.pk, {"v_debt_ratio": "许多", "v_nothing": "1", "page": "2"}
    )
    assert (found.errors, found.supposed, found.changed) == (1, 0, 0)


def test_the_size_class_follows_a_supposed_headcount(giant, office) -> None:
    supposed = {"v_employees": "5000", "v_revenue_last_year": "90000"}
    found = whatif.what_if(office, NOW, giant.pk, supposed)
    (change,) = [c for way in found.ways for c in way.rungs if c.after.title.id == "little_giant"]
    assert "属于中小企业" in change.says


def test_due_are_rechecks_and_updates_of_the_year(giant, office) -> None:
    day = moment("2027-02-01")
    found = board_pages.due_page(office, day)
    assert [(row.due.what, row.due.by.isoformat()) for row in found.lines] == [
        ("update", "2027-05-31"), ("recheck", "2027-06-27"),
    ]  # fmt: skip
    assert board_pages.due_page(office, day, what="recheck").shown == 1


def test_the_board_takes_as_many_queries_for_many_enterprises_as_for_one(giant, parks, office):
    def queries() -> int:
        sight.forget()
        with CaptureQueriesContext(connection) as seen:
            board_pages.grow_home(office, NOW)
        return len(seen)

    # The person's zone is asked for once.
    queries()
    few = queries()
    for number in range(10, 25):
        report(enterprise(parks[number % 2], number), office)
    assert queries() == few


@pytest.fixture
def home(settings, tmp_path) -> Path:
    settings.GAOXIN_HOME = tmp_path
    folder = tmp_path / "rules" / "grow"
    folder.mkdir(parents=True)
    return folder


OWN = (PRESETS / "gazelle_zone_common.yaml").read_text(encoding="utf-8")
OWN = OWN.replace("id: gazelle_zone_common", "id: own_gazelle", 1).replace(
    "series: gazelle_zone", "series: own_gazelle", 1)  # fmt: skip


def test_a_rule_of_the_zone_stands_beside_the_shipped_ones(home, office, giant) -> None:
    (home / "own.yaml").write_text(OWN, encoding="utf-8")
    assert "own_gazelle" in books().library.rules
    assert books().problems == ()


def test_a_broken_rule_is_named_by_line_and_the_old_one_stays(home, office, giant) -> None:
    path = home / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    good = books().library.rules["own_gazelle"]
    path.write_text(OWN.replace("op: ge", "op: about", 1), encoding="utf-8")
    shelf = books()
    assert shelf.library.rules["own_gazelle"].head == good.head
    (problem,) = shelf.problems
    line = 1 + OWN[: OWN.index("op: ge")].count("\n")
    assert problem.startswith(f"{path}:{line}: ")
    assert rules_page(office, date(2026, 11, 25)).problems == shelf.problems
    assert board_pages.grow_home(office, NOW).problems == shelf.problems


def test_the_last_good_text_outlives_the_program(home, giant) -> None:
    path = home / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    good = books().library.rules["own_gazelle"]
    path.write_text("schema: [", encoding="utf-8")
    _books.cache_clear()
    assert books().library.rules["own_gazelle"].head == good.head
    path.unlink()
    assert "own_gazelle" not in books().library.rules


def test_a_broken_file_of_weights_leaves_the_last_good(settings, tmp_path, zone, office) -> None:
    settings.GAOXIN_HOME = tmp_path
    path = tmp_path / "rules" / "points" / "own.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(OWN, encoding="utf-8")
    assert local.books("points").find("own_gazelle") is not None
    path.write_text(OWN.replace("op: ge", "op: about", 1), encoding="utf-8")
    shelf = local.books("points")
    assert shelf.own.find("own_gazelle") is not None
    assert len(shelf.problems) == 1
    assert rules_page(office, date(2026, 11, 25)).problems == shelf.problems


def test_a_broken_ladder_leaves_the_shipped_one_in_force(home) -> None:
    (home / "ladder.yaml").write_text("schema: gaoxin.ladder/1\n", encoding="utf-8")
    shelf = books()
    assert "little_giant" in shelf.ladder.titles
    assert len(shelf.problems) == 1


def test_an_enterprise_has_one_answer_on_each_path_the_nearest_first(giant, office) -> None:
    found = pages.enterprise_page(office, NOW, giant.pk).answers
    assert len(found) == len(books().ladder.paths)
    quality = next(each for each in found if each.top is not None)
    assert (quality.top.title.id, quality.next.title.id) == ("specialized", "little_giant")
    assert found[0].next.state == "ready"
    assert "条件都符合" in quality.says


def test_a_title_that_would_fail_its_re_check_is_marked(giant, office) -> None:
    held = Title("little_giant", "national", "granted", date(2025, 6, 1))
    actions.record_honour(giant, held, record=told_by(office))
    assert not any(each.is_shaky for each in pages.enterprise_page(office, NOW, giant.pk).answers)
    report(giant, office, main_business_ratio=40)
    found = pages.enterprise_page(office, NOW, giant.pk).answers
    assert [each.top.title.id for each in found if each.is_shaky] == ["little_giant"]


def test_an_open_score_names_the_data_that_would_settle_it(giant, office) -> None:
    made = rung(office, giant, "high_tech")
    terms = made.rule.terms
    assert made.rung.distance.missing
    named = [name for name in made.rung.distance.missing if terms[name].zh in made.says]
    assert len(named) == len(made.rung.distance.missing) or "等）" in made.says


def test_a_park_operator_sees_the_board_of_the_own_park(giant, other_firm, office) -> None:
    operator = person("of_park", "park_operator", giant.park)
    report(other_firm, office)
    own, zone = (board_pages.grow_home(user, NOW) for user in (operator, office))
    assert (own.pool.value, zone.pool.value) == (1, 2)
    assert (own.known, zone.known) == (1, 2)
    assert own.place in {giant.park.short_name, giant.park.name}
    titles = {row.title.id: row for way in own.ways for row in way.rows}
    assert titles["specialized"].held.value == 1


def test_a_supposed_value_moves_what_is_worked_out_from_it(firm, office) -> None:
    for year, revenue in ((2025, 1700), (2024, 1500), (2023, 1300), (2022, 1100)):
        report(firm, office, year, revenue_last_year=revenue)
    given = {"v_revenue_last_year": "1950"}

    def gazelle(told: dict[str, str]) -> whatif.Change:
        ways = whatif.what_if(office, NOW, firm.pk, told).ways
        return next(each for way in ways for each in way.rungs if each.after.title.id == "gazelle")

    # (1950 / 1100) ** (1 / 3) is 1.2102; 1700 gives 1.1561.
    assert (gazelle(given).before.outcome, gazelle(given).after.outcome) == ("fail", "pass")
    assert gazelle({"v_revenue_cagr_3y": "20"}).after.outcome == "pass"
    assert whatif.what_if(office, NOW, firm.pk, {"v_employees": "-5"}).errors == 1


def test_a_page_opened_before_a_correction_does_not_undo_it(giant, office) -> None:
    client = Client()
    client.force_login(office)
    address = f"/grow/enterprises/{giant.pk}/figures/"
    page = client.get(f"{address}?year=2025").text
    old = {"initial-employees": "200", "employees": "200", "initial-debt_ratio": "55"}
    assert 'name="initial-employees" value="200"' in page
    report(giant, office, employees=230)
    sent = {**old, "year": 2025, "on": "2026-11-20", "debt_ratio": "50", "proof": "voucher"}
    assert client.post(address, sent).status_code == 302
    told = year_figures(giant.zone, moment("2030-01-01", "2040-01-01"))[giant.pk]
    assert (told[2025, "employees"], told[2025, "debt_ratio"]) == (230, 50)
