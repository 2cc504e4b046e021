"""Signing, building, funds (签约、开工与投产、资金到位): figures and parks from high to low."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.report.core.document import Chart, Number, Section, Series, Table, Term, Total
from gaoxin.report.core.sections.words import (
    cell,
    compared,
    in_order,
    joined,
    known,
    named,
    paragraph,
    phrase,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaoxin.report.core.document import Block, Cell, Inline, Stated
    from gaoxin.report.core.month import Figures, MonthData, ParkMonth
    from gaoxin.report.core.sections.words import Phrase

LISTED = 8
GROWTH = ("同比增长", "同比下降", "与上年同期持平")


def signing(data: MonthData) -> Section:
    """Return 签约: sizes, shares, and parks in order."""
    year = data.zone_year
    one = known(year, "signed_1yi")
    sizes = joined(
        (
            phrase("新签约项目中，亿元以上项目", one, zero="新签约项目中没有亿元以上项目"),
            _tier(year, "signed_5yi") if one is not None and one.value else (),
            _tier(year, "signed_10yi") if one is not None and one.value else (),
        )
    )
    shares = joined(
        (
            phrase("工业项目占新签约项目的", known(year, "industrial_share")),
            phrase("高新技术项目投资占计划总投资的", known(year, "high_tech_share")),
        )
    )
    order, claims = in_order(data.parks, "signed_count", "新签约项目数", none="没有新签约项目")
    blocks = [*paragraph(sizes, shares), *paragraph(order, claims=claims), *_month_list(data)]
    return Section("signing", "签约情况", tuple(blocks) or _quiet("本期没有新签约项目。"))


def _tier(figures: Figures, id: str) -> Phrase:
    stated = known(figures, id)
    if stated is None or not stated.value:
        return ()
    return (Term(f"d:{stated.basis.full_id}", stated.basis.name), Number(stated, stated.text))


def _month_list(data: MonthData) -> list[Block]:
    if not data.signed:
        return []
    shown = data.signed[:LISTED]
    parts: list[Inline] = [f"{data.month}月新签约的有"]
    for index, project in enumerate(shown):
        parts += ["、"] * (index > 0)
        parts += [*named(project.ref, project.name), "（"]
        parts += [*named(project.park_ref, project.park), "）"]
    parts.append("等，详见附表2。" if len(data.signed) > LISTED else "。")
    return list(paragraph(tuple(parts)))


def _quiet(words: str) -> tuple[Block, ...]:
    return tuple(paragraph((words,)))


def building(data: MonthData, table_number: int, chart_number: int) -> Section:
    """Return 开工与投产: the cohort's start rate, parks in order, their table and chart."""
    year = data.zone_year
    rate = joined(
        (
            phrase("新签约亿元以上项目中已开工", known(year, "started_of_signed"),
                   zero="新签约亿元以上项目均未开工"),
            phrase("开工率", known(year, "start_rate")),
            compared("", known(year, "start_rate_gap"), ("高于目标", "低于目标", "与目标持平"))
            if known(year, "start_rate_target") else (),
        )
    )  # fmt: skip
    speed = joined(
        (
            phrase("从签约到开工平均", known(year, "sign_to_start")),
            phrase("从开工到投产平均", known(year, "start_to_production")),
            phrase("当年签约当年开工当年投产的项目", known(year, "same_year_count"), zero=""),
        )
    )
    order, claims = in_order(data.parks, "start_rate", "开工率")
    blocks: list[Block] = [*paragraph(rate, speed), *paragraph(order, claims=claims)]
    if data.parks:
        blocks += [_park_table(data, table_number), *_rate_chart(data, chart_number)]
    return Section("building", "开工与投产", tuple(blocks) or _quiet("本期没有新开工项目。"))


COLUMNS = (
    ("新签约（个）", "signed_count"),
    ("亿元以上（个）", "signed_1yi"),
    ("其中已开工（个）", "started_of_signed"),
    ("开工率（%）", "start_rate"),
    ("合同引资额（亿元）", "contracted_amount"),
    ("到位资金（亿元）", "in_place_amount"),
    ("到位率（%）", "funds_rate"),
)
ADDED = frozenset(
    {"signed_count", "signed_1yi", "started_of_signed", "contracted_amount", "in_place_amount"}
)


def _park_table(data: MonthData, number: int) -> Table:
    columns = [pair for pair in COLUMNS if pair[1] in data.zone_year]
    ids = [id for _name, id in columns]
    rows: list[tuple[Cell, ...]] = [
        _cells(named(park.ref, park.short_name), park.year, ids) for park in data.parks
    ]
    for name, figures in (("未定园区", data.unplaced), ("两园同计，冲抵", data.eliminated)):
        if any(known(figures, id) and figures[id].value for id in ids):
            rows.append(_cells((name,), figures, ids))
    rows.append(_cells(("全区",), data.zone_year, ids))
    return Table(
        title=f"表{number}　分园区情况（{data.span}）",
        head=("园区", *(name for name, _id in columns)),
        rows=tuple(rows),
        strong=frozenset({len(rows) - 1}),
        claims=tuple(total for id in ids if id in ADDED for total in adds_up(data, id)),
        note=rounding_note(data, [pair for pair in columns if pair[1] in ADDED]),
        widths=(20, *widths_of(columns)),
    )


def widths_of(columns: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """Return the weights of columns by the length of their names, without the unit."""
    return tuple(9 + 3 * len(name.partition("（")[0]) for name, _id in columns)


def _cells(name: Cell, figures: Figures, ids: list[str]) -> tuple[Cell, ...]:
    return (name, *(cell(figures.get(id)) for id in ids))


def adds_up(data: MonthData, id: str) -> list[Total]:
    """Return the claim that the lines above make the zone's, where every part is there.

    What is counted in two parks stands among them below zero.
    """
    parts = _parts(data, id)
    what = f"{data.zone_year[id].name}分园区合计"
    return [Total(what, data.zone_year[id].key, tuple(p.key for p in parts))] if parts else []


def _parts(data: MonthData, id: str) -> list[Stated]:
    """Return a column above the zone's line; nothing where a park's figure is missing."""
    parks = [known(park.year, id) for park in data.parks]
    if None in parks:
        return []
    others = [known(figures, id) for figures in (data.unplaced, data.eliminated)]
    return [*(p for p in parks if p is not None), *(o for o in others if o is not None and o.value)]


def rounding_note(data: MonthData, columns: Sequence[tuple[str, str]]) -> tuple[Inline, ...]:
    """Return the remark that names the columns whose rounded lines do not add up to the last."""
    names = []
    for name, id in columns:
        parts, whole = _parts(data, id), known(data.zone_year, id)
        made = sum((part.value or 0 for part in parts), Decimal(0))
        if parts and whole is not None and made != whole.value:
            names.append(name.partition("（")[0])
    if not names:
        return ()
    return (f"注：{'、'.join(names)}各行分别四舍五入，相加与全区数略有出入。",)


def _rate_chart(data: MonthData, number: int) -> list[Chart]:
    series = [
        Series(name, tuple(_point(park, id) for park in data.parks))
        for name, id in (("开工率", "start_rate"), ("资金到位率", "funds_rate"))
        if any(known(park.year, id) for park in data.parks)
    ]
    if not series:
        return []
    return [
        Chart(
            title=f"图{number}　分园区{'与'.join(s.name for s in series)}（{data.span}）",
            unit="%",
            categories=tuple(park.short_name for park in data.parks),
            series=tuple(series),
        )
    ]


def _point(park: ParkMonth, id: str) -> Number | None:
    stated = known(park.year, id)
    return None if stated is None else Number(stated, stated.number)


def funds(data: MonthData) -> Section:
    """Return 资金到位: the amount, growth, the cohort's rate, parks in order."""
    year = data.zone_year
    total = joined(
        (
            phrase(f"{data.span}，全区到位资金", known(year, "in_place_amount"),
                   zero=f"{data.span}，全区没有资金到位"),
            compared("", known(year, "in_place_growth"), GROWTH),
            phrase("新签约项目累计到位", known(year, "in_place_of_signed")),
            phrase("资金到位率", known(year, "funds_rate")),
            compared("", known(year, "funds_rate_gap"), ("高于目标", "低于目标", "与目标持平"))
            if known(year, "funds_rate_target") else (),
        )
    )  # fmt: skip
    amount, first = in_order(data.parks, "in_place_amount", "到位资金", none="没有资金到位")
    rate, second = in_order(data.parks, "funds_rate", "资金到位率")
    blocks = [
        *paragraph(total),
        *paragraph(amount, claims=first),
        *paragraph(rate, claims=second),
    ]
    return Section("funds", "资金到位", tuple(blocks) or _quiet("本期没有资金到位数据。"))
