"""Scheme as read (方案结构): dimensions x types x tiers, indicators, lines, panel, steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gaoxin.rulebook.tree import Fact, walk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from gaoxin.rulebook.tree import Condition

PRIORITY, ADMIT, CONDITIONAL, REJECT = "priority", "admit", "conditional", "reject"
VETO, UNDETERMINED, CASE_BY_CASE = "veto", "undetermined", "case_by_case"
LADDER = (REJECT, CONDITIONAL, ADMIT, PRIORITY)
"""Results that a score gives, from the worst to the best."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a thing is called, in both languages, and where it comes from."""

    zh: str
    en: str = ""
    src: str = ""
    line: int = 0

    def label(self, language: str = "zh") -> str:
        """Return the words in a language."""
        return self.en if language == "en" and self.en else self.zh


@dataclass(frozen=True, slots=True)
class Source:
    """A document that a number of the scheme rests on."""

    title: str
    url: str
    gives: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the five dimensions with its full marks by project type."""

    id: str
    words: Words
    weight: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Bands:
    """Steps of a figure, the best first: reached threshold -> share of the full marks."""

    op: str
    steps: tuple[tuple[Decimal, Decimal], ...]
    otherwise: Decimal
    interpolate: bool = False


@dataclass(frozen=True, slots=True)
class Grade:
    """A class of a class indicator with its share of the full marks."""

    share: Decimal
    words: Words


@dataclass(frozen=True, slots=True)
class Indicator:
    """A line of the scheme: banded figure, class, or level judged by the panel.

    `over` names the floor of the industry that the figure is divided by; `leased` is the share a
    project in a rented plant gets.
    """

    id: str
    dimension: str
    kind: str
    words: Words
    marks: Mapping[str, Decimal]
    inputs: Mapping[str, str] = field(default_factory=dict)
    bands: Mapping[str, Bands] = field(default_factory=dict)
    over: str = ""
    leased: Decimal | None = None
    classes: Mapping[str, Grade] = field(default_factory=dict)
    anchors: Mapping[int, str] = field(default_factory=dict)
    unit: str = ""
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tier:
    """A size class; for each project type the condition under which it is taken (None = rest)."""

    id: str
    words: Words
    when: Mapping[str, Condition | None]


@dataclass(frozen=True, slots=True)
class Veto:
    """A reason that stops a project, with the bureau that owns it."""

    id: str
    words: Words
    by: str


@dataclass(frozen=True, slots=True)
class Bonus:
    """Extra marks for merits, together not above the cap."""

    cap: Decimal
    items: Mapping[str, tuple[Words, Decimal]]


@dataclass(frozen=True, slots=True)
class Decision:
    """Lines by tier and result, floors by tier and dimension (per cent of its full marks)."""

    lines: Mapping[str, Mapping[str, Decimal]]
    floors: Mapping[str, Mapping[str, Decimal]]
    results: Mapping[str, str]
    borderline: Decimal
    exception_tiers: tuple[str, ...]
    exception_within: Decimal
    condition_days: int
    validity_months: int
    digits: int = 2


@dataclass(frozen=True, slots=True)
class PanelRule:
    """How the panel is drawn, when it may close, how its sheets become one level per item."""

    sizes: Mapping[str, int]
    odd: bool
    outside_share: Decimal
    reserve: int
    recusal_reasons: tuple[str, ...]
    levels: Mapping[int, str]
    reasoned_levels: frozenset[int]
    trim_from: int
    min_valid: int
    quorum: Decimal
    spread_range: Decimal
    spread_sd: Decimal
    spread_levels: int | None = None

    @property
    def top(self) -> int:
        """Return the highest level of the scale."""
        return max(self.levels)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the process with its working days and the tiers that take it."""

    code: str
    zh: str
    owner: str
    days: int
    tiers: tuple[str, ...]
    optional_tiers: tuple[str, ...] = ()
    appeal_days: int = 0
    out: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme; without the day from which it is in force it is a draft: scored, not published."""

    id: str
    version: str
    file: str
    fingerprint: str
    in_force_from: date | None
    in_force_to: date | None
    sources: Mapping[str, Source]
    types: Mapping[str, Words]
    dimensions: Mapping[str, Dimension]
    tiers: Mapping[str, Tier]
    inputs: Mapping[str, Words]
    standards: Mapping[str, Mapping[str, Decimal]]
    indicators: Mapping[str, Indicator]
    vetoes: Mapping[str, Veto]
    bonus: Bonus
    decision: Decision
    panel: PanelRule
    steps: tuple[Step, ...]
    notices: tuple[str, ...] = ()
    annex: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_draft(self) -> bool:
        """Test whether the scheme has no day from which it is in force."""
        return self.in_force_from is None

    def used(self, project_type: str) -> tuple[Indicator, ...]:
        """Return the indicators that a project type is scored on, in order."""
        return tuple(item for item in self.indicators.values() if project_type in item.marks)

    def judged(self, project_type: str) -> tuple[Indicator, ...]:
        """Return the indicators that the panel judges for a project type."""
        return tuple(item for item in self.used(project_type) if item.kind == "panel")

    def unit_of(self, figure: str) -> str:
        """Return the unit of a figure: a share's, or its indicator's; "" where none is told."""
        if figure.endswith("_pct"):
            return "%"
        found = (each for each in self.indicators.values() if figure in each.inputs.values())
        return next((each.unit for each in found), "")

    def steps_of(self, tier: str, *, optional: bool = False) -> tuple[Step, ...]:
        """Return the steps that a tier takes; `optional` with those it may take besides."""
        return tuple(
            step
            for step in self.steps
            if tier in step.tiers or (optional and tier in step.optional_tiers)
        )


def figures(scheme: Scheme) -> tuple[str, ...]:
    """Return the names of all figures that a scheme asks for, those of its tiers first."""
    names: dict[str, None] = {}
    for tier in scheme.tiers.values():
        for when in tier.when.values():
            if when is not None:
                names.update((node.name, None) for node in walk(when) if isinstance(node, Fact))
    for item in scheme.indicators.values():
        names.update((name, None) for name in item.inputs.values())
    return tuple(names)
