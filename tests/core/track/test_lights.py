"""Lights: each preset at its limits; since and next change against a walk over the days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gaoxin.track
from gaoxin.rulebook.library import open_library
from gaoxin.track.core.facts import FACTS, facts_of
from gaoxin.track.core.history import ProjectHistory, Slip
from gaoxin.track.core.lights import HORIZON_DAYS, Light, evaluate
from gaoxin.track.core.preset import prepare

FOLDER = Path(gaoxin.track.__file__).parent / "presets/lights"
LIBRARY = open_library(FOLDER, FACTS)
PRESETS = {name: prepare(rule) for name, rule in LIBRARY.rules.items()}
TODAY = date(2026, 11, 25)
D = Decimal


def lit(name: str, history: ProjectHistory, today: date = TODAY, **parameters: object) -> Light:
    preset = prepare(LIBRARY.rules[name], parameters) if parameters else PRESETS[name]
    return evaluate(preset, facts_of(history, until=today + timedelta(HORIZON_DAYS)), today)


def test_all_presets_are_shipped_with_source_and_actor() -> None:
    assert set(PRESETS) >= {
        "yinchuan_start_2025", "yinchuan_progress_2025", "yinchuan_statistics_2025",
        "sanya_2022", "tianjin_fai_2022", "tianjin_bonds_2022", "handan_contact_2024",
        "sanyuan_2024", "huating_slips_2017", "reporting", "anqing_stage_limits", "ganzi_exit",
    }  # fmt: skip
    for preset in PRESETS.values():
        assert preset.rule.head.reference
        for choice in preset.rule.choices:
            assert choice.who_zh and choice.who_en and choice.next_zh and choice.next_en


def _planned(day: date, **more: object) -> ProjectHistory:
    return ProjectHistory(milestones={"signed": date(2026, 1, 5)}, plans={"started": day}, **more)


@pytest.mark.parametrize(
    ("today", "colour"),
    [
        (date(2026, 8, 10), "green"),
        (date(2026, 8, 31), "green"),  # the planned month is not over
        (date(2026, 9, 1), "yellow"),
        (date(2026, 10, 31), "yellow"),
        (date(2026, 11, 1), "red"),  # August, September, October
    ],
)
def test_yinchuan_start_by_month(today: date, colour: str) -> None:
    light = lit("yinchuan_start_2025", _planned(date(2026, 8, 10)), today)
    assert light.colour == colour


def test_yinchuan_start_says_when_it_turns_red_and_who_can_act() -> None:
    light = lit("yinchuan_start_2025", _planned(date(2026, 8, 10)), date(2026, 9, 20))
    assert light.since == date(2026, 9, 1)
    assert light.next_change is not None
    assert (light.next_change.on, light.next_change.colour) == (date(2026, 11, 1), "red")
    assert light.rule_id == "yinchuan_start_2025#yellow"
    assert light.choice is not None and "牵头单位" in light.choice.who_zh


def test_a_good_reason_keeps_the_start_light_green() -> None:
    excused = {"start_excused": ((date(2026, 9, 1), True),)}
    light = lit("yinchuan_start_2025", _planned(date(2026, 1, 10), recorded=excused))
    assert (light.colour, light.since) == ("green", date(2026, 9, 1))


def test_no_planned_day_leaves_the_start_light_open_and_names_it() -> None:
    light = lit("yinchuan_start_2025", ProjectHistory(milestones={"signed": date(2026, 1, 5)}))
    assert light.colour == "undetermined"
    assert light.missing == ("missed_months_started",)
    assert not light.unstated


def test_started_and_withdrawn_projects_have_no_start_light() -> None:
    for stage in ("started", "withdrawn", "suspended"):
        history = ProjectHistory(
            milestones={"signed": date(2026, 1, 5), stage: date(2026, 2, 1)},
            plans={"started": date(2026, 1, 20)},
        )
        assert lit("yinchuan_start_2025", history).colour == "not_applicable"


def test_a_suspension_ends_with_the_next_milestone() -> None:
    history = ProjectHistory(
        milestones={
            "signed": date(2026, 1, 5),
            "suspended": date(2026, 2, 1),
            "land": date(2026, 3, 1),
        },
        plans={"started": date(2026, 12, 20)},
    )
    assert lit("yinchuan_start_2025", history).colour == "green"


def _invested(done: str, plan: str = "1200") -> ProjectHistory:
    """A project with a plan for 2026; everything was done in January."""
    return ProjectHistory(
        milestones={"signed": date(2025, 1, 5), "started": date(2025, 5, 1)},
        monthly={"invested": {date(2026, 1, 1): D(done) * 10000}},
        year_plans={2026: D(plan) * 10000},
    )


@pytest.mark.parametrize(
    ("done", "colour"),
    [  # October counts since 5 November: 1,000 of 1,200 expected
        ("1000", "green"),
        ("1200", "green"),
        ("999", "undetermined"),
        ("880.01", "undetermined"),
        ("880", "yellow"),  # exactly 10 points behind
        ("640", "yellow"),  # exactly 30 points behind
        ("639.99", "red"),
    ],
)
def test_yinchuan_progress_at_its_limits(done: str, colour: str) -> None:
    light = lit("yinchuan_progress_2025", _invested(done))
    assert light.colour == colour
    assert light.unstated == (colour == "undetermined")
    if light.unstated:
        assert light.missing == ("param:green_within",)
        assert "未规定" in light.preset.rule.unstated_zh


@pytest.mark.parametrize(("within", "colour"), [("10", "green"), ("0", "yellow"), ("5", "yellow")])
def test_yinchuan_progress_gap_is_set_by_the_office(within: str, colour: str) -> None:
    assert lit("yinchuan_progress_2025", _invested("900"), green_within=D(within)).colour == colour


def test_progress_turns_on_the_day_the_next_month_is_due() -> None:
    light = lit("yinchuan_progress_2025", _invested("640"))
    assert light.since == date(2026, 9, 5)  # July: 5 points behind; August: 13.3
    assert light.next_change is not None
    assert light.next_change.on == date(2026, 12, 5)
    assert light.next_change.colour == "red"


@pytest.mark.parametrize(
    ("today", "colour"),
    [
        (date(2026, 3, 31), "green"),
        (date(2026, 4, 29), "undetermined"),  # the first month is not provided for
        (date(2026, 4, 30), "yellow"),
        (date(2026, 5, 31), "yellow"),  # two months exactly: not more than two
        (date(2026, 6, 1), "red"),
    ],
)
def test_yinchuan_statistics_month_ends(today: date, colour: str) -> None:
    history = ProjectHistory(
        milestones={"started": date(2026, 3, 31)},
        recorded={"central_funds_short": ((date(2026, 1, 1), False),)},
    )
    if colour == "green":
        history = ProjectHistory(
            milestones={"started": date(2026, 3, 31), "statistics": date(2026, 3, 31)},
            recorded=history.recorded,
        )
    assert lit("yinchuan_statistics_2025", history, today).colour == colour


@pytest.mark.parametrize(
    ("done", "plan", "colour"),
    [
        ("1000", "1200", "green"),
        ("999", "1200", "yellow"),
        ("500", "1200", "yellow"),  # exactly 50 % below
        ("499.99", "1200", "red"),
        ("0", "999", "not_applicable"),  # a yearly plan under 1,000 万元
    ],
)
def test_sanya_at_its_limits(done: str, plan: str, colour: str) -> None:
    assert lit("sanya_2022", _invested(done, plan)).colour == colour


@pytest.mark.parametrize(
    ("growth", "plan", "city", "colour"),
    [
        ("6", "6", "5", "green"),
        ("6", "7", "5", "yellow"),
        ("6", "5", "7", "yellow"),
        ("-0.1", "-1", "-2", "red"),
        ("0", "0", "0", "green"),
        ("0", "1", "0", "undetermined"),
    ],
)
def test_tianjin_growth(growth: str, plan: str, city: str, colour: str) -> None:
    facts = {"fai_growth": D(growth), "fai_growth_plan": D(plan), "fai_growth_city": D(city)}
    light = evaluate(PRESETS["tianjin_fai_2022"], facts, TODAY)
    assert light.colour == colour
    assert light.unstated == (colour == "undetermined")


@pytest.mark.parametrize(
    ("days_ago", "colour", "choice"),
    [
        (date(2026, 9, 26), "green", "green"),
        (date(2026, 9, 25), "yellow", "yellow"),  # two months to the day
        (date(2026, 8, 25), "red", "red"),
        (date(2026, 5, 25), "red", "red"),  # six months exactly
        (date(2026, 5, 24), "red", "removed"),
    ],
)
def test_handan_counts_from_the_last_progress(days_ago: date, colour: str, choice: str) -> None:
    history = ProjectHistory(milestones={"contact": date(2026, 1, 1)}, progress=(days_ago,))
    light = lit("handan_contact_2024", history)
    assert light.colour == colour
    assert light.rule_id == f"handan_contact_2024#{choice}"


def test_huating_slips_rise_with_each_missed_date() -> None:
    slips = (
        Slip(date(2026, 9, 1), date(2026, 9, 30)),
        Slip(date(2026, 10, 8), date(2026, 10, 31)),
    )
    history = ProjectHistory(slips=slips)
    assert lit("huating_slips_2017", history, date(2026, 9, 30)).colour == "blue"
    assert lit("huating_slips_2017", history, date(2026, 10, 1)).colour == "yellow"
    assert lit("huating_slips_2017", history, date(2026, 11, 1)).colour == "red"
    closed = ProjectHistory(slips=(Slip(date(2026, 9, 1), date(2026, 9, 30), date(2026, 9, 20)),))
    assert lit("huating_slips_2017", closed, date(2026, 10, 1)).colour == "not_applicable"


def test_reporting_missing_late_and_unchanged() -> None:
    months = [date(2026, m, 1) for m in (7, 8, 9, 10)]
    history = ProjectHistory(
        milestones={"signed": months[0]},
        report_from=months[0],
        submissions={
            months[0]: date(2026, 8, 4),
            months[1]: date(2026, 9, 10),  # late
            months[2]: date(2026, 10, 3),
        },
        unchanged=frozenset({months[2]}),
    )
    days = {
        date(2026, 8, 4): "green",  # nothing is due before the 5th
        date(2026, 8, 5): "green",
        date(2026, 9, 5): "red",
        date(2026, 9, 10): "green",
        date(2026, 10, 5): "yellow",
        date(2026, 11, 5): "red",
    }
    for day, colour in days.items():
        assert lit("reporting", history, day).colour == colour, day
    assert lit("reporting", history, date(2026, 11, 25)).since == date(2026, 11, 5)


def test_anqing_day_62_of_two_months() -> None:
    history = ProjectHistory(
        milestones={"signed": date(2026, 9, 24)},
        recorded={"site_kind": ((date(2026, 9, 24), D(2)),)},
    )
    light = lit("anqing_stage_limits", history)
    assert light.colour == "yellow"
    assert light.clock is not None
    assert light.clock.text() == "签约后月数：第 62 天，限 2 个月（至 2026-11-24）"
    assert "day 62, limit 2 months" in light.clock.text("en")
    assert light.next_change is not None and light.next_change.on == date(2026, 12, 25)
    on_the_limit = lit("anqing_stage_limits", history, date(2026, 11, 24))
    assert on_the_limit.colour == "green"
    assert on_the_limit.next_change is not None
    assert on_the_limit.next_change.on == date(2026, 11, 25)


def test_the_line_that_holds_is_cited_not_an_open_one_of_the_same_colour() -> None:
    history = ProjectHistory(
        milestones={"signed": date(2026, 1, 1)}, plans={"started": date(2026, 5, 1)}
    )
    light = lit("ganzi_exit", history)  # nothing is known of the bond
    assert (light.colour, light.rule_id) == ("red", "ganzi_exit#start")


def test_leads_do_not_report_and_no_shortage_is_recorded_by_default() -> None:
    assert lit("reporting", ProjectHistory()).colour == "not_applicable"
    started = ProjectHistory(milestones={"started": date(2026, 1, 1)})
    assert lit("yinchuan_statistics_2025", started).colour == "red"
    short = ProjectHistory(
        milestones=started.milestones,
        recorded={"central_funds_short": ((date(2026, 2, 1), True),)},
    )
    assert lit("yinchuan_statistics_2025", short).rule_id.endswith("#funds")


def test_ganzi_thirty_days() -> None:
    history = ProjectHistory(
        milestones={"signed": date(2026, 9, 1), "deposit": date(2026, 9, 5)},
        plans={
            "deposit": date(2026, 9, 10),
            "registered": date(2026, 10, 26),
            "started": date(2027, 1, 1),
        },
    )
    assert lit("ganzi_exit", history, date(2026, 10, 26)).colour == "green"
    assert lit("ganzi_exit", history, date(2026, 10, 27)).colour == "yellow"
    light = lit("ganzi_exit", history, date(2026, 11, 25))
    assert (light.colour, light.rule_id) == ("red", "ganzi_exit#registration")
    assert light.clock is not None and light.clock.days == 30


DAYS = st.dates(date(2025, 6, 1), date(2026, 12, 1))
MONTHS = [date(2025 + m // 12, m % 12 + 1, 1) for m in range(24)]


@st.composite
def project_histories(draw: st.DrawFn) -> ProjectHistory:
    stages = ("contact", "signed", "registered", "land", "started", "suspended", "statistics")
    return ProjectHistory(
        milestones=draw(st.dictionaries(st.sampled_from(stages), DAYS)),
        plans=draw(st.dictionaries(st.sampled_from(("started", "registered", "deposit")), DAYS)),
        monthly={"invested": draw(
            st.dictionaries(st.sampled_from(MONTHS), st.integers(0, 400).map(D), max_size=8))},
        year_plans=draw(st.dictionaries(st.sampled_from((2025, 2026)), st.just(D(12_000_000)))),
        submissions=draw(st.dictionaries(st.sampled_from(MONTHS), DAYS)),
        unchanged=frozenset(draw(st.sets(st.sampled_from(MONTHS)))),
        report_from=draw(st.sampled_from((None, MONTHS[3]))),
        progress=tuple(draw(st.lists(DAYS, max_size=3))),
        slips=tuple(Slip(d, d + timedelta(20)) for d in draw(st.lists(DAYS, max_size=2))),
        recorded={"site_kind": ((date(2025, 1, 1), D(draw(st.integers(0, 3)))),)},
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(project_histories(), st.sampled_from(sorted(PRESETS)))
def test_since_and_next_change_equal_a_walk_over_the_days(
    history: ProjectHistory, name: str
) -> None:
    facts = facts_of(history, until=TODAY + timedelta(2 * HORIZON_DAYS))
    light = evaluate(PRESETS[name], facts, TODAY)
    if light.colour == "not_applicable":
        return
    day = TODAY
    while day > date(2025, 1, 1) and _colour(name, facts, day - timedelta(1)) == light.colour:
        day -= timedelta(1)
    assert light.since == day or (light.since is None and day == date(2025, 1, 1))
    ahead = TODAY
    last = TODAY + timedelta(HORIZON_DAYS)
    while ahead < last and _colour(name, facts, ahead + timedelta(1)) == light.colour:
        ahead += timedelta(1)
    if light.next_change is None:
        assert ahead == last
    else:
        assert light.next_change.on == ahead + timedelta(1)
        assert _colour(name, facts, light.next_change.on) == light.next_change.colour


def _colour(name: str, facts: object, day: date) -> str:
    from gaoxin.track.core.lights import _Lines, _outcome

    return _outcome(PRESETS[name], _Lines(facts), day.toordinal())[1]
