"""Drafts of projects (项目草稿): who invests in what, where, and who is in charge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.samples.core.cast import Firm, Line, Stamp, Venture
from gaoxin.samples.core.days import recorded
from gaoxin.samples.core.material import park_weights, people_of, read
from gaoxin.samples.core.names import Names

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from gaoxin.samples.core.days import Span
    from gaoxin.samples.core.material import Product

PLATFORM = ("平台", "中心")


class Drafts:
    """Makes projects that nothing has happened to yet."""

    def __init__(self, rng: Random, span: Span) -> None:
        self.rng = rng
        self.span = span
        self.names = Names(rng)
        self._leaders = people_of("leader")
        self._officers = people_of("officer")
        self._deck: list[str] = []

    def _next_park(self) -> str:
        """Deal parks from a shuffled deck, so that fifty projects lie in the parks as weighted."""
        if not self._deck:
            self._deck = [
                park for park, weight in park_weights().items() for _ in range(weight // 2)
            ]
            self.rng.shuffle(self._deck)
        return self._deck.pop()

    def venture(self, lead: date) -> Venture:
        """Return a project first heard of on a day."""
        park = self._next_park()
        product = self.names.product(park)
        officer = self.rng.choice(self._officers)
        drawn = Venture(
            name=self.names.project(product),
            kind=_kind(product),
            park=park,
            industry=product.industry,
            stamp=Stamp(recorded(self.rng, lead, self.span), officer),
            trade=product.trade,
            officer=officer,
            leader=self.rng.choice(self._leaders),
        )
        self._investor(drawn, product)
        self._works(drawn, product)
        return drawn

    def _investor(self, drawn: Venture, product: Product) -> None:
        words = read("materials")
        sources = words["sources"]
        drawn.origin = self.rng.choices(list(sources), list(sources.values()))[0]
        region = self.rng.choice(words["regions"][drawn.origin])
        drawn.investor = f"{region}某{product.trade}企业（演示）"
        drawn.is_high_tech = self.rng.randrange(100) < (20 if product.park == "services" else 55)

    def _works(self, drawn: Venture, product: Product) -> None:
        amount = self.rng.randint(product.least, product.most)
        machines = self.rng.randint(12, 180)
        drawn.capacity = [Line(product.name, amount, product.unit)]
        drawn.equipment = [
            Line(product.machine, machines, "台(套)"),
            Line("检测与辅助设备", machines * self.rng.randint(1, 4), "台(套)"),
        ]
        drawn.buildings = self.rng.choice(read("materials")["buildings"])
        drawn.content = (
            f"建设{product.name}生产线，购置{product.machine}等设备，"
            f"达产后形成 {amount} {product.unit}能力。（演示）"
        )
        if product.park == "services":
            drawn.content = f"建设{product.name}，配套{product.machine}等设备。（演示）"

    def firm(self, drawn: Venture, registered_on: date) -> Firm:
        """Return the firm that a project registers."""
        return Firm(
            name=self.names.firm(drawn.trade),
            credit_code=self.names.credit_code(),
            industry=drawn.industry,
            park=drawn.park,
            stamp=Stamp(recorded(self.rng, registered_on, self.span), drawn.officer),
            registered_on=registered_on,
        )


def _kind(product: Product) -> str:
    if product.park == "services":
        return "platform" if any(word in product.name for word in PLATFORM) else "service"
    return "platform" if "平台" in product.name else "industrial"
