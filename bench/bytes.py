"""Time and memory of `gaoxin read` and `gaoxin check text` on one line of many megabytes.

Each run is a process of its own, so that its peak memory is its own. Run: python bench/bytes.py
[megabytes, 5].
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MEGABYTE = 1024 * 1024
WORDS = "园区坚持把优化服务作为第一要务选派专员上门走访帮助企业解决用工融资难题让企业安心发展"
SIGNS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨"
RUN = "from gaoxin.cli import main; main()"
COMMANDS = (["read"], ["check", "text"])


def prose(dice: random.Random) -> str:
    """Return a clause without a figure."""
    return "".join(dice.sample(WORDS, len(WORDS))) + "，"


def mixed(dice: random.Random) -> str:
    """Return a clause with five figures."""
    name = "".join(dice.sample(SIGNS, 2))
    words = "".join(dice.sample(WORDS, 30))
    return (
        f"演示高新区{name}园完成投资{dice.randrange(10, 9999) / 10}亿元，增长"
        f"{dice.randrange(10, 300) / 10}%，其中工业项目{dice.randrange(2, 90)}个，{words}，"
    )


def filled(size: int, part: Callable[[], str], encoding: str = "utf-8") -> bytes:
    """Return whole characters of one line up to a size."""
    out = bytearray()
    while len(out) < size:
        out += part().encode(encoding)
    return out[:size].decode(encoding, "ignore").encode(encoding)


def kinds(size: int, dice: random.Random) -> dict[str, Callable[[], bytes]]:
    """Return what the line may be."""
    return {
        "binary": lambda: dice.randbytes(size),
        "blanks": lambda: b" " * size,
        "digits": lambda: b"7" * size,
        "prose": lambda: filled(size, lambda: prose(dice)),
        "one cue word": lambda: filled(size, lambda: "投产"),
        "figures": lambda: filled(size, lambda: mixed(dice)),
        "figures, GB18030": lambda: filled(size, lambda: mixed(dice), "gb18030"),
        "figures, UTF-16": lambda: b"\xff\xfe" + filled(size, lambda: mixed(dice), "utf-16-le"),
    }


def measured(command: list[str], path: Path) -> str:
    """Return seconds of the processor and peak memory of one run."""
    quiet = subprocess.DEVNULL
    run = subprocess.Popen([sys.executable, "-c", RUN, *command, str(path)], stdout=quiet)
    _pid, status, used = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode > 1:  # 1 says that a file held no text
        raise SystemExit(f"{command} ended with {run.returncode}")
    return f"{used.ru_utime + used.ru_stime:6.1f} s {used.ru_maxrss // 1024:5} MB"


def main() -> None:
    """Print a table: what the line is, then both commands."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("megabytes", type=int, nargs="?", default=5)
    size = parser.parse_args().megabytes * MEGABYTE
    print(f"one line of {size // MEGABYTE} MB: read; check text")
    with tempfile.TemporaryDirectory() as folder:
        for name, made in kinds(size, random.Random(7)).items():  # noqa: S311 (no secret)
            path = Path(folder) / "line.txt"
            path.write_bytes(made())
            figures = "; ".join(measured(command, path) for command in COMMANDS)
            print(f"{name:18} {figures}", flush=True)


if __name__ == "__main__":
    main()
