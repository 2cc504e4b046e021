"""What-if (假设): change values of an enterprise and see every rung; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gaoxin.grow import queries, standing, words
from gaoxin.grow.books import books
from gaoxin.grow.core.facts import NOT_REPORTED
from gaoxin.grow.core.form import answers, form, reported
from gaoxin.grow.core.judging import SIZE_FACT, SIZE_SERIES, stand, with_size
from gaoxin.rulebook.load import facts_used
from gaoxin.rulebook.vocabulary import ValueRefusedError, typed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gaoxin.grow.books import Books
    from gaoxin.grow.core.facts import Known
    from gaoxin.grow.core.judging import Rung, Standing
    from gaoxin.ledger.models import Enterprise
    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment
    from gaoxin.rulebook.vocabulary import Term

PREFIX = "v_"


@dataclass(frozen=True, slots=True)
class Field:
    """A value that can be supposed: as it is now, and as it is supposed."""

    name: str
    label: str
    unit: str
    kind: str
    choices: tuple[tuple[str, str], ...]
    now: str
    supposed: str
    error: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A block of fields under one heading."""

    label: str
    fields: tuple[Field, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A rung before and after."""

    word: str
    before: Rung
    after: Rung
    says: str

    @property
    def is_changed(self) -> bool:
        """Test whether the supposition changes where the enterprise stands or how far it is."""
        return (self.before.state, self.before.distance, self.before.outcome) != (
            self.after.state, self.after.distance, self.after.outcome)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WayChange:
    """A path before and after."""

    word: str
    rungs: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The fields and every rung before and after."""

    enterprise: Enterprise
    blocks: tuple[Block, ...]
    ways: tuple[WayChange, ...]
    supposed: int
    changed: int
    errors: int


def what_if(user: Actor, at: Moment, pk: int, given: Mapping[str, str]) -> WhatIf:
    """Return every rung with the supposed values; a value that does not fit is named, not used."""
    enterprise = queries.enterprise_record(user, pk, at)
    shelf, day = books(), at.as_of
    sight = standing.sight_at(enterprise.zone, at)
    held = standing.held_on(sight, day).get(pk, {})
    figures = queries.year_figures(enterprise.zone, sight.at, ids=[pk]).get(pk, {})
    known = standing.known_of(shelf, enterprise, figures, held)
    facts = standing.facts_of(shelf, known, day)
    supposed, errors = _supposed(given)
    rules = standing.rules_in_force(shelf, day)
    before = stand(shelf.ladder, rules, facts, held)
    after = stand(shelf.ladder, rules, _with(shelf, known, supposed, day), held)
    ways = tuple(_way(one, other) for one, other in zip(before, after, strict=True))
    return WhatIf(
        enterprise=enterprise,
        blocks=_blocks(facts, given, errors, before),
        ways=ways,
        supposed=len(supposed),
        changed=sum(each.is_changed for way in ways for each in way.rungs),
        errors=len(errors),
    )


def _with(shelf: Books, known: Known, supposed: dict[str, Any], day: date) -> dict[str, Any]:
    """Return the facts with the supposed values; growth, means and the size class follow them."""
    told = {(day.year - 1, n): v for n, v in supposed.items() if n not in NOT_REPORTED}
    supposing = replace(known, figures={**known.figures, **told})
    changed = {**standing.facts_of(shelf, supposing, day), **supposed}
    if SIZE_FACT not in supposed and changed.get("size_industry"):
        changed.pop(SIZE_FACT, None)
    return with_size(changed, shelf.library.find(SIZE_SERIES, day))


def _supposed(given: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    terms = books().terms
    found: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for key, text in given.items():
        name = key.removeprefix(PREFIX)
        if key == name or name not in terms or not text.strip():
            continue
        try:
            check = typed if name in NOT_REPORTED else reported
            value = check(terms[name], text.strip())
        except ValueRefusedError as why:
            errors[name] = str(why)
        else:
            # An ordered level is told by its word.
            found[name] = text.strip() if terms[name].levels else value
    return found, errors


def _way(before: Standing, after: Standing) -> WayChange:
    pairs = zip(reversed(before.rungs), reversed(after.rungs), strict=True)
    changes = tuple(
        Change(words.title_word(one.title), one, other, words.lacking(other))
        for one, other in pairs
        if other.verdict is not None
    )
    return WayChange(words.way_word(before.way), changes)


def _blocks(
    facts: dict[str, Any], given: Mapping[str, str], errors: dict[str, str],
    before: tuple[Standing, ...],
) -> tuple[Block, ...]:  # fmt: skip
    """Return what the next rungs lack first, then the whole form, then what is worked out."""
    terms = books().terms
    wanted = _wanted(before)
    asked = {
        name for rung in _rungs(before) if rung.verdict for name in facts_used(rung.verdict.rule)
    }

    def one(term: Term) -> Field:
        return _field(term, facts.get(term.name), given.get(PREFIX + term.name, ""),
                      errors.get(term.name, ""), wanted=term.name in wanted)  # fmt: skip

    first = Block(_("下一级差的"), tuple(one(terms[name]) for name in wanted), True)
    blocks = [first] if first.fields else []
    done = set(wanted)
    for section in form():
        left = [t for t in section.terms if t.name in asked and t.name not in done]
        done |= {term.name for term in left}
        blocks.append(Block(section.label(words.language()), tuple(map(one, left)), False))
    rest = [terms[n] for n in sorted(asked - done) if n in terms and terms[n].derive is None]
    blocks.append(Block(_("算出来的和称号"), tuple(map(one, rest)), False))
    return tuple(block for block in blocks if block.fields)


def _rungs(ways: tuple[Standing, ...]) -> list[Rung]:
    return [rung for way in ways for rung in way.rungs]


def _wanted(before: tuple[Standing, ...]) -> list[str]:
    """Return the indicators of what keeps the next rungs from holding, each once."""
    terms = books().terms
    names: dict[str, None] = {}
    for way in before:
        if way.next is None or way.next.verdict is None:
            continue
        for finding in way.next.verdict.unmet:
            node = getattr(finding.node, "left", finding.node)
            name = getattr(node, "name", "")
            for each in (name, *way.next.distance.missing):
                if each in terms and terms[each].derive is None:
                    names[each] = None
    return list(names)[:24]


def _field(term: Term, now: Any, text: str, error: str, *, wanted: bool) -> Field:
    choices: tuple[tuple[str, str], ...] = ()
    kind = "number"
    if term.unit == "bool":
        kind, choices = "choice", (("true", _("是")), ("false", _("否")))
    elif answers(term):
        kind = "choice"
        choices = tuple((level, words.level_word(level)) for level in answers(term))
    elif term.unit == "text":
        kind = "text"
    return Field(
        PREFIX + term.name, term.label(words.language()), words.unit_word(term), kind, choices,
        words.value_word(term, now), text, error, wanted,
    )  # fmt: skip
