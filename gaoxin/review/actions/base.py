"""Ground of the acts (登记的共同规矩): who may act on a case, when, and one at a time."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import IntegrityError
from django.utils.translation import gettext as _

from gaoxin.lib.access import require
from gaoxin.lib.errors import Denied, UserError
from gaoxin.review.queries.scope import is_closed_to
from gaoxin.review.queries.state import CaseFile
from gaoxin.sources.turns import recorded_now, recording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from gaoxin.lib.access import Actor
    from gaoxin.review.models import Review


def moment(at: datetime | None) -> datetime:
    """Return the moment of an act: now where none is given, after every earlier recording."""
    return at or recorded_now()


def current(review: Review, at: datetime | None = None) -> CaseFile:
    """Return the file of a case as the database has it now.

    What a page read before an act is not asked again: somebody may have acted meanwhile.
    """
    fresh = type(review).objects.select_related("scheme", "project", "zone").get(pk=review.pk)
    return CaseFile(fresh, at)


def need(review: Review, permission: str, by: Actor) -> None:
    """Raise where the actor may not act on a case; who is recused is told that there is none."""
    if is_closed_to(by, [review.pk]):
        raise Denied(_("没有这一评审。"))
    words = {
        "review.manage": _("只有评审办公室能办这一步。"),
        "review.opine": _("只有部门能提意见。"),
        "review.decide": _("只有有决定权的领导能登记会议决定。"),
        "review.judge": _("没有这一评审。"),
    }
    require(by, permission, words[permission])


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let an act be whole; where somebody else acted in the same instant, say so."""
    try:
        with recording:
            yield
    except IntegrityError as why:
        raise UserError(_("别人刚刚也办了一步，这一步没有登记。请刷新后再看、再办。")) from why


class Clerk:
    """The deciding body's hand in the ledger: writes under the decider's name, for a decision."""

    sees_zone = True
    park_ids: frozenset[int] = frozenset()

    def __init__(self, by: Actor) -> None:
        self.username = by.username
        self.display_name = by.display_name

    def may(self, permission: str) -> bool:
        """Test whether the clerk may: what a decision writes into the ledger, with its paper."""
        return permission in {"ledger.view", "ledger.edit", "sources.upload"}
