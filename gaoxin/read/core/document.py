"""Document (一份文件): the bytes of one file as one row of results, for runs over many files."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from gaoxin.read.core.check.checker import check_document
from gaoxin.read.core.files import text_of
from gaoxin.read.core.pieces import read_document, read_documents

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

NO_TEXT = "文件里没有文字（no text）"
READ_KEYS = ("articles", "facts", "entities", "events")
_HEAD = ("id", "file", "note", "reason", "characters")


def read_file(name: str, data: bytes) -> dict[str, Any]:
    """Read one file into a row: what it is, and its stories, facts, entities and events."""
    head, text = _head(name, data)
    return {**head, **read_document(text)}


def read_files(files: Sequence[tuple[str, bytes]]) -> list[dict[str, Any]]:
    """Read several files into their rows, as `read_file` does and faster."""
    heads = [_head(name, data) for name, data in files]
    read = read_documents(text for _, text in heads)
    return [{**head, **found} for (head, _), found in zip(heads, read, strict=True)]


def read_failed(name: str, reason: str) -> dict[str, Any]:
    """Return the row of a file that was not read."""
    return {**_named(name), "reason": reason, **{key: [] for key in READ_KEYS}}


def check_file(name: str, data: bytes) -> dict[str, Any]:
    """Check one file: a row with its faults and how many relations were recomputed."""
    head, text = _head(name, data)
    return {**head, **check_document(text)}


def check_failed(name: str, reason: str) -> dict[str, Any]:
    """Return the row of a file that was not checked."""
    return {**_named(name), "reason": reason, "faults": [], "checked": 0}


def _named(name: str) -> dict[str, Any]:
    stem = PurePosixPath(name).stem
    return {"id": stem, "file": name, "note": None, "reason": None, "characters": 0}


def _head(name: str, data: bytes) -> tuple[dict[str, Any], str]:
    decoded = text_of(name, data)
    head = _named(name)
    head["characters"] = len(decoded.text)
    if decoded.text.strip():
        head["note"] = decoded.note
    else:
        head["reason"] = decoded.note or NO_TEXT
    return head, decoded.text


def as_lines(rows: list[dict[str, Any]]) -> bytes:
    """Encode rows as JSON lines."""
    return b"".join(_dumped(row) + b"\n" for row in rows)


def as_members(rows: list[dict[str, Any]]) -> bytes:
    """Encode rows as members of one JSON object by id; a reason stands where there is one."""
    return b",\n".join(
        _dumped(row["id"]) + b": " + _dumped({key: row[key] for key in _told(row)}) for row in rows
    )


def _told(row: dict[str, Any]) -> list[str]:
    failed = ["reason"] if row["reason"] else []
    return [key for key in row if key not in _HEAD] + failed


def _dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def as_words(rows: list[dict[str, Any]]) -> bytes:
    """Encode rows as a sentence each, for a person."""
    return "".join(f"{row['file']}: {_words(row)}\n" for row in rows).encode("utf-8", "replace")


def _words(row: dict[str, Any]) -> str:
    if row["reason"] or row["note"]:
        return str(row["reason"] or row["note"])
    if "checked" in row:
        return _faults_in_words(row)
    return (
        f"{len(row['articles'])} 稿，{len(row['facts'])} 个数，"
        f"{len(row['entities'])} 个名称，{len(row['events'])} 件事"
    )


def _faults_in_words(row: dict[str, Any]) -> str:
    if not row["faults"]:
        return f"核对 {row['checked']} 处，没有发现错误"
    found = "；".join(
        f"{fault['text']}（应为 {fault['expected']}，{fault['rule']}）" for fault in row["faults"]
    )
    return f"核对 {row['checked']} 处，{len(row['faults'])} 处有误：{found}"


def arrow_schema() -> pa.Schema:
    """Return the columns of read rows in Parquet; a fact's value has three forms.

    `value` is the value as JSON, `low` and `high` its ends as numbers (null for a date).
    """
    import pyarrow as pa

    text, place, number = pa.string(), pa.int64(), pa.float64()
    at = {"start": place, "end": place}
    words = ("unit", "kind", "subject", "period", "currency", "mod")
    fact = {**at, "text": text, "value": text, "low": number, "high": number}
    fact |= dict.fromkeys(words, text)
    article = dict.fromkeys(("headline", "zone", "byline", "dateline"), text)
    several = {
        "articles": {**article, "spans": pa.list_(pa.list_(place))},
        "facts": fact,
        "entities": {**at, "text": text, "type": text},
        "events": {"type": text, "project": text, "date": text, **at, "planned": pa.bool_()},
    }
    head = {"id": text, "file": text, "note": text, "reason": text, "characters": place}
    nested = {key: pa.list_(pa.struct(list(of.items()))) for key, of in several.items()}
    return pa.schema([*head.items(), *nested.items()])


def arrow_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a read row as the columns of `arrow_schema` hold it."""
    return {**row, "facts": [{**fact, **_ends(fact["value"])} for fact in row["facts"]]}


def _ends(value: Any) -> dict[str, Any]:
    low, high = value if isinstance(value, list | tuple) else (value, value)
    numbers = not isinstance(value, str)
    return {
        "value": json.dumps(value, ensure_ascii=False),
        "low": float(low) if numbers else None,
        "high": float(high) if numbers else None,
    }


def as_arrow(rows: list[dict[str, Any]]) -> bytes:
    """Encode rows as an Arrow stream."""
    import pyarrow as pa

    schema = arrow_schema()
    table = pa.Table.from_pylist([arrow_row(row) for row in rows], schema=schema)
    held = pa.BufferOutputStream()
    with pa.ipc.new_stream(held, schema) as stream:
        stream.write_table(table)
    return bytes(held.getvalue())
