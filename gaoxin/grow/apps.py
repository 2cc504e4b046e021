"""Grow (培育): registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gaoxin.web.navigation import NavEntry

# Events that documents prove, which hang on an enterprise.
CITED = ("grow.yearfigure", "grow.honour", "grow.chainentry")


class GrowConfig(AppConfig):
    """Room grow."""

    name = "gaoxin.grow"
    verbose_name = _("培育")
    notices = "gaoxin.grow.extras.notices"
    navigation = (
        NavEntry(_("培育"), "grow:home", "plant", "work", 60, "grow.view"),
        NavEntry(_("认定规则"), "grow:rules", "ruler", "foot", 30, "grow.view"),
    )

    def ready(self) -> None:
        """Offer figures, cited records, and what other rooms' pages show of cultivation."""
        from gaoxin.grow import extras, figures
        from gaoxin.grow.diagnosis import extras as diagnosis_extras
        from gaoxin.grow.diagnosis import figures as diagnosis_figures
        from gaoxin.grow.evaluation import figures as evaluation_figures

        figures.offer()
        extras.offer(CITED)
        diagnosis_figures.offer()
        diagnosis_extras.offer()
        evaluation_figures.offer()
