"""Errors that a user reads (给用户看的错误): the message names the place and what to do."""

from __future__ import annotations


class UserError(Exception):
    """Input that cannot be used; `str(error)` is a sentence for the user."""


class Denied(UserError):
    """The actor has no right to do this."""
