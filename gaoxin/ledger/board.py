"""Board of projects (看板): the filtered list in columns of any field with few values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Sum, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gaoxin.ledger.models import Project
from gaoxin.ledger.tables import stage_name
from gaoxin.lib.errors import UserError
from gaoxin.lib.money import round_half_up, yi

if TYPE_CHECKING:
    from gaoxin.ledger.tables import Facts
    from gaoxin.web.listpage import ListPage

CARDS = 5
# Name in the address: the field, the filter that shows one column as a list, the label.
BOARD_FIELDS: dict[str, tuple[str, str, Any]] = {
    "stage": ("stage_rank", "stage", gettext_lazy("阶段")),
    "park": ("was_park_id", "park", gettext_lazy("园区")),
    "industry": ("was_industry_id", "industry", gettext_lazy("产业")),
    "kind": ("was_kind", "kind", gettext_lazy("类型")),
}


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A column: its head with count and money, its first cards, and where the rest is."""

    label: Any
    count: int
    money: Any
    cards: list[dict[str, Any]]
    address: str

    @property
    def more(self) -> int:
        """Return how many cards are not shown."""
        return self.count - len(self.cards)


@dataclass(frozen=True, slots=True)
class Board:
    """The columns; empty values have their own, so that the columns add up to the list."""

    name: str
    columns: list[BoardColumn]
    total: int


def board_of(page: ListPage, name: str, facts: Facts) -> Board:
    """Return the board of a list page's filtered rows by a field; UserError on another field."""
    if name not in BOARD_FIELDS:
        raise UserError(_("看板不能按“%(name)s”分列。") % {"name": name[:40]})
    field, parameter, _label = BOARD_FIELDS[name]
    found = page.filtered()
    groups = list(
        found.order_by(field).values(field).annotate(count=Count("pk"), money=Sum("planned"))
    )
    groups.sort(key=lambda group: group[field] is None)
    place = Window(RowNumber(), partition_by=F(field), order_by=[F("planned").desc(), F("pk")])
    # Keys first: the database then computes the other columns for the cards only.
    placed = found.annotate(place=place).filter(place__lte=CARDS)
    facts.ids = list(placed.order_by("place").values_list("pk", flat=True))
    known = {project.pk: project for project in found.filter(pk__in=facts.ids)}
    cards: dict[Any, list[Any]] = {}
    for project in (known[pk] for pk in facts.ids):
        cards.setdefault(getattr(project, field), []).append(project)
    columns = [
        _column(group, cards.get(group[field], []), page, facts, (field, parameter))
        for group in groups
    ]
    return Board(name, columns, sum(column.count for column in columns))


def _column(
    group: dict[str, Any], projects: list[Any], page: ListPage, facts: Facts, by: tuple[str, str]
) -> BoardColumn:
    field, parameter = by
    value = group[field]
    money = round_half_up(yi(Decimal(group["money"] or 0)), 1)
    return BoardColumn(
        label=_value_name(field, value, facts),
        count=group["count"],
        money=f"{money:,}",
        cards=[
            {"name": facts.link(each), "park": facts.park(each),
             "stage": stage_name(each.stage_rank),
             "planned": facts.money(each, "planned", unit=True),
             "light": facts.extra.get("light", {}).get(each.pk, "")}
            for each in projects
        ],
        address=page.address(board="", **{parameter: "-" if value is None else str(value)}),
    )  # fmt: skip


def _value_name(field: str, value: Any, facts: Facts) -> Any:
    if field == "stage_rank":
        return stage_name(value)
    if value is None:
        return _("未定")
    if field == "was_kind":
        return Project.Kind(value).label
    places: dict[int, Any] = facts.parks if field == "was_park_id" else facts.industries
    return places[value].short_name or places[value].name
