"""Remainders (余数): what is left of a whole when its part is taken away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import Span
from gaoxin.read.core.check.page import Sheet, before, named_scope
from gaoxin.read.core.check.relations import Relation, Try, comparable, judge, subtracted

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num

_REST = re.compile(
    r"(?:未(?!来)|没有|没|仍有|余下|其余|剩|余(?!额)|还有|尚有|另有|另外|[还尚只]差|正在|待|顺差|逆差|空置|闲置)[^，。；]{0,8}$"
)
# words that leave no third possibility
_LEFT = re.compile(r"(?:剩余?|其余|余下|[仅尚只]余|[还尚]差)(?!额)[^，。；]{0,4}$")
_MORE = re.compile(r"(?:另有|另外|还有)[^，。；]{0,8}$")
_LEFT_OVER = re.compile(r"^[^，。；]{0,4}(?:未|正在|尚未|待|在办|没有)")
_BALANCE = re.compile("[顺逆]差")
_NOT_YET = re.compile(r"(?:尚未|未|没有|没)(?P<verb>[\u4e00-\u9fff]{2})")


def rest_relations(page: Sheet) -> list[Relation]:
    """余下18个 against 47 and 29."""
    out: list[Relation] = []
    for num in page.nums:
        if num.is_ratio or num.mod is not None or num.role in {"times", "level_name", "difference"}:
            continue
        if _REST.search(num.left) or _LEFT_OVER.match(num.right):
            relation = judge("rest", num, _rest_tries(page, num))
            if relation is not None:
                out.append(relation)
    return out


def _rest_tries(page: Sheet, num: Num) -> list[Try]:
    earlier = [n for n in before(page, num) if comparable(n, num) and n.mod is None][:8]
    larger = [n for n in earlier[1:] if n.value > earlier[0].value]
    plain = [n for n in larger if n.index not in page.parts] or larger
    tries = [*_named_rest(num, earlier), *_balance(num, earlier), *_of_target(num, earlier)]
    scope = named_scope(page, num)[:1] if earlier and num.sentence == earlier[0].sentence else []
    tries += [t for whole in scope for t in subtracted(whole, earlier[0], 1, step=num.step)]
    left = bool(_LEFT.search(num.left))
    row = _row_before(page, num)
    if _MORE.search(num.left) and earlier and earlier[0].sentence != num.sentence:
        plain, row = [], ()  # 另有 tells of more, not of what is left
    tries += _of_row(earlier, row)
    for one in earlier:
        for whole in earlier:
            if whole.index < one.index and whole.value > one.value:
                first = bool(plain) and whole is plain[0] and one is earlier[0] and len(row) < 3
                first = first and (left or num.index - whole.index <= 4)
                strength = 1 + left if first else 0
                tries += subtracted(whole, one, strength, step=num.step)
    return tries


def _row_before(page: Sheet, num: Num) -> tuple[Num, ...]:
    """The members of the remainder's own list that stand before it."""
    row = next((run.members for run in page.runs if num in run.members), ())
    return row[: row.index(num)] if row else ()


def _of_row(earlier: list[Num], row: tuple[Num, ...]) -> list[Try]:
    """电子信息512.8亿元、装备制造331.9亿元、其余441.7亿元: the whole less all parts before."""
    if len(row) < 2:
        return []
    taken = sum(part.value for part in row)
    slack = max(part.step for part in row) / 2 * (len(row) if row[0].unit != "count" else 0)
    left = [(n, n.value - taken) for n in earlier if n.index < row[0].index and n.value > taken]
    return [Try((n, *row), Span(value - slack, value + slack), 1) for n, value in left]


def _of_target(num: Num, earlier: list[Num]) -> list[Try]:
    """53.7亿元，完成全年任务70亿元的76.7%，剩余16.3亿元: the target is the whole."""
    if not (_LEFT.search(num.left) or _MORE.search(num.left)) or len(earlier) < 2:
        return []
    target = earlier[0]
    done = next((n for n in earlier[1:] if n.role in {"level", "period"}), None)
    if not (target.role == "target" or _AIM.search(target.left)):
        return []
    if done is None or done.paragraph != num.paragraph or target.value <= done.value:
        return []
    return subtracted(target, done, 2 if target.role == "target" else 1, step=num.step)


_AIM = re.compile(r"(?:[离距]|[（(]按)[^，。；]{0,4}$")


def _balance(num: Num, earlier: list[Num]) -> list[Try]:
    """出口35.8亿元；进口13.9亿元；贸易顺差21.9亿元."""
    if not _BALANCE.search(num.left) or len(earlier) < 2:
        return []
    two = earlier[:2]
    named = all(any(word in n.left for n in two) for word in ("出口", "进口"))
    near = all(n.paragraph == num.paragraph for n in two)
    return subtracted(two[0], two[1], 2, step=num.step) if named and near else []


def _named_rest(num: Num, earlier: list[Num]) -> list[Try]:
    """计划新开工32个，实际开工29个 …未开工的3个: what is not yet done, by its verb."""
    match = _NOT_YET.search(num.left + num.right)
    if match is None:
        return []
    done = next(
        (n for n in earlier if match["verb"] in n.left and not _NOT_YET.search(n.left)), None
    )
    if done is None:
        return []
    whole = next((n for n in earlier if n.index == done.index - 1 and n.value >= done.value), None)
    if whole is None or match["verb"] not in whole.left or "其中" in num.left:
        return []
    return subtracted(whole, done, 1, step=num.step)
