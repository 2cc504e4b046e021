"""Settings from the environment (环境变量): typed, documented, loud on bad values.

`docs/reference/settings.md` documents each; a test fails when one is missing there. A secret may
stand in a file whose path is in `NAME_FILE`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")


class BadSetting(SystemExit):
    """A setting that cannot be used; the program ends with the reason."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting: name, parser, default as text, and what it is for."""

    name: str
    parse: Callable[[str], T]
    default: str
    about: str
    secret: bool = False

    def read(self, environ: Mapping[str, str] = os.environ) -> tuple[T, str]:
        """Return the value and its origin: environment, file or default."""
        text, origin = self._text(environ)
        try:
            return self.parse(text), origin
        except ValueError as why:
            raise BadSetting(self.name, str(why)) from None

    def _text(self, environ: Mapping[str, str]) -> tuple[str, str]:
        if self.name in environ:
            return environ[self.name], "environment"
        holder = environ.get(f"{self.name}_FILE")
        if holder is None:
            return self.default, "default"
        try:
            return Path(holder).read_text(encoding="utf-8").strip(), "file"
        except OSError as why:
            raise BadSetting(f"{self.name}_FILE", str(why)) from None


def boolean(text: str) -> bool:
    """Return the truth of 1/true/yes/on or 0/false/no/off."""
    word = text.strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError(f"{text!r} is not 1 or 0")


def positive(text: str) -> int:
    """Return a whole number above zero."""
    number = int(text) if text.strip().isdigit() else 0
    if number < 1:
        raise ValueError(f"{text!r} is not a whole number above zero")
    return number


def words(text: str) -> list[str]:
    """Return the comma-separated words."""
    return [word.strip() for word in text.split(",") if word.strip()]


def default_home() -> str:
    """Return `var` beside the checkout, or the user's data folder for an installed package."""
    root = Path(__file__).resolve().parents[2]
    if (root / "pyproject.toml").is_file():
        return str(root / "var")
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return str(Path(base) / "gaoxin")


HOME = Setting("GAOXIN_HOME", Path, default_home(), "数据目录 data folder")
DATABASE_URL = Setting(
    "GAOXIN_DATABASE_URL", str, "", "数据库 postgres://… ; empty = SQLite in the data folder", True
)
SECRET_KEY = Setting("GAOXIN_SECRET_KEY", str, "", "密钥 signing key; empty = kept in home", True)
DEBUG = Setting("GAOXIN_DEBUG", boolean, "0", "调试 show errors in the browser")
DEMO = Setting("GAOXIN_DEMO", boolean, "0", "演示 show demo accounts on the sign-in page")
HOSTS = Setting("GAOXIN_HOSTS", words, "127.0.0.1,localhost,[::1]", "允许的主机名 host names")
HTTPS = Setting("GAOXIN_HTTPS", boolean, "0", "是否经 HTTPS cookies only over HTTPS")
UPLOAD_MB = Setting("GAOXIN_UPLOAD_MB", positive, "50", "上传上限 largest upload in MB")
TIME_ZONE = Setting("GAOXIN_TIME_ZONE", str, "Asia/Shanghai", "时区 time zone of the office")
TODAY = Setting("GAOXIN_TODAY", str, "", "演示日期 fixed today as YYYY-MM-DD, for demos")

ALL: tuple[Setting[object], ...] = (  # type: ignore[assignment]  # Setting is invariant in T
    HOME, DATABASE_URL, SECRET_KEY, DEBUG, DEMO, HOSTS, HTTPS, UPLOAD_MB, TIME_ZONE, TODAY,
)  # fmt: skip
