"""Database address (数据库地址): one URL, or SQLite in the data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from gaoxin.config.environment import BadSetting


def database(url: str, home: Path) -> dict[str, Any]:
    """Return Django's DATABASES entry for `postgres://user:pass@host:port/name` or SQLite."""
    if not url:
        return sqlite(home / "gaoxin.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting("GAOXIN_DATABASE_URL", f"{parts.scheme!r} is not postgres or sqlite")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # A pool writes half as fast again as persistent connections.
        "OPTIONS": {"pool": True, **dict(parse_qsl(parts.query))},
    }


def sqlite(path: Path) -> dict[str, Any]:
    """Return the SQLite entry: WAL, and IMMEDIATE so that writers wait instead of failing."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            " PRAGMA cache_size=-64000; PRAGMA foreign_keys=ON;",
        },
    }
