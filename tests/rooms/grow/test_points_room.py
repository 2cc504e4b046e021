"""Innovation points in the room: stages, ranking, own weights, one value, who sees what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from gaoxin.figures import sight
from gaoxin.grow.models import YearFigure
from gaoxin.grow.points import firm, pages, queries
from gaoxin.grow.standing import sight_at
from gaoxin.lib.errors import UserError
from gaoxin.lib.moment import Moment
from tests.rooms.conftest import instant
from tests.rooms.grow.conftest import enterprise

AT = Moment(date(2026, 6, 1), instant("2027-01-01"))
OWN = """schema: gaoxin.rules/2
id: points_of_our_zone
series: innovation_points
kind: index
title_zh: 本区积分
title_en: Points of our zone
subject: enterprise
document: 本区积分办法
issuer: 本区科技局
in_force_from: 2026-01-01
reference: ["https://example.invalid/points"]
index:
  by: life_stage
  official: true
  method: percentile_rank
  blocks:
    - {id: a, zh: 规模, weight: 100, members: [{ind: revenue_last_year}]}
"""


@pytest.fixture
def firms(parks):
    made = [enterprise(parks[n % 2], n + 1, registered_on=date(2019, 5, 1)) for n in range(4)]
    for number, one in enumerate(made[:3]):
        for name, value in (("revenue_last_year", 3000 + number), ("rd_expense_last_year", 90)):
            YearFigure.objects.create(
                enterprise=one, year=2025, indicator=name, number=Decimal(value),
                happened_on=date(2026, 3, 1), recorded_at=instant("2026-03-01"),
                recorded_by="specialist",
            )  # fmt: skip
    YearFigure.objects.create(
        enterprise=made[3], year=2025, indicator="rd_expense_last_year", number=Decimal(5),
        happened_on=date(2026, 3, 1), recorded_at=instant("2026-03-01"), recorded_by="specialist",
    )  # fmt: skip
    return made


def test_stages_scores_and_those_left_open(zone, firms) -> None:
    found = queries.ranked(sight_at(zone, AT))
    assert {score.stage for score in found.scores.values()} == {"growth"}
    assert set(found.scores) == {one.pk for one in firms[:3]}
    assert list(found.undetermined) == [firms[3].pk]
    assert found.undetermined[firms[3].pk].missing == ("revenue_last_year",)
    assert not found.rules.is_official


def test_the_operator_sees_own_firms_with_their_place_in_the_zone(
    zone, firms, operator, office
) -> None:
    whole = pages.ranking_page(office, AT, pages.Asked("growth"))
    own = pages.ranking_page(operator, AT, pages.Asked("growth"))
    assert (whole.total, own.total, own.cohort) == (3, 2, 3)
    places = {row.firm.pk: row.place for row in whole.rows}
    assert {row.firm.pk: row.place for row in own.rows} == {
        one: place for one, place in places.items() if one in {firms[0].pk, firms[2].pk}
    }
    waiting = pages.ranking_page(office, AT, pages.Asked("open"))
    assert [row.firm.pk for row in waiting.open_rows] == [firms[3].pk]


def test_conditions_and_the_export_give_the_same_rows(zone, firms, parks, office) -> None:
    found = pages.ranking_page(office, AT, pages.Asked("growth", park=str(parks[1].pk)))
    heads, rows = pages.sheet(found)
    assert (found.total, found.shown, len(rows)) == (3, 1, 1)
    assert rows[0][1] == firms[1].name
    assert len(heads) == len(rows[0])
    with pytest.raises(UserError, match="阶段"):
        pages.ranking_page(office, AT, pages.Asked("teenager"))


def test_official_weights_of_the_zone_replace_ours_and_a_bad_file_is_named(
    zone, firms, office, settings, tmp_path
) -> None:
    settings.GAOXIN_HOME = tmp_path
    place = tmp_path / "rules" / "points"
    place.mkdir(parents=True)
    (place / "own.yaml").write_text(OWN, encoding="utf-8")
    (place / "bad.yaml").write_text("schema: gaoxin.rules/2\nid: [", encoding="utf-8")
    sight.forget()
    found = pages.ranking_page(office, AT, pages.Asked("growth"))
    assert found.rules.is_official
    assert [row.total for row in found.rows] == ["100.00", "50.00", "0.00"]
    assert len(found.rules.problems) == 1
    assert "bad.yaml" in found.rules.problems[0]
    # Before its day the shipped one applies.
    sight.forget()
    before = Moment(date(2025, 6, 1), AT.known_at)
    assert queries.rules_on(before.as_of).index.id == "innovation_points_2024"


def test_a_value_opens_what_was_handed_in(zone, firms, office) -> None:
    panel = firm.value_panel(office, AT, firms[1].pk, "rd_ratio_last_year")
    assert panel.line.population == "3"
    assert {each.event.indicator for each in panel.handed} == {
        "rd_expense_last_year", "revenue_last_year",
    }  # fmt: skip
    with pytest.raises(UserError):
        firm.value_panel(office, AT, firms[1].pk, "nothing")


def test_screens_open_for_whom_they_should(zone, firms, office, operator, outsider) -> None:
    client = Client()
    client.force_login(office)
    page = client.get("/grow/points/?stage=growth&as_of=2026-06-01&known_at=now")
    assert "非官方权重" in page.content.decode()
    assert client.get(f"/grow/points/{firms[3].pk}/").status_code == 200
    client.force_login(operator)
    assert client.get(f"/grow/points/{firms[1].pk}/").status_code == 404
    client.force_login(outsider)
    for address in ("", f"{firms[0].pk}/", f"{firms[0].pk}/rd_expense_last_year/"):
        assert client.get(f"/grow/points/{address}").status_code == 403
