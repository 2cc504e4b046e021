"""Remainders (余数): what is left of a whole when its part is taken away."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from gaoxin.read.core.check.close import Span
from gaoxin.read.core.check.page import NEAR, Sheet, before, named_scope
from gaoxin.read.core.check.relations import Relation, Try, comparable, judge, subtracted

if TYPE_CHECKING:
    from gaoxin.read.core.check.numbers import Num

_REST = re.compile(
    r"(?:未(?!来)|没有|没|仍有|余下|其余|剩|余(?!额)|还有|尚有|另有|另外|[还尚只]差|正在|(?<![接招期等看对])待|空置|闲置)[^，。；]{0,8}$"
)
# words that leave no third possibility
_LEFT = re.compile(r"(?:剩余?|其余|余下|[仅尚只]余|[还尚]差)(?!额)[^，。；]{0,4}$")
_MORE = re.compile(r"(?:另有|另外|还有)[^，。；]{0,8}$")
_LEFT_OVER = re.compile(r"^[^，。；]{0,4}(?:未|正在|尚未|待|在办|没有)")
_BALANCE = re.compile("[顺逆]差")
_NOT_YET = re.compile(r"(?:尚未|未|没有|没|(?<![接招期等看对])待)(?P<verb>[\u4e00-\u9fff]{1,2})")


def rest_relations(page: Sheet) -> list[Relation]:
    """余下18个 against 47 and 29."""
    out: list[Relation] = []
    for num in page.nums:
        if num.is_ratio or num.mod is not None or num.role in {"times", "level_name", "difference"}:
            continue
        if _BALANCE.search(num.left):
            tries = _balance(num, [n for n in before(page, num) if comparable(n, num)])
        elif _STILL.search(num.left) or _BEYOND.search(num.left):
            tries = _to_target(page, num)
        elif _REST.search(num.left) or _LEFT_OVER.match(num.right):
            tries = _rest_tries(page, num)
        else:
            tries = []
        if tries:
            relation = judge("rest", num, tries)
            if relation is not None:
                out.append(relation)
    return out


def _rest_tries(page: Sheet, num: Num) -> list[Try]:
    earlier = [n for n in before(page, num) if comparable(n, num) and n.mod is None][:8]
    larger = [n for n in earlier[1:] if n.value > earlier[0].value]
    plain = [n for n in larger if n.index not in page.parts] or larger
    plain = [n for n in larger if n.sentence == num.sentence][-1:] or plain
    tries = [*_named_rest(page, num, earlier), *_of_target(num, earlier)]
    scope = named_scope(page, num)[:1] if earlier and num.sentence == earlier[0].sentence else []
    left, row = bool(_LEFT.search(num.left)), _row_before(page, num)
    alone = scope if len(row) < 3 else []
    tries += [t for whole in alone for t in subtracted(whole, earlier[0], 1, step=num.step)]
    if _MORE.search(num.left) and earlier and earlier[0].sentence != num.sentence:
        plain, row = [], ()  # 另有 tells of more, not of what is left
    tries += _of_row(earlier, row)
    for one in earlier:
        for whole in earlier:
            if whole.index < one.index and whole.value > one.value:
                first = bool(plain) and whole is plain[0] and one is earlier[0] and len(row) < 3
                first = first and (left or _in_course(num, one, whole, earlier))
                tries += subtracted(whole, one, 1 + left if first else 0, step=num.step)
    return tries


_DONE = re.compile(r"已|办结|完成|解决|整改|销号|处置|开工|通过")


def _in_course(num: Num, one: Num, whole: Num, earlier: list[Num]) -> bool:
    """159件…办结148件…11件正在协调: done and undone of the last whole, in one paragraph."""
    fits = bool(_DONE.search(one.left)) and whole in earlier[1:3] and num.value != whole.value
    return fits and whole.paragraph == num.paragraph and not _MORE.search(num.left)


def _row_before(page: Sheet, num: Num) -> tuple[Num, ...]:
    """The members of the remainder's own list that stand before it."""
    first = bisect_left(page.runs, num.end, key=lambda run: run.members[-1].end)
    for run in page.runs[first : first + 6]:
        place = bisect_left(run.members, num.index, key=lambda one: one.index)
        if place < len(run.members) and run.members[place] is num:
            return run.members[max(0, place - NEAR) : place]
    return ()


def _of_row(earlier: list[Num], row: tuple[Num, ...]) -> list[Try]:
    """电子信息512.8亿元、装备制造331.9亿元、其余441.7亿元: the whole less all parts before."""
    if len(row) < 2:
        return []
    if len(row) >= 3 and row[0].value >= sum(part.value for part in row[1:]):
        earlier, row = [row[0]], row[1:]  # the row begins with its whole
    taken = sum(part.value for part in row)
    slack = max(part.step for part in row) / 2 * (len(row) if row[0].unit != "count" else 0)
    left = [(n, n.value - taken) for n in earlier if n.index < row[0].index and n.value >= taken]
    return [Try((n, *row), Span(value - slack, value + slack), 1) for n, value in left]


_STILL = re.compile(r"(?:再完成|再实现|[还尚仍]需[\u4e00-\u9fff]{0,3}|需再[\u4e00-\u9fff]{0,2})$")
_BEYOND = re.compile(r"(?:超额|超收|超支|多完成)[^，。；]{0,3}$")


def _to_target(page: Sheet, num: Num) -> list[Try]:
    """再完成27.4亿元，确保实现全年340亿元的目标; 完成全年9500人的任务，超额374人."""
    near = [n for n in page.nums[max(0, num.index - 4) : num.index + 3] if comparable(n, num)]
    near = [n for n in near if n is not num and n.mod is None and n.paragraph == num.paragraph]
    goals = [n for n in near if n.role == "target" or _GOAL.match(page.text, n.end)]
    done = [n for n in near if n.index < num.index and n not in goals and n.role in _LEVELS]
    if len(goals) != 1 or not done:
        return []
    return subtracted(goals[0], done[-1], 1, step=num.step)


_GOAL = re.compile(r"的?(?:目标|任务|计划|预算)")
_LEVELS = frozenset({"level", "period", "base"})


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


def _named_rest(page: Sheet, num: Num, earlier: list[Num]) -> list[Try]:
    """计划新开工32个，实际开工29个 …未开工的3个: what is not yet done, by its verb."""
    match = _NOT_YET.search(num.left + num.right)
    if match is None or "其中" in num.left:
        return []
    done = next((n for n in earlier if _did(n, match["verb"])), None)
    if done is None:
        return []
    larger = [n for n in earlier if n.index < done.index and n.value >= done.value]
    larger.sort(key=lambda n: (n.index in page.parts, -n.index))
    leads = [n for n in larger if n.sentence == done.sentence or _leads(page, n)]
    return [t for whole in leads[:1] for t in subtracted(whole, done, 1, step=num.step)]


def _did(num: Num, verb: str) -> bool:
    """Whether a figure tells of what was done: 已开工29个, 83个落地."""
    said = num.left + num.right[:6]
    return verb in said and not _NOT_YET.search(said) and "计划" not in num.left


def _leads(page: Sheet, num: Num) -> bool:
    return page.leads.get((num.sentence, num.unit, num.word)) is num
