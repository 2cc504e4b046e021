"""No network (不出网): neither a test nor a page leaves this machine."""

from __future__ import annotations

import re
import socket

import pytest
from pytest_socket import SocketConnectBlockedError

from tests.house import tree

# Loading, not linking: a page may name an address that a person chooses to open.
LOADS = re.compile(
    r"""<(?:script|img|iframe|link|source|audio|video|embed|object)\b[^>]*\b(?:src|href|data)=["'](?:https?:)?//"""
    r"""|url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//"""
    r"""|\b(?:fetch|import|importScripts|EventSource|WebSocket)\(\s*["'`](?:https?|wss?)?:?//""",
    re.IGNORECASE,
)


def test_a_test_cannot_reach_another_machine() -> None:
    blocked = pytest.raises(SocketConnectBlockedError)
    with socket.socket() as there, pytest.warns(UserWarning, match="192.0.2.1"), blocked:
        there.connect(("192.0.2.1", 80))


def test_a_test_can_reach_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


@pytest.mark.parametrize(
    "line",
    [
        '<script defer src="https://cdn.example/x.js"></script>',
        "<link rel='stylesheet' href='//cdn.example/x.css'>",
        "@font-face { src: url(https://cdn.example/x.woff2) }",
        'const module = await import("https://cdn.example/x.mjs")',
    ],
)
def test_a_loaded_address_is_recognised(line: str) -> None:
    assert LOADS.search(line)


def test_no_page_loads_anything_from_elsewhere() -> None:
    vendor = tree.PACKAGE.joinpath("web/static/vendor").glob("*.*s")
    shown = [*tree.files(".html", ".css", ".js", ".svg"), *vendor]
    found = [
        f"{tree.shown(path)}: {match[0][:80]}"
        for path in shown
        for match in LOADS.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
