"""Inspection (验算别人的数): an uploaded table or bulletin is checked and forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from gaoxin.lib.errors import Denied, UserError
from gaoxin.report import queries
from gaoxin.report.core.rates import Columns, check_rates
from gaoxin.report.core.sheet import read_sheet

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from gaoxin.ledger.models import Zone
    from gaoxin.lib.access import Actor
    from gaoxin.report.core.rates import Checked
    from gaoxin.report.core.trace import FileTrace


def rates(given: dict[str, Any]) -> Checked:
    """Return the check of an uploaded table's rates."""
    names = Columns(given["num"], given["den"], given["published"])
    wanted = (names.numerator, names.denominator, names.published)
    file = given["file"]
    return check_rates(read_sheet(_content(file), file.name, wanted), names, given["unit"])


def trace_file(user: Actor, zone: Zone, file: UploadedFile[Any]) -> FileTrace:
    """Return the trace of an uploaded bulletin.

    The trace tells what a number should be, so it is for those who see the whole zone.
    """
    if not user.sees_zone:
        raise Denied(_("查通报来源会显示全区的数，请全区科室来查。"))
    return queries.traced(_content(file), zone)


def _content(file: UploadedFile[Any]) -> bytes:
    limit = settings.GAOXIN_UPLOAD_MB * 1024 * 1024
    if (file.size or 0) > limit:
        message = _("文件“%(name)s”超过 %(limit)s MB。")
        raise UserError(message % {"name": file.name, "limit": settings.GAOXIN_UPLOAD_MB})
    return bytes(file.read())
