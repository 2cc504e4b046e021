"""Master data of the demo (演示区的基础数据): zone, parks, departments, people, rates, targets."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from gaoxin.ledger.models import (
    CurrencyRate,
    Department,
    Indicator,
    Industry,
    Park,
    Zone,
)
from gaoxin.people.models import Membership, User
from gaoxin.samples.core.material import read

if TYPE_CHECKING:
    from datetime import date

CODE = "demo"
# Printed by the demo and good for nothing else: only the demo makes accounts with it.
PASSWORD = "gaoxin-demo-2026"  # noqa: S105  # a demo's password is public by intent


def demo_zone() -> Zone | None:
    """Return the demo zone where it was made."""
    return Zone.objects.filter(code=CODE).first()


@transaction.atomic
def load_zone(*, rates_from: date) -> Zone:
    """Make the zone with parks, industries, departments, indicators and rates; once."""
    words = read("zone")
    zone, _made = Zone.objects.get_or_create(code=CODE, defaults=words["zone"])
    for model, rows in ((Park, "parks"), (Industry, "industries"), (Department, "departments")):
        for order, row in enumerate(words[rows], 1):
            model.objects.get_or_create(
                zone=zone, name=row["name"], defaults={**row, "order": order}
            )
    for row in words["indicators"]:
        Indicator.objects.get_or_create(code=row["code"], defaults=row)
    for row in words["currency_rates"]:
        CurrencyRate.objects.get_or_create(
            currency=row["currency"],
            in_force_from=rates_from,
            defaults={
                "yuan_per_unit": Decimal(row["yuan_per_unit"]),
                "reference": row["reference"],
            },
        )
    return zone


@transaction.atomic
def load_people(zone: Zone) -> dict[str, User]:
    """Make the people of the zone, once; demo accounts get the password that is printed."""
    parks = {park.code: park for park in zone.parks.all()}
    known = set(User.objects.values_list("username", flat=True))
    # One hash for all: argon2 is slow on purpose, and the password is the same.
    secret = make_password(PASSWORD)
    for person in read("staff")["people"]:
        if person["username"] not in known:
            _make(person, parks, secret)
    return {user.username: user for user in User.objects.all()}


def _make(person: dict[str, Any], parks: dict[str, Park], secret: str) -> None:
    user = User.objects.create(
        username=person["username"],
        name=person["name"],
        title=person["title"],
        password=secret if person.get("sign_in") else make_password(None),
    )
    if "role" in person:
        park = parks.get(person.get("park", ""))
        Membership.objects.create(user=user, role=person["role"], park=park)


def accounts() -> list[tuple[str, str, str]]:
    """Return user name, name and title of each demo account."""
    return [
        (person["username"], person["name"], person["title"])
        for person in read("staff")["people"]
        if person.get("sign_in")
    ]


def sign_in_hints() -> tuple[list[tuple[str, str, str]], str]:
    """Return the demo accounts that exist and their password, for the sign-in page of a demo."""
    known = set(User.objects.filter(is_active=True).values_list("username", flat=True))
    return [account for account in accounts() if account[0] in known], PASSWORD
