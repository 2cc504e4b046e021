"""Witness (见证): moves, opinions, vetoes and votes changed in the database are shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner

from gaoxin.lib.errors import UserError
from gaoxin.review import actions
from gaoxin.review.commands import review as commands
from gaoxin.review.models import Condition, Meeting, Move, Opinion, VetoAnswer
from gaoxin.review.queries.proof import chain_faults
from gaoxin.sources.models import AuditEvent


@pytest.fixture
def decided(desk, review):
    due = (desk.at + timedelta(60)).date()
    wanted = actions.Wanted("危废方案过审", "生态环境分局", due, "批文")
    desk.decided(review, "conditional", conditions=[wanted])
    return review


def said() -> list[str]:
    return [fault.zh for fault in chain_faults()[1]]


def first(model):
    return model.objects.order_by("pk").first()


def change(model, **fields):
    """Write past the actions, as somebody with the database in hand does."""
    model.objects.filter(pk=first(model).pk).update(**fields)


TRICKS = {
    "votes": (lambda: change(Meeting, votes={"甲": "for"}), "会议表决在登记后被改动"),
    "result": (lambda: change(Meeting, result="admit"), "会议表决在登记后被改动"),
    "opinion": (lambda: change(Opinion, stance="disagree"), "部门意见在登记后被改动"),
    "opinion's day": (lambda: change(Opinion, at="2026-01-01T00:00Z"), "部门意见在登记后被改动"),
    "opinion gone": (lambda: first(Opinion).delete(), "部门意见在登记后被删去"),
    "veto": (lambda: change(VetoAnswer, raised=True), "否决答复在登记后被改动"),
    "veto gone": (lambda: first(VetoAnswer).delete(), "否决答复在登记后被删去"),
    "move": (lambda: change(Move, paper="别的会签单"), "流程记录在登记后被改动"),
    "move gone": (lambda: first(Move).delete(), "流程记录在登记后被删去"),
    "condition": (lambda: change(Condition, due_on="2030-01-01"), "准入条件在登记后被改动"),
    "condition gone": (lambda: first(Condition).delete(), "准入条件在登记后被删去"),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_what_was_changed_in_the_database_is_shown(decided, trick) -> None:
    assert said() == []
    act, words = TRICKS[trick]
    act()
    assert words in said()
    answer = CliRunner().invoke(commands, ["verify"])
    assert answer.exit_code == 1
    assert f"{decided.code}：{words}" in answer.output


def test_votes_that_no_event_has_seen_are_shown(decided) -> None:
    AuditEvent.objects.filter(verb="review_decide").delete()
    kinds = ("流程记录", "会议表决", "准入条件")
    assert said() == [f"{kind}在审计记录里没有" for kind in kinds]


def test_an_opinion_written_past_the_actions_is_shown(decided) -> None:
    copy = first(Opinion)
    copy.pk = None
    copy.save()
    assert said() == ["部门意见在审计记录里没有"]


def test_an_event_that_was_altered_is_shown(decided) -> None:
    event = AuditEvent.objects.filter(verb="give_opinion").order_by("id").first()
    (row,) = event.data["rows"]
    data = {**event.data, "rows": [[*row[:2], "0" * 64]]}
    AuditEvent.objects.filter(pk=event.pk).update(data=data)
    assert said() == ["部门意见在登记后被改动"]


def test_a_case_from_before_the_fingerprints_holds_and_its_losses_show(decided) -> None:
    for event in AuditEvent.objects.filter(data__has_key="rows"):
        data = {name: value for name, value in event.data.items() if name != "rows"}
        AuditEvent.objects.filter(pk=event.pk).update(data=data)
    assert said() == []
    first(Opinion).delete()
    assert said() == ["部门意见在登记后被删去"]


def test_no_decision_goes_on_from_a_changed_opinion(desk, review) -> None:
    desk.closed(review)
    change(Opinion, stance="disagree")
    with pytest.raises(UserError, match="与登记时不符：部门意见在登记后被改动"):
        actions.decide(review, desk.motion(), by=desk.leader, at=desk.tick())
