"""Filing (填报): take a workbook in, compare it with what stands, write it or drop it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.grow.actions import record_figures
from gaoxin.grow.core.filing import Bad, Line, compared, read_filing
from gaoxin.grow.models import Filing
from gaoxin.grow.queries import enterprises_for, year_figures
from gaoxin.ledger.actions import Record
from gaoxin.ledger.exchange.core.opening import open_book
from gaoxin.lib.access import Actor, require
from gaoxin.lib.errors import Denied, UserError
from gaoxin.lib.moment import Moment
from gaoxin.sources.actions import Upload, audit, cell_citation, store_document
from gaoxin.sources.models import Citation, Document
from gaoxin.sources.queries import stored_path
from gaoxin.sources.turns import recording

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.ledger.models import Enterprise, Zone

KINDS = ("create", "update", "unchanged", "skip")


@dataclass(frozen=True, slots=True)
class Trial:
    """What a workbook would do: its values against what stands, bad cells, unknown columns."""

    lines: list[Line]
    bad: list[Bad]
    unknown: list[str]
    counts: dict[str, int]
    firms: dict[str, Enterprise]


def _may(by: Actor) -> None:
    require(by, "grow.record", _("您没有登记企业培育信息的权限。"))


@recording
def start_filing(
    zone: Zone, *, content: bytes, file_name: str, year: int | None, by: Actor, on: date
) -> Filing:
    """Keep an uploaded workbook and try it; nothing of the figures is written.

    UserError where the file cannot be read or holds no figures of enterprises.
    """
    _may(by)
    reading = read_filing(open_book(content, file_name), year=year)
    if not reading.given and not reading.sheets:
        raise UserError(reading.bad[0].why)
    park = None if by.sees_zone else min(by.park_ids, default=None)
    if not by.sees_zone and park is None:
        raise Denied(_("您没有园区，不能填报。"))
    record = Record(by=by)
    upload = Upload(content, file_name, Document.Kind.WORKBOOK, published_on=on, park_id=park)
    filing = Filing.objects.create(
        zone=zone, document=store_document(upload, by=by), happened_on=on,
        started_by=by.username, started_at=record.at, counts={"year": year},
    )  # fmt: skip
    found = trial(filing, by=by, on=on)
    filing.counts = {"year": year, **found.counts}
    filing.save(update_fields=["counts"])
    audit("start_filing", filing, by=by, data=filing.counts)
    return filing


def trial(filing: Filing, *, by: Actor, on: date) -> Trial:
    """Return what a kept workbook would do to the figures as they are now."""
    content = stored_path(filing.document).read_bytes()
    book = open_book(content, filing.document.file_name)
    reading = read_filing(book, year=filing.counts.get("year"))
    mine = enterprises_for(by, filing.zone).exclude(credit_code="")
    firms = {firm.credit_code: firm for firm in mine.select_related("zone")}
    now = Moment(on, Record(by=by).at)
    stand = year_figures(filing.zone, now, ids=[firm.pk for firm in firms.values()])
    standing = {code: dict(stand.get(firm.pk, {})) for code, firm in firms.items()}
    lines = list(compared(reading, standing, set(firms), on.year))
    kinds = Counter(line.kind for line in lines)
    counts = {kind: kinds[kind] for kind in KINDS}
    counts |= {"bad": len(reading.bad), "enterprises": len({e.code for e in reading.given})}
    return Trial(lines, reading.bad, reading.unknown, counts, firms)


@recording
def confirm_filing(filing: Filing, *, by: Actor, on: date) -> int:
    """Write what a kept workbook says, each value citing its cell; return how many were written."""
    _may(by)
    locked = Filing.objects.select_for_update().get(pk=filing.pk)
    if locked.state != Filing.State.TRIAL:
        raise UserError(_("这份填报已经处理过。"))
    found = trial(locked, by=by, on=on)
    wanted: dict[tuple[str, int], dict[str, Line]] = {}
    for line in found.lines:
        if line.kind in {"create", "update"}:
            place = wanted.setdefault((line.given.code, line.given.year), {})
            place[line.given.indicator] = line
    record = Record(by=by)
    citations: list[Citation] = []
    for (code, year), lines in wanted.items():
        made = record_figures(
            found.firms[code], year, {name: line.given.raw for name, line in lines.items()},
            record=record, on=min(locked.happened_on, on), filing=locked,
        )  # fmt: skip
        citations += [
            cell_citation(locked.document, ("grow.yearfigure", event.pk), event.indicator,
                          lines[event.indicator].given.place)
            for event in made
        ]  # fmt: skip
    Citation.objects.bulk_create(citations)
    _settle(locked, Filing.State.CONFIRMED, record)
    locked.counts = {**locked.counts, **found.counts, "written": len(citations)}
    locked.save(update_fields=["counts"])
    audit("confirm_filing", locked, by=by, data=locked.counts)
    return len(citations)


@recording
def drop_filing(filing: Filing, *, by: Actor) -> None:
    """Drop a trial; UserError where it was settled already."""
    _may(by)
    locked = Filing.objects.select_for_update().get(pk=filing.pk)
    if locked.state != Filing.State.TRIAL:
        raise UserError(_("这份填报已经处理过。"))
    _settle(locked, Filing.State.DROPPED, Record(by=by))
    audit("drop_filing", locked, by=by)


def _settle(filing: Filing, state: str, record: Record) -> None:
    filing.state = state
    filing.settled_by, filing.settled_at = record.by.username, record.at
    filing.save(update_fields=["state", "settled_by", "settled_at"])
