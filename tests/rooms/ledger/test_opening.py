"""A real zone from nothing (建区): command, account, pages and an import."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from gaoxin import samples
from gaoxin.ledger import commands
from gaoxin.ledger.exchange.commands import import_
from gaoxin.ledger.models import Industry, Project, Zone
from gaoxin.lib.errors import UserError
from gaoxin.people import commands as accounts
from gaoxin.people.models import User
from gaoxin.sources.models import AuditEvent
from tests.core.exchange.books import xlsx

SECRET = "a-long-password-1"  # noqa: S105  # of a test
PARKS = ("--park", "电气产业园=电气园", "--park", "医药产业园=医药园")
PAGES = ("/", "/track/", "/track/?by=visit_rate", "/ledger/projects/", "/ledger/parks/",
         "/ledger/imports/", "/figures/", "/report/", "/people/", "/sources/audit/", "/sources/",
         "/ledger/")  # fmt: skip


def run(command, *words: str):
    return CliRunner().invoke(command, words, catch_exceptions=False)


def test_a_zone_is_opened_and_its_pages_and_import_work(db, client, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    done = run(commands.zone, "new", "某高新区", "--code", "mou", *PARKS)
    assert "电气产业园、医药产业园" in done.output
    run(accounts.people, "add", "boss", "--role", "admin", "--password", SECRET)
    run(accounts.people, "add", "office", "--role", "office", "--password", SECRET)
    for username in ("boss", "office"):
        client.force_login(User.objects.get(username=username))
        for address in PAGES:
            if username == "boss" and address != "/sources/audit/":
                continue
            answer = client.get(address, follow=True)
            hidden = address in ("/people/", "/sources/audit/") and username == "office"
            assert answer.status_code == 200 or hidden, (username, address)
    book = tmp_path / "台账.xlsx"
    head = ["项目名称", "园区", "合同引资额（亿元）", "签约日期"]
    row = ["甲断路器项目", "电气产业园", 1.5, "2026-03-05"]
    book.write_bytes(xlsx({"签约": [head, row]}))
    run(import_, str(book), "--yes", "--today", "2026-11-25")
    assert Project.objects.get().park.short_name == "电气园"
    assert "甲断路器项目" in client.get("/ledger/projects/").content.decode()
    event = AuditEvent.objects.get(verb="open_zone")
    assert (event.target_label, event.actor) == ("某高新区", "system")


def test_a_zone_is_read_from_a_file_like_the_demos(db) -> None:
    file = Path(samples.__file__).parent / "zone.yaml"
    run(commands.zone, "new", "另一区", "--code", "other", "--from", str(file))
    zone = Zone.objects.get(code="other")
    assert (zone.name, zone.parks.count()) == ("另一区", 6)
    assert Industry.objects.filter(zone=zone, is_lead=True).count() == 3
    assert "电气装备产业园" in run(commands.zone, "list").output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("某区", "--code", "mou"), "至少要有一个园区"),
        (("某区", "--code", "不行", *PARKS), "code"),
        (("--code", "mou", *PARKS), "name"),
        (("某区", *PARKS), "code"),
        (("某区", "--code", "test", *PARKS), "已经有"),
        (("某区", "--code", "mou", "--park", "一园", "--park", "一园"), "一园"),
    ],
)
def test_a_zone_that_cannot_be_is_refused_whole(zone, words, why) -> None:
    with pytest.raises(UserError, match=why):
        run(commands.zone, "new", *words)
    assert Zone.objects.count() == 1


@pytest.mark.parametrize("text", ["a: [", "- 1", "zone: {nome: x}", "parks: [一园]"])
def test_a_file_that_cannot_be_used_is_named(db, tmp_path, text) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"own\.yaml"):
        run(commands.zone, "new", "某区", "--code", "mou", "--from", str(file), *PARKS)
