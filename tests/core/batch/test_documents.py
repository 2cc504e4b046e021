"""Runs over documents: in order, on all cores, and nothing one file does stops the others."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from gaoxin.batch import documents
from gaoxin.batch.documents import Batch, Source, Work, groups, run_files, sources
from gaoxin.batch.outputs import Progress, TextSink, whole
from gaoxin.lib.errors import UserError
from tests import optional

ROOT = Path(__file__).resolve().parents[3]


def read(name: str, data: bytes) -> dict[str, Any]:
    """Answer with the length; some contents do harm."""
    if data == b"boom":
        raise ValueError("no such luck")
    if data == b"die":
        os._exit(9)
    note = "short" if len(data) < 3 else None
    return {"file": name, "note": note, "reason": None, "size": len(data), "at": os.getpid()}


def failed(name: str, reason: str) -> dict[str, Any]:
    return {"file": name, "note": None, "reason": reason, "size": None, "at": None}


def encode(rows: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


WORK = Work(read, failed, encode)


def filled(folder: Path, contents: dict[str, bytes]) -> list[Source]:
    for name, data in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return sources([str(folder)])[0]


def rows(batches: list[Batch]) -> list[dict[str, Any]]:
    return [json.loads(line) for batch in batches for line in batch.payload.splitlines()]


def test_files_of_a_folder_come_sorted_and_hidden_ones_are_counted(tmp_path: Path) -> None:
    names = ["b.txt", "a/z.txt", "a.txt", "a/_x/in.txt", "a/.git/in.txt", "_SUCCESS", "项目/一.txt"]
    found = filled(tmp_path, dict.fromkeys(names, b"123"))
    assert [source.name for source in found] == ["a.txt", "a/z.txt", "b.txt", "项目/一.txt"]
    assert sources([str(tmp_path)])[1] == 3  # two folders, one file
    one = str(tmp_path / "b.txt")
    both, _ = sources([one, str(tmp_path / "a")])
    assert [source.name for source in both] == [one, "z.txt"]


def test_a_name_that_is_no_text_can_still_be_written(tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    Path(os.fsdecode(odd)).write_bytes(b"12345")
    ((_name, _path, size),) = found = sources([str(tmp_path)])[0]
    assert size == 5
    assert found[0].name.encode("utf-8")
    assert rows(list(run_files(WORK, found)))[0]["size"] == 5


@pytest.mark.parametrize("jobs", [1, 2])
def test_rows_come_in_order_whatever_a_file_does(
    tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "GROUP_FILES", 3)
    contents = {f"{n:03d}": b"x" * (n + 1) for n in range(60)}
    contents |= {"007": b"boom", "030": b"boom"}
    files = filled(tmp_path, contents)
    (tmp_path / "011").unlink()
    batches = list(run_files(WORK, files, jobs=jobs))
    found = rows(batches)
    assert [row["file"] for row in found] == sorted(contents)
    bad = {row["file"]: row["reason"] for row in found if row["reason"]}
    assert set(bad) == {"007", "011", "030"}
    assert "ValueError no such luck" in bad["007"]
    assert "打不开" in bad["011"]
    remarks = [remark for batch in batches for remark in batch.remarks]
    assert [r.name for r in remarks if r.failed] == ["007", "011", "030"]
    assert [r.name for r in remarks if not r.failed] == ["000", "001"]
    assert sum(batch.documents for batch in batches) == 60
    here = {row["at"] for row in found if row["at"]} == {os.getpid()}
    assert here is (jobs == 1)


def test_a_file_that_kills_its_process_is_named_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "GROUP_FILES", 4)
    contents = {f"{n:03d}": b"x" * 9 for n in range(40)} | {"005": b"die", "023": b"die"}
    found = rows(list(run_files(WORK, filled(tmp_path, contents), jobs=2)))
    assert [row["file"] for row in found] == sorted(contents)
    assert [row["file"] for row in found if row["reason"]] == ["005", "023"]
    assert all("进程中断" in row["reason"] for row in found if row["reason"])


def together(documents: list[tuple[str, bytes]]) -> list[dict[str, Any]]:
    return [{**read(name, data), "note": "together"} for name, data in documents]


@pytest.mark.parametrize("bad", ["", "boom"])
def test_documents_are_read_together_unless_one_of_them_fails(bad: str, tmp_path: Path) -> None:
    contents = {f"{n}": b"x" * 9 for n in range(5)} | ({"3": b"boom"} if bad else {})
    work = WORK._replace(together=together)
    found = rows(list(run_files(work, filled(tmp_path, contents))))
    assert [row["file"] for row in found] == sorted(contents)
    assert {row["note"] for row in found} == {None if bad else "together"}
    assert [row["file"] for row in found if row["reason"]] == (["3"] if bad else [])


def test_groups_are_bounded_by_files_and_bytes() -> None:
    files = [Source(str(n), str(n), n * 1000) for n in range(500)]
    cut = list(groups(files))
    assert [source for group in cut for source in group] == files
    assert max(map(len, cut)) <= documents.GROUP_FILES
    for group in cut:
        assert len(group) == 1 or sum(s.size for s in group) <= documents.GROUP_BYTES


def test_only_a_few_groups_are_under_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "GROUP_FILES", 1)
    files = filled(tmp_path, {f"{n:03d}": b"xyz" for n in range(60)})
    begun: list[str] = []
    start = documents._Crew.start

    def noted(crew: Any, group: list[Source]) -> Any:
        begun.extend(source.name for source in group)
        return start(crew, group)

    monkeypatch.setattr(documents._Crew, "start", noted)
    for place, batch in enumerate(run_files(WORK, files, jobs=2)):
        assert rows([batch])[0]["file"] == f"{place:03d}"
        assert len(begun) <= place + 2 * documents.AHEAD


def test_an_output_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("before")
    with pytest.raises(KeyboardInterrupt), whole(target) as part:
        part.write_text("half")
        raise KeyboardInterrupt
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]
    with whole(target) as part:
        part.write_text("after")
    assert target.read_text() == "after"
    with pytest.raises(UserError, match="no such folder"), whole(tmp_path / "no" / "out"):
        pass


def test_text_sinks_close_what_they_open(tmp_path: Path) -> None:
    for count, expected in ((0, "{}\n"), (1, "{a}\n"), (3, "{a,a,a}\n")):
        path = tmp_path / "x"
        with path.open("wb") as stream:
            sink = TextSink(stream, "{", ",", "}\n")
            for _ in range(count):
                sink.write(b"a")
            sink.close()
        assert path.read_text() == expected


def test_progress_is_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(2000, "files")
    progress.pause = 0
    progress.add(500, 2)
    progress.pause = 60
    progress.add(500)
    assert capsys.readouterr().err == "500 / 2,000 files (25%)，2 未读出（failed）\n"
    assert progress.done == 1000


def _children(pid: int) -> set[int]:
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        if parent == pid:
            found |= {int(stat.parent.name), *_children(int(stat.parent.name))}
    return found


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_ended_leaves_no_file_and_no_process(
    tmp_path: Path, sign: signal.Signals
) -> None:
    optional.need("processes")
    text = "演示高新区新签约项目40个，总投资12.5亿元，同比增长8.3%。\n" * 200
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-c", "from gaoxin.cli import main; main()", "read", str(folder)]
    run = subprocess.Popen(  # noqa: S603 (our own interpreter, our own words)
        [*command, "--jobs", "2", "--out", str(out)], cwd=ROOT, stderr=subprocess.DEVNULL
    )
    part, began = tmp_path / "out.jsonl.part", time.monotonic()
    while not (part.exists() and part.stat().st_size) and time.monotonic() - began < 60:
        time.sleep(0.02)
    started = _children(run.pid)
    assert len(started) >= 2
    run.send_signal(sign)
    assert run.wait(60) != 0
    assert not out.exists()
    assert part.exists() is (sign == signal.SIGKILL)
    while any(Path(f"/proc/{pid}").exists() for pid in started) and time.monotonic() - began < 90:
        time.sleep(0.05)
    assert [pid for pid in started if Path(f"/proc/{pid}").exists()] == []


def test_memory_does_not_grow_with_the_number_of_documents(tmp_path: Path) -> None:
    text = "演示高新区新签约项目40个，总投资12.5亿元，同比增长8.3%。\n" * 20
    peaks = []
    for count in (100, 1600):
        folder = tmp_path / str(count)
        folder.mkdir()
        for number in range(count):
            (folder / f"{number}.txt").write_text(text, encoding="utf-8")
        command = ["from gaoxin.cli import main", "import resource, sys", "main()"]
        command[2] = (
            "try: main()\nfinally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        done = subprocess.run(  # noqa: S603 (our own interpreter, our own words)
            [sys.executable, "-c", "\n".join(command), "read", str(folder), "--jobs", "1",
             "--out", str(tmp_path / f"{count}.jsonl")],
            cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        peaks.append(int(done.stdout.split()[-1]))
    assert peaks[1] < peaks[0] * 1.15
