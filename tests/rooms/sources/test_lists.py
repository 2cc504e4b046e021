"""Lists of sources (来源的列表): documents one may open, and the audit trail in words."""

from __future__ import annotations

import re

import pytest

from gaoxin.sources import tables
from gaoxin.sources.actions import audit
from tests.house import tree
from tests.rooms.conftest import person

VERB = re.compile(r"\baudit\(\s*\"([a-z_]+)\"")


def test_every_verb_that_is_written_has_words() -> None:
    sources = [path.read_text(encoding="utf-8") for path in tree.files(".py")
               if "gaoxin" in path.relative_to(tree.ROOT).parts[0]]  # fmt: skip
    written = {verb for text in sources for verb in VERB.findall(text)}
    assert len(written) > 25
    assert written - set(tables.VERBS) == set()


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "给角色"), ("en", "Give a role")])
def test_the_trail_says_who_did_what_in_words(zone, client, language, word) -> None:
    admin = person("boss", "admin")
    admin.name = "王主任"
    admin.save()
    audit("grant_role", admin, by=admin)
    client.force_login(admin)
    shown = client.get("/sources/audit/", headers={"accept-language": language}).content.decode()
    assert word in shown
    assert "王主任 boss" in shown
    assert "<td>grant_role" not in shown


def test_documents_are_listed_to_those_who_may_open_them(zone, office, outsider, client) -> None:
    client.force_login(office)
    assert client.get("/sources/").status_code == 200
    client.force_login(outsider)
    assert client.get("/sources/").status_code == 403
    assert client.get("/ledger/").status_code == 403


def test_the_ledgers_first_page_is_the_projects(zone, office, client) -> None:
    client.force_login(office)
    assert client.get("/ledger/?q=a").headers["Location"] == "/ledger/projects/?q=a"
