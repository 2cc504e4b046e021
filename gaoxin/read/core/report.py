"""Report of a page (读报结果) as plain data for JSON."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gaoxin.read.core.quantity import Value
    from gaoxin.read.core.reader import Page
    from gaoxin.read.core.stories import Story
    from gaoxin.read.core.view import View


def as_json(page: Page) -> dict[str, Any]:
    """The page in the shape of the command contract."""
    return {
        "articles": [_article(page.view, story) for story in page.stories],
        "facts": [
            {
                "start": start,
                "end": end,
                "text": text,
                "value": value if type(value) is int else plain(value),
                "unit": unit,
                "kind": kind,
                "subject": subject,
                "period": period,
                "currency": currency,
                "mod": mod,
            }
            for start, end, text, value, unit, kind, subject, period, currency, mod in page.facts
        ],
        "entities": [
            {"start": start, "end": end, "text": text, "type": kind}
            for start, end, text, kind in page.entities
        ],
        "events": [
            {
                "type": e.type,
                "project": e.project,
                "date": e.date,
                "start": e.start,
                "end": e.end,
                "planned": e.planned,
            }
            for e in page.events
        ],
    }


def _article(view: View, story: Story) -> dict[str, Any]:
    spans = [[view.raw_start(start), view.raw_end(end)] for start, end in story.spans]
    return {
        "headline": story.headline,
        "zone": story.zone,
        "byline": re.sub(r"\s+", " ", story.byline) if story.byline else None,
        "dateline": story.dateline,
        "spans": spans,
    }


def plain(value: Value) -> Any:
    """A value as a JSON number or text; a Decimal keeps its digits as far as JSON can say them."""
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return float(value) if isinstance(value, Decimal) else value
