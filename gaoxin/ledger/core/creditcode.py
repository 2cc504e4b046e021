"""Unified social credit code (统一社会信用代码): GB 32100-2015, 18 characters, the last a check."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def check_character(first17: str) -> str:
    """Return the 18th character; ValueError where a character is not of the alphabet.

    >>> check_character("91350100M000100Y4")
    '3'
    """
    total = sum(
        ALPHABET.index(sign) * weight for sign, weight in zip(first17, WEIGHTS, strict=True)
    )
    return ALPHABET[(31 - total % 31) % 31]


def is_credit_code(text: str) -> bool:
    """Test whether the text is a code whose check character agrees."""
    if len(text) != 18 or any(sign not in ALPHABET for sign in text):
        return False
    return check_character(text[:17]) == text[17]
