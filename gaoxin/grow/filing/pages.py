"""Pages of filing (填报页面): the list of filings, and one dry run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gaoxin.grow import queries, words
from gaoxin.grow.core.form import form_terms
from gaoxin.grow.filing.actions import KINDS, trial
from gaoxin.grow.filing.batches import may_undo
from gaoxin.grow.models import Filing
from gaoxin.lib.access import require

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.grow.core.filing import Bad, Line
    from gaoxin.lib.access import Actor

SHOWN = 200
# Sheets in the workbook that is handed out: more of them no office program opens gladly.
MOST_SHEETS = 200


@dataclass(frozen=True, slots=True)
class FilingsPage:
    """The filings of the user's zone, newest first."""

    filings: list[Filing]
    total: int
    firms: int
    sheets: int
    last_year: int
    may: bool


def filings_page(user: Actor, today: date) -> FilingsPage:
    """Return the filings that the user may open; an operator sees the own ones."""
    zone = queries.zone_of_user(user)
    found = mine(user)
    firms = queries.enterprises_for(user, zone).exclude(credit_code="").count()
    return FilingsPage(
        list(found[:50]), found.count(), firms, min(firms, MOST_SHEETS), today.year - 1,
        user.may("grow.record"),
    )  # fmt: skip


def mine(user: Actor) -> Any:
    """Return the filings that the user may open: all of the zone, or those of own parks."""
    found = Filing.objects.filter(zone=queries.zone_of_user(user)).select_related("document")
    return found if user.sees_zone else found.filter(document__park_id__in=user.park_ids)


@dataclass(frozen=True, slots=True)
class LineRow:
    """A value of the dry run in words."""

    line: Line
    firm: str
    label: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class FilingPage:
    """One filing: the four counts, the lines worth a look, bad cells."""

    filing: Filing
    counts: tuple[tuple[str, int], ...]
    lines: list[LineRow]
    total: int
    bad: list[Bad]
    unknown: list[str]
    writes: int
    is_trial: bool
    may: bool
    may_undo: bool


def filing_page(user: Actor, filing: Filing, today: date) -> FilingPage:
    """Return a filing's dry run against the figures as they are now, or what it wrote."""
    require(user, "grow.view", _("您的角色不看企业培育。"))
    found = trial(filing, by=user, on=today)
    terms = {term.name: term for term in form_terms()}
    names = {code: firm.name for code, firm in found.firms.items()}
    is_trial = filing.state == Filing.State.TRIAL
    labels = {"create": _("新建"), "update": _("更新"), "unchanged": _("没变"), "skip": _("跳过")}
    may = user.may("grow.record")
    ordered = sorted(found.lines, key=lambda line: KINDS.index(line.kind) if line.kind in
                     {"update", "create"} else -1 if line.kind == "skip" else 9)  # fmt: skip
    rows = [
        LineRow(
            line, names.get(line.given.code, line.given.code),
            terms[line.given.indicator].label(words.language()),
            words.value_word(terms[line.given.indicator], line.before),
            words.written_word(terms[line.given.indicator], line.given.raw),
        )
        for line in ordered[:SHOWN]
    ]  # fmt: skip
    counts = found.counts if is_trial else filing.counts
    return FilingPage(
        filing=filing,
        counts=tuple((labels[kind], counts.get(kind, 0)) for kind in KINDS),
        lines=rows,
        total=len(found.lines),
        bad=found.bad,
        unknown=found.unknown,
        writes=counts.get("create", 0) + counts.get("update", 0),
        is_trial=is_trial,
        may=may,
        may_undo=may and may_undo(filing),
    )
