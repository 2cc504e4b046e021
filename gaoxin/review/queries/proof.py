"""Proof (核对): whether signatures, draws and schemes are still as they were recorded.

The chain shows what changed among the signatures; the audit trail, written at the same time, shows
those cut off at its end, forged as a whole, or moved to another panel. It witnesses moves,
opinions and votes as well.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from gaoxin.lib.errors import UserError
from gaoxin.review.core.process.chain import Break, broken
from gaoxin.review.core.process.draw import Candidate, Draw, is_same_draw
from gaoxin.review.models import Panel, Review, SchemeVersion
from gaoxin.review.queries.schemes import scheme_from, scheme_of
from gaoxin.review.queries.state import link_of
from gaoxin.review.queries.witness import unwitnessed
from gaoxin.sources.models import AuditEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaoxin.review.core.scheme.model import Scheme
    from gaoxin.review.models import Signature
    from gaoxin.review.queries.state import CaseFile


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold: case and sitting, or the scheme; which signature (0: none); why."""

    code: str
    sitting: int
    place: int
    zh: str
    en: str


def chain_faults() -> tuple[int, list[Fault]]:
    """Return how many chains were checked, and what does not hold."""
    rows = Panel.objects.select_related("review__scheme").order_by("review", "sitting")
    panels = list(rows.prefetch_related("signatures", "seats", "acts"))
    told = witnessed({row.review_id for row in panels})
    by_case = [list(group) for _pk, group in groupby(panels, key=lambda row: row.review_id)]
    found = [f for group in by_case for f in _faults(group, told[group[0].review_id])]
    return len(panels), [*found, *_row_faults(Review.objects.all()), *_scheme_faults()]


def witnessed(reviews: Iterable[int]) -> defaultdict[int, list[str]]:
    """Return the hashes of the signatures of each case, as the audit trail has them, in order."""
    ids = [str(pk) for pk in reviews]
    events = AuditEvent.objects.filter(verb="sign_sheet", target_model="review.review")
    found: defaultdict[int, list[str]] = defaultdict(list)
    for event in events.filter(target_id__in=ids).order_by("id"):
        found[int(event.target_id)].append(str(event.data.get("digest", "")))
    return found


def file_faults(file: CaseFile) -> list[Fault]:
    """Return what does not hold of one case: each of its panels, and its scheme."""
    review = file.review
    panels = sorted(review.panels.all(), key=lambda row: row.sitting)
    found = _faults(panels, witnessed([review.pk])[review.pk]) + _row_faults([review])
    return found + ([] if _is_as_printed(review.scheme) else [_changed(review.scheme)])


def _row_faults(reviews: Iterable[Review]) -> list[Fault]:
    """Return the moves, opinions, vetoes and votes that are not as they were written."""
    codes = {row.pk: row.code for row in reviews}
    found = unwitnessed(codes)
    return [Fault(codes[pk], 0, 0, zh, en) for pk, words in found.items() for zh, en in words]


def _faults(panels: Sequence[Panel], told: Sequence[str]) -> list[Fault]:
    """Return the first thing that does not hold of each panel of one case."""
    kept = {s.digest for row in panels for s in row.signatures.all()}
    lost = any(digest not in kept for digest in told)
    found = []
    for row in panels:
        signatures = list(row.signatures.all())
        gap = broken([link_of(each) for each in signatures]) or _strange(signatures, told)
        if gap is None and lost and row is panels[-1]:
            # A signature that nobody has any more is missed on the panel that sat last.
            gap = Break(len(signatures), "末尾的签名不见了", "signatures are missing at the end")
        if gap is None and not same_draw(row):
            gap = Break(-1, "席位不再是当时抽出的", "the seats are not those that were drawn")
        if gap is not None:
            found.append(Fault(row.review.code, row.sitting, gap.place + 1, gap.zh, gap.en))
    return found


def _strange(signatures: Sequence[Signature], told: Sequence[str]) -> Break | None:
    """Return the first row of another round than was signed, or that nobody saw being signed."""
    for place, row in enumerate(signatures):
        if row.content.get("round") != row.round:
            return Break(place, "轮次在签名后被改动", "its round was changed after it was signed")
        if row.digest not in told:
            return Break(place, "审计记录里没有这份签名", "the audit trail has no such signature")
    return None


def same_draw(row: Panel) -> bool:
    """Test whether a recorded draw comes out again from its seed and its pool."""
    seats = list(row.seats.all())
    drawn = Draw(
        row.seed, row.pool_hash,
        tuple(seat.username for seat in seats if not seat.is_reserve),
        tuple(seat.username for seat in seats if seat.is_reserve),
    )  # fmt: skip
    pool_then = [Candidate(*each) for each in row.pool]
    outside = {each.username: each.outside for each in pool_then}
    if any(outside.get(seat.username) != seat.outside for seat in seats):
        return False
    try:
        scheme = scheme_of(row.review)
        return is_same_draw(
            drawn, pool_then, scheme.panel, tier=sized_as(scheme, row.review.tier),
            fields=row.fields, excluded=row.excluded,
        )  # fmt: skip
    except UserError:
        return False


def sized_as(scheme: Scheme, tier: str) -> str:
    """Return the tier whose size of panel is taken: the own, else the smallest panel there is."""
    sizes = scheme.panel.sizes
    return tier if tier in sizes else min(sizes, key=lambda each: sizes[each])


def _scheme_faults() -> list[Fault]:
    return [_changed(row) for row in SchemeVersion.objects.all() if not _is_as_printed(row)]


def _is_as_printed(row: SchemeVersion) -> bool:
    """Test whether a version's text still has its fingerprint."""
    try:
        return scheme_from(row.content, str(row)).fingerprint == row.fingerprint
    except UserError:
        return False


def _changed(row: SchemeVersion) -> Fault:
    return Fault(str(row), 0, 0, "方案正文与指纹不符", "the scheme's text has another fingerprint")
