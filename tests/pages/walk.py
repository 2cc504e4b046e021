"""Walk over every page (走遍每一页): the addresses, what stands in them, who may see what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from django.urls import get_resolver, reverse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LANGUAGES = {"zh-hans": "zh-CN", "en": "en"}
# Demo accounts by the role they stand for; None has not signed in.
PEOPLE = {
    "operator": "park", "officer": "officer", "office": "office", "leader": "leader",
    "expert": "expert", "admin": "admin", "outsider": "outsider", "anonymous": None,
}  # fmt: skip
# What everybody who is signed in may open: nothing of the zone stands there.
OPEN_TO_ALL = {
    "web:search", "web:notices", "web:menu", "people:account", "account_login", "account_logout",
    "account_inactive", "account_signup", "account_reauthenticate", "account_change_password",
    "account_set_password", "account_email", "mfa_index", "mfa_authenticate", "mfa_reauthenticate",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "report:today",
}  # fmt: skip
# What somebody who is not signed in gets as a page.
BEFORE_THE_DOOR = {"account_login", "account_signup", "account_inactive", "set_language"}
# A page of a list says how many of how many it shows.
LISTS = {
    "ledger:projects", "ledger:enterprises", "ledger:parks", "people:people", "sources:audit",
    "figures:list", "track:home", "track:issues", "read:home", "read:board", "review:home",
    "review:pool", "review:schemes", "grow:reach", "grow:due", "grow:rules", "grow:filings",
    "grow:diagnosis_zone", "grow:points", "grow:evaluation",
}  # fmt: skip

# Whose key stands in an address, by the beginning of the route's name.
RECORDS = {
    "sources:": "sources.Document", "ledger:enterprise": "ledger.Enterprise",
    "ledger:import": "ledger.ImportRun", "ledger:milestone_": "ledger.Milestone",
    "ledger:posting_": "ledger.Posting", "track:set": "ledger.ProjectSet",
    "track:issue": "track.Issue", "read:reading": "read.Reading",
    "read:add": "read.Reading", "read:on": "read.Reading", "read:day": "read.Reading",
    "read:": "read.Fact",
    "review:expert:": "review.Paper", "review:condition": "review.Condition",
    "review:": "review.SchemeVersion",
    "grow:honour_": "grow.Honour", "grow:figure_": "grow.YearFigure",
    "grow:tie_": "grow.ChainEntry", "grow:filing": "grow.Filing",
    "grow:diagnosis_record": "grow.Diagnosis",
    "grow:": "ledger.Enterprise",
}  # fmt: skip


@dataclass(frozen=True)
class Route:
    """A named address of the site with the parameters that its pattern takes."""

    name: str
    parameters: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


@cache
def routes() -> tuple[Route, ...]:
    """Return every page's route in the order of the addresses; the API has tests of its own."""
    return tuple(r for r in _walk(get_resolver(), "") if not r.name.startswith("api"))


def _walk(resolver: Any, space: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from _walk(entry, space + (f"{entry.namespace}:" if entry.namespace else ""))
        elif entry.name:
            yield Route(f"{space}{entry.name}", tuple(entry.pattern.converters))


class Samples:
    """A value for each parameter, taken from the demo zone; KeyError names a new one."""

    def __init__(self, zone: Any) -> None:
        self.zone = zone
        self.of: dict[str, Callable[[str], Any]] = {
            "code": self._code,
            "figure": lambda _name: "tax_wan_per_mu",
            "key": lambda _name: self._figure_key(),
            "full_id": lambda _name: "start_rate@luan24",
            "username": lambda name: "expert2" if name.startswith("review:") else "park",
            "case": self._case_for,
            "mark": lambda _name: "total",
            "kind": lambda _name: "pass",
            "month": lambda _name: "2026-10",
            "pk": self._pk,
            "firm": lambda _name: self._firm(),
            "indicator": lambda _name: "rd_expense_last_year",
            "line": lambda _name: "ze2021_1_1",
            "title": lambda _name: "little_giant",
            "name": lambda _name: "little_giant_2026",
        }

    def address(self, route: Route) -> str:
        """Return the address of a route with sample values."""
        return reverse(route.name, kwargs={p: self.of[p](route.name) for p in route.parameters})

    def _code(self, name: str) -> str:
        if name.startswith("review:papers:"):
            return self._case()
        if name.startswith("review:"):
            from gaoxin.review.models import Review

            first = Review.objects.filter(zone=self.zone).order_by("pk").first()
            return "R-2026-001" if first is None else first.code
        return self._project().code

    def _case_for(self, name: str) -> str:
        """Return a case at its meeting for the form of the decision, else one that went through."""
        if name != "review:decide":
            return self._case()
        from gaoxin.review.core.process.course import DECIDE
        from gaoxin.review.models import Review
        from gaoxin.review.queries import CaseFile

        rows = Review.objects.filter(zone=self.zone).order_by("pk")
        return next(
            (row.code for row in rows if CaseFile(row).course.state == DECIDE), "R-2026-001"
        )

    def _case(self) -> str:
        """Return a case with conditions: it went through every step."""
        from gaoxin.review.models import Condition

        first = Condition.objects.select_related("meeting__move__review").order_by("pk").first()
        return "R-2026-001" if first is None else first.meeting.move.review.code

    def _project(self) -> Any:
        from gaoxin.ledger.models import Project

        park = self.zone.parks.get(short_name="电气园")
        return Project.objects.filter(zone=self.zone, park=park).order_by("pk").first()

    def _firm(self) -> int:
        """Return an enterprise of the operator's park whose figures place it in a ranking."""
        from gaoxin.grow.points.queries import ranked
        from gaoxin.grow.standing import sight_at
        from gaoxin.web import clock

        park = self.zone.parks.get(short_name="电气园")
        own = set(park.enterprise_set.values_list("pk", flat=True))
        return min(own & ranked(sight_at(self.zone, clock.now())).scores.keys())

    def _figure_key(self) -> str:
        from gaoxin.figures.core.key import FigureKey, Scope
        from gaoxin.web import clock

        moment = clock.now()
        return str(FigureKey("start_rate", "luan24", Scope("z", self.zone.pk), "2026", moment))

    def _pk(self, name: str) -> int:
        from django.apps import apps

        model = next(model for start, model in RECORDS.items() if name.startswith(start))
        first = apps.get_model(model)._default_manager.order_by("pk").first()
        return 1 if first is None else first.pk


class Links(HTMLParser):
    """The links of a page's main part, and the page's language and title."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lang, self.links, self.title, self._inside = "", [], "", 0
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag == "html":
            self.lang = held.get("lang") or ""
        if tag in ("main", "nav"):
            self._inside += 1
        if tag == "title":
            self._in_title = True
        if tag == "a" and self._inside and held.get("href"):
            self.links.append(held["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("main", "nav"):
            self._inside -= 1
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


# 186 个显示 62 个, or the English of it.
COUNT_LINE = re.compile(r"<b>[\d,]+</b>[^<]{1,24}<b>[\d,]+</b>")
