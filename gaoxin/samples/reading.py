"""Reading of the demo (演示区的读报): a newspaper page, some of its facts accepted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models import Milestone, Posting
from gaoxin.people.models import User
from gaoxin.read import actions
from gaoxin.read.models import Fact, Reading
from gaoxin.read.queries import is_own
from gaoxin.read.taking.actions import take_in
from gaoxin.samples.core import newspaper
from gaoxin.samples.core.material import read
from gaoxin.sources.actions import Upload

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.ledger.models import Zone

# Days before today on which the paper came out.
AGO = timedelta(days=2)
# Of the figures of other zones, every fifth is left to the officer who tries the page.
LEFT = 5


@transaction.atomic
def read_newspaper(zone: Zone, today: date) -> bool:
    """Read the page as an officer does and accept figures of other zones; once, or nothing."""
    material = read("newspaper")
    if Reading.objects.filter(zone=zone, document__title=material["title"]).exists():
        return False
    words = _words(zone, today)
    officer = User.objects.get(username="officer")
    upload = Upload(
        newspaper.page(material, words).encode(),
        "示例日报.txt",
        kind="newspaper",
        title=material["title"],
        publisher=material["publisher"],
        published_on=today - AGO,
    )
    taken = take_in(upload, by=officer, zone=zone, on=today)
    _accept(taken.reading, officer)
    return True


def _words(zone: Zone, today: date) -> dict[str, str]:
    """Return the own zone's story: one project as it stands in the ledger, one as it does not."""
    signed = Milestone.objects.filter(
        project__zone=zone, stage=Stage.SIGNED, planned_for=None, voids=None
    ).exclude(project__park=None)
    last, other = signed.select_related("project__park").order_by("-happened_on", "-pk")[:2]
    money = Posting.objects.filter(project=last.project, kind="planned").order_by("pk").first()
    planned = "" if money is None else f"{money.amount / 100_000_000:.2f} 亿元"
    return {
        "own_headline": f"示例高新区{last.project.name}签约",
        "own_day": _day(today - AGO),
        "own_park": last.project.park.name if last.project.park else "",
        "own_project": last.project.name,
        "own_money": planned,
        "own_signed": _day(last.happened_on),
        "other_project": other.project.name,
    }


def _day(day: date) -> str:
    return f"{day.month} 月 {day.day} 日"


def _accept(reading: Reading, officer: User) -> None:
    """Accept other zones' figures that have a value and days; leave the rest waiting."""
    facts = [
        fact
        for fact in reading.facts.order_by("number")
        if not is_own(fact, reading.zone)
        and fact.kind != Fact.Kind.EVENT
        and fact.value is not None
        and fact.last_day is not None
        and not fact.fault
    ]
    for place, fact in enumerate(facts, 1):
        if place % LEFT:
            actions.accept(fact, actions.Choice("new_indicator"), by=officer)
