"""Composer (拟稿): ten sections in an office's words, whatever the month holds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gaoxin.report.core.compose import compose
from gaoxin.report.core.document import Bulletin, Chart, Paragraph, Table, ordinal, written
from gaoxin.report.core.month import MonthData, ParkMonth
from gaoxin.report.core.verify import loose_quantities, verify
from tests.core.report import months


def text_of(bulletin: Bulletin, name: str) -> str:
    section = next(s for s in bulletin.sections if s.name == name)
    return "\n".join(block.text for block in section.blocks if isinstance(block, Paragraph))


def parks(id: str, *values: object) -> tuple[ParkMonth, ...]:
    return tuple(
        ParkMonth(f"{n}号产业园", "甲乙丙丁戊"[n - 1] + "园", months.figures({id: value}, f"p{n}"))
        for n, value in enumerate(values, 1)
    )


def empty(**changes: object) -> MonthData:
    blank = {
        "zone_year": {}, "zone_month": {}, "zone_before": {}, "parks": (), "signed": (), "lit": (),
        "issues": (), "silent_parks": (),
    }  # fmt: skip
    return months.month(**(blank | changes))


def test_ten_sections_and_four_tables_and_the_definitions() -> None:
    bulletin = compose(months.month())
    assert [s.title for s in bulletin.sections] == [
        "总体情况", "目标完成情况", "签约情况", "开工与投产", "资金到位", "分园区排名",
        "红黄绿清单与变化", "领导包联与督查", "问题清单与销号", "下步工作",
    ]  # fmt: skip
    assert [s.name for s in bulletin.appendices] == [
        "table1",
        "table2",
        "table3",
        "table4",
        "bases",
    ]
    assert "64个" in text_of(bulletin, "overview")
    assert bulletin.title == "关于2026年1至10月招商引资\n和项目建设情况的通报"


def test_a_sound_month_has_no_finding() -> None:
    data = months.month()
    found = verify(compose(data), months.every_figure(data).get)
    assert found.findings == ()
    assert found.numbers > 150
    assert all(count > 0 for count in found.checked.values())


def test_targets_are_set_against_elapsed_time_in_words() -> None:
    said = text_of(compose(months.month()), "targets")
    assert "快于序时进度2.0个百分点" in said
    assert "慢于序时进度0.6个百分点" in said
    assert "到位资金、固定资产投资未下达年度目标" in said


def test_without_targets_nothing_is_compared() -> None:
    data = months.month()
    year = {k: v for k, v in data.zone_year.items() if not k.endswith("_target")}
    assert "目标尚未录入" in text_of(compose(replace(data, zone_year=year)), "targets")
    zero = data.zone_year | months.figures({"signed_target": 0, "contract_target": 0})
    assert "目标尚未录入" in text_of(compose(replace(data, zone_year=zero)), "targets")


def test_level_parks_share_a_place() -> None:
    said = text_of(compose(empty(parks=parks("start_rate", 50, "66.7", "66.7", 10))), "building")
    assert "从高到低依次为乙园（66.7%）与丙园（66.7%）并列、甲园（50.0%）、丁园（10.0%）。" in said
    table = compose(empty(parks=parks("start_rate", 50, "66.7", "66.7", 10))).sections[5].blocks[1]
    assert isinstance(table, Table)
    assert [written(row[2]) for row in table.rows] == ["3", "1", "1", "4"]


def test_all_level_is_no_order() -> None:
    bulletin = compose(empty(parks=parks("start_rate", 0, 0, 0)))
    assert "各园区开工率持平：甲园（0.0%）、乙园（0.0%）、丙园（0.0%）。" in text_of(
        bulletin, "building"
    )
    assert "开工率各园区持平" in text_of(bulletin, "ranking")


def test_parks_with_nothing_are_named_behind() -> None:
    said = text_of(compose(empty(parks=parks("start_rate", None, 40, 60))), "building")
    assert said.endswith("丙园（60.0%）、乙园（40.0%）。甲园没有开工率可比。")
    said = text_of(compose(empty(parks=parks("signed_count", 0, 4, 6))), "signing")
    assert said.endswith("丙园（6个）、乙园（4个）。甲园没有新签约项目。")


def test_lights_say_how_many_are_new() -> None:
    said = text_of(compose(months.month()), "lights")
    assert said.startswith("亮灯项目中，绿灯139个，黄灯33个，红灯14个（其中10月新亮5个）。")


def test_rounded_lines_that_do_not_add_up_are_told_under_the_table() -> None:
    invented = parks("invested_amount", "10.4", "20.4", "30.4")
    zone = months.figures({"invested_amount": "61.1"})
    data = empty(
        zone_year=zone, parks=invented, eliminated=months.figures({"invested_amount": "-0.1"}, "e1")
    )
    found = verify(compose(data), months.every_figure(data).get)
    assert found.findings == ()
    assert found.explained == ()
    off = replace(data, zone_year=months.figures({"invested_amount": "61.2"}))
    found = verify(compose(off), months.every_figure(off).get)
    assert found.findings == ()
    assert "四舍五入" in found.explained[0].message
    table = compose(off).appendices[0].blocks[0]
    assert isinstance(table, Table)
    assert "固投完成各行分别四舍五入" in written(table.note)
    assert [written(row[1]) for row in table.rows][3:] == ["−0.1", "61.2"]
    far = replace(data, zone_year=months.figures({"invested_amount": "66.2"}))
    assert verify(compose(far), months.every_figure(far).get).findings


def test_the_leaders_rate_stands_beside_the_leaders_count() -> None:
    said = text_of(compose(months.month()), "leaders")
    assert said == "领导包联项目60个，10月包联领导走访项目47个，包联走访率78%，各方走访项目共50个。"


def test_zeros_are_words() -> None:
    zone = months.figures(
        {"signed_count": 0, "started_count": 0, "red_count": 0, "yellow_count": 2}
    )
    bulletin = compose(empty(zone_year=zone))
    assert text_of(bulletin, "overview") == "1至10月，全区没有新签约项目。没有新开工项目。"
    assert text_of(bulletin, "lights") == "黄灯2个，没有红灯项目。"


def test_january_has_no_month_of_its_own() -> None:
    bulletin = compose(months.month(month=1))
    assert bulletin.title == "关于2026年1月招商引资\n和项目建设情况的通报"
    assert "当月" not in text_of(bulletin, "overview")


def test_an_empty_zone_still_gives_a_bulletin() -> None:
    bulletin = compose(empty())
    assert len(bulletin.sections) == 10
    assert all(section.blocks for section in bulletin.sections)
    assert verify(bulletin, {}.get).findings == ()
    charts = [b for s in bulletin.sections for b in s.blocks if isinstance(b, Chart)]
    assert charts == []


def test_next_steps_come_from_the_lists_and_from_the_office() -> None:
    said = text_of(compose(months.month(plans=("召开项目推进会",))), "outlook")
    assert said.startswith("（一）盯住红灯项目。对抗体药中试平台（住建局）")
    assert "（五）召开项目推进会。" in said
    assert text_of(compose(empty()), "outlook") == "（一）继续按月调度，保持项目建设进度。"


def test_digits_of_a_name_are_no_result() -> None:
    bulletin = compose(months.month())
    cells = [c for s in bulletin.appendices for b in s.blocks if isinstance(b, Table)
             for row in b.rows for c in row[1:]]  # fmt: skip
    assert any("年产8万片" in written(c) for c in cells)
    assert [q for c in cells for q in loose_quantities(c)] == []


def test_ordinals() -> None:
    assert [ordinal(n) for n in (1, 9, 10, 11, 20, 35)] == [
        "一", "九", "十", "十一", "二十", "三十五"
    ]  # fmt: skip


@given(st.dictionaries(st.sampled_from(sorted(months.NAMES)), st.none() | st.integers(-5, 400)))
def test_any_figures_give_a_sound_bulletin(values: dict[str, int | None]) -> None:
    rows = tuple(
        ParkMonth(f"{n}园", f"{'甲乙丙'[n - 1]}园", months.figures(values, f"p{n}"))
        for n in (1, 2, 3)
    )
    data = empty(zone_year=months.figures(values), zone_month=months.figures(values, period="m"))
    data = replace(data, parks=rows)
    found = verify(compose(data), months.every_figure(data).get)
    # Invented parts do not add up to the invented whole; everything else holds.
    assert [f for f in found.findings if "分园区合计" not in f.message] == []
