"""Panel and steps of a scheme (评审组织): sizes, scale, quorum, spread, working days."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.review.core.scheme.fields import Scope, days_of, share, source_of, subset, text_of
from gaoxin.review.core.scheme.model import PanelRule, Step

if TYPE_CHECKING:
    from gaoxin.rulebook.source import Entry

_PARTS = {"size", "draw", "recusal", "scale", "aggregate", "quorum", "spread"}
_SHOWN = {"blind", "agreement", "record"}
_TRIM = re.compile(r"when (\d+) or more")
_RANGE = re.compile(r"max-min > (\d+(?:\.\d+)?) of 100")
_SD = re.compile(r"sd > (\d+(?:\.\d+)?)")
_LEVELS = re.compile(r"levels apart >= (\d+)")
_STEP = {"name", "owner", "days", "src"}
_STEP_OPTIONAL = {"code", "checks", "groups", "ab_deputy", "out", "tiers", "optional_tiers"}
_STEP_OPTIONAL |= {"papers_ahead_days", "appeal_days", "appeal_once"}


def panel_rule(entry: Entry, scope: Scope) -> PanelRule:
    """Return the rules of the panel."""
    row = entry.fields(_PARTS, _SHOWN)
    size = row["size"].fields({"odd", "min_outside_share", "src"}, scope.tiers)
    draw = row["draw"].fields({"pool", "random", "seed_recorded", "reserve", "src"})
    recusal = row["recusal"].fields(
        {"reasons", "declared_before_papers", "recused_sees", "counts_in_quorum", "src"}
    )
    scale = row["scale"].fields({"levels", "reason_required", "src"})
    aggregate = row["aggregate"].fields({"rule", "min_valid", "src"})
    spread = row["spread"].fields({"flag_if", "action", "src"})
    for part in (size, draw, recusal, scale, aggregate, spread):
        source_of(part["src"], scope)
    sizes = {tier: size[tier].whole() for tier in scope.tiers if tier in size}
    odd = size["odd"].flag()
    for tier, count in sizes.items():
        if count < 3 or (odd and count % 2 == 0):
            raise size[tier].refuse(f"评委人数不合 (size of the panel): {count}")
    levels = _levels(scale["levels"])
    flag = spread["flag_if"]
    apart = _LEVELS.search(flag.text())
    return PanelRule(
        sizes=sizes,
        odd=odd,
        outside_share=share(size["min_outside_share"]),
        reserve=draw["reserve"].whole(),
        recusal_reasons=recusal["reasons"].texts(),
        levels=levels,
        reasoned_levels=_reasoned(scale["reason_required"], levels),
        trim_from=int(_found(_TRIM, aggregate["rule"])),
        min_valid=aggregate["min_valid"].whole(),
        quorum=share(row["quorum"]),
        spread_range=Decimal(_found(_RANGE, flag)),
        spread_sd=Decimal(_found(_SD, flag)),
        spread_levels=int(apart.group(1)) if apart else None,
    )


def _found(pattern: re.Pattern[str], entry: Entry) -> str:
    """Return the number of a sentence that is also read by people; refused if it is not there."""
    match = pattern.search(entry.text())
    if match is None:
        raise entry.refuse(f"句中应有 (the sentence must say): {pattern.pattern}")
    return match.group(1)


def _levels(entry: Entry) -> dict[int, str]:
    found = {}
    for name, value in entry.pairs():
        if not name.isdigit():
            raise value.refuse(f"等级应为整数 (a level is a whole number): {name}")
        found[int(name)] = value.text()
    if sorted(found) != list(range(len(found))) or len(found) < 2:
        raise entry.refuse("等级应从 0 起连续 (levels run from 0 without gap)")
    return found


def _reasoned(entry: Entry, levels: dict[int, str]) -> frozenset[int]:
    found = frozenset(int(number) for number in re.findall(r"\d+", entry.text()))
    if not found or not found <= set(levels):
        raise entry.refuse(f"应为等级 (must be levels): {entry.text()}")
    return found


def steps(entry: Entry, scope: Scope) -> tuple[Step, ...]:
    """Return the steps of the process in order."""
    found: list[Step] = []
    for item in entry.items():
        row = item.fields({*_STEP, "code"}, _STEP_OPTIONAL)
        source_of(row["src"], scope)
        code = row["code"].text()
        if code in {step.code for step in found}:
            raise row["code"].refuse(f"步骤重复 (repeated step): {code}")
        tiers = subset(row["tiers"], scope.tiers, "档") if "tiers" in row else tuple(scope.tiers)
        also = subset(row["optional_tiers"], scope.tiers, "档") if "optional_tiers" in row else ()
        found.append(
            Step(
                code=code,
                zh=row["name"].text(),
                owner=row["owner"].text(),
                days=days_of(row["days"]),
                tiers=tiers,
                optional_tiers=also,
                appeal_days=days_of(row["appeal_days"]) if "appeal_days" in row else 0,
                out=text_of(row, "out"),
            )
        )
    return tuple(found)
