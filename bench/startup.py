"""CPU of starting the command line, beside starting Python alone. Run: python bench/startup.py"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROUNDS, GOAL = 7, 0.3


def child_cpu(call: list[str]) -> float:
    """Return the least CPU seconds of several runs of a command."""
    spent = []
    for _round in range(ROUNDS):
        before = os.times()
        subprocess.run(call, capture_output=True, check=True)
        after = os.times()
        user = after.children_user - before.children_user
        spent.append(user + after.children_system - before.children_system)
    return min(spent)


def main() -> None:
    """Print the seconds and the ratio."""
    bare = child_cpu([sys.executable, "-c", "pass"])
    shown = child_cpu([str(Path(sys.executable).parent / "gaoxin"), "--help"])
    print(f"gaoxin --help: {shown:.2f} s CPU, {shown / GOAL:.0%} of the goal of {GOAL} s; "
          f"Python alone {bare:.2f} s")  # fmt: skip


if __name__ == "__main__":
    main()
