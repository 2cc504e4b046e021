"""Commands of the whole house (整体命令): build the demo, prepare the database, serve, explain.

`demo` and `serve` may set the environment before Django reads it, so they start Django themselves.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click


def _start_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gaoxin.config.settings")
    django.setup()


def _day(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    if text is not None:
        try:
            date.fromisoformat(text)
        except ValueError:
            raise click.BadParameter("写成 2026-11-25 这样。Write it like 2026-11-25.") from None
    return text


@click.command()
@click.option("--home", type=click.Path(path_type=Path), help="数据目录 data folder")
@click.option("--today", callback=_day, help="当作今天的日子 the day taken as today, YYYY-MM-DD")
@click.option("--projects", type=click.IntRange(min=100), help="测量用的项目数 size, for benches")
def demo(home: Path | None, today: str | None, projects: int | None) -> None:
    """Build the demo zone and its bulletin; a second run changes nothing (建演示区)."""
    if home is not None:
        os.environ["GAOXIN_HOME"] = str(home.resolve())
    if today is not None:
        os.environ["GAOXIN_TODAY"] = today
    _start_django()
    from gaoxin.config import demo as building

    building.run(projects)


@click.command()
def up() -> None:
    """Create or upgrade the database, and check the set-up (建库或升级)."""
    from django.core.management import call_command

    from gaoxin.samples.demo import prepare_database

    prepare_database()
    call_command("check", verbosity=0)
    click.echo("数据库已就绪。The database is ready.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 address")
@click.option("--port", default=8000, show_default=True, help="端口 port")
@click.option("--workers", default=2, show_default=True, help="进程数 processes")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the site until Ctrl-C (启动网站)."""
    from gaoxin.config import server

    server.run(host, port, workers)


@click.command()
def doctor() -> None:
    """Print each setting with its origin, and what else the site needs (查看设置)."""
    from gaoxin.config import health

    if not health.report():
        raise SystemExit(1)
