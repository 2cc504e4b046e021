"""Documents (文档): a room's document function over many files, on all cores, in input order.

Only what is under way is held: a few groups of files for each process. A file that cannot be read
gives one row with its reason; one that kills its process does so alone and gives a row as well.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

Row: TypeAlias = dict[str, Any]
GROUP_FILES, GROUP_BYTES = 32, 256 * 1024
AHEAD, HEAVY = 4, 8 * 1024 * 1024
"""Groups under way for each process; only one when they hold so many bytes together."""
PARALLEL_FROM = 1024 * 1024
"""Bytes from which a second process pays for its start."""


class Source(NamedTuple):
    """A file: the name its row carries, where it lies, and its size."""

    name: str
    path: str
    size: int


class Work(NamedTuple):
    """What to do with a document; all are functions of a module, so that they travel.

    A row holds at least `file`, `note` and `reason` (null, or why there is no result). `together`
    does for several documents what `read` does for each, where that is faster.
    """

    read: Callable[[str, bytes], Row]
    failed: Callable[[str, str], Row]
    encode: Callable[[list[Row]], bytes]
    together: Callable[[list[tuple[str, bytes]]], list[Row]] | None = None


class Remark(NamedTuple):
    """What a person should know of one file; `failed` if it gave no result."""

    name: str
    words: str
    failed: bool


class Batch(NamedTuple):
    """The encoded rows of a few documents."""

    payload: bytes
    documents: int
    remarks: tuple[Remark, ...]


def batch_of(work: Work, documents: Iterable[tuple[str, Callable[[], bytes]]]) -> Batch:
    """Read a few documents; the same for every engine."""
    held = list(documents)
    rows = _together(work, held) or [_row(work, name, load) for name, load in held]
    remarks = [
        Remark(row["file"], row["reason"] or row["note"], row["reason"] is not None)
        for row in rows
        if row["reason"] or row["note"]
    ]
    return Batch(work.encode(rows), len(rows), tuple(remarks))


def _together(work: Work, held: list[tuple[str, Callable[[], bytes]]]) -> list[Row]:
    """Read documents as one; no rows if that fails, for then each is read alone."""
    if work.together is None or len(held) < 2:
        return []
    try:
        return work.together([(name, load()) for name, load in held])
    except Exception:  # which of them it was, and why, is found out by reading each
        return []


def _row(work: Work, name: str, load: Callable[[], bytes]) -> Row:
    try:
        return work.read(name, load())
    except OSError as why:
        return work.failed(name, f"打不开（cannot be opened）：{why.strerror or why}")
    except Exception as why:  # whatever a document leads to, the others are read
        return work.failed(name, f"读不出来（cannot be read）：{type(why).__name__} {why}"[:300])


def sources(paths: Iterable[str]) -> tuple[list[Source], int]:
    """Return the files of paths and folders in their order, and how many hidden ones were left.

    A folder's files come sorted, named from the folder on; as on Hadoop, names that begin with a
    dot or an underscore are hidden.
    """
    found: list[Source] = []
    hidden = 0
    for given in paths:
        path = Path(given)
        if not path.is_dir():
            found.append(Source(_shown(given), given, _size(path)))
            continue
        inside, left = _inside(path)
        found += sorted(inside)
        hidden += left
    return found, hidden


def _inside(folder: Path) -> tuple[list[Source], int]:
    found: list[Source] = []
    hidden = 0
    for here, folders, names in os.walk(folder, followlinks=False):
        seen = [name for name in folders if name[0] not in "._"]
        hidden += len(folders) - len(seen)
        folders[:] = seen
        for name in names:
            if name[0] in "._":
                hidden += 1
                continue
            path = Path(here, name)
            shown = _shown(path.relative_to(folder).as_posix())
            found.append(Source(shown, str(path), _size(path)))
    return found, hidden


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # named when it is opened
        return 0


def _shown(name: str) -> str:
    """Return a file's name as text that can be written, whatever its bytes are."""
    return os.fsencode(name).decode("utf-8", "replace")


def groups(files: Iterable[Source]) -> Iterator[list[Source]]:
    """Cut files into groups that are worth a trip to another process."""
    group: list[Source] = []
    size = 0
    for source in files:
        if group and (len(group) >= GROUP_FILES or size + source.size > GROUP_BYTES):
            yield group
            group, size = [], 0
        group.append(source)
        size += source.size
    if group:
        yield group


def run_files(work: Work, files: list[Source], *, jobs: int | None = None) -> Iterator[Batch]:
    """Yield the batches of all files in their order, on as many processes as pay."""
    small = len(files) < 2 or sum(source.size for source in files) < PARALLEL_FROM
    many = jobs or (1 if small else os.cpu_count() or 1)
    if many == 1:
        for group in groups(files):
            yield of_files(work, group)
        return
    crew = _Crew(work, many)
    under_way: deque[tuple[Future[Batch] | None, list[Source]]] = deque()
    try:
        for group in groups(files):
            under_way.append((crew.start(group), group))
            while _enough(under_way, many):
                yield from crew.finish(*under_way.popleft())
        while under_way:
            yield from crew.finish(*under_way.popleft())
    finally:
        crew.leave()


def _enough(under_way: Collection[tuple[Future[Batch] | None, list[Source]]], many: int) -> bool:
    held = sum(source.size for _future, group in under_way for source in group)
    return len(under_way) >= (many if held > HEAVY else many * AHEAD)


def of_files(work: Work, group: list[Source]) -> Batch:
    """Read a group of files of this machine, or of a folder that it shares."""
    return batch_of(
        work, [(source.name, partial(Path.read_bytes, Path(source.path))) for source in group]
    )


class _Crew:
    """Processes that are replaced when one of them dies."""

    def __init__(self, work: Work, many: int) -> None:
        self.work, self.many = work, many
        self.pool = _pool(many)

    def start(self, group: list[Source]) -> Future[Batch] | None:
        """Hand a group to the processes; None if they have just died."""
        try:
            return self.pool.submit(of_files, self.work, group)
        except BrokenExecutor:
            return None

    def finish(self, future: Future[Batch] | None, group: list[Source]) -> Iterator[Batch]:
        """Yield the result of a group; if its processes died, of the group again, then by file."""
        for tried in (future, None):
            try:
                yield (tried or self._again(group)).result()
                return
            except BrokenExecutor:
                continue
        yield from self._one_by_one(group)

    def _again(self, group: list[Source]) -> Future[Batch]:
        again = self.start(group)
        if again is None:
            self.leave()
            self.pool = _pool(self.many)
            again = self.pool.submit(of_files, self.work, group)
        return again

    def _one_by_one(self, group: list[Source]) -> Iterator[Batch]:
        """Yield the results of files that are each alone in a process, so that one is to blame."""
        pool = _pool(1)
        for source in group:
            try:
                yield pool.submit(of_files, self.work, [source]).result()
            except BrokenExecutor:
                pool = _pool(1)
                row = self.work.failed(source.name, "读它的进程中断了（its process died）")
                remark = Remark(row["file"], row["reason"], True)
                yield Batch(self.work.encode([row]), 1, (remark,))
        pool.shutdown()

    def leave(self) -> None:
        """Let the processes end; what was not begun is not begun any more."""
        self.pool.shutdown(wait=True, cancel_futures=True)


def _pool(many: int) -> ProcessPoolExecutor:
    # New processes, not copies: they hold none of the ends by which they learn of their parent.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(many, mp_context=context, initializer=_begin)


def _begin() -> None:
    """Prepare a process: an interrupt is its parent's affair, and it does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: Any) -> None:
    parent.join()
    os._exit(1)
