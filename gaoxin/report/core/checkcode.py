"""Check code (校验码): a short hash printed at a bulletin's foot that names its frozen numbers.

A key holds definition, version, scope, period, as-of day and moment of knowledge, so keys and
printed values together are all that a bulletin states; the words around them may be edited.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUPS = 4
SIZE = 4


def check_code(numbers: Mapping[str, str]) -> str:
    """Return the code of printed numbers by key, as `7F3A-20C1-88D0-4B1E`.

    >>> check_code({}) == check_code({"b": "2", "a": "1"})
    False
    """
    lines = "\n".join(f"{key}\t{numbers[key]}" for key in sorted(numbers))
    digest = hashlib.sha256(lines.encode()).hexdigest().upper()
    return "-".join(digest[at : at + SIZE] for at in range(0, GROUPS * SIZE, SIZE))
