"""Noun phrases (名词短语): what stands left and right of a figure, without verbs and modifiers."""

from __future__ import annotations

import re

from gaoxin.read.core.units import branches, preset

LONGEST = 26
_TRAIL_WORDS = frozenset(preset("cues.yaml")["trail"].split()) | set(":：（(、“” \n")
_TRAIL_LAST = frozenset(word[-1] for word in _TRAIL_WORDS)
_COMPARED = re.compile(
    r"(?:(?:比|较|与|由|从)(?:上年|去年|上月|年初|上一?年度?|上季度)(?:同期|同月|末)?|按[^，]{2,8}计算|按(?:可比|不变)价格?)$"
)
_COMPARED_LAST = frozenset("期月末年初度算价格")
_CUT_LAST = _TRAIL_LAST | _COMPARED_LAST
_RANK_TRAIL = re.compile(
    r"(?:位居|位列|排名|排在|排|居|名列|列|跃居|升至|升到|前进到|全国|全省|全市|全区|全州|全球|世界|国内|同行业|国家级?|高新区|开发区|中|第)+$"
)
_LEAD = re.compile(
    r"^(?:其中|此外|同时|另外|目前|截至目前|截至|据悉|据了解|据介绍|据统计|当前|近日|日前|今年以来|今年|去年|全年|年内|到目前为止|"
    r"累计|预计|共|已|先后|并|且|而|则|也|还|将|又|以及|及|和|与|、|全区|全市|全县|全省|全州|该区|该园区|该市|园区|区内|全区共|"
    r"(?:该|一批)?(?:全部)?(?:建成|达产|投产|满产|竣工|项目建成|项目达产)(?:达效|投产|达产)?后|规划|一批|"
    r"[\u4e00-\u9fff]{2,6}(?:高新区|经开区|开发区|新区)(?=[\u4e00-\u9fff]{3})|主会场|当天|当日|本次|此次|这|今天|今日|现场|一共|目标|力争|确保|到(?![位账资岗港])|的|"
    r"）|\)|”|“|\s)+"
)
_VERBS = (
    "实现 完成 引进 引育 引来 落户 拥有 集聚 聚集 培育 形成 建立 达到 获得 取得 推动 带动 促进 "
    "包括 包含 涵盖 涉及 举办 举行 召开 开展 走进 解决 组织 安排 实施 启动 推进 签署 签订 吸引 "
    "接待 设立 设有 成立 获批 认定 入选 入围 接洽 已有 共有 总共 使得 促使 让 把 将 对 为了 通过 "
    "利用 购置 购买 配备 安装 布局 打造 攻克 出台 提出 提供 制定"
)
_VERB = re.compile(branches({**dict.fromkeys(_VERBS.split(), ""), "建成": "(?!后)"}))
_SOFT = re.compile(
    r"(?P<head>.{2,}?)(?:已|累计|共|全年|预计|计划)*(?:实现|完成|达到)(?P<tail>[^实完达]{1,4})$"
)
_HEAD = re.compile(
    r"(?:项目|企业|公司|机构|单位|平台|中心|基地|园区|产业链|产业集群|集群|产业|行业|专利与?|人才|学位|岗位|实验室|研究院|"
    r"院士|博士|嘉宾|代表|客商|专家|市场主体|地块|土地|用地|厂房|政策|措施|举措|任务|机制|维度|赛道|领域|特点|板块|工程|"
    r"活动|会议|协议|合同|订单|问题|诉求|事项|案例|场景|车间|工厂|生产线|产线|设备|员工|职工|学生|居民|农户|高新区|开发区|"
    r"院校|高校|学校|医院|商铺|商户|门店|酒店|小区|社区|党组织|党员|团队|基金|品牌|产品|标准|成果|奖项|用地|载体|楼宇|荣誉|称号|节|展会|投洽会)"
)
_BEFORE_HEAD = re.compile(r"[\u4e00-\u9fffA-Za-z0-9“”·+\-]{0,16}")
_RIGHT_ANY = re.compile(r"^的?(?P<np>[\u4e00-\u9fffA-Za-z“”]{2,8})")
_PREDICATE = re.compile(
    r"^(?:建设|建成|打造|用于|开工|竣工|投产|落户|参加|总投资|签约|分布|集中推进|正在|已经|全部|实现|完成|纳入|进入|获|列入|年度|计划|"
    r"今年|合同|协议|累计|平均|总额|投资|顺利|提前|拟|于|在|被|均|将|预计|保持|增长|同比|占|开复工|分别|提升|提高|扩大|增加|增至|下降|降至|降到)"
)
_GENERIC = re.compile(
    r"^(?:项目|该项目|此项目)?(?:协议|合同|计划|签约|预计)?总?(?:投资|金额|资金|引资)?(?:总额|总金额|额|规模|金额|总)?$|"
    r"^(?:项目|该项目|此项目|企业)?(?:总投资额?|投资总额|计划总投资|计划投资|投资额?|计划总|协议总投资|协议总|投资规模|总额|金额|资金|总量|总|面积|"
    r"合同总额|占比|比重|增速|增幅|降幅|率|同期|目标|项目|该项目|计划|规模)?$"
)
# a term that belongs to the project or group spoken of before
_PARTIAL = re.compile(
    r"^(?:项目|该项目)?(?:预计|可)?(?:年度?|规划)?(?:应税|开票|合同|协议|利用|实际利用|平均|计划|新增|一期|二期|三期|四期|首期|固定|注册|用地|占地|建筑|总|完成|累计|建设|销售|年)*"
    r"(?:外资|税收|投资|产值|销售额?|收入|资金|面积|用地|资产|资本|利润|年产|产能|销售产值|计划|开工率|竣工率|率|增速|增幅)(?:投资)?$"
)
ADJECTIVE = re.compile(
    r"^(?:新建|续建|在建|新开工|开复工|已开复?工|开工|竣工|新增|在谈|储备|省级|市级|区级|国家级|投产|签约|已投产)$"
)

# the signs that such terms end with: a first look that spares the pattern
_TERM_LAST = frozenset("目议同划约计总资额金模量积比重速幅率期标业收售值入地产本润能")
_PREDICATE_FIRST = frozenset(
    "建打用开竣投落参总签分集正已全实完纳进获列年今合协累平顺提拟于在被均将预保增同占扩下降"
)


def is_generic(words: str) -> bool:
    """Whether the words name only a sum or a rate, whose subject was told before."""
    return not words or (words[-1] in _TERM_LAST and _GENERIC.match(words) is not None)


def is_partial(words: str) -> bool:
    """Whether the words name a part of what was told before (一期投资, 年产值)."""
    return words[-1:] in _TERM_LAST and _PARTIAL.match(words) is not None


def is_predicate(words: str) -> bool:
    """Whether a verb, no noun, follows a figure."""
    return words[:1] in _PREDICATE_FIRST and _PREDICATE.match(words) is not None


def noun_left(left: str) -> str:
    """The noun phrase that ends a clause's left side."""
    words = _without_trail(left)
    begin = end = 0
    reached = False
    match = _VERB.search(words)
    while match:
        begin, end = match.span()
        reached = reached or match.group() in _REACHING
        match = _VERB.search(words, end)
    soft = _SOFT.match(words) if reached else None
    if soft:
        return _tidy(_after_de(_without_lead(soft["head"])) + soft["tail"])
    if end and len(words) - end >= 2:
        words = words[end:]
    elif end == len(words):
        words = words[:begin]  # 区内拥有
    return _tidy(_after_de(_without_lead(words)))


_REACHING = frozenset({"实现", "完成", "达到"})
_LEAD_FIRST = frozenset(
    "其此同另目截据当近日今去全年到累预共已先并且而则也还将又以及和与、"
    "该园区一建达投满竣项规主本这现力确的）)”“ \n\u3000"
)
# 约 is no modifier and 能 no verb in these
_WHOLE = ("签约", "合约", "节约", "契约", "集约", "产能", "储能", "节能", "功能", "性能", "动能")


def _without_lead(words: str) -> str:
    if words[:1] not in _LEAD_FIRST and "区" not in words[:10]:
        return words
    match = _LEAD.match(words)
    return words[match.end() :] if match else words


def _without_trail(words: str) -> str:
    """Cut verbs, modifiers and comparisons off the end, one after the other."""
    while words and words[-1] in _CUT_LAST:
        if words.endswith(_WHOLE):
            return words
        for length in (3, 2, 1):
            if words[-length:] in _TRAIL_WORDS:
                words = words[:-length]
                break
        else:
            match = _COMPARED.search(words, max(0, len(words) - 12))
            if match is None:
                return words
            words = words[: match.start()]
    return words


def rank_left(left: str) -> str:
    """What a rank speaks of: “综合质效”排名全国第五."""
    return _tidy(_without_lead(_without_trail(_RANK_TRAIL.sub("", _without_trail(left)))))


def noun_right(right: str) -> str:
    """The noun phrase that begins right of a figure, up to its first head noun."""
    head = _HEAD.search(right)
    if head:
        begin = right.startswith("的")
        if _BEFORE_HEAD.fullmatch(right, begin, head.start()):
            return right[begin : head.end()]
    if is_predicate(right):
        return ""
    match = _RIGHT_ANY.match(right)
    return match["np"] if match else ""


def _after_de(words: str) -> str:
    if "的" not in words:
        return words
    tail = words.rpartition("的")[2]
    return tail if len(tail) >= 3 and not is_generic(tail) else words


def _tidy(words: str) -> str:
    return (
        words[-LONGEST:].strip("，。、；：的“”（）() 是").removeprefix("用作").removeprefix("作为")
    )
