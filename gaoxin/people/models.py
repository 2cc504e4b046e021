"""People (人员): tables of users, their roles and the projects in their charge."""

from __future__ import annotations

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.models import Park, Project
from gaoxin.people.core.roles import Role, permissions_of, sees_zone

ROLE_LABELS = {
    Role.ADMIN: _("系统管理员"),
    Role.OFFICE: _("督查办公室"),
    Role.OFFICER: _("招商专员"),
    Role.PARK_OPERATOR: _("园区专员"),
    Role.EXPERT: _("评审专家"),
    Role.SPECIALIST: _("企业服务专员"),
    Role.LEADER: _("包联领导"),
    Role.AUDITOR: _("审计"),
}


class User(AbstractUser):
    """A person who signs in; satisfies `gaoxin.lib.access.Actor`."""

    name = models.CharField(_("姓名"), max_length=60, blank=True)
    title = models.CharField(_("职务"), max_length=60, blank=True)

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """Return the person's name, or the sign-in name where none was entered."""
        return self.name or self.username

    @cached_property
    def _memberships(self) -> tuple[tuple[Role, int | None], ...]:
        rows = self.memberships.values_list("role", "park_id") if self.is_active else ()
        return tuple((Role(role), park) for role, park in rows)

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles held, in any park."""
        return frozenset(role for role, _park in self._memberships)

    @property
    def sees_zone(self) -> bool:
        """Test whether every park's records are visible."""
        return sees_zone(self.roles)

    @property
    def park_ids(self) -> frozenset[int]:
        """Return the parks of the memberships."""
        return frozenset(park for _role, park in self._memberships if park is not None)

    def may(self, permission: str) -> bool:
        """Test whether one of the roles gives the permission."""
        return permission in permissions_of(self.roles)


class Membership(models.Model):
    """A role of a user, for the zone or for one park."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("角色"), max_length=14, choices=list(ROLE_LABELS.items()))
    park = models.ForeignKey(Park, models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "park"], name="membership_once"),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(park__isnull=True),
                name="membership_once_in_zone",
            ),
            models.CheckConstraint(
                condition=~models.Q(role="park_operator") | models.Q(park__isnull=False),
                name="park_operator_has_a_park",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Charge(models.Model):
    """A leader (包联领导) or officer in charge of a project from a day on."""

    class Kind(models.TextChoices):
        """In which way the person is in charge."""

        LEADER = "leader", _("包联领导")
        OFFICER = "officer", _("招商专员")
        PARK = "park", _("园区专员")

    project = models.ForeignKey(Project, models.PROTECT, related_name="charges")
    user = models.ForeignKey(User, models.PROTECT, related_name="charges")
    kind = models.CharField(_("分工"), max_length=8, choices=Kind)
    from_day = models.DateField(_("起始日"))
    to_day = models.DateField(_("终止日"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "user", "from_day"], name="charge_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind} {self.user_id}"
