"""Near names (名称相近): what may be the same project or enterprise under another spelling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gaoxin.ledger.exchange.core.namechecks import core_of
from gaoxin.lib.numerals import same_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SHOWN = 5
# A name of fewer signs is held by too many others.
SHORTEST = 4
ALIKE = 0.7
_LEGAL = re.compile(r"(股份)?有限(责任)?公司$|(集团|公司)$")


def firm_core(name: str) -> str:
    """Return what is left of an enterprise's name without its legal form."""
    return _LEGAL.sub("", same_name(name))


def near_names(
    name: str, known: Mapping[int, str], *, core: Callable[[str], str] = core_of
) -> list[int]:
    """Return the keys of the known names nearest to a name, nearest first.

    Near are names with the same core, one core within the other, or most pairs of signs in common.

    >>> near_names("高压断路器智能产线项目", {1: "高压断路器智能产线", 2: "生物药冻干中心"})
    [1]
    """
    own = core(name)
    scored = [(_likeness(own, core(other)), key) for key, other in known.items()]
    near = sorted((-score, key) for score, key in scored if score >= ALIKE)
    return [key for _score, key in near[:SHOWN]]


def _likeness(one: str, other: str) -> float:
    """Return 1 for equal cores, 0 for cores with nothing in common."""
    if one == other:
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < SHORTEST:
        return 0.0
    if shorter in longer:
        return 0.9
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / (len(first) + len(second))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
