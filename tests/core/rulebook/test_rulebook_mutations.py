"""Damaged rule files: whatever is changed in one, it is read or refused with file, line, reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaoxin.grow.core.rules import PRESETS, vocabulary
from gaoxin.rulebook.library import gather
from gaoxin.rulebook.load import build, facts_used
from gaoxin.rulebook.show import lines
from gaoxin.rulebook.source import DEEPEST, LONGEST, RuleError, parse, read
from gaoxin.rulebook.verdict import assess
from gaoxin.rulebook.words import lacking
from tests.core.rulebook.made import TERMS, rule, text

POLICY = text(
    "amounts: [{id: a, unit: wan_yuan, base: rd, mode: marginal, digits: 2, rounding: up, floor: 1,"
    " cap: 99, tiers: [{over: 0, rate: 5%}, {over: 1000, rate: 8%}]}]\n"
    "conditions: {id: c, ind: debt, op: le, value: 70, unit: percent}\n"
    "parameters: {p: {zh: 甲, en: a, unit: percent, value: 3, why_zh: 乙, why_en: b}}\n",
    kind="policy",
)
FILES = [p for p in sorted(PRESETS.glob("*.yaml")) if p.name != "indicators.yaml"]
SOURCES = [(path.read_text(encoding="utf-8"), vocabulary()) for path in FILES]
SOURCES += [(POLICY, TERMS)] * 5
ODD = ["yes", "no", "on", "true", "0755", "0x1F", "1e999", "1e5000000000", "-1e400", ".nan", ".inf"]
ODD += ["2026-13-40", "20260101", "{}", "[]", "~", "null", "&a", "*a", "<<:", "!!int", "!!binary"]
ODD += ["1_0", "1:30", "'", '"', "%", "|", ">", "?", "{", "}", "[", "]", ":", "#", "-1", "1e-40"]
ODD += ["1e40", "万元", "５", "-0", "2%", "1e999%"]
ODD += ["9" * 400, "\t", "\u202e", "\x00", "", "- ", "1.00000000000000000000000000000001"]
VALUES = [None, 0, -1, "abc", True, "1e400", 10**30, "nan", 3, 80.0, "是", [1], {"a": 1}, "1e-300"]
WORD = re.compile(r"[^\s,{}\[\]:]+")


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, int]:
    """Return a rule file in which up to three words or lines are changed, and which file it was."""
    place = draw(st.integers(0, len(SOURCES) - 1))
    rows = SOURCES[place][0].split("\n")
    for _ in range(draw(st.integers(1, 3))):
        row = draw(st.integers(0, len(rows) - 1))
        words = list(WORD.finditer(rows[row]))
        how = draw(st.sampled_from(["word", "word", "other", "drop", "twice", "indent", "append"]))
        if how in {"word", "other"} and words:
            found = draw(st.sampled_from(words))
            other = WORD.findall(SOURCES[place][0])
            new = draw(st.sampled_from(ODD if how == "word" else other))
            rows[row] = rows[row][: found.start()] + new + rows[row][found.end() :]
        elif how == "drop" and len(rows) > 1:
            rows.pop(row)
        elif how == "twice":
            rows.insert(draw(st.integers(0, len(rows))), rows[row])
        elif how == "indent":
            rows[row] = "  " * draw(st.integers(0, 4)) + rows[row].lstrip()
        else:
            rows[row] += draw(st.sampled_from(ODD))
    return "\n".join(rows), place


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutated(), st.data())
def test_a_damaged_rule_is_read_or_refused_by_line(
    case: tuple[str, int], data: st.DataObject
) -> None:
    whole, place = case
    try:
        made = build(parse(whole, "damaged.yaml"), SOURCES[place][1])
        gather([made])
    except RuleError as error:
        assert error.file == "damaged.yaml"
        assert 1 <= error.line <= whole.count("\n") + 2
        assert re.search(r"[\u4e00-\u9fff]", error.reason)
        assert re.search(r"[a-z]", error.reason)
        return
    pick = st.sampled_from(VALUES)
    verdict = assess(made, {name: data.draw(pick) for name in facts_used(made)})
    for language in ("zh", "en"):
        lacking(verdict, language)
        list(lines(made, language))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("notes: &n abc\nrecalled: [*n]", "no anchors or aliases"),
        ("annex: &a [*a]", "no anchors or aliases"),
        ("annex: " + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "nested too deep"),
        ("conditions:\n\t{id: a}", "not YAML"),
        ("notes: a\x00b", "not YAML"),
        ("in_force_to: 20270101", "a date is expected"),
        ("in_force_to: 2026-02-30", "a date is expected"),
        ("validity_years: 0x10", "a number is expected"),
        ("validity_years: 1:30", "a number is expected"),
        ("conditions: {id: a, ind: rd, op: ge, value: 1e5000000000}", "too large or too fine"),
        ("conditions: {id: a, ind: quality, op: yes}", "one of"),
        ("official: ja", "true or false"),
        ("<<: {a: 1}", "unknown key): <<"),
        ("amounts: [{id: a, unit: wan_yuan, base: rd, rate: 1%, digits: 99}]", "from 0 to 6"),
        ("amounts: [{id: a, unit: wan_yuan, base: rd, rate: 1e999%}]", "too large or too fine"),
        ("---\nid: other", "another document"),
    ],
)
def test_traps_of_yaml_are_refused(body: str, reason: str) -> None:
    with pytest.raises(RuleError) as caught:
        rule(body)
    assert reason in str(caught.value)
    assert str(caught.value).startswith(f"made.yaml:{caught.value.line}: ")


def test_numbers_are_read_as_written_and_words_stay_words() -> None:
    made = rule(
        "conditions:\n  all:\n    - {id: a, ind: rd, op: ge, value: 0755}\n"
        "    - {id: b, ind: province, op: eq, value: no}\n"
    )
    assert assess(made, {"rd": "755", "province": "no"}).outcome == "pass"
    assert assess(made, {"rd": "754.99", "province": "no"}).outcome == "fail"


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    path.write_text("a: b\n" * (LONGEST // 2), encoding="utf-8")
    with pytest.raises(RuleError, match="too large"):
        read(path)


def test_values_that_no_record_has_are_named_not_judged() -> None:
    made = rule("conditions: {id: a, ind: rd_ratio, op: ge, value: 3, unit: percent}")
    found = assess(made, {"rd": "1e400", "revenue": 100})
    assert found.outcome == "undetermined"
    assert "过大或小数过多" in found.problems[0]
    tiny = assess(made, {"rd": "1e20", "revenue": "1e-30"})
    assert tiny.outcome == "pass"
