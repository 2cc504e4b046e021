"""Recusal (回避): declared before the papers open; hints from the registers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.lib.numerals import same_name

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Ties:
    """What the registers know of an expert: names of companies and institutions."""

    employers: Collection[str] = ()
    shareholdings: Collection[str] = ()
    advised: Collection[str] = ()
    recommended: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Parties:
    """Who stands behind a project: investors and their groups, plan authors, competitors."""

    code: str
    investors: Collection[str] = ()
    authors: Collection[str] = ()
    competitors: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Hint:
    """A tie that asks for recusal: the reason of the scheme, and the name that was found."""

    reason: str
    name: str


def hints(ties: Ties, parties: Parties) -> tuple[Hint, ...]:
    """Return the ties between an expert and a project; names are compared without marks and case.

    A hint recuses nobody: the expert or the office decides, before the papers open.
    """
    found = [
        *_meet("employed_or_paid_by_investor_3y", ties.employers, parties.investors),
        *_meet("shareholding", ties.shareholdings, parties.investors),
        *_meet("adviser_or_author_of_the_plan", ties.employers, parties.authors),
        *_meet("adviser_or_author_of_the_plan", ties.advised, parties.investors),
        *_meet("competitor", ties.employers, parties.competitors),
        *_meet("competitor", ties.shareholdings, parties.competitors),
    ]
    if parties.code in ties.recommended:
        found.append(Hint("recommended_the_project", parties.code))
    return tuple(dict.fromkeys(found))


def _meet(reason: str, own: Collection[str], other: Collection[str]) -> list[Hint]:
    wanted = {same_name(name) for name in other}
    return [Hint(reason, name) for name in own if same_name(name) in wanted]
