"""Checking before publishing (发布前验算): every number, order, unit and definition of a bulletin.

The groups are those an office reads: 算得对, 排得对, 单位一致, 前后一致, 口径有据. `recompute`
gives the figure of a key as computed now for the key's own moment, or None where it cannot.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gaoxin.report.core import printing
from gaoxin.report.core.document import (
    MINUS,
    Chart,
    Number,
    Order,
    Paragraph,
    Table,
    Total,
    written,
)
from gaoxin.report.core.quantities import uncovered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gaoxin.report.core.document import Block, Bulletin, Inline, Stated

GROUPS = {
    "right": ("算得对", "比率、合计、增减全部重算"),
    "ordered": ("排得对", "“从高到低”与数一致"),
    "units": ("单位一致", "亿元、万元未混用"),
    "same": ("前后一致", "正文、表、图同一个数"),
    "founded": ("口径有据", "每个指标带版本和文号"),
}
ORDINAL_HEADS = frozenset({"序号", "名次", "排名", "位次"})


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault: its group, its place in the bulletin, and a sentence for the office."""

    group: str
    place: str
    message: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked in each group, and what is wrong."""

    checked: dict[str, int]
    findings: tuple[Finding, ...]
    numbers: int
    # Differences that are no fault and are told under their table.
    explained: tuple[Finding, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Test whether nothing is wrong."""
        return not self.findings

    def of(self, group: str) -> tuple[Finding, ...]:
        """Return the faults of a group."""
        return tuple(finding for finding in self.findings if finding.group == group)


class _Checker:
    """Counts checks and gathers faults while walking a bulletin."""

    def __init__(self, bulletin: Bulletin, recompute: Callable[[str], Stated | None]) -> None:
        self.bulletin = bulletin
        self.checked = dict.fromkeys(GROUPS, 0)
        self.findings: list[Finding] = []
        self.explained: list[Finding] = []
        self.numbers = list(bulletin.numbers())
        self.now = {key: recompute(key) for key in {n.key for _p, _b, n in self.numbers}}

    def note(self, group: str, fault: str, place: str, key: str = "") -> None:
        """Count a check; keep its fault if there is one."""
        self.checked[group] += 1
        if fault:
            self.findings.append(Finding(group, place, fault, key))

    def value(self, key: str) -> Decimal | None:
        """Return the recomputed value of a key that is printed somewhere."""
        stated = self.now.get(key)
        return None if stated is None else stated.value


def verify(bulletin: Bulletin, recompute: Callable[[str], Stated | None]) -> Verification:
    """Return everything that was checked in the bulletin and every fault found."""
    checker = _Checker(bulletin, recompute)
    _check_numbers(checker)
    _check_claims(checker)
    _check_units(checker)
    _check_agreement(checker)
    _check_bases(checker)
    _check_loose_numbers(checker)
    return Verification(
        checker.checked, tuple(checker.findings), len(checker.numbers), tuple(checker.explained)
    )


def _check_numbers(checker: _Checker) -> None:
    for place, before, number in checker.numbers:
        stated = checker.now[number.key]
        if stated is None:
            fault = f"“{number.text}”打不开来源，无法重算"
        elif stated.value != number.value:
            fault = f"{stated.name}印 {number.text}，重算为 {stated.text}"
        else:
            why = printing.fault(number.text, stated, before)
            fault = f"{stated.name}印 {number.text}，{why}" if why else ""
        checker.note("right", fault, place, number.key)


def _check_claims(checker: _Checker) -> None:
    for place, block in checker.bulletin.places():
        if isinstance(block, Chart):
            continue
        for claim in block.claims:
            if isinstance(claim, Order):
                checker.note("ordered", _order_fault(checker, claim, block), place)
            else:
                _check_total(checker, claim, place)


def _order_fault(checker: _Checker, order: Order, block: Block) -> str:
    values = [checker.value(key) for key in order.keys]
    if not values or None in values:
        return f"{order.what}：有的数算不出，排不了序"
    known = [value for value in values if value is not None]
    if order.kind in {"highest", "lowest"}:
        best = max(known) if order.kind == "highest" else min(known)
        return "" if known[0] == best else f"{order.what}不是首尾之数"
    down = order.kind == "descending"
    for index, (first, second) in enumerate(itertools.pairwise(known), 1):
        if first != second and (first < second) == down:
            names = f"第 {index} 与第 {index + 1} 位"
            return f"{order.what}：{names}次序不对（{first} 与 {second}）"
    if isinstance(block, Paragraph) and not _follows(block, order.keys):
        return f"{order.what}：文中次序与所称次序不同"
    if order.places and order.places != places_of(known):
        return f"{order.what}：名次应为 {'、'.join(places_of(known))}"
    return ""


def _follows(block: Paragraph, keys: tuple[str, ...]) -> bool:
    """Test whether the keys stand in the paragraph in this order."""
    rest = iter(part.key for part in block.parts if isinstance(part, Number))
    return all(any(found == key for found in rest) for key in keys)


def places_of(values: list[Decimal]) -> tuple[str, ...]:
    """Return the places of ordered values; level values share one, the next is skipped.

    >>> places_of([Decimal(9), Decimal(7), Decimal(7), Decimal(1)])
    ('1', '2', '2', '4')
    """
    return tuple(str(values.index(value) + 1) for value in values)


def _check_total(checker: _Checker, total: Total, place: str) -> None:
    whole = checker.value(total.total)
    parts = [checker.value(key) for key in total.parts]
    less = [checker.value(key) for key in total.less]
    if whole is None or None in parts or None in less:
        fault = f"{total.what}：有的数算不出，合计对不了"
        checker.note("right", fault, place, total.total)
        return
    made = sum((v for v in parts if v is not None), Decimal(0))
    made -= sum((v for v in less if v is not None), Decimal(0))
    # Each line is rounded by itself and may be off by half of its last digit.
    last = min(int(v.as_tuple().exponent) for v in (whole, made))
    lines = len(parts) + len(less) + 1
    room = Decimal(1).scaleb(last) * lines / 2 if last < 0 else Decimal(0)
    said = f"{total.what}：分项得 {made}，印的是 {whole}"
    is_fault = abs(made - whole) > room
    checker.note("right", said if is_fault else "", place, total.total)
    if made != whole and not is_fault:
        checker.explained.append(Finding("right", place, f"{said}，四舍五入所致", total.total))


def _check_units(checker: _Checker) -> None:
    units: dict[str, set[str]] = defaultdict(set)
    for _place, _before, number in checker.numbers:
        if number.unit in {"亿元", "万元", "元"}:
            units[number.stated.basis.id].add(number.unit)
    for place, _before, number in checker.numbers:
        if number.unit in {"亿元", "万元", "元"}:
            mixed = units[number.stated.basis.id]
            fault = f"{number.stated.name}混用{'、'.join(sorted(mixed))}" if len(mixed) > 1 else ""
            checker.note("units", fault or _unit_on_paper(number), place, number.key)


def _unit_on_paper(number: Number) -> str:
    tail = "".join(c for c in printing.bare(number.text) if c in "亿万元美")
    if tail and tail != number.unit:
        return f"{number.stated.name}印作 {number.text}，单位应为 {number.unit}"
    return ""


def _check_agreement(checker: _Checker) -> None:
    groups: dict[tuple[str, ...], list[tuple[str, Number]]] = defaultdict(list)
    for place, _before, number in checker.numbers:
        if number.key in checker.bulletin.explained:
            continue
        groups[_subject(number.key)].append((place, number))
    for found in groups.values():
        if len(found) < 2:
            continue
        shown = {_digits(number) for _place, number in found}
        place, number = found[-1]
        fault = ""
        if len(shown) > 1:
            fault = f"{number.stated.name}前后印作 {'、'.join(sorted(shown))}"
        checker.note("same", fault, place, number.key)


def _subject(key: str) -> tuple[str, ...]:
    """Return what a key is of: definition without version, scope, period and day.

    Two versions of one definition, or two moments of knowledge, are one subject: printing both in
    one bulletin would give one thing two numbers.
    """
    parts = key.split("/")
    return (parts[0].partition("@")[0], *parts[1:4])


def _digits(number: Number) -> str:
    text = printing.bare(number.text).removesuffix(printing.bare(number.stated.unit_word))
    return text.lstrip(MINUS)


def _check_bases(checker: _Checker) -> None:
    annexed = {basis.full_id for basis in checker.bulletin.bases}
    used = {number.stated.basis: place for place, _before, number in reversed(checker.numbers)}
    for basis, place in sorted(used.items(), key=lambda pair: pair[0].full_id):
        missing = [
            word
            for word, value in (("版本", basis.version), ("文号或文件", basis.document))
            if not value
        ]
        fault = f"{basis.name}没有{'、'.join(missing)}" if missing else ""
        if not fault and basis.full_id not in annexed:
            fault = f"{basis.name}（{basis.full_id}）未列入口径说明"
        checker.note("founded", fault, place)


def _check_loose_numbers(checker: _Checker) -> None:
    """Name every quantity that was typed as text: it has no source."""
    for place, cells in _cells(checker.bulletin):
        for quantity in loose_quantities(cells):
            checker.findings.append(Finding("founded", place, f"“{quantity}”没有来源"))


def _cells(bulletin: Bulletin) -> Iterator[tuple[str, tuple[Inline, ...]]]:
    for place, block in bulletin.places():
        if isinstance(block, Paragraph):
            yield place, block.parts
        elif isinstance(block, Table):
            counted = {i for i, name in enumerate(block.head) if name in ORDINAL_HEADS}
            for row in block.rows:
                yield from ((place, cell) for i, cell in enumerate(row) if i not in counted)
            yield place, block.note


def loose_quantities(parts: tuple[Inline, ...]) -> list[str]:
    """Return the quantities of inline parts that do not lie inside one number or term."""
    covered, at = [], 0
    for part in parts:
        length = len(part) if isinstance(part, str) else len(part.text)
        if not isinstance(part, str):
            covered.append((at, at + length))
        at += length
    return [quantity.text for quantity in uncovered(written(parts), covered)]
