"""Parks minus elimination make the zone, whatever the ledger holds (分园区合计冲抵后等于全区)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaoxin.figures import sight
from gaoxin.figures.core.key import Scope
from gaoxin.figures.queries import board, shipped
from gaoxin.ledger.models import Milestone, Park, Posting, Project, Zone
from tests.rooms.conftest import instant, moment

START = date(2026, 1, 1)
day = st.integers(0, 364).map(lambda n: START + timedelta(days=n))
park = st.sampled_from([None, 0, 1, 2])
money = st.decimals(min_value=0, max_value=Decimal("99999999999.99"), places=2)
project = st.fixed_dictionaries(
    {
        "host": park,
        "first": park,
        "kind": st.sampled_from(["industrial", "platform", "service"]),
        "signed": st.none() | day,
        "started": st.none() | day,
        "planned": money,
        "in_place": money,
        "invested": money,
    }
)


def write(zone: Zone, parks: list[Park], drawn: list[dict]) -> None:
    stamp = {"recorded_at": instant("2026-01-01"), "recorded_by": "test"}
    place = {None: None, **dict(enumerate(parks))}
    for n, each in enumerate(drawn):
        on = each["signed"] or START
        made = Project.objects.create(
            zone=zone, code=f"P{n}", name=f"项目{n}", kind=each["kind"],
            park=place[each["host"]], origin_park=place[each["first"]], **stamp,
        )  # fmt: skip
        for stage in ("signed", "started"):
            if each[stage]:
                Milestone.objects.create(
                    project=made, stage=stage, happened_on=each[stage], **stamp
                )
        for kind in ("planned", "in_place", "invested"):
            Posting.objects.create(
                project=made, kind=kind, amount=each[kind], original_amount=each[kind],
                happened_on=on, period=on.replace(day=1), **stamp,
            )  # fmt: skip


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=st.lists(project, max_size=8), as_of=day)
def test_parks_and_unplaced_minus_elimination_make_the_zone(zone, drawn, as_of):
    Posting.objects.all().delete()
    Milestone.objects.all().delete()
    Project.objects.all().delete()
    sight.forget()
    parks = [
        Park.objects.get_or_create(zone=zone, code=f"q{n}", defaults={"name": f"园{n}"})[0]
        for n in range(3)
    ]
    write(zone, parks, drawn)
    desk = board(zone, moment(str(as_of)))
    unplaced = Scope("u", zone.pk)
    for definition in shipped():
        if not definition.adds_up or "target" in definition.id:
            continue
        by_park = desk.by_park(definition.id, "2026", [p.pk for p in parks])
        total = sum((figure.numerator for figure in by_park.values()), Decimal(0))
        total += desk.figure(definition.id, "2026", unplaced).numerator
        total -= desk.elimination(definition.id, "2026").numerator
        assert total == desk.figure(definition.id, "2026").numerator, definition.full_id
