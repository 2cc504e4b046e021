"""Library of schemes (方案目录): shipped schemes as rules, listed and printed as others."""

from __future__ import annotations

from pathlib import Path

from gaoxin.review.core.scheme.compiled import rule_of
from gaoxin.review.core.scheme.load import build
from gaoxin.rulebook.library import Library, gather
from gaoxin.rulebook.source import read, yaml_files

PRESETS = Path(__file__).parents[2] / "presets"


def library(folder: Path = PRESETS) -> Library:
    """Return every scheme of a folder as one rule for each project type; refuse overlaps."""
    schemes = [build(read(path)) for path in yaml_files(folder)]
    return gather(rule_of(scheme, each) for scheme in schemes for each in scheme.types)
