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

from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Kind = Literal["count", "sum", "ratio", "mean", "difference", "growth", "elapsed"]


MONEY = ("亿元", "万元")
UNITS: dict[str, tuple[str, ...]] = {
    "count": ("个", "家", "次"),
    "sum": (*MONEY, "%", "个", "家", "次", "件", "人", "分", "比值", "吨标准煤/万元"),
    "ratio": ("%",),
    "mean": ("天",),
    "difference": ("点",),
    "growth": ("%",),
    "elapsed": ("%",),
}


class DefinitionError(UserError, ValueError):
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

    at_least_wan: Decimal = Field(gt=0, le=1_000_000_000)
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
    unit: Literal[
        "%", "个", "亿元", "万元", "天", "点", "次", "家", "件", "人", "分", "比值", "吨标准煤/万元"
    ]
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
        if self.unit not in UNITS[self.kind]:
            raise ValueError(
                f"a {self.kind} is in {' or '.join(UNITS[self.kind])}, not {self.unit}"
            )
        money = self.numerator is not None and self.numerator.select == "posted"
        if money and (self.kind == "count" or (self.kind == "sum" and self.unit not in MONEY)):
            raise ValueError(f"money is summed in {' or '.join(MONEY)}, not counted")
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
        data = yaml.load(text, _OnceLoader)  # noqa: S506  # a SafeLoader that refuses double keys
    except (yaml.YAMLError, ValueError, RecursionError) as why:
        raise DefinitionError(f"{source}: {why}") from None
    if not isinstance(data, list):
        raise DefinitionError(f"{source}: a list of definitions is expected")
    found = [_one(entry, source) for entry in data]
    names = [definition.full_id for definition in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DefinitionError(f"{source}: {', '.join(twice)} is defined twice")
    return found


class _OnceLoader(yaml.SafeLoader):
    """Reads plain data; a key given twice in a mapping is refused instead of the last one kept."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping; ConstructorError names the line of a key that stands twice."""
        keys = [key.value for key, _value in node.value]
        for number, (key, _value) in enumerate(node.value):
            if key.value in keys[:number]:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key.value!r} stands twice", key.start_mark
                )
        return super().construct_mapping(node, deep)


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
    """All definitions known, by id and version; what is refused is kept as a problem, not raised.

    `own` are the zone's, which go before the shipped ones; the newest in force goes first. A fault
    in one of them must not close every page that prints a number.
    """

    def __init__(
        self,
        shipped: Iterable[Definition],
        own: Iterable[Definition] = (),
        problems: Iterable[str] = (),
    ) -> None:
        self.problems: list[str] = list(problems)
        self._by_full_id: dict[str, Definition] = {}
        known = {definition.full_id: definition for definition in shipped}
        for definition in sorted(own, key=lambda d: d.in_force_from, reverse=True):
            if definition.full_id in known or definition.full_id in self._by_full_id:
                self.problems.append(f"{definition.full_id} is defined twice")
            else:
                self._by_full_id[definition.full_id] = definition
        self._by_full_id |= known
        self._leave_out_what_cannot_be_computed()

    def _leave_out_what_cannot_be_computed(self) -> None:
        """Take out figures made of figures that are unknown or made of others in turn."""
        made_of = {d.id for d in self._by_full_id.values() if d.of}
        known = {d.id for d in self._by_full_id.values()}
        for definition in [d for d in self._by_full_id.values() if d.of]:
            unknown = [name for name in definition.of if name not in known]
            nested = [name for name in definition.of if name in made_of]
            if unknown or nested:
                why = "unknown" if unknown else "made of other figures itself"
                said = f"{definition.full_id}: of: {', '.join(unknown or nested)} is {why}"
                self.problems.append(said)
                del self._by_full_id[definition.full_id]

    def __iter__(self) -> Iterator[Definition]:
        return iter(self._by_full_id.values())

    def get(self, id: str, version: str) -> Definition:
        """Return one version; KeyError where it is unknown."""
        return self._by_full_id[f"{id}@{version}"]

    def versions(self, id: str) -> list[Definition]:
        """Return all versions of an indicator, the zone's own first."""
        return [d for d in self._by_full_id.values() if d.id == id]

    def default(self, id: str, on: date) -> Definition:
        """Return the first version in force on the day, else the first; KeyError if unknown."""
        versions = self.versions(id)
        if not versions:
            raise KeyError(id)
        return next((d for d in versions if d.in_force(on)), versions[0])
