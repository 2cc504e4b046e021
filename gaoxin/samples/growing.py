"""Cultivation of the demo (演示区的培育): established firms, figures, titles and chains as rows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gaoxin.grow.filing.actions import confirm_filing, start_filing
from gaoxin.grow.models import ChainEntry, Honour, YearFigure
from gaoxin.ledger.models import Enterprise, Industry, Park
from gaoxin.people.models import User
from gaoxin.samples.core.growth import Grower, growers, number_of
from gaoxin.samples.core.material import people_of
from gaoxin.sources.actions import keep_bytes
from gaoxin.sources.models import Citation, Document

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.ledger.models import Zone
    from gaoxin.samples.core.cast import Stamp
    from gaoxin.samples.core.days import Span
    from gaoxin.samples.core.growth import Award

BATCH = 5000
NAMES = {
    "champion": "制造业单项冠军企业", "little_giant": "专精特新小巨人企业",
    "specialized": "专精特新中小企业", "gazelle": "瞪羚企业", "innovative": "创新型中小企业",
    "tech_sme": "入库科技型中小企业", "high_tech": "高新技术企业",
}  # fmt: skip


@transaction.atomic
def grow_firms(zone: Zone, span: Span, *, seed: int) -> bool:
    """Write the established firms with everything known of them, once; return whether it did."""
    if Honour.objects.filter(enterprise__zone=zone).exists():
        return False
    drawn = growers(span, seed)
    firms = _firms(zone, drawn)
    rows = YearFigure.objects.bulk_create(
        [
            YearFigure(
                enterprise=firm, year=value.year, indicator=value.indicator, happened_on=value.on,
                **_value(value.raw), **_stamp(value.stamp),
            )
            for firm, grower in zip(firms, drawn, strict=True)
            for value in grower.values
        ],
        batch_size=BATCH,
    )  # fmt: skip
    _reports(zone, rows, span.last.year - 1)
    _titles(firms, drawn)
    ChainEntry.objects.bulk_create(
        [
            ChainEntry(
                enterprise=firm, chain=place.chain, role=place.role, name=place.name,
                detail=place.detail, happened_on=place.on, **_stamp(place.stamp),
                partner=None if place.partner is None else firms[place.partner],
            )
            for firm, grower in zip(firms, drawn, strict=True)
            for place in grower.places
        ],
        batch_size=BATCH,
    )  # fmt: skip
    _filings(zone, firms, drawn, span.last)
    return True


def _filings(zone: Zone, firms: list[Enterprise], drawn: list[Grower], on: date) -> None:
    """File two lists as a specialist does: one written, one tried with a cell that is wrong."""
    by = User.objects.get(username=people_of("specialist")[0])
    last = on.year - 1
    staff = {
        firm.credit_code: value.raw
        for firm, each in zip(firms, drawn, strict=True)
        for value in each.values
        if (value.year, value.indicator) == (last, "employees")
    }
    codes = list(staff)
    lists = (("一季度补报.csv", codes[:12], True), ("二季度补报.csv", codes[12:20], False))
    for name, chosen, settle in lists:
        rows = [
            f"{code},{last},{staff[code] + number % 3},是" for number, code in enumerate(chosen)
        ]
        if not settle:
            rows[0] = f"{chosen[0]},{last},约一百,是"
        head = "统一社会信用代码,年度,职工总数（人）,技术质量国内领先"
        content = "\n".join([head, *rows]).encode()
        filing = start_filing(zone, content=content, file_name=name, year=last, by=by, on=on)
        if settle:
            confirm_filing(filing, by=by, on=on)


PROVEN = frozenset({"employees", "revenue_last_year", "rd_expense_last_year"})


def _reports(zone: Zone, rows: list[YearFigure], year: int) -> None:
    """Prove the main figures of the last year by the statement that each park sent."""
    parks: dict[int, list[YearFigure]] = {}
    for row in rows:
        if row.year == year and row.indicator in PROVEN:
            parks.setdefault(row.enterprise.park_id or 0, []).append(row)
    names = dict(zone.parks.values_list("pk", "name"))
    documents = {park: _statement(park, names[park], year, own) for park, own in parks.items()}
    Document.objects.bulk_create(documents.values())
    Citation.objects.bulk_create(
        [
            Citation(
                document=documents[park], target_model="grow.yearfigure", target_id=row.pk,
                field=row.indicator, kind=Citation.Kind.WHOLE,
            )
            for park, own in parks.items()
            for row in own
        ],
        batch_size=BATCH,
    )  # fmt: skip


def _statement(park: int, name: str, year: int, rows: list[YearFigure]) -> Document:
    title = f"{name} {year} 年度企业年报汇总（演示）"
    lines = [f"{row.enterprise.name} {row.indicator} {row.number}" for row in rows]
    content = "\n".join([title, "", *lines]).encode()
    first = min(rows, key=lambda row: row.recorded_at)
    return Document(
        kind=Document.Kind.TEXT, title=title, publisher=name, published_on=first.happened_on,
        sha256=keep_bytes(content), size=len(content), content_type="text/plain",
        file_name=f"{name}{year}年报汇总.txt", uploaded_by=first.recorded_by, park_id=park,
        recorded_at=first.recorded_at,
    )  # fmt: skip


def _stamp(stamp: Stamp) -> dict[str, Any]:
    return {"recorded_at": stamp.at, "recorded_by": stamp.by}


def _value(raw: Any) -> dict[str, Any]:
    """Return the column that keeps a raw value."""
    if isinstance(raw, bool):
        return {"flag": raw}
    number = number_of(raw)
    return {"word": raw} if number is None else {"number": Decimal(number)}


def _firms(zone: Zone, drawn: list[Grower]) -> list[Enterprise]:
    parks = {park.code: park for park in Park.objects.filter(zone=zone)}
    industries = {each.code: each for each in Industry.objects.filter(zone=zone)}
    rows = [
        Enterprise(
            zone=zone, name=each.firm.name, credit_code=each.firm.credit_code,
            industry=industries[each.firm.industry], park=parks[each.firm.park],
            registered_on=each.firm.registered_on, **_stamp(each.firm.stamp),
        )
        for each in drawn
    ]  # fmt: skip
    return list(Enterprise.objects.bulk_create(rows, batch_size=BATCH))


def _titles(firms: list[Enterprise], drawn: list[Grower]) -> None:
    """Write the titles, each list of a day proven by one published notice."""
    pairs = [(firm, award) for firm, each in zip(firms, drawn, strict=True)
             for award in each.titles]  # fmt: skip
    rows = Honour.objects.bulk_create(
        [
            Honour(
                enterprise=firm, title=award.title, level=award.level, kind=award.kind,
                happened_on=award.on, expires_on=award.expires_on, **_stamp(award.stamp),
            )
            for firm, award in pairs
        ],
        batch_size=BATCH,
    )  # fmt: skip
    lists: dict[tuple[str, date], list[tuple[Honour, Enterprise, Award]]] = {}
    for row, (firm, award) in zip(rows, pairs, strict=True):
        if award.kind == "granted":
            lists.setdefault((award.title, award.on), []).append((row, firm, award))
    notices = {key: _notice(key, found) for key, found in sorted(lists.items())}
    Document.objects.bulk_create(notices.values(), batch_size=BATCH)
    Citation.objects.bulk_create(
        [
            Citation(
                document=notices[key], target_model="grow.honour", target_id=row.pk,
                kind=Citation.Kind.WHOLE,
            )
            for key, found in lists.items()
            for row, _firm, _award in found
        ],
        batch_size=BATCH,
    )  # fmt: skip


def _notice(key: tuple[str, date], found: list[tuple[Honour, Enterprise, Award]]) -> Document:
    title, on = key
    head = f"关于公布 {on.year} 年度{NAMES[title]}名单的通知（演示）"
    names = "\n".join(firm.name for _row, firm, _award in found)
    content = f"{head}\n{on.isoformat()}\n\n{names}\n".encode()
    stamp = found[0][2].stamp
    return Document(
        kind=Document.Kind.NOTICE, title=head, publisher="示例主管部门（演示）", published_on=on,
        sha256=keep_bytes(content), size=len(content), content_type="text/plain",
        file_name=f"{on.isoformat()} {NAMES[title]}.txt", uploaded_by=stamp.by,
        recorded_at=stamp.at,
    )  # fmt: skip
