"""Distance (差距): how far an enterprise is from a rung, so that rungs can be compared and sorted.

**What counts as one gap.** Each condition that must hold and does not. Of alternatives (`any`) only
the nearest way counts; of conditions that must all hold each counts by itself.

**How a gap is measured.** A number short of its threshold counts by the share that is missing:
`gap / |threshold|`, at most 1 (nothing there yet, or a limit passed by more than its own size). A
yes-or-no condition, a threshold of zero, and an age, headcount or sum of money above its upper
limit (nobody gets younger, or shrinks for a title) count 1: there is no half of it. So 0.25 means
"a quarter of one requirement is missing", whatever its unit, and gaps can be added.

**What is not known** is not a gap: the missing data are named apart (`missing`), each once.

Distances are ordered by the sum of gaps, then by what is not known, then by how many failed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from gaoxin.rulebook.tree import All, AnyOf, Compare

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaoxin.grow.core.ladder import Reach
    from gaoxin.rulebook.verdict import Finding, Verdict

ONE, NOUGHT = Decimal(1), Decimal(0)
PLACES = Decimal("0.0001")
OUTGROWN = frozenset({"year", "person", "wan_yuan"})


@dataclass(frozen=True, slots=True)
class Distance:
    """The sum of relative gaps, how many conditions failed, and the data that are missing."""

    gap: Decimal = NOUGHT
    failed: int = 0
    missing: tuple[str, ...] = ()

    @property
    def open(self) -> int:
        """Return how many data are missing."""
        return len(self.missing)

    @property
    def order(self) -> tuple[Decimal, int, int]:
        """Return the key by which distances are sorted, nearest first."""
        return self.gap, self.open, self.failed

    @property
    def percent(self) -> Decimal:
        """Return the sum of gaps in percent of one requirement; the smallest gap prints as 1."""
        return (self.gap * 100).quantize(ONE, ROUND_CEILING)

    def within(self, reach: Reach) -> bool:
        """Test whether the distance is within reach."""
        near = self.gap <= reach.gap and self.failed <= reach.failed
        return near and self.open <= reach.open


def distance(verdict: Verdict) -> Distance:
    """Return how far a record is from passing a rule by conditions; nothing where it passes."""
    return _sum(of_finding(finding) for finding in verdict.findings)


def of_finding(finding: Finding) -> Distance:
    """Return how far one condition is from holding."""
    if finding.truth is True:
        return Distance()
    if isinstance(finding.node, All) and finding.parts:
        return _sum(of_finding(part) for part in finding.parts)
    if isinstance(finding.node, AnyOf) and finding.parts:
        return min((of_finding(part) for part in finding.parts), key=_order)
    if finding.truth is None:
        return Distance(missing=finding.missing or (finding.cite.id,))
    return Distance(gap=_relative(finding), failed=1)


def nearness(finding: Finding) -> tuple[bool, Decimal, int, int]:
    """Return the key by which alternatives are ordered, the nearest first."""
    return _order(of_finding(finding))


def _order(one: Distance) -> tuple[bool, Decimal, int, int]:
    """Order alternatives: a way that nothing known rules out goes before one that failed."""
    return one.failed > 0, one.gap, one.open, one.failed


def _relative(finding: Finding) -> Decimal:
    limit = finding.threshold[0] if finding.threshold else None
    if finding.gap is None or not limit or _has_outgrown(finding):
        return ONE
    share = min(ONE, max(finding.gap, NOUGHT) / abs(limit))
    return share.quantize(PLACES, ROUND_HALF_UP)


def _has_outgrown(finding: Finding) -> bool:
    node = finding.node
    return isinstance(node, Compare) and node.unit in OUTGROWN and node.op in {"le", "lt"}


def _sum(parts: Iterable[Distance]) -> Distance:
    gap, failed = NOUGHT, 0
    missing: dict[str, None] = {}
    for part in parts:
        gap, failed = gap + part.gap, failed + part.failed
        missing |= dict.fromkeys(part.missing)
    return Distance(gap, failed, tuple(missing))
