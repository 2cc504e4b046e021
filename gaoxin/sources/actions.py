"""Sources (来源): store documents, cite them, and write the audit trail."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gaoxin.lib.access import Actor, require
from gaoxin.lib.errors import UserError
from gaoxin.sources.core import filetype
from gaoxin.sources.models import AuditEvent, Citation, Document
from gaoxin.sources.queries import hashed_path

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Upload:
    """The bytes of a file and what its sender says of it."""

    content: bytes
    file_name: str
    kind: str
    title: str = ""
    publisher: str = ""
    published_on: date | None = None
    park_id: int | None = None
    url: str = ""


@transaction.atomic
def store_document(upload: Upload, *, by: Actor) -> Document:
    """Store a file by its hash and return its document; the same bytes are stored once.

    Raises UserError where the file is empty, too large, or not of the type its name claims.
    """
    require(by, "sources.upload", _("您没有上传文件的权限。"))
    found = check_upload(upload)
    sha256 = keep_bytes(upload.content)
    document, created = Document.objects.get_or_create(
        sha256=sha256,
        park_id=upload.park_id,
        defaults={
            "kind": upload.kind,
            "title": upload.title or upload.file_name,
            "publisher": upload.publisher,
            "published_on": upload.published_on,
            "url": upload.url,
            "size": len(upload.content),
            "content_type": found,
            "file_name": upload.file_name,
            "uploaded_by": by.username,
            "recorded_at": timezone.now(),
        },
    )
    if created:
        audit("store_document", document, by=by, data={"sha256": sha256})
    return document


def check_upload(upload: Upload) -> str:
    """Return the content type of an acceptable file; UserError says what is wrong with another."""
    named = {"name": upload.file_name}
    if not upload.content:
        raise UserError(_("文件“%(name)s”是空的。") % named)
    limit = settings.GAOXIN_UPLOAD_MB
    if len(upload.content) > limit * 1024 * 1024:
        raise UserError(_("文件“%(name)s”超过 %(limit)s MB。") % {**named, "limit": limit})
    found = filetype.recognise(upload.content, upload.file_name)
    if found is None:
        message = _("文件“%(name)s”的内容与扩展名不符，或不是可收的类型（%(kinds)s）。")
        raise UserError(message % {**named, "kinds": "、".join(filetype.EXTENSIONS)})
    return found


def keep_bytes(content: bytes) -> str:
    """Write the bytes under their hash, whole or not at all, and return the hash."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = hashed_path(sha256)
    if path.exists():
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(content)
    part.chmod(0o600)
    part.replace(path)
    return sha256


def cell_citation(document: Document, target: tuple[str, int], field: str, place: str) -> Citation:
    """Return an unsaved citation of a cell written as `sheet!F17`; save many in one go."""
    sheet, _mark, cell = place.rpartition("!")
    return Citation(
        document=document,
        target_model=target[0],
        target_id=target[1],
        field=field,
        kind=Citation.Kind.CELL,
        sheet=sheet,
        cell=cell,
    )


@transaction.atomic
def cite(document: Document, target: Model, *, by: Actor, **place: Any) -> Citation:
    """Cite a document for a record; `place` holds kind, field and its offsets, cell or page."""
    require(by, "sources.upload", _("您没有补充证据的权限。"))
    citation = Citation.objects.create(
        document=document,
        target_model=target._meta.label_lower,
        target_id=target.pk,
        **{"kind": Citation.Kind.WHOLE, **place},
    )
    audit("cite", target, by=by, data={"document": document.pk, "place": citation.place})
    return citation


def audit(
    verb: str, target: Model, *, by: Actor, data: dict[str, Any] | None = None, reason: str = ""
) -> AuditEvent:
    """Write who did what to which record, when and why."""
    return AuditEvent.objects.create(
        at=timezone.now(),
        actor=by.username,
        verb=verb,
        target_model=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=str(target)[:300],
        data=data or {},
        reason=reason,
    )
