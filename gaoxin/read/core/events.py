"""Events (事件): what was signed, filed, started, completed or put into production, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from gaoxin.read.core.antecedents import PRONOUN, Antecedents
from gaoxin.read.core.days import Days
from gaoxin.read.core.phrases import noun_left
from gaoxin.read.core.plans import coming_year, end_of_year, tense
from gaoxin.read.core.projects import GENERIC, first_of, last_in, last_named
from gaoxin.read.core.scan import scan
from gaoxin.read.core.scopes import Scope, Scopes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gaoxin.read.core.entities import Entity
    from gaoxin.read.core.quantity import Quantity
    from gaoxin.read.core.view import View

KINDS = (
    "signed",
    "filed",
    "land_acquired",
    "started",
    "completed",
    "in_production",
    "at_capacity",
)
# the two characters a trigger begins with: a cheap first look
_START = re.compile(
    "[签备摘竞拿开动启破奠竣落完建投量达满](?=[约署订下案牌得地工动土基竣成产料运入])"
)
_TRIGGER = re.compile(
    r"(?P<signed>签约|签署|签订|签下)|(?P<filed>备案)|(?P<land_acquired>摘牌|竞得|摘得|拿地(?!即))|"
    r"(?P<started>开工|动工|启动建设|破土|奠基|开竣工)|(?P<completed>竣工|落成|完工|建成(?!后|投产|以来|的|\d+个|[一二两三四五六七八九十百]+个))|"
    r"(?P<in_production>(?<!竣工)投产|量产|投料试车|投运|投入生产)|(?P<at_capacity>达产|满产)"
)
# the word names a rate, a class, a plan or a wish, not something that happened
_AFTER_NOT = re.compile(
    r"率|后|前|难|资金|企业|洽谈|条件|手续|常态化|、洽谈|金额|额|年|进度|时间|意向|制|问题|面积"
)
_WISH = re.compile(
    r"(?:计划|拟|力争|确保|推动|争取|加快|按时|如期完成|尽快|推进|未|没有|促进|预计|将|即将|待|或|落地|围绕|服务|保障|抓)"
    r"[^，。；]{0,8}$"
)
_COUNT = r"(?:\d{1,4}|[一二两三四五六七八九十]{1,3})余?[个只项家宗]"
_COUNTED = re.compile(r"[\d一二三四五六七八九十两]余?[个只项家宗]")
_GROUP = re.compile(
    rf"(?P<n>{_COUNT})(?:集中|新)?(?:开工|签约|竣工|投产)(?P<np>[\u4e00-\u9fff]{{0,6}}?项目)|"
    rf"(?<!计划)(?:集中|新|完成|共)?(?:开工|签约|竣工|投产)(?:了)?(?P<np2>[\u4e00-\u9fff]{{0,6}}?项目)(?P<n2>{_COUNT})|"
    rf"(?:开工|签约|竣工|投产)(?:第[一二三四五六七八九十]批)?(?P<n3>{_COUNT})(?P<np3>[\u4e00-\u9fff]{{0,6}}?项目)"
)
_TOGETHER = re.compile("开工|签约|竣工|投产")
_LOOSE = re.compile(rf"(?P<n>{_COUNT})(?P<np>[\u4e00-\u9fff]{{0,8}}?项目)")
_LOANS = re.compile("授信|贷款|融资|就业|用工|采购|实习|入驻")
_FIRMS = re.compile(rf"(?P<n>{_COUNT})企业")
_PAUSE = "，："
_STOP = "。；！？\n"
_BREAK = re.compile("[，。；！？\n：]")
LEAST_OF_NAME = 5
MOST_OF_CLAUSE = 6  # triggers that are looked at between two signs
_VERB_OF = {
    "signed": "签",
    "started": "开工动启",
    "completed": "竣成",
    "in_production": "投",
}
_NOW = "近日"
THIS_YEAR_END = "XXXX-12"
A_YEAR = "XXXX"  # of a plan for 明年: the words before it tell which


class Event(NamedTuple):
    """What happened to a project, or is planned; `date` is ISO text or 近日; offsets are raw."""

    type: str
    project: str
    date: str | None
    start: int
    end: int
    planned: bool = False


@dataclass(slots=True)
class _Hit:
    kind: str
    start: int
    end: int
    clause: int
    sentence: int
    stop: int
    scope: Scope
    group: bool = False
    planned: bool = False
    since: int = 0  # where a plan's own day may stand at the earliest


def events(
    view: View,
    scanned: Sequence[Quantity] | None = None,
    scopes: Scopes | None = None,
    things: Iterable[Entity] = (),
) -> list[Event]:
    """Events in order; a group (20个项目集中签约) once per kind and story, a plan beside its event.

    `scanned` are the quantities of the text, `scopes` its stories, `things` the named ones.
    """
    scopes = scopes or Scopes()
    text = view.text
    named = Antecedents(view, things)
    before = (-1, "")
    days = Days(text, scan(text) if scanned is None else scanned)
    grouped: set[tuple[str, int, bool]] = set()
    seen: set[tuple[str, str, bool]] = set()
    out: list[Event] = []
    for hit in _hits(text, days, scopes):
        project = _project(text, hit, days, named, before[1] if before[0] == hit.sentence else "")
        if not project:
            continue
        before = hit.sentence, project
        when = _planned_for(text, hit, days) if hit.planned else _date(text, hit, days)
        when = when if hit.group and not hit.planned else _by_end(when)
        key, group = (hit.kind, project[-12:], hit.planned), _group(hit)
        if key in seen or _is_span(when) or (hit.group and group in grouped):
            continue
        seen.add(key)
        if hit.group:
            grouped.add(group)
        start, end = view.raw_start(hit.start), view.raw_end(hit.end)
        out.append(Event(hit.kind, project, when, start, end, hit.planned))
    return out


def _group(hit: _Hit) -> tuple[str, int, bool]:
    return hit.kind, hit.scope.story, hit.planned


def _hits(text: str, days: Days, scopes: Scopes) -> Iterator[_Hit]:
    """Triggers that speak of something done or planned; a clause tells a few at most."""
    at = crowd = 0
    for start in _START.finditer(text):
        crowd = 1 if _BREAK.search(text, at, start.start()) else crowd + 1
        at = start.end()
        if crowd > MOST_OF_CLAUSE:
            continue
        match = _TRIGGER.match(text, start.start())
        if match is None or _AFTER_NOT.match(text, match.end()):
            continue
        scope = scopes.at(match.start())
        hit = _hit(text, match.lastgroup or "", match.start(), match.end(), scope)
        if _is_told(text, hit, days):
            yield hit


def _is_span(when: str | None) -> bool:
    """A sum over months is a statistic; without a date nothing can be entered as a milestone."""
    return when is None or "/" in when or "Q" in when or "H" in when


def _hit(text: str, kind: str, start: int, end: int, scope: Scope) -> _Hit:
    low = max(scope.start, start - 160)
    stops = [text.rfind(sign, low, start) for sign in _STOP]
    sentence = max(low, max(stops) + 1)
    pauses = [text.rfind(sign, sentence, start) for sign in _PAUSE]
    clause = max(sentence, max(pauses) + 1)
    also = text.rfind("、", clause, start) + 1
    if also and _TRIGGER.search(text, clause, also):
        clause = also  # 2026年二季度开工、2027年底投产
    cut = _BREAK.search(text, end, end + 60)
    stop = cut.start() if cut else min(len(text), end + 60)
    return _Hit(kind, start, end, clause, sentence, stop, scope)


def _is_told(text: str, hit: _Hit, days: Days) -> bool:
    """Whether the trigger is an event: a plan needs its day, and what is denied is none."""
    left = text[hit.clause : hit.start]
    if left.endswith(("早", "快")):
        return False
    told, hit.since = tense(text, hit.sentence, hit.clause, (hit.start, hit.end))
    hit.planned = told == "plan"
    if hit.planned:
        return _planned_for(text, hit, days) is not None
    if told in {"old", "denied"}:
        return False
    return not _WISH.search(left) or days.last(hit.clause, hit.start) is not None


def _planned_for(text: str, hit: _Hit, days: Days) -> str | None:
    """The day of a plan: printed in its own clause, or the end of the running year."""
    found = days.last(hit.since, hit.start)
    if found:
        return found
    if end_of_year(text, hit.since, hit.start):
        return THIS_YEAR_END
    return A_YEAR if coming_year(text, hit.since, hit.start) else None


def _project(text: str, hit: _Hit, days: Days, named: Antecedents, before: str) -> str:
    """What was started, signed or finished; `before` is that of the event told before it."""
    clause = text[hit.clause : hit.stop]
    verbs = _VERB_OF.get(hit.kind, "")
    own = _OF_GROUP.match(text, hit.end) if before[:1].isdigit() else None
    if own:
        hit.group = True
        return own["n"] + "项目"
    for match in _groups(clause):
        if any(verb in match.group() for verb in verbs):
            hit.group = True
            number = match["n"] or match["n2"] or match["n3"]
            return number + (match["np"] or match["np2"] or match["np3"])
    left = text[hit.clause : hit.start]
    loose = _LOOSE.search(left)
    if loose and not _later_group(text, hit):
        hit.group = True
        return loose["n"] + loose["np"]
    found = first_of(left) or _partner(text, hit, last_in(left)) or _own(text, hit, days)
    if found:
        return found
    owner = PRONOUN.search(text, hit.sentence, hit.start) and named.of(
        hit.sentence, hit.start, hit.scope.start
    )
    carried = _without_phase(before) if hit.kind != "signed" else ""
    return _with_phase(text, hit, owner or carried or _beyond(text, hit, days))


_OF_GROUP = re.compile(r"了?(?P<n>\d+[个只])(?=[，。；、）]|$)")  # 新签约项目64个，其中开工41个
_TOGETHER_BUILT = re.compile(r"(?:共建|合作建设|投资建设|建设|打造|设立)(?P<np>[^，。；、]{4,24})")
_BODIES = ("研究院", "研究所", "先导院", "分院", "总部", "大学")


def _partner(text: str, hit: _Hit, name: str) -> str:
    """With an institute something is signed: what both will build is the project."""
    if hit.kind != "signed" or not name.endswith(_BODIES):
        return name
    built = _TOGETHER_BUILT.search(text, hit.end, hit.stop + 40)
    return noun_left(built["np"]) if built else ""


_OWN_END = ("已", "也", "又", "于", "在", "，", "正式", "顺利", "如期", "全面", "破土", "举行")
_AT_ONCE = re.compile(r"(?:正式|顺利|如期|全面|建成|竣工)*")
_NO_PROJECT = re.compile(
    r"(?:[省市县区镇乡村]|公司|集团|企业|科技|股份|双方|我们|管委会|政府|[局委办会]|仪式|活动|记者|集中|现场|当天|"
    r"时间|[者人员们]|同步|同时|陆续|先后|相继|目前|近日|日前|去年|今年|明年|前年)$|^(?:该|此|本|这)"
)
_BUILT = re.compile(
    r"(?:改造|扩建|扩能|扩产|技改|新建|迁建|工厂|车间|产线|生产线|厂房|大楼|中心|标段|[一二三四]期|总部|研究院|医院|学校|"
    r"大道|大桥|管网|装置|机组|电站|水厂|仓库|实验室|平台|公寓|孵化器|加速器)$"
)


def _own(text: str, hit: _Hit, days: Days) -> str:
    """A thing without 项目 that begins the clause: 医用耗材扩能改造于11月10日开工."""
    if hit.kind in {"signed", "land_acquired"}:
        return ""
    day = days.span(hit.clause, hit.start)
    words = text[hit.clause : day[0] if day else hit.start]
    while words.endswith(_OWN_END):
        words = words[: -1 if words[-1] in _OWN_END else -2]
    name = noun_left(words)
    if len(name) < LEAST_OF_NAME or _NO_PROJECT.search(name) or GENERIC.search(name):
        return ""
    return name if day is not None or _BUILT.search(name) else ""


def _later_group(text: str, hit: _Hit) -> bool:
    """Whether a closer count of the same kind follows in the text (其中开工项目16只)."""
    verbs = _VERB_OF.get(hit.kind, "")
    following = text[hit.stop : hit.stop + 240]
    return any(any(verb in match.group() for verb in verbs) for match in _groups(following))


def _groups(words: str) -> Iterator[re.Match[str]]:
    """Counts of projects that were signed, started or completed together."""
    told = "项目" in words and _COUNTED.search(words) and _TOGETHER.search(words)
    return _GROUP.finditer(words) if told else iter(())


def _beyond(text: str, hit: _Hit, days: Days) -> str:
    """The project in the clauses around: 签约仪式举行，103个项目…; 该项目计划于2月拿地即开工."""
    around = text[hit.stop : hit.stop + 60].split("。", maxsplit=1)[0]
    if text.startswith(("仪式", "活动", "大会"), hit.end) and hit.kind in {"signed", "started"}:
        match = _LOOSE.search(around)
        if match and not _later_group(text, hit):
            hit.group = True
            return match["n"] + match["np"]
        return last_in(text[hit.clause : hit.start])
    if hit.kind == "signed" and text[hit.start : hit.end] != "签约":
        firms = None if _LOANS.search(text, hit.sentence, hit.stop) else _FIRMS
        match = _LOOSE.search(around) or (firms and firms.search(text, hit.sentence, hit.start))
        if match:
            hit.group = True
            return match["n"] + "项目"
        return last_in(around)
    if days.last(hit.clause, hit.start) is None and not hit.planned:
        return ""
    name = last_named(text, hit.scope.start, hit.clause)
    return name.lstrip("0123456789") or last_in(
        text[hit.stop : hit.stop + 60].split("。", maxsplit=1)[0]
    )


def _without_phase(name: str) -> str:
    return _PHASE_END.sub("", name)


_PHASE_END = re.compile("（?[一二三四五]期）?(?:项目|工程)?$")
_PHASE = re.compile(r"(?:其中，?)?(?:项目)?(?P<p>[一二三四五]期)")


def _with_phase(text: str, hit: _Hit, name: str) -> str:
    """一期2024年5月投运: the phase of what was named before."""
    phase = _PHASE.match(text, hit.clause, hit.start)
    return _without_phase(name) + phase["p"] if phase and name else name


_RECENT = re.compile(r"近日|日前|近期")


def _date(text: str, hit: _Hit, days: Days) -> str | None:
    """The date printed nearest: in the clause, the sentence, the paragraph, then before it."""
    far = max(hit.scope.start, hit.start - 400)
    paragraph = max(text.rfind("\n", far, hit.start) + 1, far)
    span: str | None = None
    for low in (hit.clause, hit.sentence, paragraph, far):
        found = days.last(low, hit.start)
        if (found is None or len(found) == 4) and _RECENT.search(text, low, hit.start):
            found = _NOW
        if found and low == hit.clause and _is_span(found):
            last = days.span(low, hit.start)
            if last and _AT_ONCE.fullmatch(text, last[1], hit.start):
                return found  # 于2026年一季度投产
            span, found = found, None  # 11月28日，…举行第四季度…仪式: the day says when
        if found and (low >= hit.sentence or span is None):
            return None if _loose_date(text, hit, found, low) else found
    return span


def _loose_date(text: str, hit: _Hit, found: str, low: int) -> bool:
    """A year said of an earlier sentence does not date a group, nor any date a plain 建成."""
    if low >= hit.sentence:
        return False
    if hit.scope.head:
        return True
    if hit.group and "\n" in text[low : hit.start] and not _CEREMONY.search(text, low, hit.start):
        return True  # a statistic of another paragraph has no day
    return (hit.group and len(found) == 4) or text[hit.start : hit.end] == "建成"


_CEREMONY = re.compile("仪式|大会|活动|集中|当[天日]|现场")
_SPAN_END = re.compile(r"^(?P<y>\w{4})-(?:\d\d/(?P<m>\d\d)|H(?P<h>\d)|Q(?P<q>\d))$")


def _by_end(when: str | None) -> str | None:
    """A single project reported for a period had got there by the end of the period."""
    match = _SPAN_END.match(when or "")
    if match is None:
        return when
    month = int(match["m"] or int(match["h"] or 0) * 6 or int(match["q"] or 0) * 3)
    return f"{match['y']}-{month:02d}"
