"""Ledger (台账): tables of places, parties, projects and their events."""

from gaoxin.ledger.models.events import (
    Milestone,
    Observation,
    Posting,
    ProjectChange,
)
from gaoxin.ledger.models.imports import ColumnMapping, ImportRun
from gaoxin.ledger.models.money import CurrencyRate
from gaoxin.ledger.models.places import Department, Industry, Park, Zone
from gaoxin.ledger.models.projects import (
    CapacityLine,
    Enterprise,
    EquipmentLine,
    Project,
    ProjectSet,
    ProjectSetMember,
)
from gaoxin.ledger.models.targets import Indicator

__all__ = [
    "CapacityLine",
    "ColumnMapping",
    "CurrencyRate",
    "Department",
    "Enterprise",
    "EquipmentLine",
    "ImportRun",
    "Indicator",
    "Industry",
    "Milestone",
    "Observation",
    "Park",
    "Posting",
    "Project",
    "ProjectChange",
    "ProjectSet",
    "ProjectSetMember",
    "Zone",
]
