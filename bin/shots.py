"""Pictures of every page (页面截图): follows the links of the demo zone, one page per route.

Each page is taken light, dark, on a phone and in English; an error page, a message in the browser's
console or sideways scroll is reported, and the exit status is then 1.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import threading
from collections import deque
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# name -> viewport, colour scheme, language of the office
LOOKS = {
    "light": (DESK, "light", "zh-hans"),
    "dark": (DESK, "dark", "zh-hans"),
    "phone": (PHONE, "light", "zh-hans"),
    "english": (DESK, "light", "en"),
}
# The page that only somebody who has not signed in sees.
STRANGER = "sign-in"
SIGN_IN = "/accounts/login/"
NO_PAGE = re.compile(r"/(static|api|logout)\b|\.(docx|xlsx|csv|pdf)$|/(download|export|file)s?/")


class Server(ThreadingMixIn, WSGIServer):
    """The site in this process, one thread per request."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """A handler that writes no line per request."""

    def log_message(self, format: str, *args: object) -> None:  # the base's name
        """Write nothing."""


@contextmanager
def served() -> Iterator[str]:
    """Serve the demo zone on a free loopback port."""
    from gaoxin.config.wsgi import application

    server = make_server("127.0.0.1", 0, application, Server, Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def signed_in(role: str) -> str:
    """Return a session of the first person who holds a role."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    people = get_user_model().objects
    person = people.filter(memberships__role=role).order_by("pk").first()
    if person is None:
        sys.exit(f"nobody holds the role {role}; run make demo")
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


def route_of(path: str) -> str | None:
    """Return the route's name as a file name, or None for an address that is no page."""
    from django.urls import Resolver404, resolve

    if NO_PAGE.search(path):
        return None
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return re.sub(r"\W+", "-", match.view_name or match.route) or "home"


def links(page: Page, base: str) -> list[str]:
    """Return the paths on this site that the page links to."""
    found = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    return [urlsplit(x).path for x in found if x.startswith(base) and "#" not in x]


def discover(page: Page, base: str) -> dict[str, str]:
    """Return route → path of every page that links lead to, from the home page on."""
    routes: dict[str, str] = {}
    downloads: set[str] = set()
    waiting = deque(["/"])
    while waiting:
        path = waiting.popleft()
        route = route_of(path)
        if route is None or route in routes:
            continue
        routes[route] = path
        # Asked for first, because a browser that is sent a download stays where it is.
        if "html" in page.request.get(base + path).headers.get("content-type", ""):
            page.goto(base + path)
            waiting.extend(links(page, base))
        else:
            downloads.add(route)
    return {route: path for route, path in routes.items() if route not in downloads}


def take(page: Page, address: str, target: Path) -> list[str]:
    """Take one picture and return what is wrong with the page."""
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(address, wait_until="networkidle")
    page.screenshot(path=target, full_page=True)
    if answer is None or answer.status >= 400:
        said.append(f"status {answer.status if answer else 'none'}")
    if urlsplit(page.url).path.startswith(SIGN_IN) and SIGN_IN not in address:
        said.append("asks to sign in")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
        said.append("scrolls sideways")
    return said


def context_page(browser: Browser, base: str, session: str, look: str) -> Page:
    """Return a browser page with the size, colours and language of a look; a stranger's without."""
    viewport, scheme, language = LOOKS[look]
    context = browser.new_context(viewport=viewport, color_scheme=scheme, locale=language)  # type: ignore[arg-type]  # literals
    cookies = {"sessionid": session, "django_language": language}
    context.add_cookies([{"name": n, "value": v, "url": base} for n, v in cookies.items() if v])
    return context.new_page()


def shoot(browser: Browser, base: str, session: str, folder: Path) -> list[str]:
    """Take all pictures and return the complaints."""
    routes = discover(context_page(browser, base, session, "light"), base)
    routes[STRANGER] = SIGN_IN
    wrong = []
    for look in LOOKS:
        for route, path in routes.items():
            page = context_page(browser, base, "" if route == STRANGER else session, look)
            said = take(page, base + path, folder / f"{route}-{look}.png")
            page.context.close()
            wrong += [f"{look} {path}: {line}" for line in said]
    print(f"{len(routes)} pages, {len(routes) * len(LOOKS)} pictures in {folder.name}/")
    return wrong


def main() -> int:
    """Take the pictures; 1 when a page has something wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--role", default="office", help="whose pages (default office)")
    role = options.parse_args().role
    program = os.environ.get("GAOXIN_CHROMIUM") or shutil.which("chromium")
    if not program:
        sys.exit("no chromium on the path; set GAOXIN_CHROMIUM")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gaoxin.config.settings")
    # Playwright runs an event loop in this thread, where Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    import django

    django.setup()
    session = signed_in(role)
    folder = ROOT / "shots"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with served() as base, sync_playwright() as play:
        quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
        browser = play.chromium.launch(executable_path=program, args=quiet)
        wrong = shoot(browser, base, session, folder)
        browser.close()
    print("\n".join(wrong) or "no complaint")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
