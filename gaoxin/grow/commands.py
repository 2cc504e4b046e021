"""Commands of grow (培育的命令): assess by rules, print rules. No database is touched."""

from __future__ import annotations

import difflib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gaoxin.grow.core.cases import read_cases
from gaoxin.grow.core.rules import library
from gaoxin.lib.errors import UserError
from gaoxin.rulebook.document import document, rule_markdown
from gaoxin.rulebook.library import Library, open_library
from gaoxin.rulebook.source import read
from gaoxin.rulebook.units import UNITS
from gaoxin.track.core.facts import FACTS

if TYPE_CHECKING:
    from datetime import date, datetime

    from gaoxin.batch.run import Outcome
    from gaoxin.rulebook.rule import Rule

_ENGINES = ("duckdb", "python", "spark")
_NO_RULE = "没有这条规则，或该日没有施行的版本 (no such rule, or none in force): {}"
_NO_COLUMN = "没有一列是这条规则要的，请核对列名 (no column of this rule is in the file)"
_LIGHTS = Path(__file__).parent.parent / "track/presets/lights"


@click.command()
@click.argument(
    "data", required=False, type=click.Path(path_type=Path, dir_okay=False), metavar="[DATA]"
)
@click.option(
    "--cases",
    "case_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="用例文件 a file of cases with expected verdicts",
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON print one JSON document")
@click.option("--rules", "rule_name", metavar="ID", help="按哪条规则 the rule to judge by")
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="该日施行的版本 version of a day"
)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "python", "spark"]),
    default="duckdb",
    show_default=True,
)
@click.option(
    "--master", envvar="SPARK_MASTER", metavar="URL", help="集群地址 address of the Spark cluster"
)
@click.option(
    "--keep", multiple=True, metavar="COLUMN", help="结果里保留的列 column to carry along"
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="结果 Parquet result")
def assess(data: Path | None, case_file: Path | None, **options: Any) -> None:
    """按规则评估 assess DATA (parquet, csv, xlsx) by a rule, or a file of cases.

    With --cases the verdicts are compared with those worked out by hand.
    """
    if (data is None) == (case_file is None):
        raise click.UsageError("DATA 与 --cases 须恰有一个 (exactly one of DATA and --cases)")
    if case_file is not None:
        _assess_cases(case_file, as_json=options["as_json"])
    elif data is not None:
        if not options["rule_name"] or options["out"] is None:
            raise click.UsageError("缺少 --rules 或 --out (missing)")
        _assess_data(data, options)


def _assess_cases(case_file: Path, *, as_json: bool) -> None:
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


def _assess_data(data: Path, options: dict[str, Any]) -> None:
    rule = library().find(options["rule_name"], _day(options["day"]))
    if rule is None:
        raise UserError(_no_rule(options["rule_name"], library()))
    _check_out(options["out"], data)
    try:
        from gaoxin.batch.desk import Task
        from gaoxin.batch.run import run
        from gaoxin.batch.sheets.titles import titled
    except ImportError:
        raise UserError("没有安装批量引擎: pip install gaoxin[batch] (not installed)") from None
    task = Task(rule, keep=options["keep"])
    done = run(task, data, options["out"], engine=options["engine"], master=options["master"])
    answer = {
        "rule": rule.id,
        "engine": options["engine"],
        "rows": done.rows,
        "verdicts": dict(sorted(done.verdicts.items())),
        "misfits": len(done.misfits) + done.more_misfits,
    }
    _tell_problems(done, rule)
    if options["as_json"]:
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        counts = ", ".join(f"{name} {count}" for name, count in answer["verdicts"].items())
        click.echo(f"{rule.id}: {done.rows} 行 rows ({counts}) → {options['out']}")
    if done.rows and done.missing.keys() == titled(rule, (), {}).absent.keys():
        raise UserError(_NO_COLUMN)
    if done.misfits:
        sys.exit(1)


def _check_out(out: Path, data: Path) -> None:
    try:
        same = out.exists() and data.exists() and out.samefile(data)
    except OSError as why:
        raise UserError(f"写不了（cannot be written）：{out}：{why.strerror}") from None
    if same:
        raise UserError(f"--out 与输入是同一个文件 (would overwrite its own input): {data}")


def _tell_problems(done: Outcome, rule: Rule) -> None:
    """Name absent columns and values that do not fit on standard error."""
    for words in done.notes:
        click.echo(words, err=True)
    if done.titles:
        pairs = "，".join(f"{title} → {name}" for name, title in done.titles.items())
        click.echo(f"按中文列名读 (columns by their titles): {pairs}", err=True)
    for name, near in done.missing.items():
        term = rule.terms[name]
        hint = f"；相近的列 (did you mean): {'、'.join(near)}" if near else ""
        unit = UNITS[term.unit].zh
        words = f"{name} {term.zh}" + (f"（{unit}）" if unit else "")
        click.echo(f"缺列, 按缺数据处理 (no such column): {words}{hint}", err=True)
    for words in done.misfits:
        click.echo(words, err=True)
    if done.more_misfits:
        click.echo(f"另有 {done.more_misfits} 处 (more)", err=True)


def _no_rule(name: str, *rooms: Library) -> str:
    """Return that there is no such rule, with those that are nearly called so."""
    names = {name for room in rooms for rule in room.rules.values() for name in _names(rule)}
    near = difflib.get_close_matches(name, sorted(names), n=3)
    hint = f"；相近的 (did you mean): {', '.join(near)}" if near and name not in names else ""
    return _NO_RULE.format(name) + hint


def _names(rule: Rule) -> tuple[str, str]:
    return rule.id, rule.head.series


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


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
def rules(name: str | None, day: datetime | None, language: str, target: Path | None) -> None:
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
    on = _day(day)
    for _title, found in rooms:
        chosen = found.find(name, on)
        if chosen is not None:
            click.echo(rule_markdown(chosen, found, language=language), nl=False)
            return
    raise UserError(_no_rule(name, *(found for _title, found in rooms)))


def libraries() -> list[tuple[str, Library]]:
    """Return the shipped libraries of rules by room, with their titles."""
    from gaoxin.review.core.scheme.library import library as schemes

    return [
        ("培育 grow", library()),
        ("督查 track", open_library(_LIGHTS, FACTS)),
        ("评审 review", schemes()),
    ]
