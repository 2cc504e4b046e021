"""Stage of a project (项目阶段): derived from its milestones, never stored.

Milestones are those of DESIGN: fifteen from lead to benefit reached, and three exits. The order is
the order of the path; a project may skip milestones (a ready plant needs no land).
"""

from __future__ import annotations

import itertools
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Stage(StrEnum):
    """A milestone, and the stage that a project is in from that day on."""

    LEAD = "lead"
    CONTACT = "contact"
    ADMITTED = "admitted"
    SITED = "sited"
    SIGNED = "signed"
    REGISTERED = "registered"
    FILED = "filed"
    LAND = "land"
    PERMIT = "permit"
    STARTED = "started"
    STATISTICS = "statistics"
    COMPLETED = "completed"
    PRODUCTION = "production"
    CAPACITY = "capacity"
    BENEFIT = "benefit"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"


PATH: tuple[Stage, ...] = tuple(Stage)[:15]
EXITS: frozenset[Stage] = frozenset(tuple(Stage)[15:])
FINAL_EXITS: frozenset[Stage] = frozenset({Stage.WITHDRAWN, Stage.TERMINATED})
RANK: dict[Stage, int] = {stage: rank for rank, stage in enumerate(Stage)}


def stage_of(actual: Mapping[Stage, date]) -> Stage | None:
    """Return the stage that the milestones reached put a project in; None before the first.

    Withdrawal and termination end the path. A suspension holds until a later milestone is reached.
    """
    for stage in (Stage.TERMINATED, Stage.WITHDRAWN):
        if stage in actual:
            return stage
    on_path = [stage for stage in actual if stage not in EXITS]
    if Stage.SUSPENDED in actual:
        stopped = actual[Stage.SUSPENDED]
        if all(actual[stage] <= stopped for stage in on_path):
            return Stage.SUSPENDED
    return max(on_path, key=RANK.__getitem__, default=None)


def next_stage(actual: Mapping[Stage, date]) -> Stage | None:
    """Return the first milestone after the furthest one reached; None at the end or after exit."""
    now = stage_of(actual)
    if now is None:
        return Stage.LEAD
    if now in EXITS or now is Stage.BENEFIT:
        return None
    return PATH[RANK[now] + 1]


def out_of_order(actual: Mapping[Stage, date]) -> list[tuple[Stage, Stage]]:
    """Return the pairs (earlier, later) of the path whose days stand the wrong way round.

    Only neighbours among the milestones present are compared, so one wrong day gives one pair.
    Entry into statistics may precede the start on paper, and registration may precede signing:
    offices do both, so these are compared only with signing and start's successors.
    """
    loose = {Stage.STATISTICS, Stage.REGISTERED, Stage.FILED, Stage.LAND, Stage.PERMIT}
    firm = [stage for stage in PATH if stage in actual and stage not in loose]
    return [(a, b) for a, b in itertools.pairwise(firm) if actual[a] > actual[b]]
