"""Keys (按键): what single keys do in the reader and in the bulletin check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from typing import Any

    from gaoxin.lib.access import Actor

LOOK: tuple[tuple[str, Any], ...] = (
    ("J", _("下一条")), ("K", _("上一条")), ("O", _("看原文，再按回版面")),
)  # fmt: skip
DECIDE: tuple[tuple[str, Any], ...] = (
    ("A", _("采纳")), ("E", _("改后采纳")), ("R", _("退回")), ("L", _("以后再说")),
    ("U", _("撤回")), ("G", _("选关联")), ("N", _("选文字，手工加一条")),
    ("X", _("删去自己手工加的")),
)  # fmt: skip
CHECK: tuple[tuple[str, Any], ...] = (
    ("J", _("下一处")), ("K", _("上一处")), ("C", _("复制清单")),
)  # fmt: skip


def reader_keys(user: Actor) -> tuple[tuple[str, Any], ...]:
    """Return the keys of the reader that do something for the user."""
    return LOOK + DECIDE if user.may("read.decide") else LOOK
