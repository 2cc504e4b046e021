"""Schemes: the default is complete; what is wrong is refused with file, line and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from gaoxin.review.core.scheme.compiled import TABLE, rule_of
from gaoxin.review.core.scheme.library import library
from gaoxin.review.core.scheme.load import build, load, refuse_change
from gaoxin.review.core.scheme.model import figures
from gaoxin.rulebook.document import rule_markdown
from gaoxin.rulebook.show import differences, lines
from gaoxin.rulebook.source import RuleError, parse
from tests.core.review.made import DEFAULT, TEXT, changed


def test_the_default_scheme_is_complete() -> None:
    assert [sum(d.weight[t] for d in DEFAULT.dimensions.values()) for t in DEFAULT.types] == [
        100
    ] * 3
    assert [len(DEFAULT.used(t)) for t in DEFAULT.types] == [24, 23, 23]
    assert [sum(i.marks[t] for i in DEFAULT.judged(t)) for t in DEFAULT.types] == [9, 16, 10]
    assert (len(DEFAULT.indicators), len(DEFAULT.vetoes), len(DEFAULT.sources)) == (28, 12, 16)
    assert all(
        len(item.anchors) == 5 for item in DEFAULT.indicators.values() if item.kind == "panel"
    )
    assert all(veto.by for veto in DEFAULT.vetoes.values())
    assert set(figures(DEFAULT)) == set(DEFAULT.inputs)
    assert [step.code for step in DEFAULT.steps_of("S")] == [
        "intake",
        "pre",
        "joint",
        "decide",
        "reply",
    ]


def test_every_number_says_where_it_comes_from() -> None:
    words = [
        part.words
        for parts in (DEFAULT.dimensions, DEFAULT.tiers, DEFAULT.indicators, DEFAULT.vetoes)
        for part in parts.values()
    ]
    assert [each.zh for each in (*words, *DEFAULT.types.values()) if not each.src] == []


WRONG = [
    ("version: ", "verzion: ", "verzion"),
    (
        "industrial: 20, platform: 22, service: 18",
        "industrial: 21, platform: 22, service: 18",
        "100",
    ),
    (
        "marks: {industrial: 8, platform: 6, service: 6}, by: 经发局",
        "marks: {industrial: 7, platform: 6, service: 6}, by: 经发局",
        "合计",
    ),
    ("[[50, 1], [35, 0.8], [20, 0.5]]", "[[50, 1], [50, 0.8], [20, 0.5]]", "overlap"),
    ("[[50, 1], [35, 0.8], [20, 0.5]]", "[[35, 1], [50, 0.8], [20, 0.5]]", "overlap"),
    ("[[50, 1], [60, 0.8], [70, 0.5]]", "[[50, 1], [60, 0.8], [55, 0.5]]", "overlap"),
    ("[[50, 1], [35, 0.8], [20, 0.5]]", "[[50, 0.5], [35, 0.8], [20, 0.5]]", "worse band"),
    ("[70, 0.5]], else: 0.2", "[70, 0.5]], else: 0.6", "else scores more"),
    ("[[50, 1], [35, 0.8], [20, 0.5]]", "[[50, 1.5], [35, 0.8], [20, 0.5]]", "0 与 1"),
    ("src: \"own<S1（主体 10）\"}", "src: \"own<S99\"}", "S99"),
    ("input: equity_pct", "input: equity_pct, colour: red", "colour"),
    ("dim: investor, name: 自有资金占比", "dim: invester, name: 自有资金占比", "one of"),
    (
        'kind: band, unit: "%", marks: {industrial: 3, platform: 3',
        'kind: bond, unit: "%", marks: {industrial: 3, platform: 3',
        "one of",
    ),
    ("\"investment_yi >= 10\"", "\"investment_yi => 10\"", "name >= number"),
    (
        "platform: otherwise, service: otherwise",
        'platform: otherwise, service: "tax_wan >= 1"',
        "otherwise",
    ),
    (
        "K: {priority: 80, admit: 70, conditional: 60}",
        "K: {priority: 80, admit: 85, conditional: 60}",
        "rise",
    ),
    ("L: {priority: 85, admit: 75, conditional: 65}, ", "", "tiers missing"),
    ("K: {fit: 50, investor: 40", "K: {fit: 150, investor: 40", "per cent"),
    ("veto: 一票否决, ", "", "results missing"),
    ("size: {K: 5,", "size: {K: 6,", "size of the panel"),
    ("max-min > 20 of 100", "far apart", "the sentence must say"),
    ("2: 与定位不冲突，配套可补, ", "", "one sentence"),
    (
        "robotics_cnc: {zh: 机器人与数控机床, invest: 500",
        "robotics_cnc: {zh: 机器人与数控机床, invest: 0",
        "positive",
    ),
    ("  default: {zh: 其他", "  other: {zh: 其他", "default"),
    ("tiers: [L, K], checks", "tiers: [L, X], checks", "X"),
    ("in_force_from: 2026-01-01", "in_force_from: 2026-13-01", "YYYY-MM-DD"),
    (
        "in_force_from: 2026-01-01",
        "in_force_from: 2026-01-01\nin_force_to: 2025-12-31",
        "ends before",
    ),
    ("  jobs: {zh: 新增就业, en: new jobs}\n", "", "jobs"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "reason"), WRONG)
def test_what_is_wrong_is_refused_with_its_place(old: str, new: str, reason: str) -> None:
    with pytest.raises(RuleError, match=reason) as refused:
        changed(old, new)
    assert refused.value.file == "scheme.yaml"
    assert refused.value.line >= 1


def test_the_line_is_that_of_the_mistake() -> None:
    old = "[[50, 1], [35, 0.8], [20, 0.5]]"
    line = TEXT[: TEXT.index(old)].count("\n") + 1
    with pytest.raises(RuleError) as refused:
        changed(old, "[[50, 1], [50, 0.8], [20, 0.5]]")
    assert refused.value.line == line


def test_without_a_date_it_is_a_draft_that_cannot_be_published() -> None:
    draft = changed("in_force_from: 2026-01-01\n", "")
    assert draft.is_draft
    with pytest.raises(RuleError, match="draft"):
        refuse_change(draft, {})


def test_a_published_version_is_frozen() -> None:
    refuse_change(DEFAULT, {})
    refuse_change(DEFAULT, {DEFAULT.version: DEFAULT.fingerprint})
    edited = changed("admit: 70, conditional: 60}, G", "admit: 71, conditional: 60}, G")
    with pytest.raises(RuleError, match="frozen"):
        refuse_change(edited, {DEFAULT.version: DEFAULT.fingerprint})


def test_layout_and_comments_do_not_change_the_fingerprint() -> None:
    again = build(parse("# another comment\n\n" + TEXT, "copy.yaml"))
    assert again.fingerprint == DEFAULT.fingerprint


def test_a_text_cut_by_a_comma_is_put_back_with_a_notice() -> None:
    scheme = changed("conditional: 附条件准入, ", "conditional: 附条件准入(限期,写入协议), ")
    assert scheme.decision.results["conditional"] == "附条件准入(限期,写入协议)"
    assert len(scheme.notices) == 1 and "scheme.yaml:" in scheme.notices[0]


def test_the_acceptance_scheme_says_the_same_as_ours(shared: Path) -> None:
    other = load(shared / "data/review/scheme.yaml")
    assert other.is_draft
    for name, item in DEFAULT.indicators.items():
        same = other.indicators[name]
        assert (item.marks, item.bands, item.inputs) == (same.marks, same.bands, same.inputs)
        assert {k: v.share for k, v in item.classes.items()} == {
            k: v.share for k, v in same.classes.items()
        }
    assert other.decision.lines == DEFAULT.decision.lines
    assert other.decision.floors == DEFAULT.decision.floors
    assert other.standards == DEFAULT.standards


def test_a_scheme_is_printed_and_cited_as_every_other_rule() -> None:
    rules = library()
    assert set(rules.rules) == {f"default.{each}" for each in DEFAULT.types}
    for rule in rules.rules.values():
        text = rule_markdown(rule, rules)
        ids = [line.id for line in lines(rule) if line.id]
        assert len(ids) == len(set(ids)) and all(f"`{name}`" in text for name in ids)
        assert rule.tables[TABLE].full == 100


def test_a_changed_band_is_the_only_difference() -> None:
    old = "[[50, 1], [35, 0.8], [20, 0.5]]"
    other = changed(old, "[[50, 1], [40, 0.8], [20, 0.5]]")
    found = differences(rule_of(DEFAULT, "industrial"), rule_of(other, "industrial"), "zh")
    assert [change.id for change in found] == ["score.investor.inv_equity.2"]
    assert "35" in (found[0].before or "") and "40" in (found[0].after or "")
