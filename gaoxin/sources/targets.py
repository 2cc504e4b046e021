"""Cited records (被引记录): rooms say how a record of theirs is named, opened, and by whom.

`sources` knows no later room; each room registers its models here when the program starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


def _nothing(_user: Any) -> set[int]:
    return set()


@dataclass(frozen=True, slots=True)
class Target:
    """A model that citations point to.

    `visible(user, ids)` returns the ids that the user may see; `labels(ids)` their titles;
    `address(id)` the page of the record; `hidden(user)` the ids that are closed to the user, whose
    documents and audit events nobody shows to that user, whatever else the user may see.
    """

    model: str
    visible: Callable[[Any, Collection[int]], set[int]]
    labels: Callable[[Collection[int]], dict[int, str]]
    address: Callable[[int], str]
    hidden: Callable[[Any], set[int]] = _nothing


_targets: dict[str, Target] = {}


def register(target: Target) -> None:
    """Make the target known under its model's label."""
    _targets[target.model] = target


def hidden_from(user: Any) -> dict[str, set[int]]:
    """Return the records that are closed to a user, by model label."""
    found = {model: target.hidden(user) for model, target in _targets.items()}
    return {model: ids for model, ids in found.items() if ids}


def target_of(model: str) -> Target | None:
    """Return the target registered for a model label, or None."""
    return _targets.get(model)
