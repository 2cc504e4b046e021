"""Time the lights of a whole zone from the database: reading the events, then judging by rules.

The zone of 10,000 projects with 36 months of events, under the rules that a zone follows by
default. Beside it the reading alone, which any way of judging has to do. (`lights.py` measures the
rules without a database, all presets, against a naive loop.) Run: python bench/sight.py [projects]
"""

from __future__ import annotations

import sys
import time

from zone import open_zone

ROUNDS, GOAL = 3, 10.0


def main() -> None:
    """Print the seconds of reading and of both, and the share of the goal."""
    zone = open_zone(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    from gaoxin.figures.queries import current_moment
    from gaoxin.figures.sight import Sight
    from gaoxin.track import histories, lighting
    from gaoxin.web import clock

    now = clock.now()
    at = current_moment(zone, now.as_of, now)
    both, reading = [], []
    for _round in range(ROUNDS):
        began = time.process_time()
        lit = lighting.lights(Sight(zone, at))
        both.append(time.process_time() - began)
        began = time.process_time()
        seen = Sight(zone, at)
        known = histories.Histories(seen)
        for kind in histories.MONEY:
            seen.fen(kind)
        read = len(known), len(seen.reached), len(seen.planned)
        reading.append(time.process_time() - began)
    spent, alone = min(both), min(reading)
    print(f"lights of {len(lit):,} projects, {len(lighting.chosen())} rules: {spent:.2f} s CPU, "
          f"{spent / GOAL:.0%} of the goal of {GOAL:.0f} s")  # fmt: skip
    print(f"reading alone {alone:.2f} s CPU ({read[0]:,} projects): judged, it takes "
          f"{spent / alone:.2f} times as long")  # fmt: skip


if __name__ == "__main__":
    main()
