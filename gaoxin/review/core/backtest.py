"""Back-test (回头看): what was promised at admission against what came of it three years on.

Actual investment is what was invested up to the third anniversary; actual tax and output are those
of the twelve months before it. The case is scored once more with the actual figures, by the scheme
it was admitted under; so each band shows how often what it promised was kept.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.lib.money import WAN, YI, round_half_up
from gaoxin.lib.period import add_months, month_before
from gaoxin.review.core.score import score

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from gaoxin.review.core.case import Case
    from gaoxin.review.core.scheme.model import Indicator, Scheme
    from gaoxin.review.core.score import Mark, Score
    from gaoxin.rulebook.tree import Cite

YEARS, MONTHS = 3, 12
KNOWN, AS_PROMISED = "known", "as_promised"
_DIGITS = 2

# What of the ledger answers a figure of the scheme, in which unit, and whether per mu.
ANSWERS: Mapping[str, tuple[str, Decimal, bool]] = {
    "investment_yi": ("invested", YI, False),
    "fixed_investment_yi": ("invested", YI, False),
    "revenue_yi": ("output", YI, False),
    "tax_wan": ("tax", WAN, False),
    "invest_wan_per_mu": ("invested", WAN, True),
    "tax_wan_per_mu": ("tax", WAN, True),
    "output_wan_per_mu": ("output", WAN, True),
}


@dataclass(frozen=True, slots=True)
class Actual:
    """What the ledger holds, in yuan; None = nothing was recorded. `area` in mu and its basis."""

    invested: Decimal | None = None
    tax: Decimal | None = None
    output: Decimal | None = None
    area: Decimal | None = None
    area_basis: str = KNOWN


@dataclass(frozen=True, slots=True)
class Kept:
    """One figure: promised and actual, the band of each, and whether the band was kept.

    `lacks` names what is not recorded (invested, tax, output, area); then nothing is compared.
    """

    figure: str
    indicator: str
    source: str
    promised: Decimal
    actual: Decimal | None
    per_cent: Decimal | None
    band: Cite | None
    band_now: Cite | None
    is_kept: bool | None
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Backtest:
    """A case three years on: figures, the score then, and the score with the actual figures."""

    lines: tuple[Kept, ...]
    then: Score
    now: Score
    area: Decimal | None
    area_basis: str

    @property
    def is_complete(self) -> bool:
        """Test whether every promised figure has its actual one."""
        return bool(self.lines) and all(line.actual is not None for line in self.lines)

    @property
    def is_kept(self) -> bool | None:
        """Test whether every band was kept; None where one is not known and none was missed."""
        if any(line.is_kept is False for line in self.lines):
            return False
        return True if self.is_complete else None


def anniversary(decided_on: date, years: int = YEARS) -> date:
    """Return the day so many years later; the 29th of February becomes the 28th.

    >>> from datetime import date
    >>> anniversary(date(2024, 2, 29))
    datetime.date(2027, 2, 28)
    """
    return add_months(decided_on, MONTHS * years)


def window(day: date) -> tuple[date, date]:
    """Return the first days of the first and last of the twelve full months before a day.

    >>> from datetime import date
    >>> window(date(2026, 11, 25))
    (datetime.date(2025, 11, 1), datetime.date(2026, 10, 1))
    """
    last = month_before(day)
    return add_months(last, 1 - MONTHS), last


def promised_area(facts: Mapping[str, object]) -> Decimal | None:
    """Return the land in mu that the promise itself implies: fixed investment over that per mu."""
    total, each = facts.get("fixed_investment_yi"), facts.get("invest_wan_per_mu")
    if not isinstance(total, Decimal) or not isinstance(each, Decimal) or each <= 0:
        return None
    return round_half_up(total * YI / WAN / each, _DIGITS)


def backtest(case: Case, scheme: Scheme, actual: Actual) -> Backtest:
    """Return a case's promises against what came; a figure that is not recorded stays promised."""
    if actual.area is None:
        actual = replace(actual, area=promised_area(case.facts), area_basis=AS_PROMISED)
    found = {name: _actual(name, actual) for name in ANSWERS if _promised(case, name) is not None}
    facts = {**case.facts, **{name: each for name, each in found.items() if each is not None}}
    then, now = score(case, scheme), score(replace(case, facts=facts), scheme)
    lines = []
    for item in scheme.used(case.type):
        name = item.inputs.get(case.type, "")
        promised = _promised(case, name) if item.kind == "band" else None
        if name in found and promised is not None:
            marks = (then.marks[item.id], now.marks[item.id])
            lines.append(_line(item, name, (promised, found[name]), marks, actual))
    return Backtest(tuple(lines), then, now, actual.area, actual.area_basis)


def _promised(case: Case, name: str) -> Decimal | None:
    value = case.facts.get(name)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)


def _actual(name: str, actual: Actual) -> Decimal | None:
    source, unit, per_mu = ANSWERS[name]
    value: Decimal | None = getattr(actual, source)
    if value is None or (per_mu and not actual.area):
        return None
    found = value / unit
    return round_half_up(found / actual.area if per_mu and actual.area else found, _DIGITS)


def _line(
    item: Indicator,
    name: str,
    values: tuple[Decimal, Decimal | None],
    marks: tuple[Mark, Mark],
    actual: Actual,
) -> Kept:
    promised, came = values
    source, _unit, per_mu = ANSWERS[name]
    wanted = (source, "area") if per_mu else (source,)
    share = None
    if came is not None and promised > 0:
        share = round_half_up(came * 100 / promised, 1)
    return Kept(
        figure=name,
        indicator=item.id,
        source=source,
        promised=promised,
        actual=came,
        per_cent=share,
        band=marks[0].because,
        band_now=marks[1].because if came is not None else None,
        is_kept=None if came is None else marks[1].value >= marks[0].value,
        lacks=tuple(each for each in wanted if getattr(actual, each) is None),
    )


@dataclass(frozen=True, slots=True)
class Prediction:
    """How well a band, or a result, told what would come: cases, those known, those kept."""

    version: str
    name: str
    band: Cite | None
    cases: int
    known: int
    kept: int
    per_cent: Decimal | None


def by_band(tests: Sequence[Backtest]) -> tuple[Prediction, ...]:
    """Return for each version, indicator and band how often it was kept, in the scheme's order."""
    groups: defaultdict[tuple[str, str, str], list[Kept]] = defaultdict(list)
    for test in tests:
        for line in test.lines:
            band = line.band.id if line.band is not None else ""
            groups[test.then.scheme.version, line.indicator, band].append(line)
    return tuple(
        _prediction(version, indicator, lines[0].band, [line.is_kept for line in lines])
        for (version, indicator, _band), lines in groups.items()
    )


def by_result(tests: Iterable[Backtest]) -> tuple[Prediction, ...]:
    """Return for each version and result of the score how often every promise was kept."""
    groups: defaultdict[tuple[str, str], list[bool | None]] = defaultdict(list)
    for test in tests:
        groups[test.then.scheme.version, test.then.outcome.result].append(test.is_kept)
    return tuple(_prediction(v, result, None, kept) for (v, result), kept in groups.items())


def _prediction(
    version: str, name: str, band: Cite | None, kept: Sequence[bool | None]
) -> Prediction:
    known = [each for each in kept if each is not None]
    share = round_half_up(Decimal(100 * sum(known)) / len(known), 1) if known else None
    return Prediction(version, name, band, len(kept), len(known), sum(known), share)
