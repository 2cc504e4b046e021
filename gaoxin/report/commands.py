"""Commands of the report room (通报命令): `gaoxin check …` and `gaoxin report …`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

if TYPE_CHECKING:
    from gaoxin.report.core.rates import Checked, Unit
    from gaoxin.report.core.trace import FileTrace

VERDICTS = {"half_up": "四舍五入", "truncated": "截断", "wrong": "[bold red]与算式不符[/]"}


class Checks(click.Group):
    """The checks; that of a text is the reading room's, imported when it is chosen."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the checks."""
        return [*super().list_commands(ctx), "text"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a check by its name."""
        if cmd_name == "text":
            return cast("click.Command", import_module("gaoxin.read.commands").check_text)
        return super().get_command(ctx, cmd_name)


@click.group(cls=Checks)
def check() -> None:
    """Recompute what others printed (验算别人的数)."""


@check.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--num", required=True, help="分子列 column of numerators")
@click.option("--den", required=True, help="分母列 column of denominators")
@click.option("--published", required=True, help="公布列 column of published rates")
@click.option(
    "--unit",
    type=click.Choice(["auto", "percent", "ratio"]),
    default="auto",
    show_default=True,
    help="公布的比率怎么写 how it is written: percent 63, ratio 0.63",
)
@click.option("--json", "as_json", is_flag=True, help="只输出 JSON print one JSON document")
def rates(file: Path, num: str, den: str, published: str, unit: Unit, *, as_json: bool) -> None:
    """Recompute the rates of a table: rounded, truncated or wrong (验算一张表里的比率)."""
    from gaoxin.report.core.rates import Columns, check_rates
    from gaoxin.report.core.sheet import read_sheet

    sheet = read_sheet(file.read_bytes(), file.name, (num, den, published))
    found = check_rates(sheet, Columns(num, den, published), unit)
    if as_json:
        click.echo(
            json.dumps(
                {
                    "rows": [asdict(rate) for rate in found.rates],
                    "faults": found.faults,
                    "problems": [asdict(problem) for problem in found.problems],
                },
                ensure_ascii=False,
            )
        )
    else:
        _print_rates(found)
    sys.exit(1 if found.faults or found.problems else 0)


def _print_rates(found: Checked) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    table = Table("行", "名称", "分子", "分母", "公布", "四舍五入", "截断", "结论")
    for rate in found.rates:
        cells = (rate.label, rate.numerator, rate.denominator, rate.published)
        table.add_row(
            str(rate.line), *map(escape, cells), rate.half_up, rate.truncated,
            VERDICTS[rate.verdict],
        )  # fmt: skip
    console.print(table)
    for problem in found.problems:
        console.print(
            f"第 {problem.line} 行 {escape(problem.label)}“{escape(problem.column)}”："
            f"{escape(problem.reason)}",
            style="yellow",
        )
    cut = sum(rate.verdict == "truncated" for rate in found.rates)
    console.print(
        f"验算 {len(found.rates)} 个比率：{found.faults} 个与算式不符，{cut} 个是截断,"
        f"{len(found.problems)} 行算不了。"
    )


@click.group()
def report() -> None:
    """Bulletins: write a month, trace a file, check a template (通报)."""


@report.command()
@click.argument("month", metavar="YYYY-MM")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--zone", "code", default="", help="区的代码 code of the zone")
def month(month: str, out: Path, code: str) -> None:
    """Write a month's bulletin: the issued file, else a draft as known now (出一期通报)."""
    from gaoxin.report import issue

    done = issue.write_month(code, issue.month_named(month), out)
    kind = "已签发" if done.is_published else "未签发的草稿"
    click.echo(f"{done.title}：{done.numbers} 个数字，{kind}，已写到 {out}", err=True)
    click.echo(f"校验码 {done.check_code}", err=True)
    for finding in done.findings:
        click.secho(f"  {finding.place}：{finding.message}", err=True, fg="yellow")
    sys.exit(1 if done.findings else 0)


@report.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--zone", "code", default="", help="区的代码 code of the zone")
@click.option("--json", "as_json", is_flag=True, help="只输出 JSON print one JSON document")
def trace(file: Path, code: str, *, as_json: bool) -> None:
    """Find the source of every number of a .docx and recompute it (点数见源)."""
    from gaoxin.report import issue, queries

    found = queries.traced(file.read_bytes(), issue.zone_named(code))
    if as_json:
        answer = {
            "numbers": found.numbers,
            "traced": found.traced,
            "untraced": list(found.untraced),
            "faults": [asdict(fault) for fault in found.faults],
            "check_code": {"printed": found.code_printed, "computed": found.code_computed},
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _print_trace(found)
    sys.exit(1 if found.untraced or found.faults or found.is_recoded else 0)


def _print_trace(found: FileTrace) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console()
    for text in found.untraced:
        console.print(f"没有来源：{escape(text)}", style="yellow")
    for fault in found.faults:
        console.print(f"对不上：印 {escape(fault.text)}，{escape(fault.reason)}", style="red")
    same = found.code_printed == found.code_computed
    code = "与文中数字相符" if same else f"应为 {found.code_computed}，文中的数字增减或改动过"
    console.print(f"校验码 {found.code_printed or '（没有印）'} {code}")
    console.print(
        f"{found.numbers} 个数字：{found.traced} 个有来源，{len(found.untraced)} 个没有来源，"
        f"{len(found.faults)} 个对不上。"
    )


@report.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写出空白模板 write the blank template",
)
def template(file: Path | None, out: Path | None) -> None:
    """Check a Word template, or write the blank one for an office to change (通报模板)."""
    from gaoxin.report.core.word.blank import blank_template
    from gaoxin.report.core.word.fields import check_template

    if out is not None:
        out.write_bytes(blank_template())
        click.echo(f"空白模板已写到 {out}；改好后放到数据文件夹，名为 bulletin.docx。", err=True)
    if file is None:
        return
    problems = check_template(file.read_bytes())
    for problem in problems:
        click.echo(f"“{problem.text}”：{problem.reason}")
    click.echo(f"{file.name}：{len(problems)} 处问题。", err=True)
    sys.exit(1 if problems else 0)
