"""Commands of the report room (通报命令): `gaoxin check …` and `gaoxin report …`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gaoxin.report.core.rates import Checked, Unit

VERDICTS = {"half_up": "四舍五入", "truncated": "截断", "wrong": "[bold red]与算式不符[/]"}


@click.group()
def check() -> None:
    """验算：重算别人印出来的数。"""


@check.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--num", required=True, help="分子所在列的列名")
@click.option("--den", required=True, help="分母所在列的列名")
@click.option("--published", required=True, help="公布的比率所在列的列名")
@click.option(
    "--unit",
    type=click.Choice(["auto", "percent", "ratio"]),
    default="auto",
    show_default=True,
    help="公布的比率怎么写：percent 为 63 或 63%，ratio 为 0.63",
)
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档")
def rates(file: Path, num: str, den: str, published: str, unit: Unit, *, as_json: bool) -> None:
    """重算一张表里的比率：四舍五入、截断，还是算错。"""
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
