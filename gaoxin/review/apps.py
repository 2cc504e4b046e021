"""Review (评审): registration of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gaoxin.web.navigation import NavEntry


class ReviewConfig(AppConfig):
    """Room review."""

    name = "gaoxin.review"
    verbose_name = _("评审")
    search = "gaoxin.review.extras.search"
    notices = "gaoxin.review.extras.notices"
    navigation = (
        NavEntry(
            _("评审"), "review:home", "clipboard-check", group="work", order=30,
            permission="review.view", badge="gaoxin.review.queries.lists.overdue_count",
        ),
        NavEntry(
            _("我的评审"), "review:expert:mine", "signature", group="work", order=31,
            permission="review.judge", badge="gaoxin.review.expert.desk.due_count", phone=2,
        ),
        NavEntry(
            _("回头看"), "review:papers:backtests", "history", group="ledger", order=60,
            permission="review.decide",
        ),
    )  # fmt: skip

    def ready(self) -> None:
        """Put cases on the ledger's project page, and tell sources who may open their papers."""
        from gaoxin.review import extras

        extras.offer()
