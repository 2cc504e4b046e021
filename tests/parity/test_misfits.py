"""Misfits: what does not fit is named by row and column on every engine; the rest is judged."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

import pytest

from gaoxin.grow.core.rules import library
from tests import optional

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
RULES = ("enterprise_size_2017", "specialized_sme_2026", "tech_sme_2017", "digital_maturity_2024")
# Texts that one engine or another would take for a number of its own.
ODD = [
    "很多", "5d", "5f", "0x1p3", "0x10", "1_000", "１２３", "sNaN", "nan", "NaN", "inf",
    "-Infinity", "1e400", "1e99", "--5", "5-", "五十", "5%", "３%", "1.2.3", ".", "-", "+", "e5",
    "1e", "true", "½", "约30", "2000万元", "#N/A", "=1+1", "NULL", "null", "None", "∞", "1 000",
    "\u200b7",
]  # fmt: skip
FINE = [
    "1,234.5", " 7 ", "+3", "-2", ".5", "5.", "1e3", "2E+2", "007", "0", "-0.000001", "", "  ",
    "\t8", "7\u3000", "\xa09",
]  # fmt: skip


def _rows(name: str, seed: int, count: int = 300) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of a table of texts in which a third does not fit."""
    from gaoxin.batch.verdicts import facts_needed

    dice = random.Random(seed)  # noqa: S311 (invented data, no secret)
    rule = library().rules[name]
    names = list(facts_needed(rule))

    def cell(term: Any) -> str:
        likely = list(term.levels) or {"bool": ["是", "否", "true", "0"]}.get(term.unit)
        kind = dice.random()
        if kind < 0.1:
            return dice.choice(ODD)
        if kind < 0.3:
            return dice.choice(FINE)
        return dice.choice(likely) if likely else f"{dice.uniform(0, 9000):.{dice.randrange(6)}f}"

    return names, [[cell(rule.terms[each]) for each in names] for _ in range(count)]


def _run(name: str, data: Path, engine: str) -> tuple[list[dict[str, Any]], Any]:
    import pyarrow.parquet as pq

    from gaoxin.batch.desk import Task
    from gaoxin.batch.run import run

    out = data.with_suffix(f".{engine}.parquet")
    done = run(Task(library().rules[name]), data, out, engine=engine)
    return pq.read_table(out).to_pylist(), done


def compare(name: str, data: Path, engines: tuple[str, str]) -> Any:
    """Hold that two engines give the same rows and name the same misfits; returns the run."""
    from tests.parity.invented import differences

    (one, first), (other, second) = (_run(name, data, engine) for engine in engines)
    assert differences(one, other) == []
    assert first == second
    return first


def written(name: str, seed: int, folder: Path) -> Path:
    """Write such a table as CSV."""
    header, rows = _rows(name, seed)
    path = folder / f"{name}-{seed}.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    return path


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", RULES)
def test_odd_texts_are_misfits_on_both_engines(name: str, seed: int, tmp_path: Path) -> None:
    optional.need("batch engine")
    done = compare(name, written(name, seed, tmp_path), ("python", "duckdb"))
    assert done.rows == 300
    assert len(done.misfits) == 20 and done.more_misfits > 20


@pytest.mark.parametrize("engine", ["python", "duckdb"])
@pytest.mark.parametrize("texts", [ODD[:19], ODD[19:]], ids=["first", "others"])
def test_odd_texts_are_named_by_row_and_column(
    texts: list[str], engine: str, tmp_path: Path
) -> None:
    """Every cell of a CSV is a text, so one odd row tells nothing of another."""
    optional.need("batch engine")
    path = tmp_path / "firms.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        rows = [["size_industry", "employees"], ["industry", "300"]]
        rows += [["industry", text] for text in texts]
        csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    rows, done = _run("enterprise_size_2017", path, engine)
    assert len(rows) == len(texts) + 1
    for place, text in enumerate(texts, 2):
        assert rows[place - 1]["verdict"] == "undetermined"
        named = [words for words in done.misfits if f"第 {place} 行 employees 列" in words]
        assert len(named) == 1 and repr(text)[1:-1] in named[0], (text, named)
    assert len(done.misfits) == len(texts) and not done.more_misfits


def test_typed_columns_with_odd_values_are_judged_alike(tmp_path: Path) -> None:
    optional.need("batch engine")
    import pyarrow as pa
    import pyarrow.parquet as pq

    nan, inf = float("nan"), float("inf")
    doubles = [300.0, nan, inf, -inf, 1e300, 99999999999.0, 1e11, -0.0, None, 0.1 + 0.2]
    values = {
        "double": pa.array(doubles),
        "long": pa.array([300, -1, 10**11, 10**18, -(10**18), 0, None, 7, 8, 9], pa.int64()),
        "flag": pa.array([True, False, None] * 3 + [True]),
        "text": pa.array(["300", *ODD[:8], None]),
    }  # fmt: skip
    for kind, column in values.items():
        path = tmp_path / f"{kind}.parquet"
        industry = pa.array(["industry"] * 10)
        pq.write_table(pa.table({"size_industry": industry, "employees": column}), path)
        compare("enterprise_size_2017", path, ("python", "duckdb"))


def test_a_broken_run_leaves_no_result(tmp_path: Path) -> None:
    optional.need("batch engine")
    from gaoxin.batch.desk import Task
    from gaoxin.batch.run import run
    from gaoxin.lib.errors import UserError

    data = written("enterprise_size_2017", 0, tmp_path)
    out = tmp_path / "out.parquet"
    with pytest.raises(UserError, match="absent"):
        run(
            Task(library().rules["enterprise_size_2017"], keep=("absent",)),
            data,
            out,
            engine="duckdb",
        )
    assert [path.name for path in tmp_path.iterdir()] == [data.name]
