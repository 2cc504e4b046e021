"""Time the export of a list of 10,000 rows, and of the whole ledger that an import reads back.

The list is what a browser downloads: 10,000 projects with the columns shown. The ledger also holds
every planned milestone and every amount, many times as many rows, so its seconds are given for
10,000 rows too. Beside both stands the writer alone, fed the same cells from memory: what no query
and no rule could save. Run: python bench/export.py [projects]
"""

from __future__ import annotations

import io
import sys
import time
from typing import TYPE_CHECKING, Any

from zone import open_zone

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS, GOAL = 3, 3.0


def best_cpu(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the least CPU seconds of several runs, and the last result."""
    spent, made = [], None
    for _round in range(ROUNDS):
        began = time.process_time()
        made = work()
        spent.append(time.process_time() - began)
    return min(spent), made


def writer_alone(content: bytes) -> tuple[float, int]:
    """Return the CPU seconds to write a workbook's cells again from memory, and its rows."""
    import xlsxwriter
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]

    def write() -> None:
        options = {"in_memory": True, "constant_memory": True, "strings_to_urls": False}
        with xlsxwriter.Workbook(io.BytesIO(), options) as out:
            for rows in sheets:
                page = out.add_worksheet()
                for number, row in enumerate(rows):
                    for place, value in enumerate(row):
                        if isinstance(value, float):
                            page.write_number(number, place, value)
                        elif value != "":
                            page.write_string(number, place, str(value))

    return best_cpu(write)[0], sum(len(rows) - 1 for rows in sheets)


def said(name: str, spent: float, content: bytes) -> None:
    """Print a line: seconds, rows, seconds for 10,000 rows, and the ratio to the writer alone."""
    alone, rows = writer_alone(content)
    each = spent * 10_000 / rows
    print(
        f"{name:7} {spent:6.2f} s CPU, {rows:7,} rows: {each:.2f} s for 10,000 rows "
        f"({each / GOAL:.0%} of the goal), {spent / alone:.2f} times the writer alone"
    )


def main() -> None:
    """Print the seconds of both exports."""
    zone = open_zone(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    from django.conf import settings
    from django.test import Client

    from gaoxin.ledger.exchange.exporting import export_projects
    from gaoxin.lib.access import System
    from gaoxin.people.models import User
    from gaoxin.web import clock

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(User.objects.get(username="office"))
    spent, answer = best_cpu(lambda: client.get("/ledger/projects/?format=xlsx"))
    said("list", spent, answer.content)

    def ledger() -> bytes:
        held = io.BytesIO()
        export_projects(zone, held, user=System(), at=clock.now())
        return held.getvalue()

    spent, content = best_cpu(ledger)
    said("ledger", spent, content)


if __name__ == "__main__":
    main()
