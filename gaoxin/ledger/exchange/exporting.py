"""Export (导出台账): what the user may see, in the columns of the import."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from gaoxin.ledger.exchange.core.sheets import write_ledger
from gaoxin.ledger.exchange.queries import known_projects
from gaoxin.ledger.queries import projects_for
from gaoxin.lib.access import require
from gaoxin.lib.moment import Moment

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.ledger.models import Zone
    from gaoxin.lib.access import Actor


def export_projects(zone: Zone, out: IO[bytes], *, user: Actor, on: date) -> int:
    """Write the user's projects as they stand on the day; return how many."""
    require(user, "ledger.view", _("您没有看台账的权限。"))
    at = Moment(on, timezone.now())
    return write_ledger(known_projects(projects_for(user, zone), at), out)
