"""Holding (暂存): a file that was sent with a form which is asked once more.

A browser sends a file only once. Its bytes are kept under their hash, and the form carries a signed
slip with the hash; nobody but the sender can redeem it, and no document exists until then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import signing
from django.utils.translation import gettext as _

from gaoxin.lib.access import require
from gaoxin.lib.errors import UserError
from gaoxin.sources.actions import Upload, check_upload, keep_bytes
from gaoxin.sources.queries import hashed_path

if TYPE_CHECKING:
    from gaoxin.lib.access import Actor

SALT = "gaoxin.sources.holding"
SECONDS = 24 * 3600


def hold_upload(upload: Upload, *, by: Actor) -> str:
    """Keep an acceptable file's bytes and return the slip; UserError where it is not acceptable."""
    require(by, "sources.upload", _("您没有上传文件的权限。"))
    check_upload(upload)
    slip = {"sha256": keep_bytes(upload.content), "name": upload.file_name, "by": by.username}
    return signing.dumps(slip, salt=SALT)


def held_upload(slip: str, *, kind: str, by: Actor) -> Upload:
    """Return the file of a slip; UserError where it is another's, too old or not kept any more."""
    try:
        found = signing.loads(slip, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        found = {}
    path = hashed_path(found.get("sha256", ""))
    if found.get("by") != by.username or not path.is_file():
        raise UserError(_("暂存的文件已过期，请再选一次。"))
    return Upload(path.read_bytes(), found["name"], kind)
