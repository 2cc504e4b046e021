"""What would change (方案试算): old cases under a draft, before it is published; differences."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.lib.errors import UserError
from gaoxin.review.core.case import read_case
from gaoxin.review.core.score import score
from gaoxin.review.queries.lists import read_rows
from gaoxin.review.queries.parts import sight_of
from gaoxin.review.queries.schemes import scheme_from
from gaoxin.review.queries.scope import reviews_for
from gaoxin.review.queries.state import CaseFile, raw_case
from gaoxin.review.queries.words import own_words
from gaoxin.review.wording import result_of_scheme

if TYPE_CHECKING:
    from decimal import Decimal

    from gaoxin.lib.access import Actor
    from gaoxin.review.core.scheme.model import Scheme
    from gaoxin.review.models import Review, SchemeVersion

CONTEXT = 1


@dataclass(frozen=True, slots=True)
class Trial:
    """A case under its own scheme and under the draft."""

    review: Review
    before: Decimal
    before_result: str
    after: Decimal | None
    after_result: str
    flips: bool
    problem: str = ""


def what_if(version: SchemeVersion, user: Actor) -> list[Trial]:
    """Return every case whose scores the user sees under the draft; those that flip first.

    Cases are scored as their files stand; a case that the draft cannot read says why.
    """
    draft = scheme_from(version.content, str(version))
    files = [CaseFile(row) for row in read_rows(reviews_for(user).filter(zone=version.zone))]
    found = [_trial(file, draft) for file in files if sight_of(user, file).scores]
    return sorted(found, key=lambda trial: (not trial.flips, trial.review.code))


def _trial(file: CaseFile, draft: Scheme) -> Trial:
    review = file.review
    before = file.score
    now = result_of_scheme(file.scheme, before.outcome.result)
    values = {name: row.value for name, row in file.values.items()}
    raw = raw_case(draft, review.type, values)
    raw |= {"id": review.code, "vetoes": [v for v in file.raised if v in draft.vetoes]}
    raw["panel"] = [dict(sheet) for sheet in file.case.sheets]
    try:
        after = score(read_case(raw, draft), draft)
    except UserError as why:
        return Trial(review, before.total, now, None, "", True, own_words(str(why)))
    flips = after.outcome.result != before.outcome.result
    return Trial(review, before.total, now, after.total,
                 result_of_scheme(draft, after.outcome.result), flips)  # fmt: skip


def differences(older: SchemeVersion, newer: SchemeVersion) -> list[tuple[str, str]]:
    """Return the lines that differ between two versions: kind (+, -, blank or @) and text."""
    lines = difflib.unified_diff(
        older.content.splitlines(), newer.content.splitlines(), lineterm="", n=CONTEXT
    )
    return [(line[:1], line[1:]) for line in list(lines)[2:]]
