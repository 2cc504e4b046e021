"""Commands of grow (培育的命令): assess by rules, print rules. No database is touched."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click

from gaoxin.grow.core.cases import read_cases
from gaoxin.grow.core.rules import library
from gaoxin.lib.errors import UserError
from gaoxin.rulebook.document import document, rule_markdown
from gaoxin.rulebook.library import Library, open_library
from gaoxin.rulebook.source import read
from gaoxin.track.core.facts import FACTS

_LIGHTS = Path(__file__).parent.parent / "track/presets/lights"


@click.command()
@click.option(
    "--cases",
    "case_file",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="用例文件 a file of cases with expected verdicts",
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON print one JSON document")
def assess(case_file: Path, *, as_json: bool) -> None:
    """按规则评估, 与手工结论对照 assess cases and compare with verdicts worked out by hand."""
    cases = read_cases(read(case_file), library())
    good = sum(case.ok for case in cases)
    for problem in dict.fromkeys(problem for case in cases for problem in case.problems):
        click.echo(problem, err=True)
    if as_json:
        answer = {"cases": [case.as_json() for case in cases], "ok": good, "total": len(cases)}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        for case in cases:
            row = case.as_json()
            mark = "ok  " if case.ok else "FALL"
            expected = "" if case.ok else f" (expected {case.expected})"
            click.echo(f"{mark} {case.id} {case.rule}: {row['got']}{expected} {row['lacking']}")
        click.echo(f"{good} / {len(cases)}")
    if good < len(cases) or any(case.problems for case in cases):
        sys.exit(1)


@click.command()
@click.argument("name", metavar="[ID]", required=False)
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="该日施行的版本 version of a day"
)
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option(
    "--write",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写出全部规则的文档 write the document of all rules",
)
def rules(name: str | None, day: date | None, language: str, target: Path | None) -> None:
    """查规则: 来源、版本、差异 print a rule with its sources, versions and differences."""
    rooms = libraries()
    if target is not None:
        target.write_text(document(rooms), encoding="utf-8")
        click.echo(f"{target}", err=True)
        return
    if name is None:
        for title, found in rooms:
            click.echo(title)
            for rule in found.rules.values():
                head = rule.head
                click.echo(f"  {rule.id:<42} {head.in_force_from}  {head.title(language)}")
        return
    on = None if day is None else date(day.year, day.month, day.day)
    for _title, found in rooms:
        chosen = found.find(name, on)
        if chosen is not None:
            click.echo(rule_markdown(chosen, found, language=language), nl=False)
            return
    raise UserError(f"没有这条规则, 或该日没有施行的版本 (no such rule, or none in force): {name}")


def libraries() -> list[tuple[str, Library]]:
    """Return the shipped libraries of rules by room, with their titles."""
    return [
        ("培育 grow", library()),
        ("督查 track", open_library(_LIGHTS, FACTS)),
    ]
