"""Growth of the demo (演示企业的成长): established firms, their yearly figures, titles and ties.

All invented. Titles come in batches with a list of names each, as offices publish them; figures fit
the titles held and fall short of the next one by a little, by much, or in data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

from gaoxin.lib.period import add_months
from gaoxin.samples.core.cast import Firm, Stamp
from gaoxin.samples.core.days import DAY, Span, instant, recorded
from gaoxin.samples.core.material import park_weights, people_of, products, read
from gaoxin.samples.core.names import ORDINALS, Names
from gaoxin.samples.core.profile import figures_of

if TYPE_CHECKING:
    from gaoxin.samples.core.material import Product

# Enterprises by the highest title that they hold, and how many of them got it this year.
# Weifang counts 190 of the first four kinds, 49 of them new; the firms here are invented.
HELD = {"champion": 3, "little_giant": 17, "specialized": 110, "gazelle": 60, "innovative": 26,
        "tech_sme": 34, "": 20}  # fmt: skip
NEW = {"little_giant": 4, "specialized": 31, "gazelle": 14}
LEVELS = {
    "champion": "national", "little_giant": "national", "specialized": "provincial",
    "gazelle": "zone", "innovative": "provincial", "tech_sme": "national", "high_tech": "national",
}  # fmt: skip
# Months and days on which lists come out; years a title lasts (0 = without end).
LISTS = {
    "champion": ((10, 12), 3), "little_giant": ((7, 10), 3), "specialized": ((6, 28), 3),
    "gazelle": ((8, 15), 3), "innovative": ((5, 20), 3), "tech_sme": ((4, 25), 1),
    "high_tech": ((11, 28), 3),
}  # fmt: skip
BEFORE = {
    "champion": ("little_giant", "specialized"), "little_giant": ("specialized",),
    "specialized": ("innovative",), "innovative": (), "gazelle": (), "tech_sme": (), "": (),
}  # fmt: skip
LAST_YEAR_OF_INNOVATIVE = 2025


@dataclass(frozen=True, slots=True)
class Award:
    """A title granted or re-checked: on a day, until a day, recorded then and by whom."""

    title: str
    level: str
    kind: str
    on: date
    expires_on: date | None
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of a year, handed in on a day."""

    year: int
    indicator: str
    raw: Any
    on: date
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a chain; `partner` is the number of another firm of the demo."""

    chain: str
    role: str
    name: str
    detail: str
    partner: int | None
    on: date
    stamp: Stamp


@dataclass(slots=True)
class Grower:
    """An established firm with everything that is known of it."""

    firm: Firm
    product: Product
    titles: list[Award] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def growers(span: Span, seed: int) -> list[Grower]:
    """Return the established firms of the demo; always the same ones."""
    rng = Random(f"{seed} growth")
    maker = _Maker(rng, span, people_of("specialist")[0])
    found = []
    for title, count in HELD.items():
        for number in range(count):
            rng.seed(f"{seed} growth {title} {number}")
            found.append(maker.grower(title, is_new=number < NEW.get(title, 0)))
    for number, grower in enumerate(found):
        rng.seed(f"{seed} chains {number}")
        maker.chains(grower, number, found)
    return found


class _Maker:
    """Makes firms one by one."""

    def __init__(self, rng: Random, span: Span, by: str) -> None:
        self.rng, self.span, self.by = rng, span, by
        self.names = Names(rng)
        self.year = span.last.year
        self.used: set[str] = set()

    def stamp(self, on: date) -> Stamp:
        """Return when the specialist recorded something of a day."""
        return Stamp(recorded(self.rng, on, self.span), self.by)

    def grower(self, title: str, *, is_new: bool) -> Grower:
        """Return a firm that holds a title, and those below it."""
        rng = self.rng
        weights = park_weights()
        park = rng.choices(list(weights), list(weights.values()))[0]
        product = rng.choice(products()[park])
        born = date(self.year - rng.randint(6, 18), rng.randint(1, 12), rng.randint(1, 28))
        opening = Stamp(instant(rng, self.span.first), self.by)
        firm = Firm(
            self._name(product.trade), self.names.credit_code(), product.industry, park, opening,
            born,
        )  # fmt: skip
        made = Grower(firm, product)
        self._titles(made, title, is_new=is_new)
        self._values(made, title)
        return made

    def _name(self, trade: str) -> str:
        marks = read("materials")["marks"]
        name = f"示例{self.rng.choice(marks)}{trade}股份有限公司（演示）"
        number = 2
        found = name
        while found in self.used:
            sign = ORDINALS[number - 2] if number <= 10 else str(number)
            found = name.replace("股份", f"第{sign}股份")
            number += 1
        self.used.add(found)
        return found

    def _day(self, title: str, year: int) -> date:
        """Return the day of a year's list; this year's came out before the demo's last days."""
        month, day = LISTS[title][0]
        latest = self.span.last - DAY * 12
        on = date(year, month, day)
        return on if on <= latest else max(date(latest.year, 1, 5), latest)

    def _titles(self, made: Grower, title: str, *, is_new: bool) -> None:
        for below in BEFORE[title]:
            self._award(made, below, self.year - self.rng.randint(3, 5))
        if title:
            back = 0 if is_new else self.rng.randint(1, 3)
            if title == "innovative":
                back = max(back, self.year - LAST_YEAR_OF_INNOVATIVE)
            self._award(made, title, self.year - back)
        if title in {"specialized", "little_giant", "champion", "gazelle"}:
            if self.rng.randrange(100) < 55:
                self._award(made, "high_tech", self.year - self.rng.randint(1, 4))
            if title == "specialized" and self.rng.randrange(100) < 45:
                self._award(made, "tech_sme", self.year - self.rng.randint(0, 1))

    def _award(self, made: Grower, title: str, year: int) -> None:
        """Grant a title in a year, and re-check it each time that it would have expired."""
        years = LISTS[title][1]
        on = self._day(title, year)
        kind = "granted"
        while on <= self.span.last - DAY * 2:
            expires = add_months(on.replace(day=1), 12 * years).replace(day=on.day) - DAY
            stamp = self.stamp(on)
            made.titles.append(Award(title, LEVELS[title], kind, on, expires, stamp))
            if expires + DAY * 20 > self.span.last or self.rng.randrange(100) < 4:
                return
            kind = "rechecked"
            on = expires - DAY * self.rng.randint(5, 40)

    def _values(self, made: Grower, title: str) -> None:
        """Hand in the figures of four years each spring; a few owe last year's."""
        last = self.year - 1
        handed = date(self.year, 3, 1) + DAY * self.rng.randint(0, 80)
        owes = self.rng.randrange(100) < 4
        for year, values in figures_of(self.rng, title, last).items():
            on = handed if year == last else date(year + 1, 4, 10)
            if on > self.span.last - DAY * 2 or (owes and year == last):
                continue
            stamp = self.stamp(on)
            made.values += [Value(year, name, raw, on, stamp) for name, raw in values.items()]

    def chains(self, made: Grower, number: int, everyone: list[Grower]) -> None:
        """Put half of the firms into the five chains."""
        rng = self.rng
        if rng.randrange(100) < 50:
            return
        on = self.span.first + DAY * rng.randint(0, 60)
        other = rng.randrange(len(everyone))
        supplier = everyone[other]
        what, market = made.product.name, f"国内细分市场占有率 {rng.randint(4, 22)}%"
        school = f"示例大学{rng.choice('甲乙丙丁')}学院（演示）"
        person = f"首席工程师{rng.choice('赵钱孙李周吴郑王')}某（演示）"
        given: list[tuple[str, str, str, str, int | None]] = [
            ("industry", "segment", what, "", None),
            ("supply", "customer", f"示例整机厂{rng.randint(1, 9)}号（演示）", "外地", None),
            ("innovation", "patent", f"{what}的制造方法", "发明专利", None),
            ("innovation", "partner", school, "联合研发", None),
            ("value", "market", what, market, None),
            ("talent", "person", person, "", None),
        ]
        if other != number:
            given.append(("supply", "supplier", supplier.firm.name, supplier.product.name, other))
        made.places = [Place(*each, on, self.stamp(on)) for each in given]


def number_of(raw: Any) -> Decimal | None:
    """Return a raw value as a number; None for yes-or-no and words."""
    return None if isinstance(raw, bool | str) else Decimal(str(raw))
