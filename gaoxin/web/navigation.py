"""Navigation (导航): entries that rooms contribute through their AppConfig.

A room's AppConfig has `navigation`, a tuple of `NavEntry`; so `web` knows no room. It may also have
`search` and `notices`, dotted paths of `(*, user, moment, text) -> list[Hit]` and
`(*, user, moment) -> list[Hit]`, and one room each `site_name`, the dotted path of
`(*, user) -> str`, and `person_name`, of `(username) -> str`.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gaoxin.web import clock
from gaoxin.web.asof import shown

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrOrPromise

log = logging.getLogger(__name__)
GROUPS: dict[str, Any] = {"top": "", "work": _("办事"), "ledger": _("台账"), "foot": ""}


@dataclass(frozen=True, slots=True)
class NavEntry:
    """An entry of the sidebar.

    `group` is a key of GROUPS; `permission` empty = everybody who is signed in; `badge` is the
    dotted path of `(*, user, moment) -> int | None`, called with today's moment; `hot` prints the
    badge red; `phone` is the place among the four tabs of the phone, 0 = none.
    """

    label: _StrOrPromise
    url_name: str
    icon: str
    group: str = "work"
    order: int = 100
    permission: str = ""
    badge: str = ""
    hot: bool = False
    phone: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as printed: its address, its badge, and whether it is the page shown."""

    entry: NavEntry
    address: str
    badge: int | None
    on: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of search results or notices."""

    label: _StrOrPromise
    address: str
    kind: _StrOrPromise
    detail: _StrOrPromise = ""
    icon: str = "file"
    light: str = ""


@cache
def entries() -> tuple[NavEntry, ...]:
    """Return the entries of all rooms in the order of the sidebar."""
    found = [entry for config in apps.get_app_configs() for entry in _of(config, "navigation")]
    order = list(GROUPS)
    return tuple(sorted(found, key=lambda entry: (order.index(entry.group), entry.order)))


def _of(config: Any, attribute: str) -> tuple[NavEntry, ...]:
    return getattr(config, attribute, ())


def offered(attribute: str) -> list[Any]:
    """Return the callables that rooms offer under a dotted path, such as `search`."""
    paths = [getattr(config, attribute, "") for config in apps.get_app_configs()]
    return [import_string(path) for path in paths if path]


def person_name(username: str) -> str:
    """Return the name of whoever recorded something, by the name kept in the event."""
    for name_of in offered("person_name"):
        return str(name_of(username))
    return username


def links(request: HttpRequest) -> list[Link]:
    """Return the entries that the user may open, with badges as of today."""
    user: Any = request.user
    if not user.is_authenticated:
        return []
    allowed = [entry for entry in entries() if not entry.permission or user.may(entry.permission)]
    placed = [(entry, _address(entry.url_name)) for entry in allowed]
    here = _longest(request.path, [address for _entry, address in placed])
    # Badges stay those of today, whatever day the page shows.
    now = getattr(request, "now", None) or clock.now()
    return [
        Link(entry, address, _badge(entry, user, now), bool(address) and address == here)
        for entry, address in placed
        if address
    ]


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        # A room that is not installed offers no page.
        return ""


def _longest(path: str, addresses: list[str]) -> str:
    """Return the address that the path lies under, the deepest one; `/` only matches itself."""
    under = [a for a in addresses if a and (path == a or (a != "/" and path.startswith(a)))]
    return max(under, key=len, default="")


def _badge(entry: NavEntry, user: Any, now: Any) -> int | None:
    if not entry.badge:
        return None
    try:
        count: int | None = import_string(entry.badge)(user=user, moment=now)
    except Exception:
        # The menu stands on every page, the page that explains the fault included.
        log.exception("no badge for %s", entry.url_name)
        return None
    return count


def zone_name(request: HttpRequest) -> str:
    """Return the name in the corner: what the room that knows the zone says, or the product's."""
    for name_of in offered("site_name"):
        return str(name_of(user=getattr(request, "user", None)))
    return "gaoxin"


def _theme(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("gx-theme", "")
    return chosen if chosen in ("light", "dark") else ""


def navigation(request: HttpRequest) -> dict[str, object]:
    """Context processor: sidebar groups, phone tabs, and the moment shown."""
    # An error page may be shown before anybody is known.
    shown_links = links(request) if hasattr(request, "user") else []
    groups = [
        (key, title, [link for link in shown_links if link.entry.group == key])
        for key, title in GROUPS.items()
    ]
    tabs = sorted((link for link in shown_links if link.entry.phone), key=lambda k: k.entry.phone)
    return {
        "nav_groups": [group for group in groups if group[2] and group[0] != "foot"],
        "nav_foot": [link for link in shown_links if link.entry.group == "foot"],
        "nav_tabs": tabs[:4],
        "has_notices": bool(shown_links) and bool(offered("notices")),
        "zone_name": zone_name(request),
        "theme": _theme(request),
        **shown(request),
    }
