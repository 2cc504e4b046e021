"""Sign-in pages (登录): those of allauth's that an office without mail can use."""

from __future__ import annotations

from allauth.account import views as allauth
from django.contrib.auth.decorators import login_required
from django.urls import include, path
from django.views.generic import RedirectView

from gaoxin.people.views import SignIn

to_account = login_required(RedirectView.as_view(pattern_name="people:account"))

urlpatterns = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("signup/", allauth.signup, name="account_signup"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("password/set/", allauth.password_set, name="account_set_password"),
    # Accounts have no mail here: allauth's page of addresses is the own account.
    path("email/", to_account, name="account_email"),
    path("2fa/", include("allauth.mfa.urls")),
]
