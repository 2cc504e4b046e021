"""Forms of people (人员的表单)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.models import Park
from gaoxin.people.models import ROLE_LABELS, Charge, User

if TYPE_CHECKING:
    from gaoxin.ledger.models import Zone

_TEXT = {"class": "form-control"}
_PICK = {"class": "form-select"}


def _password(*, required: bool) -> forms.CharField:
    return forms.CharField(
        label=_("密码"),
        required=required,
        strip=False,
        help_text=_("至少 10 个字；留空则不能用密码登录。") if not required else "",
        widget=forms.PasswordInput(attrs={**_TEXT, "autocomplete": "new-password"}),
    )


class PersonForm(forms.Form):
    """A new account."""

    username = forms.CharField(
        label=_("账号"), max_length=150, widget=forms.TextInput(attrs=_TEXT),
        help_text=_("登录用，字母和数字，以后不能改。"),
    )  # fmt: skip
    name = forms.CharField(label=_("姓名"), max_length=60, widget=forms.TextInput(attrs=_TEXT))
    title = forms.CharField(
        label=_("职务"), max_length=60, required=False, widget=forms.TextInput(attrs=_TEXT)
    )
    password = _password(required=False)


class PasswordForm(forms.Form):
    """Another password for an account."""

    password = _password(required=True)


class RoleForm(forms.Form):
    """A role for the zone or one park."""

    role = forms.ChoiceField(
        label=_("角色"), choices=list(ROLE_LABELS.items()), widget=forms.Select(attrs=_PICK)
    )
    park = forms.ModelChoiceField(
        Park.objects.none(), label=_("园区"), required=False, empty_label=_("全区"),
        widget=forms.Select(attrs=_PICK),
    )  # fmt: skip

    def __init__(self, zone: Zone, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or None
        self.fields["park"].queryset = Park.objects.filter(zone=zone)  # type: ignore[attr-defined]  # a model choice


class ChargeForm(forms.Form):
    """Who is in charge from today on."""

    kind = forms.ChoiceField(
        label=_("分工"), choices=Charge.Kind.choices, widget=forms.Select(attrs=_PICK)
    )
    user = forms.ModelChoiceField(
        User.objects.none(), label=_("人员"), widget=forms.Select(attrs=_PICK)
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or None
        active = User.objects.filter(is_active=True, memberships__isnull=False)
        self.fields["user"].queryset = active.distinct().order_by("name")  # type: ignore[attr-defined]  # a model choice
