"""Selectors of bulletins (通报取数): what a cohort did later, as a count of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gaoxin.figures.core.compute import Row
from gaoxin.figures.registry import Params, Selector, offer_definitions
from gaoxin.figures.registry import offer as offer_selector
from gaoxin.figures.selectors import ONE, OfStage, reached
from gaoxin.ledger.core.stage import Stage

if TYPE_CHECKING:
    from gaoxin.figures.core.window import Window
    from gaoxin.figures.sight import Sight


class Then(Params):
    """The milestone that the signed projects reached later."""

    stage: Stage


def signed_then(sight: Sight, window: Window, params: Then) -> list[Row]:
    """Return the projects signed in the window that reached the milestone by the day looked at."""
    found = []
    for row in reached(sight, window, OfStage(stage=Stage.SIGNED)):
        day = sight.reached[row.project_id or 0].get(params.stage)
        if day is not None and day <= sight.at.as_of:
            found.append(Row(ONE, project_id=row.project_id, on=day))
    return found


def offer() -> None:
    """Offer the selector and the definitions of this room."""
    offer_selector(
        Selector(
            "signed_then",
            Then,
            signed_then,
            "统计期内签约、到截至日已达到某里程碑的项目",
            stages=lambda params: ("signed", params.stage),
        )
    )
    offer_definitions(Path(__file__).parent / "presets" / "figures")
