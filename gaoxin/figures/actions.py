"""Figures (口径): enter a definition of the zone's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml
from django.utils.translation import gettext as _

from gaoxin.figures import registry
from gaoxin.figures.core.definition import Book, DefinitionError, load
from gaoxin.figures.models import LocalDefinition
from gaoxin.figures.queries import book_of
from gaoxin.lib.access import Actor, require
from gaoxin.lib.errors import UserError
from gaoxin.sources.actions import audit
from gaoxin.sources.turns import recorded_now, recording

if TYPE_CHECKING:
    from gaoxin.ledger.models import Zone


@recording
def define(zone: Zone, text: str, *, by: Actor) -> list[LocalDefinition]:
    """Keep the definitions of a YAML text for the zone; a version that exists is never changed.

    UserError names the definition and key that are refused; then nothing is kept.
    """
    require(by, "figures.define", _("您没有登记口径的权限。"))
    try:
        found = [registry.check(definition) for definition in load(text, source=_("本区口径"))]
    except DefinitionError as why:
        raise UserError(str(why)) from None
    book = book_of(zone)
    known = {definition.full_id for definition in book}
    kept = []
    refused = Book(book, [each for each in found if each.full_id not in known]).problems
    if refused:
        raise UserError(_("这个口径不收：%(why)s") % {"why": "；".join(refused)})
    for definition, part in zip(found, _parts(text), strict=True):
        if definition.full_id in known:
            raise UserError(
                _("口径 %(id)s 已经有了。改了内容要用新的版本号，旧数字才不变。")
                % {"id": definition.full_id}
            )
        kept.append(
            LocalDefinition.objects.create(
                zone=zone,
                definition_id=definition.id,
                version=definition.version,
                text=part,
                recorded_by=by.username,
                recorded_at=recorded_now(),
            )
        )
        audit("define", kept[-1], by=by)
    return kept


def _parts(text: str) -> list[str]:
    """Return each definition of the list as a YAML list of its own."""
    entries = yaml.safe_load(text)
    return [yaml.safe_dump([entry], allow_unicode=True, sort_keys=False) for entry in entries]
