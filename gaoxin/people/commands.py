"""People (人员): accounts on the command line, for whoever runs the machine."""

from __future__ import annotations

import click
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from gaoxin.ledger.models import Park
from gaoxin.lib.access import System
from gaoxin.lib.errors import UserError
from gaoxin.people import actions, queries
from gaoxin.people.core.roles import Role
from gaoxin.people.models import User

PASSWORD = click.option(
    "--password", prompt=True, hide_input=True, confirmation_prompt=True,
    help="密码，不写则询问 password; asked for when missing.",
)  # fmt: skip


@click.group()
def people() -> None:
    """Accounts and their roles (账号和角色)."""


@people.command()
@click.argument("username")
@click.option("--name", default="", help="姓名 name")
@click.option("--title", default="", help="职务 title")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="角色 role")
@click.option("--park", default="", help="园区代码或名称 park by code or name")
@PASSWORD
def add(**given: str) -> None:
    """Make an account, with a role where one is named (新建账号)."""
    place = _park(given["park"]) if given["park"] else None
    person = actions.Person(
        given["username"], name=given["name"], title=given["title"], password=given["password"]
    )
    user = actions.add_person(person, by=System())
    if given["role"]:
        actions.grant_role(user, Role(given["role"]), by=System(), park=place)
    words = "、".join(queries.role_words(user)) or _("无角色")
    click.echo(_("已建账号 %(name)s：%(roles)s") % {"name": user.username, "roles": words})


def _park(text: str) -> Park:
    for field in ("code", "name", "short_name"):
        found = Park.objects.filter(**{field: text}).first()
        if found is not None:
            return found
    known = "、".join(Park.objects.values_list("code", flat=True))
    raise UserError(_("没有园区“%(park)s”。已有：%(known)s") % {"park": text, "known": known})


@people.command("list")
def list_() -> None:
    """List accounts with their roles (列出账号)."""
    table = Table(_("账号"), _("姓名"), _("职务"), _("角色"), _("状态"))
    for person in queries.people_for(System()):
        state = _("正常") if person.is_active else _("停用")
        roles = "、".join(queries.role_words(person))
        table.add_row(person.username, person.name, person.title, roles, state)
    Console().print(table)


@people.command()
@click.argument("username")
@PASSWORD
def password(username: str, password: str) -> None:
    """Give an account another password (改密码)."""
    actions.set_password(_user(username), password, by=System())
    click.echo(_("已改 %(name)s 的密码。") % {"name": username})


@people.command()
@click.argument("username")
def close(username: str) -> None:
    """Close an account; what it recorded stays (停用账号)."""
    actions.close_account(_user(username), by=System())
    click.echo(_("已停用 %(name)s。") % {"name": username})


def _user(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise UserError(_("没有账号“%(name)s”。") % {"name": username})
    return user
