"""Time the dry run of a dirty ledger of 500 rows, as the command line runs it.

The whole command is measured in a process of its own, start-up included, and beside it the reading
and planning alone. The ledger is made up: a title, a line with the unit, and in every few rows one
of the faults that offices make. Run: python bench/dryrun.py [FILE.xlsx]
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

ROWS, ROUNDS, GOAL = 500, 5, 2.0
HEADS = ("序号", "项目名称", "所属园区", "产业", "投资方", "计划总投资", "合同引资额", "到位资金",
         "签约时间", "计划开工时间", "实际开工时间", "备注")  # fmt: skip
PARKS = ("电气装备产业园", "尼龙新材料产业园", "新能源储能产业园", "智能制造产业园",
         "生物医药产业园", "现代服务业产业园")  # fmt: skip
FAULTS: tuple[tuple[int, Any], ...] = (
    (5, "１２，５００"), (5, "3.2亿元"), (8, "2026年3月5日"), (8, "2026.13.1"), (2, "不存在园"),
    (1, ""), (6, "-300"), (7, "约5000"), (9, "下季度"), (1, "演示\n换行项目"),
)  # fmt: skip


def dirty_ledger(path: Path) -> None:
    """Write the ledger."""
    dice = random.Random(500)  # noqa: S311 (invented data, no secret)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("项目台账")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range(0, 0, 0, len(HEADS) - 1, "示例高新区招商项目台账")
        sheet.write(1, 0, "单位：万元")
        for column, head in enumerate(HEADS):
            sheet.write(2, column, head)
        for number in range(ROWS):
            signed = date(2024, 1, 8) + timedelta(dice.randrange(900))
            money = dice.randrange(3000, 90000)
            cells: list[Any] = [
                number + 1, f"演示{number + 1}号精密部件项目", dice.choice(PARKS), "电气装备",
                f"演示投资{number % 70}有限公司", money, money // 2, money // 5, signed,
                signed + timedelta(120), signed + timedelta(150) if number % 3 else "", "",
            ]  # fmt: skip
            if number % 4 == 0:
                column, value = FAULTS[number // 4 % len(FAULTS)]
                cells[column] = value
            for column, value in enumerate(cells):
                if isinstance(value, date):
                    sheet.write_datetime(3 + number, column, value, day)
                else:
                    sheet.write(3 + number, column, value)


def command(path: Path, home: str) -> tuple[float, float]:
    """Return wall and CPU seconds of `gaoxin import --dry-run` in its own process."""
    environment = {**os.environ, "GAOXIN_HOME": home, "GAOXIN_TODAY": "2026-11-25"}
    call = [str(Path(sys.executable).parent / "gaoxin"), "import", "--dry-run", "--json", str(path)]
    wall, before = time.perf_counter(), os.times()
    done = subprocess.run(call, env=environment, capture_output=True, check=False)
    wall, after = time.perf_counter() - wall, os.times()
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    spent = after.children_user - before.children_user
    return wall, spent + after.children_system - before.children_system


def planning(path: Path) -> tuple[float, int, int]:
    """Return CPU seconds of reading and planning alone, with the rows and problems found."""
    from gaoxin.ledger.exchange.core.opening import open_book
    from gaoxin.ledger.exchange.core.planning import plan
    from gaoxin.ledger.exchange.demo import demo_ledger

    known, content = demo_ledger(), path.read_bytes()
    began = time.process_time()
    found = plan(open_book(content, path.name), known, date(2026, 11, 25), {})
    spent = time.process_time() - began
    rows = sum(sum(sheet.counts.values()) for sheet in found.sheets)
    return spent, rows, len(found.problems)


def main() -> None:
    """Print both clocks of the command, and the share of reading and planning."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["GAOXIN_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gaoxin.config.settings")
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(home) / "dirty.xlsx"
        if len(sys.argv) < 2:
            dirty_ledger(path)
        runs = [command(path, home) for _round in range(ROUNDS)]
        import django

        django.setup()
        found = [planning(path) for _round in range(ROUNDS)]
    wall, cpu = min(run[0] for run in runs), min(run[1] for run in runs)
    spent, rows, problems = min(found)
    print(f"{rows} rows, {problems} problems named")
    print(f"command: {wall:.2f} s, CPU {cpu:.2f} s: {wall / GOAL:.0%} of the goal of {GOAL:.0f} s")
    print(f"reading and planning alone: CPU {spent:.2f} s")


if __name__ == "__main__":
    main()
