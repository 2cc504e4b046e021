"""Divisions (分项): a whole and the list of figures that the sentence gives as its parts."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.read.core.check.names import name_of, opposed, opposed_names
from gaoxin.read.core.check.page import LEFT_OVER, Run, Sheet, before
from gaoxin.read.core.check.relations import comparable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaoxin.read.core.check.numbers import Num

MOST = 12  # the longest list that is added up
LEVELS = frozenset({"level", "period"})
_TOTAL_SAID = re.compile(
    r"(?:合计|累计|总计|共计|共|总数|一共|相加|加起来)(?:为|达|完成|实现|是)?$"
)
_REMARK = (
    r"[，（](?:同比|环比|比|较|增|下降|按|完成|占|居|总投资|投资|协议|合同|计划|金额|面积)"
    r"[^。；\n]{0,30}?"
)
_ANNOUNCES = re.compile(
    r"[^，。；（：\d]{0,6}(?:，?其中[，：:]?|，?(?:分别|依次)(?:为|是)|中，|里，|当中，|（其中|（|：|，包括|，分为|，评为|，(?=第一))"
    rf"|{_REMARK}(?:[，；]其中[，：:]?|：)"
)
_THERE = re.compile(r"。其中[，：:]?")
_BALANCE = re.compile(r"[顺逆]差|差额|净额")
CLASSES = re.compile(
    r"(?:^|[。\n；])[^，。；：\n]{0,4}(?:按|从|分|就)(?!别|布)[^，。；：\n]{1,10}"
    r"(?:分|看|划分|统计|计|类|分布)(?:[，：]|——)"
    r"|(?:^|[。\n；])按[^，。；：\n]{1,8}[，：]"
    r"|(?:^|[。\n；])[^，。；：\n]{0,6}(?:构成|结构|分布|类型|去向|来源)：(?=[\u4e00-\u9fff])"
    r"|(?:^|[。\n；])[两二三四五六七八九十](?:种|类|个|项|大|批)[^，。；：\n]{1,8}[中里]，"
)


@dataclass(frozen=True, slots=True)
class Division:
    """A whole, its parts, and how they are given: after, named, among, class or bare."""

    whole: Num
    parts: tuple[Num, ...]
    manner: str

    @property
    def total(self) -> Decimal:
        """What the parts give together."""
        return sum((part.value for part in self.parts), Decimal(0))

    @property
    def missing(self) -> Decimal:
        """What the whole has more than its parts."""
        return self.whole.value - self.total

    @property
    def adds_up(self) -> bool:
        """Whether the parts give the whole; rounded parts may be off by their last digits."""
        if self.whole.exact and all(part.exact for part in self.parts):
            return self.missing == 0
        return abs(self.missing) <= sum(num.step for num in (self.whole, *self.parts)) / 2


def says_total(num: Num) -> bool:
    """Whether a figure is called 合计 or 共, and not what is left over."""
    return bool(_TOTAL_SAID.search(num.left)) and not LEFT_OVER.search(num.left)


def announced(page: Sheet) -> Iterator[Division]:
    """A whole that announces its parts: 159件，其中用工类58件、融资类41件 …"""
    for whole in page.nums:
        if whole.is_ratio or whole.mod is not None or whole.role not in {"level", "difference"}:
            continue
        listed = _apposed(page, whole)
        if listed:
            yield Division(whole, listed, "apposed")
            continue
        match = _ANNOUNCES.match(page.text[whole.end : whole.end + 60])
        said = match.group() if match else ""
        start = whole.end + match.end() if match else _next_sentence(page, whole)
        close = page.text.find("）", start) if "（" in said else -1
        parts = _first_list(page, _listed(page, whole, start, close)) if start else ()
        if len(parts) >= 2:
            among = "其中" in said or not said or said.endswith(("中，", "里，"))
            yield Division(whole, parts, "among" if among else "named")


_APPOSED = re.compile(
    r"[\u4e00-\u9fff]{0,6}[，：](?P<names>(?:[\u4e00-\u9fff“”A-Za-z]{2,10}[、和与及]){1,6}[\u4e00-\u9fff“”A-Za-z]{2,12}?)"
    r"(?:分别|依次)(?:为|是|有|达|完成|实现)?$"
)
_JOINTS = re.compile("[、和与及]")


def _apposed(page: Sheet, whole: Num) -> tuple[Num, ...]:
    """3672件，发明、实用新型、外观设计依次为1189件、2087件和396件: as many names as figures."""
    if whole.index + 1 >= len(page.nums):
        return ()
    first = page.nums[whole.index + 1]
    match = _APPOSED.match(page.text[whole.end : first.start]) if comparable(first, whole) else None
    if match is None:
        return ()
    row = [first]
    for num in page.nums[first.index + 1 : first.index + MOST]:
        if not (comparable(num, whole) and page.text[row[-1].end : num.start] in _AND):
            break
        row.append(num)
    return tuple(row) if len(row) == len(_JOINTS.split(match["names"])) else ()


_AND = frozenset({"、", "和", "与", "及", "，"})


def _listed(page: Sheet, whole: Num, start: int, close: int) -> tuple[Num, ...]:
    """The comparable figures after the announcement, up to the end of their sentence."""
    found: list[Num] = []
    for num in page.nums[whole.index + 1 : whole.index + 1 + 2 * MOST]:
        if num.start < start:
            continue
        if _ends_list(page, found, num, close):
            break
        if comparable(num, whole) and num.mod is None and num.role in LEVELS:
            if not found and num.start - start > 24:
                return ()
            found.append(num)
    return tuple(found)


def _ends_list(page: Sheet, found: list[Num], num: Num, close: int) -> bool:
    """Whether the parts end before this figure."""
    if _BALANCE.search(num.left) or 0 < close < num.start:
        return True
    if found and says_total(num):
        return True
    if not found:
        return num.role == "base"
    apart = num.sentence != found[0].sentence and not _row_goes_on(page, found[-1], num)
    changed = num.role == "difference" and comparable(num, found[0])
    return apart or changed or num.role == "base"


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


def _next_sentence(page: Sheet, whole: Num) -> int:
    """Start of a next sentence that begins with 其中, when the figure leads its own sentence."""
    stop = page.text.find("。", whole.end, whole.end + 60)
    match = _THERE.match(page.text, stop) if stop >= 0 else None
    leads = page.leads.get((whole.sentence, whole.unit, whole.word)) is whole
    return match.end() if match and leads else 0


_EACH = re.compile(
    r"(?:^|[，、；。\n）])(?P<n>[两二三四五六七八九十])(?:批|个|家|类|项|轮|期|次|季度|园|支)?[\u4e00-\u9fff]{0,4}"
    r"(?:分别|依次|各自)(?P<verb>[\u4e00-\u9fff]{0,4})$"
)


def each(page: Sheet) -> Iterator[Division]:
    """247家通过。三批分别通过86家、94家、67家: as many as were counted, of what was done."""
    for run in page.runs:
        first = run.members[0]
        match = _EACH.search(page.text[max(first.clause, first.start - 24) : first.start])
        if match is None or "一二三四五六七八九十".find(match["n"]) + 1 not in {
            len(run.members),
            len(run.members) - (match["n"] == "两"),
        }:
            continue
        verb = match["verb"].strip("为是有达")
        for whole in before(page, first):
            said = whole.left + whole.right
            if comparable(whole, first) and whole.mod is None and (not verb or verb in said):
                yield Division(whole, run.members, "named")
                break


def classes(page: Sheet) -> Iterator[tuple[tuple[Num, ...], list[Num]]]:
    """按类别分，经济类62项、民生类71项 …: each list with the wholes it may have."""
    starts = [(match.start(), match.end()) for match in CLASSES.finditer(page.text)]
    for place, (_start, end) in enumerate(starts):
        stop = starts[place + 1][0] if place + 1 < len(starts) else len(page.text)
        first = bisect_left(page.nums, end, key=lambda num: num.start)
        for parts in _columns(page, first, stop):
            if len(parts) >= 2:
                yield parts, [w for w in wholes(page, parts) if w.index < parts[0].index]


def _columns(page: Sheet, first: int, stop: int) -> Iterator[tuple[Num, ...]]:
    """The rows of each unit: A53个、187.5亿元，B17个、96.4亿元 has two."""
    for start in range(first, min(first + 2, len(page.nums))):
        num = page.nums[start]
        if num.is_ratio or (start > first and comparable(num, page.nums[first])):
            return
        yield _row_from(page, start, stop)


def _row_from(page: Sheet, first: int, stop: int) -> tuple[Num, ...]:
    """Comparable levels of one sentence or of clauses joined by ；, before another list."""
    row: list[Num] = []
    for num in page.nums[first : first + 3 * MOST]:
        if num.start > stop:
            break
        between = page.text[row[-1].end : num.start] if row else ""
        if row and ("。" in between or "合计" in between or says_total(num)):
            break
        level = num.mod is None and num.role in LEVELS and not num.is_ratio
        if level and (not row or comparable(num, row[0])):
            row.append(num)
    return tuple(row[:MOST])


_SCOPE = 28  # signs of a scope and the words behind it
_AMONG = re.compile(r"(?:^|[。；\n])(?P<name>[\u4e00-\u9fff]{2,10})(?:当中|之中|中|里)[，：]")
_NAMES = re.compile(
    r"^[，；]?(?P<names>(?:[\u4e00-\u9fff]{1,8}[、和与及]){1,5}[\u4e00-\u9fff]{1,8}?)(?:分别|依次)(?:为|是|达|有|完成)?$"
)


def scoped(page: Sheet) -> Iterator[Division]:
    """最终签约118个。签约项目里，74个来自长三角，22个来自京津冀，剩下的22个…: named before."""
    for run in page.runs:
        first = run.members[0]
        begin = max(first.sentence - 1, first.start - _SCOPE, 0)
        match = _AMONG.search(page.text, begin, first.start)
        if match is None or match.end() < first.start - 12:
            continue
        last = run.members[-1]
        if not (LEFT_OVER.search(last.left) or _REST.search(last.left) or opposed(run.members)):
            continue
        name = match["name"]
        words = [name[at : at + 2] for at in range(len(name) - 1)]
        for whole in before(page, first):
            said = whole.left + whole.right
            if comparable(whole, first) and whole.mod is None and any(w in said for w in words):
                yield Division(whole, run.members[:MOST], "among")
                break


_REST = re.compile("剩下的?$")


def distributed(page: Sheet) -> Iterator[Division]:
    """进出口71.5亿元。出口和进口分别是49.8亿元、21.7亿元: opposites of what was told before."""
    for run in page.runs:
        first = run.members[0]
        match = _NAMES.search(first.left)
        names = _JOINTS.split(match["names"]) if match else []
        if len(names) != len(run.members) or not opposed_names(names):
            continue
        for whole in before(page, first):
            leads = page.leads.get((whole.sentence, whole.unit, whole.word)) is whole
            if leads and comparable(whole, first) and whole.mod is None:
                if whole.paragraph == first.paragraph:
                    yield Division(whole, run.members, "named")
                break


def has_own_total(page: Sheet, parts: tuple[Num, ...]) -> bool:
    """五大产业合计262.3亿元 behind the list: it is its own whole."""
    last, most = parts[-1], max(part.value for part in parts)
    following = [n for n in page.nums[last.index + 1 : last.index + 4] if comparable(n, last)]
    return any(says_total(n) and n.value > most for n in following)


def wholes(page: Sheet, parts: tuple[Num, ...]) -> list[Num]:
    """Comparable figures before the parts, and one after them that says 合计."""
    first, last = parts[0], parts[-1]
    found: list[Num] = []
    for num in page.nums[last.index + 1 : last.index + 4]:
        if comparable(num, first) and says_total(num) and num.mod is None:
            found.append(num)
    for num in before(page, first):
        whole = num.mod is None and num.role in {"level", "difference"}
        if whole and comparable(num, first) and not _BALANCE.search(num.left):
            found.append(num)
    return found[:8]


def after(page: Sheet, run: Run) -> Num | None:
    """The total behind a row: 一期12亿元、二期8亿元，共计20亿元."""
    last = run.members[-1]
    for whole in page.nums[last.index : last.index + 3]:
        if comparable(whole, last) and _of_list(whole) and whole.mod is None:
            between = page.text[last.end : whole.start]
            number = counted(whole)
            far = "\n\n" in between or ("\n" in between and not number)
            return None if far or ("。" in between and not number) else whole
    return None


_COUNTED = re.compile(r"(?P<n>[两二三四五六七八九十\d])[项类个者大家户批园区地国市县种部方口季级]")


def counted(whole: Num) -> int:
    """How many the words of a total say they are: 三项合计; 0 for none."""
    match = _COUNTED.search(whole.left)
    if match is None:
        return 0
    return 2 if match["n"] == "两" else "一二三四五六七八九十".find(match["n"]) + 1


_OF_LIST = re.compile(
    r"^[，、；：]*(?:以上|上述)?(?:[两二三四五六七八九十\d]{1,2}[项类个者大家户批园区地国市县种部方口季级头][\u4e00-\u9fff]{0,4}|[\u4e00-\u9fff]{0,4})"
    r"(?:合计|总计|共计|共|一共|相加|加起来)(?:为|达|完成|实现|是)?$"
)


def _of_list(num: Num) -> bool:
    """Whether a total is that of the list before it: 三项合计, 共计; not 沿线国家进出口合计."""
    return says_total(num) and bool(_OF_LIST.search(num.left))


def bare(page: Sheet) -> Iterator[Division]:
    """Parts without announcement: the first of a row, or the figure before it, is the whole.

    The parts stand right behind the whole and are named alike, or by opposites.
    """
    for run in page.runs:
        members = run.members[:MOST]
        apart = name_of(members[0])[-1:] != name_of(members[1])[-1:]  # no class among classes
        if len(members) >= 3 and apart and _leads_into(page, members[0], members[1:]):
            yield Division(members[0], members[1:], "bare")
        first = members[0]
        for whole in before(page, first):
            if whole.paragraph != first.paragraph:
                break
            if comparable(whole, first) and whole.mod is None and whole.role in _TOLD:
                if _leads_into(page, whole, members):
                    yield Division(whole, members, "bare")
                break


def _leads_into(page: Sheet, whole: Num, parts: tuple[Num, ...]) -> bool:
    """Whether a figure may be the whole of the list behind it."""
    between = page.text[whole.end : parts[0].start]
    if whole.role not in _TOLD or not _CUT.search(between) or "\n" in between:
        return False
    if any(opposed((whole, part)) for part in parts):
        return False
    if whole.sentence == parts[0].sentence:
        return "其中" not in page.text[parts[0].start : parts[-1].start]
    leads = page.leads.get((whole.sentence, whole.unit, whole.word)) is whole
    return leads and opposed(parts) and whole.paragraph == parts[0].paragraph


_TOLD = frozenset({"level", "target"})
_CUT = re.compile("[，：；（。—]")
