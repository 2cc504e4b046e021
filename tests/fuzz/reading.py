"""Fuzz the reading of bytes, guided by coverage (模糊测试): bin/fuzz starts it.

Run: python tests/fuzz/reading.py CORPUS_FOLDER [libFuzzer options]; what fails is kept as crash-*.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["gaoxin"]):
    from tests.core.read import papers
    from tests.fuzz import invariants

SENTENCES = (
    "演示高新区\n本报讯（记者 王示例）1—6月，演示高新区新签约项目58个，投资214.6亿元，增长13.4%。",
    "其中，制造业项目37个、服务业21个，分别占63.8%和36.2%。演示科技有限公司二期3月1日开工。",
    "单位：万元\n甲 1 2 3\n乙 4 5 6\n合计 5 7 9\n",
)


def seed(folder: Path) -> None:
    """Put a few texts of each way of reading into an empty corpus."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        return
    starts = [bytes([way]) + text.encode() for way in range(4) for text in SENTENCES]
    starts += [bytes([0]) + SENTENCES[0].encode(name) for name in ("gb18030", "utf-16", "utf-32")]
    starts += [bytes([4]) + bytes(range(low, 256, 7)) for low in range(7)]
    cells = papers.row("甲", "1", "2") + papers.row("合计", "1", "2")
    starts.append(bytes([2]) + papers.word(papers.paragraph("总投资12亿元") + cells))
    starts.append(bytes([3]) + papers.pdf([(50, 800, "总投资12亿元"), (200, 800, "8个")]))
    for number, start in enumerate(starts):
        (folder / f"start-{number}").write_bytes(start)


if __name__ == "__main__":
    seed(Path(sys.argv[1]))
    atheris.Setup(sys.argv, invariants.hold)
    atheris.Fuzz()
