"""Issue (出一期): a month's bulletin as a file, for the command line and the demo."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.ledger.models import Zone
from gaoxin.lib.errors import UserError
from gaoxin.report import queries
from gaoxin.report.core.word.write import code_of
from gaoxin.web import clock

if TYPE_CHECKING:
    from pathlib import Path

    from gaoxin.report.core.verify import Finding

FIRST_YEAR, LAST_YEAR = 2001, 2099
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Issued:
    """A bulletin that was written to a file, and what its check found."""

    title: str
    numbers: int
    is_published: bool
    check_code: str
    findings: tuple[Finding, ...]


def month_named(text: str) -> date:
    """Return the first day of a month written `2026-10`; UserError on anything else."""
    match = _MONTH.fullmatch(text)
    # Keys of figures hold the years 2000 to 2099, and a month is set against the year before.
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise UserError(_("月份“%(text)s”读不懂。写成 2026-10 这样。") % {"text": text[:20]})
    return date(int(match[1]), int(match[2]), 1)


def zone_named(code: str) -> Zone:
    """Return the zone of a code, or the only one; UserError lists the codes."""
    zones = list(Zone.objects.filter(is_outside=False).order_by("pk"))
    found = [zone for zone in zones if zone.code == code] if code else zones
    if not zones:
        raise UserError(_("还没有建区。先运行 gaoxin zone new 建区，或 gaoxin demo 建演示区。"))
    if len(found) != 1:
        codes = "、".join(zone.code for zone in zones)
        raise UserError(_("请用 --zone 写明是哪个区：%(codes)s。") % {"codes": codes})
    return found[0]


def write_month(code: str, month: date, out: Path) -> Issued:
    """Write a month's bulletin: the issued file, else the office's draft, else as known now."""
    zone = zone_named(code)
    kept = queries.bulletin_of(zone, month)
    paper = queries.paper_of(kept) if kept else queries.paper_now(zone, month, clock.now())
    is_published = kept is not None and kept.is_published
    content = queries.docx_of(kept) if kept and is_published else queries.laid_out(paper)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    found = queries.checked(paper)
    return Issued(
        title=paper.title.replace("\n", ""),
        numbers=found.numbers,
        is_published=is_published,
        check_code=code_of(paper, queries.template()),
        findings=found.findings,
    )
