"""Reviews of the demo (演示区的评审): a pool, two scheme versions and a draft, cases everywhere.

Each case is told as the office, bureaux, experts and leaders would do it, act by act, on days of
the last two months; so every page of the room has something real to show.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gaoxin.people.models import User
from gaoxin.review import actions
from gaoxin.review.commands import DEFAULT
from gaoxin.review.models import Expert, Review, SchemeVersion
from gaoxin.samples import master
from gaoxin.samples.core.material import people_of, read
from gaoxin.samples.lookback import hold_earlier
from gaoxin.samples.reviewing import Story, projects_by_size

if TYPE_CHECKING:
    from gaoxin.ledger.models import Project, Zone

MORNING = time(1, 10, tzinfo=UTC)
FIELDS = ("industry", "finance", "safety")
LINES = "K: {priority: 80, admit: 70, conditional: 60}"
# The year before had lower lines for key projects; the draft has higher ones.
EARLIEST = {
    'version: "2026.1"': 'version: "2020.1"',
    "in_force_from: 2026-01-01": "in_force_from: 2020-01-01\nin_force_to: 2024-12-31",
    LINES: "K: {priority: 78, admit: 66, conditional: 55}",
}
OLDER = {
    'version: "2026.1"': 'version: "2025.1"',
    "in_force_from: 2026-01-01": "in_force_from: 2025-01-01\nin_force_to: 2025-12-31",
    LINES: "K: {priority: 78, admit: 68, conditional: 58}",
}
DRAFT = {
    'version: "2026.1"': 'version: "2027.0"',
    "in_force_from: 2026-01-01\n": "",
    LINES: "K: {priority: 82, admit: 75, conditional: 62}",
}


@transaction.atomic
def hold_reviews(zone: Zone, today: date) -> bool:
    """Fill the review room; once, or nothing."""
    if Review.objects.filter(zone=zone).exists():
        return False
    master.load_people(zone)
    material = read("review")
    people = {user.username: user for user in User.objects.all()}
    office = people["office"]
    _schemes(zone, office, today)
    _pool(zone, material["pool"], people)
    for username, bureau in material["delegates"].items():
        actions.delegate(people[username], bureau, zone=zone, by=office)
    taken = projects_by_size(zone)
    for told in material["cases"]:
        project = _next(taken, told)
        if project is None:
            continue
        begin = datetime.combine(today - timedelta(told["ago"]), MORNING)
        Story(project, told, people, material, begin).tell()
    hold_earlier(zone, today, people, material)
    return True


def _next(taken: dict[tuple[str, str], list[Project]], told: dict[str, Any]) -> Project | None:
    """Return the next project in talks, of the kind and size; else of another size, or none."""
    wanted = (told["kind"], told["tier"])
    others = [key for key in sorted(taken) if key[0] == told["kind"] and key != wanted]
    return next((taken[key].pop(0) for key in (wanted, *others) if taken.get(key)), None)


def _schemes(zone: Zone, office: User, today: date) -> None:
    """Publish the schemes of earlier years and this year's, and keep a draft to try."""
    text = DEFAULT.read_text(encoding="utf-8")
    published: tuple[tuple[dict[str, str], date], ...] = (
        (EARLIEST, date(2019, 12, 20)), (OLDER, date(2024, 12, 20)), ({}, date(2025, 12, 22)),
    )  # fmt: skip
    for changes, begin in published:
        at = datetime.combine(begin, MORNING)
        version = actions.keep_draft(zone, _changed(text, changes), by=office, at=at)
        actions.publish(version, by=office, at=at)
    at = datetime.combine(today - timedelta(3), MORNING)
    actions.keep_draft(zone, _changed(text, DRAFT), by=office, at=at)
    if SchemeVersion.objects.filter(zone=zone).count() != len(published) + 1:
        raise ValueError("a scheme version of the demo replaced another")


def _changed(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        if old not in text:
            raise ValueError(f"the shipped scheme no longer says {old!r}")
        text = text.replace(old, new)
    return text


def _pool(zone: Zone, told: dict[str, Any], people: dict[str, User]) -> list[Expert]:
    made = []
    for n, username in enumerate(people_of("expert")):
        field = FIELDS[n % len(FIELDS)]
        known = actions.Known(
            field, username not in told["inside"], told["employers"].get(username, ""),
            told["industries"][field],
        )  # fmt: skip
        made.append(actions.put_expert(zone, people[username], known, by=people["office"]))
    return made
