"""Forms of review (评审表单): one for each act of the office, the bureaux and the meeting."""

from gaoxin.review.forms.cases import (
    ConditionMetForm,
    DossierForm,
    IntakeForm,
    OpinionForm,
    PaperForm,
    StepForm,
    VetoForm,
)
from gaoxin.review.forms.panels import (
    DecisionForm,
    DrawForm,
    ExpertForm,
    RecusalForm,
    SchemeForm,
)

__all__ = [
    "ConditionMetForm",
    "DecisionForm",
    "DossierForm",
    "DrawForm",
    "ExpertForm",
    "IntakeForm",
    "OpinionForm",
    "PaperForm",
    "RecusalForm",
    "SchemeForm",
    "StepForm",
    "VetoForm",
]
