"""Blindness (盲审): who is recused learns nothing of the case on any page, whatever other roles."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.pages import walk
from tests.pages.looks import look, sign_in

# What a person may be besides an expert; each of them sees other cases of the office.
ROLES = ["officer", "leader", "auditor", "admin"]
EXPORT = "format=xlsx"


@pytest.fixture
def case(demo_zone):
    """Return a case of the demo that was decided, with papers, sheets, filings and a milestone."""
    from gaoxin.review.models import Review

    decided = Review.objects.filter(moves__kind="decide", panels__isnull=False, zone=demo_zone)
    return decided.order_by("pk").distinct().first()


def recuse(case, username: str) -> None:
    """Let somebody be an expert who is recused from the case."""
    from gaoxin.people.models import Membership, User
    from gaoxin.review.models import PanelAct

    user = User.objects.get(username=username)
    Membership.objects.get_or_create(user=user, role="expert", park=None)
    panel = case.panels.last()
    PanelAct.objects.create(
        panel=panel, number=panel.acts.count() + 1, kind=PanelAct.Kind.RECUSE, username=username,
        reason="relative", at=panel.at, by=username,
    )  # fmt: skip


class OfCase(walk.Samples):
    """Addresses of the site with everything of one case in them."""

    def __init__(self, zone, case) -> None:
        super().__init__(zone)
        self.case = case
        self.of |= {
            "case": lambda _name: case.code, "code": self._code, "pk": self._pk,
            "name": lambda _name: "total", "kind": lambda _name: "papers",
        }  # fmt: skip

    def _code(self, name: str) -> str:
        return self.case.code if name.startswith("review:") else self.case.project.code

    def _pk(self, name: str) -> int:
        from gaoxin.review.models import Condition

        if name.startswith("sources:"):
            return self.case.papers.first().document_id
        if name == "review:condition":
            row = Condition.objects.filter(meeting__move__review=self.case).first()
            return row.pk if row else 1
        if name.startswith("review:expert:"):
            return self.case.papers.first().pk
        return super()._pk(name)


def said(answer) -> str:
    """Return what an answer says, workbooks unpacked."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] != b"PK":
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(n).decode("utf-8", "replace") for n in archive.namelist())


def addresses(zone, case) -> list[tuple[str, str]]:
    """Return every address that answers a look, plain and as an export, with its route's name."""
    samples = OfCase(zone, case)
    found = []
    for route in walk.routes():
        try:
            address = samples.address(route)
        except (KeyError, StopIteration):
            continue
        found.append((route.name, address))
        if route.name in walk.LISTS or route.name.startswith("review:"):
            found.append((route.name, f"{address}?{EXPORT}"))
    return [*found, ("search", f"/search/?q={case.code}"), ("search", f"/search/?q={case.project}")]


def named(text: str, words: list[str], address: str) -> list[str]:
    """Return the words that an answer says, apart from those that stand in its own address."""
    bare = text.replace(address, "").replace(address.partition("?")[0], "")
    return [word for word in words if word in bare]


def leaks(client, zone, case, words: list[str]) -> list[tuple[str, object]]:
    """Return the addresses that tell of the case: words that they say, or a page that opens."""
    found: list[tuple[str, object]] = []
    for name, address in addresses(zone, case):
        if name == "search":
            # The question itself is printed again; a hit is a link.
            text = said(client.get(address))
            links = [f"/{word}/" for word in (case.code, case.project.code) if word in words]
            found += [(address, link) for link in links if link in text]
            continue
        answer = client.get(address)
        if answer.status_code in {301, 302, 404, 405}:
            continue
        heard = named(said(answer), words, address)
        if heard:
            found.append((address, heard))
        if case.code in address and answer.status_code == 200:
            found.append((address, "opens"))
    return found


def test_the_case_is_told_to_the_office_at_all(demo_zone, case) -> None:
    found = dict(leaks(sign_in("office"), demo_zone, case, [case.code]))
    assert f"/review/cases/{case.code}/" in found and "/review/" in found


@pytest.mark.parametrize("role", ROLES)
def test_a_recused_person_with_another_role_finds_no_trace(demo_zone, case, role) -> None:
    recuse(case, role)
    assert leaks(sign_in(role), demo_zone, case, [case.code]) == []


def test_a_recused_expert_finds_neither_case_nor_project(demo_zone, case) -> None:
    recuse(case, "expert")
    words = [case.code, case.project.code, case.project.name]
    assert leaks(sign_in("expert"), demo_zone, case, words) == []


def test_no_document_of_the_case_opens_to_the_recused(demo_zone, case) -> None:
    from gaoxin.people.models import User
    from gaoxin.review.models import Filing
    from gaoxin.review.papers.filing import write_paper

    client, office = sign_in("officer"), sign_in("office")

    write_paper(case, "minutes", by=User.objects.get(username="office"))
    papers = [paper.document_id for paper in case.papers.all()]
    filed = Filing.objects.filter(meeting__move__review=case)
    recuse(case, "officer")
    for pk in [*papers, *filed.values_list("document_id", flat=True)]:
        for tail in ("", "file/"):
            assert look(office, f"/sources/documents/{pk}/{tail}").status_code in {200, 302, 404}
            answer = look(client, f"/sources/documents/{pk}/{tail}")
            assert answer.status_code in {403, 404}, pk


def test_no_letter_of_the_demo_names_an_expert(demo_zone) -> None:
    from gaoxin.people.models import User
    from gaoxin.review.core.papers.word import write
    from gaoxin.review.models import Meeting, Seat
    from gaoxin.review.papers.compose import paper_of
    from gaoxin.review.queries import CaseFile

    experts = User.objects.filter(username__in=Seat.objects.values("username"))
    names = {name for user in experts for name in (user.name, user.username) if name}
    reviews = {meeting.move.review for meeting in Meeting.objects.all()}
    assert len(reviews) >= 5 and len(names) >= 10
    for review in reviews:
        file = CaseFile(review)
        with zipfile.ZipFile(io.BytesIO(write(paper_of(file, file.meeting, "letter")))) as parts:
            text = "\n".join(parts.read(n).decode("utf-8", "replace") for n in parts.namelist())
        assert [name for name in names if name in text] == [], review.code
        assert "专家 A" not in text
