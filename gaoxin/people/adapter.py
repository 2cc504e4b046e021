"""Sign-in rules (登录规则): accounts are made by an administrator, never by sign-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter

if TYPE_CHECKING:
    from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):
    """Nobody registers on their own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Test nothing: sign-up is closed."""
        return False
