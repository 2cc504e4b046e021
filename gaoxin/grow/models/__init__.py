"""Grow (培育): tables of what enterprises report, hold and are tied to; all append-only."""

from gaoxin.grow.models.diagnosis import Diagnosis, DiagnosisDraft
from gaoxin.grow.models.events import ChainEntry, EnterpriseEvent, Honour, YearFigure
from gaoxin.grow.models.filings import Filing

__all__ = [
    "ChainEntry",
    "Diagnosis",
    "DiagnosisDraft",
    "EnterpriseEvent",
    "Filing",
    "Honour",
    "YearFigure",
]
