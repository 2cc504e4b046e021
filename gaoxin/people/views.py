"""Pages of people (人员的页面): sign-in, own account, accounts and roles, who is in charge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.views import LoginView
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gaoxin.ledger.rows import visible_projects, zone_of
from gaoxin.lib.errors import Denied, UserError
from gaoxin.people import actions, forms, queries
from gaoxin.people.core.roles import Role
from gaoxin.people.models import Membership, User
from gaoxin.web import parts
from gaoxin.web.core import Filter, whole_number
from gaoxin.web.export import export_list
from gaoxin.web.listing import Column, Listing
from gaoxin.web.listpage import list_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gaoxin.web.asof import Request


class SignIn(LoginView):
    """The sign-in page; a demo names its accounts."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form, and the demo's accounts where this is one."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.GAOXIN_DEMO:
            hints = import_string(settings.GAOXIN_DEMO_HINTS)
            context["demo_accounts"], context["demo_password"] = hints()
        return context


@login_required
@require_safe
def account(request: Request) -> HttpResponse:
    """Show the own account: roles, password, second factor."""
    return render(request, "people/account.html", {
        "roles": queries.role_words(request.user),
        "mfa_on": is_mfa_enabled(request.user),
        "in_charge": len(queries.projects_in_charge(request.user, request.moment.as_of)),
    })  # fmt: skip


def _manager(request: Request) -> None:
    if not request.user.may("people.manage"):
        raise Denied(_("只有系统管理员能管理账号。"))


def _name(person: User) -> Any:
    shown = format_html('<a href="/people/{}/">{}</a>', person.username, person.display_name)
    return (
        shown if person.is_active else format_html("{} {}", shown, parts.chip(_("已停用"), "out"))
    )


def _last_seen(person: User) -> str:
    return f"{person.last_login:%Y-%m-%d}" if person.last_login else "—"


def _listing() -> Listing:
    return Listing(
        columns=(
            Column("name", _("姓名"), _name, "name", phone="title", value=lambda u: u.display_name),
            Column("username", _("账号"), lambda u: u.username, "username", css="tn",
                   value=lambda u: u.username),
            Column("title", _("职务"), lambda u: u.title or "—", "title", value=lambda u: u.title),
            Column("roles", _("角色"), lambda u: _("、").join(queries.role_words(u)) or "—",
                   phone="line", value=lambda u: _("、").join(queries.role_words(u))),
            Column("seen", _("上次登录"), _last_seen,
                   "last_login", css="tn", value=lambda u: u.last_login),
        ),
        sort="username",
        filters=(
            Filter("q", _("姓名"), "text", "name username title"),
            Filter("active", _("状态"), "flag", "is_active",
                   choices=(("1", _("在用")), ("0", _("已停用")))),
        ),
        noun=_("人"),
    )  # fmt: skip


@login_required
@require_safe
def people(request: Request) -> HttpResponse:
    """Show every account with its roles."""
    _manager(request)
    page = list_page(_listing(), request, queries.people_for(request.user))
    if request.GET.get("format") == "xlsx":
        return export_list(page, _("人员"))
    return render(request, "people/people.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request) -> HttpResponse:
    """Make an account; its roles are given on its page."""
    _manager(request)
    form = forms.PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.add_person(actions.Person(**form.cleaned_data), by=request.user)
        except UserError as why:
            form.add_error(None, str(why))
        else:
            return redirect("people:person", user.username)
    return render(request, "people/add.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: Request, username: str) -> HttpResponse:
    """Show an account; give and take roles, change the password, close it."""
    _manager(request)
    found = get_object_or_404(User, username=username)
    if request.method == "POST":
        try:
            messages.success(request, _change(request, found))
        except UserError as why:
            messages.error(request, str(why))
        return redirect("people:person", username)
    return render(request, "people/person.html", {
        "person": found,
        "memberships": found.memberships.select_related("park"),
        "role_form": forms.RoleForm(zone_of(request.user)),
        "password_form": forms.PasswordForm(),
    })  # fmt: skip


def _change(request: Request, found: User) -> str:
    """Do what the pressed button says; return the words for the message."""
    asked = {"grant": _grant, "revoke": _revoke, "password": _password, "close": _close}
    do = asked.get(request.POST.get("do", ""))
    if do is None:
        raise UserError(_("没有这个操作。"))
    return do(request, found)


def _grant(request: Request, found: User) -> str:
    form = forms.RoleForm(zone_of(request.user), request.POST)
    if not form.is_valid():
        raise UserError(_("没有这个角色或园区。"))
    role, park = Role(form.cleaned_data["role"]), form.cleaned_data["park"]
    actions.grant_role(found, role, by=request.user, park=park)
    return _("已给角色。")


def _revoke(request: Request, found: User) -> str:
    pk = whole_number(request.POST.get("membership", ""), 0)
    membership = get_object_or_404(Membership, pk=pk, user=found)
    actions.revoke_role(membership, by=request.user)
    return _("已收回角色。")


def _password(request: Request, found: User) -> str:
    actions.set_password(found, request.POST.get("password", ""), by=request.user)
    return _("密码已换，告诉本人尽快自己改一次。")


def _close(request: Request, found: User) -> str:
    actions.close_account(found, by=request.user)
    return _("账号已停用。")


@login_required
@require_POST
def charge(request: Request, code: str) -> HttpResponse:
    """Put a person in charge of a project from today on."""
    zone = zone_of(request.user)
    project = get_object_or_404(visible_projects(request.user, zone, request.moment), code=code)
    form = forms.ChargeForm(request.POST)
    if not form.is_valid():
        raise UserError(_("没有这个人员或分工。"))
    wanted = form.cleaned_data
    today = request.moment.as_of
    actions.put_in_charge(project, wanted["user"], wanted["kind"], by=request.user, on=today)
    messages.success(request, _("从今天起由%(name)s负责。") % {"name": wanted["user"]})
    return redirect("ledger:project", code)
