"""Parts and wholes (分项与合计): a list that should add up to the figure before or after it."""

from __future__ import annotations

import re
from decimal import Decimal

from gaoxin.read.core.check.close import mistyped
from gaoxin.read.core.check.numbers import Num
from gaoxin.read.core.check.page import Run, Sheet, before
from gaoxin.read.core.check.relations import Relation, comparable

_AFTER = re.compile(r"(?:合计|累计|总计|共计|共|总数|一共)(?:为|达|完成|实现)?$")
_OPENS = re.compile(r"其中|中，|（|：|:|分别|包括|按|分为|评为|由")
_OPEN_END = re.compile(r"等|主要|来自|重点|部分|例如|比如|之一|交叉|重复|兼|同时|既")
_CLOSED = re.compile(r"其他|其余|合计|[两二三四五六七八九十]类|[两二三四五六七八九十]个|分别|评为|绿灯")


def sum_relations(page: Sheet) -> list[Relation]:
    """Every list of parts with its whole."""
    out: list[Relation] = []
    for run in page.runs:
        relation = _of_run(page, run)
        if relation is not None:
            out.append(relation)
    out += _running_totals(page)
    return out


def _of_run(page: Sheet, run: Run) -> Relation | None:
    wholes = _wholes(page, run)
    for parts in _cuts(run):
        for whole in wholes:
            if _adds_up(parts, whole):
                return Relation("sum", whole, parts, holds=True, expected=whole.value, sure=True)
    for whole in wholes[:1]:
        found = _broken(page, run.members, whole)
        if found is not None:
            return found
    if len(run.members) >= 3:
        return _inner(run)
    return None


def _inner(run: Run) -> Relation | None:
    """The whole is itself the first member of its row: 178次，主要31次、分管147次."""
    whole, parts = run.members[0], run.members[1:]
    if len(parts) >= 2 and _adds_up(parts, whole):
        return Relation("sum", whole, parts, holds=True, expected=whole.value, sure=True)
    return None


def _wholes(page: Sheet, run: Run) -> list[Num]:
    """The comparable figure after the list if it says 合计, then those before it."""
    first, last = run.members[0], run.members[-1]
    found: list[Num] = []
    for num in page.nums[last.index + 1 : last.index + 3]:
        if comparable(num, first) and _AFTER.search(num.left) and num.mod is None:
            found.append(num)
    own = {num.index for num in run.members}
    for num in before(page, first):
        usable = comparable(num, first) and num.mod is None and num.index not in own
        if usable and num.role in {"level", "difference"}:
            found.append(num)
    return found[:6]


def _cuts(run: Run) -> list[tuple[Num, ...]]:
    """The whole list, then the list without its first or last members."""
    members = run.members
    whole = [members]
    if len(members) > 2:
        whole += [members[1:], members[:-1]]
    if len(members) > 3:
        whole += [members[2:], members[:-2]]
    return whole


def _adds_up(parts: tuple[Num, ...], whole: Num) -> bool:
    total = sum((part.value for part in parts), Decimal(0))
    if whole.unit == "count":
        return total == whole.value
    slack = max(part.step for part in parts) / 2 * len(parts) + whole.step / 2
    return abs(total - whole.value) <= (slack if slack > 0 else 0)


def _broken(page: Sheet, parts: tuple[Num, ...], whole: Num) -> Relation | None:
    total = sum((part.value for part in parts), Decimal(0))
    follows = whole.index > parts[-1].index
    between = page.text[whole.end : parts[0].start] if not follows else ""
    if not follows and (len(between) > 24 or "。" in between or not _OPENS.search(between)):
        return None
    words = between + page.text[parts[0].start : parts[-1].end + 12]
    if _OPEN_END.search(words):
        return None
    closed = follows or bool(_CLOSED.search(words + page.text[max(0, whole.start - 8) : whole.end]))
    near = mistyped(whole.value, total, whole.step) and total * 10 >= whole.value * 9
    if total > whole.value or (closed and total * 2 > whole.value) or near:
        return Relation("sum", whole, parts, holds=False, expected=total, sure=closed)
    return None


def _running_totals(page: Sheet) -> list[Relation]:
    """上半年累计7105，一季度为3120 with the second quarter's 3985 before."""
    out: list[Relation] = []
    for num in page.nums:
        if num.is_ratio or num.mod is not None or not _AFTER.search(num.left):
            continue
        others = [
            n
            for n in page.nums[max(0, num.index - 6) : num.index + 3]
            if n is not num and comparable(n, num) and n.mod is None and n.role in {"level", "base"}
        ]
        pairs = [(a, b) for i, a in enumerate(others) for b in others[i + 1 :]]
        held = next((pair for pair in pairs if _adds_up(pair, num)), None)
        if held:
            out.append(Relation("sum", num, held, holds=True, expected=num.value, sure=True))
            continue
        near = [p for p in pairs if p[1].role == "base" or p[0].role == "base"]
        near = [p for p in near if mistyped(num.value, p[0].value + p[1].value, num.step)]
        if len(near) == 1:
            total = near[0][0].value + near[0][1].value
            out.append(Relation("sum", num, near[0], holds=False, expected=total, sure=False))
    return out
