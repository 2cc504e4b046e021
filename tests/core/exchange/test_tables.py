"""Tables of very different layouts (各种版式): found by their headers, wherever they stand."""

from __future__ import annotations

from datetime import date

import pytest

from gaoxin.ledger.exchange.core.opening import open_book
from gaoxin.ledger.exchange.core.planning import plan
from gaoxin.lib.errors import UserError
from tests.core.exchange.books import (
    PARKS,
    TODAY,
    ZONE,
    actions,
    codes,
    credit,
    csv_bytes,
    planned,
    xlsx,
)


def new(result, row):
    """Return what a row would write, by field."""
    found = next(each for each in result.rows if each.row == row)
    return {change.field: change.new for change in found.changes}


def test_a_text_file_with_other_words_and_order():
    rows = [
        ["备注", "项目名称", "落户园区", "投资主体", "社会信用代码", "总投资（万元）",
         "固投（万元）", "签约时间"],
        ["", "甲项目", "电气装备产业园", "甲公司", credit(1).lower(), "12,000", "8000",
         "2025年3月"],
        ["", "乙项目", PARKS[1], "乙公司", "", "1.5亿元", "", "2025/13/1"],
    ]  # fmt: skip
    result = plan(open_book(csv_bytes(rows, "gb18030"), "一季度.csv"), ZONE, TODAY)
    assert codes(result) == {("H3", "date_no_month")}
    assert new(result, 2) == {
        "name": "甲项目", "park": PARKS[0], "investor": "甲公司", "credit_code": credit(1),
        "signed": "2025-03-01", "planned": "1.2 亿元", "planned_fixed": "8,000 万元",
    }  # fmt: skip
    assert result.sheets[0].sheet == "一季度"


def test_three_header_rows_bands_and_sums_on_top():
    rows = [
        ["2026年在建项目一览表"],
        ["", "", "", "", "", "单位：万元"],
        ["序号", "项目基本情况", "", "投资情况", "", "进度", ""],
        ["", "项目", "建设单位", "总投资", "其中", "", ""],
        ["", "", "", "", "固投", "签约", "开工"],
        ["总计", "", "", 12300, 9000, "", ""],
        ["一、" + PARKS[0], "", "", 2300, 2000, "", ""],
        [1, "甲项目", "甲公司", 1300, 1000, date(2025, 1, 3), date(2025, 5, 1)],
        [2, "乙项目", "乙公司", 1000, 1000, "2025.1.3", "/"],
        ["二、" + PARKS[1], "", "", 10000, 7000, "", ""],
        [3, "丙项目", "丙公司", 10000, 7000, "2025年1月3日", "未开工"],
        [4, "", "", "", "", "", ""],
        ["注：本表数据截至2026年10月底。"],
    ]
    merge = [("在建", a) for a in ("A1:G1", "A3:A5", "B3:C3", "D3:E3", "F3:G4")]
    result = planned(rows, sheet="在建", merge=merge)
    assert codes(result) == set()
    assert actions(result) == {8: "create", 9: "create", 11: "create"}
    assert new(result, 8)["park"] == PARKS[0]
    assert new(result, 11) == {
        "name": "丙项目", "park": PARKS[1], "enterprise": "丙公司", "signed": "2025-01-03",
        "planned": "1 亿元", "planned_fixed": "7,000 万元",
    }  # fmt: skip


def test_groups_without_merged_cells():
    rows = [
        ["序号", "项目名称", "所属园区", "开工时间", "", "投资（亿元）", ""],
        ["", "", "", "计划", "实际", "总投资", "其中：固投"],
        [1, "甲项目", PARKS[0], "2026年底", "", 1.5, 1],
    ]
    result = planned(rows)
    assert new(result, 3) == {
        "name": "甲项目", "park": PARKS[0], "plan_started": "2026-12-31",
        "planned": "1.5 亿元", "planned_fixed": "1 亿元",
    }  # fmt: skip


def test_a_template_with_hints_column_numbers_and_an_example_far_from_the_corner():
    rows = [
        [], [], [], [],
        ["", "", "招商项目台账"],
        ["", "", "*项目名称", "*所属园区", "计划总投资\n（亿元）", "签约日期", "计划开工时间"],
        ["", "", "必填，不超过50字", "必填，下拉选择", "数字", "格式：2025-01-01",
         "格式：2025-01-01"],
        ["", "", "甲", "乙", "1", "2", "3"],
        ["", "", "示例：某某项目", PARKS[0], 1.2, "2025-01-01", "2025-06-01"],
        ["", "", "辛项目", PARKS[1], 1.2, "2025-01-01", "2026年底"],
    ]  # fmt: skip
    result = planned(rows)
    assert actions(result) == {10: "create"}
    assert codes(result) == {("9", "example_row")}


def test_two_tables_in_one_sheet_and_a_header_repeated_on_each_page():
    rows = [
        ["表一 签约项目"],
        ["项目名称", "园区", "总投资（亿元）"],
        ["子项目", PARKS[0], 1.5],
        ["项目名称", "园区", "总投资（亿元）"],
        ["丑项目", PARKS[0], 2.5],
        ["合计", "", 4],
        [],
        ["表二 到位资金（单位：万元）"],
        ["项目名称", "到位金额", "到位日期"],
        ["子项目", 300, "2026-01-02"],
        ["寅项目", 300, "2026-01-02"],
    ]
    result = planned(rows)
    assert [(s.kind, s.header_row) for s in result.sheets] == [("projects", 2), ("funds", 9)]
    assert codes(result) == {("A11", "project_unknown")}


def test_merged_data_cells():
    rows = [
        ["项目名称", "园区", "总投资（亿元）", "签约日期"],
        ["甲项目", PARKS[0], 1.5, "2026-01-05"],
        ["乙项目", "", "", ""],
    ]
    areas = ("B2:B3", "C2:C3", "D2:D3")
    result = planned(rows, merge=[("项目", area) for area in areas])
    assert codes(result) == {
        ("B3", "merged_filled"), ("C3", "merged_amount"), ("D3", "merged_filled"),
    }  # fmt: skip
    assert actions(result) == {2: "create", 3: "skip"}


@pytest.mark.parametrize(
    ("header", "above", "unit"),
    [
        ("总投资（亿元）", "单位：万元", "亿元"), ("总投资", "单位：亿元", "亿元"),
        ("总投资万元", "", "万元"), ("总投资", "金额单位：人民币万元", "万元"),
        ("总投资(万美元)", "单位：亿元", "万美元"), ("总投资（元）", "", "元"),
    ],
)  # fmt: skip
def test_the_unit_of_a_column(header, above, unit):
    result = planned([[above], ["项目名称", "园区", header], ["甲项目", PARKS[0], 3]])
    assert result.sheets[0].columns[2].unit == unit
    assert not result.notices


@pytest.mark.parametrize(("number", "unit"), [(3000, "万元"), (1.5, "亿元"), (30_000_000, "元")])
def test_a_unit_that_nobody_wrote_is_guessed_aloud(number, unit):
    result = planned([["项目名称", "园区", "总投资"], ["甲项目", PARKS[0], number]])
    assert codes(result) == {("C1", "unit_guessed")}
    assert result.sheets[0].columns[2].unit == unit


def test_sheets_that_hold_no_table_are_named():
    content = xlsx(
        {"台账": [["项目名称", "园区"], ["甲项目", PARKS[0]]], "填表说明": [["请如实填写"]],
         "字典": [["项目名称", "园区"], ["x", "y"]]},
        hidden=["字典"],
    )  # fmt: skip
    result = plan(open_book(content, "a.xlsx"), ZONE, TODAY)
    assert {(p.sheet, p.fault.code) for p in result.notices} == {
        ("填表说明", "sheet_unknown"), ("字典", "sheet_hidden"),
    }  # fmt: skip
    assert [row.name for row in result.rows] == ["甲项目"]


def test_a_book_without_any_table_is_refused():
    with pytest.raises(UserError, match="没有认出台账"):
        planned([["请如实填写"], ["姓名", "电话"]])


@pytest.mark.parametrize("sign", ["—", "/", "无", "-"])
def test_rows_prepared_in_advance_are_no_rows(sign):
    rows = [["序号", "项目名称", "园区"], [1, "甲项目", PARKS[0]], [2, "", ""], ["", sign, sign]]
    result = planned(rows)
    assert 3 not in actions(result)


@pytest.mark.parametrize(
    "words", [["合计", "", 4], ["", "总  计", 4], ["", "", 4], ["全区合计（2个）", "", 4]]
)
def test_a_sum_is_no_project_wherever_its_word_stands(words):
    rows = [
        ["园区", "项目名称", "总投资（亿元）"],
        [PARKS[0], "甲项目", 1.5],
        [PARKS[0], "乙项目", 2.5],
    ]
    result = planned([*rows, words])
    assert actions(result) == {2: "create", 3: "create"}
    assert codes(result) == set()
    assert codes(planned([*rows, [*words[:2], 9]])) == {("C4", "total_differs")}


def test_a_remark_that_begins_like_a_note_is_data():
    head = ["备注", "园区", "项目名称", "签约日期"]
    rows = [head, ["注册资本", PARKS[0], "甲项目", "2026-01-05"], ["注：以上为初步数"]]
    assert actions(planned(rows)) == {2: "create"}


def test_a_ledger_of_sixty_columns_is_known_by_its_few():
    own = [f"内部口径{n}号" for n in range(57)]
    result = planned(
        [["项目名称", "所属园区", "总投资（万元）", *own], ["甲项目", PARKS[0], 5000, *["x"] * 57]]
    )
    assert new(result, 2)["planned"] == "5,000 万元"


def test_a_header_of_two_units_is_a_guess_aloud():
    rows = [["项目名称", "园区", "计划总投资(亿元/万元)", "合同引资额（亿元）"],
            ["甲项目", PARKS[0], 5000, 0.4]]  # fmt: skip
    result = planned(rows)
    assert new(result, 2)["planned"] == "5,000 万元"
    assert ("C1", "unit_ambiguous") in codes(result)


def test_the_second_column_of_one_meaning_is_named_with_the_first():
    rows = [["项目名称", "园区", "总投资（万元）", "备注", "计划总投资（万元）", "备注"],
            ["甲项目", PARKS[0], 5000, "", 6000, ""]]  # fmt: skip
    result = planned(rows)
    assert new(result, 2)["planned"] == "5,000 万元"
    (notice,) = result.notices
    assert (notice.cell, notice.fault.code, notice.fault.data["other"]) == (
        "E1", "column_twice", "C",
    )  # fmt: skip


def test_signs_that_nobody_sees_go_and_the_twin_is_found():
    rows = [["项目名称", "园区"], ["甲项目", PARKS[0]], ["\ufeff甲\u200b项\u202e目", PARKS[0]],
            ["乙\u200d项目", PARKS[0]], ["\u200b", "\u200b"]]  # fmt: skip
    result = planned(rows)
    assert {("A3", "unseen_signs"), ("A4", "unseen_signs")} <= codes(result)
    assert any(code == "duplicate" for _cell, code in codes(result))
    assert new(result, 4)["name"] == "乙项目"
    assert len(result.rows) == 3


def test_a_change_from_merged_cells_names_their_first():
    rows = [["项目名称", "园区"], ["甲项目", PARKS[0]], ["乙项目", None]]
    result = planned(rows, merge=[("项目", "B2:B3")])
    second = result.rows[1]
    park = next(change for change in second.changes if change.field == "park")
    name = next(change for change in second.changes if change.field == "name")
    assert (second.place(park), second.place(name)) == ("项目!B2", "项目!A3")
