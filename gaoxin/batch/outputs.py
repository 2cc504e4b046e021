"""Outputs (输出): results as they come, into a file that has its name only when it is whole."""

from __future__ import annotations

import signal
import sys
import threading
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Protocol

from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import FrameType

ROW_GROUP = 8 * 1024 * 1024
"""Bytes of Arrow data that are gathered into one row group."""


class Sink(Protocol):
    """Takes encoded rows."""

    def write(self, payload: bytes) -> None:
        """Write the rows of one batch."""

    def close(self) -> None:
        """Write what closes the whole."""


class TextSink:
    """Writes payloads that are text, with marks around and between them."""

    def __init__(
        self, stream: IO[bytes], opening: str = "", between: str = "", closing: str = ""
    ) -> None:
        self.stream, self.between, self.closing = stream, between.encode(), closing.encode()
        self.next = opening.encode()

    def write(self, payload: bytes) -> None:
        """Write the text of one batch at once, so that a reader sees it."""
        self.stream.write(self.next + payload)
        self.stream.flush()
        self.next = self.between

    def close(self) -> None:
        """Write the closing mark; without a batch, the opening one too."""
        opened = b"" if self.next == self.between else self.next
        self.stream.write(opened + self.closing)
        self.stream.flush()


class ParquetSink:
    """Writes payloads that are Arrow streams of one schema as a Parquet file."""

    def __init__(self, path: Path, schema: Any) -> None:
        import pyarrow.parquet as pq

        self.writer = pq.ParquetWriter(path, schema, compression="zstd")
        self.held: list[Any] = []
        self.size = 0

    def write(self, payload: bytes) -> None:
        """Gather the rows of one batch."""
        import pyarrow as pa

        self.held.append(pa.ipc.open_stream(payload).read_all())
        self.size += len(payload)
        if self.size >= ROW_GROUP:
            self._write_group()

    def close(self) -> None:
        """Write the rest and the foot of the file."""
        self._write_group()
        self.writer.close()

    def _write_group(self) -> None:
        import pyarrow as pa

        if self.held:
            self.writer.write_table(pa.concat_tables(self.held).combine_chunks())
        self.held, self.size = [], 0


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Give a path to write to; it takes the name of the target when all went well.

    What is interrupted leaves nothing, at worst a file that ends in `.part`.
    """
    part = target.with_name(target.name + ".part")
    _begin(target, part)
    with _ended_politely():
        try:
            yield part
            part.replace(target)
        except ConnectionError:
            raise
        except OSError as why:
            raise UserError(f"写不了（cannot be written）：{target}：{why}") from why
        finally:
            part.unlink(missing_ok=True)


def _begin(target: Path, part: Path) -> None:
    """Make the file that is written to: what cannot be written shows before the work."""
    try:
        if not target.parent.is_dir():
            raise UserError(f"没有这个文件夹（no such folder）：{target.parent}")
        if target.is_dir():
            raise UserError(f"这是文件夹，不是文件（is a folder）：{target}")
        part.touch()
    except OSError as why:
        raise UserError(f"写不了（cannot be written）：{target}：{why.strerror}") from None


@contextmanager
def _ended_politely() -> Iterator[None]:
    """Turn the signal that ends a process into an exit that cleans up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


class Progress:
    """Says on standard error how far a run is: one line that changes, or one now and then."""

    def __init__(self, total: int, what: str, stream: IO[str] | None = None) -> None:
        self.total, self.what, self.done, self.failed = total, what, 0, 0
        self.stream = stream or sys.stderr
        self.live = self.stream.isatty()
        self.pause = 0.2 if self.live else 10.0
        self.said = time.monotonic()

    def add(self, done: int, failed: int = 0) -> None:
        """Count what is done and say so, if it is time."""
        self.done += done
        self.failed += failed
        now = time.monotonic()
        if now - self.said >= self.pause:
            self.said = now
            self._say()

    def _say(self) -> None:
        share = f"{100 * self.done // max(self.total, 1)}%"
        counts = f"{self.done:,} / {self.total:,} " if self.total != 100 else ""
        words = f"{counts}{self.what} ({share})"
        if self.failed:
            words += f"，{self.failed:,} 未读出（failed）"
        self.stream.write(f"\r{words}\x1b[K" if self.live else f"{words}\n")
        self.stream.flush()

    def clear(self) -> None:
        """Take the changing line away."""
        if self.live:
            self.stream.write("\r\x1b[K")
            self.stream.flush()


@contextmanager
def watched(share: Callable[[], float], what: str) -> Iterator[None]:
    """Say now and then how many hundredths of a piece of work are done, while it goes on."""
    progress, over = Progress(100, what), threading.Event()

    def look() -> None:
        while not over.wait(progress.pause):
            done = min(int(share()), 100)
            progress.add(max(done - progress.done, 0))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
        progress.clear()
