"""Commands (命令): `gaoxin read` and `gaoxin check text`; they need no database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import click

PARALLEL_FROM = 4 * 1024 * 1024  # bytes from which a second process pays
_Work = Callable[[str], tuple[dict[str, Any], str | None]]


def _read_file(path: str) -> tuple[dict[str, Any], str | None]:
    """Read one file; returns its page and a note about its bytes."""
    from gaoxin.read.core.files import text_of
    from gaoxin.read.core.pieces import read_document

    decoded = text_of(path, Path(path).read_bytes())
    return read_document(decoded.text), decoded.note


def _check_file(path: str) -> tuple[dict[str, Any], str | None]:
    """Check one file; returns its faults and a note about its bytes."""
    from gaoxin.read.core.check.checker import check_document
    from gaoxin.read.core.files import text_of

    decoded = text_of(path, Path(path).read_bytes())
    return check_document(decoded.text), decoded.note


def _each(work: _Work, paths: list[str]) -> Iterator[tuple[str, dict[str, Any], str | None]]:
    """Results in the order of the files, on two processes when there is much to do."""
    size = sum(Path(path).stat().st_size for path in paths)
    if size < PARALLEL_FROM or len(paths) < 2:
        for path in paths:
            yield path, *work(path)
        return
    with ProcessPoolExecutor() as pool:
        for path, result in zip(paths, pool.map(work, paths, chunksize=4), strict=True):
            yield path, *result


def _print(work: _Work, paths: list[str], *, lines: bool) -> None:
    """Print results as one JSON document or as JSON lines, each as soon as it is there."""
    opening = "{"
    for path, result, note in _each(work, paths):
        name = Path(path).stem
        if note:
            click.echo(f"{path}: {note}", err=True)
        if lines:
            click.echo(_dumped({"id": name, **result}))
            continue
        click.echo(f"{opening}{_dumped(name)}: {_dumped(result)}", nl=False)
        opening = ",\n"
    if not lines:
        click.echo("}")


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _tell(work: _Work, paths: list[str], sentence: Callable[[dict[str, Any]], str]) -> None:
    for path, result, note in _each(work, paths):
        click.echo(f"{path}: {note or sentence(result)}")


_FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, readable=True)
)
_JSON = click.option("--json", "as_json", is_flag=True, help="一份 JSON one JSON document")
_LINES = click.option("--lines", is_flag=True, help="每文件一行 JSON one JSON line per file")


@click.command()
@_FILES
@_JSON
@_LINES
def read(files: tuple[str, ...], as_json: bool, lines: bool) -> None:
    """Read text files into stories, facts, entities and events (读报)."""
    if as_json or lines:
        _print(_read_file, list(files), lines=lines)
        return
    _tell(
        _read_file,
        list(files),
        lambda page: (
            f"{len(page['articles'])} 稿，{len(page['facts'])} 个数，"
            f"{len(page['entities'])} 个名称，{len(page['events'])} 件事"
        ),
    )


@click.command(name="text")
@_FILES
@_JSON
@_LINES
def check_text(files: tuple[str, ...], as_json: bool, lines: bool) -> None:
    """Recompute what a bulletin itself allows and name its faults (检查通报)."""
    if as_json or lines:
        _print(_check_file, list(files), lines=lines)
        return
    _tell(_check_file, list(files), _faults_in_words)


def _faults_in_words(result: dict[str, Any]) -> str:
    if not result["faults"]:
        return f"核对 {result['checked']} 处，没有发现错误"
    found = "；".join(
        f"{fault['text']}（应为 {fault['expected']}，{fault['rule']}）"
        for fault in result["faults"]
    )
    return f"核对 {result['checked']} 处，{len(result['faults'])} 处有误：{found}"
