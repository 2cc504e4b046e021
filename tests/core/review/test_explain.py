"""Explanations: each mark and each result says why, in both languages."""

from __future__ import annotations

from gaoxin.review.core.explain import because, mark_line, result_words
from tests.core.review.made import DEFAULT, levels, project, scored


def test_a_mark_names_the_figure_and_the_band_it_met() -> None:
    found = scored(project())
    line = mark_line(found, found.marks["con_tax_mu"])
    assert line == "亩均税收 5.6/8；亩均税收 22 万元/亩 ≥ 20（1 × 20）"
    assert mark_line(found, found.marks["fit_chain"], "en") == (
        "Role in the industry chain 4.8/6; strengthens the chain"
    )
    assert "专家等级 3、3、2" in mark_line(found, found.marks["fit_site"])


def test_a_missing_figure_says_what_it_may_still_bring() -> None:
    found = scored(project(debt_ratio_pct=None))
    line = mark_line(found, found.marks["inv_debt"])
    assert line == "资产负债率 0/3；缺数据：资产负债率，暂按 0 分，补齐后为 0.6–3 分"
    assert "0.6–3 possible" in mark_line(found, found.marks["inv_debt"], "en")


def test_the_result_says_line_floor_veto_and_second_reading() -> None:
    broken = scored(project(energy_ratio=2, classes={"ctl_eia": "report_book"}))
    assert because(broken).startswith(
        f"重点（K）{broken.total} 分，达到准予准入线 70 分；安全环保可控度"
    )
    assert "below its floor" in because(broken, "en")
    assert "V4 排放第一类水污染物或重金属且园区规划环评不接纳（生态环境分局）" in because(
        scored(project(vetoes=["V4"]))
    )
    nothing = dict.fromkeys(("rd_pct", "far", "jobs", "tax_wan_per_mu", "output_wan_per_mu"), 0)
    poor = scored(project(panel=[levels(0, 0, 0, 0)] * 3, **nothing))
    assert poor.outcome.result == "reject" and "低于最低线 60 分" in because(poor)
    assert "分不出档" in because(scored(project(investment_yi=None)))
    assert "须二读" in because(scored(project(rd_pct="2.5", invention_patents=0, jobs=10)))


def test_every_result_has_words() -> None:
    for result in (*DEFAULT.decision.results, "undetermined"):
        assert result_words(DEFAULT, result) and result_words(DEFAULT, result, "en")
