"""Time a month's bulletin for 10,000 projects with 36 months of events, step by step.

Composed, checked, laid out as .docx and traced, each from nothing but the database. The sum of the
first and third is what an office waits for. Run: python bench/bulletin.py [projects]
"""

from __future__ import annotations

import platform
import sys
import time
from typing import TYPE_CHECKING, TypeVar

from zone import open_zone

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
GOAL = 5.0


def timed(name: str, work: Callable[[], T]) -> tuple[T, float]:
    """Return the work's result and its CPU seconds, and print both clocks."""
    wall, cpu = time.perf_counter(), time.process_time()
    made = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{name:10} {wall:6.2f} s, CPU {cpu:6.2f} s")
    return made, cpu


def main() -> None:
    """Print the seconds of each step and their share of the goal."""
    zone = open_zone(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    from gaoxin.report import issue, queries
    from gaoxin.web import clock

    month = issue.month_named("2026-10")
    paper, composing = timed("compose", lambda: queries.paper_now(zone, month, clock.now()))
    found, _cpu = timed("check", lambda: queries.checked(paper))
    content, laying = timed("docx", lambda: queries.laid_out(paper))
    traced, _cpu = timed("trace", lambda: queries.traced(content, zone))
    print(f"{found.numbers} numbers, {len(found.findings)} faults; "
          f"{traced.traced} of {traced.numbers} traced in the file")  # fmt: skip
    share = (composing + laying) / GOAL
    print(f"compose + docx: {share:.0%} of the goal of {GOAL:.0f} s CPU ({platform.machine()})")


if __name__ == "__main__":
    main()
