"""Review (评审): tables of schemes, cases, dossiers, panels, signatures and meetings."""

from gaoxin.review.models.cases import (
    Delegate,
    DossierValue,
    Move,
    Opinion,
    Paper,
    Review,
    VetoAnswer,
)
from gaoxin.review.models.decisions import Condition, ConditionMet, Filing, Meeting
from gaoxin.review.models.panels import (
    Calibration,
    Draft,
    Expert,
    Panel,
    PanelAct,
    Seat,
    Signature,
)
from gaoxin.review.models.schemes import SchemeVersion

__all__ = [
    "Calibration",
    "Condition",
    "ConditionMet",
    "Delegate",
    "DossierValue",
    "Draft",
    "Expert",
    "Filing",
    "Meeting",
    "Move",
    "Opinion",
    "Panel",
    "PanelAct",
    "Paper",
    "Review",
    "SchemeVersion",
    "Seat",
    "Signature",
    "VetoAnswer",
]
