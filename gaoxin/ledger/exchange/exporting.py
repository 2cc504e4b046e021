"""Export (导出台账): what the user may see, in the columns of the import."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.ledger.exchange.core.sheets import write_ledger
from gaoxin.ledger.exchange.queries import known_projects
from gaoxin.ledger.queries import projects_for
from gaoxin.lib.access import require

if TYPE_CHECKING:
    from gaoxin.ledger.models import Zone
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment


def export_projects(zone: Zone, out: IO[bytes], *, user: Actor, at: Moment) -> int:
    """Write the user's projects with what counted at the moment; return how many."""
    require(user, "ledger.view", _("您没有看台账的权限。"))
    projects = projects_for(user, zone).filter(recorded_at__lte=at.known_at)
    return write_ledger(known_projects(projects, at), out)
