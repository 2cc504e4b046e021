"""Siege of signatures (签名的攻防): rows changed in the database, forged or strange sheets."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.urls import reverse

from gaoxin.lib.errors import UserError
from gaoxin.review import actions
from gaoxin.review.commands import review as commands
from gaoxin.review.core.process.chain import digest_of
from gaoxin.review.models import Review, SchemeVersion, Seat, Signature
from gaoxin.review.queries import panel_row
from gaoxin.review.queries.proof import chain_faults
from tests.rooms.review.conftest import CALM


@pytest.fixture
def judged(desk, review, settings) -> Review:
    settings.GAOXIN_TODAY = "2026-09-05"
    desk.judged(review)
    assert chain_faults() == (1, [])
    return review


def rows(review: Review) -> list[Signature]:
    return list(panel_row(review).signatures.all())


def write(pk: int, **columns: object) -> None:
    Signature.objects.filter(pk=pk).update(**columns)


def forged(row: Signature, levels: dict[str, int], previous: str) -> dict[str, object]:
    """Return the columns of a sheet with other levels and the hashes that fit it."""
    content = {**row.content, "levels": levels}
    digest = digest_of(row.username, row.at, content, previous)
    return {"content": content, "previous": previous, "digest": digest}


def _raise_a_level(review: Review, place: int) -> None:
    row = rows(review)[place]
    write(row.pk, content={**row.content, "levels": {**CALM, "rd_level": 4}})


def _forge_the_tail(review: Review, place: int) -> None:
    previous = rows(review)[place].previous
    for row in rows(review)[place:]:
        columns = forged(row, {**CALM, "fit_site": 2}, previous)
        write(row.pk, **columns)
        previous = str(columns["digest"])


def _swap(review: Review, _place: int) -> None:
    one, two = rows(review)[:2]
    write(one.pk, username="nobody")
    write(two.pk, username=one.username)
    write(one.pk, username=two.username)


def _later(review: Review, place: int) -> None:
    row = rows(review)[place]
    write(row.pk, at=row.at.replace(microsecond=1))


TRICKS = {
    "level": _raise_a_level,
    "author": lambda r, n: write(rows(r)[n].pk, username="e99"),
    "time": _later,
    "round": lambda r, n: write(rows(r)[n].pk, round=2),
    "previous": lambda r, n: write(rows(r)[n].pk, previous="1" * 64),
    "digest": lambda r, n: write(rows(r)[n].pk, digest="2" * 64),
    "swap": _swap,
    "delete": lambda r, n: rows(r)[n].delete(),
    "forge": _forge_the_tail,
}


@pytest.mark.parametrize("place", [0, 2, 4])
@pytest.mark.parametrize("trick", TRICKS)
def test_a_changed_row_is_shown_by_verify_and_page_and_stops_the_course(
    client, desk, judged, trick, place
):
    TRICKS[trick](judged, place)
    answer = CliRunner().invoke(commands, ["verify"])
    assert answer.exit_code == 1 and judged.code in answer.output
    client.force_login(desk.office)
    page = client.get(reverse("review:case", args=[judged.code])).content.decode()
    assert "与登记时不符" in page
    with pytest.raises(UserError):
        actions.close_panel(judged, **desk.told())


def test_a_sheet_that_nobody_signed_is_shown(desk, judged):
    last = rows(judged)[-1]
    content = {"round": 1, "levels": CALM, "reasons": {}}
    digest = digest_of("e98", last.at, content, last.digest)
    Signature.objects.create(panel=last.panel, username="e98", round=1, at=last.at,
                             content=content, previous=last.digest, digest=digest)  # fmt: skip
    [fault] = chain_faults()[1]
    assert (fault.place, fault.zh) == (6, "审计记录里没有这份签名")


def test_another_expert_on_a_seat_is_shown(desk, judged):
    seat = Seat.objects.filter(panel__review=judged, is_reserve=False).first()
    Seat.objects.filter(pk=seat.pk).update(username="e97")
    assert [f.zh for f in chain_faults()[1]] == ["席位不再是当时抽出的"]
    Seat.objects.filter(pk=seat.pk).update(username=seat.username, outside=not seat.outside)
    assert [f.zh for f in chain_faults()[1]] == ["席位不再是当时抽出的"]


def test_another_text_of_a_published_scheme_is_shown_and_stops_the_decision(desk, review):
    desk.closed(review)
    row = review.scheme
    changed = row.content.replace("admit: 75", "admit: 70")
    assert (changed != row.content) is True
    SchemeVersion.objects.filter(pk=row.pk).update(content=changed)
    assert [f.zh for f in chain_faults()[1]] == ["方案正文与指纹不符"]
    with pytest.raises(UserError, match="与登记时不符"):
        actions.decide(review, desk.motion(), by=desk.leader, at=desk.tick())


@pytest.mark.parametrize("level", [5, -1, 2.5, 3.0, True, "3", None, [3], float("nan")])
def test_a_level_off_the_scale_is_refused_and_nothing_is_signed(desk, review, level):
    desk.drawn(review)
    desk.papers(review)
    expert = desk.active(review)[0]
    with pytest.raises(UserError):
        desk.sign(review, expert, {**CALM, "rd_level": level})
    assert not Signature.objects.exists()


def test_items_and_reasons_of_other_items_are_refused(desk, review):
    desk.drawn(review)
    desk.papers(review)
    expert = desk.active(review)[0]
    with pytest.raises(UserError, match="不由专家评判"):
        desk.sign(review, expert, {**CALM, "jobs": 4})
    with pytest.raises(UserError, match="不由专家评判"):
        desk.sign(review, expert, CALM, {"jobs": "好"})


@pytest.mark.parametrize(
    "reason", ["\x00", "甲\ud800乙", "理" * 100_000, "\u200b\u200b", "\x1b[2J"]
)
def test_a_reason_that_is_no_text_is_refused_in_words(desk, review, reason):
    desk.drawn(review)
    desk.papers(review)
    with pytest.raises(UserError):
        desk.sign(review, desk.active(review)[0], {**CALM, "rd_level": 4}, {"rd_level": reason})


@pytest.mark.parametrize("sent", ["\\u0000", "\\ud800"])
def test_a_draft_keeps_a_reason_without_what_no_text_has(client, desk, review, sent):
    desk.drawn(review)
    desk.papers(review)
    expert = desk.active(review)[0]
    client.force_login(expert)
    address = reverse("review:expert:draft", args=[review.code])
    body = f'{{"round": 1, "edits": {{"rd_level.reason": {{"value": "甲{sent}乙"}}}}}}'
    answer = client.post(address, body, content_type="application/json")
    assert answer.json()["fields"]["rd_level.reason"]["value"] == "甲乙"


@pytest.mark.parametrize("sent", ["5", "-1", "2.5", "true", '"x"', "[1]", "{}"])
def test_a_draft_refuses_levels_off_the_scale_and_sheets_of_another_round(
    client, desk, review, sent
):
    desk.drawn(review)
    desk.papers(review)
    client.force_login(desk.active(review)[0])
    address = reverse("review:expert:draft", args=[review.code])
    for round_, value in ((1, sent), (2, "3"), ("null", "3")):
        body = f'{{"round": {round_}, "edits": {{"rd_level.level": {{"value": {value}}}}}}}'
        answer = client.post(address, body, content_type="application/json")
        assert answer.status_code == 409
