"""Check code (校验码): a short hash printed at a bulletin's foot that names its frozen numbers.

A key holds definition, version, scope, period, as-of day and moment of knowledge. Keys and printed
characters in the order of the paper are all that a bulletin states: a number that was changed,
moved, left out or given another key changes the code; the words around may be edited.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from gaoxin.report.core.printing import bare

if TYPE_CHECKING:
    from collections.abc import Iterable

GROUPS = 4
SIZE = 4


def check_code(numbers: Iterable[tuple[str, str]]) -> str:
    """Return the code of printed numbers, (key, characters) in order, as `7F3A-20C1-88D0-4B1E`.

    >>> check_code([("a", "1"), ("b", "2")]) == check_code([("b", "2"), ("a", "1")])
    False
    """
    lines = "\n".join(f"{key}\t{bare(text)}" for key, text in numbers)
    digest = hashlib.sha256(lines.encode()).hexdigest().upper()
    return "-".join(digest[at : at + SIZE] for at in range(0, GROUPS * SIZE, SIZE))
