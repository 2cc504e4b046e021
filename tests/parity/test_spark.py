"""Spark: on a real cluster of two workers, every row is what the other engines give."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gaoxin.grow.commands import assess
from gaoxin.grow.core.rules import library
from gaoxin.read.commands import read
from gaoxin.rulebook.load import roots
from gaoxin.rulebook.tree import walk
from tests import optional

pytestmark = [
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The 'future.infer_string' option"),
    # Py4J closes the sockets of its threads late.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    # Spark 4.0 with a newer pandas.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:pyspark"),
    pytest.mark.filterwarnings("ignore::FutureWarning:pyspark"),
]
NAMES = sorted(name for name, rule in library().rules.items() if list(roots(rule)))
DOCUMENTS = 90


def _relaxed(name: str) -> bool:
    """Return whether a rule asks for less when a title is checked again."""
    nodes = [node for top in roots(library().rules[name]) for node in walk(top)]
    return any(getattr(getattr(n, "cite", None), "skip_at_recheck", False) for n in nodes)


CASES = [(name, False) for name in NAMES] + [(name, True) for name in NAMES if _relaxed(name)]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of invented documents: good, empty, binary, in folders, in GB18030."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "甲 乙").mkdir()
    (folder / "_hidden").mkdir()
    for number in range(DOCUMENTS):
        text = f"演示高新区新签约项目{number}个，总投资{number}.5亿元，同比增长{number % 30}.2%。\n"
        part = folder / "甲 乙" if number % 3 else folder
        code = "gb18030" if number % 5 == 0 else "utf-8"
        (part / f"文{number:03d}.txt").write_bytes((text * (1 + number % 7)).encode(code))
    (folder / "a-空.txt").write_bytes(b"")
    (folder / "z.bin").write_bytes(b"\x00\x01\x02" * 500)
    (folder / "断.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "_hidden" / "no.txt").write_text("7个", encoding="utf-8")
    (folder / ".no.txt").write_text("7个", encoding="utf-8")
    return folder


def _read(out: Path, *arguments: str) -> tuple[int, bytes]:
    done = CliRunner().invoke(read, [*arguments, "--out", str(out)])
    assert done.exit_code in {0, 1}, done.output + repr(done.exception)
    return done.exit_code, out.read_bytes()


def test_the_command_reads_a_folder_on_the_cluster(
    cluster: Any, documents: Path, tmp_path: Path
) -> None:
    here = _read(tmp_path / "here.jsonl", str(documents))
    there = tmp_path / "there.jsonl"
    command = [sys.executable, "-c", "from gaoxin.cli import main; main()", "read", str(documents)]
    done = subprocess.run(  # noqa: S603 (our own interpreter, our own words)
        [*command, "--engine", "spark", "--master", cluster.address, "--out", str(there)],
        env={**os.environ, **cluster.environment()},
        capture_output=True,
        timeout=240,
        check=False,
    )
    assert (done.returncode, there.read_bytes()) == here, done.stderr.decode()
    assert here[0] == 1  # three files hold no text, and say so
    rows = [json.loads(line) for line in here[1].splitlines()]
    assert len(rows) == DOCUMENTS + 3
    assert [row["file"] for row in rows] == sorted(row["file"] for row in rows)
    assert [row["file"] for row in rows if row["reason"]] == ["a-空.txt", "z.bin", "断.docx"]


def test_two_workers_are_at_work(session: Any) -> None:
    def where(_: Any) -> list[str]:
        time.sleep(0.1)
        return [os.environ["SPARK_EXECUTOR_DIRS"]]

    seen: set[str] = set()
    began = time.monotonic()
    while len(seen) < 2 and time.monotonic() - began < 90:  # the second may register late
        tasks = session.sparkContext.parallelize(range(8), 8)
        seen |= set(tasks.mapPartitions(where).collect())
    assert len(seen) == 2


@pytest.mark.parametrize("address", ["", "file://"], ids=["folder", "address"])
@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_documents_are_read_alike(
    session: Any, documents: Path, tmp_path: Path, form: str, address: str
) -> None:
    here = _read(tmp_path / f"here.{form}", str(documents))
    there = _read(tmp_path / f"there.{form}", address + str(documents), "--engine", "spark")
    assert there == here


@pytest.mark.parametrize(("name", "recheck"), CASES)
def test_spark_equals_python(session: Any, tmp_path: Path, name: str, recheck: bool) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from gaoxin.batch.desk import Task
    from gaoxin.batch.run import run
    from tests.parity.invented import arrow, differences, invented, plain

    rule = library().rules[name]
    columns = invented(rule, NAMES.index(name))
    table = arrow(rule, columns)
    names = pa.array([f"企业 {row}" for row in range(len(table))])
    folder = tmp_path / "数 据%20"
    folder.mkdir()
    data, out = folder / "企业.parquet", folder / "结果.parquet"
    pq.write_table(table.append_column("name", names), data, row_group_size=100)
    done = run(Task(rule, recheck, keep=("name",)), data, out, engine="spark")
    rows = pq.read_table(out).to_pylist()
    assert [row.pop("name") for row in rows] == names.to_pylist()
    expected = plain(rule, columns, recheck=recheck)
    assert differences(expected, rows) == []
    assert done.rows == len(expected)
    assert sorted(path.name for path in folder.iterdir()) == [data.name, out.name]


def test_amounts_equal_python(session: Any, tmp_path: Path) -> None:
    import ibis
    import pyarrow.parquet as pq

    from gaoxin.batch.verdicts import facts_needed, verdicts
    from tests.core.rulebook.made import rule
    from tests.parity.invented import arrow, differences, plain
    from tests.parity.test_amounts import AMOUNTS, money_columns

    rows = [text.replace("{id: a,", f"{{id: {name},", 1) for name, text in AMOUNTS.items()]
    body = "conditions: {id: c, ind: rd, op: ge, value: 100}\namounts:\n"
    made = rule(body + "\n".join(f"  - {row}" for row in rows), kind="policy")
    columns = {name: v for name, v in money_columns(300).items() if name in facts_needed(made)}
    path = tmp_path / "firms.parquet"
    pq.write_table(arrow(made, columns), path)
    data = ibis.pyspark.connect(session).read_parquet(path)
    got = verdicts(made, data).to_pyarrow().to_pylist()
    assert differences(plain(made, columns), got) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_misfits_are_named_alike(session: Any, tmp_path: Path, kind: str) -> None:
    import pyarrow.parquet as pq
    import xlsxwriter

    cells = [["size_industry", "employees", "revenue_last_year"], ["industry", "300", "2,000"]]
    cells += [["industry", "很多", "2000"], ["space", "9", "5d"], ["retail", " 9 ", "1e99"]]
    data = tmp_path / f"firms.{kind}"
    if kind == "csv":
        quoted = ("".join(f'"{cell}",' for cell in row)[:-1] for row in cells)
        data.write_text("\n".join(quoted), encoding="utf-8")
    else:
        with xlsxwriter.Workbook(data) as book:
            sheet = book.add_worksheet()
            for place, row in enumerate(cells):
                sheet.write_row(place, 0, row)
    said = {}
    for engine in ("python", "duckdb", "spark"):
        out = tmp_path / f"{engine}.parquet"
        words = [str(data), "--rules", "enterprise_size", "--engine", engine, "--out", str(out)]
        done = CliRunner().invoke(assess, words)
        assert done.exit_code == 1, repr(done.exception)
        # A run that takes long tells its progress, too.
        lines = [line for line in done.stderr.splitlines() if not line.endswith("%)")]
        said[engine] = (lines, pq.read_table(out).to_pylist())
    assert said["spark"] == said["duckdb"] == said["python"]
    for place, column in ((2, "employees"), (3, "revenue_last_year"), (4, "revenue_last_year")):
        assert f"第 {place} 行 {column} 列" in "\n".join(said["spark"][0])


def test_a_cluster_that_does_not_answer_is_named(tmp_path: Path) -> None:
    optional.need("spark")
    from tests.parity.cluster import SHORT_LIVED

    page = tmp_path / "page.txt"
    page.write_text("7个", encoding="utf-8")
    command = [sys.executable, "-c", "from gaoxin.cli import main; main()", "read", str(page)]
    done = subprocess.run(  # noqa: S603 (our own interpreter, our own words)
        [*command, "--engine", "spark", "--master", "sparks://nowhere", "--lines"],
        env={**os.environ, "JDK_JAVA_OPTIONS": SHORT_LIVED},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "Spark 起不来" in done.stderr.decode()
    assert b"Traceback" not in done.stderr
