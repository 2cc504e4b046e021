"""文段: invented passages of differing habits, against what a person reads in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from gaoxin.read.core.pieces import read_document

HERE = Path(__file__).parent
PASSAGES = yaml.safe_load((HERE / "passages.yaml").read_text(encoding="utf-8"))
EXPRESSIONS = yaml.safe_load((HERE / "expressions.yaml").read_text(encoding="utf-8"))


def numbers(value: Any) -> list[str]:
    """A value as text, a range as two; numbers to ten digits."""
    parts = value if isinstance(value, list | tuple) else str(value).split("..")
    return [f"{float(p):.10g}" if re.fullmatch(r"-?[\d.]+", str(p)) else str(p) for p in parts]


def printed(text: str) -> str:
    return re.sub(r"\s", "", text)


def differences(fact: dict[str, Any], expected: list[str]) -> list[str]:
    """What differs between a fact and its line of the file; `-` is not asked."""
    text, value, unit, kind, subject = expected
    found = []
    if printed(fact["text"]) != text or fact["unit"] != unit:
        found.append(f"{fact['text']} {fact['unit']}")
    if numbers(fact["value"]) != numbers(value):
        found.append(str(fact["value"]))
    if kind not in {"-", fact["kind"]}:
        found.append(fact["kind"])
    if subject != "-" and not any(part in (fact["subject"] or "") for part in subject.split("/")):
        found.append(str(fact["subject"]))
    return found


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda p: p["name"])
def test_facts(passage: dict[str, Any]) -> None:
    facts = read_document(passage["text"])["facts"]
    expected = [[part.strip() for part in row.split(" | ")] for row in passage["facts"]]
    assert [printed(fact["text"]) for fact in facts] == [row[0] for row in expected]
    wrong = {
        row[0]: found
        for fact, row in zip(facts, expected, strict=True)
        if (found := differences(fact, row))
    }
    assert wrong == {}


@pytest.mark.parametrize("passage", [p for p in PASSAGES if "events" in p], ids=lambda p: p["name"])
def test_events(passage: dict[str, Any]) -> None:
    events = read_document(passage["text"])["events"]
    expected = [[part.strip() for part in row.split(" | ")] for row in passage["events"]]
    assert [(e["type"], e["date"]) for e in events] == [(row[0], row[2]) for row in expected]
    for event, (_, project, _) in zip(events, expected, strict=True):
        assert any(part in event["project"] for part in project.split("/")), event


@pytest.mark.parametrize(
    "passage", [p for p in PASSAGES if "headlines" in p], ids=lambda p: p["name"]
)
def test_headlines(passage: dict[str, Any]) -> None:
    stories = read_document(passage["text"])["articles"]
    assert [story["headline"] for story in stories] == passage["headlines"]


@pytest.mark.parametrize(
    ("group", "kind"),
    [("enterprises", "enterprise"), ("zones", "zone"), ("people", "person")],
)
def test_names(group: str, kind: str) -> None:
    for passage in PASSAGES:
        if group in passage:
            entities = read_document(passage["text"])["entities"]
            found = {entity["text"] for entity in entities if entity["type"] == kind}
            assert found == set(passage[group])


@pytest.mark.parametrize("row", EXPRESSIONS, ids=lambda row: row["text"])
def test_expressions(row: dict[str, Any]) -> None:
    facts = read_document(row["text"])["facts"]
    found = [[printed(f["text"]), numbers(f["value"]), f["unit"]] for f in facts]
    expected = [[part.strip() for part in line.split(" | ")] for line in row["facts"]]
    assert found == [[text, numbers(value), unit] for text, value, unit in expected]
