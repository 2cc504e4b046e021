"""Witness (见证): moves, opinions, vetoes and votes as the audit trail saw them being written.

Each act leaves the fingerprint of what it wrote in its audit event. A row that was changed or
deleted afterwards, or that no event has seen, is told; so is an event that was changed.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F

from gaoxin.review.models import Condition, Meeting, Move, Opinion, VetoAnswer
from gaoxin.sources.models import AuditEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.db.models import Model

# The rows that are witnessed: how they lead to their case, what they are called, and the verb of
# the event of which each has one, with a fingerprint or, from earlier times, without.
KINDS: dict[type[Model], tuple[str, str, str, str]] = {
    Move: ("review_id", "流程记录", "a move", "review_"),
    Opinion: ("review_id", "部门意见", "an opinion", "give_opinion"),
    VetoAnswer: ("review_id", "否决答复", "an answer to a veto", "answer_veto"),
    Meeting: ("move__review_id", "会议表决", "the votes", "review_decide"),
    Condition: ("meeting__move__review_id", "准入条件", "a condition", "review_decide"),
}
_VERBS = {verb for _path, _zh, _en, verb in KINDS.values()}
_GONE = ("在登记后被删去", "was deleted after it was recorded")
_CHANGED = ("在登记后被改动", "was changed after it was recorded")
_UNSEEN = ("在审计记录里没有", "is not in the audit trail")
ROWS = "rows"
"""Under this name an event keeps its fingerprints: [model, key, fingerprint]."""


def fingerprint(row: Model) -> str:
    """Return the hash of everything that a row holds."""
    held = {f.attname: _plain(getattr(row, f.attname)) for f in row._meta.concrete_fields}
    text = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def seen(*rows: Model) -> dict[str, list[list[Any]]]:
    """Return what an audit event keeps of the rows that its act wrote."""
    return {ROWS: [[row._meta.model_name, row.pk, fingerprint(row)] for row in rows]}


def unwitnessed(reviews: Iterable[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Return by case what does not hold, in Chinese and English; sound cases are left out."""
    ids = sorted(set(reviews))
    told, before = _told(ids)
    found: dict[int, dict[tuple[str, str], None]] = defaultdict(dict)
    for model, (path, zh, en, verb) in KINDS.items():
        rows: dict[int, list[Any]] = defaultdict(list)
        for row in model._default_manager.filter(**{f"{path}__in": ids}).annotate(case=F(path)):
            rows[row.case].append(row)
        for case in ids:
            mine = told[case].get(str(model._meta.model_name), {})
            earlier = before[case, verb]
            if model is Condition and earlier:
                # How many conditions an earlier decision had, no event tells.
                earlier = len({row.pk for row in rows[case]} - mine.keys())
            for why in _faults(rows[case], mine, earlier):
                found[case][f"{zh}{why[0]}", f"{en} {why[1]}"] = None
    return {case: tuple(words) for case, words in found.items()}


def _told(ids: list[int]) -> tuple[dict[int, dict[str, dict[int, str]]], Counter[tuple[int, str]]]:
    """Return fingerprints by case, model and key, and how many events keep none, by case."""
    events = AuditEvent.objects.filter(target_model="review.review", target_id__in=map(str, ids))
    told: dict[int, dict[str, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    before: Counter[tuple[int, str]] = Counter()
    for event in events.order_by("id"):
        case = int(event.target_id)
        if ROWS not in event.data:
            before.update((case, verb) for verb in _VERBS if event.verb.startswith(verb))
        for name, key, print_ in event.data.get(ROWS, ()):
            told[case][name][key] = print_
    return told, before


def _faults(rows: list[Any], told: Mapping[int, str], before: int) -> Iterator[tuple[str, str]]:
    """Yield what does not hold of the rows of one kind in one case.

    `before` events keep no fingerprint: as many rows may stand that no other event tells of.
    """
    kept = {row.pk: row for row in rows}
    if told.keys() - kept.keys():
        yield _GONE
    if any(key in kept and fingerprint(kept[key]) != told[key] for key in told):
        yield _CHANGED
    strange = len(kept.keys() - told.keys())
    if strange > before:
        yield _UNSEEN
    elif strange < before:
        yield _GONE
