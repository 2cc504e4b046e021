"""Indicators (指标): bands, classes and judged levels of a scheme, refused where they are wrong."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from gaoxin.review.core.scheme.condition import OPS
from gaoxin.review.core.scheme.fields import (
    Scope,
    known,
    positive,
    share,
    source_of,
    text_of,
    words_of,
)
from gaoxin.review.core.scheme.model import Bands, Grade, Indicator, Words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from gaoxin.rulebook.source import Entry

STANDARDS = ("invest", "tax", "output", "rd")
_BAND = {"op", "steps", "else"}
_COMMON = {"en", "unit", "by", "evidence", "platform_note", "note"}
_KINDS: dict[str, tuple[set[str], set[str]]] = {
    "band": ({"input"}, {"bands", "over", "leased", "interpolate", *_BAND}),
    "class": ({"classes"}, set()),
    "panel": (set(), {"anchors"}),
}


def standards(entry: Entry, scope: Scope) -> dict[str, Mapping[str, Decimal]]:
    """Return the floors per industry; the row `default` is for industries that are not listed."""
    found: dict[str, Mapping[str, Decimal]] = {}
    for industry, value in entry.pairs():
        row = value.fields({*STANDARDS, "src"}, {"zh", "en"})
        source_of(row["src"], scope)
        found[industry] = {key: positive(row[key]) for key in STANDARDS}
    if "default" not in found:
        raise entry.refuse("缺少 default 行 (the row `default` is missing)")
    return found


def band_sets(entry: Entry, scope: Scope) -> dict[str, Bands]:
    """Return the band sets that several indicators share."""
    found = {}
    for name, value in entry.pairs():
        row = value.fields({*_BAND, "src"}, {"interpolate"})
        source_of(row["src"], scope)
        found[name] = _bands(row, row["steps"])
    return found


def _bands(row: Mapping[str, Entry], steps: Entry) -> Bands:
    """Return bands; thresholds must run strictly one way and shares must not rise."""
    op = OPS[row["op"].one_of((">=", "<="))]
    found: list[tuple[Decimal, Decimal]] = []
    for item in steps.items():
        pair = item.items()
        if len(pair) != 2:
            raise item.refuse("每档应为 [界, 比例] (a step is [threshold, share])")
        found.append((pair[0].number(), share(pair[1])))
    if not found:
        raise steps.refuse("没有分档 (no steps)")
    rest = share(row["else"])
    for (one, better), (other, worse) in itertools.pairwise(found):
        if (other >= one) if op == "ge" else (other <= one):
            raise steps.refuse(f"分档重叠或次序不对 (bands overlap): {one} {other}")
        if worse > better:
            raise steps.refuse(f"较差的档得分更高 (a worse band scores more): {better} {worse}")
    if rest > found[-1][1]:
        raise row["else"].refuse(f"未达各档反而得分更高 (else scores more): {rest}")
    return Bands(op, tuple(found), rest, "interpolate" in row and row["interpolate"].flag())


def indicators(
    entry: Entry, scope: Scope, shared: Mapping[str, Bands], top: int
) -> dict[str, Indicator]:
    """Return the indicators of a scheme in order."""
    everything = {key for required, optional in _KINDS.values() for key in required | optional}
    found = {}
    for name, value in entry.pairs():
        loose = value.fields({"dim", "name", "kind", "marks", "src"}, {*_COMMON, *everything})
        kind = loose["kind"].one_of(_KINDS)
        required, optional = _KINDS[kind]
        row = value.fields(
            {"dim", "name", "kind", "marks", "src", *required}, {*_COMMON, *optional}
        )
        marks = {
            each: positive(full) for each, full in known(row["marks"], scope.types, "项目类型")
        }
        found[name] = Indicator(
            id=name,
            dimension=row["dim"].one_of(scope.dimensions),
            kind=kind,
            words=words_of(row, scope),
            marks=marks,
            inputs=_by_type(row["input"], marks) if kind == "band" else {},
            bands=_bands_by_type(value, row, marks, shared) if kind == "band" else {},
            over=row["over"].one_of(STANDARDS) if "over" in row else "",
            leased=share(row["leased"]) if "leased" in row else None,
            classes=_classes(row["classes"], scope) if kind == "class" else {},
            anchors=_anchors(row["anchors"], top) if "anchors" in row else {},
            unit=text_of(row, "unit"),
            by=text_of(row, "by"),
            note=text_of(row, "evidence") or text_of(row, "platform_note") or text_of(row, "note"),
        )
    return found


def _by_type(entry: Entry, marks: Mapping[str, Decimal]) -> dict[str, str]:
    """Return the figure that is looked at, one for all types or one for each."""
    if not entry.is_mapping:
        return dict.fromkeys(marks, entry.text())
    found = {name: value.text() for name, value in known(entry, marks, "项目类型")}
    _complete(entry, found, marks)
    return found


def _complete(entry: Entry, found: Mapping[str, object], marks: Mapping[str, Decimal]) -> None:
    absent = [name for name in marks if name not in found]
    if absent:
        raise entry.refuse(f"缺少项目类型 (project types missing): {', '.join(absent)}")


def _bands_by_type(
    entry: Entry,
    row: Mapping[str, Entry],
    marks: Mapping[str, Decimal],
    shared: Mapping[str, Bands],
) -> dict[str, Bands]:
    if "bands" in row:
        if _BAND & set(row):
            raise row["bands"].refuse("bands 与 op/steps/else 不可并用 (not both)")
        return dict.fromkeys(marks, shared[row["bands"].one_of(shared)])
    for key in sorted(_BAND):
        if key not in row:
            raise entry.refuse(f"缺少 (missing): {key}")
    if not row["steps"].is_mapping:
        return dict.fromkeys(marks, _bands(row, row["steps"]))
    steps = known(row["steps"], marks, "项目类型")
    found = {name: _bands(row, value) for name, value in steps}
    _complete(row["steps"], found, marks)
    return found


def _classes(entry: Entry, scope: Scope) -> dict[str, Grade]:
    found = {}
    for name, value in entry.pairs():
        if value.is_mapping:
            row = value.fields({"share", "zh"}, {"en"})
            found[name] = Grade(share(row["share"]), words_of(row, scope, name="zh"))
        else:
            found[name] = Grade(share(value), Words(name, name, line=value.line))
    if len(found) < 2:
        raise entry.refuse("至少两类 (at least two classes)")
    return found


def _anchors(entry: Entry, top: int) -> dict[int, str]:
    """Return the sentence that anchors each level; all levels or none."""
    found = {}
    for name, value in entry.pairs():
        if not name.isdigit() or int(name) > top:
            raise value.refuse(f"等级应为 0 至 {top} (a level): {name}")
        found[int(name)] = value.text()
    if len(found) != top + 1:
        raise entry.refuse(f"每级一句，共 {top + 1} 句 (one sentence for each level)")
    return found
