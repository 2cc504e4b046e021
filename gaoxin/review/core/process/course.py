"""Course of a review (评审流程): a state machine over dated moves, replayed from the first.

intake → pre → diligence (L, K) → joint → panel (L, K; G if wished) → decide → reply → final, with
ways out: returned for papers, vetoed and lifted, withdrawn; one appeal within its working days.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gaoxin.lib.errors import UserError
from gaoxin.lib.workday import Deadline, Notice, workdays_after
from gaoxin.review.core.scheme.decision import RESULTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from gaoxin.review.core.scheme.model import Scheme, Step

DECIDE, REPLY, PANEL = "decide", "reply", "panel"
RETURNED, VETOED, WITHDRAWN, APPEALABLE = "returned", "vetoed", "withdrawn", "appealable"
FINAL = "final"
ENDS = {VETOED, WITHDRAWN}
STATE_WORDS: Mapping[str, tuple[str, str]] = {
    "intake": ("项目提报", "intake"),
    "pre": ("部门预审", "pre-review"),
    "diligence": ("尽职调查", "due diligence"),
    "joint": ("部门联审", "joint review"),
    PANEL: ("专家评审", "expert panel"),
    DECIDE: ("会议决策", "decision"),
    REPLY: ("待告知", "reply"),
    RETURNED: ("退回补件", "returned"),
    VETOED: ("已否决", "vetoed"),
    WITHDRAWN: ("已撤回", "withdrawn"),
    APPEALABLE: ("复议期", "open to appeal"),
    FINAL: ("已办结", "final"),
}
"""What each state is called, in both languages; a scheme's own steps keep their code."""
_VETO_STEPS = ("pre", "joint")


@dataclass(frozen=True, slots=True)
class Move:
    """Something done: `kind`, when, by whom; a bureau, a result, a paper or a reason with it."""

    kind: str
    at: datetime
    by: str
    bureau: str = ""
    result: str = ""
    paper: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """Where a review stands: the state, since when, what was decided, who vetoed, appeals."""

    path: tuple[str, ...]
    state: str
    since: datetime
    resume: str = ""
    result: str = ""
    vetoed_by: str = ""
    decided_at: datetime | None = None
    notified_at: datetime | None = None
    appeals: int = 0
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """The scheme, the tier, and the days off, under which a course runs."""

    scheme: Scheme
    tier: str
    optional: bool = False
    notice: Notice | None = None

    def step(self, code: str) -> Step | None:
        """Return a step of the process by its code."""
        return next((step for step in self.scheme.steps if step.code == code), None)


def begin(rules: Rules, at: datetime) -> Course:
    """Return a review that has just been handed in."""
    steps = rules.scheme.steps_of(rules.tier, optional=rules.optional)
    path = tuple(step.code for step in steps)
    if DECIDE not in path or REPLY not in path:
        raise UserError("方案须有 decide 与 reply 两步 (the scheme needs decide and reply)")
    return Course(path, path[0], at)


def replay(rules: Rules, at: datetime, moves: Sequence[Move]) -> Course:
    """Return the state after all moves."""
    course = begin(rules, at)
    for move in moves:
        course = apply(course, move, rules)
    return course


def apply(course: Course, move: Move, rules: Rules) -> Course:
    """Return the course after a move; refused with the reason where it may not be made."""
    last = course.moves[-1].at if course.moves else course.since
    if move.at < last:
        raise UserError("时间早于上一步，请校时 (the clock is behind the last step)")
    if move.kind not in _MOVES:
        raise UserError(f"{move.kind}: 没有这一步 (no such move)")
    found = _MOVES[move.kind](course, move, rules)
    return replace(found, moves=(*course.moves, move))


def allowed(course: Course, rules: Rules, at: datetime) -> tuple[str, ...]:
    """Return the kinds of moves that would not be refused for the state, whatever goes with them.

    The sample move carries everything a move may need, so only the state decides.
    """
    found = []
    for kind in _MOVES:
        bureau = course.vetoed_by or _any_bureau(rules)
        move = Move(kind, at, "-", bureau=bureau, result="reject", paper="-", reason="-")
        try:
            apply(course, move, rules)
        except UserError:
            continue
        found.append(kind)
    return tuple(found)


def _any_bureau(rules: Rules) -> str:
    return next((veto.by for veto in rules.scheme.vetoes.values()), "")


def due(course: Course, rules: Rules) -> Deadline | None:
    """Return the last day of the present state in working days; None where none is set."""
    step = rules.step(REPLY if course.state == APPEALABLE else course.state)
    if step is None:
        return None
    days = step.appeal_days if course.state == APPEALABLE else step.days
    return workdays_after(course.since.date(), days, rules.notice or {})


def final_result(course: Course, rules: Rules, at: datetime) -> str | None:
    """Return the result once the time to appeal is over (or was used); None before."""
    if course.state == VETOED:
        return "veto"
    if course.state != APPEALABLE:
        return None
    last = due(course, rules)
    if course.appeals or last is None or at.date() > last.on:
        return course.result
    return None


def _refuse(course: Course, zh: str, en: str) -> UserError:
    name, words = STATE_WORDS.get(course.state, (course.state, course.state))
    return UserError(f"现处{name}：{zh} ({words}: {en})")


def _enter(course: Course, state: str, move: Move) -> Course:
    return replace(course, state=state, since=move.at)


def _next(course: Course) -> str:
    return course.path[course.path.index(course.state) + 1]


def _pass(course: Course, move: Move, rules: Rules) -> Course:
    """Finish the present step: the written opinion or protocol goes with it."""
    if course.state not in course.path or course.state in {DECIDE, REPLY}:
        raise _refuse(course, "没有可完成的步骤", "no step to finish")
    if not move.paper.strip():
        raise _refuse(course, "须附书面意见", "a written opinion must be attached")
    return _enter(course, _next(course), move)


def _return(course: Course, move: Move, rules: Rules) -> Course:
    if course.state not in course.path or course.state == REPLY:
        raise _refuse(course, "不能退回补件", "cannot be returned")
    if not move.reason.strip():
        raise _refuse(course, "退回须写原因", "a reason must be given")
    return replace(_enter(course, RETURNED, move), resume=course.state)


def _resubmit(course: Course, move: Move, rules: Rules) -> Course:
    if course.state != RETURNED:
        raise _refuse(course, "未退回", "was not returned")
    return _enter(course, course.resume, move)


def _veto(course: Course, move: Move, rules: Rules) -> Course:
    """Stop a project: a bureau that owns a veto, in pre or joint review, in writing."""
    if course.state not in _VETO_STEPS:
        raise _refuse(course, "只在预审、联审中否决", "vetoes belong to pre and joint review")
    if move.bureau not in {veto.by for veto in rules.scheme.vetoes.values()}:
        raise _refuse(course, f"{move.bureau} 无否决权", "this bureau owns no veto")
    if not move.paper.strip():
        raise _refuse(course, "否决须有书面意见", "a veto needs a paper")
    stopped = replace(_enter(course, VETOED, move), vetoed_by=move.bureau)
    return replace(stopped, resume=course.state)


def _lift(course: Course, move: Move, rules: Rules) -> Course:
    if course.state != VETOED:
        raise _refuse(course, "没有否决可撤", "no veto to lift")
    if move.bureau != course.vetoed_by:
        raise _refuse(course, f"须由{course.vetoed_by}撤销", "only the same bureau may lift it")
    if not move.paper.strip():
        raise _refuse(course, "撤销须有书面意见", "lifting needs a paper")
    return replace(_enter(course, course.resume, move), vetoed_by="")


def _decide(course: Course, move: Move, rules: Rules) -> Course:
    """Decide: reached only through every step before it, the joint review included (the gate)."""
    if course.state != DECIDE:
        raise _refuse(course, "未完成联审等前序步骤，不得上会", "earlier steps are not finished")
    if move.result not in RESULTS or move.result == "veto":
        raise _refuse(course, f"{move.result} 不是会议结论", "not a result of the meeting")
    return replace(_enter(course, REPLY, move), result=move.result, decided_at=move.at)


def _notify(course: Course, move: Move, rules: Rules) -> Course:
    if course.state != REPLY:
        raise _refuse(course, "尚无结论可告知", "nothing to tell yet")
    return replace(_enter(course, APPEALABLE, move), notified_at=move.at)


def _appeal(course: Course, move: Move, rules: Rules) -> Course:
    """Appeal once, within its working days: judged anew, by other experts."""
    if course.state != APPEALABLE:
        raise _refuse(course, "尚不能申请复议", "no appeal is possible now")
    if course.appeals:
        raise _refuse(course, "只可复议一次", "one appeal only")
    last = due(course, rules)
    if last is not None and move.at.date() > last.on:
        raise _refuse(course, f"复议期已于 {last.on} 届满", "the time to appeal is over")
    if not move.reason.strip():
        raise _refuse(course, "复议须写理由", "a reason must be given")
    again = PANEL if PANEL in course.path else DECIDE
    return replace(_enter(course, again, move), appeals=course.appeals + 1)


def _withdraw(course: Course, move: Move, rules: Rules) -> Course:
    if course.state in ENDS or course.state == APPEALABLE:
        raise _refuse(course, "已结束", "is over")
    return _enter(course, WITHDRAWN, move)


_MOVES: Mapping[str, Callable[[Course, Move, Rules], Course]] = {
    "pass": _pass,
    "return": _return,
    "resubmit": _resubmit,
    "veto": _veto,
    "lift": _lift,
    "decide": _decide,
    "notify": _notify,
    "appeal": _appeal,
    "withdraw": _withdraw,
}
