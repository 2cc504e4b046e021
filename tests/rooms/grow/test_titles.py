"""Honours (称号登记): who may record what, re-checks, voids, and figures that open their rows."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from gaoxin.figures.core.key import Scope
from gaoxin.figures.queries import board, trace
from gaoxin.grow import actions, standing
from gaoxin.grow.actions import Tie, Title
from gaoxin.grow.extras import reminder
from gaoxin.grow.models import ChainEntry
from gaoxin.ledger.actions import Record
from gaoxin.lib.errors import Denied, UserError
from tests.rooms.conftest import moment, person
from tests.rooms.grow.conftest import told_by

NOW = "2026-11-25"


def title(name: str, on: str, *, kind: str = "granted", until: str | None = None) -> Title:
    end = None if until is None else date.fromisoformat(until)
    return Title(name, "national", kind, date.fromisoformat(on), end)


def held(firm, day: str, known: str = "2030-01-01") -> set[str]:
    sight = standing.sight_at(firm.zone, moment(day, known))
    return set(standing.held_on(sight, date.fromisoformat(day)).get(firm.pk, {}))


def test_a_title_without_an_end_gets_the_years_that_the_rule_names(firm, office) -> None:
    made = actions.record_honour(firm, title("specialized", "2026-06-01"), record=told_by(office))
    assert made.expires_on == date(2029, 5, 31)


def test_a_title_holds_from_its_day_and_is_known_from_its_recording(firm, office) -> None:
    record = Record(by=office)
    actions.record_honour(firm, title("gazelle", "2026-03-01"), record=record)
    assert held(firm, "2026-03-01") == {"gazelle"}
    assert held(firm, "2026-02-28") == set()
    assert held(firm, "2026-03-01", known="2020-01-01") == set()


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ([], title("gazelle", "2026-03-01", kind="rechecked")),
        ([], title("gazelle", "2026-03-01", kind="revoked")),
        ([title("gazelle", "2025-01-01")], title("gazelle", "2026-03-01")),
        ([], title("knighthood", "2026-03-01")),
        ([], title("gazelle", "2999-01-01")),
        ([], title("gazelle", "2026-03-01", until="2026-02-01")),
    ],
)
def test_what_cannot_have_happened_is_refused(firm, office, before, told) -> None:
    for each in before:
        actions.record_honour(firm, each, record=told_by(office))
    with pytest.raises(UserError):
        actions.record_honour(firm, told, record=told_by(office))


def test_a_void_title_is_no_longer_held_and_needs_a_reason(firm, office) -> None:
    made = actions.record_honour(firm, title("gazelle", "2026-03-01"), record=told_by(office))
    with pytest.raises(UserError):
        actions.retract(made, record=told_by(office), reason=" ")
    actions.retract(made, record=told_by(office), reason="登错了")
    assert held(firm, NOW) == set()
    with pytest.raises(UserError):
        actions.retract(made, record=told_by(office), reason="再来一次")


def test_an_operator_records_for_own_parks_only(firm, other_firm, operator) -> None:
    actions.record_honour(firm, title("gazelle", "2026-03-01"), record=told_by(operator))
    with pytest.raises(Denied):
        actions.record_honour(other_firm, title("gazelle", "2026-03-01"), record=told_by(operator))


@pytest.mark.parametrize("role", ["leader", "auditor", "expert", None])
def test_who_only_looks_records_nothing(firm, role) -> None:
    someone = person(f"x{role}", role)
    with pytest.raises(Denied):
        actions.record_honour(firm, title("gazelle", "2026-03-01"), record=told_by(someone))


def test_held_is_what_was_held_plus_gained_minus_lost(firm, other_firm, office) -> None:
    for one, told in (
        (firm, title("gazelle", "2024-05-01", until="2026-04-30")),
        (other_firm, title("gazelle", "2026-02-01", until="2029-01-31")),
        (firm, title("little_giant", "2026-06-01", until="2029-05-31")),
    ):
        actions.record_honour(one, told, record=told_by(office))
    for name in ("gazelle", "little_giant", "champion"):
        start = board(firm.zone, moment("2025-12-31")).figure(f"held_{name}", "2025").numerator
        end = board(firm.zone, moment(NOW))
        gained, lost = (end.figure(f"{verb}_{name}", "2026").numerator for verb in
                        ("gained", "lost"))  # fmt: skip
        assert end.figure(f"held_{name}", "2026").numerator == start + gained - lost
    assert end.figure("held_top", "2026").numerator == 2


def test_parks_and_industries_add_up_to_the_zone(firm, other_firm, parks, office) -> None:
    for one in (firm, other_firm):
        actions.record_honour(one, title("gazelle", "2026-02-01"), record=told_by(office))
    desk = board(firm.zone, moment(NOW))
    by_park = [desk.figure("held_top", "2026", Scope("p", park.pk)).numerator for park in parks]
    assert by_park == [1, 1]
    assert desk.figure("held_top", "2026").numerator == 2
    assert desk.figure("held_top", "2026", Scope("u", firm.zone.pk)).numerator == 0


def test_a_figure_opens_its_enterprises_with_their_titles(firm, other_firm, office, operator):
    for one in (firm, other_firm):
        actions.record_honour(one, title("gazelle", "2026-02-01"), record=told_by(office))
    figure = board(firm.zone, moment(NOW)).figure("held_gazelle", "2026")
    found = trace(figure.key, office)
    assert {line.enterprise.pk for line in found.lines} == {firm.pk, other_firm.pk}
    assert all(line.evidence for line in found.lines)
    own = trace(figure.key, operator)
    assert [line.enterprise.pk for line in own.lines] == [firm.pk]
    assert own.hidden == 1


def test_a_place_in_a_chain_names_its_partner(firm, other_firm, office) -> None:
    tie = Tie("supply", "supplier", "铜材", date(2026, 1, 5), partner=other_firm)
    made = actions.record_tie(firm, tie, record=told_by(office))
    assert (made.partner, made.chain) == (other_firm, "supply")
    with pytest.raises(UserError):
        actions.record_tie(firm, Tie("supply", "supplier", " ", date(2026, 1, 5)),
                           record=told_by(office))  # fmt: skip


def test_a_place_in_a_chain_is_recorded_once_and_on_its_own_chain(firm, office) -> None:
    tie = Tie("value", "brand", "自有品牌", date(2026, 1, 5))
    made = actions.record_tie(firm, tie, record=told_by(office))
    with pytest.raises(UserError, match="已经登记过"):
        actions.record_tie(firm, tie, record=told_by(office))
    with pytest.raises(UserError, match="不在所选的链上"):
        actions.record_tie(firm, Tie("value", "supplier", "铜材", date(2026, 1, 5)),
                           record=told_by(office))  # fmt: skip
    actions.retract(made, record=told_by(office), reason="登记错了")
    assert actions.record_tie(firm, tie, record=told_by(office)).pk != made.pk
    known = set(ChainEntry.Role.values)
    assert set().union(*actions.ROLES.values()) == known
    assert actions.ROLES.keys() == set(ChainEntry.Chain.values)


def test_the_page_of_the_day_reminds_who_records_of_what_is_due(firm, other_firm, office) -> None:
    for each, until in ((firm, "2026-12-20"), (other_firm, "2027-12-20")):
        told = title("specialized", "2024-01-20", until=until)
        actions.record_honour(each, told, record=told_by(office))
    at = moment(NOW)
    found = reminder(office, at)
    # Both missed the yearly update; one expires soon.
    assert (found.soon, found.late, found.by) == (1, 2, date(2026, 5, 31))
    operator = person("of_other", "park_operator", other_firm.park)
    assert (reminder(operator, at).soon, reminder(operator, at).first) == (0, other_firm.name)
    assert reminder(person("looks", "auditor"), at) is None
    client = Client()
    client.force_login(office)
    assert "称号：1 项 60 天内到期，2 项逾期未更新" in client.get(f"/?as_of={NOW}").text
