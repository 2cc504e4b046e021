"""Blind papers: no name of those behind a project is left, whatever its spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.review.core.sheet.blind import COVER, masked, shown_page, stems

NAME = "示例新材料（集团）股份有限公司"


@pytest.mark.parametrize(
    "spelling",
    [
        NAME,
        "示例新材料(集团)股份有限公司",
        "示例新材料 集团 股份\n有限公司",
        "示例新材料集团",
        "示例新材料",
        "示 例 新 材 料",
    ],
)
def test_every_spelling_of_a_name_is_covered(spelling: str) -> None:
    said = masked(f"由{spelling}出资，投资 3 亿元。", [NAME])
    assert COVER in said and "新材料" not in "".join(said.split())
    assert said.endswith("投资 3 亿元。")


def test_latin_names_in_any_case_and_width() -> None:
    said = masked("ＡＣＭＥ Coating GmbH and acme coating", ["Acme Coating GmbH"])
    assert said == f"{COVER} and {COVER}"


def test_a_short_stem_covers_no_ordinary_words() -> None:
    assert stems("电气公司") == ("电气公司",)
    assert masked("智能电气产业园", ["电气公司"]) == "智能电气产业园"


def test_the_legal_form_behind_a_short_name_is_covered_too() -> None:
    assert masked("甲投资集团（股份）有限公司出资", ["甲投资"]) == f"{COVER}出资"


def test_without_names_the_text_stays() -> None:
    assert masked("第 3 页", []) == "第 3 页" and masked("第 3 页", ["", "（）"]) == "第 3 页"


def test_the_quote_is_marked_and_names_in_it_are_covered() -> None:
    text = f"前文。{NAME}已完成 3 个月中试，良率 91%。后文。"
    pieces = shown_page(text, f"{NAME}已完成 3 个月中试", [NAME])
    assert [p.text for p in pieces if p.cited] == [COVER, "已完成 3 个月中试"]
    assert NAME not in "".join(p.text for p in pieces)


def test_a_name_over_the_edge_of_the_quote_is_covered() -> None:
    pieces = shown_page("甲方示例新材料集团出资", "甲方示例", ["示例新材料集团"])
    assert "".join(p.text for p in pieces) == f"甲方{COVER}出资"


@given(st.text(max_size=60), st.text(max_size=8), st.text(max_size=12))
def test_any_text_is_shown_whole_but_for_the_names(text: str, quote: str, name: str) -> None:
    pieces = shown_page(text, quote, [name])
    assert "".join(piece.text for piece in pieces) == masked(text, [name])
