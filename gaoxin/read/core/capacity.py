"""Capacities (产能): 年产480万片, 8万片/月, 12GWh become yearly or monthly rates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gaoxin.read.core.units import yearly

if TYPE_CHECKING:
    from gaoxin.read.core.clauses import Context
    from gaoxin.read.core.quantity import Quantity

_NEAR = re.compile(
    r"(?<![今去明全当本前])(?P<p>年|月|日)(?:可?(?:生?产|加工|处理|供应|下线|组装))(?!值|业|基地|性|线|企|车间)"
    r"(?:能力?|量|出)?[^，。；、]{0,14}$"
    r"|(?:产能|产量)(?:首次|可|将|能|预计|实现|达到?|为|约|近|超过?|突破|供应|累计|完成|到|增至|提升至|至){0,5}$"
)
_HINT = re.compile("[产年月日]")  # a first look: each of the two patterns needs one of these
_POWER_USE = re.compile(r"装机|发电|用电|供电|储能电站|供能|节电|负荷|电站|充电")
COUNTED = frozenset({"count", "measure", "rate_count", "rate"})
_POWER = frozenset({"kWh", "kW"})
_EACH = re.compile(r"(?:产能|产量|生产)[^，。；]{0,8}每(?P<p>年|月|日|小时)$")
_RAISED = re.compile(r"(?:逐步|将)?(?:提升|提高|增加|扩大|增长|跃升|扩产)(?:至|到)$")
_RIGHT = re.compile(r"^[^，。；]{0,16}(?:生产能力|产能)")


def as_capacity(quantity: Quantity, context: Context, before: Quantity | None = None) -> Quantity:
    """The figure as a rate when the words around it speak of a capacity.

    `before` is the capacity that the same sentence told last: 由每月20万件提升至35万件.
    """
    unit = quantity.unit or ""
    if quantity.form == "rate_count":
        return quantity._replace(unit=quantity.word + unit[unit.index("/") :], form="capacity")
    if unit in _POWER and quantity.word[:1] in "GM":
        both = context.right[:1] == "/"  # 10MW/20MWh
        used = both or _POWER_USE.search(context.left) or _POWER_USE.match(context.right)
        return quantity if used else _per(quantity, unit, "年")
    if unit not in yearly() and quantity.word not in yearly():
        return quantity
    if before is not None and before.word == quantity.word and _RAISED.match(context.left):
        return quantity._replace(unit=before.unit, form="capacity")
    left, right = context.left, context.right
    match = (_NEAR.search(left) or _EACH.search(left)) if _HINT.search(left) else None
    if match is None and not ("产" in right and _RIGHT.match(right)):
        return quantity
    name = unit if quantity.form == "measure" else quantity.word
    return _per(quantity, name, (match["p"] if match else None) or "年")


def _per(quantity: Quantity, unit: str, period: str) -> Quantity:
    return quantity._replace(unit=f"{unit}/{period}", form="capacity")
