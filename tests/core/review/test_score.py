"""Scores: hand-worked cases to the mark, edges of bands, what is missing, what others cannot do."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.lib.errors import UserError
from gaoxin.review.core.case import read_cases
from gaoxin.review.core.compare import what_would_change
from gaoxin.review.core.decide import tips
from gaoxin.review.core.scheme.load import load
from gaoxin.review.core.score import score
from tests.core.review.made import DEFAULT, changed, levels, project, scored

D = Decimal


def test_hand_worked_cases_are_exact_to_every_mark(shared: Path) -> None:
    scheme = load(shared / "data/review/scheme.yaml")
    text = (shared / "data/review/cases.json").read_text(encoding="utf-8")
    raw = json.loads(text, parse_float=Decimal)
    for which in (scheme, DEFAULT):
        for case, source in zip(read_cases(raw, which), raw, strict=True):
            found, expected = score(case, which).as_json(), source["expected"]
            for key in ("tier", "result", "below_floor", "missing"):
                assert found[key] == expected[key], (case.id, key)
            for key in ("total", "bonus"):
                assert found[key] == float(expected[key]), (case.id, key)
            for key in ("dims", "marks"):
                assert found[key] == {k: float(v) for k, v in expected[key].items()}, case.id


@pytest.mark.parametrize(
    ("figure", "value", "indicator", "marks"),
    [
        ("rd_pct", "3", "rd_ratio", "4.2"), ("rd_pct", "2.99", "rd_ratio", "3.0"),
        ("debt_ratio_pct", "50", "inv_debt", "3"), ("debt_ratio_pct", "50.01", "inv_debt", "2.4"),
        ("debt_ratio_pct", "71", "inv_debt", "0.6"),
        ("tax_wan_per_mu", "24", "con_tax_mu", "6.8"),
        ("tax_wan_per_mu", "15.99", "con_tax_mu", "0"),
        ("invest_wan_per_mu", "450", "con_intensity", "8"),
        ("invest_wan_per_mu", "449.999", "con_intensity", "6.8"),
    ],
)  # fmt: skip
def test_a_threshold_that_is_just_reached_counts(
    figure: str, value: str, indicator: str, marks: str
) -> None:
    assert scored(project(**{figure: value})).marks[indicator].value == D(marks)


def test_floors_are_those_of_the_industry_and_default_for_others() -> None:
    row = {"tax_wan_per_mu": 15}
    assert scored(project(industry="equipment", **row)).marks["con_tax_mu"].value == D("5.6")
    assert scored(project(industry="food", **row)).marks["con_tax_mu"].value == 8
    other = scored(project(industry="toys", **row))
    assert other.marks["con_tax_mu"].value == 0
    assert any("toys" in notice for notice in other.case.notices)


def test_a_leased_plant_gets_the_full_marks_of_the_floor_area_ratio() -> None:
    assert scored(project(leased=True, far="0.2")).marks["con_far"].value == 2
    found = scored(project(leased=True, far=None))
    assert found.marks["con_far"].value == 2 and found.missing == ()


def test_a_missing_figure_counts_nothing_is_listed_and_leaves_an_interval() -> None:
    found = scored(project(rd_pct=None, debt_ratio_pct=None, classes={"inv_rank": None}))
    assert set(found.missing) == {"rd_ratio", "inv_debt", "inv_rank"}
    assert set(found.missing_figures) == {"rd_pct", "debt_ratio_pct", "inv_rank"}
    full = scored(project())
    assert found.total == full.total - D("4.2") - D("2.4") - D("6.4")
    # The least that can come of it: no R&D 0, high debt 0.6, any other investor 1.6.
    assert (found.low, found.high) == (found.total + D("2.2"), found.total + 6 + 3 + 8)
    assert found.outcome.result == "conditional" and found.possible == (
        "conditional",
        "admit",
        "priority",
    )


@given(st.sets(st.sampled_from(["rd_pct", "far", "jobs", "energy_ratio", "equity_pct"])), st.data())
def test_the_total_that_comes_lies_in_the_interval(names: set[str], data: st.DataObject) -> None:
    before = scored(project(**dict.fromkeys(names)))
    values = {name: data.draw(st.integers(0, 500), name) for name in names}
    after = scored(project(**values))
    assert before.low <= after.total <= before.high
    assert after.outcome.result in before.possible
    assert set(before.missing_figures) == names


def test_a_size_that_is_not_known_leaves_tier_and_result_open() -> None:
    found = scored(project(investment_yi=None))
    assert found.tier is None and found.outcome.result == "undetermined"
    assert "investment_yi" in found.missing_figures


def test_one_alternative_that_is_known_settles_the_tier() -> None:
    raw = {"id": "s", "type": "service", "tax_wan": 3000}
    assert scored(raw).tier == "L"
    assert scored({"id": "s", "type": "service", "tax_wan": 2999}).tier is None


def test_a_veto_stops_and_the_score_is_shown_all_the_same() -> None:
    found = scored(project(vetoes=["V4"]))
    assert found.outcome.result == "veto" and found.total == D("77.05")
    assert found.possible == ("veto",)
    assert scored(project(veto="V4")).case.vetoes == ("V4",)


def test_a_floor_that_is_broken_caps_at_conditional() -> None:
    found = scored(project(energy_ratio=2, classes={"ctl_eia": "report_book"}))
    assert found.outcome.by_line == "admit" and found.outcome.below_floor == ("control",)
    assert found.outcome.result == "conditional"


def test_the_bonus_is_capped() -> None:
    names = ["leader_chain_master", "first_of_kind", "idle_stock_used"]
    assert scored(project(bonus=names)).bonus == 5
    assert scored(project(bonus=names[1:])).bonus == 4


def test_whole_experts_are_trimmed_never_items() -> None:
    sheets = [levels(4, 0, 0, 0), levels(0, 4, 4, 4), *[levels(2, 2, 2, 2)] * 3]
    found = scored(project(panel=sheets))
    assert found.panel.lowest == 0 and found.panel.highest == 1
    assert found.marks["fit_site"].value == 1  # item by item 0 and 4 would have gone too


def test_of_equal_experts_the_first_counts_as_lowest_and_the_last_as_highest() -> None:
    found = scored(project(panel=[levels(2, 2, 2, 2)] * 5))
    assert (found.panel.lowest, found.panel.highest) == (0, 4)
    assert found.panel.counted == (1, 2, 3)


def test_four_experts_are_averaged_and_two_are_no_panel() -> None:
    four = scored(project(panel=[levels(3, 3, 3, 3)] * 3 + [levels(0, 0, 0, 0)]))
    assert four.panel.lowest is None and four.marks["inv_record"].value == D("1.6875")
    two = scored(project(panel=[levels(3, 3, 3, 3)] * 2))
    assert two.outcome.result == "undetermined" and set(two.missing) >= {"fit_site", "rd_level"}


def test_thirds_are_added_exactly() -> None:
    found = scored(project(panel=[levels(3, 3, 3, 3), levels(3, 3, 3, 3), levels(2, 2, 2, 2)]))
    assert found.marks["ctl_ability"].value * 3 == 2
    assert sum(mark.value for mark in found.marks.values()) == sum(found.exact.values())


@pytest.mark.parametrize("kind", ["min", "max"])
def test_a_line_that_is_just_reached_is_reached(kind: str) -> None:
    total = scored(project()).total
    line = total if kind == "min" else total + D("0.01")
    scheme = changed("K: {priority: 80, admit: 70", f"K: {{priority: 80, admit: {line}")
    assert scored(project(), scheme).outcome.by_line == (
        "admit" if kind == "min" else "conditional"
    )


def test_near_a_line_a_second_reading_is_due() -> None:
    assert scored(project()).outcome.borderline is None
    scheme = changed("K: {priority: 80, admit: 70", "K: {priority: 80, admit: 75.05")
    assert scored(project(), scheme).outcome.borderline == "admit"


def test_a_large_project_near_the_line_may_ask_for_a_case_of_its_own() -> None:
    large = project(investment_yi=12, rd_pct=0, invention_patents=0)
    found = scored(large)
    assert found.tier == "L" and found.outcome.may_ask_exception == (75 - found.total <= 5)
    assert not scored(project(rd_pct=0)).outcome.may_ask_exception
    assert not scored({**large, "veto": "V1"}).outcome.may_ask_exception


@given(st.permutations(range(6)), st.integers(1, 5))
def test_no_result_hangs_on_who_else_is_on_the_agenda(order: list[int], kept: int) -> None:
    raw = [project(id=str(n), rd_pct=n * 2, jobs=n * 60, far=n / 2) for n in range(6)]
    alone = {item["id"]: scored(item).as_json() for item in raw}
    some = read_cases([raw[n] for n in order[:kept]], DEFAULT)
    assert all(score(case, DEFAULT).as_json() == alone[case.id] for case in some)


@given(st.integers(0, 30), st.integers(1, 10))
def test_a_better_figure_never_scores_less(value: int, more: int) -> None:
    for figure in ("rd_pct", "invention_patents", "tax_wan_per_mu", "far", "jobs"):
        low, high = scored(project(**{figure: value})), scored(project(**{figure: value + more}))
        assert low.total <= high.total
    assert (
        scored(project(energy_ratio=value)).total
        >= scored(project(energy_ratio=value + more)).total
    )


def test_bands_may_be_joined_by_straight_lines() -> None:
    scheme = changed('else: 0, src: "own；S2', 'else: 0, interpolate: true, src: "own；S2')
    half_way = project(tax_wan_per_mu=22, industry="default")  # 1.1 of the floor: 0.7 to 0.85
    assert scored(half_way, scheme).marks["con_tax_mu"].value == D("6.2")
    assert (
        scored(project(tax_wan_per_mu=15, industry="default"), scheme).marks["con_tax_mu"].value
        == 0
    )
    assert (
        scored(project(tax_wan_per_mu=90, industry="default"), scheme).marks["con_tax_mu"].value
        == 8
    )


def test_the_weight_that_tips_the_result_meets_the_line() -> None:
    found = scored(project())
    tipping = tips(DEFAULT, "industrial", "K", (found.exact, found.bonus))
    assert tipping and tipping == tuple(sorted(tipping, key=lambda t: abs(t.weight - t.stated)))
    for tip in tipping:
        stated = Fraction(DEFAULT.dimensions[tip.dimension].weight["industrial"])
        own = found.exact[tip.dimension] / stated
        others = (sum(found.exact.values()) - found.exact[tip.dimension]) / (100 - stated)
        total = own * Fraction(tip.weight) + others * (100 - Fraction(tip.weight))
        assert abs(total - Fraction(DEFAULT.decision.lines["K"][tip.result])) < Fraction(1, 10)


def test_old_cases_show_what_a_draft_would_change() -> None:
    draft = changed("K: {priority: 80, admit: 70", "K: {priority: 80, admit: 78")
    raw = [project(id="a"), project(id="b", rd_pct=12, far=2.5, jobs=400)]
    changes = what_would_change(raw, DEFAULT, draft)
    assert [(change.id, change.flips) for change in changes] == [("a", True), ("b", False)]
    fewer = changed(', own_centre: {share: 0.3, zh: 企业自建, en: "own centre"}', "")
    gone = what_would_change([project(classes={"rd_platform": "own_centre"})], DEFAULT, fewer)
    assert gone[0].flips and "rd_platform" in gone[0].problem


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"type": "farm"}, "type"), ({"rd_pct": "much"}, "rd_pct"), ({"bonus": ["luck"]}, "luck"),
        ({"vetoes": ["V99"]}, "V99"), ({"classes": {"inv_rank": "friend"}}, "friend"),
        ({"classes": {"inv_rnk": "other"}}, "inv_rnk"),
        ({"panel": [levels(5, 1, 1, 1)]}, "fit_site"),
        ({"panel": [{"fit_site": 3}]}, "inv_record"), ({"panel": [{"rd_ratio": 3}]}, "rd_ratio"),
        ({"panel": [levels(True, 1, 1, 1)]}, "fit_site"), ({"panel": "good"}, "panel"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_case_and_field(change: dict, reason: str) -> None:
    with pytest.raises(UserError, match=reason) as refused:
        scored(project(**change))
    assert str(refused.value).startswith("p: ")


def test_an_unknown_figure_is_named_and_not_read() -> None:
    found = scored(project(rd_pcct=3))
    assert found.case.notices == ("p: rd_pcct: 方案不用此项 (not read by the scheme)",)


def test_two_cases_of_one_name_are_refused() -> None:
    with pytest.raises(UserError, match="repeated"):
        read_cases([project(), project()], DEFAULT)
