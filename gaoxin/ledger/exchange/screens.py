"""Parts of the import's screens (导入页的零件): choices of columns, words for kinds and fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gaoxin.ledger.exchange.core.columns import layouts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaoxin.ledger.models import ImportRun

ACTIONS: Mapping[str, Any] = {
    "create": gettext_lazy("新建"),
    "update": gettext_lazy("更新"),
    "unchanged": gettext_lazy("没变"),
    "skip": gettext_lazy("跳过"),
}
SHOWS: Mapping[str, Any] = {
    "all": gettext_lazy("全部"),
    "look": gettext_lazy("要看"),
    "skip": gettext_lazy("跳过"),
}
KINDS: Mapping[str, Any] = {
    "projects": gettext_lazy("项目台账"),
    "funds": gettext_lazy("资金明细"),
    "monthly": gettext_lazy("投资完成月报"),
    "milestones": gettext_lazy("节点计划"),
    "enterprises": gettext_lazy("企业名录"),
}
# Read for checks only, or kept in another room.
NOT_WRITTEN = {"seq", "note", "problem", "leader", "officer", "stage_word", "progress"}


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column of a sheet and what it may be taken for."""

    letter: str
    header: str
    field: str
    unit: str
    is_guess: bool
    is_written: bool
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """A sheet with its columns, for the form that corrects them."""

    sheet: str
    kind: str
    kind_name: Any
    kinds: tuple[tuple[str, Any], ...]
    signature: str
    header_row: int
    counts: Mapping[str, int]
    columns: tuple[ColumnChoice, ...]

    @property
    def unread(self) -> list[str]:
        """Return the headers of the columns that were not recognised."""
        return [column.header for column in self.columns if not column.field]


def sheet_choices(run: ImportRun) -> list[SheetChoice]:
    """Return the run's sheets with what each column was taken for."""
    return [_sheet(sheet) for sheet in run.plan.get("sheets", [])]


def _sheet(sheet: Mapping[str, Any]) -> SheetChoice:
    options = _options(sheet["kind"])
    columns = tuple(
        ColumnChoice(
            letter, header, field, unit, how == "part", field not in NOT_WRITTEN,
            options if not field or field in dict(options) else (*options, (field, field)),
        )
        for letter, header, field, how, unit in sheet["columns"]
    )  # fmt: skip
    return SheetChoice(
        sheet["sheet"], sheet["kind"], KINDS[sheet["kind"]], tuple(KINDS.items()),
        sheet["signature"], sheet["header_row"], sheet["counts"], columns,
    )  # fmt: skip


def _options(kind: str) -> tuple[tuple[str, str], ...]:
    """Return the fields of a kind of sheet by their first wording, in the preset's order."""
    layout = next(each for each in layouts() if each.kind == kind)
    return tuple((field, _(spec.title)) for field, spec in layout.specs.items())
