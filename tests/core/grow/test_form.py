"""Form (填报表): what enterprises report covers what the rungs ask, and nothing computed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gaoxin.grow.core.facts import NOT_REPORTED
from gaoxin.grow.core.filing import LEVEL_CODES, label, terms_by_label
from gaoxin.grow.core.form import answers, form_terms, read_form, reported
from gaoxin.grow.core.rules import ladder, library, vocabulary
from gaoxin.rulebook.load import facts_used
from gaoxin.rulebook.source import RuleError, parse
from gaoxin.rulebook.vocabulary import ValueRefusedError


def test_every_fact_that_a_rung_asks_for_is_reported_worked_out_or_a_title() -> None:
    terms = vocabulary()
    known = {term.name for term in form_terms()} | NOT_REPORTED | {"is_sme"}
    known |= {title.fact for title in ladder().titles.values() if title.fact}
    asked = {
        name
        for rung in ladder().rungs
        for rule in library().versions(rung.series)
        for name in facts_used(rule)
        if terms[name].derive is None
    }
    assert asked - known == set()


def test_no_two_indicators_of_the_form_have_the_same_label() -> None:
    assert len({label(term.zh) for term in form_terms()}) == len(form_terms())
    assert len(terms_by_label()) == 2 * len(form_terms())


def test_every_closed_answer_can_be_written_in_chinese() -> None:
    written = set(LEVEL_CODES.values())
    asked = {answer for term in form_terms() for answer in answers(term) if not answer.isdigit()}
    assert asked - written == set()


@pytest.mark.parametrize(
    ("names", "line"),
    [("[nothing]", 4), ("[rd_ratio_last_year]", 4), ("[revenue_prev_year]", 4),
     ("[employees, employees]", 4)],
)  # fmt: skip
def test_a_form_that_asks_what_is_computed_is_refused_by_line(names: str, line: int) -> None:
    text = (
        "schema: gaoxin.form/1\nsections:\n  - {id: a, zh: 甲, en: A,\n"
        f"     indicators: {names}}}\n"
    )
    with pytest.raises(RuleError) as why:
        read_form(parse(text, "own.yaml"), vocabulary())
    assert why.value.line == line


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [("employees", "-1", "不能小于零"), ("revenue_last_year", "-0.01", "不能小于零"),
     ("main_business_ratio", "100.01", "不能大于"), ("main_business_ratio", "-3", "不能小于零"),
     ("debt_ratio", "-1", "不能小于零"), ("employees", "1e15", "太大"),
     ("employees", "abc", "'abc' 应为数字"), ("own_brand", "也许", "应为是或否")],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused(name: str, value: str, why: str) -> None:
    with pytest.raises(ValueRefusedError, match=why) as said:
        reported(vocabulary()[name], value)
    assert name not in str(said.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [("net_profit_margin", "-250"), ("debt_ratio", "130"), ("main_business_ratio", "100"),
     ("net_asset_growth_3y", "180.5"), ("employees", "0")],
)  # fmt: skip
def test_a_value_on_its_limit_or_free_is_taken(name: str, value: str) -> None:
    assert reported(vocabulary()[name], value) == Decimal(value)
