"""Labels (名目): what the words around a figure call it, and what a ratio says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from gaoxin.read.core.clauses import FAR
from gaoxin.read.core.units import preset

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num
    from gaoxin.read.core.check.page import Sheet

_END = re.compile(
    r"(?:分别|依次|均|已|仅|约|只有?|也|就|高达|达到?|为|是|有|占到|[提升增降][高升至到]*[至到]|下降[至到]|[：:])+$"
)
_OF = re.compile(r"的?(?:比重|比例|份额|比)?$")
_RATE = re.compile(r"(?:指标|数)?(?:率|面|强度|进度|度|之比|比)$")
_THAT_IS = re.compile("^(?:即|也就是|约合)$")
_TO = re.compile(
    r"(?:与|同|和|占)(?P<whole>[\u4e00-\u9fffA-Za-z&]{2,14}?)(?:之比|相比|的比[例值])$"
)
_DONE = re.compile(
    r"(?:[任目计][务标划]|投资)?(?<!达成)完成(?:率|进度|比例|比)?$|[任目][务标](?:达成|实现)率?$"
)
_VERB = re.compile(r"^.*?(?:完成|相当于|等于|达到|占到|实现|[为是达])(?=.)|^.*[，；：、（]")
_VAGUE = re.compile(
    r"^(?:到(?!位)|全区|我区|区内|全部|全体|同期|当月|当季|本月|今年|全年|累计|目前|已|共|各类|各项|所有|该|其|上述|整个|[其在]中|[两二三四五六七八九]者|所|合计|总计|后者)+"
)
_GENERAL = re.compile(
    "^总(?=项目|人数|人口|企业|[户件]数|[\u4e00-\u9fff]{2,4}[量数额]$)"
)  # 占总项目数的
_TOTAL = re.compile(
    r"(?:总量|总数|总额|总体|总规模|总值|总?面积|总和|合计|数量?|比重|收入|额度|资金|企业|项目|余额|金额|总?[人户件次个]数|批次|一[家项类]|(?<=[\u4e00-\u9fff]{2})[量数额])$"
)
# words too common to tell one figure from another
_COMMON = frozenset({
    "项目", "企业", "投资", "完成", "资金", "金额", "总额", "总量", "总数", "增长", "收入", "累计",
    "实现", "今年", "总值", "达到", "新增", "工作", "其中", "全区", "全国", "全省", "全市", "我国",
    "我省", "我市",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """Words that name the part and the whole of a ratio; empty where it names none."""

    part: str
    whole: str
    kind: str  # share, rate, of


def label(num: Num) -> Label:
    """What a ratio says of itself: 占工业投资的, 开工率, 完成年度任务的, 占比."""
    return _read(num.left)


@lru_cache(maxsize=4096)
def _read(left: str) -> Label:
    words = _END.sub("", left.lstrip("，、；（(其中）)")).rstrip("）)")
    to = _TO.search(words)
    if to is not None:
        return Label(noun(words[: to.start()]), noun(to["whole"]), "rate")
    if "占" in words:
        part, _, whole = words.rpartition("占")
        return Label(noun(part), noun(_OF.sub("", whole)), "share")
    if _DONE.search(words):
        return Label(noun(_DONE.sub("", words)), "", "done")
    if words.endswith("的"):
        said = _VERB.sub("", words[:-1])
        return Label("", noun(said), "of" if said != words[:-1] or len(said) < 2 else "")
    rate = _RATE.search(words)
    if rate is not None:
        return Label(noun(words[: rate.start()]), "", "rate")
    words = _THAT_IS.sub("", words)
    return Label(noun(_OF.sub("", words)), "", "share")


def noun(words: str) -> str:
    """A name without the words that name nothing (全区, 同期, 总量)."""
    bare = words.strip("，、；：（）()“”的").partition("（")[0]
    return _GENERAL.sub("", _VAGUE.sub("", bare)).rstrip("的")


@lru_cache(maxsize=4096)
def vague(words: str) -> bool:
    """Whether the words point at a total without naming it: 总量, 项目总数, or nothing at all."""
    core = _TOTAL.sub("", words)
    return not core or words in _COMMON or core in _COMMON


_SAYS = re.compile(
    r"合计|共计?|总计|累计|达到?|完成|实现|为|约|[，：、（]|同比|增长|下降|超过?|突破|目前|已|仅|其中"
)


def name(page: Sheet, num: Num) -> str:
    """The words that name a figure: before it in its clause, and behind it when it is counted."""
    if num.left == "、" and num.index and page.nums[num.index - 1].unit != num.unit:
        return name(page, page.nums[num.index - 1])  # 技术服务1403项、96.4亿元
    left = num.left if _names(num.left) else _wide(page, num)
    if num.index and _goes_on(page.nums[num.index - 1], num):
        left = page.text[num.clause : num.start][-FAR:]
    if num.unit == "CNY":
        return left
    return left + "|" + num.right[: 10 if num.after else 2]


def _goes_on(last: Num, num: Num) -> bool:
    """来访的247批次涉及群众912人: one clause tells of both."""
    joined = num.left[:1] in {"、", "和", "与", "及", "（"} or last.is_ratio
    return (
        last.clause == num.clause and not joined and (last.unit, last.word) != (num.unit, num.word)
    )


@lru_cache(maxsize=4096)
def _names(words: str) -> bool:
    """Whether the words name something, and do not only say that a figure was reached."""
    rest = _SAYS.sub("", words)
    return sum("\u4e00" <= sign <= "\u9fff" or sign.isalpha() for sign in rest) >= 2


def _wide(page: Sheet, num: Num) -> str:
    """The words of the sentence since the last figure that has a name of its own."""
    at = num.index - 1
    while at >= 0 and (page.nums[at].mod or page.nums[at].is_ratio):
        at -= 1
    last = page.nums[at].end if at >= 0 else 0
    cut = page.text.find("，", last, num.start) if last else -1  # what follows it names that one
    return page.text[max(last, cut + 1, num.sentence, num.start - 40) : num.start]


@lru_cache(maxsize=16384)
def bears(words: str, named: str) -> int:
    """How well a figure's name bears a whole noun: its beginning, or nearly all of it; else 0."""
    core = _TOTAL.sub("", _TOTAL.sub("", words))
    core = core if len(core) > 1 else words
    size = _covered(core, named)
    begins = size * 2 > len(core) and core[:2] in _aliased(named)
    return size if size and (begins or size * 10 >= len(core) * 8) else 0


def _covered(core: str, named: str) -> int:
    """How many signs of a noun stand in the name, in pieces of two or more: 规上营收."""
    size = kin(core, named)
    if not size or size == len(core):
        return size
    words, named = _aliased(core), _aliased(named)
    at = covered = 0
    while at < len(words) - 1:
        long = next((n for n in range(len(words) - at, 1, -1) if words[at : at + n] in named), 0)
        covered += long
        at += long or 1
    return max(size, covered)


@lru_cache(maxsize=16384)
def kin(words: str, named: str) -> int:
    """How well a figure's name holds the words: the length of what they share, 0 for nothing."""
    words = _aliased(words)
    named = _aliased(named)
    for size in range(len(words), 1, -1):
        for at in range(len(words) - size + 1):
            piece = words[at : at + size]
            if piece in named and _counts(words, piece, at, named):
                return size
    return 0


def _counts(words: str, piece: str, at: int, named: str) -> bool:
    """Two shared characters tell only at the edge of a name; a denied word is another one."""
    if piece in _COMMON and piece != words:
        return False
    if len(piece) == 2 and len(words) > 3 and 0 < at < len(words) - 2:
        return False
    before = named[: named.index(piece)][-2:]
    return not (before.endswith(_NOT) and not words[:at].endswith(_NOT))


_NOT = ("基本", "比较", "未", "不", "非", "没有", "无", "待", "尚未", "没")


def _aliased(words: str) -> str:
    if "GDP" in words:
        words = words.replace("GDP", "地区生产总值")
    if "营收" in words:
        words = words.replace("营收", "营业收入")
    if "限上" in words:
        words = words.replace("限上", "限额以上")
    if "研发" in words:
        words = words.replace("研发", "R&D")
    return words.replace("研究与试验发展", "R&D") if "研究与" in words else words


@cache
def _named_rates() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    found = preset("named_rates.yaml")["rates"]
    return tuple(
        (key, tuple(part.split()), tuple(whole.split())) for key, (part, whole) in found.items()
    )


def definition(said: Label) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The words of part and whole of a rate that has a name of its own (存贷比)."""
    return _defined(said.part) if said.kind == "rate" else None


@lru_cache(maxsize=4096)
def _defined(words: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    for key, part, whole in _named_rates():
        if words.endswith(key):
            return part, whole
    return None
