"""微软中文规范: the share of Microsoft's public Chinese specifications that this reader passes.

The specifications are not part of the repository; where they are absent the test is skipped
(or fails with GAOXIN_REQUIRE_ALL=1). What is not comparable is listed with its reason in
docs/reference/reading.md and counted here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest

from gaoxin.read.core.wide.days import find_days
from gaoxin.read.core.wide.dimensions import find_dimensions
from gaoxin.read.core.wide.numbers import find_numbers
from gaoxin.read.core.wide.percents import find_percents
from gaoxin.read.core.wide.sums import find_money

Row = tuple[int, int, str]
SHARE = 0.95
# dates that no text says: they need a clock, a weekday, the lunar calendar or a reign
RELATIVE = re.compile(
    r"[明昨后後前今]天|[明昨今]日|最近|[星礼禮]|[周週]|农历|正月|大年|初一|本月|去年|下次|最后|上一|[雍神]"
)
# day and month in an order that a Chinese text does not use, or one that cannot be told
FOREIGN = re.compile(r"(?<!\d)\d{1,2}[-./]\d{1,2}[-./]\d{2,4}(?!\d)|^\d{1,2}/\d{1,2}$")


def rows(expected: Iterable[dict[str, Any]], key: str = "value") -> list[Row]:
    """Expected results as start, end, value."""
    found = []
    for one in expected:
        start = one.get("Start")
        end = one.get("End")
        value = (one.get("Resolution") or {}).get(key)
        found.append((start, end + 1 if end is not None else None, value))
    return found


def numbers(text: str) -> list[Row]:
    return [(n.start, n.end, str(n.value)) for n in find_numbers(text)]


def percents(text: str) -> list[Row]:
    return [(n.start, n.end, f"{n.value}%") for n in find_percents(text)]


def money(text: str) -> list[Row]:
    return [(n.start, n.end, "None" if n.value is None else str(n.value)) for n in find_money(text)]


def dimensions(text: str) -> list[Row]:
    return [(n.start, n.end, f"{n.value}") for n in find_dimensions(text)]


def days(text: str) -> list[Row]:
    return [(n.start, n.end, n.iso) for n in find_days(text)]


def same(a: Any, b: Any) -> bool:
    """Equal to the fifteen digits the specifications print."""
    a, b = str(a).rstrip("%"), str(b).rstrip("%")
    try:
        one, other = Decimal(a), Decimal(b)
    except InvalidOperation:
        return a == b
    return abs(one - other) <= Decimal("1e-12") * max(abs(one), abs(other), 1)


def agrees(case: dict[str, Any], got: list[Row], want: list[Row]) -> bool:
    """Count, place and value are all as specified."""
    if len(got) != len(want):
        return False
    return all(
        (w[0] is None or g[0] == w[0])
        and (w[1] is None or g[1] == w[1])
        and (w[2] is None or same(g[2], w[2]))
        for g, w in zip(got, want, strict=True)
    )


def share(
    folder: Path,
    name: str,
    read: Callable[[str], list[Row]],
    skip: Callable[[dict[str, Any]], bool],
) -> tuple[int, int, int, list[str]]:
    """Passed, comparable, all, and the inputs of those that failed."""
    cases = json.loads((folder / f"{name}.json").read_text(encoding="utf-8-sig"))
    comparable = [case for case in cases if not skip(case)]
    failed = [
        case["Input"] for case in comparable if not agrees(case, read(case["Input"]), _want(case))
    ]
    return len(comparable) - len(failed), len(comparable), len(cases), failed


def _want(case: dict[str, Any]) -> list[Row]:
    if case["Results"] and "Value" in case["Results"][0]:
        return [
            (r.get("Start"), r["Start"] + r["Length"], r["Value"].get("Timex"))
            for r in case["Results"]
        ]
    if case["Results"] and "Length" in case["Results"][0]:
        return [(r["Start"], r["Start"] + r["Length"], None) for r in case["Results"]]
    return rows(case["Results"])


def unsupported(case: dict[str, Any]) -> bool:
    """The authors themselves do not hold their Python reader to it."""
    return "python" in case.get("NotSupported", "")


def not_printed(case: dict[str, Any]) -> bool:
    """Dates outside what a reader without clock and lunar calendar can say."""
    text = case["Input"]
    return unsupported(case) or bool(RELATIVE.search(text) or FOREIGN.search(text))


SPECS = {
    "Number/Chinese/NumberModel": (numbers, unsupported),
    "Number/Chinese/PercentModel": (percents, unsupported),
    "NumberWithUnit/Chinese/CurrencyModel": (money, unsupported),
    "NumberWithUnit/Chinese/DimensionModel": (dimensions, unsupported),
    "DateTime/Chinese/DateExtractor": (days, not_printed),
    "DateTime/Chinese/DateParser": (days, not_printed),
}


@pytest.mark.parametrize("name", SPECS)
def test_share_passed(
    name: str, shared: Path, record_property: Callable[[str, object], None]
) -> None:
    read, skip = SPECS[name]
    folder = shared / "data/reading/recognizers/Specs"
    passed, comparable, cases, failed = share(folder, name, read, skip)
    record_property("share", f"{passed}/{comparable} of {cases}")
    assert passed >= SHARE * comparable, f"{passed}/{comparable}: {failed}"
