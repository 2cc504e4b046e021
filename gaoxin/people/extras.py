"""What people puts on the ledger's pages (人员放进台账页的东西): leader, and who is in charge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gaoxin.ledger import extras
from gaoxin.people import forms, queries
from gaoxin.people.models import Charge, User
from gaoxin.web.core import Filter
from gaoxin.web.listing import View

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from gaoxin.ledger.models import Project, Zone
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment


def leader_cells(ids: Collection[int], _zone: Zone, _user: Actor, at: Moment) -> Mapping[int, Any]:
    """Return the leaders in charge of each project of a page."""
    return {
        project: _("、").join(c.user.display_name for c in found if c.kind == Charge.Kind.LEADER)
        or "—"
        for project, found in queries.charges_on(ids, at.as_of).items()
    }


def charge_card(project: Project, user: Actor, at: Moment) -> dict[str, Any]:
    """Return who is in charge of a project, and the form to change it."""
    return {
        "charges": queries.charges_on([project.pk], at.as_of).get(project.pk, []),
        "form": forms.ChargeForm() if user.may("ledger.edit") else None,
        "code": project.code,
    }


def charge_filters(_zone: Zone, user: Actor, at: Moment) -> tuple[Filter, ...]:
    """Return the condition *in charge of*: a person, or nobody."""
    charges = Charge.objects.filter(queries.in_force(at.as_of), kind=Charge.Kind.LEADER)
    leaders = User.objects.filter(pk__in=charges.values("user")).order_by("name")
    people = {leader.username: leader.display_name for leader in leaders}
    people.setdefault(user.username, user.display_name)

    def led(values: list[str]) -> tuple[dict[str, Any], ...]:
        found = Charge.objects.filter(queries.in_force(at.as_of), user__username__in=values)
        return ({"pk__in": found.values("project")},)

    return (Filter("charge", _("包联"), "choice", "pk", tuple(people.items()), build=led),)


def charge_views(user: Actor) -> tuple[View, ...]:
    """Return the saved view of the user's own projects."""
    return (View("mine", _("我的项目"), (("charge", user.username),)),)


def offer() -> None:
    """Put leader, card and condition on the ledger's pages."""
    extras.offer_column(
        extras.ExtraColumn("leader", gettext_lazy("包联领导"), leader_cells, "since", "hide")
    )
    extras.offer_card(
        extras.ExtraCard("people/card_charges.html", charge_card, place="third", order=10)
    )
    extras.offer_filters(extras.ExtraFilters(charge_filters, charge_views))
