"""Definition of an indicator (口径): data with version, document and dates of force.

Offices really differ in these (field notes on 开工率, 履约率, 资金到位率), so each variant is a
definition of its own. The loader refuses unknown keys, missing references and missing dates.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003  # pydantic reads the fields' types
from decimal import Decimal  # noqa: TC003  # pydantic reads the fields' types
from typing import TYPE_CHECKING, Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Kind = Literal["count", "sum", "ratio", "mean", "difference", "growth", "elapsed"]


class DefinitionError(ValueError):
    """A definition that is refused; the message names file, definition and key."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(_Strict):
    """A text in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Reference(_Strict):
    """The document that set the definition; `grade` A official site, B press, C mirror, own."""

    title: str = Field(min_length=1)
    publisher: str = ""
    article: str = ""
    url: str = ""
    grade: Literal["A", "B", "C", "own"]


class Rounding(_Strict):
    """How the printed figure is rounded."""

    mode: Literal["half_up", "truncate"] = "half_up"
    digits: int = Field(ge=0, le=6)


class Threshold(_Strict):
    """Only projects of at least so many yuan (written in 万元) on this basis count."""

    at_least_wan: Decimal = Field(gt=0)
    basis: Literal["planned", "planned_fixed", "contracted"]


class Selection(_Strict):
    """Which rows count: a selector's name, its parameters, and conditions on the project."""

    select: str
    params: dict[str, Any] = Field(default_factory=dict)
    where: dict[str, str | bool] = Field(default_factory=dict)
    threshold: Threshold | None = None


class Definition(_Strict):
    """One version of one indicator."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,20}$")]
    version: Annotated[str, Field(pattern=r"^[a-z0-9]{1,7}$")]
    name: Text
    kind: Kind
    unit: Literal["%", "个", "亿元", "万元", "天", "点", "次", "家"]
    numerator: Selection | None = None
    denominator: Selection | None = None
    # For difference and growth: the ids of the figures they are made of.
    of: tuple[str, ...] = ()
    cohort: Literal["same_period", "all_open", "vintage", "independent"] = "independent"
    threshold: Threshold | None = None
    sharing: Literal["host", "origin", "double"] = "host"
    rounding: Rounding
    better: Literal["high", "low", "none"] = "none"
    reference: Reference
    in_force_from: date
    in_force_to: date | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> Definition:
        needs = {
            "count": (True, False, 0), "sum": (True, False, 0), "mean": (True, False, 0),
            "ratio": (True, True, 0), "difference": (False, False, 2), "growth": (False, False, 1),
            "elapsed": (False, False, 0),
        }[self.kind]  # fmt: skip
        has = (self.numerator is not None, self.denominator is not None, len(self.of))
        if has != needs:
            raise ValueError(f"a {self.kind} needs numerator, denominator, of = {needs}, not {has}")
        if self.in_force_to is not None and self.in_force_to < self.in_force_from:
            raise ValueError("in_force_to lies before in_force_from")
        return self

    @property
    def full_id(self) -> str:
        """Return `id@version`."""
        return f"{self.id}@{self.version}"

    def in_force(self, on: date) -> bool:
        """Test whether the version was in force on the day."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    @property
    def adds_up(self) -> bool:
        """Test whether the parks' figures add up to the zone's."""
        return self.kind in {"count", "sum"}


def load(text: str, *, source: str) -> list[Definition]:
    """Return the definitions of a YAML text (a list); DefinitionError names what is refused."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as why:
        raise DefinitionError(f"{source}: {why}") from None
    if not isinstance(data, list):
        raise DefinitionError(f"{source}: a list of definitions is expected")
    return [_one(entry, source) for entry in data]


def _one(entry: object, source: str) -> Definition:
    name = entry.get("id", "?") if isinstance(entry, dict) else "?"
    try:
        return Definition.model_validate(entry)
    except ValidationError as why:
        first = why.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DefinitionError(f"{source}: {name}: {place}: {first['msg']}") from None


def load_folder(folder: Path) -> list[Definition]:
    """Return the definitions of every YAML file of a folder, in the order of the names."""
    found: list[Definition] = []
    for path in sorted(folder.glob("*.yaml")):
        found += load(path.read_text(encoding="utf-8"), source=path.name)
    return found


class Book:
    """All definitions known, by id and version; the same id@version twice is refused."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        self._by_full_id: dict[str, Definition] = {}
        for definition in definitions:
            if definition.full_id in self._by_full_id:
                raise DefinitionError(f"{definition.full_id} is defined twice")
            self._by_full_id[definition.full_id] = definition

    def __iter__(self) -> Any:
        return iter(self._by_full_id.values())

    def get(self, id: str, version: str) -> Definition:
        """Return one version; KeyError where it is unknown."""
        return self._by_full_id[f"{id}@{version}"]

    def versions(self, id: str) -> list[Definition]:
        """Return all versions of an indicator, the default first."""
        return [d for d in self._by_full_id.values() if d.id == id]

    def default(self, id: str, on: date) -> Definition:
        """Return the first version in force on the day, else the first; KeyError if unknown."""
        versions = self.versions(id)
        if not versions:
            raise KeyError(id)
        return next((d for d in versions if d.in_force(on)), versions[0])
