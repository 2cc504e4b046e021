"""Documents, citations, audit (来源)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from gaoxin.lib.errors import Denied, UserError
from gaoxin.sources import queries
from gaoxin.sources.actions import Upload, audit, cite, store_document
from gaoxin.sources.models import AuditEvent, Citation, Document


def upload(content=b"%PDF-1.7 x", name="合同.pdf", **more):
    return Upload(content=content, file_name=name, kind=Document.Kind.CONTRACT, **more)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_the_same_bytes_are_stored_once(office):
    first = store_document(upload(), by=office)
    again = store_document(upload(name="副本.pdf"), by=office)
    assert again == first
    assert queries.stored_path(first).read_bytes() == b"%PDF-1.7 x"
    assert AuditEvent.objects.filter(verb="store_document").count() == 1


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [(b"", "a.pdf", "空的"), (b"MZ", "a.pdf", "不符"), (b"x", "a.exe", "不符")],
)
def test_a_bad_file_is_refused_in_words_and_nothing_is_written(
    office, tmp_path, content, name, said
):
    with pytest.raises(UserError, match=said):
        store_document(upload(content, name), by=office)
    assert not Document.objects.exists()
    assert not list(tmp_path.rglob("*"))


def test_a_file_over_the_limit_is_refused(office, settings):
    settings.GAOXIN_UPLOAD_MB = 1
    with pytest.raises(UserError, match="超过 1 MB"):
        store_document(upload(b"%PDF-" + b"x" * 1024 * 1024), by=office)


def test_an_outsider_uploads_and_cites_nothing(office, outsider, parks, build):
    with pytest.raises(Denied):
        store_document(upload(), by=outsider)
    document = store_document(upload(), by=office)
    with pytest.raises(Denied):
        cite(document, build.project(parks[0]), by=outsider)


def test_a_document_opens_for_whoever_may_see_a_record_that_cites_it(
    office, operator, outsider, parks, build
):
    document = store_document(upload(), by=office)
    mine = build.project(parks[0], signed="2026-01-05")
    assert not queries.may_open(operator, document)
    cite(document, mine.milestones.get(), by=office, kind="page", page=2)
    assert queries.may_open(operator, document)
    assert not queries.may_open(outsider, document)
    other = store_document(upload(b"%PDF-other"), by=office)
    cite(other, build.project(parks[1], signed="2026-01-05").milestones.get(), by=office)
    assert not queries.may_open(operator, other)


@pytest.mark.parametrize("kind", [Document.Kind.WORKBOOK, Document.Kind.BULLETIN])
def test_a_workbook_of_the_zone_opens_only_for_whoever_may_see_all_it_proves(
    office, operator, parks, build, kind
):
    document = store_document(upload(), by=office)
    Document.objects.filter(pk=document.pk).update(kind=kind)
    document.refresh_from_db()
    assert not queries.may_open(operator, document)
    cite(document, build.project(parks[0], signed="2026-01-05").milestones.get(), by=office)
    assert queries.may_open(operator, document)
    cite(document, build.project(parks[1], signed="2026-01-05").milestones.get(), by=office)
    assert not queries.may_open(operator, document)
    assert queries.may_open(office, document)


def test_places_are_printed_and_must_be_whole(office, parks, build):
    document = store_document(upload(), by=office)
    project = build.project(parks[0])
    cell = cite(document, project, by=office, kind="cell", sheet="开工", cell="F17")
    assert cell.place == "开工!F17"
    assert cite(document, project, by=office, kind="page", page=2).place == "第 2 页"
    assert cite(document, project, by=office).place == ""
    for bad in ({"kind": "span", "start": 5, "end": 5}, {"kind": "cell"}, {"kind": "page"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            cite(document, project, by=office, **bad)
    assert Citation.objects.count() == 3


def test_an_audit_event_survives_its_record(office, parks, build):
    park = parks[1]
    audit("rename", park, by=office, reason="演示")
    key = park.pk
    park.delete()
    event = AuditEvent.objects.get(verb="rename")
    assert (event.target_id, event.target_label, event.reason) == (str(key), "2号产业园", "演示")
    assert list(queries.audit_trail_of([("ledger.park", key)])) == [event]
