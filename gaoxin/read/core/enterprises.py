"""Enterprises (企业): the user's register, then endings, lists, projects and repetition."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import rjieba

from gaoxin.read.core.brands import brand_ends, brand_length
from gaoxin.read.core.gazetteer import place_names
from gaoxin.read.core.institutes import institutes
from gaoxin.read.core.lexicon import Lexicon, mentions
from gaoxin.read.core.units import alternation, preset
from gaoxin.read.core.ventures import by_leader, by_project, is_none, may_be_firm, stands_alone

if TYPE_CHECKING:
    from collections.abc import Iterable


class Enterprise(NamedTuple):
    """An enterprise named in the clean text."""

    start: int
    end: int


_CUT = re.compile(
    r"(?s).*(?:[，。、；：“”《》！？\n\s·…—]|走进|建设|打造|依托|合作|发挥|引进|引入|依托|荣获|投资的|来自|通过|其中|包括|带动|推动|支持|以及|入选|成为|签约|位于|"
    r"落户|收购|参股|携手|联合|下属|旗下|公告|总投资|亿元|万元|分别|共同|服务|像|如|由|在|与|和|及|对|把|被|为|是|的|了|让|向|将|于|该|本|各|家|个)"
)
_NOT_COMPANY = re.compile(
    r"^(?:新增|已|新?注册|该|本|上市|子|母|总|分|各|某|有限|股份|集团|外资|国有|民营|龙头|大型|专业|物业|平台|投资|建设|管理|运营|担保|"
    r"保险|开发|科技|高新|跨国|全球|知名|世界|优质|重点|当地|国家|央企|多|两|三|几|中介|物流|基金)*(?:有限公司|集团公司|股份公司|公司|集团|分公司)$"
)
_INNER = re.compile(r"（[\u4e00-\u9fff]{2,6}）$")


@cache
def _endings() -> re.Pattern[str]:
    words = preset("suffixes.yaml")["companies"].split()
    return re.compile(f"(?:{alternation(words)})(?!化|军|层|法|债|总部|治理)")


_LIST_END = re.compile(
    r"等(?:一批|多个|多家|数家|众多|若干)?(?:[\d一二两三四五六七八九十余多]{1,5}[个家])?"
    r"[\u4e00-\u9fff]{0,10}?(?P<what>企业|公司|项目|大项目|签约|龙头)"
)
_LIST_LEAD = re.compile(
    r".*(?:引进|引入|引来|引育|包括|签约|落户|集聚|聚集|培育|新建|涌现出?|例如|比如|如|像|由|有|的|了|与|以|其中|推进|走进|观摩|发挥|促进|推动|带动|助力|以|）|："
    r""
    r"|，|。|；|\n|：|“|吸引|分别是|拥有)"
)
_OF_PROJECT = re.compile(
    r"元的(?P<n>[\u4e00-\u9fffA-Za-z0-9]{3,30}?)(?:项目|基地|产业园|工厂|等|建设|生产线|中心|改造|[，。、])"
)
_ACTOR = re.compile(
    r"[，。、；：\n中）](?P<n>[\u4e00-\u9fffA-Za-z]{2,8}?)(?=[总计投拟打建成首上新扩研董副项全一二])(?=总投资|计划投资|投资建设|投资的|拟在|拟投资|打造|建设|成功发行|首发|上市|新建|扩建|"
    r"研发总监|董事长|总经理|副总|项目(?:[总计]|由|于|开|竣|正|达|建)|全面投产|首期|一期|二期)"
)


def enterprises(text: str, register: Iterable[str] = ()) -> list[Enterprise]:
    """Enterprises in order; names found once are found again wherever they stand."""
    found: dict[int, int] = {}
    _known(text, register, found)
    for start, end in institutes(text):
        found.setdefault(start, end)
    _by_ending(text, found)
    _by_list(text, found)
    _by_context(text, found)
    by_project(text, found)
    by_leader(text, found)
    _by_brand_end(text, found)
    _by_opening(text, found)
    _repeat(text, found)
    kept = {start: end for start, end in found.items() if not is_none(text[start:end])}
    return [Enterprise(start, end) for start, end in _apart(kept)]


@cache
def _famous() -> Lexicon:
    return Lexicon(preset("enterprises.yaml")["names"].split())


@cache
def _also_words() -> frozenset[str]:
    """Names that are words of the language, too."""
    return frozenset(preset("enterprises.yaml")["also_words"].split())


@lru_cache(maxsize=4)
def _registered(register: tuple[str, ...]) -> Lexicon:
    return Lexicon(register)


_BUILDERS = re.compile(
    r"中(?:铁|建|交|冶|水|核|化学|电建|铁建|煤|能建|石化|铝)[一二三四五六七八九十]{1,3}(?:局集团|工程局|局|公局|航局|冶|建)"
)


def _known(text: str, register: Iterable[str], found: dict[int, int]) -> None:
    for match in _BUILDERS.finditer(text):
        found[match.start()] = match.end()
    for start, end in _registered(tuple(register)).find(text):
        if not _latin_inside(text, start, end):
            found.setdefault(start, end)
    words = _also_words()
    for start, end in _famous().find(text):
        unsure = text[start:end] in words and not stands_alone(text, start, end)
        if not unsure and not _latin_inside(text, start, end):
            found.setdefault(start, end)


def _latin_inside(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return (before.isascii() and before.isalpha() and text[start].isascii()) or (
        after.isascii() and after.isalpha() and text[end - 1].isascii()
    )


def _by_ending(text: str, found: dict[int, int]) -> None:
    done = 0
    for match in _endings().finditer(text):
        low = max(done, match.start() - 24)
        left = text[low : match.start()]
        inner = _INNER.search(left)
        body = left[: inner.start()] if inner else left
        cut = _CUT.match(body)
        start = low + (cut.end() if cut else 0)
        name = text[start : match.end()]
        if match.end() - start - len(match.group()) >= 2 and not _NOT_COMPANY.match(name):
            found[start] = max(found.get(start, 0), match.end())
            done = match.end()


def _by_list(text: str, found: dict[int, int]) -> None:
    """A、B、C等15家企业, A、B等项目."""
    for match in _LIST_END.finditer(text) if "等" in text else ():
        low = max(0, match.start() - 90)
        left = text[low : match.start()]
        cut = max(left.rfind("。"), left.rfind("，"), left.rfind("；"), left.rfind("\n")) + 1
        _items(text, low + cut, match.start(), match["what"], found)


def _items(text: str, start: int, end: int, what: str, found: dict[int, int]) -> None:
    at = start
    parts = text[start:end].split("、")
    for index, part in enumerate(parts):
        if index == 0:
            lead = _LIST_LEAD.match(part)
            skip = lead.end() if lead else 0
            skip += part.startswith("建", skip) and part[:skip].endswith("）")
        else:
            skip = 0
        known = any(found.get(spot) == at + len(part) for spot in range(at, at + len(part)))
        if 2 <= len(part) - skip <= 24 and not known:
            _item(text, at + skip, at + len(part), what, found)
        at += len(part) + 1


def _item(text: str, start: int, end: int, what: str, found: dict[int, int]) -> None:
    if _BUILDING.search(text, start, end):
        return  # 南都银座
    length = brand_length(text, start, end)
    if length:
        whole = end - start <= 5 and not _THING.search(text[start:end])
        found.setdefault(start, end if whole else start + length)
    elif _odd_item(text, start, end) or (
        (
            what in {"企业", "公司", "龙头"}
            and end - start <= 5
            and text[start:end].isascii() is False
        )
        and text[start:end] not in place_names()
        and not _COMMON.search(text[start:end])
    ):
        found.setdefault(start, end)


_SHORT_END = re.compile(
    r"(?:量子|光子|氢能|基因|智造|激光|环保|轴承|电子(?!信息|商务|政务|元|级|特|竞|围|化|器|科|材|专|证|屏)|科技|股份|药业|制药|重工|光电|电气|半导体|微电子|新材料|锂电|储能|机器人|机械|精密|航空|医疗)(?!创|城|园|局|部|厅|型|成|有限|集团|学|产|行|设备|企|服|人|大|体|制|加工|装|零|器)"
)
_OPENING = re.compile(r"[，。；：\n“](?P<n>[\u4e00-\u9fff]{4})")


def _odd_item(text: str, start: int, end: int) -> bool:
    """A short item of a list with an unknown word, or from a place to a firm's ending."""
    item = text[start:end]
    if end - start > 7 or _COMMON.search(item) or _THING.search(item):
        return False
    tokens = rjieba.tag(item, False)
    single = sum(len(word) == 1 and not word.isascii() for word, _ in tokens)
    if single >= 1 and len(tokens) >= 2 and item not in place_names():
        return True
    return tokens[0][1] == "ns" and len(tokens) > 1 and item.endswith(brand_ends())


_THING = re.compile(
    r"(?:基地|项目|中心|广场|工程|制造|研发|建设|改造|园|线|城|大厦|学校|医院|道路|公园|小区|银座|酒店|厂房|平台|系统|管网|电站|产品|器械|低碳|高端)$"
)
_BUILDING = re.compile(r"(?:广场|银座|酒店|大厦|小区|公园|学校|医院|道路|[大道]路|公寓|社区|市场)$")
_COMMON = re.compile(
    r"产业|行业|领域|制造|服务|技术|经济|研发|平台|机构|瞪羚|冠军|小巨人|专精|独角兽|上市|规上|科技型|高新|型$|性$|类$|业$"
)


def _by_context(text: str, found: dict[int, int]) -> None:
    """The doer of an investment: 总投资10亿元的X项目, X打造, X总投资50亿元."""
    for match in _OF_PROJECT.finditer(text) if "元的" in text else ():
        length = brand_length(text, match.start("n"), match.end("n"))
        if length:
            found.setdefault(match.start("n"), match.start("n") + length)
    for match in _ACTOR.finditer("\n" + text):
        start, end = match.start("n") - 1, match.end("n") - 1
        if text[start:end].startswith("其中"):
            start += 2
        length = brand_length(text, start, end)
        if length and end - start - length <= 4 and may_be_firm(text[start : start + length]):
            found.setdefault(start, start + length)


def _by_brand_end(text: str, found: dict[int, int]) -> None:
    """An unknown word before 科技, 股份, 新材料 … from a clause's start or a place."""
    for match in _SHORT_END.finditer(text):
        left = text[max(0, match.start() - 8) : match.start()]
        cut = _CUT.match(left)
        start = match.start() - len(left) + (cut.end() if cut else 0)
        whole = start
        start += _place_length(text, start)
        if 2 <= match.start() - start <= 5 and cut and "第" not in left:
            length = brand_length(text, start, match.end(), strict=True)
            if start + length == match.end():
                found.setdefault(whole, match.end())


def _by_opening(text: str, found: dict[int, int]) -> None:
    """An unknown word of four characters that opens more than one clause."""
    opened = "\n" + text
    words = _OPENING.findall(opened)
    if len(set(words)) == len(words):
        return
    counts = Counter(words)
    odd = {word for word, count in counts.items() if count >= 2 and _is_odd(word)}
    if odd:
        for match in _OPENING.finditer(opened):
            if match["n"] in odd and _ends_there(opened, match.start("n"), match.end("n")):
                found.setdefault(match.start("n") - 1, match.end("n") - 1)


_ZONE_NEXT = ("新区", "高新区", "经开区", "开发区", "园区")


def _ends_there(text: str, start: int, end: int) -> bool:
    """Whether a word ends where the name is cut off: not 亩均论英|雄, nor the name of a zone."""
    if text.startswith(_ZONE_NEXT, end):
        return False
    at = start
    for word in rjieba.cut(text[start : end + 3], False):
        at += len(word)
        if at >= end:
            break
    return at == end


@lru_cache(maxsize=8192)  # 今年以来, 与此同时: the same words open clauses everywhere
def _is_odd(word: str) -> bool:
    """Four characters that no dictionary holds together."""
    if word in place_names() or _COMMON.search(word):
        return False
    return len(rjieba.cut(word, False)) == 4


def _repeat(text: str, found: dict[int, int]) -> None:
    """Other mentions of the names found, and short forms of full names."""
    names = {text[start:end] for start, end in found.items()}
    names |= _short_forms(
        text, {at: end for at, end in found.items() if text[end - 1] not in "院所"}
    )
    for start, end in mentions(text, names):
        found[start] = max(found.get(start, 0), end)


def _short_forms(text: str, found: dict[int, int]) -> set[str]:
    """The longest beginnings (2 to 6 characters) of full names that stand elsewhere."""
    wholes: dict[str, tuple[int, int]] = {}
    for start, end in found.items():
        if end - start >= 6:
            at = start + _place_length(text, start)
            wholes.setdefault(text[at : at + 2], (at, end))
    best: dict[str, str] = {}
    if not wholes:
        return set()
    for elsewhere, _ in Lexicon(wholes).find_all(text):
        key = text[elsewhere : elsewhere + 2]
        start, end = wholes[key]
        same = _same_run(text, start, end, elsewhere)
        if same > len(best.get(key, "")):
            best[key] = text[start : start + same]
    return {name for name in best.values() if name[-1] not in "区园市县省"}


def _place_length(text: str, at: int) -> int:
    return next((n for n in (4, 3, 2) if text[at : at + n] in place_names()), 0)


def _same_run(text: str, start: int, end: int, elsewhere: int) -> int:
    """How many characters two spots share, 2 to 6; 0 for the full name itself."""
    if start <= elsewhere < end:
        return 0
    length = 2
    while (
        start + length < end
        and length < 7
        and text[start + length] == text[elsewhere + length : elsewhere + length + 1]
    ):
        length += 1
    return length if length <= 6 else 0


def _apart(found: dict[int, int]) -> list[tuple[int, int]]:
    """Spans in order, the longer one where two overlap."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(found.items(), key=lambda span: (span[0], -span[1])):
        if out and start < out[-1][1]:
            if end - start > out[-1][1] - out[-1][0]:
                out[-1] = (start, end)
            continue
        out.append((start, end))
    return out
