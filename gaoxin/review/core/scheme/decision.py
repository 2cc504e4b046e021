"""Decision part of a scheme (决策规则): lines, floors, vetoes, bonus, conditions."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.review.core.scheme.fields import (
    Scope,
    days_of,
    known,
    positive,
    source_of,
    subset,
    words_of,
)
from gaoxin.review.core.scheme.model import (
    ADMIT,
    CASE_BY_CASE,
    CONDITIONAL,
    LADDER,
    PRIORITY,
    VETO,
    Bonus,
    Decision,
    Veto,
    Words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaoxin.rulebook.source import Entry

_REQUIRED = {"thresholds", "floors_pct_of_dim", "results", "conditions", "borderline"}
_OPTIONAL = {"case_by_case", "validity_months", "digits"}
RESULTS = (*LADDER, VETO, CASE_BY_CASE)


def decision(entry: Entry, scope: Scope) -> tuple[Decision, list[str]]:
    """Return the decision rules and notices of what had to be mended."""
    row = entry.fields(_REQUIRED, _OPTIONAL)
    results, notices = _results(row["results"])
    conditions = row["conditions"].fields({"each", "expiry_days", "on_expiry", "src"})
    conditions["on_expiry"].one_of(("reject",))
    source_of(conditions["src"], scope)
    border = row["borderline"].fields({"band", "action", "src"})
    source_of(border["src"], scope)
    tiers, within = _exception(row["case_by_case"], scope) if "case_by_case" in row else ((), 0)
    return (
        Decision(
            lines=_lines(row["thresholds"], scope),
            floors=_floors(row["floors_pct_of_dim"], scope),
            results=results,
            borderline=border["band"].number(),
            exception_tiers=tiers,
            exception_within=Decimal(within),
            condition_days=days_of(conditions["expiry_days"]),
            validity_months=row["validity_months"].whole() if "validity_months" in row else 12,
            digits=row["digits"].whole() if "digits" in row else 2,
        ),
        notices,
    )


def _by_tier(entry: Entry, scope: Scope) -> dict[str, Entry]:
    pairs = dict(entry.pairs())
    if "src" not in pairs:
        raise entry.refuse("缺少 (missing): src")
    source_of(pairs.pop("src"), scope)
    for name, value in pairs.items():
        if name not in scope.tiers:
            raise value.refuse(f"未知的档 (unknown tier): {name}")
    absent = [name for name in scope.tiers if name not in pairs]
    if absent:
        raise entry.refuse(f"缺少档 (tiers missing): {', '.join(absent)}")
    return pairs


def _lines(entry: Entry, scope: Scope) -> dict[str, Mapping[str, Decimal]]:
    found: dict[str, Mapping[str, Decimal]] = {}
    for tier, value in _by_tier(entry, scope).items():
        row = value.fields({PRIORITY, ADMIT, CONDITIONAL})
        lines = {name: row[name].number() for name in (CONDITIONAL, ADMIT, PRIORITY)}
        if not 0 < lines[CONDITIONAL] < lines[ADMIT] < lines[PRIORITY] <= 100:
            raise value.refuse("各线须由低到高且在 0 至 100 之间 (lines must rise within 0 to 100)")
        found[tier] = lines
    return found


def _floors(entry: Entry, scope: Scope) -> dict[str, Mapping[str, Decimal]]:
    found: dict[str, Mapping[str, Decimal]] = {}
    for tier, value in _by_tier(entry, scope).items():
        row = value.fields(scope.dimensions)
        floors = {name: row[name].number() for name in scope.dimensions}
        for name, floor in floors.items():
            if not 0 <= floor <= 100:
                raise row[name].refuse(f"应为 0 至 100 的百分数 (a per cent): {floor}")
        found[tier] = floors
    return found


def _results(entry: Entry) -> tuple[dict[str, str], list[str]]:
    """Return the words for each result.

    A comma without quotes cuts a text within braces in two, and its rest becomes a key without
    value: it is put back, with a notice, because nothing else can have been meant.
    """
    found: dict[str, str] = {}
    notices: list[str] = []
    last = ""
    for name, value in entry.pairs():
        if name in RESULTS:
            found[name], last = value.text(), name
        elif value.is_null and last:
            found[last] += f",{name}"
            reason = "逗号把文字断开，已接回；请加引号 (a comma cut the text; please quote it)"
            notices.append(f"{value.file}:{value.line}: {found[last]}: {reason}")
        else:
            raise value.refuse(f"未知的结论 (unknown result): {name}")
    absent = [name for name in RESULTS if name not in found]
    if absent:
        raise entry.refuse(f"缺少结论 (results missing): {', '.join(absent)}")
    return found, notices


def _exception(entry: Entry, scope: Scope) -> tuple[tuple[str, ...], Decimal]:
    """Return who may ask for a case of its own, and how near the line it must be."""
    row = entry.fields({"who", "asks", "src"}, {"within"})
    source_of(row["src"], scope)
    within = row["within"].number() if "within" in row else Decimal(5)
    return subset(row["who"], scope.tiers, "档"), within


def vetoes(entry: Entry, scope: Scope) -> dict[str, Veto]:
    """Return the vetoes, each with its bureau."""
    found = {}
    for name, value in entry.pairs():
        row = value.fields({"name", "by", "src"}, {"en", "by_en"})
        found[name] = Veto(name, words_of(row, scope), row["by"].text())
    return found


def bonus(entry: Entry, scope: Scope) -> Bonus:
    """Return the extra marks and their cap."""
    row = entry.fields({"cap", "items", "src"})
    source_of(row["src"], scope)
    items: dict[str, tuple[Words, Decimal]] = {}
    for name, value in row["items"].pairs():
        line = value.fields({"name", "add"}, {"en"})
        items[name] = (words_of(line, scope), positive(line["add"]))
    return Bonus(row["cap"].number(), items)


def types(entry: Entry, scope: Scope) -> dict[str, Words]:
    """Return the project types with how one is told from another."""
    found = {}
    for name, value in known(entry, [key for key, _ in entry.pairs()], "项目类型"):
        row = value.fields({"name", "test", "src"}, {"en"})
        found[name] = words_of(row, scope)
    if not found:
        raise entry.refuse("没有项目类型 (no project types)")
    return found
