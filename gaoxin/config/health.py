"""Health of the set-up (体检): settings with their origin, database, front-end files, fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from gaoxin.config import environment
from gaoxin.figures.queries import book_of
from gaoxin.ledger.models import Zone
from gaoxin.lib.errors import UserError
from gaoxin.track import lighting

if TYPE_CHECKING:
    from collections.abc import Callable

    from gaoxin.config.environment import Setting

ASSETS = ("vendor/tabler.min.css", "vendor/tabler.min.js", "vendor/echarts.min.js")
FONTS = ("vendor/inter-latin-wght-normal.woff2", "vendor/NotoSansSC-Regular.otf")


def report() -> bool:
    """Print the settings and the checks; return whether every check passed."""
    console = Console()
    settings = Table()
    for head in (_("设置"), _("值"), _("来源"), _("说明")):
        settings.add_column(head, overflow="fold")
    for setting in environment.ALL:
        value, origin = setting.read()
        settings.add_row(setting.name, shown(setting, value), _origin(origin), setting.about)
    console.print(settings)
    good = True
    for name, trouble in checks().items():
        good = good and not trouble
        console.print(f"{'×' if trouble else '✓'} {name}" + (f"：{trouble}" if trouble else ""))
    return good


def shown(setting: Setting[object], value: object) -> str:
    """Return a value as it may be printed: a secret only as set or empty."""
    if setting.secret:
        return "••••••" if value else ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return ",".join(value) if isinstance(value, list) else str(value)


def _origin(origin: str) -> str:
    return {"environment": _("环境变量"), "file": _("文件"), "default": _("默认")}[origin]


def checks() -> dict[str, str]:
    """Return what is wrong by name of the check; empty text where nothing is."""
    return {
        _("数据库"): _database(),
        _("口径"): _definitions(),
        _("亮灯规则"): _refusal(lighting.chosen),
        _("前端文件"): _missing(ASSETS, _("运行 bin/assets 取得")),
        _("字体"): _missing(FONTS, _("运行 bin/assets 取得；没有时图表用系统字体")),
    }


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as why:
        return _("连不上：%(why)s") % {"why": why}
    return _("有 %(n)s 个升级未做，运行 gaoxin up") % {"n": len(plan)} if plan else ""


def _definitions() -> str:
    try:
        zones = list(Zone.objects.filter(is_outside=False))
    except DatabaseError:
        # The check of the database says why.
        return ""
    return "；".join(problem for zone in zones for problem in book_of(zone).problems)


def _refusal(read: Callable[[], object]) -> str:
    try:
        read()
    except UserError as why:
        return str(why)
    return ""


def _missing(names: tuple[str, ...], advice: str) -> str:
    lost = [name for name in names if finders.find(name) is None]
    return f"{'、'.join(lost)}（{advice}）" if lost else ""
