"""Command line (命令行): `gaoxin`, a thin door to the rooms' own commands.

Nothing heavy is imported before a command is chosen, so `gaoxin --help` answers at once.
"""

from __future__ import annotations

import importlib
import os
import sys

import click

from gaoxin.lib.errors import UserError

# command -> (module:attribute, one line of help, needs Django)
COMMANDS: dict[str, tuple[str, str, bool]] = {
    "demo": ("gaoxin.config.commands:demo", "建演示区并出当月通报 build the demo zone", False),
    "serve": ("gaoxin.config.commands:serve", "启动网站 serve the site", True),
    "up": ("gaoxin.config.commands:up", "建库或升级 create or upgrade the database", True),
    "doctor": ("gaoxin.config.commands:doctor", "查看设置 settings and their origin", True),
    "zone": ("gaoxin.ledger.commands:zone", "建区 open a zone", True),
    "people": ("gaoxin.people.commands:people", "账号 accounts", True),
    "import": ("gaoxin.ledger.exchange.commands:import_", "导入工作簿 import a workbook", True),
    "export": ("gaoxin.ledger.exchange.commands:export", "导出台账 export the ledger", True),
    "figure": ("gaoxin.figures.commands:figure", "算一个数 compute a figure", True),
    "report": ("gaoxin.report.commands:report", "通报 bulletins", True),
    "check": ("gaoxin.report.commands:check", "检查别人的数 check published figures", False),
    "review": ("gaoxin.review.commands:review", "评审打分与排序 score and order projects", False),
    "read": ("gaoxin.read.commands:read", "读报 read text into facts", False),
    "assess": ("gaoxin.grow.commands:assess", "按规则评估 assess by rules", False),
    "rules": ("gaoxin.grow.commands:rules", "查规则 print rules", False),
}


class Rooms(click.Group):
    """A group that imports a command's module only when it is chosen."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the house."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, with Django ready where it needs it."""
        if cmd_name not in COMMANDS:
            return None
        address, _help, needs_django = COMMANDS[cmd_name]
        if needs_django:
            _set_up_django()
        module, _colon, attribute = address.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands' lines without importing them."""
        with formatter.section("Commands 命令"):
            formatter.write_dl([(name, line) for name, (_a, line, _d) in COMMANDS.items()])


def _set_up_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gaoxin.config.settings")
    django.setup()


@click.command(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gaoxin")
def gaoxin() -> None:
    """Run a high-tech zone: ledger, figures, supervision, bulletins (高新区工作台)."""


def main() -> None:
    """Run the command line; a user's error ends with its sentence and status 1."""
    try:
        gaoxin.main(prog_name="gaoxin")
    except UserError as why:
        click.secho(str(why), err=True, fg="red")
        sys.exit(1)
