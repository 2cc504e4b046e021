"""People (人员): reads of accounts, roles, and who is in charge of what."""

from __future__ import annotations

import time
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Q

from gaoxin.people.core.roles import Role
from gaoxin.people.models import ROLE_LABELS, Charge, User

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet

    from gaoxin.lib.access import Actor


def people_for(user: Actor) -> QuerySet[User]:
    """Return the accounts that the user may see: all for an administrator, else the own one."""
    people = User.objects.order_by("username").prefetch_related("memberships__park")
    return people if user.may("people.manage") else people.filter(username=user.username)


def role_words(person: User) -> list[str]:
    """Return the person's roles in words, with the park where a role is for one."""
    words = []
    for membership in person.memberships.all():
        label = str(ROLE_LABELS[Role(membership.role)])
        park = membership.park
        words.append(f"{label}（{park.short_name or park.name}）" if park else label)
    return words


def charges_on(project_ids: Collection[int], on: date) -> dict[int, list[Charge]]:
    """Return who is in charge of each project on a day: leader, officer, park; with the person."""
    found: defaultdict[int, list[Charge]] = defaultdict(list)
    rows = Charge.objects.filter(in_force(on), project__in=list(project_ids))
    for charge in rows.select_related("user").order_by("kind", "from_day", "id"):
        found[charge.project_id].append(charge)
    return dict(found)


def projects_in_charge(person: User, on: date, *, kind: str = "") -> set[int]:
    """Return the projects that a person is in charge of on a day, perhaps of one kind only."""
    rows = Charge.objects.filter(in_force(on), user=person)
    rows = rows.filter(kind=kind) if kind else rows
    return set(rows.values_list("project_id", flat=True))


def in_force(on: date) -> Q:
    """Return the condition that a charge runs on the day."""
    return Q(from_day__lte=on) & (Q(to_day__isnull=True) | Q(to_day__gte=on))


def person_name(username: str) -> str:
    """Return the name of a person by the username kept in events; read again every minute."""
    return _name_in(username, int(time.monotonic() // 60))


@lru_cache(maxsize=1024)
def _name_in(username: str, _minute: int) -> str:
    person = User.objects.filter(username=username).first()
    return username if person is None else person.display_name
