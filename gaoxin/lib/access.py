"""Access (权限): what rooms below `people` need to know of the person who acts or looks."""

from __future__ import annotations

from typing import Protocol

from gaoxin.lib.errors import Denied


class Actor(Protocol):
    """A person or the system, as seen by actions (`by`) and queries (`user`)."""

    @property
    def username(self) -> str:
        """Return the stable name that is written into events."""

    @property
    def display_name(self) -> str:
        """Return the name as shown on pages."""

    @property
    def sees_zone(self) -> bool:
        """Test whether every park of the zone is visible in detail."""

    @property
    def park_ids(self) -> frozenset[int]:
        """Return the parks whose records are visible when the zone is not."""

    def may(self, permission: str) -> bool:
        """Test whether the actor holds a permission such as `ledger.edit`."""


class System:
    """The product itself, acting for a command run by the machine's owner."""

    username = "system"
    display_name = "系统"
    sees_zone = True
    park_ids: frozenset[int] = frozenset()

    def may(self, permission: str) -> bool:
        """Test nothing: whoever runs commands on the machine owns the data."""
        return bool(permission)


def require(actor: Actor, permission: str, message: str) -> None:
    """Raise `Denied` with the message unless the actor holds the permission."""
    if not actor.may(permission):
        raise Denied(message)
