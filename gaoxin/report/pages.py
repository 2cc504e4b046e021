"""Pages of bulletins (通报页面): what the desk prints, one call for each view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gaoxin.lib.errors import Denied, UserError
from gaoxin.lib.period import add_months
from gaoxin.people.models import User
from gaoxin.report import queries
from gaoxin.report.core.rates import Columns, check_rates
from gaoxin.report.core.sheet import read_sheet
from gaoxin.report.core.verify import GROUPS
from gaoxin.report.models import Bulletin

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.core.files.uploadedfile import UploadedFile

    from gaoxin.ledger.models import Zone
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.report.core.document import Bulletin as Paper
    from gaoxin.report.core.document import Number
    from gaoxin.report.core.rates import Checked
    from gaoxin.report.core.trace import FileTrace
    from gaoxin.report.core.verify import Finding, Verification

GROUP_WORDS = {
    "right": (gettext_lazy("算得对"), gettext_lazy("比率、合计、增减全部重算")),
    "ordered": (gettext_lazy("排得对"), gettext_lazy("“从高到低”与数一致")),
    "units": (gettext_lazy("单位一致"), gettext_lazy("亿元、万元未混用")),
    "same": (gettext_lazy("前后一致"), gettext_lazy("正文、表、图同一个数")),
    "founded": (gettext_lazy("口径有据"), gettext_lazy("每个指标带版本和文号")),
}


@dataclass(frozen=True, slots=True)
class Group:
    """A line of the check: what was looked at, how often, and what is wrong."""

    name: str
    about: str
    checked: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the way to publication: who, when, and whether it is done or next."""

    word: str
    who: str
    at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure as the last issue printed it and as this one does."""

    name: str
    span: str
    before: Number | None
    now: Number
    way: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything on the page of a month's bulletin."""

    zone: Zone
    month: date
    months: tuple[date, ...]
    bulletin: Bulletin | None
    paper: Paper | None
    check: Verification | None
    groups: tuple[Group, ...]
    steps: tuple[Step, ...]
    last: Bulletin | None
    compared: tuple[Compared, ...]
    may_draft: bool
    may_check: bool
    may_publish: bool
    closed: str
    issued: tuple[Bulletin, ...]

    @property
    def faults(self) -> int:
        """Return how many faults the check found."""
        return len(self.check.findings) if self.check else 0

    @property
    def explained(self) -> int:
        """Return how many differences are explained: to the last issue, and by rounding."""
        corrected = len(self.paper.explained) if self.paper else 0
        return corrected + (len(self.check.explained) if self.check else 0)

    @property
    def marked(self) -> frozenset[str]:
        """Return the keys that stand out on paper: at fault, or explained."""
        at_fault = {f.key for f in self.check.findings if f.key} if self.check else set()
        return frozenset(at_fault | set(self.paper.explained if self.paper else ()))


def desk(user: Actor, month: date | None, today: date, *, tab: str = "") -> Desk:
    """Return the page of a month's bulletin, of the last full month where none is named.

    Drafts are for those who draft or publish; others see what was published.
    """
    zone = queries.zone_for(user)
    works = user.may("report.draft") or user.may("report.publish")
    issued = tuple(queries.published(zone))
    shown = month or _latest(issued, today, works=works)
    bulletin = queries.bulletin_of(zone, shown)
    if bulletin is not None and not (bulletin.is_published or works):
        bulletin = None
    paper = queries.paper_of(bulletin) if bulletin else None
    check = queries.checked(paper) if paper else None
    last = queries.last_published(zone, shown)
    closed = _closed(user, bulletin, check)
    return Desk(
        zone=zone,
        month=shown,
        months=tuple(add_months(today.replace(day=1), -n) for n in range(4)),
        bulletin=bulletin,
        paper=paper,
        check=check,
        groups=_groups(check),
        steps=_steps(user, bulletin),
        last=last,
        compared=_compared(paper, last) if tab == "compare" else (),
        may_draft=user.may("report.draft") and not (bulletin and bulletin.is_published),
        may_check=_is(bulletin, Bulletin.State.DRAFT) and user.may("report.draft"),
        may_publish=not closed,
        closed=closed,
        issued=issued,
    )


def word_file(user: Actor, month: date, now: Moment) -> tuple[str, bytes]:
    """Return title and .docx of a month: the issued file, else the draft, else one made now.

    UserError where the month is not issued and the user does not work on drafts.
    """
    zone = queries.zone_for(user)
    bulletin = queries.bulletin_of(zone, month)
    if bulletin is not None and bulletin.is_published:
        return queries.paper_of(bulletin).title.replace("\n", ""), queries.docx_of(bulletin)
    if not (user.may("report.draft") or user.may("report.publish")):
        raise UserError(_("这个月的通报还没有签发。"))
    paper = queries.paper_of(bulletin) if bulletin else queries.paper_now(zone, month, now)
    return paper.title.replace("\n", ""), queries.laid_out(paper)


def _latest(issued: tuple[Bulletin, ...], today: date, *, works: bool) -> date:
    """Return the month to open: the last full one for who works on it, else the last issued."""
    full = add_months(today.replace(day=1), -1)
    return full if works or not issued else issued[0].month


def _is(bulletin: Bulletin | None, state: str) -> bool:
    return bulletin is not None and bulletin.state == state


def _closed(user: Actor, bulletin: Bulletin | None, check: Verification | None) -> str:
    """Return why the bulletin cannot be published now; empty where it can."""
    if bulletin is None:
        return _("还没有拟稿。")
    if bulletin.is_published:
        return _("已经签发，内容已冻结。")
    if check is not None and not check.is_sound:
        count = len(check.findings)
        return _("验算有 %(count)s 处不对，改好才能签发。") % {"count": count}
    if bulletin.state != Bulletin.State.CHECKED:
        return _("还没有核稿。")
    return _closed_to(user, bulletin)


def _closed_to(user: Actor, bulletin: Bulletin) -> str:
    """Return why this user cannot sign a checked bulletin; empty where he can."""
    if not user.may("report.publish"):
        return _("等有签发权的领导签发。")
    if queries.made_by(bulletin, user):
        return _("拟稿、核稿的人不能签发自己的通报。")
    return ""


def _groups(check: Verification | None) -> tuple[Group, ...]:
    if check is None:
        return ()
    return tuple(
        Group(
            str(GROUP_WORDS[name][0]), str(GROUP_WORDS[name][1]), check.checked[name],
            check.of(name),
        )
        for name in GROUPS
    )  # fmt: skip


def _steps(user: Actor, bulletin: Bulletin | None) -> tuple[Step, ...]:
    if bulletin is None:
        return ()
    # The step that the user may take: 1 checks, 2 publishes.
    may_sign = user.may("report.publish") and not queries.made_by(bulletin, user)
    mine = 2 if _is(bulletin, Bulletin.State.CHECKED) and may_sign else None
    mine = 1 if _is(bulletin, Bulletin.State.DRAFT) and user.may("report.draft") else mine
    names = _names({bulletin.drafted_by, bulletin.checked_by, bulletin.published_by})
    done = [
        (_("拟稿"), bulletin.drafted_by, bulletin.drafted_at),
        (_("核稿"), bulletin.checked_by, bulletin.checked_at),
        (_("签发"), bulletin.published_by, bulletin.published_at),
        (_("编号、冻结、发布"), "", bulletin.published_at),
    ]
    following = next((i for i, (_word, _who, at) in enumerate(done) if at is None), len(done))
    return tuple(
        Step(
            word,
            names.get(who, who) or (_("等您") if n == following == mine else ""),
            at,
            "done" if at else "now" if n == following else "",
        )
        for n, (word, who, at) in enumerate(done)
    )


def _names(usernames: set[str]) -> dict[str, str]:
    people = User.objects.filter(username__in=usernames)
    return {person.username: person.display_name for person in people}


def _compared(paper: Paper | None, last: Bulletin | None) -> tuple[Compared, ...]:
    """Return the zone's figures of this issue beside those of the last one."""
    if paper is None or last is None:
        return ()
    before = _zone_numbers(queries.paper_of(last))
    found = []
    for subject, number in _zone_numbers(paper).items():
        earlier = before.get(subject)
        span = _("当月") if subject[1] == "m" else _("累计")
        found.append(Compared(number.stated.name, span, earlier, number, _way(earlier, number)))
    return tuple(found)


def _way(before: Number | None, now: Number) -> str:
    if before is None or before.value is None or now.value is None:
        return ""
    if before.value == now.value:
        return "same"
    return "up" if now.value > before.value else "down"


def _zone_numbers(paper: Paper) -> dict[tuple[str, str], Number]:
    """Return the zone's numbers of the text, the year to date apart from the month alone."""
    found: dict[tuple[str, str], Number] = {}
    for _place, _before, number in paper.numbers():
        what, scope, period = number.key.split("/")[:3]
        if scope.startswith("z") and number.key not in paper.explained:
            found.setdefault((what.partition("@")[0], "m" if "-" in period else "y"), number)
    return found


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
