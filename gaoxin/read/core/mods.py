"""Modifiers (修饰词): 超, 近, 约, 以上 … around a figure, as one of > >= < <= ~ <~."""

from __future__ import annotations

import re

BEFORE = {
    "超过": ">",
    "突破": ">",
    "超": ">",
    "逾": ">",
    "多于": ">",
    "高于": ">",
    "大于": ">",
    "超出": ">",
    "跨越": ">",
    "过": ">",
    "不低于": ">=",
    "不少于": ">=",
    "至少": ">=",
    "最少": ">=",
    "不小于": ">=",
    "上": ">=",
    "不足": "<",
    "不到": "<",
    "低于": "<",
    "少于": "<",
    "小于": "<",
    "未满": "<",
    "不超过": "<=",
    "不超": "<=",
    "不高于": "<=",
    "不大于": "<=",
    "不多于": "<=",
    "至多": "<=",
    "最多": "<=",
    "约": "~",
    "大约": "~",
    "约为": "~",
    "约合": "~",
    "大概": "~",
    "估计": "~",
    "近": "<~",
    "接近": "<~",
    "将近": "<~",
    "近乎": "<~",
    "逼近": "<~",
}
AFTER = {
    "以上": ">=",
    "及以上": ">=",
    "之上": ">=",
    "多": ">",
    "余": ">",
    "有余": ">",
    "以下": "<=",
    "及以下": "<=",
    "以内": "<=",
    "之内": "<=",
    "左右": "~",
    "上下": "~",
    "开外": ">",
}
_LONGEST = 3
LAST = frozenset(word[-1] for word in BEFORE)
# 最近, 附近, 赴约, 节约, 通过 … end in the same signs and say nothing about the figure
_NOT = re.compile(
    r"(?:以|之|及|最|附|临|靠|亲|邻|签|节|契|条|合|通|经|不|会|跃|马|海|路|线|网|岸|早|晚|地|陆|水)(?:近|约|过|上)$"
)
SUFFIX = r"及?以上|之上|及?以下|以内|之内|左右|上下|有余|开外|(?:多|余)(?=[，。、；）]|$)"


def mod_before(text: str, at: int) -> str | None:
    """The modifier that ends just before the figure at `at`."""
    if at == 0 or text[at - 1] not in LAST:
        return None
    for length in range(min(_LONGEST, at), 0, -1):
        found = BEFORE.get(text[at - length : at])
        if found:
            bare = length == 1 and _NOT.search(text[max(0, at - 2) : at])
            return None if bare else found
    return None
