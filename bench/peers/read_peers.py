"""Run the peers over texts from standard input; prints characters per CPU second as JSON.

Runs in the temporary environment that bench/read.py makes; nothing of it is part of the project.
"""

from __future__ import annotations

import json
import re
import sys
import time


def sentences(texts: list[str]) -> list[str]:
    """Cut the texts into sentences, the peers' best case."""
    return [part for text in texts for part in re.split(r"(?<=[。；\n])", text) if part.strip()]


def jionlp_speed(parts: list[str]) -> float:
    """Money and time extraction of jionlp."""
    import jionlp

    jionlp.ner.extract_money("投资3亿元")
    jionlp.ner.extract_time("2024年3月")
    began = time.process_time()
    for part in parts:
        jionlp.ner.extract_money(part)
        jionlp.ner.extract_time(part)
    return sum(map(len, parts)) / (time.process_time() - began)


def recognizers_speed(parts: list[str]) -> float:
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
    began = time.process_time()
    for part in parts:
        for task in tasks:
            try:
                task(part, "zh-cn")
            except Exception:  # noqa: S112 (the peer raises on some sentences)
                continue
    return sum(map(len, parts)) / (time.process_time() - began)


def main() -> None:
    """Time both peers; recognizers-text gets a tenth of the text."""
    texts = json.load(sys.stdin)
    parts = sentences(texts)
    found = {
        "jionlp, by sentence": jionlp_speed(parts),
        "jionlp, whole texts": jionlp_speed(texts),
        "recognizers-text": recognizers_speed(parts[: len(parts) // 10]),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
