"""Gates (关口): what a step still lacks before it may be finished, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gaoxin.review.core.process.closing import Cause, veto_causes
from gaoxin.review.core.process.course import PANEL

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from gaoxin.review.core.scheme.model import Scheme

INTAKE, PRE, JOINT = "intake", "pre", "joint"
OPINION_STEPS = (PRE, JOINT)


@dataclass(frozen=True, slots=True)
class Lacking:
    """What the file of a case holds, as far as gates ask: who has spoken, what was answered.

    `given` are the bureaux whose opinion on the present step is there; `answered` maps a veto to
    raised, not raised, or None.
    """

    is_sized: bool = True
    given: Collection[str] = ()
    answered: Mapping[str, bool | None] = field(default_factory=dict)
    is_panel_closed: bool = False


def bureaux(scheme: Scheme) -> tuple[str, ...]:
    """Return the bureaux that own a veto, each once: those whose opinion is asked."""
    return tuple(dict.fromkeys(veto.by for veto in scheme.vetoes.values()))


def step_causes(scheme: Scheme, state: str, file: Lacking) -> tuple[Cause, ...]:
    """Return everything that keeps the present step from being finished."""
    found: list[Cause] = []
    if state == PRE and not file.is_sized:
        found.append(Cause("tier", "缺数据，分不出档", "the figures do not settle the size"))
    if state in OPINION_STEPS:
        found.extend(
            Cause(f"opinion.{name}", f"{name}未提意见", f"no opinion of {name}")
            for name in bureaux(scheme)
            if name not in file.given
        )
    if state == JOINT:
        found.extend(veto_causes(scheme, file.answered))
    if state == PANEL and not file.is_panel_closed:
        found.append(Cause("panel", "专家评审未关闭", "the panel has not closed"))
    return tuple(found)
