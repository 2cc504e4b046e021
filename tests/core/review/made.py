"""Made-up projects and panels for the tests of review."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import gaoxin.review
from gaoxin.review.core.case import read_case
from gaoxin.review.core.process.panel import Panel, Sheet, open_papers, sign
from gaoxin.review.core.scheme.load import build, load
from gaoxin.review.core.scheme.model import Scheme
from gaoxin.review.core.score import Score, score
from gaoxin.rulebook.source import parse

FILE = Path(gaoxin.review.__file__).parent / "presets/default_2026.yaml"
TEXT = FILE.read_text(encoding="utf-8")
DEFAULT = load(FILE)
RULE = DEFAULT.panel
ITEMS = ["fit_site", "inv_record", "rd_level", "ctl_ability"]
START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def changed(old: str, new: str) -> Scheme:
    """Return the default scheme with one text replaced."""
    assert TEXT.count(old) >= 1, old
    return build(parse(TEXT.replace(old, new, 1), "scheme.yaml"))


def project(**changes: Any) -> dict[str, Any]:
    """Return an industrial project of tier K with a full file; a change to None takes out."""
    raw: dict[str, Any] = {
        "id": "p", "type": "industrial", "industry": "new_materials", "investment_yi": "4.2",
        "fixed_investment_yi": "3.4", "invest_wan_per_mu": 340, "tax_wan_per_mu": 22,
        "output_wan_per_mu": 480, "far": "1.5", "jobs": 120, "local_supply_pct": 55,
        "equity_pct": 40, "debt_ratio_pct": 58, "revenue_to_investment": "1.2", "rd_pct": "3.5",
        "invention_patents": 9, "rd_staff_pct": 16, "energy_ratio": "0.8",
        "class": {
            "fit_catalogue": "lead_core", "fit_chain": "strengthens", "rd_platform": "provincial",
            "inv_rank": "little_giant_or_champion_or_unicorn", "ctl_eia": "report_form",
            "ctl_safety": "ordinary",
        },
        "panel": [levels(3, 3, 3, 3), levels(3, 2, 3, 2), levels(3, 3, 2, 3), levels(4, 3, 3, 3),
                  levels(2, 3, 3, 2)],
    }  # fmt: skip
    classes = {**raw["class"], **changes.pop("classes", {})}
    raw.update(changes)
    raw["class"] = {name: value for name, value in classes.items() if value is not None}
    return {name: value for name, value in raw.items() if value is not None}


def levels(site: int, record: int, level: int, ability: int) -> dict[str, int]:
    """Return one expert's levels."""
    return dict(zip(ITEMS, (site, record, level, ability), strict=True))


def scored(raw: dict[str, Any], scheme: Scheme = DEFAULT) -> Score:
    """Return the score of a raw project."""
    return score(read_case(raw, scheme), scheme)


def minute(number: int) -> datetime:
    """Return a moment so many minutes after the start."""
    return START + timedelta(minutes=number)


def signed(panel: Panel, name: str, at: int, *values: int, round_: int = 1) -> Panel:
    """Return the panel with a sheet of one expert signed, reasons given."""
    sheet = Sheet(name, levels(*values), dict.fromkeys(ITEMS, "材料第 3 页"), round_)
    return sign(panel, sheet, at=minute(at), rule=RULE, items=ITEMS)


def seated(*names: str, reserves: tuple[str, ...] = ("f", "g")) -> Panel:
    """Return a panel of five (or of the names) with open papers."""
    return open_papers(Panel(names or ("a", "b", "c", "d", "e"), reserves), at=START)
