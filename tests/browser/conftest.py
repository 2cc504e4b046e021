"""A real browser on the real site (浏览器测试): demo and serve as a user starts them.

The site runs in its own process on a free loopback port, with its own data folder.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import demo

if TYPE_CHECKING:
    from collections.abc import Iterator

AUDIT = (Path(__file__).parent / "audit.js").read_text(encoding="utf-8")
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PASSWORD = "gaoxin-demo-2026"  # noqa: S105  # the demo's public password
GAOXIN = [sys.executable, "-c", "from gaoxin.cli import main; main()"]


@pytest.fixture(scope="session")
def world(tmp_path_factory, demo_home) -> dict[str, str]:
    """Return the environment of the served zone, for programs that work beside the site."""
    home = tmp_path_factory.mktemp("site")
    demo.lay_out(demo_home, home)
    return demo.world(home)


@pytest.fixture(scope="session")
def site(world) -> Iterator[str]:
    """Return the address of a served demo zone."""
    port = free_port()
    words = ["serve", "--port", str(port), "--workers", "1"]
    with subprocess.Popen(  # noqa: S603  # our own command
        [*GAOXIN, *words], env=world, stdout=subprocess.DEVNULL
    ) as server:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
        server.send_signal(signal.SIGINT)


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until the site answers; fail after half a minute."""
    for _n in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"nothing answers on port {port}")


@pytest.fixture(scope="module")
def browser(chromium) -> Iterator[Browser]:
    # Closed with the module: while the driver's event loop runs, Django refuses the database to
    # the tests that follow.
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


class Journey:
    """Opens pages as a demo account; what the browser complains of is kept."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base = browser, base
        self.complaints: list[str] = []

    @contextmanager
    def page(
        self, state: dict[str, Any] | None, *, dark: bool = False, size: dict[str, int] = DESK,
        language: str = "zh-CN",
    ) -> Iterator[Page]:  # fmt: skip
        context = self.browser.new_context(
            viewport=size, locale=language, base_url=self.base, storage_state=state
        )
        theme = "dark" if dark else "light"
        context.add_cookies([{"name": "gx-theme", "value": theme, "url": self.base}])
        page = context.new_page()
        page.on("console", lambda message: self._keep(message.type, message.text))
        page.on("pageerror", lambda error: self._keep("error", str(error)))
        yield page
        context.close()

    def _keep(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)


@pytest.fixture
def journey(browser, site) -> Iterator[Journey]:
    found = Journey(browser, site)
    yield found
    assert found.complaints == []


@pytest.fixture(scope="module")
def office(browser, site) -> dict[str, Any]:
    """Return the cookies of a signed-in office account, and nothing else."""
    context = browser.new_context(base_url=site, locale="zh-CN")
    page = context.new_page()
    sign_in(page, "office")
    state = context.storage_state()
    context.close()
    return {"cookies": [c for c in state["cookies"] if c["name"] == "sessionid"], "origins": []}


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """Fill in the sign-in page and send it."""
    page.goto("/accounts/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("load")


def audit(page: Page) -> Any:
    """Return what the audit of the page finds: contrast, small Chinese, sideways scroll."""
    return page.evaluate(AUDIT)
