"""A large zone for measurements (测量用的大区): thousands of projects, without documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from gaoxin.ledger.models import Milestone, Posting
from gaoxin.lib.errors import UserError
from gaoxin.samples import master
from gaoxin.samples.core.days import last_full_month
from gaoxin.samples.core.portfolio import SEED, portfolio
from gaoxin.samples.core.size import sized
from gaoxin.samples.follow import follow_up
from gaoxin.samples.history import Writer

if TYPE_CHECKING:
    from datetime import date

MONTHS = 36


@transaction.atomic
def build_volume(projects: int, *, today: date, months: int = MONTHS, seed: int = SEED) -> str:
    """Fill an empty database with so many projects; return what was written, in words.

    UserError where a zone is there already: a bench must not mix with anybody's data.
    """
    if master.demo_zone() is not None:
        raise UserError(_("这个数据库里已有演示区，换一个空的数据目录：--home。"))
    drawn = portfolio(last_full_month(today), size=sized(projects, months), seed=seed)
    zone = master.load_zone(rates_from=drawn.span.first)
    master.load_people(zone)
    written = Writer(zone, drawn, audited=False).write()
    follow_up(zone, drawn, written, seed=seed)
    return _("%(projects)s 个项目，%(milestones)s 个里程碑，%(postings)s 笔金额") % {
        "projects": len(written.projects),
        "milestones": Milestone.objects.count(),
        "postings": Posting.objects.count(),
    }
