"""Subjects (主体): the short noun phrase a figure speaks of, from its clause or carried over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from gaoxin.read.core.clauses import Context
from gaoxin.read.core.quantity import Quantity

_TRAIL = re.compile(
    r"(?:同比|环比|比上年同期|比去年同期|比上年|比去年|比上月|较上年同期|较上年|较去年|较年初|较上月|按[^，]{2,8}计算|"
    r"名义|实际|分别|均|各|平均|增长|增|提高|提升|上升|下降|降低|减少|回落|扩大|收窄|净|新|达到|达成|达|为|是|有|"
    r"共计|共有|共|合计|总计|累计|总数|超过|超|突破|不低于|不少于|不超过|约为|约|近|逾|高达|将|可|能|需|至|到|在|了|"
    r"实现|完成|预计|计划|仅|已|的|就|也|占|高于|低于|快于|由|从|再|较|比|[:：（(、\s“”])+$"
)
_LEAD = re.compile(
    r"^(?:其中|此外|同时|另外|目前|截至目前|截至|据悉|据了解|据介绍|据统计|当前|近日|日前|今年以来|今年|去年|全年|年内|到目前为止|"
    r"累计|预计|共|已|先后|并|且|而|则|也|还|将|又|以及|及|和|与|、|全区|全市|全县|全省|全州|该区|该园区|该市|园区|区内|全区共|高新区|"
    r"主会场|当天|当日|本次|此次|这|今天|今日|现场|一共|目标|力争|确保|到|的|个|家|项|）|\)|“|”|\s)+"
)
_VERB = re.compile(
    r".*(?:实现|完成|引进|引育|引来|签约引进|落户|拥有|集聚|聚集|培育|形成|建成|建立|达到|获得|取得|推动|带动|拉动|促进|新建|"
    r"包括|包含|涵盖|涉及|举办|举行|召开|开展|走进|解决|组织|安排|实施|启动|推进|签署|签订|吸引|接待|发放|兑现|设立|设有|成立|"
    r"获批|认定|入选|入围|接洽|已有|共有|总共|使|让|把|将|对|为了|通过|利用|购置|购买|配备|安装|布局|打造|攻克|入库|出台|发布|提出|制定|位居|排名|排|名列|位列|居)"
)
_HEADS = (
    r"(?:项目|企业|公司|机构|单位|平台|中心|基地|园区|产业链|产业集群|集群|产业|行业|专利|人才|学位|岗位|实验室|研究院|"
    r"院士|博士|嘉宾|代表|客商|专家|市场主体|地块|土地|用地|厂房|政策|措施|举措|任务|机制|维度|赛道|领域|特点|板块|工程|"
    r"活动|会议|协议|合同|订单|问题|诉求|事项|案例|场景|车间|工厂|生产线|产线|设备|员工|职工|学生|居民|农户|国家|地区|城市|县|市|省|"
    r"院校|高校|学校|医院|商铺|商户|门店|酒店|小区|社区|党组织|党员|团队|基金|品牌|产品|标准|成果|奖项|荣誉|称号)"
)
_RIGHT_NP = re.compile(rf"^的?(?P<np>[\u4e00-\u9fffA-Za-z0-9“”·+\-]{{0,16}}?{_HEADS})")
_RIGHT_ANY = re.compile(r"^的?(?P<np>[\u4e00-\u9fffA-Za-z“”]{2,8})")
_RIGHT_OF = re.compile(r"^(?:元|级|以上)?的(?P<np>[^，。；、]{2,24}?(?:项目|基地|产业园|园|中心|工程|工厂|生产线|改造|二期|一期|建设|企业|总部))")
_PREDICATE = re.compile(r"^(?:建设|建成|打造|用于|开工|竣工|投产|落户|参加|总投资|签约|分布|集中|正在|已经|全部|实现|完成|纳入|进入|获|列入)")
_GENERIC = re.compile(
    r"^(?:总投资额?|投资总额|计划总投资|计划投资|投资额?|项目总投资|协议总投资|总投资额|投资规模|项目|企业|总额|金额|资金|"
    r"总量|年度计划投资|计划完成投资|完成投资|合同总额|占比|比重|增速|增幅|降幅|开工率|率|同期)?$"
)
_SHARE = re.compile(r"^(?P<a>[^占]{0,24})占(?P<b>[^占]{1,20}?)的?(?:比重|比例|份额|总数|比)?(?:为|达到|达|约|近|超过?)*$")
_LIST = re.compile(r"[、和与及]")
LONGEST = 26


@dataclass(slots=True)
class Carried:
    """What later figures of the same text may speak of without naming it."""

    topic: str = ""  # 38个重点项目
    money: str = ""  # subject of the last sum
    any: str = ""  # subject of the last figure
    sentence: int = -1
    series: tuple[str, ...] = ()
    step: int = 0


def subject_of(quantity: Quantity, context: Context, kind: str, carried: Carried) -> str | None:
    """The subject of a figure; also moves `carried` on."""
    if quantity.form == "date":
        return date_subject(context) if kind == "date_event" else None
    form = quantity.form
    if form in {"count", "capacity"} and kind in {"count", "equipment", "capacity"}:
        name = _count_subject(context, carried)
        printed = quantity.word if kind == "count" else ""
        carried.topic = name or carried.topic
        carried.any = name or carried.any
        return (name or carried.any or printed) or None
    if kind in {"growth", "share"}:
        name = _rate_subject(context, kind, carried)
    else:
        name = _sum_subject(context, carried)
        carried.money = name or carried.money
    carried.any = name or carried.any
    return name or carried.any or None


def date_subject(context: Context) -> str | None:
    """What happened on a day: the words after it."""
    words = context.right.lstrip("，,（( ")[:LONGEST]
    return _LEAD.sub("", words).rstrip("“”（") or None


@lru_cache(maxsize=4096)
def noun_left(left: str) -> str:
    """The noun phrase that ends a clause's left side, without verbs and modifiers."""
    words = _TRAIL.sub("", left)
    verb = _VERB.match(words)
    if verb and len(words) - verb.end() >= 2:
        words = words[verb.end() :]
    words = _LEAD.sub("", words)
    return words[-LONGEST:].strip("，。、；：的“”（）() ")


def _noun_right(right: str) -> str:
    match = _RIGHT_NP.match(right)
    if match is None:
        if _PREDICATE.match(right):
            return ""
        match = _RIGHT_ANY.match(right)
    return match["np"] if match else ""


def _count_subject(context: Context, carried: Carried) -> str:
    right = _noun_right(context.right)
    if right and not _PREDICATE.match(context.right):
        return right
    left = noun_left(context.left)
    if left and not _GENERIC.match(left):
        return left
    return right or left or (carried.topic if context.first else "")


def _sum_subject(context: Context, carried: Carried) -> str:
    of = _RIGHT_OF.match(context.right)
    if of:
        return of["np"]
    name = noun_left(context.left)
    for end in ("总投资额", "总投资", "计划投资", "投资总额", "投资额", "投资"):
        if name.endswith(end) and len(name) - len(end) >= 3:
            return name[: -len(end)]
    if _GENERIC.match(name):
        return carried.topic or carried.money or name
    if not context.first and len(name) <= 6 and carried.topic and _GENERIC_PART.search(name):
        return carried.topic + name
    return name


_GENERIC_PART = re.compile(r"外资|税收|投资|资金|产值|销售|收入")


def _rate_subject(context: Context, kind: str, carried: Carried) -> str:
    if carried.step and carried.step < len(carried.series):
        name = carried.series[carried.step]
        carried.step += 1
        return name
    carried.series, carried.step = (), 0
    if "分别" in context.left:
        series = tuple(p for p in _LIST.split(context.left.split("分别")[0]) if p)
        if len(series) > 1:
            carried.series, carried.step = series, 1
            return noun_left(series[0])
    if kind == "share":
        match = _SHARE.match(context.left)
        if match:
            own = noun_left(match["a"]) or carried.any
            return f"{own}占{match['b']}" if own else match["b"]
    name = noun_left(context.left)
    if _GENERIC.match(name):
        return (carried.any or carried.money) + name if name else carried.any or carried.money
    return name
