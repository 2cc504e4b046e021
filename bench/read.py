"""Time reading and checking on one core, and against jionlp and recognizers-text in one run.

The text is invented anew for every document, so that nothing is read twice. "read" is everything
as `gaoxin read` does it, 32 documents at a time stage by stage; "alone" reads one after the other.
With --peers the two packages are installed into a temporary environment outside the project and
thrown away after; each gets its best case, and ours is "facts" (all figures with value, unit, kind,
subject, period) and "read" (also stories, zones, places, enterprises, people and events).
Run: python bench/read.py [million characters] [--peers] [--texts FOLDER]; with a folder the
comparison runs on its .txt files instead of invented pages.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import tempfile
import time
import venv
from pathlib import Path
from typing import TYPE_CHECKING

from gaoxin.batch.documents import GROUP_FILES
from gaoxin.read.core.check.checker import check_document
from gaoxin.read.core.facts import facts
from gaoxin.read.core.gazetteer import zone_names
from gaoxin.read.core.pieces import read_document, read_documents
from gaoxin.read.core.scan import scan
from gaoxin.read.core.units import preset
from gaoxin.read.core.view import clean

if TYPE_CHECKING:
    from collections.abc import Callable

PEERS = ("jionlp==1.5.31", "recognizers-text-suite==1.0.2a2", "emoji==1.1.0", "setuptools<70")
CHILD = Path(__file__).parent / "peers" / "read_peers.py"
SAMPLE = 60_000  # characters the peers are given; they are slow
CITIES = ("苏州", "无锡", "襄阳", "平顶山", "潍坊", "昆山", "江阴", "株洲", "绵阳", "宝鸡", "芜湖")
FIELDS = ("电子信息", "装备制造", "新材料", "生物医药", "新能源", "汽车零部件", "现代物流")
PROSE = (
    "园区坚持把优化服务作为第一要务，选派专员上门走访，帮助企业解决用工、融资难题，让企业安心发展。",
    "下一步，将围绕主导产业延链补链强链，加快打造特色鲜明的产业集群，推动高质量发展迈上新台阶。",
    "走进生产车间，自动化生产线高速运转，技术人员正在调试设备，一派繁忙的生产景象。",
    "良好的营商环境吸引了越来越多的客商，他们纷纷表示，将加大投入，与园区共同成长。",
)
SIGNS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨"


def page(dice: random.Random) -> str:
    """Invent one page of about a thousand characters in the manner of a zone's newspaper."""
    zone = dice.choice(CITIES) + "高新区"
    firm = "".join(dice.sample(SIGNS, 3))
    lines = [f"{zone}：", f"{dice.randrange(5, 60)}个重大项目集中开工", "本报讯（记者 王演示）"]
    lines[-1] += f"{dice.randrange(1, 13)}月{dice.randrange(1, 29)}日，{zone}举行项目集中开工活动。"
    for _ in range(6):
        field = dice.choice(FIELDS)
        value, rate = dice.randrange(100, 99999) / 100, dice.randrange(10, 300) / 10
        lines.append(
            f"今年以来，{zone}{field}产业实现规上工业总产值{value}亿元，同比增长{rate}%；"
            f"完成投资{dice.randrange(20, 900)}.{dice.randrange(10)}亿元，占全区的{rate}%。"
            f"{firm}科技有限公司总投资{dice.randrange(2, 90)}亿元的{field}项目加快建设，"
            f"建成后年产{dice.randrange(1, 90)}万台，带动就业{dice.randrange(200, 9000)}余人。"
        )
        lines[-1] += dice.choice(PROSE) + dice.choice(PROSE) + dice.choice(PROSE)
    return "\n".join(lines)


def pages(characters: int, seed: int) -> list[str]:
    """Invent pages of so many characters in all."""
    dice = random.Random(seed)  # noqa: S311 (invented text, no secret)
    out: list[str] = []
    while characters > 0:
        out.append(page(dice))
        characters -= len(out[-1])
    return out


def together(texts: list[str]) -> None:
    """Everything, 32 documents at a time."""
    for first in range(0, len(texts), GROUP_FILES):
        read_documents(texts[first : first + GROUP_FILES])


def quantities(texts: list[str]) -> None:
    """Quantities with kind and subject alone, which is more than the peers do."""
    for first in range(0, len(texts), GROUP_FILES):
        views = [clean(text) for text in texts[first : first + GROUP_FILES]]
        scanned = [scan(view.text) for view in views]
        for view, found in zip(views, scanned, strict=True):
            facts(view, found)


def each(work: Callable[[str], object]) -> Callable[[list[str]], None]:
    """One text after the other."""

    def alone(texts: list[str]) -> None:
        for text in texts:
            work(text)

    return alone


WORKS = {
    "read": together,
    "alone": each(read_document),
    "facts": quantities,
    "check": each(check_document),
}


def timed(name: str, texts: list[str], times: int = 1) -> float:
    """Print and return characters per CPU second of one function over the texts, the best time."""
    work = WORKS[name]
    work([page(random.Random(0))])  # noqa: S311 (tables are loaded once, outside the timing)
    took = []
    for _ in range(times):
        began = time.process_time()
        work(texts)
        took.append(time.process_time() - began)
    size = sum(map(len, texts))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{name:5} {size:>10,} characters in {len(texts):>6,} documents: "
        f"{size / min(took):>9,.0f} characters per CPU second, peak {peak} MB"
    )
    return size / min(took)


def peers(texts: list[str]) -> dict[str, tuple[float, int]]:
    """Speed and finds of the peers, in an environment of their own."""
    names = [*preset("enterprises.yaml")["names"].split(), *zone_names()]
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        # a fixed list of packages, no user input
        subprocess.run(
            [python, "-m", "pip", "install", "-q", *PEERS], check=True, capture_output=True
        )
        given = json.dumps({"texts": texts, "names": names})
        done = subprocess.run(
            [python, CHILD], input=given, capture_output=True, text=True, check=True
        )
    found: dict[str, tuple[float, int]] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def compared(folder: str | None) -> list[str]:
    """The texts both sides read: those of a folder, or invented ones."""
    if folder is None:
        return pages(SAMPLE, 4)
    return [file.read_text(encoding="utf-8") for file in sorted(Path(folder).rglob("*.txt"))]


def main() -> None:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("millions", nargs="?", type=float, default=1.0)
    options.add_argument("--peers", action="store_true")
    options.add_argument("--texts", metavar="FOLDER")
    given = options.parse_args()
    size = int(given.millions * 1_000_000)
    timed("read", pages(size // 4, 1))
    timed("read", pages(size, 2))
    timed("alone", pages(size, 2))
    timed("check", pages(size, 3))
    if given.peers:
        against_peers(compared(given.texts))


def against_peers(texts: list[str]) -> None:
    """Both sides over the same texts, ours timed before and after the peers."""
    speeds = {name: timed(name, texts, 5) for name in ("facts", "read")}
    found = peers(texts)
    ours, whole = (max(speed, timed(name, texts, 5)) for name, speed in speeds.items())
    print(f"ours finds {_found(texts)}")
    for name, (speed, many) in found.items():
        print(
            f"{name:46} {speed:>9,.0f} characters per CPU second, {many:,} results; "
            f"our quantities x {ours / speed:,.1f}, everything x {whole / speed:,.1f}"
        )


def _found(texts: list[str]) -> str:
    rows = read_documents(texts)
    return ", ".join(f"{sum(len(row[key]) for row in rows):,} {key}" for key in rows[0])


if __name__ == "__main__":
    main()
