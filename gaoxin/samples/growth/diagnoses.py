"""Invented digital diagnoses (虚构的数字化诊断): up to three of a firm, some half answered."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from django.utils import timezone

from gaoxin.grow.diagnosis.queries import questionnaire_on
from gaoxin.grow.models import Diagnosis, DiagnosisDraft
from gaoxin.ledger.models import Enterprise

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.grow.core.questionnaire import Questionnaire
    from gaoxin.ledger.models import Zone

SHARE = 0.42
NOTE = "演示数据，虚构"
MONTHS_BETWEEN = 9
# Of so many diagnosed firms one leaves questions open.
ONE_OPEN_OF = 7
DRAFT_ANSWERS = 11
# How many diagnoses a firm has had.
TIMES = (1, 1, 2, 2, 3)


def diagnose_firms(zone: Zone, last: date, *, seed: int) -> bool:
    """Write diagnoses of some enterprises up to a day; False where some stand already."""
    if Diagnosis.objects.filter(enterprise__zone=zone).exists():
        return False
    dice = Random(f"{seed} diagnoses")
    form = questionnaire_on(last)
    firms = Enterprise.objects.filter(zone=zone, removed_at__isnull=True).order_by("pk")
    rows: list[Diagnosis] = []
    begun: Enterprise | None = None
    for firm in firms.select_related("park"):
        if dice.random() > SHARE:
            operated = firm.park is not None and firm.park.code == "electric"
            begun = begun or (firm if operated else None)
            continue
        rows += _of_firm(firm, form, last, dice)
    Diagnosis.objects.bulk_create(rows)
    if begun is not None:
        answers = dict(list(_answers(form, 0.5, dice).items())[:DRAFT_ANSWERS])
        DiagnosisDraft.objects.create(
            enterprise=begun, rule=form.rule.id, answers=answers, changed_by="park",
            changed_at=_at(last),
        )  # fmt: skip
    return True


def _of_firm(firm: Enterprise, form: Questionnaire, last: date, dice: Random) -> list[Diagnosis]:
    """Return a firm's diagnoses: each finds it a little further than the one before."""
    times = dice.choice(TIMES)
    began = form.rule.head.in_force_from
    ripeness = dice.betavariate(2, 2.6)
    days = [last - timedelta(days=dice.randint(3, 80) + 30 * MONTHS_BETWEEN * back)
            for back in reversed(range(times))]  # fmt: skip
    found = []
    for number, day in enumerate(day for day in days if day >= began):
        if firm.recorded_at > _at(day):
            continue
        answers = _answers(form, min(1.0, ripeness + 0.11 * number), dice)
        if dice.randrange(ONE_OPEN_OF) == 0:
            for name in dice.sample(form.names, dice.randint(1, 4)):
                answers.pop(name)
        kind = dice.choice(Diagnosis.Kind.values)
        found.append(
            Diagnosis(
                enterprise=firm,
                kind=kind,
                rule=form.rule.id,
                answers=answers,
                happened_on=day,
                recorded_at=_at(day),
                recorded_by="specialist",
                note=NOTE,
            )
        )
    return found


def _answers(form: Questionnaire, ripeness: float, dice: Random) -> dict[str, str]:
    answers = {}
    for question in form.questions:
        place = _place(len(question.options), ripeness, dice)
        answers[question.name] = question.options[place].value
    for scene in form.scenes:
        answers[scene.name] = scene.grades[_place(len(scene.grades), ripeness, dice)]
    return answers


def _place(length: int, ripeness: float, dice: Random) -> int:
    return max(0, min(length - 1, round(ripeness * (length - 1) + dice.uniform(-0.9, 0.9))))


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(16, 30)))
