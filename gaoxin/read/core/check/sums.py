"""Parts and wholes (分项与合计): a list that should add up to the figure before or after it."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import mistyped, wrong_unit
from gaoxin.read.core.check.page import Run, Sheet, before
from gaoxin.read.core.check.relations import Relation, comparable

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num

_AFTER = re.compile(r"(?:合计|累计|总计|共计|共|总数|一共)(?:为|达|完成|实现)?$")
_REMARK = (
    r"[，（](?:同比|环比|比|较|增|下降|按|完成|占|居|总投资|投资|协议|合同|计划|金额|面积)"
    r"[^。；\n]{0,30}?"
)
_ANNOUNCES = re.compile(
    r"[^，。；（：\d]{0,6}(?:，?其中[，：:]?|，?分别(?:为|是)|中，|（其中|（|：|，包括|，分为|，评为|，(?=第一))"
    rf"|{_REMARK}[，；]其中[，：:]?"
)
MOST = 12  # the longest list that is added up
_OPEN_END = re.compile(r"等(?!其他|其它)|主要|来自|重点|部分|例如|比如|之一|交叉|重复|兼|同时|既")
_CLOSED = re.compile(r"其他|其余|合计|分别[为是]|评为|绿灯")
_GROUPS = re.compile(r"(?P<n>[两二三四五六七八九十])(?:类|个|项|种|级)")


def sum_relations(page: Sheet) -> list[Relation]:
    """Every list of parts with its whole."""
    out: list[Relation] = []
    for run in page.runs:
        relation = _of_run(page, run)
        if relation is not None:
            out.append(relation)
    out += _announced(page)
    out += _by_class(page)
    out += _running_totals(page)
    out += _first_ones(page)
    return _once(out)


_FIRST = re.compile(
    r"前(?P<n>[两二三四五六七八九十])(?:名|位|家|户)?[^，。；]{0,6}(?:合计|共计?)(?:为|达)?$"
)


def _first_ones(page: Sheet) -> list[Relation]:
    """前三名合计25个: the first ones of the list before it."""
    out: list[Relation] = []
    for num in page.nums:
        match = _FIRST.search(num.left)
        run = _row_before(page, num) if match else ()
        number = "一二三四五六七八九十".find(match["n"]) + 1 if match else 0
        if number < 2 or len(run) < number or num.mod is not None:
            continue
        falls = all(one.value >= other.value for one, other in pairwise(run))
        total = sum((part.value for part in run[:number]), Decimal(0))
        holds = _adds_up(run[:number], num)
        if holds or falls:
            expected = num.value if holds else total
            out.append(Relation("sum", num, run[:number], holds, expected, sure=True))
    return out


def _row_before(page: Sheet, num: Num) -> tuple[Num, ...]:
    """The last row of three or more comparable figures before a figure, in its paragraph."""
    rows = [run.members for run in page.runs if run.members[-1].index == num.index - 1]
    fits = [row for row in rows if len(row) >= 3 and comparable(row[0], num)]
    return fits[0] if fits and fits[0][0].paragraph == num.paragraph else ()


def _once(relations: list[Relation]) -> list[Relation]:
    """One relation for each whole and first part, a holding one before a broken one."""
    best: dict[tuple[int, int], Relation] = {}
    for relation in sorted(relations, key=lambda r: not r.holds):
        best.setdefault((relation.result.index, min(n.index for n in relation.inputs)), relation)
    return list(best.values())


def _of_run(page: Sheet, run: Run) -> Relation | None:
    """The longest stretch of a row that adds up to a figure before or after it."""
    members = run.members[:MOST]
    for length in range(len(members), 1, -1):
        for start in range(len(members) - length + 1):
            parts = members[start : start + length]
            for whole in _wholes(page, parts):
                if _adds_up(parts, whole) and not _cut_short(page, whole, parts, members[-1]):
                    return Relation("sum", whole, parts, True, whole.value, True)
    last = members[-1]
    for whole in page.nums[last.index + 1 : last.index + 3]:
        if comparable(whole, last) and _AFTER.search(whole.left) and whole.mod is None:
            return _broken(page, members, whole)
    return None


def _cut_short(page: Sheet, whole: Num, parts: tuple[Num, ...], last: Num) -> bool:
    """19家（主板8家、创业板5家、科创板6家、港股2家）: brackets hold all the parts."""
    if page.text[whole.end : whole.end + 1] != "（" or parts[-1] is last:
        return False
    close = page.text.find("）", whole.end, whole.end + 120)
    following = page.nums[parts[-1].index + 1]
    return parts[0].start < close and following.start < close and comparable(following, whole)


def _announced(page: Sheet) -> list[Relation]:
    """A whole that announces its parts: 159件，其中用工类58件、融资类41件 …"""
    out: list[Relation] = []
    for whole in page.nums:
        if whole.is_ratio or whole.mod is not None or whole.role not in {"level", "difference"}:
            continue
        parts = _first_list(page, _announced_parts(page, whole))
        if len(parts) < 2:
            continue
        if _adds_up(parts, whole):
            out.append(Relation("sum", whole, parts, True, whole.value, True))
        else:
            found = _broken(page, parts, whole)
            out += [found] if found is not None else []
    return out


def _announced_parts(page: Sheet, whole: Num) -> tuple[Num, ...]:
    """The comparable figures after the announcement, up to the end of their sentence."""
    after = page.text[whole.end : whole.end + 60]
    match = _ANNOUNCES.match(after)
    start = whole.end + match.end() if match else _next_sentence(page, whole)
    if not start:
        return ()
    close = page.text.find("）", start) if match and "（" in match.group() else -1
    found: list[Num] = []
    for num in page.nums[whole.index + 1 : whole.index + 1 + 2 * MOST]:
        if num.start < start:
            continue
        if _ends_list(page, found, num, close):
            break
        if comparable(num, whole) and num.mod is None and num.role in {"level", "period"}:
            if not found and num.start - start > 24:
                return ()
            found.append(num)
    return tuple(found)


def _ends_list(page: Sheet, found: list[Num], num: Num, close: int) -> bool:
    """Whether the parts end before this figure."""
    if _BALANCE.search(num.left) or 0 < close < num.start:
        return True
    if not found:
        return num.role == "base"
    apart = num.sentence != found[0].sentence and not _row_goes_on(page, found[-1], num)
    return apart or num.role == "base"


_BALANCE = re.compile(r"[顺逆]差|差额|净额")


def _first_list(page: Sheet, parts: tuple[Num, ...]) -> tuple[Num, ...]:
    """Parts joined by 、 end at the first ；: what follows it is told of something else."""
    for place in range(2, len(parts)):
        if "；" in page.text[parts[place - 1].end : parts[place].start]:
            joined = page.text[parts[0].end : parts[place - 1].start]
            return parts[:place] if "；" not in joined else parts
    return parts


def _row_goes_on(page: Sheet, last: Num, num: Num) -> bool:
    between = page.text[last.end : num.start]
    return "。" not in between and "\n" not in between and "其中" not in between


_CLASSES = re.compile(
    r"(?:^|[。\n；])(?:按[^，。；]{1,10}(?:分|看|划分)|分[^，。；]{1,8}看|从[^，。；]{1,10}看|按[^，。；]{1,8})，"
)


def _by_class(page: Sheet) -> list[Relation]:
    """按类别分，经济类62项、民生类71项 … against the whole of the sentences before."""
    out: list[Relation] = []
    for match in _CLASSES.finditer(page.text):
        first = bisect_left(page.nums, match.end(), key=lambda num: num.start)
        parts = _row_from(page, first)
        if len(parts) < 2:
            continue
        wholes = [w for w in _wholes(page, parts) if w.index < parts[0].index]
        held = next((w for w in wholes if _adds_up(parts, w)), None)
        if held is not None:
            out.append(Relation("sum", held, parts, True, held.value, True))
            continue
        if _has_own_total(page, parts[-1]):
            continue
        most = max(part.value for part in parts)
        leads = [w for w in wholes if page.leads.get((w.sentence, w.unit, w.word)) is w]
        leads = [w for w in leads if w.value > most]
        leads = [w for w in leads if not page.text.startswith("其中", w.sentence)]
        leads = [w for w in leads if not _CLASSES.match(page.text, w.sentence - 1)]
        total = sum((part.value for part in parts), Decimal(0))
        if len(parts) == 2 and leads and total < leads[0].value:
            continue  # two of several classes
        leads.sort(key=lambda w: -w.value)
        found = _broken(page, parts, leads[0]) if leads else None
        out += [found] if found is not None else []
    return out


def _has_own_total(page: Sheet, last: Num) -> bool:
    """五大产业合计262.3亿元 behind the list: it is its own whole."""
    following = page.nums[last.index + 1 : last.index + 4]
    return any(comparable(num, last) and _AFTER.search(num.left) for num in following)


def _row_from(page: Sheet, first: int) -> tuple[Num, ...]:
    """Comparable levels of one sentence or of clauses joined by ；."""
    row: list[Num] = []
    for num in page.nums[first : first + 3 * MOST]:
        if row and ("。" in page.text[row[-1].end : num.start] or _AFTER.search(num.left)):
            break
        level = num.mod is None and num.role == "level" and not num.is_ratio
        if level and (not row or comparable(num, row[0])):
            row.append(num)
    return tuple(row[:MOST])


_THERE = re.compile(r"。其中[，：:]?")


def _next_sentence(page: Sheet, whole: Num) -> int:
    """Start of a next sentence that begins with 其中, when the figure leads its own sentence."""
    stop = page.text.find("。", whole.end, whole.end + 60)
    match = _THERE.match(page.text, stop) if stop >= 0 else None
    return (
        match.end()
        if match and page.leads.get((whole.sentence, whole.unit, whole.word)) is whole
        else 0
    )


def _wholes(page: Sheet, parts: tuple[Num, ...]) -> list[Num]:
    """Comparable figures before the parts, and one after them that says 合计."""
    first, last = parts[0], parts[-1]
    found: list[Num] = []
    for num in page.nums[last.index + 1 : last.index + 4]:
        if comparable(num, first) and _AFTER.search(num.left) and num.mod is None:
            found.append(num)
    for num in before(page, first):
        if comparable(num, first) and num.mod is None and num.role in {"level", "difference"}:
            found.append(num)
    return found[:8]


def _adds_up(parts: tuple[Num, ...], whole: Num) -> bool:
    total = sum((part.value for part in parts), Decimal(0))
    if whole.unit == "count":
        return total == whole.value
    slack = max(part.step for part in parts) / 2 * len(parts) + whole.step / 2
    return abs(total - whole.value) <= (slack if slack > 0 else 0)


def _broken(page: Sheet, parts: tuple[Num, ...], whole: Num) -> Relation | None:
    total = sum((part.value for part in parts), Decimal(0))
    follows = whole.index > parts[-1].index
    between = page.text[whole.end : parts[0].start][-60:] if not follows else ""
    tail = page.text[parts[-1].end : parts[-1].end + 12].partition("。")[0]
    words = between + page.text[parts[0].start : parts[-1].end] + tail
    if (
        _OPEN_END.search(words)
        or _nested(words, parts)
        or (not follows and _OWN_TOTAL.search(tail))
    ):
        return None
    words += page.text[max(0, whole.start - 8) : whole.end]
    closed = follows or bool(_CLOSED.search(words)) or _counted(words, len(parts))
    missing = whole.value - total
    slips = [p for p in parts if _slipped(p, missing)]
    if any(part.value > whole.value and part not in slips for part in parts):
        return None  # a figure larger than the whole is no part of it
    slip = mistyped(whole.value, total, whole.step) or slips
    near = bool(slip) and total * 10 >= whole.value * 9
    mixed = any(wrong_unit(part.value, part.value + missing) for part in parts)
    if total * 3 > whole.value * 4 and not mixed:
        return None  # so much too much: these are no parts
    if (total > whole.value and (slip or closed)) or (closed and total * 2 > whole.value) or near:
        return Relation("sum", whole, parts, holds=False, expected=total, sure=closed)
    return None


# 三项合计占税收收入的64.8%: the listed ones are not all
_OWN_TOTAL = re.compile(
    r"[两二三四五六七八九十][项类个者大家户地国市区县种部][^，。]{0,6}(?:合计|之和|共)"
)


def _slipped(part: Num, missing: Decimal) -> bool:
    """Whether a slip of the pen, or 亿 for 万, explains what is missing."""
    right = part.value + missing
    return mistyped(part.value, right, part.step) or bool(wrong_unit(part.value, right))


def _counted(words: str, number: int) -> bool:
    """三类, 五大产业: as many as there are parts."""
    said = {"两": 2, "二": 2}
    return any(
        said.get(match["n"], "一二三四五六七八九十".find(match["n"]) + 1) == number
        for match in _GROUPS.finditer(words)
    )


def _nested(words: str, parts: tuple[Num, ...]) -> bool:
    """Some part is the sum of two others: 重大隐患26条 … 已整改21条，其余5条."""
    if len(parts) < 4 or not re.search("；|其中|其余", words):
        return False
    values = [part.value for part in parts]
    return any(
        first == values[later] + values[last]
        for at, first in enumerate(values)
        for later in range(at + 1, len(values))
        for last in range(later + 1, len(values))
    )


def _running_totals(page: Sheet) -> list[Relation]:
    """上半年累计7105，一季度为3120 with the second quarter's 3985 before."""
    out: list[Relation] = []
    for num in page.nums:
        if num.is_ratio or num.mod is not None or not _AFTER.search(num.left):
            continue
        others = [
            n
            for n in page.nums[max(0, num.index - 6) : num.index + 3]
            if n is not num
            and comparable(n, num)
            and n.mod is None
            and n.role in {"level", "base", "period"}
        ]
        pairs = [(a, b) for i, a in enumerate(others) for b in others[i + 1 :]]
        held = next((pair for pair in pairs if _adds_up(pair, num)), None)
        if held:
            out.append(Relation("sum", num, held, holds=True, expected=num.value, sure=True))
            continue
        near = [p for p in pairs if {"base", "period"} & {p[0].role, p[1].role}]
        near = [p for p in near if mistyped(num.value, p[0].value + p[1].value, num.step)]
        if len(near) == 1:
            total = near[0][0].value + near[0][1].value
            out.append(Relation("sum", num, near[0], holds=False, expected=total, sure=False))
    return out
