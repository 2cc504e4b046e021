"""Building the demo (建演示区): steps from an empty database to a zone; done ones are left."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from gaoxin.lib.access import System
from gaoxin.samples import arrival, bulletins, master, reading
from gaoxin.samples.books import final_books
from gaoxin.samples.core.days import last_full_month
from gaoxin.samples.core.portfolio import SEED, Portfolio, portfolio
from gaoxin.samples.core.size import DEMO, Size
from gaoxin.samples.evidence import Evidence
from gaoxin.samples.follow import follow_up
from gaoxin.samples.growing import grow_firms
from gaoxin.samples.growth.diagnoses import diagnose_firms
from gaoxin.samples.growth.evaluation import evaluate_zone
from gaoxin.samples.growth.points import hand_in_points
from gaoxin.samples.history import Writer
from gaoxin.samples.review import hold_reviews
from gaoxin.sources.models import AuditEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    from gaoxin.ledger.models import Zone

VERB = "build_demo"


@dataclass
class Build:
    """What is being built: the day it is built on, its size, and the zone once it exists."""

    today: date
    size: Size = DEMO
    seed: int = SEED
    changed: list[str] = field(default_factory=list)

    @cached_property
    def final_month(self) -> date:
        """Return the last reported month: of the zone as it was first built, else before today."""
        return built_month() or last_full_month(self.today)

    @cached_property
    def portfolio(self) -> Portfolio:
        """Return the drawn projects."""
        return portfolio(self.final_month, size=self.size, seed=self.seed)

    @cached_property
    def zone(self) -> Zone:
        """Return the zone, made where it is missing."""
        return master.load_zone(rates_from=self.portfolio.span.first)

    @property
    def inbox(self) -> Path:
        """Return the folder in which the final month's workbooks lie."""
        return Path(settings.GAOXIN_HOME) / "inbox"


class Step(NamedTuple):
    """A step by its name; `run` returns whether it changed anything."""

    name: str
    run: Callable[[Build], bool]


def built_month() -> date | None:
    """Return the last reported month of the demo that stands in the database, or None."""
    mark = AuditEvent.objects.filter(verb=VERB).order_by("id").first()
    return None if mark is None else date.fromisoformat(mark.data["month"])


def prepare_database() -> None:
    """Create or upgrade the tables, the cache's among them."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def _people(build: Build) -> bool:
    if built_month() is not None:
        return False
    master.load_people(build.zone)
    return True


@transaction.atomic
def _history(build: Build) -> bool:
    """Write everything up to the final month's report, or nothing."""
    if built_month() is not None:
        return False
    written = Writer(build.zone, build.portfolio).write()
    follow_up(build.zone, build.portfolio, written, seed=build.seed)
    Evidence(build.zone, build.portfolio, written, seed=build.seed).write()
    AuditEvent.objects.create(
        at=timezone.now(),
        actor=System.username,
        verb=VERB,
        target_model=build.zone._meta.label_lower,
        target_id=str(build.zone.pk),
        target_label=str(build.zone),
        data={"month": str(build.final_month), "seed": build.seed},
    )
    return True


def _growing(build: Build) -> bool:
    """Write established firms with their yearly figures, titles and chains."""
    return grow_firms(build.zone, build.portfolio.span, seed=build.seed)


def _workbooks(build: Build) -> bool:
    """Lay the final month's workbooks into the inbox, as parks would send them."""
    build.inbox.mkdir(parents=True, exist_ok=True)
    codes = dict(build.zone.projects.values_list("name", "code"))
    changed = False
    for sent in final_books(build.portfolio, codes):
        path = build.inbox / sent.name
        if not path.exists():
            path.write_bytes(sent.book.data)
            changed = True
    return changed


def _import(build: Build) -> bool:
    """Import the workbooks as their parks' operators do."""
    last = build.portfolio.span.last
    return arrival.import_books(build.zone, build.final_month, build.inbox, last)


def _report(build: Build) -> bool:
    """Let the parks send the final month."""
    return arrival.report_month(build.zone, build.final_month, build.today)


def _bulletins(build: Build) -> bool:
    """Issue the month before, and write the final month's bulletin as a file."""
    home = Path(settings.GAOXIN_HOME)
    return bulletins.issue_bulletins(build.zone, build.final_month, home, build.today)


def _newspaper(build: Build) -> bool:
    """Read a page of an invented newspaper, and accept some of its facts."""
    return reading.read_newspaper(build.zone, build.today)


def _reviews(build: Build) -> bool:
    """Take projects in talks through the reviews, each to another step."""
    return hold_reviews(build.zone, build.today)


@transaction.atomic
def _digital(build: Build) -> bool:
    """Diagnose firms, hand in what points ask for, and record the zone evaluation."""
    zone, last, seed = build.zone, build.portfolio.span.last, build.seed
    steps = (diagnose_firms, hand_in_points, evaluate_zone)
    return any([step(zone, last, seed=seed) for step in steps])


STEPS: tuple[Step, ...] = (
    Step("园区、部门、账号", _people),
    Step("项目、事件、督查、证据", _history),
    Step("企业培育", _growing),
    Step("数字化诊断、积分、综合评价", _digital),
    Step("当月各园区月报", _workbooks),
    Step("导入月报", _import),
    Step("报送、审核", _report),
    Step("项目评审", _reviews),
    Step("算数、亮灯、写通报", _bulletins),
    Step("读报", _newspaper),
)


def build_demo(build: Build, *, begin: Callable[[str], None] = lambda _name: None) -> Build:
    """Take every step that is still to be taken; `begin` hears each step's name first."""
    for step in STEPS:
        begin(step.name)
        if step.run(build):
            build.changed.append(step.name)
    return build
