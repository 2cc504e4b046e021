"""收件: a long text is read piece by piece, can be resumed, and is dated by what it prints."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gaoxin.lib.errors import Denied, UserError
from gaoxin.read import actions
from gaoxin.read.desk.masthead import printed_day
from gaoxin.read.intake import find
from gaoxin.read.models import Fact, Reading
from gaoxin.read.taking import pieces
from gaoxin.read.taking.actions import go_on, set_day, take_in
from gaoxin.sources.actions import Upload
from gaoxin.sources.models import AuditEvent, Document
from tests.rooms.conftest import person

ON = date(2026, 11, 25)
STORY = (
    "{name}高新区项目开工\n\n　　本报讯 11月{day}日，{name}高新区新签约项目{n}个，其中开工{m}个，"
    "开工率{rate}%，总投资{n}.5亿元。\n\n"
)
NAMES = ("青岚", "白鹭", "赤松", "玄圃")


def paper(stories: int) -> str:
    """Return stories of which every seventh prints a wrong digit in its rate."""
    return "".join(_story(n) for n in range(stories))


def _story(n: int) -> str:
    signed, started = 50 + n, 25 + n
    rate = f"{started * 100 / signed:.1f}"
    if n % 7 == 0:
        rate = f"{rate[0]}{(int(rate[1]) + 2) % 10}{rate[2:]}"
    return STORY.format(name=NAMES[n % 4], day=n % 28 + 1, n=signed, m=started, rate=rate)


def upload(text: str, name: str = "a.txt", on: date | None = ON) -> Upload:
    return Upload(text.encode(), name, kind="newspaper", published_on=on)


@pytest.fixture(autouse=True)
def _short_pieces(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    settings.GAOXIN_TODAY = ON.isoformat()
    monkeypatch.setattr(pieces, "PIECE", 900)


@pytest.fixture
def begun(zone, office) -> Reading:
    return take_in(upload(paper(40)), by=office, zone=zone, on=ON).reading


@pytest.fixture
def client(zone, office) -> Client:
    client = Client()
    client.force_login(office)
    return client


def read_to_its_end(reading: Reading, by) -> Reading:
    for _step in range(100):
        if reading.read_to is None:
            return reading
        reading = go_on(reading, by=by)
    raise AssertionError("never read to its end")


def rows(reading: Reading) -> list[tuple]:
    told = reading.facts.order_by("start", "end", "kind")
    return [(f.start, f.end, f.kind, f.value, f.last_day, f.story, bool(f.fault)) for f in told]


def test_pieces_follow_each_other_without_a_gap_and_end_where_a_story_ends():
    text, low, cuts = paper(40), 0, []
    while low < len(text):
        piece = pieces.piece_at(text, low)
        assert 0 < len(piece) <= 900
        low += len(piece)
        cuts.append(low)
    assert low == len(text)
    assert all(text[:cut].endswith("\n\n") for cut in cuts)


def test_a_long_text_read_piece_by_piece_is_read_as_in_one(zone, office, begun, monkeypatch):
    assert begun.read_to is not None
    assert 0 < begun.facts.count() < 100
    done = read_to_its_end(begun, office)
    text = done.text
    for fact in done.facts.all():
        assert text[fact.start : fact.end] == fact.quote
        story = done.stories[fact.story]
        spans = [*story["spans"], story["head"]]
        assert any(low <= fact.start < high for low, high in spans if low is not None)
        for words, low, high in (fact.fault or {}).get("because", ()):
            assert "".join(text[low:high].split()) == words
    monkeypatch.setattr(pieces, "PIECE", 10**6)
    whole = find(text, ON)
    assert len(done.stories) == len(whole.stories)
    assert len(rows(done)) == len(whole.proposals)
    assert done.facts.filter(fault__isnull=False).exists()
    assert list(done.facts.values_list("number", flat=True)) == list(range(1, len(rows(done)) + 1))


def test_work_that_breaks_off_leaves_whole_pieces_and_goes_on(begun, office, monkeypatch):
    seen = rows(begun)
    with monkeypatch.context() as broken:
        broken.setattr("gaoxin.read.taking.actions._add", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            go_on(begun, by=office)
    again = Reading.objects.get(pk=begun.pk)
    assert (again.read_to, rows(again), len(again.stories)) == (
        begun.read_to, seen, len(begun.stories)
    )  # fmt: skip
    assert read_to_its_end(again, office).facts.count() > len(seen)


def test_two_windows_do_not_read_a_piece_twice(begun, office, monkeypatch):
    real = pieces.find_at

    def meanwhile(*args, **named):
        monkeypatch.setattr("gaoxin.read.taking.actions.find_at", real)
        go_on(begun, by=office)  # the other window is faster
        return real(*args, **named)

    monkeypatch.setattr("gaoxin.read.taking.actions.find_at", meanwhile)
    late = go_on(begun, by=office)
    spans = list(late.facts.values_list("start", "end", "kind"))
    assert len(spans) == len(set(spans))
    assert late.read_to == Reading.objects.get(pk=begun.pk).read_to


def test_a_file_sent_again_before_its_end_is_recognised_and_read_on(begun, zone, office, client):
    again = take_in(upload(paper(40)), by=office, zone=zone, on=ON)
    assert (again.before, again.reading.pk) == (True, begun.pk)
    sent = {"files": [SimpleUploadedFile("a.txt", paper(40).encode())]}
    page = client.post("/read/upload/", sent, headers={"X-Read-Batch": "1"}).content.decode()
    assert f'data-read-on="/read/{begun.pk}/on/"' in page
    assert "还没读完" in page
    assert Document.objects.count() == 1


def test_each_request_says_how_far_the_text_is_read(begun, client, office):
    address, seen = f"/read/{begun.pk}/on/", [begun.read_to]
    for _step in range(100):
        told = client.post(address, headers={"X-Read-Batch": "1"}).json()
        seen.append(told["read"])
        if told["done"]:
            break
        assert f"已读 {told['read'] * 100 // told['length']}%" in told["said"]
    assert seen == sorted(set(seen))
    assert seen[-1] == told["length"] == len(paper(40))
    assert f"读到 {begun.facts.count()} 条事实" in told["said"]
    assert client.post(address, headers={"X-Read-Batch": "1"}).json()["done"]
    assert client.post(address)["Location"] == f"/read/{begun.pk}/"


def test_inbox_and_reader_show_how_far_a_text_is_read(begun, client, office):
    assert f"读到 {begun.percent}%" in client.get("/read/").content.decode()
    page = client.get(f"/read/{begun.pk}/").content.decode()
    assert f"已读 {begun.read_to:,} / {begun.length:,} 字" in page
    assert "data-going" in page
    read_to_its_end(begun, office)
    for address in ("/read/", f"/read/{begun.pk}/"):
        page = client.get(address).content.decode()
        assert "data-going" not in page
        assert "读到 " not in page


def test_the_number_of_queries_of_a_piece_does_not_grow_with_what_is_read(begun, client, office):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.post(f"/read/{begun.pk}/on/", headers={"X-Read-Batch": "1"})
        return len(queries)

    first = asked()
    for _step in range(4):
        client.post(f"/read/{begun.pk}/on/")
    assert asked() <= first <= 60


def test_only_who_may_take_in_reads_on(begun, client, office, operator, outsider):
    for who in (operator, outsider, person("auditor", role="auditor")):
        with pytest.raises(Denied):
            go_on(begun, by=who)
        other = Client()
        other.force_login(who)
        for path in ("on", "day"):
            sent = other.post(f"/read/{begun.pk}/{path}/", {"day": "2026-11-01"})
            assert sent.status_code in {403, 404}, (who, path)
    begun.refresh_from_db()
    assert begun.document.published_on == ON
    assert begun.read_to < begun.length


def test_a_document_brings_no_more_facts_than_its_most(zone, office, monkeypatch):
    monkeypatch.setattr("gaoxin.read.taking.actions.MOST_FACTS", 30)
    done = read_to_its_end(take_in(upload(paper(20)), by=office, zone=zone, on=ON).reading, office)
    assert done.facts.count() == 30
    assert done.left_out == len(find(done.text, ON).proposals) - 30


DATED = (
    "示例日报\n2025年3月18日　星期二　第 3 版\n\n"
    "　　本报讯 3月16日，青岚高新区完成工业总产值120.5亿元。\n"
)
BRIEF = "招商简报\n第 12 期\n2026 年 11 月 18 日\n\n　　全区签约项目64个。\n"
SIGNED = "关于招商工作的通报\n\n　　1至10月签约项目64个。\n\n督查办公室\n2026年11月3日\n"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (DATED, date(2025, 3, 18)),
        (BRIEF, date(2026, 11, 18)),
        (SIGNED, date(2026, 11, 3)),
        ("示例日报 2026年2月30日 星期一\n\n　　全区签约项目64个。\n", None),
        ("　　本报讯 2026年11月16日，青岚高新区签约项目64个。\n", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_day_is_offered_where_the_paper_prints_it_of_itself(text, day):
    assert printed_day(text) == day


def test_a_printed_day_is_proposed_and_set_only_by_the_officer(zone, office, client):
    reading = take_in(upload(DATED, on=None), by=office, zone=zone, on=ON).reading
    fact = reading.facts.get(kind="output")
    assert fact.last_day == date(2026, 3, 16)
    page = client.get(f"/read/{reading.pk}/").content.decode()
    assert "报头印着 2025-03-18" in page
    assert Document.objects.get().published_on is None
    client.post(f"/read/{reading.pk}/day/", {"day": "2025-03-18"})
    fact.refresh_from_db()
    assert Document.objects.get().published_on == date(2025, 3, 18)
    assert fact.last_day == date(2025, 3, 16)
    assert Reading.objects.get().read_to is None
    page = client.get(f"/read/{reading.pk}/").content.decode()
    assert "报头印着" not in page
    assert AuditEvent.objects.get(verb="set_day").data == {"before": "", "day": "2025-03-18"}


def test_the_line_of_a_file_offers_its_day_and_a_press_records_it(client):
    sent = {"files": [SimpleUploadedFile("a.txt", DATED.encode())]}
    batch = {"X-Read-Batch": "1"}
    page = client.post("/read/upload/", sent, headers=batch).content.decode()
    reading = Reading.objects.get()
    assert f'data-read-day="/read/{reading.pk}/day/" data-day="2025-03-18"' in page
    assert Document.objects.get().published_on is None
    address = f"/read/{reading.pk}/day/"
    assert client.post(address, {"day": "2027-01-01"}, headers=batch).status_code == 400
    told = client.post(address, {"day": "2025-03-18"}, headers=batch).json()
    assert "文件日期记为 2025-03-18" in told["said"]
    assert Document.objects.get().published_on == date(2025, 3, 18)
    page = client.post("/read/upload/", sent | {"files": [
        SimpleUploadedFile("a.txt", DATED.encode())]}, headers=batch).content.decode()  # fmt: skip
    assert "data-read-day" not in page


def test_a_new_day_leaves_what_is_decided_and_what_was_edited(zone, office):
    text = DATED + "\n　　3月10日，青岚高新区税收3.5亿元，出口额8.5亿元，进口额1.5亿元。\n"
    reading = take_in(upload(text, on=None), by=office, zone=zone, on=ON).reading
    first, second, third = reading.facts.order_by("start")[:3]
    actions.accept(first, actions.Choice("new_indicator"), by=office)
    edited = {"last_day": date(2026, 3, 9), "first_day": date(2026, 3, 9)}
    actions.accept(second, actions.Choice("new_indicator", edits=edited), by=office)
    actions.take_back(second, by=office)
    number = reading.facts.count()
    go_on(set_day(reading, date(2025, 3, 18), by=office, on=ON), by=office)
    years = [Fact.objects.get(pk=each.pk).last_day.year for each in (first, second, third)]
    assert years == [2026, 2026, 2025]
    assert reading.facts.count() == number


def test_a_day_to_come_is_refused(zone, office, client):
    reading = take_in(upload(DATED, on=None), by=office, zone=zone, on=ON).reading
    with pytest.raises(UserError):
        set_day(reading, date(2026, 11, 26), by=office, on=ON)
    answer = client.post(f"/read/{reading.pk}/day/", {"day": "2026-11-26"}, follow=True)
    assert "不能晚于今天" in answer.content.decode()
    assert Document.objects.get().published_on is None


def test_a_folder_with_a_broken_file_names_it_and_reads_the_others(client):
    files = [SimpleUploadedFile(name, data) for name, data in (
        ("好.txt", paper(1).encode()), ("坏.pdf", b"%PDF-1.4 broken"), ("空.txt", b""),
        ("也好.txt", paper(2).encode()),
    )]  # fmt: skip
    page = client.post("/read/upload/", {"files": files}).content.decode()
    assert Reading.objects.count() == 2
    assert "“坏.pdf”读不出来" in page
    assert "空.txt" in page
    assert page.count("读到") == 2
