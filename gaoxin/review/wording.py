"""Wording (评审的用语): states, results, marks and reasons in the reader's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gaoxin.review.core.explain import result_words as core_result_words
from gaoxin.review.core.explain import with_unit
from gaoxin.review.core.process.course import STATE_WORDS
from gaoxin.review.queries.lists import EXPIRED, OPEN, OVER, OVERDUE
from gaoxin.review.queries.schemes import scheme_of
from gaoxin.review.queries.words import is_english, language

if TYPE_CHECKING:
    from gaoxin.review.core.scheme.model import Scheme
    from gaoxin.review.models import Review

PHASES = {
    OPEN: gettext_lazy("在办"),
    OVERDUE: gettext_lazy("逾期"),
    OVER: gettext_lazy("已结"),
}
LIGHTS = {
    "priority": "green", "admit": "green", "case_by_case": "green", "conditional": "yellow",
    "reject": "red", "veto": "red", EXPIRED: "red", "undetermined": "grey",
}  # fmt: skip
REASONS = {
    "employed_or_paid_by_investor_3y": gettext_lazy("三年内受雇于投资方或取酬"),
    "shareholding": gettext_lazy("持有投资方股份"),
    "relative": gettext_lazy("近亲属关系"),
    "adviser_or_author_of_the_plan": gettext_lazy("任顾问或参与编制方案"),
    "competitor": gettext_lazy("与投资方有竞争"),
    "recommended_the_project": gettext_lazy("推荐了该项目"),
    "personal_request": gettext_lazy("本人申请"),
}
INDUSTRIES = {
    "default": gettext_lazy("其他"), "electronics": gettext_lazy("电子信息"),
    "robotics_cnc": gettext_lazy("机器人与数控机床"), "electrical": gettext_lazy("智能电气"),
    "equipment": gettext_lazy("装备制造"), "new_materials": gettext_lazy("新材料"),
    "chemicals": gettext_lazy("化工"), "food": gettext_lazy("食品"),
}  # fmt: skip
RESULTS_EN = {
    "priority": "priority", "admit": "admitted", "conditional": "conditional",
    "reject": "not admitted", "veto": "vetoed", "case_by_case": "case by case",
}  # fmt: skip


def state_words(state: str) -> str:
    """Return what a state is called."""
    zh, en = STATE_WORDS.get(state, (state, state))
    return en if is_english() else zh


def phase_words(phase: str) -> str:
    """Return in hand, overdue or over."""
    return str(PHASES[phase])


def result_of_scheme(scheme: Scheme, result: str) -> str:
    """Return what a result is called by its scheme."""
    if result == EXPIRED:
        return _("条件逾期，不予准入")
    if is_english():
        return RESULTS_EN.get(result, result)
    return core_result_words(scheme, result)


def result_words(review: Review, result: str) -> str:
    """Return what the result of a case is called."""
    return result_of_scheme(scheme_of(review), result)


def reason_words(reason: str) -> str:
    """Return what a reason of recusal is called."""
    return str(REASONS.get(reason, reason))


def label(words: Any) -> str:
    """Return the words of a scheme in the reader's language."""
    found: str = words.label(language())
    return found


def tier_words(scheme: Scheme, tier: str) -> str:
    """Return what a tier is called, with its letter."""
    words = scheme.tiers.get(tier)
    return tier if words is None else f"{tier} {label(words.words)}"


def type_words(scheme: Scheme, kind: str) -> str:
    """Return what a type of project is called."""
    words = scheme.types.get(kind)
    return kind if words is None else label(words)


def value_words(scheme: Scheme, name: str, value: str) -> str:
    """Return a value of the dossier as people say it: a class by its name, a flag as yes."""
    item = scheme.indicators.get(name)
    if item is not None and value in item.classes:
        return label(item.classes[value].words)
    if name == "industry":
        return str(INDUSTRIES.get(value, value))
    return _("是") if value == "true" else with_unit(scheme, name, value, language())


def asked_words(scheme: Scheme, name: str) -> str:
    """Return what a figure is called where it is asked for: with its unit, unless told already."""
    words, unit = figure_words(scheme, name), scheme.unit_of(name)
    if not unit or words.endswith(("）", ")")):
        return words
    if is_english():
        return f"{words} (%)" if unit == "%" else words
    return f"{words}（{unit}）"


def basis_words(scheme: Scheme, src: str) -> str:
    """Return where a rule of a scheme comes from: sources by title, what is its own said so."""
    if not src:
        return _("本方案自定")
    words = {
        "own<": _("本方案自定，参照"),
        "own": _("本方案自定"),
        "law": _("国家规定"),
        ",": _("、"),
    }
    said = re.sub(r"own<|own|law|,", lambda m: words[m[0]], src)
    return re.sub(
        r"S\d+", lambda m: f"《{s.title}》" if (s := scheme.sources.get(m[0])) else m[0], said
    )


def figure_words(scheme: Scheme, name: str) -> str:
    """Return what a figure, class, merit or trait of the dossier is called."""
    if name in scheme.inputs:
        return label(scheme.inputs[name])
    if name in scheme.indicators:
        return label(scheme.indicators[name].words)
    if name in scheme.bonus.items:
        return label(scheme.bonus.items[name][0])
    return {"industry": _("所属行业"), "leased": _("租用厂房")}.get(name, name)
