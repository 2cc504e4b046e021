"""Ordinals (序数): 第六批, 第31届, 十四届, 排名第四."""

from __future__ import annotations

import re

from gaoxin.read.core.numerals import NUMERAL, numeral
from gaoxin.read.core.quantity import Quantity

_NUMBER = rf"(?:\d{{1,6}}|[{NUMERAL}]{{1,8}})"
COUNTED = re.compile(
    rf"第(?P<n>{_NUMBER})(?P<w>批次|大类|[批届次名位个家所座条期号款项轮届件人台辆站场回季部章条种类强城市县区高])"
)
TERM = re.compile(rf"(?P<n>{_NUMBER})届")
BARE = re.compile(rf"第(?P<n>{_NUMBER})")
_NAME = re.compile(
    r"第[一二三四五六七八九十\d.]+(?:产业|方阵|梯队|时间|书记|线|责任|方|课堂|曲线|资源|动力|要务|生产力|"
    r"代|机床|附属|人民|医院|中学|小学|实验|幼儿|工程|建筑|航务|冶金|勘|设计|研究|师|团|居民|社区|"
    r"师范|医科|印染|季度|纺织|汽车|拖拉机|棉|经济|标准|档案|党支部|网站|三方)"
)
_ORDINAL_CUE = re.compile(
    r"(?:位居|位列|排名?|排在|居|列|名列|升至|升到|跃居|跃升|进位|全国|全省|全市|全区|全州|世界|全球|国内|"
    r"和|、|，|均|省|市|区|分别|前移至|至|到|为|连续\w{0,3}年?)$"
)


def ordinal(text: str, at: int) -> Quantity | None:
    """The ordinal that begins at `at`; names such as 第三产业 are none."""
    if text[at] != "第":
        match = TERM.match(text, at)
        return _ordinal(match, at) if match else None
    if _NAME.match(text, at):
        return None
    match = COUNTED.match(text, at)
    if match:
        return _ordinal(match, at)
    match = BARE.match(text, at)
    if match and _ORDINAL_CUE.search(text, max(0, at - 8), at):
        return _ordinal(match, at)
    return None


def _ordinal(match: re.Match[str], at: int) -> Quantity | None:
    word = match["n"]
    value = int(word) if word.isdigit() else numeral(word)
    if value is None:
        return None
    return Quantity(at, match.end(), "ordinal", value, "ordinal", None, "", 0, 1)
