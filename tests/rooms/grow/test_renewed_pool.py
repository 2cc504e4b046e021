"""Pool (梯级总表): one recording re-judges one enterprise; another day or rule re-judges all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from gaoxin.figures import sight
from gaoxin.grow import actions, standing
from gaoxin.grow.actions import Title
from gaoxin.grow.books import books
from gaoxin.grow.core.renewal import Renewal
from gaoxin.ledger.actions import Record
from gaoxin.lib.moment import Moment
from tests.rooms.grow.conftest import enterprise, report

LATER = datetime(2026, 11, 22, 8, tzinfo=UTC)
DAY = date(2026, 11, 25)


@pytest.fixture
def judged(monkeypatch) -> list[Any]:
    """Return what was judged, in a memory of its own."""
    made: list[Any] = []
    plain = standing.stand

    def stand(ladder, rules, own, mine):
        made.append(own.get("employees"))
        return plain(ladder, rules, own, mine)

    monkeypatch.setattr(standing, "stand", stand)
    monkeypatch.setattr(standing, "_FACTS", Renewal())
    monkeypatch.setattr(standing, "_WAYS", Renewal())
    return made


@pytest.fixture
def firms(parks, office) -> list[Any]:
    made = [enterprise(parks[0], n) for n in (1, 2, 3)]
    for n, firm in enumerate(made):
        report(firm, office, employees=100 + n)
    return made


def pool(firms, *, day: date = DAY, hour: int = 0):
    at = Moment(day, datetime(2026, 11, 25, hour, tzinfo=UTC))
    return standing.pool(standing.sight_at(firms[0].zone, at))


def test_a_figure_of_one_firm_re_judges_that_one(firms, office, judged) -> None:
    before = pool(firms)
    assert sorted(judged) == [100, 101, 102]
    judged.clear()
    late = Record(by=office, at=LATER)
    actions.record_figures(firms[1], 2025, {"employees": 500}, record=late, on=date(2026, 5, 1))
    sight.latest_known.cache_clear()
    after = pool(firms, hour=1)
    assert judged == [500]
    assert after[firms[0].pk].ways is before[firms[0].pk].ways
    assert after[firms[1].pk].facts["employees"] == 500


def test_a_title_re_judges_the_firm_that_has_it(firms, office, judged) -> None:
    pool(firms)
    judged.clear()
    told = Title("specialized", "provincial", "granted", date(2026, 6, 28))
    actions.record_honour(firms[2], told, record=Record(by=office, at=LATER))
    sight.latest_known.cache_clear()
    after = pool(firms, hour=1)
    assert judged == [102]
    assert "specialized" in after[firms[2].pk].held


def test_another_day_re_judges_all(firms, judged) -> None:
    pool(firms)
    judged.clear()
    pool(firms, day=date(2026, 11, 24))
    assert len(judged) == 3


def test_another_ladder_re_judges_all(firms, judged, monkeypatch) -> None:
    pool(firms)
    judged.clear()
    other = replace(books(), stamp="another")
    monkeypatch.setattr(standing, "books", lambda: other)
    found = pool(firms)
    assert len(judged) == 3
    assert len(found) == 3
