"""Selectors of bulletins (通报取数): lights that are new in a period."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from gaoxin.figures.core.compute import Row
from gaoxin.figures.registry import Params, Selector, offer_definitions
from gaoxin.figures.registry import offer as offer_selector
from gaoxin.figures.selectors import ONE
from gaoxin.track import lighting

if TYPE_CHECKING:
    from gaoxin.figures.core.window import Window
    from gaoxin.figures.sight import Sight


class OfColour(Params):
    """A colour of lights."""

    colour: Literal["red", "yellow"]


def newly_lit(sight: Sight, window: Window, params: OfColour) -> list[Row]:
    """Return the projects of a colour on the day looked at that turned to it in the window."""
    return [
        Row(ONE, project_id=project, on=each.light.since)
        for project, each in lighting.lights(sight).items()
        if each.colour == params.colour
        and each.light is not None
        and each.light.since is not None
        and window.holds(each.light.since)
    ]


def offer() -> None:
    """Offer the selector and the definitions of this room."""
    offer_selector(
        Selector("newly_lit", OfColour, newly_lit, "统计期内转为某色灯、截至日仍亮的项目")
    )
    offer_definitions(Path(__file__).parent / "presets" / "figures")
