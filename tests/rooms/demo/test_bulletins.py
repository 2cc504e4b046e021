"""The demo's bulletins (演示区的通报): a frozen one to replay, a draft whose numbers open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from gaoxin.lib.moment import Moment
from gaoxin.report import queries
from gaoxin.report.core.word.write import code_of
from gaoxin.report.models import Bulletin
from gaoxin.samples.bulletins import file_name

BEFORE, FINAL = date(2026, 9, 1), date(2026, 10, 1)


def test_the_month_before_is_published_and_the_final_one_waits_for_the_leader(demo_zone):
    states = dict(Bulletin.objects.values_list("month", "state"))
    assert states == {BEFORE: Bulletin.State.PUBLISHED, FINAL: Bulletin.State.CHECKED}


def test_the_published_one_recomputed_as_known_on_its_day_equals_the_frozen_one(demo_zone):
    kept = queries.bulletin_of(demo_zone, BEFORE)
    frozen = queries.paper_of(kept)
    again = queries.compose_month(demo_zone, BEFORE, Moment(kept.as_of, kept.known_at))
    assert code_of(again) == kept.check_code == code_of(frozen)
    assert kept.known_at.date() == kept.issued_on == date(2026, 10, 21)


@pytest.mark.parametrize("month", [BEFORE, FINAL])
def test_every_number_of_the_file_has_a_source(demo_zone, month):
    content = (Path(django_settings.GAOXIN_HOME) / file_name(month)).read_bytes()
    found = queries.traced(content, demo_zone)
    assert found.traced > 200
    assert (found.untraced, found.faults) == ((), ())
    assert found.code_printed == found.code_computed
