"""Run the peers over texts from standard input; prints speed and finds of each as JSON.

Speed is in characters per CPU second, finds are all results over the texts that it was given.
Runs in the temporary environment that bench/read.py makes; nothing of it is part of the project.
"""

from __future__ import annotations

import json
import re
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 3  # each is timed so often, the best counts


def sentences(texts: list[str]) -> list[str]:
    """Cut the texts into sentences."""
    return [part for text in texts for part in re.split(r"(?<=[。；\n])", text) if part.strip()]


def best(texts: list[str], work: tuple[Callable[[str], object], ...]) -> tuple[float, int]:
    """Characters per CPU second, whole or by sentence, whichever is faster; results found."""
    fastest, most = 0.0, 0
    for parts in (texts, sentences(texts)):
        for _ in range(TIMES):
            began, found = time.process_time(), 0
            for part in parts:
                for step in work:
                    found += size(step(part))
            fastest = max(fastest, sum(map(len, texts)) / (time.process_time() - began))
            most = max(most, found)
    return fastest, most


def size(found: object) -> int:
    """How many results a call gave; a location is one dictionary."""
    if isinstance(found, dict):
        return int(any(found.values()))
    return len(found) if isinstance(found, list) else 0


def jionlp_speeds(texts: list[str], names: list[str]) -> dict[str, tuple[float, int]]:
    """Money and time with their values; then with places and listed names as well."""
    import jionlp

    sums = (jionlp.ner.extract_money, jionlp.ner.extract_time)
    named = (jionlp.recognize_location, jionlp.ner.LexiconNER({"name": names}))
    for step in (*sums, *named):
        step("2024年3月苏州市投资3亿元")
    return {
        "jionlp, money and time": best(texts, sums),
        "jionlp, money, time, places and listed names": best(texts, (*sums, *named)),
    }


def recognizers_speed(texts: list[str]) -> dict[str, tuple[float, int]]:
    """Number, percentage, currency, dimension and date recognition of recognizers-text."""
    from recognizers_date_time import recognize_datetime
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension

    tasks = (
        recognize_number,
        recognize_percentage,
        recognize_currency,
        recognize_dimension,
        recognize_datetime,
    )
    for task in tasks:
        task("投资3亿元", "zh-cn")
    parts = sentences(texts)
    began, found = time.process_time(), 0
    for part in parts:
        for task in tasks:
            try:
                found += size(task(part, "zh-cn"))
            except Exception:  # noqa: S112 (the peer raises on some sentences)
                continue
    spent = time.process_time() - began
    return {"recognizers-text, by sentence": (sum(map(len, parts)) / spent, found)}


def main() -> None:
    """Time both peers over the same texts."""
    given = json.load(sys.stdin)
    texts = given["texts"]
    print(json.dumps(jionlp_speeds(texts, given["names"]) | recognizers_speed(texts)))


if __name__ == "__main__":
    main()
