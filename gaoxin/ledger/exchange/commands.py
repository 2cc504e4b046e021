"""Commands of import and export (导入导出命令): `gaoxin import` and `gaoxin export`."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.db import DatabaseError
from django.utils.translation import gettext as _

from gaoxin.ledger.exchange import actions, queries
from gaoxin.ledger.exchange.core.opening import open_book
from gaoxin.ledger.exchange.core.planning import plan
from gaoxin.ledger.exchange.core.problems import reason
from gaoxin.ledger.exchange.core.record import ACTIONS, counts, marks_of, printed, to_json
from gaoxin.ledger.exchange.demo import demo_ledger
from gaoxin.ledger.models import Zone
from gaoxin.lib.access import System
from gaoxin.lib.errors import UserError
from gaoxin.web import clock

if TYPE_CHECKING:
    from gaoxin.ledger.exchange.core.changes import Plan
    from gaoxin.ledger.exchange.core.opening import Book

READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
WRITABLE = click.Path(dir_okay=False, writable=True, path_type=Path)
WORDS = {"create": "新建", "update": "更新", "unchanged": "没变", "skip": "跳过"}
KINDS = {"projects": "项目台账", "funds": "资金", "monthly": "月报", "milestones": "节点",
         "enterprises": "企业"}  # fmt: skip
MOST_LINES = 40


def _zone(code: str) -> Zone | None:
    """Return the named zone or the first one; None where the database has none or is not made."""
    try:
        zones = Zone.objects.filter(is_outside=False).order_by("pk")
        found = (zones.filter(code=code) if code else zones).first()
    except DatabaseError:
        # Tables that are not made yet: a dry run needs none.
        return None
    if code and found is None:
        raise UserError(_("没有代码为“%(code)s”的高新区。") % {"code": code})
    return found


@click.command("import")
@click.argument("file", type=READABLE)
@click.option("--dry-run", is_flag=True, help="只试算，不写入 plan only, write nothing")
@click.option(
    "--json", "as_json", is_flag=True, help="只输出一个 JSON 文档 print one JSON document"
)
@click.option("--yes", is_flag=True, help="不询问就写入 write without asking")
@click.option("--zone", default="", help="高新区代码 code of the zone")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天算 the day to go by")
@click.option("--marked", type=WRITABLE, help="标红的表写到这里 write the marked workbook here")
def import_(file: Path, **given: object) -> None:
    """Import a workbook into the ledger (导入工作簿); asks before it writes."""
    zone = _zone(str(given["zone"]))
    chosen = given["today"]
    on = chosen.date() if isinstance(chosen, datetime) else clock.today()
    content = file.read_bytes()
    book = open_book(content, file.name)
    if zone is None and not given["dry_run"]:
        raise UserError(_("还没有高新区。先建区，或用 --dry-run 按演示区试算。"))
    found = _planned(book, zone, on)
    if isinstance(given["marked"], Path):
        from gaoxin.ledger.exchange.core.marked import marked

        given["marked"].write_bytes(marked(book, marks_of(to_json(found)), _))
    if given["as_json"]:
        click.echo(json.dumps(printed(found, _), ensure_ascii=False))
    else:
        _show(book, found)
    if not given["dry_run"] and zone is not None:
        _write(zone, content, file.name, on, ask=not given["yes"])
    sys.exit(1 if any(problem.severity == "error" for problem in found.problems) else 0)


def _planned(book: Book, zone: Zone | None, on: date) -> Plan:
    known = queries.known_ledger(zone, System(), on) if zone else demo_ledger()
    mappings = queries.mappings_of(zone) if zone else {}
    if not sys.stderr.isatty():
        return plan(book, known, on, mappings)
    from rich.progress import Progress

    with Progress(transient=True) as progress:
        task = progress.add_task(book.name, total=sum(len(sheet.rows) for sheet in book.sheets))
        return plan(
            book, known, on, mappings,
            lambda sheet, rows: progress.update(task, advance=rows, description=sheet),
        )  # fmt: skip


def _write(zone: Zone, content: bytes, name: str, on: date, *, ask: bool) -> None:
    """Store the run and write it; what was shown is what is written, or nothing."""
    by = System()
    run = actions.start_import(zone, content=content, file_name=name, by=by, on=on)
    number = run.counts["create"] + run.counts["update"]
    if not number:
        click.echo(_("没有要写的。"), err=True)
        return
    question = _("写入 %(write)s 行，跳过 %(skip)s 行？") % {
        "write": number, "skip": run.counts["skip"]
    }  # fmt: skip
    if ask and not click.confirm(question, err=True):
        click.echo(_("没有写入，试运行留在第 %(pk)s 号。") % {"pk": run.pk}, err=True)
        return
    actions.confirm_import(run, by=by, on=on)
    click.echo(_("已写入 %(write)s 行（第 %(pk)s 号导入）。")
               % {"write": number, "pk": run.pk}, err=True)  # fmt: skip


def _show(book: Book, found: Plan) -> None:
    """Print sheets, counts and problems as tables."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    sheets = Table("工作表", "种类", "表头行", *WORDS.values(), title=escape(book.name))
    for sheet in found.sheets:
        numbers = [str(sheet.counts.get(action, 0)) for action in ACTIONS]
        row = (escape(sheet.sheet), KINDS[sheet.kind], str(sheet.header_row), *numbers)
        sheets.add_row(*row)
    console.print(sheets)
    for sheet in found.sheets:
        unread = [f"{c.letter} {c.header}" for c in sheet.columns if not c.field]
        if unread:
            console.print(f"{escape(sheet.sheet)} 没有认出的列：{escape('、'.join(unread))}")
    problems = Table("位置", "表里写的", "为什么", "轻重")
    for problem in found.problems[:MOST_LINES]:
        said = reason(problem.fault.code, problem.fault.data, _)
        weight = "[bold red]跳过[/]" if problem.severity == "error" else "[yellow]看一眼[/]"
        place = f"{problem.sheet}!{problem.cell}"
        problems.add_row(escape(place), escape(problem.value[:30]), escape(said), weight)
    if found.problems:
        console.print(problems)
    if len(found.problems) > MOST_LINES:
        console.print(f"{len(found.problems)} 处问题显示 {MOST_LINES} 处；--json 给出全部。")
    count = counts(found)
    console.print(
        f"新建 {count['create']} 行，更新 {count['update']} 行（{count['cells']} 格），"
        f"没变 {count['unchanged']} 行，跳过 {count['skip']} 行。"
    )


@click.command()
@click.option("--out", type=WRITABLE, required=True, help="写到哪个文件 .xlsx to write")
@click.option("--zone", default="", help="高新区代码 code of the zone")
def export(out: Path, zone: str) -> None:
    """Write the ledger in the very columns that the import reads (导出台账)."""
    from gaoxin.ledger.exchange.exporting import export_projects

    found = _zone(zone)
    if found is None:
        raise UserError(_("还没有高新区，没有可导出的。"))
    with out.open("wb") as file:
        number = export_projects(found, file, user=System(), at=clock.now())
    click.echo(
        _("已导出 %(number)s 个项目到 %(file)s。") % {"number": number, "file": out}, err=True
    )
