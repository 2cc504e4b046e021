"""Time all light presets for 10,000 projects with 36 months of events, against a naive loop.

The naive loop walks day by day to find since when a light has its colour and when it changes. It is
run on a sample; the ratio compares the time per light. Run: python bench/lights.py [projects]
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from gaoxin.rulebook.library import open_library
from gaoxin.track.core.facts import FACTS, Facts, facts_of
from gaoxin.track.core.history import ProjectHistory, Slip
from gaoxin.track.core.lights import HORIZON_DAYS, evaluate
from gaoxin.track.core.preset import Preset, prepare
from gaoxin.track.core.timeline import months

FIRST, TODAY = date(2023, 12, 1), date(2026, 11, 25)
PRESETS = Path(__file__).parent.parent / "gaoxin/track/presets/lights"
STAGES = ("contact", "admitted", "signed", "registered", "land", "started", "statistics")


def made_up(seed: int) -> ProjectHistory:
    """Return an invented project with 36 months of milestones, postings and reports."""
    dice = random.Random(seed)  # noqa: S311 (invented data, no secret)
    day = FIRST + timedelta(dice.randrange(300))
    milestones = {}
    for stage in STAGES[: dice.randrange(1, 8)]:
        milestones[stage] = day
        day += timedelta(dice.randrange(5, 200))
    milestones = {stage: on for stage, on in milestones.items() if on <= TODAY}
    periods = list(months(FIRST, TODAY))
    plan = Decimal(dice.randrange(500, 30000) * 10000)
    monthly = {p: plan * dice.randrange(0, 14) / 144 for p in periods}
    return ProjectHistory(
        milestones=milestones,
        plans={"started": day, "registered": day - timedelta(60), "deposit": day},
        monthly={"invested": monthly, "in_place": monthly, "contracted": {FIRST: plan}},
        year_plans={2024: plan, 2025: plan, 2026: plan},
        submissions={p: p + timedelta(34) for p in periods if dice.random() < 0.9},
        unchanged=frozenset(p for p in periods if dice.random() < 0.15),
        report_from=FIRST,
        progress=tuple(p + timedelta(dice.randrange(28)) for p in periods if dice.random() < 0.6),
        slips=(Slip(FIRST, FIRST + timedelta(30), None),) if dice.random() < 0.2 else (),
        recorded={"site_kind": ((FIRST, Decimal(dice.randrange(4))),)},
    )


def naive(preset: Preset, facts: Facts, today: date) -> None:
    """Find since and next change by walking over the days."""
    from gaoxin.track.core.lights import _Lines, _outcome

    lines = _Lines(facts)
    day = today.toordinal()
    colour = _outcome(preset, lines, day)[1]
    back = day
    while back > FIRST.toordinal() and _outcome(preset, lines, back - 1)[1] == colour:
        back -= 1
    ahead = day
    while ahead < day + HORIZON_DAYS and _outcome(preset, lines, ahead + 1)[1] == colour:
        ahead += 1


def main() -> None:
    """Print the seconds and the ratio to the naive loop."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    presets = [prepare(rule) for rule in open_library(PRESETS, FACTS).rules.values()]
    histories = [made_up(seed) for seed in range(count)]
    until = TODAY + timedelta(HORIZON_DAYS)
    began = time.process_time()
    colours: dict[str, int] = {}
    for history in histories:
        facts = facts_of(history, until=until)
        for preset in presets:
            light = evaluate(preset, facts, TODAY)
            colours[light.colour] = colours.get(light.colour, 0) + 1
    spent = time.process_time() - began
    lights = count * len(presets)
    print(f"{lights} lights ({count} projects x {len(presets)} presets): {spent:.1f} CPU s")
    print(colours)
    sample = histories[:: max(1, count // 50)]
    began = time.process_time()
    for history in sample:
        facts = facts_of(history, until=until)
        for preset in presets:
            naive(preset, facts, TODAY)
    walked = (time.process_time() - began) / (len(sample) * len(presets))
    print(f"naive day-by-day loop: {walked * lights / spent:.0f} times slower per light")


if __name__ == "__main__":
    main()
