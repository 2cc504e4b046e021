"""Start-up (启动): the command line answers at once, and everything it lists exists."""

from __future__ import annotations

import importlib
import subprocess
import sys

import click
import pytest

from gaoxin import cli
from tests.house import tree

HEAVY = ("django", "pydantic", "yaml", "docx", "python_calamine", "xlsxwriter", "ninja")


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\nfrom gaoxin.cli import gaoxin\n"
        "gaoxin.main(['--help'], standalone_mode=False)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tree.ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr.splitlines()[-1] == "[]"
    assert [name for name in cli.COMMANDS if name not in done.stdout] == []


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_a_listed_command_exists(name: str) -> None:
    module, _colon, attribute = cli.COMMANDS[name][0].partition(":")
    assert isinstance(getattr(importlib.import_module(module), attribute), click.Command)
