"""Repeat what the fuzzer kept to a long text and watch the time: python -m tests.fuzz.growth."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from tests.fuzz.invariants import hold_time

SHORTEST = 2  # the byte that chooses, and one word


def kept(folder: Path, dice: random.Random) -> bytes:
    """Return a short stretch of something the fuzzer kept."""
    data = dice.choice(sorted(folder.iterdir())).read_bytes()
    low = dice.randrange(max(len(data) - 1, 1))
    return data[low : low + 1 + dice.choice((1, 2, 3, 5, 8, 20, 60))]


def main(folder: Path, seconds: float, dice: random.Random) -> tuple[int, dict[str, float]]:
    """Watch one stretch after the other until the time is over.

    Returns how many there were, and the most that a character cost to read and to check.
    """
    end, count = time.monotonic() + seconds, 0
    dearest: dict[str, float] = {}
    while time.monotonic() < end:
        data = kept(folder, dice)
        if len(data) < SHORTEST:
            continue
        try:
            cost = hold_time(data)
        except AssertionError as error:
            raise AssertionError(f"{error}: {data.hex()}") from error
        count += 1
        dearest = {name: max(cost[name], dearest.get(name, 0.0)) for name in cost}
    return count, dearest


if __name__ == "__main__":
    watched, most = main(Path(sys.argv[1]), float(sys.argv[2]), random.Random())  # noqa: S311 (no secret)
    told = ", ".join(f"{name} {seconds * 1e6:.1f} µs" for name, seconds in most.items())
    sys.stdout.write(f"growth: {watched} texts repeated, none too slow; a character: {told}\n")
