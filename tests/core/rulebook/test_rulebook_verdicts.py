"""Three-valued verdicts: conditions, intervals, missing data, and what the verdict says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gaoxin.rulebook.library import gather
from gaoxin.rulebook.verdict import assess
from gaoxin.rulebook.words import lacking
from tests.core.rulebook.made import judge, points, rule

D = Decimal


@pytest.mark.parametrize(
    ("op", "values"),
    [
        ("ge", {"9.99": "fail", "10": "pass", "10.01": "pass"}),
        ("gt", {"10": "fail", "10.01": "pass"}),
        ("le", {"10": "pass", "10.01": "fail"}),
        ("lt", {"9.99": "pass", "10": "fail"}),
        ("eq", {"10.00": "pass", "10.01": "fail"}),
        ("ne", {"10.00": "fail", "10.01": "pass"}),
    ],
)
def test_comparisons_at_the_limit(op: str, values: dict[str, str]) -> None:
    body = f"conditions: {{ind: debt, op: {op}, value: 10, unit: percent}}"
    for value, outcome in values.items():
        assert judge(body, debt=value).outcome == outcome, value
    assert judge(body).outcome == "undetermined"


def test_units_are_converted() -> None:
    body = "conditions: {ind: revenue, op: ge, value: 1, unit: yi_yuan}"
    assert judge(body, revenue=10000).outcome == "pass"
    assert judge(body, revenue="9999.99").outcome == "fail"
    other = "conditions: {ind: revenue, op: ge, value_of: paid}"
    assert judge(other, revenue=1, paid=10000).outcome == "pass"
    assert judge(other, revenue=1, paid=10001).outcome == "fail"


@pytest.mark.parametrize(
    ("tree", "quality", "brand", "outcome"),
    [
        ("all", True, None, "undetermined"),
        ("all", False, None, "fail"),
        ("all", True, True, "pass"),
        ("any", True, None, "pass"),
        ("any", False, None, "undetermined"),
        ("any", False, False, "fail"),
    ],
)
def test_kleene_logic(tree: str, quality: object, brand: object, outcome: str) -> None:
    body = f"conditions: {{{tree}: [{{ind: quality, op: is_true}}, {{ind: brand, op: is_true}}]}}"
    verdict = judge(body, quality=quality, brand=brand)
    assert verdict.outcome == outcome
    assert verdict.missing == (("brand",) if outcome == "undetermined" else ())


def test_not_of_unknown_is_unknown() -> None:
    body = "conditions: {not: {ind: listed, op: is_true}}"
    assert judge(body, listed=False).outcome == "pass"
    assert judge(body, listed="是").outcome == "fail"
    assert judge(body).outcome == "undetermined"


def test_levels_are_ordered_and_texts_are_equal_or_in() -> None:
    level = "conditions: {ind: lab, op: ge, value: city}"
    assert [judge(level, lab=x).outcome for x in ("none", "city", "nation")] == [
        "fail", "pass", "pass",
    ]  # fmt: skip
    among = "conditions: {ind: lab, op: in, value: [none, nation]}"
    assert [judge(among, lab=x).outcome for x in ("none", "city")] == ["pass", "fail"]
    where = "conditions: {ind: province, op: in, value: [山东, 河南]}"
    assert judge(where, province="河南").outcome == "pass"
    assert judge(where, province="河北").outcome == "fail"
    assert judge("conditions: {ind: province, op: ne, value: 山东}").outcome == "undetermined"


def test_unresolved_wording_is_never_no() -> None:
    body = "conditions: {any: [{ind: quality, op: is_true}, {unresolved: 口径不一}]}"
    assert judge(body, quality=True).outcome == "pass"
    assert judge(body, quality=False).outcome == "undetermined"


def test_derived_ratio_is_rounded_to_six_places_so_that_three_per_cent_counts() -> None:
    body = "conditions: {ind: rd_ratio, op: ge, value: 3, unit: percent}"
    assert judge(body, rd="35.97", revenue="1199").outcome == "pass"
    assert judge(body, rd="0.0299999999", revenue="1").outcome == "pass"  # 2.99999999 rounds to 3
    assert judge(body, rd="2.9999", revenue="100").outcome == "fail"


def test_zero_divisor_leaves_the_ratio_open_and_names_it() -> None:
    body = "conditions: {ind: rd_ratio, op: ge, value: 3, unit: percent}"
    verdict = judge(body, rd=10, revenue=0)
    assert verdict.outcome == "undetermined"
    assert verdict.missing == ("rd_ratio",)
    assert judge(body, rd=10).missing == ("revenue",)
    assert judge(body, revenue=0).missing == ("rd",)


def test_a_given_value_goes_before_the_derived_one() -> None:
    body = "conditions: {ind: rd_ratio, op: ge, value: 3, unit: percent}"
    assert judge(body, rd=1, revenue=100, rd_ratio=5).outcome == "pass"


def test_the_smaller_of_two_is_decided_by_the_one_that_is_known() -> None:
    body = "conditions: {ind: rd_min, op: ge, value: 100}"
    assert judge(body, rd=80).outcome == "fail"
    assert judge(body, rd=120).outcome == "undetermined"
    assert judge(body, rd=120).missing == ("rd_before",)
    assert judge(body, rd=120, rd_before=100).outcome == "pass"


@pytest.mark.parametrize(
    ("debt", "expected"),
    [("50", D(10)), ("50.01", D(5)), ("75", D(5)), ("75.01", D(0)), (None, (D(0), D(10)))],
)
def test_bands(debt: object, expected: object) -> None:
    item = (
        "{id: a, full: 10, method: bands, ind: debt, "
        "bands: [{le: 50, points: 10}, {le: 75, points: 5}, {points: 0}]}"
    )
    assert points(item, debt=debt) == expected


def test_bands_of_intervals_for_experts() -> None:
    item = (
        "{id: a, full: 10, method: bands, ind: patents, "
        "bands: [{ge: 5, points_min: 8, points_max: 10}, {gt: 0, points: 3}, {points: 0}]}"
    )
    assert points(item, patents=5) == (D(8), D(10))
    assert points(item, patents=4) == D(3)
    assert points(item) == (D(0), D(10))


def test_levels_map_with_interval_and_number_keys() -> None:
    item = "{id: a, full: 6, method: levels, ind: lab, map: {none: 0, city: [1, 3], nation: 6}}"
    assert points(item, lab="city") == (D(1), D(3))
    assert points(item, lab="nation") == D(6)
    assert points(item) == (D(0), D(6))
    numbers = "{id: a, full: 5, method: levels, ind: grade, map: {0: 0, 1: 2.5, 2: 5}}"
    assert points(numbers, grade=1) == D("2.5")


def test_first_match_takes_the_first_row_and_keeps_what_is_still_possible() -> None:
    item = (
        "{id: a, full: 10, method: first_match, rows: ["
        "{when: {ind: patents, op: ge, value: 2}, points: 10}, "
        "{when: {ind: quality, op: is_true}, points: 6}, {points: 1}]}"
    )
    assert points(item, patents=2) == D(10)
    assert points(item, patents=1, quality=True) == D(6)
    assert points(item, patents=1, quality=False) == D(1)
    assert points(item, quality=True) == (D(6), D(10))
    assert points(item, patents=1) == (D(1), D(6))
    assert points(item) == (D(1), D(10))


@pytest.mark.parametrize(
    ("years", "expected"),
    [("1.99", D(0)), ("2", D(1)), ("9.9", D(4)), ("30", D(5)), ("-3", D(0)), (None, (D(0), D(5)))],
)
def test_per_unit_counts_whole_steps_up_to_the_cap(years: object, expected: object) -> None:
    item = "{id: a, full: 5, method: per_unit, ind: years, unit_size: 2, points_each: 1, cap: 5}"
    assert points(item, years=years) == expected


def test_per_unit_with_full_at_gives_the_rest_to_the_last_step() -> None:
    item = (
        "{id: a, full: 10, method: per_unit, ind: patents, unit_size: 1, points_each: 0.7, "
        "cap: 10, full_at: 14}"
    )
    assert points(item, patents=13) == D("9.1")
    assert points(item, patents=14) == D(10)
    assert points(item) == (D(0), D(10))


def test_count_true_with_cap() -> None:
    item = "{id: a, full: 5, method: count_true, of: [quality, brand, listed], points_each: 3}"
    assert points(item, quality=True, brand=False, listed=False) == D(3)
    assert points(item, quality=True, brand=True, listed=False) == D(5)
    assert points(item, quality=True, brand=False) == (D(3), D(5))
    assert points(item, quality=False, brand=False, listed=False) == D(0)


def test_best_of_takes_the_higher_and_is_open_only_above_what_is_known() -> None:
    bands = "[{{ge: 6, points: 50}}, {{ge: 2, points: 10}}, {{points: 0}}]"
    part = "{{id: {0}, full: 50, method: bands, ind: {1}, bands: " + bands + "}}"
    item = (
        "{id: a, full: 50, method: best_of, of: ["
        + part.format("x", "rd_ratio") + ", " + part.format("y", "debt") + "]}"
    )  # fmt: skip
    assert points(item, rd_ratio=3, debt=7) == D(50)
    assert points(item, rd_ratio=3, debt=1) == D(10)
    assert points(item, rd_ratio=3) == (D(10), D(50))
    assert points(item, rd_ratio=6) == D(50)


def test_judged_points_stay_within_full() -> None:
    item = "{id: a, full: 8, method: judged, ind: judged}"
    assert points(item, judged="7.5") == D("7.5")
    assert points(item, judged=9) == D(8)
    assert points(item) == (D(0), D(8))


def test_proportion_of_a_base() -> None:
    item = "{id: a, full: 30, method: proportion, ind: revenue, base: 24.097}"
    assert points(item, revenue="12.0485") == D(15)
    assert points(item, revenue=100) == D(30)


TABLE = """
conditions:
  all:
    - {id: total, score: main, op: ge, value: 60}
    - {id: group, score: main.b, op: gt, value: 0}
score_tables:
  main:
    full: 100
    groups:
      - id: a
        zh: 甲组
        full: 30
        cap: 30
        items:
          - {id: x, full: 20, method: judged, ind: judged}
          - {id: y, full: 20, method: bands, ind: debt, bands: [{le: 50, points: 20}, {points: 0}]}
      - id: b
        full: 35
        weight: 2
        items:
          - id: z
            full: 35
            method: bands
            ind: staff
            bands: [{ge: 10, points: 35}, {ge: 5, points: 15}, {points: 0}]
"""


@pytest.mark.parametrize(
    ("judged", "debt", "staff", "score", "outcome"),
    [
        (20, 50, 10, (100, 100), "pass"),  # 40 capped to 30, 35 x 2
        (20, 50, 5, (60, 60), "pass"),
        (9, 50, 5, (59, 59), "fail"),
        (20, 50, 4, (30, 30), "fail"),
        (None, 50, 5, (50, 60), "undetermined"),
        (None, 51, 5, (30, 50), "fail"),
        (None, None, 10, (70, 100), "pass"),
        (20, 50, None, (30, 100), "undetermined"),
    ],
)
def test_a_missing_value_widens_the_score(
    judged: object, debt: object, staff: object, score: tuple[int, int], outcome: str
) -> None:
    verdict = judge(TABLE, judged=judged, debt=debt, staff=staff)
    assert verdict.score == score
    assert verdict.outcome == outcome


def test_the_sentence_of_an_open_score_names_the_data_that_it_lacks() -> None:
    found = judge(TABLE, debt=50, staff=5)
    assert lacking(found) == "总分 50–60 分，须 ≥ 60 分，缺 judged"
    assert lacking(found, "en") == "total score 50–60 points, needs ≥ 60 points, no data on judged"
    # What is settled either way lacks nothing that would change it.
    assert "缺" not in lacking(judge(TABLE, debt=51, staff=5))
    many = judge("conditions: {id: total, score: main, op: ge, value: 1}\n" + MANY)
    assert lacking(many).endswith("缺 revenue、rd、debt、staff、years、patents 等 7 项")
    assert lacking(many, "en").endswith("staff, years, patents and 1 more")
    ratio = judge("conditions: {id: r, ind: rd_ratio, op: ge, value: 3}", revenue=100)
    assert lacking(ratio) == "研发占比缺数据（须 ≥ 3%，缺 rd）"


MANY = """score_tables:
  main:
    full: 70
    groups:
      - id: a
        full: 70
        items:
""" + "\n".join(
    f"          - {{id: {name}, full: 10, method: proportion, ind: {name}, base: 5}}"
    for name in ("revenue", "rd", "debt", "staff", "years", "patents", "land")
)


def test_the_verdict_names_what_would_settle_it() -> None:
    verdict = judge(TABLE, debt=50, staff=5)
    assert verdict.missing == ("judged",)
    group = verdict.points[0].parts[0]
    assert (group.id, group.low, group.high) == ("main.a", 20, 30)
    assert group.missing == ("judged",)
    assert [leaf.cite.id for leaf in verdict.unmet] == ["total"]


LADDER = """
classes:
  - class: big
    when: {all: [{ind: staff, op: ge, value: 300}, {ind: revenue, op: ge, value: 2000}]}
  - {class: small, when: {ind: staff, op: ge, value: 20}}
  - {class: micro}
"""


@pytest.mark.parametrize(
    ("staff", "revenue", "outcome", "possible"),
    [
        (300, 2000, "big", ()),
        (300, 1999, "small", ()),
        (19, None, "micro", ()),
        (300, None, "undetermined", ("big", "small")),
        (None, 100, "undetermined", ("small", "micro")),
    ],
)
def test_classes_take_the_first_match(
    staff: object, revenue: object, outcome: str, possible: tuple[str, ...]
) -> None:
    verdict = judge(LADDER, {"kind": "classification"}, staff=staff, revenue=revenue)
    assert (verdict.outcome, verdict.possible) == (outcome, possible)


def test_a_case_that_the_document_does_not_provide_for_is_said_so() -> None:
    body = "unstated_zh: 未规定\nclasses: [{class: a, when: {ind: debt, op: gt, value: 10}}]"
    verdict = judge(body, {"kind": "classification"}, debt=5)
    assert (verdict.outcome, verdict.unstated) == ("undetermined", True)
    assert lacking(verdict) == "未规定"


def test_a_rule_that_does_not_apply_says_so() -> None:
    body = "applies: {ind: listed, op: is_false}\nconditions: {ind: debt, op: le, value: 70}"
    assert judge(body, listed=True, debt=10).outcome == "not_applicable"
    assert judge(body, debt=10).outcome == "undetermined"


def test_recheck_skips_what_is_not_examined_again() -> None:
    made = rule("conditions: {ind: debt, op: le, value: 70, skip_at_recheck: true}")
    assert assess(made, {"debt": 80}).outcome == "fail"
    assert assess(made, {"debt": 80}, recheck=True).outcome == "pass"


def test_parameters_are_set_by_the_office() -> None:
    body = """
    parameters:
      limit: {zh: 上限, en: limit, unit: percent, why_zh: 未规定, why_en: not stated}
    conditions: {ind: debt, op: le, value_param: limit}
    """
    made = rule(body)
    verdict = assess(made, {"debt": 60})
    assert (verdict.outcome, verdict.missing) == ("undetermined", ("param:limit",))
    assert assess(made, {"debt": 60}, parameters={"limit": D(60)}).outcome == "pass"
    assert assess(made, {"debt": 61}, parameters={"limit": D(60)}).outcome == "fail"


def test_values_of_the_wrong_kind_are_named_and_the_rest_is_assessed() -> None:
    body = "conditions: {any: [{ind: debt, op: le, value: 70}, {ind: quality, op: is_true}]}"
    verdict = judge(body, debt="很多", quality=True, colour="red", lab="moon", brand="perhaps")
    assert verdict.outcome == "pass"
    assert [word in " ".join(verdict.problems) for word in ("debt", "colour", "lab", "brand")] == [
        True, True, True, True,
    ]  # fmt: skip


def test_the_sentence_says_value_threshold_gap_and_the_nearest_way() -> None:
    body = """
    conditions:
      all:
        - {id: size, ind: revenue, op: ge, value: 1500}
        - id: way
          any:
            - {id: lab, all: [{ind: lab, op: ge, value: city}, {ind: quality, op: is_true}]}
            - {id: low, ind: debt, op: le, value: 70}
    """
    verdict = judge(body, revenue=1200, lab="none", quality=False, debt=72)
    assert lacking(verdict) == (
        "revenue 1200 万元，须 ≥ 1500 万元，差 300 万元；"
        "debt 72%，须 ≤ 70%，差 2 个百分点（或另 1 条途径之一）"
    )
    assert "short by 300 10k CNY" in lacking(verdict, "en")
    gaps = {leaf.cite.id: leaf.gap for leaf in verdict.unmet}
    assert gaps["size"] == 300
    assert gaps["way.low"] == 2
    assert lacking(judge(body, lab="city", quality=True)) == "revenue缺数据（须 ≥ 1500 万元）"


def test_the_day_decides_which_version_applies() -> None:
    condition = "conditions: {ind: debt, op: le, value: 70}"
    older = rule("in_force_to: 2026-03-31\n" + condition, id="a1", begin="2022-08-01")
    newer = rule(condition, id="a2", begin="2026-04-01")
    library = gather([newer, older])
    picked = {
        date(2022, 7, 31): None,
        date(2022, 8, 1): "a1",
        date(2026, 3, 31): "a1",
        date(2026, 4, 1): "a2",
    }
    for day, name in picked.items():
        found = library.find("r", day)
        assert (found.id if found else None) == name
    assert [version.id for version in library.versions("r")] == ["a1", "a2"]
    assert library.find("r") is newer
    assert library.find("a1", date(2030, 1, 1)) is older
