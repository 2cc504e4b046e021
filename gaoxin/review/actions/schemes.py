"""Schemes (评审方案): keep a draft, publish it; a published version is frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.lib.access import require
from gaoxin.lib.errors import UserError
from gaoxin.review.actions.base import moment
from gaoxin.review.core.scheme.load import refuse_change
from gaoxin.review.models import SchemeVersion
from gaoxin.review.queries.schemes import scheme_from
from gaoxin.review.queries.words import speaking
from gaoxin.sources.actions import audit
from gaoxin.sources.turns import recording

if TYPE_CHECKING:
    from datetime import datetime

    from gaoxin.ledger.models import Zone
    from gaoxin.lib.access import Actor


@recording
def keep_draft(
    zone: Zone, content: str, *, by: Actor, at: datetime | None = None, file: str = "scheme.yaml"
) -> SchemeVersion:
    """Keep a scheme's text as a draft, checked; an earlier draft of the version is replaced."""
    _may(by)
    with speaking():
        scheme = scheme_from(content, file)
    names = {"zone": zone, "name": scheme.id, "version": scheme.version}
    found = SchemeVersion.objects.filter(**names).first()
    if found is not None and found.is_published:
        raise UserError(
            _("版本 %(version)s 已发布，不可再改。改动请另立新版。") % {"version": scheme.version}
        )
    kept = found or SchemeVersion(**names)
    kept.title = str(scheme.annex.get("title_zh") or scheme.id)
    kept.content, kept.fingerprint = content, scheme.fingerprint
    kept.in_force_from = scheme.in_force_from
    kept.recorded_at, kept.recorded_by = moment(at), by.username
    kept.save()
    audit("keep_scheme_draft", kept, by=by, data={"fingerprint": scheme.fingerprint})
    return kept


@recording
def publish(version: SchemeVersion, *, by: Actor, at: datetime | None = None) -> SchemeVersion:
    """Publish a draft: from now on nobody changes it; cases of other versions keep theirs."""
    _may(by)
    version.refresh_from_db()
    if version.is_published:
        raise UserError(_("这一版已经发布。"))
    rows = SchemeVersion.objects.filter(
        zone=version.zone, name=version.name, published_at__isnull=False
    )
    with speaking():
        scheme = scheme_from(version.content, str(version))
        refuse_change(scheme, dict(rows.values_list("version", "fingerprint")))
    version.published_at, version.published_by = moment(at), by.username
    version.save()
    audit("publish_scheme", version, by=by, data={"fingerprint": version.fingerprint})
    return version


def _may(by: Actor) -> None:
    require(by, "review.manage", _("只有评审办公室能改方案。"))
