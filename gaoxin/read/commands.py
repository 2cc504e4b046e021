"""Commands (命令): `gaoxin read` and `gaoxin check text`; they need no database."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from gaoxin.batch.documents import Batch, Remark, Source, Work, run_files, sources
from gaoxin.batch.outputs import ParquetSink, Progress, Sink, TextSink, whole
from gaoxin.lib.errors import UserError
from gaoxin.read.core import document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SHOWN = 20
"""How many remarks are printed one by one; the rest are counted."""
_ENDINGS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
_ENCODERS = {
    "words": document.as_words,
    "json": document.as_members,
    "jsonl": document.as_lines,
    "parquet": document.as_arrow,
}
_READ = (document.read_file, document.read_failed)
_CHECK = (document.check_file, document.check_failed)
_PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
_JSON = click.option("--json", "as_json", is_flag=True, help="一份 JSON one JSON document")
_LINES = click.option("--lines", is_flag=True, help="每文件一行 JSON one JSON line per file")
_JOBS = click.option("--jobs", type=click.IntRange(1, 256), help="进程数 processes [每核一个]")


@click.command()
@_PATHS
@_JSON
@_LINES
@click.option(
    "--out", type=click.Path(path_type=Path), help="写入文件 a file: .jsonl or .parquet by its end"
)
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "parquet"]), help="文件格式 format of --out"
)
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="本机，或已有的 Spark 集群 this machine, or a Spark cluster",
)
@click.option(
    "--master", envvar="SPARK_MASTER", metavar="URL", help="集群地址 address of the cluster"
)
@_JOBS
def read(paths: tuple[str, ...], **options: Any) -> None:
    """读报: read text files and folders into stories, facts, entities and events.

    A file that cannot be read gives its reason and does not stop the others; the status is then 1.
    """
    form, out = _form(options), options["out"]
    work = Work(*_READ, _ENCODERS[form], document.read_files)
    if options["engine"] == "spark":
        total, batches = _on_spark(work, paths, options["master"])
    else:
        files = _files(paths, form)
        total, batches = len(files), run_files(work, files, jobs=options["jobs"])
    _finish(_written(batches, total, form, out), loud=form != "words")


@click.command(name="text")
@_PATHS
@_JSON
@_LINES
@_JOBS
def check_text(paths: tuple[str, ...], **options: Any) -> None:
    """检查通报: recompute what a bulletin itself allows and name its faults."""
    form = _form({**options, "out": None, "form": None})
    files = _files(paths, form)
    batches = run_files(Work(*_CHECK, _ENCODERS[form]), files, jobs=options["jobs"])
    _finish(_written(batches, len(files), form, None), loud=form != "words")


def _form(options: dict[str, Any]) -> str:
    """Return the form of the output: words, json, jsonl or parquet."""
    out, asked = options["out"], options["form"]
    if out is None:
        if asked == "parquet":
            raise click.UsageError("Parquet 要写入文件：--out FILE (needs a file)")
        return "json" if options["as_json"] else "jsonl" if options["lines"] or asked else "words"
    if options["as_json"]:
        raise click.UsageError("--out 写 .jsonl 或 .parquet，不与 --json 同用 (not with --json)")
    form = asked or _ENDINGS.get(out.suffix.lower())
    if form is None:
        raise click.UsageError(f"{out.name}: .jsonl, .parquet 或 --format (which format?)")
    return str(form)


def _files(paths: tuple[str, ...], form: str) -> list[Source]:
    for path in paths:
        if not Path(path).exists():
            raise click.UsageError(f"没有这个文件 (no such file): {path}")
    files, hidden = sources(paths)
    if hidden:
        click.echo(f"以 . 或 _ 开头的 {hidden} 个没有读 (hidden, left out)", err=True)
    if form == "json":
        many = Counter(PurePosixPath(file.name).stem for file in files)
        twice = [name for name, count in many.items() if count > 1]
        if twice:
            raise click.UsageError(f"文件重名，请用 --lines (same name twice): {twice[0]}")
    return files


def _on_spark(
    work: Work, paths: tuple[str, ...], master: str | None
) -> tuple[int, Iterator[Batch]]:
    try:
        from gaoxin.batch.spark.documents import read_documents
    except ImportError:
        raise UserError("没有安装 Spark: pip install gaoxin[batch,spark] (not installed)") from None
    return read_documents(work, paths, master=master)


def _written(batches: Iterable[Batch], total: int, form: str, out: Path | None) -> Tally:
    """Write every batch as it comes."""
    if out is None:
        return _poured(batches, total, lambda: _text_sink(form, sys.stdout.buffer))
    with whole(out) as part:
        if form == "parquet":
            return _poured(batches, total, lambda: _parquet_sink(part))
        with part.open("wb") as stream:
            return _poured(batches, total, lambda: _text_sink(form, stream))


def _text_sink(form: str, stream: Any) -> Sink:
    return TextSink(stream, "{", ",\n", "}\n") if form == "json" else TextSink(stream)


def _parquet_sink(part: Path) -> Sink:
    try:
        return ParquetSink(part, document.arrow_schema())
    except ImportError:
        raise UserError(
            "写 Parquet 需要 pyarrow: pip install gaoxin[batch] (not installed)"
        ) from None


def _poured(batches: Iterable[Batch], total: int, opened: Callable[[], Sink]) -> Tally:
    sink, progress, tally = opened(), Progress(total, "份文件（files）"), Tally()
    for batch in batches:
        sink.write(batch.payload)
        progress.add(batch.documents, tally.add(batch))
    sink.close()
    progress.clear()
    return tally


class Tally:
    """Counts a run: documents, how many gave no result, and the first remarks of each kind."""

    def __init__(self) -> None:
        self.documents = self.failed = 0
        self.shown: dict[bool, list[Remark]] = {True: [], False: []}

    def add(self, batch: Batch) -> int:
        """Count a batch; returns how many of its documents gave no result."""
        for remark in batch.remarks:
            if len(self.shown[remark.failed]) < SHOWN:
                self.shown[remark.failed].append(remark)
        failed = sum(remark.failed for remark in batch.remarks)
        self.documents += batch.documents
        self.failed += failed
        return failed


def _finish(tally: Tally, *, loud: bool) -> None:
    """Name what could not be read, and leave with the status that says so."""
    if loud:
        for remark in [*tally.shown[True], *tally.shown[False]][:SHOWN]:
            click.echo(f"{remark.name}: {remark.words}", err=True)
    if tally.failed and tally.documents > 1:
        click.echo(
            f"{tally.documents} 份文件，{tally.failed} 份未读出 (could not be read)", err=True
        )
    if tally.failed:
        sys.exit(1)
