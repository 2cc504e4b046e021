"""Kept rules (上一个好版本): of each file of the zone's own, the text that was last read well.

They stand in `rules/kept/<subject>` of the data folder, so that a file that is broken later stays
in force as it was, in every process and after a start.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings

from gaoxin.rulebook.source import RuleError, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from gaoxin.rulebook.source import Entry

T = TypeVar("T")


def own_folder(subject: str) -> Path:
    """Return the folder of the zone's own files of a subject."""
    return Path(settings.GAOXIN_HOME) / "rules" / subject


def last_good(
    path: Path, subject: str, make: Callable[[Entry], T], problems: list[str]
) -> T | None:
    """Return what a file says; where it is refused, what it said when it was last read well.

    Why it was refused goes to `problems`. None where it never was read well.
    """
    copy = own_folder("kept") / subject / path.relative_to(own_folder(subject))
    try:
        found = make(read(path))
    except RuleError as why:
        problems.append(str(why))
    else:
        # A data folder that cannot be written closes no page; there is no older version then.
        with suppress(OSError):
            _keep(path, copy)
        return found
    with suppress(RuleError):
        return make(read(copy))
    return None


def _keep(path: Path, copy: Path) -> None:
    text = path.read_bytes()
    if copy.is_file() and copy.read_bytes() == text:
        return
    copy.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=copy.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(text)
    # Other processes see the old text or the new one, never half of it.
    Path(name).replace(copy)
