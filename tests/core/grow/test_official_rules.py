"""The nineteen official rule sets: cases by hand, the command's contract, the document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from gaoxin.grow.commands import assess, libraries, rules
from gaoxin.grow.core.cases import Case, read_cases
from gaoxin.grow.core.rules import PRESETS, library
from gaoxin.lib.errors import UserError
from gaoxin.rulebook.document import document
from gaoxin.rulebook.load import facts_used
from gaoxin.rulebook.source import read
from tests import optional

HERE = Path(__file__).parent
CASES = [
    case
    for name in ("cases.yaml", "more_cases.yaml")
    for case in read_cases(read(HERE / name), library())
]
DOCUMENT = HERE.parents[2] / "docs/rules.md"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id}-{case.rule}")
def test_case_is_judged_as_by_hand(case: Case) -> None:
    found = case.as_json()
    assert not case.problems
    assert str(found["got"]) == case.expected, found["lacking"]
    assert case.ok, f"score {found['score']}, by hand {case.score}"


def test_every_rule_set_has_a_case_by_hand() -> None:
    assert {case.rule for case in CASES} == set(library().rules)
    assert len(library().rules) == 19


def test_acceptance_cases(shared: Path) -> None:
    cases = read_cases(read(shared / "data/rules/examples.yaml"), library())
    assert [case.id for case in cases if not case.ok] == []


def test_every_rule_says_whence_and_from_when() -> None:
    for rule in library().rules.values():
        assert rule.head.reference
        assert rule.head.confidence
        assert rule.head.in_force_from


def test_both_ladders_are_there_and_the_day_decides() -> None:
    for series in ("specialized_sme", "little_giant", "zone_evaluation"):
        older, newer = library().versions(series)
        assert older.head.in_force_to is not None
        assert older.head.in_force_to < newer.head.in_force_from


def test_every_indicator_of_a_rule_is_in_the_vocabulary_with_both_languages() -> None:
    for rule in library().rules.values():
        for name in facts_used(rule):
            assert rule.terms[name].zh and rule.terms[name].en


def _run(tmp_path: Path, text: str, *arguments: str) -> tuple[int, str, str]:
    path = tmp_path / "cases.yaml"
    path.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(assess, ["--cases", str(path), *arguments])
    return done.exit_code, done.stdout, done.stderr


def test_the_command_prints_one_json_document(tmp_path: Path) -> None:
    text = """
    examples:
      - id: A
        values: {years_since_registration: 3, private_equity_received: true, is_listed: false}
        verdicts: [{rule: unicorn_common, expected: undetermined}]
      - id: B
        values: {years_since_registration: 3, private_equity_received: true, is_listed: false,
                 valuation_usd_million: 900}
        verdicts: [{rule: unicorn, on: 2026-01-01, expected: pass}]
    """
    code, out, _err = _run(tmp_path, text, "--json")
    answer = json.loads(out)
    assert code == 1
    assert (answer["ok"], answer["total"]) == (1, 2)
    first, second = answer["cases"]
    assert first["ok"] and first["got"] == "undetermined" and first["score"] is None
    assert first["missing"] == ["valuation_usd_million"]
    assert first["unmet"][0]["value"] is None
    assert not second["ok"] and second["got"] == "fail"
    assert second["unmet"][0]["gap"] == 100
    assert second["unmet"][0]["threshold"] == 1000
    assert "差 100 百万美元" in second["lacking"]


def test_bad_values_and_unknown_rules_are_named_and_the_others_assessed(tmp_path: Path) -> None:
    text = """
    examples:
      - id: A
        values: {employees: 很多, size_industry: industry, revenue_last_year: 100, colour: red}
        verdicts:
          - {rule: enterprise_size_2017, expected: micro}
          - {rule: no_such_rule, expected: pass}
    """
    code, out, err = _run(tmp_path, text, "--json")
    assert code == 1
    assert [case["ok"] for case in json.loads(out)["cases"]] == [True, False]
    assert "A: 职工总数(employees): '很多' 应为数字" in err
    assert "unknown indicator): colour" in err
    assert "cases.yaml:7: 没有这条规则" in err


def test_rules_prints_sources_versions_and_differences() -> None:
    done = CliRunner().invoke(rules, ["little_giant", "--on", "2026-06-01"])
    assert done.exit_code == 0
    assert "`little_giant_2026`" in done.stdout
    assert "其他版本 other versions: `little_giant_2022`" in done.stdout
    changed = "| `main_business_ratio` | 主营业务收入占比 ≥ 70% | 主营业务收入占比 ≥ 90% |"
    assert changed in done.stdout
    assert "来源 sources:" in done.stdout
    older = CliRunner().invoke(rules, ["little_giant", "--on", "2026-03-31"])
    assert "`little_giant_2022`" in older.stdout.splitlines()[0]


def test_rules_without_a_name_lists_all() -> None:
    done = CliRunner().invoke(rules, [])
    assert all(name in done.stdout for name in library().rules)
    assert "yinchuan_start_2025" in done.stdout


def test_the_document_of_rules_is_current() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(libraries())


def test_presets_hold_no_file_that_is_not_loaded() -> None:
    names = {path.stem for path in PRESETS.glob("*.yaml")} - {"indicators", "ladder", "form"}
    assert names == set(library().rules)


def test_a_rule_called_nearly_so_is_suggested() -> None:
    done = CliRunner().invoke(rules, ["litle_giant_2026"])
    assert isinstance(done.exception, UserError)
    assert "little_giant_2026" in str(done.exception)


def test_the_result_never_overwrites_its_own_data(tmp_path: Path) -> None:
    data = tmp_path / "firms.csv"
    data.write_text("employees\n5\n", encoding="utf-8")
    options = [str(data), "--rules", "tech_sme_2017", "--out", str(tmp_path / "." / "firms.csv")]
    done = CliRunner().invoke(assess, options)
    assert isinstance(done.exception, UserError)
    assert data.read_text(encoding="utf-8") == "employees\n5\n"


@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
def test_a_file_without_any_column_of_the_rule_is_told(tmp_path: Path) -> None:
    optional.need("batch engine")
    data = tmp_path / "firms.csv"
    data.write_text("Employes,x\n5,6\n", encoding="utf-8")
    options = [str(data), "--rules", "tech_sme_2017", "--out", str(tmp_path / "out.parquet")]
    done = CliRunner().invoke(assess, options)
    assert isinstance(done.exception, UserError)
    assert "列名" in str(done.exception)
