"""CPU of pages for 10,000 projects, beside the same query printed by a plain template.

A page is asked for as a browser would, signed in, through all middleware. Beside it stand the same
queries, the list's own counts and rows and the badges that the menu of every page has, put into a
bare table by a plain template. Best of several, warm; the first request is named too, as it also
reads the zone into memory. Run: python bench/pages.py [projects]
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from zone import open_zone

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from gaoxin.ledger.models import Zone
    from gaoxin.people.models import User

ROUNDS = 7
GOAL = 1.5
PLAIN = """<!doctype html><title>{{ total }}</title><table>{% for row in rows %}<tr>
{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"""


def best_cpu(work: Callable[[], object]) -> float:
    """Return the least CPU seconds of several runs."""
    spent = []
    for _round in range(ROUNDS):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


def plain(request: HttpRequest, rows: list[list[Any]], total: int) -> str:
    """Print rows with a plain template; the request brings the menu's queries."""
    from django.template import RequestContext, Template

    return Template(PLAIN).render(RequestContext(request, {"rows": rows, "total": total}))


def asked(address: str, user: User) -> HttpRequest:
    """Return a request as the view gets it."""
    from django.test import RequestFactory

    from gaoxin.web.asof import MomentMiddleware

    request = RequestFactory().get(address)
    request.user, request.session, request.csp_nonce = user, {}, ""
    MomentMiddleware(lambda _request: None)(request)
    return request


def fields(rows: Any, names: str) -> list[list[Any]]:
    """Return the named attributes of rows."""
    return [[getattr(row, name) for name in names.split()] for row in rows]


def plain_projects(address: str, user: User, zone: Zone) -> str:
    """Print the counts and rows of the project list."""
    from gaoxin.ledger import rows, tables
    from gaoxin.web.listpage import list_page

    request: Any = asked(address, user)
    found = rows.project_list(user, zone, request.moment, past=False)
    page = list_page(tables.project_listing(tables.Facts(zone, request)), request, found)
    names = "was_name code stage_rank was_park_id planned contracted in_place rate stage_since"
    return plain(request, fields(page.rows, names), page.total)


def plain_enterprises(address: str, user: User, zone: Zone) -> str:
    """Print the counts and rows of the enterprise list."""
    from gaoxin.ledger import rows, tables
    from gaoxin.web.listpage import list_page

    request: Any = asked(address, user)
    found = rows.enterprise_list(user, zone, request.moment)
    page = list_page(tables.enterprise_listing(request), request, found)
    return plain(
        request, fields(page.rows, "name credit_code park industry project_count"), page.total
    )


def plain_lights(address: str, user: User, _zone: Zone) -> str:
    """Print the first lights and the ranking of supervision's first page."""
    from gaoxin.track import pages

    request: Any = asked(address, user)
    found = pages.track_home(user, request.moment, pages.Asked())
    rows = [[each.colour, each.project.name, each.days] for each in found.lights]
    rows += [[row.rank, row.park, *row.figures.values()] for row in found.ranking.rows]
    return plain(request, rows, found.total)


def plain_issues(address: str, user: User, _zone: Zone) -> str:
    """Print the open issues."""
    from gaoxin.track import pages

    request: Any = asked(address, user)
    found = pages.issues_page(user, request.moment)
    rows = [[e.issue.title, e.issue.project, e.issue.due_on, e.days_late] for e in found.lines]
    return plain(request, rows, found.total)


def plain_today(address: str, user: User, _zone: Zone) -> str:
    """Print the figures of the home page."""
    from gaoxin.report.today import today

    request: Any = asked(address, user)
    found: Any = today(user, request.moment)
    rows: list[list[Any]] = [[card.label, card.figure.text] for card in found.cards]
    rows += [[cell.count.text for cell in cohort.cells] for cohort in found.cohorts]
    return plain(request, rows, len(rows))


def plain_panel(address: str, user: User, _zone: Zone) -> str:
    """Print a figure with its first rows and their evidence."""
    from gaoxin.figures.queries import trace

    request: Any = asked(address, user)
    found = trace(address.removeprefix("/figures/").removesuffix("/panel"), user, limit=8)
    rows = [[line.project, line.line.numerator, *line.evidence] for line in found.lines]
    return plain(request, rows, found.total)


def figure_address(zone: Zone) -> str:
    """Return the address of the panel of the year's start rate."""
    from gaoxin.figures.queries import board, current_moment
    from gaoxin.web import clock

    now = clock.now()
    desk = board(zone, current_moment(zone, now.as_of, now))
    return f"/figures/{desk.figure('start_rate', str(now.as_of.year)).key}/panel"


def main() -> None:
    """Print the seconds of each page, of the plain one, and their ratio."""
    zone = open_zone(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    from django.conf import settings
    from django.test import Client

    from gaoxin.people.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    user = User.objects.get(username="office")
    client = Client()
    client.force_login(user)
    print(f"{'page':34} first s   best s  plain s  ratio")
    for address, printed in (
        ("/ledger/projects/", plain_projects),
        ("/ledger/projects/?sort=-since&stage=9", plain_projects),
        ("/ledger/enterprises/", plain_enterprises),
        ("/track/", plain_lights),
        ("/track/issues/", plain_issues),
        ("/", plain_today),
        (figure_address(zone), plain_panel),
    ):
        began = time.process_time()
        answer = client.get(address)
        first = time.process_time() - began
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        page = best_cpu(lambda address=address: client.get(address))
        bare = best_cpu(lambda address=address, printed=printed: printed(address, user, zone))
        mark = "" if page / bare <= GOAL else f"  above {GOAL}"
        print(f"{address[:34]:34} {first:7.2f} {page:8.3f} {bare:8.3f} {page / bare:6.2f}{mark}")


if __name__ == "__main__":
    main()
