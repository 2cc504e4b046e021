"""Checking before publishing (发布前验算): each kind of fault is found where it was planted."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from gaoxin.report.core import printing
from gaoxin.report.core.compose import compose
from gaoxin.report.core.document import Bulletin, Number, Order, Paragraph, Table, Total, written
from gaoxin.report.core.month import Correction
from gaoxin.report.core.verify import Verification, places_of, verify
from tests.core.report import months


def checked(bulletin: Bulletin, **wrong: object) -> Verification:
    """Verify with the figures of the month, some of them changed by definition id."""
    known = months.every_figure(months.month())

    def recompute(key: str) -> object:
        stated = known.get(key)
        id = key.partition("@")[0]
        if stated is not None and id in wrong and "/z1/2026/" in key:
            value = wrong[id]
            return None if value is None else replace(stated, value=Decimal(str(value)))
        return stated

    return verify(bulletin, recompute)


def with_blocks(bulletin: Bulletin, name: str, *blocks: object) -> Bulletin:
    sections = tuple(
        replace(s, blocks=(*s.blocks, *blocks)) if s.name == name else s for s in bulletin.sections
    )
    return replace(bulletin, sections=sections)


def reprinted(bulletin: Bulletin, name: str, id: str, text: str) -> Bulletin:
    """Return the bulletin with the first printing of a figure in a section's text changed."""
    sections = list(bulletin.sections)
    at = next(i for i, s in enumerate(sections) if s.name == name)
    blocks = list(sections[at].blocks)
    for number, block in enumerate(blocks):
        parts = list(block.parts) if isinstance(block, Paragraph) else []
        for index, part in enumerate(parts):
            if isinstance(part, Number) and part.key.startswith(f"{id}@"):
                parts[index] = replace(part, text=text)
                blocks[number] = replace(block, parts=tuple(parts))
                sections[at] = replace(sections[at], blocks=tuple(blocks))
                return replace(bulletin, sections=tuple(sections))
    raise AssertionError(f"{id} is not printed in {name}")


def test_a_changed_value_is_named_with_what_it_is_now() -> None:
    found = checked(compose(months.month()), started_count=53)
    assert [f.group for f in found.findings] == ["right", "right"]
    assert found.findings[0].message == "新开工项目印 52个，重算为 53个"
    assert found.findings[0].place == "总体情况"


def test_a_misprint_is_named() -> None:
    bulletin = reprinted(compose(months.month()), "building", "start_rate", "66.9%")
    messages = [f.message for f in checked(bulletin).of("right")]
    assert messages == ["开工率印 66.9%，应为 64.1%"]
    # The same figure stands right in the table, so the text disagrees with it.
    assert checked(bulletin).of("same")[0].message == "开工率前后印作 64.1、66.9"


def test_a_number_without_source_is_named() -> None:
    assert "打不开来源" in checked(compose(months.month()), red_count=None).of("right")[0].message


def test_a_typed_number_has_no_source() -> None:
    bulletin = with_blocks(compose(months.month()), "outlook", Paragraph(("力争再开工8个项目。",)))
    assert [f.message for f in checked(bulletin).findings] == ["“8个”没有来源"]


@pytest.mark.parametrize(
    ("text", "word"),
    [("65.7万元", "应为 65.7亿元"), ("657,000万元", "单位应为 亿元")],
)
def test_units_are_not_mixed(text: str, word: str) -> None:
    bulletin = reprinted(compose(months.month()), "funds", "in_place_amount", text)
    found = checked(bulletin)
    assert any(word in f.message for f in found.findings)
    assert found.of("units")


def test_a_wrong_order_is_named() -> None:
    bulletin = compose(months.month())
    block = bulletin.sections[3].blocks[1]
    assert isinstance(block, Paragraph)
    assert isinstance(block.claims[0], Order)
    keys = block.claims[0].keys
    swapped = replace(block.claims[0], keys=(keys[1], keys[0], *keys[2:]))
    wrong = Paragraph(block.parts, (swapped,))
    messages = [f.message for f in checked(with_blocks(bulletin, "building", wrong)).of("ordered")]
    assert messages == ["按开工率从高到低：第 1 与第 2 位次序不对（69.2 与 75.0）"]


def test_an_order_that_the_words_do_not_follow_is_named() -> None:
    bulletin = compose(months.month())
    block = bulletin.sections[3].blocks[1]
    assert isinstance(block, Paragraph)
    turned = replace(block, parts=tuple(reversed(block.parts)))
    found = checked(with_blocks(bulletin, "building", turned)).of("ordered")
    assert [f.message for f in found] == ["按开工率从高到低：文中次序与所称次序不同"]


def test_places_are_checked() -> None:
    bulletin = compose(months.month())
    table = bulletin.sections[5].blocks[1]
    assert isinstance(table, Table)
    claim = table.claims[2]
    assert isinstance(claim, Order)
    assert claim.places == ("1", "2", "3", "3", "5", "6")
    wrong = replace(table, claims=(replace(claim, places=("1", "2", "3", "4", "5", "6")),))
    found = checked(with_blocks(bulletin, "ranking", wrong)).of("ordered")
    assert [f.message for f in found] == ["资金到位率名次：名次应为 1、2、3、3、5、6"]


def test_parts_must_make_the_total() -> None:
    found = checked(compose(months.month()), signed_count=65)
    assert "新签约项目分园区合计：分项得 64，印的是 65" in [f.message for f in found.findings]


def test_what_is_counted_in_two_parks_is_taken_out() -> None:
    data = months.month()
    twice = months.figures({"contracted_amount": "-3.5"}, "e1")
    zone = data.zone_year | {"contracted_amount": months.stated("contracted_amount", 195)}
    data = replace(data, zone_year=zone, eliminated=twice)
    found = verify(compose(data), months.every_figure(data).get)
    assert found.findings == ()
    table = next(b for b in compose(data).sections[3].blocks if isinstance(b, Table))
    assert [row[0] for row in table.rows][-2:] == [("两园同计，冲抵",), ("全区",)]
    assert written(table.rows[-2][5]).startswith("−")
    totals = [c for c in table.claims if isinstance(c, Total)]
    assert [c.what for c in totals if len(c.parts) == 7] == ["合同引资额分园区合计"]


def test_a_definition_needs_version_and_document_and_its_place_in_the_annex() -> None:
    bulletin = compose(months.month())
    gone = replace(bulletin, bases=tuple(b for b in bulletin.bases if b.id != "start_rate"))
    assert [f.message for f in checked(gone).of("founded")] == [
        "开工率（start_rate@v3）未列入口径说明"
    ]
    data = months.month()
    bare = replace(
        data.zone_year["start_rate"], basis=replace(months.basis("start_rate"), document="")
    )
    data = replace(data, zone_year=data.zone_year | {"start_rate": bare})
    found = verify(compose(data), months.every_figure(data).get)
    assert any(f.message == "开工率没有文号或文件" for f in found.findings)


def test_two_versions_of_one_figure_in_one_bulletin_disagree() -> None:
    data = months.month()
    stated = data.zone_year["start_rate"]
    other = replace(stated, key=stated.key.replace("@v3", "@v2"), value=Decimal("72.6"))
    block = Paragraph(("开工率", Number(other, other.text), "。"))
    bulletin = with_blocks(compose(data), "building", block)
    known = months.every_figure(data) | {other.key: other}
    assert "开工率前后印作 64.1、72.6" in [
        f.message for f in verify(bulletin, known.get).of("same")
    ]


def test_a_difference_that_is_explained_is_no_fault() -> None:
    was = months.stated("in_place_amount", "59.1", period="2026")
    was = replace(was, key=was.key.replace("261031/hnvg4tclc0", "260930/hmaaaaaaaa"))
    now = replace(was, key=was.key.replace("hmaaaaaaaa", "hnvg4tclc0"), value=Decimal("59.0"))
    data = months.month(corrections=(Correction("第9期", "9月", was, now),))
    bulletin = compose(data)
    assert (
        "第9期印发的9月到位资金59.1亿元，按更正后的台账为59.0亿元。"
        in Paragraph(bulletin.lead).text
    )
    assert verify(bulletin, months.every_figure(data).get).findings == ()


@pytest.mark.parametrize(
    ("before", "text", "fault"),
    [
        ("慢于序时进度", "0.6个百分点", ""),
        ("比序时", "−0.6个百分点", ""),
        ("快于序时进度", "0.6个百分点", "方向相反"),
        ("慢于序时进度", "−0.6个百分点", "不应再写负号"),
        ("比序时", "0.6个百分点", "应为"),
        ("新签约慢于序时进度，比序时", "0.6个百分点", "应为"),
        ("慢于序时进度", "0.7个百分点", "应为"),
    ],
)
def test_words_of_direction_carry_the_sign(before: str, text: str, fault: str) -> None:
    found = printing.fault(text, months.stated("contract_gap", "-0.6"), before)
    assert (fault in found) if fault else found == ""


def test_level_values_share_a_place() -> None:
    values = [Decimal(v) for v in (9, 7, 7, 7, 1)]
    assert places_of(values) == ("1", "2", "2", "2", "5")
