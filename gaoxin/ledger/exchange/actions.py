"""Import (导入): upload and dry-run, correct the columns, confirm, undo; nothing half written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gaoxin.ledger.actions import Record
from gaoxin.ledger.exchange import undoing
from gaoxin.ledger.exchange.core.columns import Header, layouts, match
from gaoxin.ledger.exchange.core.headers import KIND
from gaoxin.ledger.exchange.core.marked import marked
from gaoxin.ledger.exchange.core.opening import Book, open_book
from gaoxin.ledger.exchange.core.planning import plan
from gaoxin.ledger.exchange.core.record import counts, marks_of, to_json
from gaoxin.ledger.exchange.queries import (
    UNDO_DAYS,
    import_runs,
    known_ledger,
    mappings_of,
    may_undo,
)
from gaoxin.ledger.exchange.writing import Writer
from gaoxin.ledger.models import ColumnMapping, ImportRun, Zone
from gaoxin.lib.access import require
from gaoxin.lib.errors import UserError
from gaoxin.sources.actions import Upload, audit, store_document
from gaoxin.sources.models import Document
from gaoxin.sources.queries import stored_path
from gaoxin.sources.turns import recording

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gaoxin.ledger.exchange.core.changes import Plan
    from gaoxin.lib.access import Actor


def _require(by: Actor) -> None:
    require(by, "ledger.import", _("您没有导入台账的权限。"))


def _own_park(by: Actor) -> int | None:
    """Return the park whose record an import is: the operator's own; none for the zone's office."""
    return None if by.sees_zone else min(by.park_ids, default=None)


def start_import(zone: Zone, *, content: bytes, file_name: str, by: Actor, on: date) -> ImportRun:
    """Store an uploaded workbook and plan it; nothing of the ledger is written.

    UserError where the file cannot be read or holds no table of the ledger.
    """
    _require(by)
    if not by.sees_zone and not by.park_ids:
        raise UserError(_("您没有园区，不能导入。"))
    book = open_book(content, file_name)
    planned = plan(book, known_ledger(zone, by, on), on, mappings_of(zone, _own_park(by)))
    with recording:
        upload = Upload(
            content, file_name, Document.Kind.WORKBOOK, published_on=on, park_id=_own_park(by)
        )
        record = Record(by=by)
        run = ImportRun(
            zone=zone, document=store_document(upload, by=by), park_id=_own_park(by),
            happened_on=on, started_by=by.username, started_at=record.at,
        )  # fmt: skip
        _keep(run, planned)
        audit("start_import", run, by=by, data=run.counts)
    return run


def _keep(run: ImportRun, planned: Plan) -> None:
    run.plan = to_json(planned)
    run.counts = counts(planned)
    run.mapping = {
        sheet.signature: {KIND: sheet.kind, **{c.letter: c.field for c in sheet.columns}}
        for sheet in planned.sheets
    }
    run.save()


def _book(run: ImportRun) -> Book:
    return open_book(stored_path(run.document).read_bytes(), run.document.file_name)


def replan(run: ImportRun, *, by: Actor, on: date) -> Plan:
    """Return the plan of a stored workbook against the ledger as it is now."""
    zone = run.zone
    return plan(_book(run), known_ledger(zone, by, on), on, mappings_of(zone, run.park_id))


def marked_workbook(run: ImportRun, *, by: Actor) -> bytes:
    """Return the uploaded workbook with the run's problems marked and explained."""
    _require(by)
    return marked(_book(run), marks_of(run.plan), _)


def correct_mapping(
    run: ImportRun, signature: str, columns: Mapping[str, str], *, by: Actor, on: date
) -> ImportRun:
    """Take columns for other fields than guessed, remember it for this kind of sheet, plan anew.

    An operator's columns are remembered for the park's imports only, the office's for the zone.

    `columns` maps letters to fields ("" = not read); `kind` names the kind of sheet. Another kind
    without columns lets them be guessed for that kind.
    """
    _require(by)
    _of_trial(run)
    if set(columns) == {KIND}:
        columns = {**columns, **_guessed(run, signature, columns[KIND])}
    clean = _checked(run, signature, columns)
    with recording:
        record = Record(by=by)
        ColumnMapping.objects.update_or_create(
            zone=run.zone, park_id=_own_park(by), signature=signature,
            defaults={"columns": clean, "corrected_by": by.username, "corrected_at": record.at},
        )  # fmt: skip
        _keep(run, replan(run, by=by, on=on))
        audit("correct_mapping", run, by=by, data={"signature": signature, "columns": clean})
    return run


def _of_trial(run: ImportRun) -> None:
    if run.state != ImportRun.State.TRIAL:
        raise UserError(_("这次导入已经%(state)s，不能再改。") % {"state": run.get_state_display()})


def _guessed(run: ImportRun, signature: str, kind: str) -> dict[str, str]:
    """Return the columns of a sheet as another kind of sheet would take them."""
    layout = next((each for each in layouts() if each.kind == kind), None)
    sheet = next((s for s in run.plan["sheets"] if s["signature"] == signature), None)
    if layout is None or sheet is None:
        return {}
    found: dict[str, str] = {}
    for letter, header, *_rest in sheet["columns"]:
        field = match(Header(tuple(header.split("/"))), layout)[0]
        found[letter] = "" if field in found.values() else field
    return found


def _checked(run: ImportRun, signature: str, columns: Mapping[str, str]) -> dict[str, str]:
    """Return the columns with fields that the kind of sheet knows, each used once."""
    if signature not in run.mapping:
        raise UserError(_("这次导入里没有这张表。"))
    kind = columns.get(KIND, run.mapping[signature][KIND])
    layout = next((each for each in layouts() if each.kind == kind), None)
    if layout is None:
        raise UserError(_("没有这种表：%(kind)s。") % {"kind": kind})
    chosen = {letter: field for letter, field in columns.items() if letter != KIND}
    fields = [field for field in chosen.values() if field]
    unknown = [field for field in fields if layout.spec(field) is None]
    if unknown:
        raise UserError(_("“%(title)s”没有这一项：%(field)s。")
                        % {"title": layout.title, "field": unknown[0]})  # fmt: skip
    twice = next((field for field in fields if fields.count(field) > 1), None)
    if twice is not None:
        spec = layout.spec(twice)
        raise UserError(_("两列都选了“%(field)s”。") % {"field": spec.title if spec else twice})
    missing = [name for name in layout.needs if name not in fields]
    if missing:
        spec = layout.spec(missing[0])
        raise UserError(_("少了“%(field)s”一列。") % {"field": spec.title if spec else missing[0]})
    return {KIND: kind, **chosen}


def confirm_import(run: ImportRun, *, by: Actor, on: date, shown: str | None = None) -> ImportRun:
    """Write what the dry run showed, all of it or nothing.

    UserError where the ledger has changed since: the run then shows what it would do now. `shown`
    is the digest of the plan that the person saw; another plan is not written unseen.
    """
    _require(by)
    with recording:
        # One import at a time: the plan must hold when it is written.
        zone = Zone.objects.select_for_update().get(pk=run.zone_id)
        run = import_runs(by, zone).select_for_update(of=("self",)).get(pk=run.pk)
        _of_trial(run)
        planned = replan(run, by=by, on=on)
        kept = run.plan["digest"]
        agrees = to_json(planned)["digest"] == kept and shown in (None, kept)
        if agrees:
            _write(run, planned, Record(by=by, import_run=run), on)
        else:
            _keep(run, planned)
    if not agrees:
        raise UserError(_("试运行之后台账有了变动，什么都没写。请按新的结果再看一遍。"))
    return run


def _write(run: ImportRun, planned: Plan, record: Record, on: date) -> None:
    # A change counts from the day it was confirmed: others may have come since the dry run.
    run.happened_on = on
    written = Writer(run, record).write(planned)
    run.plan = {**run.plan, "written": written.to_json()}
    run.state = ImportRun.State.CONFIRMED
    run.confirmed_by, run.confirmed_at = record.by.username, record.at
    run.save()
    audit("confirm_import", run, by=record.by, data=run.counts)


def undo_import(run: ImportRun, *, by: Actor, reason: str = "") -> ImportRun:
    """Take a confirmed import back exactly; UserError where later records build on it."""
    _require(by)
    with recording:
        zone = Zone.objects.select_for_update().get(pk=run.zone_id)
        run = import_runs(by, zone).select_for_update(of=("self",)).get(pk=run.pk)
        if run.state != ImportRun.State.CONFIRMED:
            raise UserError(_("这次导入没有写入，不用撤回。"))
        if not may_undo(run):
            raise UserError(_("写入已过 %(days)s 天，不能整批撤回。") % {"days": UNDO_DAYS})
        undoing.refuse_if_not_own(run, by)
        undoing.refuse_if_built_upon(run)
        record = Record(by=by)
        data: dict[str, Any] = undoing.take_back(run, record)
        run.state = ImportRun.State.UNDONE
        run.undone_by, run.undone_at = by.username, record.at
        run.save()
        audit("undo_import", run, by=by, data=data, reason=reason)
    return run
