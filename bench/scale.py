"""Measure `gaoxin read` over folders: CPU per million characters and memory as a folder grows.

Whole commands, start included, each in its own processes: CPU seconds and the peak of memory
(shared pages counted once) of all of them together. Pages are invented, 1,500 characters each.
Run: python bench/scale.py [million characters ...] [--spark] [--at FOLDER]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from read import pages

TICKS = os.sysconf("SC_CLK_TCK")
WAYS = {
    "1 process, JSON lines": ("jsonl", "--jobs", "1"),
    "2 processes, JSON lines": ("jsonl", "--jobs", "2"),
    "2 processes, Parquet": ("parquet", "--jobs", "2"),
}
SPARK = {"Spark, two local workers": ("jsonl", "--engine", "spark", "--master", "local[2]")}


def family(pid: int) -> list[int]:
    """Return a process and all below it."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    found, queue = [], [pid]
    while queue:
        one = queue.pop()
        found.append(one)
        queue += children.get(one, [])
    return found


def spent(pid: int) -> tuple[float, int]:
    """Return the CPU seconds of a process with its ended children, and its memory in kB."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0, 0
    pss = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
    return sum(map(int, fields[11:15])) / TICKS, int(pss.split()[1])


def watched(command: list[str]) -> tuple[float, float, float]:
    """Run a command; return its CPU seconds, its wall seconds and its peak of memory in MB."""
    began, cpu, peak = time.monotonic(), 0.0, 0
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as run:
        while run.poll() is None:
            each = [spent(pid) for pid in family(run.pid)]
            cpu = max(cpu, sum(one for one, _ in each))
            peak = max(peak, sum(kb for _, kb in each))
            time.sleep(0.05)
        if run.returncode:
            raise SystemExit(f"{' '.join(command)}: {run.returncode}")
    return cpu, time.monotonic() - began, peak / 1024


def main() -> None:
    """Print a line per size and way."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("millions", nargs="*", type=float)
    options.add_argument("--spark", action="store_true")
    options.add_argument("--at", metavar="FOLDER")
    given = options.parse_args()
    ways = {**WAYS, **(SPARK if given.spark else {})}
    print("| million characters | documents | way | CPU s | per million | wall s | peak MB |")
    with tempfile.TemporaryDirectory(dir=given.at) as place:
        for size in given.millions or [0.1, 1.0, 10.0]:
            folder = Path(place, f"{size}")
            folder.mkdir()
            texts = pages(int(size * 1_000_000), 7)
            for number, text in enumerate(texts):
                (folder / f"{number:06d}.txt").write_text(text, encoding="utf-8")
            millions = sum(map(len, texts)) / 1e6
            for name, (form, *more) in ways.items():
                out = Path(place, f"out.{form}")
                start = [sys.executable, "-c", "from gaoxin.cli import main; main()", "read"]
                cpu, wall, peak = watched([*start, str(folder), *more, "--out", str(out)])
                print(
                    f"| {millions:.1f} | {len(texts):,} | {name} | {cpu:.1f} | "
                    f"{cpu / millions:.2f} | {wall:.1f} | {peak:.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
