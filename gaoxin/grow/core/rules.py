"""Official rules (官方规则): the shipped vocabulary and library of the enterprise ladders."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from gaoxin.grow.core.ladder import Ladder, load_ladder
from gaoxin.rulebook.library import Library, open_library
from gaoxin.rulebook.vocabulary import Vocabulary, load_vocabulary

PRESETS = Path(__file__).parent.parent / "presets"


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the shared vocabulary of enterprise indicators."""
    return load_vocabulary(PRESETS / "indicators.yaml")


@lru_cache(maxsize=1)
def library() -> Library:
    """Return the shipped official rule sets."""
    return open_library(PRESETS, vocabulary())


@lru_cache(maxsize=1)
def ladder() -> Ladder:
    """Return the shipped ladder."""
    return load_ladder(PRESETS / "ladder.yaml", library(), vocabulary())
