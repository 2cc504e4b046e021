"""Bulletins (通报): drafted, checked, published and frozen; replayed, they stay the same."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from docx import Document as WordFile

from gaoxin.lib.errors import Denied, UserError
from gaoxin.lib.moment import Moment
from gaoxin.report import actions, queries
from gaoxin.report.core.document import Paragraph
from gaoxin.report.core.freeze import NotFrozen, freeze, thaw
from gaoxin.report.core.verify import verify
from gaoxin.report.intake.stating import Recomputer
from gaoxin.report.models import Bulletin
from gaoxin.sources.models import AuditEvent
from tests.rooms.conftest import moment
from tests.rooms.conftest import person as made_person

MARCH = date(2026, 3, 1)
NOW = moment("2026-04-10", "2026-04-10T09:00")


@pytest.fixture
def started(build, parks):
    """Return three projects: two started, one in the other park not."""
    first = build.project(parks[0], planned_wan=20_000, contact="2026-01-05", signed="2026-01-20",
                          started="2026-03-02")  # fmt: skip
    second = build.project(parks[0], planned_wan=60_000, signed="2026-02-10", started="2026-03-20")
    third = build.project(parks[1], planned_wan=15_000, signed="2026-03-11")
    build.post(first, "in_place", 50_000_000, "2026-02-15")
    return first, second, third


@pytest.fixture
def bulletin(zone, started, office) -> Bulletin:
    return actions.draft(zone, MARCH, by=office, now=NOW)


def text_of(paper, name: str) -> str:
    section = next(s for s in paper.sections if s.name == name)
    return "".join(block.text for block in section.blocks if isinstance(block, Paragraph))


def test_a_draft_says_what_the_ledger_holds(bulletin):
    paper = queries.paper_of(bulletin)
    assert paper.as_of == date(2026, 3, 31)
    assert text_of(paper, "overview").startswith("1至3月，全区新签约项目3个，计划总投资9.50亿元")
    assert "已开工2个，开工率66.7%" in text_of(paper, "building")
    assert "1园（100.0%）、2园（0.0%）" in text_of(paper, "building")
    assert queries.checked(paper).findings == ()


def test_what_is_recorded_later_does_not_change_a_draft(bulletin, build, parks, started):
    before = freeze(queries.paper_of(bulletin))
    late = build.project(parks[1])
    build.reach(late, "signed", "2026-03-30", at="2026-05-01")
    build.post(started[0], "in_place", 1_000_000, "2026-03-30", at="2026-05-01")
    assert freeze(queries.paper_of(bulletin)) == before


def test_the_way_of_a_bulletin(bulletin, office, leader):
    checked = actions.check(bulletin, by=office)
    assert (checked.state, checked.checked_by) == ("checked", "office")
    made = actions.publish(checked, by=leader, on=date(2026, 4, 12), now=NOW)
    assert made.is_published
    assert (made.number, made.total_number, made.published_by) == (3, 1, "leader")
    assert made.document is not None
    verbs = AuditEvent.objects.order_by("id").values_list("verb", flat=True)
    assert [v for v in verbs if v.endswith("bulletin")] == [
        "draft_bulletin", "check_bulletin", "publish_bulletin"
    ]  # fmt: skip
    paper = queries.paper_of(made)
    assert paper.issue == "第3期（总第1期）"
    assert paper.issued_on == date(2026, 4, 12)


@pytest.fixture
def issued(bulletin, office, leader) -> Bulletin:
    return actions.publish(
        actions.check(bulletin, by=office), by=leader, on=date(2026, 4, 12), now=NOW
    )


def test_a_published_bulletin_stays_as_it_was(issued, build, started):
    frozen = queries.paper_of(issued)
    build.post(started[0], "in_place", 90_000_000, "2026-03-15", at="2026-05-02")
    build.reach(started[2], "started", "2026-03-25", at="2026-05-02")
    again = Bulletin.objects.get(pk=issued.pk)
    assert queries.paper_of(again) == frozen
    # Recomputed as known on its day, every number is still the printed one.
    assert verify(frozen, Recomputer()).findings == ()
    recomposed = queries.compose_month(again.zone, MARCH, Moment(again.as_of, again.known_at))
    assert [n.text for _p, _b, n in recomposed.numbers()] == [
        n.text for _p, _b, n in frozen.numbers()
    ]


def test_the_file_of_a_bulletin_is_traced_whole(issued, zone):
    content = queries.docx_of(issued)
    found = queries.traced(content, zone)
    assert (found.untraced, found.faults) == ((), ())
    assert found.numbers > 60
    assert found.code_printed == found.code_computed == issued.check_code
    text = "".join(p.text for p in WordFile(io.BytesIO(content)).paragraphs)
    assert "2026年4月12日" in text


def test_the_next_issue_explains_what_was_corrected(issued, zone, build, started, office):
    build.post(started[0], "in_place", 6_000_000, "2026-03-15", at="2026-05-02")
    now = moment("2026-05-05", "2026-05-05T09:00")
    paper = queries.paper_of(actions.draft(zone, date(2026, 4, 1), by=office, now=now))
    lead = Paragraph(paper.lead).text
    assert "第3期印发的3月到位资金0.50亿元，按更正后的台账为0.56亿元。" in lead
    assert queries.checked(paper).findings == ()
    assert len(paper.explained) >= 1


def test_rights(bulletin, zone, office, leader, operator, outsider):
    for person in (leader, operator, outsider):
        with pytest.raises(Denied):
            actions.draft(zone, date(2026, 2, 1), by=person, now=NOW)
        with pytest.raises(Denied):
            actions.check(bulletin, by=person)
    actions.check(bulletin, by=office)
    for person in (office, operator, outsider):
        with pytest.raises(Denied):
            actions.publish(bulletin, by=person, on=date(2026, 4, 12), now=NOW)
        with pytest.raises(Denied):
            actions.send_back(bulletin, by=person, reason="再核")


def test_only_what_was_checked_is_published_and_only_once(bulletin, office, leader):
    with pytest.raises(UserError, match="现在是“拟稿”"):
        actions.publish(bulletin, by=leader, on=date(2026, 4, 12), now=NOW)
    actions.check(bulletin, by=office)
    with pytest.raises(UserError, match="不能早于数据截至日"):
        actions.publish(bulletin, by=leader, on=date(2026, 3, 30), now=NOW)
    actions.publish(bulletin, by=leader, on=date(2026, 4, 12), now=NOW)
    with pytest.raises(UserError, match="现在是“已签发”"):
        actions.publish(bulletin, by=leader, on=date(2026, 4, 13), now=NOW)
    with pytest.raises(UserError, match="已经签发，不能重拟"):
        actions.draft(bulletin.zone, MARCH, by=office, now=NOW)


def test_a_draft_that_is_out_of_date_is_not_published(bulletin, office, leader, build, started):
    actions.check(bulletin, by=office)
    build.post(started[0], "in_place", 6_000_000, "2026-03-15", at="2026-05-02")
    later = moment("2026-05-05", "2026-05-05T09:00")
    with pytest.raises(UserError, match=r"草稿之后有 \d+ 处变化"):
        actions.publish(bulletin, by=leader, on=date(2026, 5, 5), now=later)
    actions.draft(bulletin.zone, MARCH, by=office, now=later)
    actions.check(bulletin, by=office)
    made = actions.publish(bulletin, by=leader, on=date(2026, 5, 5), now=later)
    assert made.is_published


def test_who_drafted_or_checked_does_not_sign(bulletin, office):
    admin = made_person("admin", "admin")
    actions.check(bulletin, by=admin)
    with pytest.raises(Denied, match="不能签发自己"):
        actions.publish(bulletin, by=admin, on=date(2026, 4, 12), now=NOW)
    again = actions.draft(bulletin.zone, MARCH, by=admin, now=NOW)
    actions.check(again, by=office)
    with pytest.raises(Denied, match="不能签发自己"):
        actions.publish(bulletin, by=admin, on=date(2026, 4, 12), now=NOW)
    assert queries.waiting(admin, bulletin.zone) == []


def test_sending_back_needs_a_reason(bulletin, office, leader):
    actions.check(bulletin, by=office)
    with pytest.raises(UserError, match="理由"):
        actions.send_back(bulletin, by=leader, reason=" ")
    back = actions.send_back(bulletin, by=leader, reason="补充包联情况")
    assert (back.state, back.checked_by, back.checked_at) == ("draft", "", None)
    assert AuditEvent.objects.get(verb="send_back_bulletin").reason == "补充包联情况"


def test_a_typed_number_stops_the_check(zone, started, office):
    made = actions.draft(zone, MARCH, by=office, now=NOW, plans="再开工8个项目\n召开推进会")
    with pytest.raises(UserError, match="“8个”没有来源"):
        actions.check(made, by=office)
    made = actions.draft(zone, MARCH, by=office, now=NOW, plans="召开推进会")
    assert "召开推进会。" in text_of(queries.paper_of(made), "outlook")
    assert actions.check(made, by=office).state == "checked"


def test_a_month_to_come_has_no_bulletin(zone, office):
    with pytest.raises(UserError, match="还没有到"):
        actions.draft(zone, date(2026, 5, 1), by=office, now=NOW)


def test_nothing_is_half_published(bulletin, office, leader, settings, tmp_path):
    actions.check(bulletin, by=office)
    settings.GAOXIN_HOME = tmp_path
    (tmp_path / "bulletin.docx").write_bytes(b"no template")
    with pytest.raises(UserError, match="打不开"):
        actions.publish(bulletin, by=leader, on=date(2026, 4, 12), now=NOW)
    left = Bulletin.objects.get(pk=bulletin.pk)
    assert (left.state, left.frozen, left.document_id) == ("checked", None, None)


def test_the_database_refuses_a_published_bulletin_without_its_content(bulletin):
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.filter(pk=bulletin.pk).update(state="published")


def test_an_empty_zone_gives_a_sound_draft(zone, office):
    paper = queries.paper_of(actions.draft(zone, MARCH, by=office, now=NOW))
    assert "没有新签约项目" in text_of(paper, "overview")
    assert queries.checked(paper).findings == ()


def test_freezing_loses_nothing(bulletin):
    paper = queries.paper_of(bulletin)
    assert thaw(freeze(paper)) == paper
    with pytest.raises(NotFrozen):
        thaw({"shape": 99})
