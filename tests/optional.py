"""Optional parts (可选部分): what a machine may lack.

GAOXIN_REQUIRE_ALL=1 turns each skip into a failure; a list such as `browser,postgres` only those.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MARK = "optional part missing: "
PARTS = {
    "shared data": "no folder `shared` beside the checkout and no GAOXIN_SHARED",
    "browser": "no chromium on the path and no GAOXIN_CHROMIUM",
    "word processor": "no soffice on the path, so no .docx was opened in it",
    "postgres": "GAOXIN_TEST_POSTGRES_URL is empty, so the rooms ran on SQLite only",
    "fuzzer": "atheris is not installed (make fuzz installs it; Linux only)",
    "batch engine": "the packages of the extra `batch` are not installed",
    "spark": "no Java, or the packages of bin/venv spark are not installed",
    "processes": "no /proc, so it was not looked at what an ended run leaves behind",
}


def shared_folder() -> Path | None:
    """Return the folder of acceptance data, or None."""
    folder = Path(os.environ.get("GAOXIN_SHARED") or ROOT.parent / "shared")
    return folder if (folder / "acceptance").is_dir() else None


def chromium_path() -> str | None:
    """Return the browser to drive, or None."""
    given = os.environ.get("GAOXIN_CHROMIUM")
    return given or shutil.which("chromium") or shutil.which("google-chrome")


def word_processor() -> str | None:
    """Return the word processor that opens .docx files, or None."""
    return shutil.which("soffice")


def postgres_url() -> str | None:
    """Return the address of a PostgreSQL server that tests may use, or None."""
    return os.environ.get("GAOXIN_TEST_POSTGRES_URL") or None


def batch_engine() -> object | None:
    """Return whether Ibis can be imported, or None."""
    return importlib.util.find_spec("ibis")


def fuzzer() -> object | None:
    """Return whether the fuzzer can be imported, or None."""
    return importlib.util.find_spec("atheris")


def spark() -> object | None:
    """Return whether a Spark cluster can be started here, or None."""
    java = os.environ.get("JAVA_HOME") or shutil.which("java")
    installed = batch_engine() and importlib.util.find_spec("pyspark")
    return (installed and java) or None


def processes() -> object | None:
    """Return whether this system shows its processes as files, or None."""
    return Path("/proc/self/stat").exists() or None


FOUND = {
    "shared data": shared_folder,
    "browser": chromium_path,
    "word processor": word_processor,
    "postgres": postgres_url,
    "fuzzer": fuzzer,
    "batch engine": batch_engine,
    "spark": spark,
    "processes": processes,
}


def missing_parts() -> list[str]:
    """Return the names of the parts that this machine lacks."""
    return [name for name, find in FOUND.items() if find() is None]


def need(part: str) -> None:
    """Skip the calling test, or fail it where everything is required, if the part is missing."""
    if FOUND[part]() is not None:
        return
    reason = f"{MARK}{part} ({PARTS[part]})"
    required = os.environ.get("GAOXIN_REQUIRE_ALL", "").split(",")
    if "1" in required or part in required:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
