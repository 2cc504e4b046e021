"""Looks (一遍看完): a demo account opens every page once; several promises are held to what it saw.

The tests of one account are a group (tests/order.py): they run in one process and share its looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.test import Client

from tests.pages import walk


@dataclass(frozen=True)
class Seen:
    """What a path answered; `page` is the text of a page that was shown, else None."""

    route: walk.Route
    path: str
    status: int
    location: str
    page: str | None


def sign_in(username: str | None, language: str = "zh-hans") -> Client:
    """Return a browser of a demo account, in a language; None has not signed in."""
    from gaoxin.people.models import User

    client = Client(headers={"accept-language": language}, raise_request_exception=False)
    if username is not None:
        client.force_login(User.objects.get(username=username))
    return client


def look(client: Client, address: str) -> Any:
    """Return the answer; a file is read to its end, which closes it."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def is_page(answer: Any) -> bool:
    """Test whether the answer is a page that was shown."""
    html = answer.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and html and not answer.streaming


# The three walks of one group are kept, no more: a walk's pages take some megabytes.
@lru_cache(maxsize=3)
def looks(person: str, language: str = "zh-hans", query: str = "") -> tuple[Seen, ...]:
    """Return what a demo account sees at every address; the demo zone must stand."""
    from gaoxin.samples.master import demo_zone

    samples, client = walk.Samples(demo_zone()), sign_in(walk.PEOPLE[person], language)
    return tuple(_seen(client, route, samples.address(route), query) for route in walk.routes())


def _seen(client: Client, route: walk.Route, address: str, query: str) -> Seen:
    answer = look(client, f"{address}?{query}" if query else address)
    page = answer.content.decode() if is_page(answer) else None
    own = answer.wsgi_request.path
    return Seen(route, own, answer.status_code, answer.get("Location", ""), page)
