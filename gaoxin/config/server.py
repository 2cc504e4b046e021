"""Web server (网站服务): granian in this interpreter, static files by whitenoise."""

from __future__ import annotations

import os
import socket

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from granian import Granian
from granian.constants import Interfaces
from rich.console import Console

from gaoxin.config.demo import accounts
from gaoxin.lib.errors import UserError
from gaoxin.samples.demo import built_month


def run(host: str, port: int, workers: int) -> None:
    """Serve until a signal ends it; UserError where the database or the port is not ready."""
    _need_tables()
    _need_port(host, port)
    console = Console()
    shown = f"[{host}]" if ":" in host else host
    console.print(_("网站在 %(url)s，按 Ctrl-C 结束。") % {"url": f"http://{shown}:{port}/"})
    if built_month() is not None:
        accounts(console)
    # Workers are started afresh and must not inherit an open connection.
    connection.close()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gaoxin.config.settings")
    Granian(
        "gaoxin.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        log_enabled=False,
    ).serve()
    console.print(_("已停止。"))


def _need_tables() -> None:
    try:
        names = connection.introspection.table_names()
    except DatabaseError as why:
        raise UserError(_("数据库连不上：%(why)s") % {"why": why}) from None
    if "django_migrations" not in names:
        raise UserError(_("数据库还没有建，先运行 gaoxin up 或 gaoxin demo。"))


def _need_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as why:
            words = _("%(host)s:%(port)s 用不了（%(why)s），换一个端口：--port。")
            raise UserError(words % {"host": host, "port": port, "why": why.strerror}) from None
