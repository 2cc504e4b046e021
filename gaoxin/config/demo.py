"""Building the demo (建演示区), seen from the terminal: progress, then a short summary."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from gaoxin.figures.queries import board, current_moment
from gaoxin.figures.sight import sight_of
from gaoxin.ledger.core.stage import Stage, stage_of
from gaoxin.ledger.models.events import STAGE_LABELS
from gaoxin.ledger.queries import milestone_days
from gaoxin.lib.errors import UserError
from gaoxin.samples import arrival, bulletins, master, volume
from gaoxin.samples.demo import Build, build_demo, prepare_database
from gaoxin.track import lighting
from gaoxin.track.models import Submission
from gaoxin.web import clock

if TYPE_CHECKING:
    from gaoxin.lib.moment import Moment

FIGURES = ("signed_count", "contracted_amount", "start_rate", "funds_rate", "in_place_amount")


def run(projects: int | None) -> None:
    """Build the demo, or with a number of projects a zone for measurements, and say what stands."""
    console = Console(soft_wrap=True)
    if clock.today() > timezone.localdate():
        # What is recorded is known from now on; a zone in the future would know nothing.
        raise UserError(_("%(day)s 还没有到，演示区只能建到今天。") % {"day": clock.today()})
    started = time.monotonic()
    with console.status(_("建库")) as status:
        prepare_database()
        if projects is not None:
            console.print(volume.build_volume(projects, today=clock.today()))
            return

        def begin(name: str) -> None:
            console.print(f"· {name}")
            status.update(name)

        build = build_demo(Build(clock.today()), begin=begin)
    seconds = time.monotonic() - started
    if build.changed:
        console.print(_("演示区已建好，用时 %(s).1f 秒。") % {"s": seconds})
    else:
        console.print(_("已是最新，没有改动任何数据。"))
    summarise(console, build)


def summarise(console: Console, build: Build) -> None:
    """Print counts by stage, key figures, lights, where the files are, and the accounts."""
    last = build.portfolio.span.last
    at = current_moment(build.zone, last, clock.now())
    console.print()
    console.print(
        _("%(zone)s，数据截至 %(day)s") % {"zone": build.zone.name, "day": last}, style="bold"
    )
    console.print(_("阶段　") + _stages(build, at))
    console.print(_("数字　") + _figures(build, at))
    console.print(_("亮灯　") + _lights(build, at))
    _imports(console, build)
    _files(console, build)
    accounts(console)


def _imports(console: Console, build: Build) -> None:
    """Print what each park's workbook brought, which rows were left out, and who sent nothing."""
    words = {"create": _("新建"), "update": _("更新"), "unchanged": _("没变"), "skip": _("跳过")}
    for each in arrival.arrived(build.zone, build.final_month):
        counts = "，".join(f"{word} {each.counts[name]}" for name, word in words.items())
        console.print(_("月报　") + f"{each.file}：{counts}")
        for place in each.skipped:
            console.print(_("　　　跳过 ") + place)
    sent = Submission.objects.filter(month=build.final_month).values("park")
    missing = build.zone.parks.exclude(pk__in=sent).values_list("short_name", flat=True)
    if missing:
        console.print(_("未报　") + "、".join(missing))


def _files(console: Console, build: Build) -> None:
    """Print where the database, the workbooks and the bulletins lie."""
    home = Path(settings.GAOXIN_HOME)
    console.print(_("通报　") + str(home / bulletins.file_name(build.final_month)))
    console.print(_("月报　") + str(build.inbox))
    console.print(_("数据　") + str(home))


def _stages(build: Build, at: Moment) -> str:
    counts: dict[Stage, int] = {}
    for days in milestone_days(None, at, zone=build.zone).values():
        stage = stage_of(days)
        if stage is not None:
            counts[stage] = counts.get(stage, 0) + 1
    return "，".join(
        f"{STAGE_LABELS[stage]} {counts[stage]}" for stage in Stage if counts.get(stage)
    )


def _figures(build: Build, at: Moment) -> str:
    desk = board(build.zone, at)
    year = str(at.as_of.year)
    found = [desk.figure(name, year) for name in FIGURES]
    return "，".join(f"{figure.name} {figure.text}" for figure in found)


def _lights(build: Build, at: Moment) -> str:
    words = {"red": _("红"), "yellow": _("黄"), "green": _("绿")}
    lit = [each.colour for each in lighting.lights(sight_of(build.zone, at)).values()]
    found = [f"{word} {lit.count(colour)}" for colour, word in words.items()]
    rest = sum(colour not in words for colour in lit)
    return "，".join([*found, _("不亮灯 %(n)s") % {"n": rest}])


def accounts(console: Console) -> None:
    """Print the demo accounts; every one has the same password."""
    table = Table(_("账号"), _("姓名"), _("职务"), title=None, box=None, padding=(0, 2, 0, 0))
    for username, name, title in master.accounts():
        table.add_row(username, name, title)
    console.print()
    console.print(table)
    console.print(_("演示账号的密码都是 %(password)s") % {"password": master.PASSWORD})
