"""Commands of review (评审的命令): score projects by a scheme, order a batch. No database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from gaoxin.review.core.ranking.order import Order

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def review() -> None:
    """评审：按方案打分，批次排序 score by a scheme, order a batch."""


@review.command()
@click.argument("example", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON print one JSON document")
def order(example: Path, *, as_json: bool) -> None:
    """已准入项目在名额不足时排序 order an admitted batch under a quota, by the file's method."""
    from gaoxin.review.core.ranking.order import order as ordered

    found = ordered(read_json(example))
    for key in found.ignored:
        click.echo(f"{example}: {key}: 该方法不用此键 (not read by this method)", err=True)
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        _print_order(found)
    if found.ignored:
        sys.exit(1)


def _print_order(found: Order) -> None:
    if isinstance(found.scores, dict):
        for name, value in found.scores.items():
            click.echo(f"{name:<10} {value:.4f}")
        return
    for place, (score, rank) in enumerate(zip(found.scores, found.ranking or (), strict=True), 1):
        click.echo(f"{place:>4} {score:>10.4f} {rank:>6}")


def read_json(path: Path) -> Any:
    """Return the data of a JSON file; UserError names file and line."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"{path}: 文件打不开 (cannot be read): {error.strerror}") from None
    except json.JSONDecodeError as error:
        raise UserError(f"{path}:{error.lineno}: JSON 写法有误 (not JSON): {error.msg}") from None
    except UnicodeDecodeError:
        raise UserError(f"{path}: 文件不是 UTF-8 (the file is not UTF-8)") from None
