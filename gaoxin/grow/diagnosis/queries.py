"""Digital diagnosis (数字化诊断): signed diagnoses at a moment, what they come to, and peers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.grow.core.diagnosis import Diagnosis as Found
from gaoxin.grow.core.diagnosis import diagnose, median
from gaoxin.grow.core.questionnaire import (
    Questionnaire,
    QuestionnaireError,
    read_questionnaire,
)
from gaoxin.grow.kept import own_folder
from gaoxin.grow.local import books, file_state
from gaoxin.grow.models import Diagnosis
from gaoxin.ledger.queries import effective
from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from django.db.models import QuerySet

    from gaoxin.figures.sight import Sight
    from gaoxin.grow.local import State
    from gaoxin.ledger.models import Enterprise, Zone
    from gaoxin.lib.moment import Moment
    from gaoxin.rulebook.rule import Rule

SUBJECT, SERIES = "diagnosis", "digital_maturity"
TOTAL = "total"


def questionnaire_on(day: date) -> Questionnaire:
    """Return the questionnaire of the rule in force on a day."""
    rule = books(SUBJECT).find(SERIES, day)
    if rule is None:
        raise UserError(_("%(day)s 没有施行的数字化评测规则。") % {"day": day.isoformat()})
    return questionnaire_of(rule.id)


def questionnaire_of(rule_id: str) -> Questionnaire:
    """Return the questionnaire of one rule, as a signed diagnosis names it."""
    return _questionnaire(rule_id, file_state(own_folder(SUBJECT)))


@lru_cache(maxsize=8)
def _questionnaire(rule_id: str, _files: State) -> Questionnaire:
    rule: Rule | None = books(SUBJECT).find(rule_id)
    if rule is None:
        raise UserError(_("没有规则 %(id)s，诊断打不开。") % {"id": rule_id})
    try:
        return read_questionnaire(rule)
    except QuestionnaireError as why:
        raise UserError(str(why)) from None


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """A signed diagnosis with what its rule says of it."""

    record: Diagnosis
    form: Questionnaire
    found: Found


def diagnosed(record: Diagnosis) -> Diagnosed:
    """Return a signed diagnosis with its level, score and profile."""
    form = questionnaire_of(record.rule)
    return Diagnosed(record, form, diagnose(form, record.answers))


def signed(zone: Zone, at: Moment) -> QuerySet[Diagnosis]:
    """Return the diagnoses that count at a moment, oldest first."""
    records = Diagnosis.objects.filter(enterprise__zone=zone)
    return effective(records, at).order_by("happened_on", "id")


def history(enterprise: Enterprise, at: Moment) -> list[Diagnosed]:
    """Return an enterprise's diagnoses that count at a moment, latest first."""
    records = signed(enterprise.zone, at).filter(enterprise=enterprise)
    return [diagnosed(record) for record in reversed(records)]


def latest(sight: Sight) -> Mapping[int, Diagnosed]:
    """Return the latest diagnosis of each enterprise at the sight's moment, worked out once."""
    return sight.once("digital diagnoses", lambda: _latest(sight))


def _latest(sight: Sight) -> dict[int, Diagnosed]:
    last = {record.enterprise_id: record for record in signed(sight.zone, sight.at)}
    known = sight.enterprises
    return {firm: diagnosed(record) for firm, record in last.items() if firm in known}


def digital_levels(sight: Sight) -> dict[int, int]:
    """Return the level of each enterprise whose latest diagnosis settles one."""
    return {
        firm: each.found.level
        for firm, each in latest(sight).items()
        if each.found.level is not None
    }


@dataclass(frozen=True, slots=True)
class Peers:
    """Medians of other firms by dimension and in total; None where fewer than three are known."""

    medians: Mapping[str, Decimal | None]
    counts: Mapping[str, int]
    firms: int


def peers(sight: Sight, enterprise: Enterprise, *, same_industry: bool) -> Peers:
    """Return the medians of the other diagnosed firms of the zone, or of the same industry.

    Only settled points count, and a median is told of three firms or more, so that no single
    firm's points can be read from it.
    """
    values: defaultdict[str, list[Decimal]] = defaultdict(list)
    firms = 0
    for firm, each in latest(sight).items():
        other = sight.enterprises[firm]
        if firm == enterprise.pk:
            continue
        if same_industry and other.industry_id != enterprise.industry_id:
            continue
        firms += 1
        for dimension in each.found.dimensions:
            if dimension.is_settled:
                values[dimension.id].append(dimension.low)
        low, high = each.found.score
        if low == high:
            values[TOTAL].append(low)
    return Peers(
        {name: median(column) for name, column in values.items()},
        {name: len(column) for name, column in values.items()},
        firms,
    )
