"""People (人员): make accounts, give and take roles, put people in charge of projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gaoxin.ledger.queries import projects_for
from gaoxin.lib.access import Actor, require
from gaoxin.lib.errors import UserError
from gaoxin.people.core.roles import Role
from gaoxin.people.models import Charge, Membership, User
from gaoxin.sources.actions import audit

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from gaoxin.ledger.models import Park, Project


@dataclass(frozen=True, slots=True)
class Person:
    """What is entered of a new account; without a password nobody can sign in with it."""

    username: str
    name: str = ""
    title: str = ""
    password: str = ""


@transaction.atomic
def add_person(person: Person, *, by: Actor) -> User:
    """Make an account without any role; UserError where name or password cannot be used."""
    _may_manage(by)
    user = User(username=person.username, name=person.name, title=person.title)
    if User.objects.filter(username=person.username).exists():
        raise UserError(_("已经有账号“%(name)s”。") % {"name": person.username})
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as why:
        raise UserError(" ".join(why.messages)) from None
    _put_password(user, person.password)
    user.save()
    audit("add_person", user, by=by)
    return user


@transaction.atomic
def set_password(user: User, password: str, *, by: Actor) -> None:
    """Give an account another password; an empty one closes the sign-in by password."""
    _may_manage(by)
    _put_password(user, password)
    user.save(update_fields=["password"])
    audit("set_password", user, by=by)


def _put_password(user: User, password: str) -> None:
    if not password:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as why:
        raise UserError(" ".join(why.messages)) from None
    user.set_password(password)


@transaction.atomic
def grant_role(user: User, role: Role, *, by: Actor, park: Park | None = None) -> Membership:
    """Give a role, for the zone or one park; giving it again changes nothing."""
    _may_manage(by)
    if role is Role.PARK_OPERATOR and park is None:
        raise UserError(_("园区专员要指明园区。"))
    membership, made = Membership.objects.get_or_create(user=user, role=role, park=park)
    if made:
        audit("grant_role", user, by=by, data={"role": role, "park": park and park.pk})
    return membership


@transaction.atomic
def revoke_role(membership: Membership, *, by: Actor) -> None:
    """Take a role away."""
    _may_manage(by)
    if membership.role == Role.ADMIN and not _other_admins(membership.user).exists():
        raise UserError(_("这是最后一个系统管理员，先给别人这个角色。"))
    data = {"role": membership.role, "park": membership.park_id}
    user = membership.user
    membership.delete()
    audit("revoke_role", user, by=by, data=data)


def _other_admins(user: User) -> QuerySet[Membership]:
    """Return the roles of administrators who can sign in, without this person's."""
    return Membership.objects.filter(role=Role.ADMIN, user__is_active=True).exclude(user=user)


@transaction.atomic
def close_account(user: User, *, by: Actor) -> None:
    """Close an account: it cannot sign in and has no rights; what it recorded stays."""
    _may_manage(by)
    if user.username == by.username:
        raise UserError(_("不能停用自己的账号。"))
    if Role.ADMIN in user.roles and not _other_admins(user).exists():
        raise UserError(_("这是最后一个系统管理员，先给别人这个角色。"))
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit("close_account", user, by=by)


@transaction.atomic
def put_in_charge(project: Project, user: User, kind: str, *, by: Actor, on: date) -> Charge:
    """Put a person in charge from a day on; whoever was in charge in that way is relieved."""
    require(by, "ledger.edit", _("您没有安排责任人的权限。"))
    if not projects_for(by, project.zone).filter(pk=project.pk).exists():
        raise UserError(_("没有这个项目，或不在您的园区。"))
    running = Charge.objects.filter(project=project, kind=kind, to_day__isnull=True)
    same = running.filter(user=user).first()
    if same is not None:
        return same
    before = running.filter(from_day__gte=on).first()
    if before is not None:
        words = _("%(name)s 从 %(day)s 起负责，新的起始日要更晚。")
        raise UserError(words % {"name": before.user, "day": before.from_day})
    running.update(to_day=on - timedelta(days=1))
    charge = Charge.objects.create(project=project, user=user, kind=kind, from_day=on)
    audit("put_in_charge", project, by=by, data={"kind": kind, "user": user.username})
    return charge


def _may_manage(by: Actor) -> None:
    require(by, "people.manage", _("只有系统管理员能管理账号。"))
