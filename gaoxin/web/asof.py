"""As-of (截至日): the moment in which a page is shown, from the address.

`?as_of=2026-09-30` shows that day as it was known at its end; `&known_at=now` shows the same day
with all that is known today; `&known_at=2026-10-23T09:00` as known at that minute. The middleware
puts a `Moment` on the request, links keep it, and what is shown of the past cannot be edited.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from gaoxin.lib.errors import UserError
from gaoxin.lib.moment import Moment
from gaoxin.web import clock
from gaoxin.web.refusals import bad_request

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpResponse

PARAMETERS = ("as_of", "known_at")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# The key of a figure writes years with two digits.
FIRST_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class AsOf:
    """What the as-of control and its banner print."""

    moment: Moment
    today: date
    is_past: bool
    as_known_today: bool
    query: str

    @property
    def as_of(self) -> date:
        """Return the day shown."""
        return self.moment.as_of

    @property
    def known_at(self) -> datetime:
        """Return the instant of knowledge in the office's time."""
        return clock.office_time(self.moment.known_at)

    @property
    def presets(self) -> list[tuple[str, str]]:
        """Return days worth a look, as pairs of word and ISO day."""
        month_end = self.today.replace(day=1) - timedelta(days=1)
        year_end = self.today.replace(month=1, day=1) - timedelta(days=1)
        pairs = [(_("昨天"), self.today - timedelta(days=1)), (_("上月底"), month_end)]
        if year_end != month_end:
            pairs.append((_("去年底"), year_end))
        return [(word, day.isoformat()) for word, day in pairs]


class Request(HttpRequest):
    """A request as views see it: with the moment shown and the person who looks."""

    asof: AsOf
    moment: Moment
    now: Moment
    user: Any


def read(parameters: Mapping[str, str], now: Moment) -> AsOf:
    """Return the moment that the address asks for; UserError on a day that cannot be shown."""
    given = parameters.get("as_of", "").strip()
    known = parameters.get("known_at", "").strip()
    as_of = _day(given, now.as_of) if given else now.as_of
    if as_of == now.as_of and not known:
        return AsOf(now, now.as_of, is_past=False, as_known_today=True, query="")
    known_at = _instant(known, as_of, now)
    moment = Moment(as_of=as_of, known_at=min(known_at, now.known_at))
    kept = {"as_of": as_of.isoformat()} | ({"known_at": known} if known else {})
    today_known = known == "now" or moment.known_at == now.known_at
    return AsOf(moment, now.as_of, True, today_known, urlencode(kept))


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        message = _("截至日“%(text)s”读不懂。写成 2026-09-30 这样。")
        raise UserError(message % {"text": text[:40]}) from None
    if day < FIRST_DAY:
        message = _("截至日 %(day)s 太早，从 2000-01-01 起可以看。")
        raise UserError(message % {"day": day.isoformat()})
    if day > today:
        message = _("截至日 %(day)s 还没有到，今天是 %(today)s。")
        raise UserError(message % {"day": day.isoformat(), "today": today.isoformat()})
    return day


def _instant(text: str, as_of: date, now: Moment) -> datetime:
    """Return the instant of knowledge: now, a given minute, or the end of the day shown."""
    if text == "now" or (not text and as_of == now.as_of):
        return now.known_at
    if not text:
        return _office(datetime.combine(as_of, time.max))
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        message = _("知悉时间“%(text)s”读不懂。写成 2026-10-23T09:00 这样。")
        raise UserError(message % {"text": text[:40]}) from None
    if instant.date() < FIRST_DAY:
        # Before it there were no zones, and in its first year Python's calendar has no time zones.
        message = _("知悉时间“%(text)s”太早，从 2000-01-01 起可以看。")
        raise UserError(message % {"text": text[:40]})
    if "T" not in text and " " not in text:
        instant = datetime.combine(instant.date(), time.max)
    return instant if instant.tzinfo else _office(instant)


def _office(naive: datetime) -> datetime:
    return timezone.make_aware(naive, timezone.get_default_timezone())


def keep(asof: AsOf | None, address: str) -> str:
    """Return the address with the moment shown added to it; unchanged when today is shown."""
    if asof is None or not asof.query:
        return address
    parts = urlsplit(address)
    pairs = [pair for pair in parse_qsl(parts.query, True) if pair[0] not in PARAMETERS]
    return urlunsplit(parts._replace(query=urlencode(pairs + parse_qsl(asof.query))))


class MomentMiddleware:
    """Put `request.moment` (Moment) and `request.asof` (AsOf) on each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Read the moment; answer a bad one with a page that says why."""
        seen = cast("Request", request)
        now = clock.now()
        seen.now = now
        seen.asof, seen.moment = AsOf(now, now.as_of, False, True, ""), now
        try:
            seen.asof = read(request.GET, now)
            if seen.asof.is_past and request.method not in SAFE:
                raise UserError(_("看历史日期时不能改。回到今天再办。"))
        except UserError as error:
            return bad_request(request, error)
        seen.moment = seen.asof.moment
        return self.get_response(request)


def shown(request: HttpRequest) -> dict[str, object]:
    """Context processor: `asof`, `moment`, and `editable`, which is false in the past."""
    asof: AsOf | None = getattr(request, "asof", None)
    if asof is None:
        now = clock.now()
        asof = AsOf(now, now.as_of, False, True, "")
    return {"asof": asof, "moment": asof.moment, "editable": not asof.is_past}
