"""A rule file that is not understood is refused with file, line and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from gaoxin.rulebook.library import gather
from gaoxin.rulebook.source import RuleError, parse, read
from gaoxin.rulebook.vocabulary import load_vocabulary
from tests.core.rulebook.made import HEAD, rule, text

OK = "conditions: {id: a, ind: revenue, op: ge, value: 1, unit: yi_yuan}"
FIRST = len(HEAD.splitlines()) + 1  # the line on which a body begins


@pytest.mark.parametrize(
    ("body", "line", "reason"),
    [
        ("conditons: {}", FIRST, "unknown key): conditons"),
        ("conditions: {ind: revenu, op: ge, value: 1}", FIRST, "unknown indicator): revenu"),
        ("conditions: {ind: revenue, op: ge}", FIRST, "value/value_of/value_param"),
        ("conditions: {ind: revenue, value: 1}", FIRST, "missing): op"),
        ("conditions: {ind: revenue, op: gee, value: 1}", FIRST, "one of"),
        ("conditions: {ind: revenue, op: ge, value: 1, unit: percent}", FIRST, "units do not fit"),
        ("conditions: {ind: revenue, op: ge, value: 1, unit: cubits}", FIRST, "one of"),
        ("conditions: {ind: revenue, op: ge, value: lots}", FIRST, "a number is expected"),
        ("conditions: {ind: revenue, op: ge, value: .inf}", FIRST, "expected"),
        ("conditions: {ind: revenue, op: ge, value_of: debt}", FIRST, "units do not fit"),
        ("conditions: {ind: quality, op: ge, value: 1}", FIRST, "use is_true"),
        ("conditions: {ind: revenue, op: is_true}", FIRST, "is not a yes-or-no"),
        ("conditions: {ind: province, op: ge, value: 山东}", FIRST, "only eq, ne, in"),
        ("conditions: {ind: lab, op: ge, value: moon}", FIRST, "moon"),
        ("conditions: {ind: revenue, op: in, value: [1]}", FIRST, "in cannot be used"),
        ("conditions: {all: []}", FIRST, "no condition in the list"),
        ("conditions: {all: [], any: []}", FIRST, "exactly one"),
        ("conditions: {all: [], value: 1}", FIRST, "not beside all"),
        ("conditions: {score: main, op: ge, value: 1}", 1, "unknown score): main"),
        ("conditions: {param: p, op: is_true}", FIRST, "unknown parameter): p"),
        (
            "conditions:\n  all:\n    - {id: a, ind: debt, op: le, value: 1}\n"
            "    - {id: a, ind: debt, op: le, value: 2}",
            FIRST + 2,
            "repeated id): a",
        ),
        ("conditions: {}\nconditions: {}", FIRST + 1, "repeated key): conditions"),
        ("conditions: [", FIRST, "not YAML"),
        ("classes: []\nlights: []", FIRST + 1, "only one of these"),
        ("lights: [{light: purple}]", FIRST, "one of"),
        ("classes: [{class: a}, {class: b}]", FIRST, "only as the last"),
        ("in_force_to: 2025-12-31", FIRST, "ends before it begins"),
        ("in_force_to: tomorrow", FIRST, "a date is expected"),
    ],
)
def test_body_is_refused(body: str, line: int, reason: str) -> None:
    with pytest.raises(RuleError) as caught:
        rule(body)
    assert caught.value.file == "made.yaml"
    assert caught.value.line in (line, line + 1)
    assert reason in str(caught.value)
    assert str(caught.value).startswith(f"made.yaml:{caught.value.line}: ")


@pytest.mark.parametrize("key", ["reference", "in_force_from", "document", "id", "kind"])
def test_header_without_source_or_date_is_refused(key: str) -> None:
    whole = text(OK)
    without = "\n".join(line for line in whole.splitlines() if not line.startswith(f"{key}:"))
    with pytest.raises(RuleError, match=rf"missing\): {key}"):
        from tests.core.rulebook import made

        made.build(parse(without, "made.yaml"), made.TERMS)


def test_empty_reference_is_refused() -> None:
    with pytest.raises(RuleError, match="no source is named"):
        from tests.core.rulebook import made

        made.build(parse(text(OK).replace("[试来源]", "[]"), "made.yaml"), made.TERMS)


def _table(items: str, full: int = 10) -> str:
    return f"""
    score_tables:
      main:
        full: {full}
        groups:
          - id: g
            full: {full}
            items: [{items}]
    """


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("{id: a, full: 9, method: judged, ind: judged}", "items do not add up"),
        ("{id: a, full: 10, method: judged, ind: debt}", "its unit is not points"),
        ("{id: a, full: 10, method: guess}", "one of"),
        ("{id: a, full: 10, method: bands, ind: debt, bands: [{le: 50, points: 5}]}",
         "last band must have no limit"),
        ("{id: a, full: 10, method: bands, ind: debt, bands: [{points: 5}, {points: 5}]}",
         "must be last"),
        ("{id: a, full: 10, method: bands, ind: debt, bands: [{le: 1, points: 11}, {points: 0}]}",
         "more than full"),
        ("{id: a, full: 10, method: bands, ind: quality, bands: [{points: 0}]}", "not a number"),
        ("{id: a, full: 10, method: levels, ind: lab, map: {none: 0, city: 5}}",
         "levels missing): nation"),
        ("{id: a, full: 10, method: levels, ind: lab, map: {none: 0, city: 5, moon: 10}}", "moon"),
        ("{id: a, full: 10, method: count_true, of: [debt], points_each: 3}", "yes-or-no"),
        ("{id: a, full: 10, method: per_unit, ind: years, unit_size: 0, points_each: 1}",
         "must be positive"),
        ("{id: a, full: 10, method: proportion, ind: debt, base: 0}", "must not be zero"),
        ("{id: a, full: 10, method: best_of, of: []}", "list is empty"),
        ("{id: a, full: 10, method: first_match, rows: [{points: 1}, {points: 0}]}", "last row"),
        ("{id: a, full: 10, method: first_match, rows: [{points_min: 2, points_max: 1}]}",
         "points_min"),
        ("{id: a, full: 10, method: judged, ind: judged, bands: []}", "unknown key): bands"),
    ],
)  # fmt: skip
def test_scored_line_is_refused(item: str, reason: str) -> None:
    with pytest.raises(RuleError) as caught:
        rule(_table(item))
    assert reason in str(caught.value)


def test_a_score_that_depends_on_itself_is_a_cycle() -> None:
    item = (
        "{id: a, full: 10, method: first_match, rows: "
        "[{when: {score: main, op: ge, value: 5}, points: 5}, {points: 0}]}"
    )
    with pytest.raises(RuleError, match="cycle of references"):
        rule(_table(item))


VOCABULARY = """\
schema: gaoxin.indicators/1
indicators:
  a: {zh: 甲, en: a, unit: wan_yuan}
  b: {zh: 乙, en: b, unit: percent, derive: {op: percent, of: [a, c]}}
  c: {zh: 丙, en: c, unit: wan_yuan}
"""


def _vocabulary(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "indicators.yaml"
    path.write_text(VOCABULARY.replace(old, new), encoding="utf-8")
    load_vocabulary(path)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("of: [a, c]", "of: [a, d]", ":4: b: 未知的指标 (unknown indicator): d"),
        ("of: [a, c]", "of: [a]", "wrong number of parts"),
        ("unit: wan_yuan}\n", "unit: wan_yuan, derive: {op: sum, of: [a]}}\n", "cycle"),
        ("c: {zh: 丙, en: c, unit: wan_yuan}", "c: {zh: 丙, en: c, unit: person}", "units"),
        ("unit: percent", "unit: parsec", "one of"),
        ("zh: 甲, ", "", "missing): zh"),
    ],
)
def test_vocabulary_is_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    with pytest.raises(RuleError) as caught:
        _vocabulary(tmp_path, old, new)
    assert reason in str(caught.value)


def test_a_longer_cycle_of_derived_indicators_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cycle of references"):
        _vocabulary(
            tmp_path,
            "c: {zh: 丙, en: c, unit: wan_yuan}",
            "c: {zh: 丙, en: c, unit: wan_yuan}\n"
            "  d: {zh: 丁, en: d, unit: percent, derive: {op: max, of: [e]}}\n"
            "  e: {zh: 戊, en: e, unit: percent, derive: {op: max, of: [d]}}",
        )


def test_overlapping_versions_and_repeated_ids_are_refused() -> None:
    older = rule("in_force_to: 2026-06-30\n" + OK, id="r1", begin="2026-01-01")
    newer = rule(OK, id="r2", begin="2026-06-30")
    with pytest.raises(RuleError, match="overlapping versions"):
        gather([older, newer])
    with pytest.raises(RuleError, match="repeated id"):
        gather([older, older])
    open_end = rule(OK, id="r1", begin="2026-01-01")
    with pytest.raises(RuleError, match="overlapping versions"):
        gather([open_end, rule(OK, id="r2", begin="2030-01-01")])


def test_unreadable_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cannot be read"):
        read(tmp_path / "absent.yaml")
    (tmp_path / "gbk.yaml").write_bytes("文件".encode("gbk"))
    with pytest.raises(RuleError, match="not UTF-8"):
        read(tmp_path / "gbk.yaml")
    (tmp_path / "empty.yaml").write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(RuleError, match="empty"):
        read(tmp_path / "empty.yaml")
