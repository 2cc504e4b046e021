"""Form (填报表): which indicators an enterprise reports each year, in which sections."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from gaoxin.grow.core.facts import NOT_REPORTED
from gaoxin.grow.core.judging import SIZE_SERIES
from gaoxin.grow.core.rules import PRESETS, library, vocabulary
from gaoxin.rulebook.source import Entry, read
from gaoxin.rulebook.tree import Is, walk
from gaoxin.rulebook.vocabulary import ValueRefusedError, typed

if TYPE_CHECKING:
    from typing import Any

    from gaoxin.rulebook.tree import Scalar
    from gaoxin.rulebook.vocabulary import Term, Vocabulary

SIZE_INDUSTRY = "size_industry"
# Values are kept as numeric(24, 6): what is larger is a slip of the unit.
MOST = Decimal(10) ** 15
HUNDRED = Decimal(100)
# Percentages that may be below nothing or above the whole; every other one is a share.
FREE = frozenset(
    {"net_profit_margin", "net_asset_growth_3y", "net_profit_cagr_2y", "net_asset_return"}
)
BEYOND = frozenset({"debt_ratio", "rd_cost_ratio"})


@dataclass(frozen=True, slots=True)
class Section:
    """A block of the form."""

    id: str
    zh: str
    en: str
    terms: tuple[Term, ...]

    def label(self, language: str = "zh") -> str:
        """Return the words for the section."""
        return self.en if language == "en" else self.zh


def read_form(root: Entry, terms: Vocabulary) -> tuple[Section, ...]:
    """Return the sections of a parsed file; what enterprises do not report is refused by line."""
    row = root.fields({"schema", "sections"}, {"note"})
    row["schema"].one_of(("gaoxin.form/1",))
    seen: set[str] = set()
    return tuple(_section(entry, terms, seen) for entry in row["sections"].items())


def _section(entry: Entry, terms: Vocabulary, seen: set[str]) -> Section:
    row = entry.fields({"id", "zh", "en", "indicators"})
    found = []
    for item in row["indicators"].items():
        name = item.text()
        if name not in terms or terms[name].derive is not None or name in NOT_REPORTED:
            raise item.refuse(f"没有可填报的指标 (not an indicator to report): {name}")
        if name in seen:
            raise item.refuse(f"指标重复 (repeated indicator): {name}")
        seen.add(name)
        found.append(terms[name])
    return Section(row["id"].text(), row["zh"].text(), row["en"].text(), tuple(found))


@lru_cache(maxsize=1)
def form() -> tuple[Section, ...]:
    """Return the shipped form."""
    return read_form(read(PRESETS / "form.yaml"), vocabulary())


@lru_cache(maxsize=1)
def _industries() -> tuple[str, ...]:
    """Return the industries that the size classes tell apart."""
    found: dict[str, None] = {}
    for rule in library().versions(SIZE_SERIES):
        for choice in rule.choices:
            for node in walk(choice.when) if choice.when is not None else ():
                if isinstance(node, Is) and node.name == SIZE_INDUSTRY:
                    found |= dict.fromkeys(str(value) for value in node.values)
    return tuple(found)


def answers(term: Term) -> tuple[str, ...]:
    """Return the answers of a closed question; empty for numbers, yes-or-no and free text."""
    return _industries() if term.name == SIZE_INDUSTRY else term.levels


def form_terms() -> tuple[Term, ...]:
    """Return the indicators of the form in their order."""
    return tuple(term for section in form() for term in section.terms)


def reported(term: Term, value: Any) -> Scalar | None:
    """Return a raw value as an enterprise may report it; ValueRefusedError says why it may not.

    No count, sum of money or share is below nothing, and no share is above the whole.
    """
    try:
        found = typed(term, value)
    except ValueRefusedError as why:
        raise ValueRefusedError(str(why).replace(f"{term.zh}({term.name}): ", "")) from None
    if isinstance(found, bool) or not isinstance(found, Decimal) or term.levels:
        return found
    if abs(found) >= MOST:
        raise ValueRefusedError(f"{value} 太大了，看看单位对不对")
    if term.name in FREE:
        return found
    if found < 0:
        raise ValueRefusedError(f"{value} 不能小于零")
    if term.unit == "percent" and term.name not in BEYOND and found > HUNDRED:
        raise ValueRefusedError(f"{value} 不能大于 100%")
    return found
