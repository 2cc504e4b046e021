"""Desk (核稿台): a fact added by hand, and one's own taken away again."""

from __future__ import annotations

from django.db.models import Max
from django.utils.translation import gettext as _

from gaoxin.lib.access import Actor, require
from gaoxin.lib.errors import Denied, UserError
from gaoxin.people.queries import person_name
from gaoxin.read.desk.byhand import Told, by_hand
from gaoxin.read.models import Fact, Reading
from gaoxin.read.queries import readings_for
from gaoxin.read.taking.actions import register_of
from gaoxin.sources.actions import audit
from gaoxin.sources.turns import recording


@recording
def add_fact(reading: Reading, told: Told, *, by: Actor) -> Fact:
    """Add a fact whose words the officer chose; it waits for its link like the facts read.

    UserError where the words are not in the text, are too long, or name no milestone.
    """
    require(by, "read.decide", _("您没有核读报事实的权限。"))
    mine = readings_for(by, reading.zone).select_for_update(of=("self",))
    locked = mine.select_related("document").filter(pk=reading.pk).first()
    if locked is None:
        raise Denied(_("没有这份文件，或不归您读。"))
    names = register_of(reading.zone)
    found = by_hand(locked.text, told, locked.stories, locked.told_on, names)
    same = locked.facts.filter(start=found.start, end=found.end, kind=found.fields["kind"]).first()
    if same is not None:
        return same
    number = (locked.facts.aggregate(last=Max("number"))["last"] or 0) + 1
    fact = Fact.objects.create(
        reading=locked, number=number, start=found.start, end=found.end,
        added_by=by.username, **found.fields,
    )  # fmt: skip
    audit("add_fact", fact, by=by, data={"quote": fact.quote, "start": fact.start})
    return fact


def may_remove(fact: Fact, by: Actor) -> bool:
    """Test whether a fact is the actor's own by hand and waits: nothing rests on it yet."""
    own = bool(fact.added_by) and fact.added_by == by.username
    return own and fact.is_open and by.may("read.decide")


@recording
def remove_fact(fact: Fact, *, by: Actor) -> Reading:
    """Take away one's own fact that was added by hand and waits; the audit trail keeps its words.

    UserError where it was read, is somebody else's, or is decided: those are rejected instead.
    """
    require(by, "read.decide", _("您没有核读报事实的权限。"))
    locked = Fact.objects.select_for_update().get(pk=fact.pk)
    reading = readings_for(by, fact.reading.zone).filter(pk=locked.reading_id).first()
    if reading is None:
        raise Denied(_("没有这条事实，或不归您核。"))
    if not locked.is_open:
        named = {"who": person_name(locked.decided_by)}
        raise UserError(_("这条事实已由 %(who)s 办过，先撤回再删。") % named)
    if not may_remove(locked, by):
        raise UserError(_("只能删自己手工加的；读出来的和别人加的，请退回。"))
    data = {"number": locked.number, "kind": locked.kind, "quote": locked.quote,
            "start": locked.start, "end": locked.end}  # fmt: skip
    audit("remove_fact", locked, by=by, data=data)
    locked.delete()
    return reading
