"""Lists of sources (来源的列表): the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gaoxin.web.clock import office_time
from gaoxin.web.core import Filter
from gaoxin.web.listing import Column, Listing

AUDIT = Listing(
    columns=(
        Column(
            "at", _("时间"), lambda e: f"{office_time(e.at):%Y-%m-%d %H:%M}", sort="at",
            phone="line", value=lambda e: office_time(e.at),
        ),
        Column("actor", _("人员"), lambda e: e.actor, sort="actor", phone="line",
               value=lambda e: e.actor),
        Column("verb", _("动作"), lambda e: e.verb, sort="verb", phone="line",
               value=lambda e: e.verb),
        Column("target", _("对象"), lambda e: e.target_label, phone="title",
               value=lambda e: e.target_label),
        Column("reason", _("理由"), lambda e: e.reason or "—", phone="line",
               value=lambda e: e.reason),
    ),
    sort="-at",
    filters=(
        Filter("actor", _("人员"), "text", "actor"),
        Filter("target", _("对象"), "text", "target_label"),
        Filter("at", _("时间"), "date", "at__date"),
    ),
    noun=_("条"),
)  # fmt: skip
