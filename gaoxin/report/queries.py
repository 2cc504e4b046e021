"""Report (通报): bulletins as documents, what was checked, and the trace of a file."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from gaoxin.figures.core.key import parse_key
from gaoxin.figures.queries import current_moment
from gaoxin.ledger.queries import home_zone
from gaoxin.lib.errors import Denied, UserError
from gaoxin.lib.moment import Moment
from gaoxin.report.core.compose import compose
from gaoxin.report.core.document import Paragraph, Table, written
from gaoxin.report.core.freeze import thaw
from gaoxin.report.core.month import Correction
from gaoxin.report.core.picture import Easel
from gaoxin.report.core.trace import trace
from gaoxin.report.core.verify import verify
from gaoxin.report.core.word.write import write
from gaoxin.report.intake.month import moment_of, month_data
from gaoxin.report.intake.stating import Recomputer, Wording
from gaoxin.report.models import Bulletin
from gaoxin.sources.queries import stored_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gaoxin.ledger.models import Zone
    from gaoxin.lib.access import Actor
    from gaoxin.report.core.document import Bulletin as Paper
    from gaoxin.report.core.document import Stated
    from gaoxin.report.core.trace import FileTrace
    from gaoxin.report.core.verify import Verification

PACKAGE = Path(__file__).resolve().parents[1]
TEMPLATE = Path(__file__).parent / "templates_docx" / "bulletin.docx"
VENDOR = PACKAGE / "web" / "static" / "vendor"
# Figures that are set against what the last issue printed.
COMPARED = (
    "signed_count", "contracted_amount", "in_place_amount", "invested_amount", "started_count",
    "start_rate", "funds_rate",
)  # fmt: skip


def zone_for(user: Actor) -> Zone:
    """Return the zone whose bulletins the user may read; Denied or UserError otherwise."""
    if not user.may("report.view"):
        raise Denied(_("您的角色不能看通报。"))
    zone = home_zone(user)
    if zone is None:
        raise UserError(_("还没有建区。先运行 gaoxin zone new 建区，或 gaoxin demo 建演示区。"))
    return zone


def bulletin_of(zone: Zone, month: date) -> Bulletin | None:
    """Return the bulletin of a month, if there is one."""
    return Bulletin.objects.filter(zone=zone, month=month).select_related("document").first()


def published(zone: Zone) -> list[Bulletin]:
    """Return the published bulletins, latest first, without their frozen content."""
    return list(Bulletin.objects.filter(zone=zone, state=Bulletin.State.PUBLISHED).defer("frozen"))


def waiting(user: Actor, zone: Zone) -> list[Bulletin]:
    """Return the bulletins whose next step the user may take, oldest month first."""
    steps = {
        Bulletin.State.DRAFT: user.may("report.draft"),
        Bulletin.State.CHECKED: user.may("report.publish"),
    }
    own = [state for state, may in steps.items() if may]
    found = Bulletin.objects.filter(zone=zone, state__in=own).order_by("month")
    return [b for b in found if b.state == Bulletin.State.DRAFT or not made_by(b, user)]


def last_published(zone: Zone, before: date) -> Bulletin | None:
    """Return the last bulletin published for a month before."""
    return Bulletin.objects.filter(
        zone=zone, state=Bulletin.State.PUBLISHED, month__lt=before
    ).first()


def paper_of(bulletin: Bulletin) -> Paper:
    """Return the bulletin as a document: the frozen one, or composed at the draft's moment."""
    if bulletin.frozen is not None:
        return thaw(bulletin.frozen)
    at = Moment(bulletin.as_of, bulletin.known_at)
    return compose_month(bulletin.zone, bulletin.month, at, plans=plans_of(bulletin))


def compose_month(zone: Zone, month: date, at: Moment, *, plans: tuple[str, ...] = ()) -> Paper:
    """Return a month's bulletin composed at a moment, with what changed since the last issue."""
    data = month_data(zone, month, at, plans=plans)
    data = replace(
        data,
        issue=issue_words(month, next_number(zone)),
        corrections=corrections(zone, month, at),
    )
    return compose(data)


def changes_since(bulletin: Bulletin, drafted: Paper, now: Moment) -> int:
    """Return in how many places a draft would read otherwise with what is known now.

    Counted are numbers; where none changed, the paragraphs and tables that did.
    """
    known = current_moment(bulletin.zone, bulletin.as_of, now)
    again = compose_month(
        bulletin.zone,
        bulletin.month,
        Moment(bulletin.as_of, known.known_at),
        plans=plans_of(bulletin),
    )
    before, after = _subjects(drafted), _subjects(again)
    numbers = sum(before.get(what) != after.get(what) for what in before | after)
    blocks = zip_longest(_texts(drafted), _texts(again))
    return numbers or sum(first != second for first, second in blocks)


def _subjects(paper: Paper) -> dict[tuple[str, ...], set[str]]:
    """Return what is printed for each figure, whatever the moment of knowledge in its key."""
    found: dict[tuple[str, ...], set[str]] = {}
    for _place, _before, number in paper.numbers():
        found.setdefault(tuple(number.key.split("/")[:4]), set()).add(number.text)
    return found


def _texts(paper: Paper) -> Iterator[list[str]]:
    """Yield the words of each paragraph and table; a picture shows the numbers of a table."""
    for _place, block in paper.places():
        if isinstance(block, Paragraph):
            yield [block.text]
        elif isinstance(block, Table):
            yield [written(cell) for row in block.rows for cell in row]


def made_by(bulletin: Bulletin, user: Actor) -> bool:
    """Test whether the user drafted or checked the bulletin: another person must sign it."""
    return user.username in {bulletin.drafted_by, bulletin.checked_by}


def plans_of(bulletin: Bulletin) -> tuple[str, ...]:
    """Return what the office added to the last section, a paragraph each."""
    return tuple(line.strip() for line in bulletin.plans.splitlines() if line.strip())


def paper_now(zone: Zone, month: date, now: Moment) -> Paper:
    """Return a month's bulletin with what is known now; UserError where it has not begun."""
    if month > now.as_of:
        raise UserError(_("%(month)s 月还没有到，拟不了通报。") % {"month": f"{month:%Y-%m}"})
    return compose_month(zone, month, moment_of(zone, month, now))


def next_number(zone: Zone) -> int:
    """Return the running number that the next published bulletin gets."""
    last = Bulletin.objects.filter(zone=zone).order_by("-total_number").exclude(total_number=None)
    number = last.values_list("total_number", flat=True).first()
    return (number or 0) + 1


def issue_words(month: date, total_number: int) -> str:
    """Return the words of an issue: its number in the year, and in all."""
    return f"第{month.month}期（总第{total_number}期）"


def corrections(zone: Zone, month: date, at: Moment) -> tuple[Correction, ...]:
    """Return the main figures of the last issue that are known to be other ones now."""
    last = last_published(zone, month)
    if last is None or last.frozen is None:
        return ()
    recompute = Recomputer()
    found = []
    for stated in _printed(thaw(last.frozen)):
        now = recompute(_known_now(stated.key, at))
        if now is not None and now.value != stated.value:
            place = f"{last.month.month}月"
            found.append(Correction(f"第{last.number}期", place, stated, now))
    return tuple(found)


def _printed(paper: Paper) -> list[Stated]:
    """Return the zone's main figures that a bulletin printed for the year to date."""
    found: dict[str, Stated] = {}
    for _place, _before, number in paper.numbers():
        id, scope, period = _parts(number.key)
        if id in COMPARED and scope.startswith("z") and period == str(paper.as_of.year):
            found.setdefault(number.key, number.stated)
    return list(found.values())


def _parts(key: str) -> tuple[str, str, str]:
    what, scope, period = key.split("/")[:3]
    return what.partition("@")[0], scope, period


def _known_now(key: str, at: Moment) -> str:
    """Return the key of the same figure, for the same day, with what is known now."""
    parsed = parse_key(key)
    return str(replace(parsed, moment=Moment(parsed.moment.as_of, at.known_at)))


def checked(paper: Paper) -> Verification:
    """Return the check of a bulletin against the ledger, each number at its own moment."""
    return verify(paper, Recomputer())


def template() -> bytes:
    """Return the Word template: the office's own `bulletin.docx` in its folder, or the shipped."""
    own = Path(settings.GAOXIN_HOME) / "bulletin.docx"
    return (own if own.is_file() else TEMPLATE).read_bytes()


@lru_cache(maxsize=1)
def easel() -> Easel:
    """Return what draws charts; UserError where set-up has not fetched library and font."""
    library, font = VENDOR / "echarts.min.js", VENDOR / "NotoSansSC-Regular.otf"
    if not library.is_file() or not font.is_file():
        raise UserError(_("画图要用的文件还没有取来，先运行 make assets。"))
    return Easel(library.read_text(encoding="utf-8"), font)


def traced(content: bytes, zone: Zone) -> FileTrace:
    """Return the trace of a .docx against the ledger."""
    return trace(content, Recomputer(), Wording(zone))


def docx_of(bulletin: Bulletin) -> bytes:
    """Return the file of a published bulletin as it was issued."""
    if bulletin.document is None:
        raise UserError(_("这期通报还没有签发。"))
    return stored_path(bulletin.document).read_bytes()


def laid_out(paper: Paper) -> bytes:
    """Return a bulletin as .docx in the zone's template."""
    return write(paper, template(), easel())
