"""Siege of recusal (回避的攻防): one person with every role, recused, walks the whole site."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

import pytest
from django.urls import reverse

from gaoxin.people.core.roles import Role
from gaoxin.people.models import Membership, User
from gaoxin.review import actions
from gaoxin.review.models import Filing
from gaoxin.review.papers.filing import write_paper
from gaoxin.review.queries import panel_row

_LINK = re.compile(r'(?:href|data-[a-z-]+|action|hx-get|formaction)="(/[^"#]*)"')
_OUT = ("/static/", "/account", "/language", "/accounts/")


def with_every_role(user: User, park) -> User:
    for role in Role:
        if role != Role.EXPERT:
            Membership.objects.create(
                user=user, role=role, park=park if role == Role.PARK_OPERATOR else None
            )
    return User.objects.get(pk=user.pk)


@pytest.fixture
def recused(desk, review, parks):
    """A decided case with both papers on file, and the one who is recused from it."""
    desk.drawn(review)
    expert = desk.active(review)[0]
    actions.recuse(review, "relative", by=expert, at=desk.tick(), note="堂兄")
    desk.papers(review)
    for other in desk.active(review):
        desk.sign(review, other)
    actions.close_panel(review, **desk.told())
    actions.decide(review, desk.motion(), by=desk.leader, at=desk.tick())
    for kind in Filing.Kind.values:
        write_paper(review, kind, by=desk.office)
    return with_every_role(expert, parks[0])


def text_of(answer) -> str:
    """Return what an answer says, workbooks unpacked."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return unescape(content.decode("utf-8", "replace"))


def walk(client, most: int = 150) -> dict[str, str]:
    """Return what every page says that links lead to, from the start page."""
    found: dict[str, str] = {}
    waiting = ["/", reverse("review:home"), "/review/pool/", "/review/papers/backtests/",
               "/review/quota/", "/review/mine/", "/sources/audit/"]  # fmt: skip
    seen_shapes: dict[str, int] = {}
    while waiting and len(found) < most:
        address = waiting.pop(0)
        shape = re.sub(r"\d+|=[^&]*|[0-9a-z]{10,}", "N", address)
        if address in found or seen_shapes.get(shape, 0) > 2:
            continue
        seen_shapes[shape] = seen_shapes.get(shape, 0) + 1
        answer = client.get(address)
        found[address] = f"{answer.status_code}\n{answer.headers}\n{text_of(answer)}"
        if "html" in answer.headers.get("Content-Type", ""):
            links = (unescape(x) for x in _LINK.findall(found[address]))
            waiting += [x for x in links if not x.startswith(_OUT)]
    return found


def test_whoever_is_recused_learns_nothing_from_any_page(client, recused, review, settings):
    settings.GAOXIN_TODAY = "2026-09-20"
    client.force_login(recused)
    digests = [s.digest for s in panel_row(review).signatures.all()]
    letter = Filing.objects.get(kind="letter").document
    secret = [review.code, letter.title, f"/sources/{letter.pk}/", "堂兄", *digests]
    told = walk(client)
    assert len(told) > 60
    leaks = [(page, word) for page, text in told.items() for word in secret if word in text]
    assert not leaks
    minutes = Filing.objects.get(kind="minutes").document
    assert minutes.title not in told["/sources/audit/"]
