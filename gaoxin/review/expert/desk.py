"""Desk (专家评分页): what one expert sees of one case, at the stage the case is in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gaoxin.review.core.explain import mark_line
from gaoxin.review.core.process.panel import FIRST, REVISED, progress, visible
from gaoxin.review.core.sheet import drafts
from gaoxin.review.core.sheet.calibration import compare, trials
from gaoxin.review.core.sheet.standing import OPEN, REVISE, filled, round_of, standing
from gaoxin.review.expert.drafts import draft_of, fields_of
from gaoxin.review.expert.evidence import Dossier
from gaoxin.review.models import Calibration, Review
from gaoxin.review.queries import (
    CaseFile,
    expert_reviews,
    has_declared,
    is_english,
    labels_of,
    language,
    sitting_of,
)
from gaoxin.review.queries.lists import read_rows
from gaoxin.rulebook.words import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from gaoxin.lib.access import Actor
    from gaoxin.review.core.process.panel import Panel as Sitting
    from gaoxin.review.core.process.panel import Sheet
    from gaoxin.review.core.scheme.model import Indicator
    from gaoxin.review.core.sheet.calibration import Calibrated, Trial
    from gaoxin.review.core.sheet.drafts import Fields, Held
    from gaoxin.review.core.sheet.standing import Filled
    from gaoxin.review.expert.evidence import Excerpt
    from gaoxin.review.models import Draft, Panel, Signature


@dataclass(frozen=True, slots=True)
class Level:
    """A level of an item: its number, its sentence, whether chosen, whether it asks a reason."""

    value: int
    text: str
    is_chosen: bool
    asks_reason: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A judged item on the sheet, with the places that are evidence for it."""

    number: int
    id: str
    label: str
    dimension: str
    marks: Decimal
    levels: tuple[Level, ...]
    reason: str
    excerpts: tuple[Excerpt, ...]
    level_held: Held | None = None
    reason_held: Held | None = None

    @property
    def is_judged(self) -> bool:
        """Test whether a level is chosen."""
        return any(level.is_chosen for level in self.levels)

    @property
    def clashes(self) -> list[tuple[str, Held]]:
        """Return the fields that another device wrote too, by name."""
        pairs = (("level", self.level_held), ("reason", self.reason_held))
        return [
            (f"{self.id}.{kind}", held)
            for kind, held in pairs
            if held is not None and held.other is not None
        ]


@dataclass(frozen=True, slots=True)
class SeatSheets:
    """A colleague by letter (or oneself) with the sheets that may be seen."""

    label: str
    is_own: bool
    first: Sheet | None
    revised: Sheet | None

    @property
    def both(self) -> list[Sheet]:
        """Return the sheets that are there, the first before the revised."""
        return [sheet for sheet in (self.first, self.revised) if sheet is not None]


@dataclass(frozen=True, slots=True)
class Computed:
    """The marks that need no judgement: how many, of which figures are missing, what they are of.

    `lines` are there only once the own sheet is signed.
    """

    count: int
    missing: int
    full: str
    lines: tuple[str, ...]


class Desk:
    """One case for one expert; each part is read once."""

    def __init__(self, file: CaseFile, user: Actor) -> None:
        self.file, self.user = file, user
        self.review: Review = file.review
        self.row, self.sitting = _own_panel(file, user.username)

    @cached_property
    def stage(self) -> str:
        """Return what the expert does next."""
        return standing(
            self.sitting,
            self.user.username,
            has_declared=has_declared(self.row, self.user.username),
            is_calibrated=self.trial is None or self.calibration is not None,
        )

    @property
    def is_open(self) -> bool:
        """Test whether a sheet may be written now."""
        return self.stage in OPEN

    @property
    def round(self) -> int:
        """Return the round that is written, or was written last."""
        return round_of(self.stage)

    @property
    def label(self) -> str:
        """Return the letter that stands for the expert."""
        return labels_of(list(self.row.seats.all()))[self.user.username]

    @property
    def type_words(self) -> str:
        """Return the project type in words."""
        return self.file.scheme.types[self.review.type].label(language())

    @property
    def tier_words(self) -> str:
        """Return the size class in words."""
        return self.file.scheme.tiers[self.review.tier].words.label(language())

    @property
    def sign_by(self) -> date | None:
        """Return the last day to sign."""
        return self.row.sign_by

    def days_left(self, today: date) -> int | None:
        """Return the days left to sign, 0 on the last day, less than 0 once it is over."""
        return None if self.sign_by is None else (self.sign_by - today).days

    @property
    def reasoned(self) -> str:
        """Return the levels that ask for a reason, as a list in words."""
        levels = sorted(self.file.scheme.panel.reasoned_levels)
        return (", " if is_english() else "、").join(map(str, levels))

    @cached_property
    def trial(self) -> Trial | None:
        """Return the calibration case of the scheme and type, None where none is shipped."""
        return trials(self.file.scheme).get(self.review.type)

    @property
    def calibration_name(self) -> str:
        """Return the name under which the calibration of scheme and type is kept."""
        return f"{self.review.scheme} {self.review.type}"[:101]

    @cached_property
    def calibration(self) -> Calibration | None:
        """Return what the expert answered to the calibration case."""
        rows = Calibration.objects.filter(by=self.user.username, scheme=self.calibration_name)
        return rows.first()

    @property
    def calibrated(self) -> Calibrated | None:
        """Return the answer against the reference."""
        if self.trial is None or self.calibration is None:
            return None
        return compare(self.trial, self.calibration.levels, self.file.scheme)

    @cached_property
    def dossier(self) -> Dossier:
        """Return the papers, names covered."""
        return Dossier(self.review)

    @cached_property
    def excerpts(self) -> list[Excerpt]:
        """Return the cited places of the judged items."""
        return self.dossier.excerpts(self.file.judged)

    @cached_property
    def draft(self) -> Draft | None:
        """Return what is kept of the round being written."""
        return draft_of(self.row, self.user.username, self.round)

    @cached_property
    def fields(self) -> Fields:
        """Return the fields of the draft; a revision starts from the first sheet."""
        return fields_of(self.draft)

    @cached_property
    def own(self) -> Sheet | None:
        """Return the own sheet that counts now."""
        return self.sitting.sheets().get(self.user.username)

    @cached_property
    def levels(self) -> dict[str, int]:
        """Return the levels as they stand on the sheet."""
        start = dict(self.own.levels) if self.own is not None else {}
        found = drafts.levels_of(self.fields)
        cleared = {
            name.removesuffix(".level")
            for name, held in self.fields.items()
            if name.endswith(".level") and held.value is None
        }
        return {item: level for item, level in (start | found).items() if item not in cleared}

    @cached_property
    def reasons(self) -> dict[str, str]:
        """Return the reasons as they stand on the sheet."""
        start = dict(self.own.reasons) if self.own is not None else {}
        typed = {
            name.removesuffix(".reason"): str(held.value or "")
            for name, held in self.fields.items()
            if name.endswith(".reason")
        }
        return start | typed

    @cached_property
    def filled(self) -> Filled:
        """Return how far the sheet is."""
        return filled(self.levels, self.reasons, self.file.judged, self.file.scheme.panel)

    @cached_property
    def items(self) -> list[Item]:
        """Return the judged items in the scheme's order."""
        judged = self.file.scheme.judged(self.review.type)
        return [self._item(number, each) for number, each in enumerate(judged, 1)]

    def _item(self, number: int, indicator: Indicator) -> Item:
        scheme, chosen = self.file.scheme, self.levels.get(indicator.id)
        rule = scheme.panel
        levels = tuple(
            Level(value, indicator.anchors.get(value, words), value == chosen,
                  value in rule.reasoned_levels)
            for value, words in sorted(rule.levels.items())
        )  # fmt: skip
        return Item(
            number=number,
            id=indicator.id,
            label=indicator.words.label(language()),
            dimension=scheme.dimensions[indicator.dimension].words.label(language()),
            marks=indicator.marks[self.review.type],
            levels=levels,
            reason=self.reasons.get(indicator.id, ""),
            excerpts=tuple(each for each in self.excerpts if each.item == indicator.id),
            level_held=self.fields.get(f"{indicator.id}.level"),
            reason_held=self.fields.get(f"{indicator.id}.reason"),
        )

    @property
    def open_numbers(self) -> list[int]:
        """Return the numbers of the items that are still to judge."""
        return [item.number for item in self.items if item.id in self.filled.open]

    @property
    def bare_numbers(self) -> list[int]:
        """Return the numbers of the items whose level asks for a reason that is not there."""
        return [item.number for item in self.items if item.id in self.filled.bare]

    @property
    def full(self) -> str:
        """Return the full marks of all judged items as printed."""
        return plain(self.filled.full)

    @property
    def of(self) -> str:
        """Return the full marks of what is judged so far as printed."""
        return plain(self.filled.of)

    @cached_property
    def computed(self) -> Computed:
        """Return the computed part; its marks only after the own signature."""
        scheme, found = self.file.scheme, self.file.score
        marks = [m for m in found.marks.values() if scheme.indicators[m.indicator].kind != "panel"]
        shown = marks if self.sitting.has_signed(self.user.username) else []
        return Computed(
            count=len(marks),
            missing=sum(bool(mark.missing) for mark in marks),
            full=plain(100 - self.filled.full),
            lines=tuple(mark_line(found, mark, language()) for mark in shown),
        )

    @cached_property
    def sheets(self) -> list[SeatSheets]:
        """Return the sheets that may be seen, by the letters of the seats."""
        seen = visible(self.sitting, self.user.username)
        labels: Mapping[str, str] = labels_of(list(self.row.seats.all()))
        return [
            SeatSheets(labels[name], name == self.user.username,
                       seen[FIRST].get(name), seen[REVISED].get(name))
            for name in self.sitting.active
            if name in seen.get(FIRST, {}) or name in seen.get(REVISED, {})
        ]  # fmt: skip

    @property
    def progress(self) -> tuple[int, int] | None:
        """Return how many have signed of how many, once the own sheet is signed."""
        return progress(self.sitting, self.user.username)

    @cached_property
    def receipts(self) -> list[Signature]:
        """Return the own signatures with their time and hash."""
        return [s for s in self.row.signatures.all() if s.username == self.user.username]

    @property
    def is_revision(self) -> bool:
        """Test whether the sheet being written is a revision."""
        return self.stage == REVISE


def _own_panel(file: CaseFile, username: str) -> tuple[Panel, Sitting]:
    """Return the last panel of a case on which somebody judges: after an appeal others sit."""
    for row in reversed(file.panels):
        sitting = sitting_of(row, file.until)
        if username in sitting.active:
            return row, sitting
    raise Review.DoesNotExist


def desk_of(user: Actor, code: str) -> Desk:
    """Return the desk of a case; Review.DoesNotExist for whoever does not judge it."""
    return Desk(CaseFile(expert_reviews(user).get(code=code)), user)


def desks_of(user: Actor) -> list[Desk]:
    """Return the desks of all cases that the user judges, those to be done first."""
    found = [Desk(CaseFile(review), user) for review in read_rows(expert_reviews(user))]
    return sorted(found, key=lambda desk: (not _is_due(desk), -desk.review.pk))


def due_count(*, user: Actor, moment: object = None) -> int | None:
    """Return how many cases wait for the expert: the badge of the menu, nothing for none."""
    return sum(_is_due(desk) for desk in desks_of(user)) or None


def _is_due(desk: Desk) -> bool:
    return desk.is_open or desk.stage in {"declare", "calibrate"}
