"""Material (素材): product names, firms' words and people, read from the files beside the code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[1]


@lru_cache(maxsize=8)
def read(name: str) -> dict[str, Any]:
    """Return the contents of a file such as `zone` or `materials`."""
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True, slots=True)
class Product:
    """What a project makes: firm's trade, capacity with unit and range, main machine."""

    name: str
    park: str
    industry: str
    trade: str
    unit: str
    least: int
    most: int
    machine: str


@lru_cache(maxsize=1)
def products() -> dict[str, list[Product]]:
    """Return the products by park."""
    return {
        park: [Product(name, park, of["industry"], *row) for name, row in of["products"].items()]
        for park, of in read("materials")["parks"].items()
    }


def park_weights() -> dict[str, int]:
    """Return how many projects of a hundred each park takes."""
    return {park: of["weight"] for park, of in read("materials")["parks"].items()}


def people_of(role: str) -> list[str]:
    """Return the user names that hold a role."""
    return [person["username"] for person in read("staff")["people"] if person.get("role") == role]


def operator_of(park: str) -> str:
    """Return the user name of a park's operator."""
    people = read("staff")["people"]
    return next(str(person["username"]) for person in people if person.get("park") == park)
