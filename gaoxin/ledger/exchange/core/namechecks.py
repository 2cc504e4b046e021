"""Checks across rows (行间检查): names twice or nearly so, codes of others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gaoxin.lib.numerals import plain, same_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gaoxin.ledger.exchange.core.known import KnownLedger, KnownProject
    from gaoxin.ledger.exchange.core.reading import Row

_GENERIC = re.compile(r"(建设|新建|生产|改造|扩建)?(项目|工程)$|^(年产|新建)")
_PHASE = re.compile(r"[(（]?(第?[一二三四五六七八九十\d]+[期批]|[ⅠⅡⅢ]期|二次|扩建)[)）]?")


def core_of(name: str) -> str:
    """Return what is left of a project's name without generic words: two equal ones are near."""
    return _GENERIC.sub("", same_name(name))


def phase_of(name: str) -> str:
    """Return the phase that a name carries, such as 一期; phases are projects of their own."""
    return "".join(found[1] for found in _PHASE.finditer(plain(name)))


def check_duplicates(rows: Sequence[Row], field: str) -> None:
    """Name a record that stands in the table twice; the first one counts."""
    seen: dict[str, Row] = {}
    for row in rows:
        name = row.value(field)
        if name is None:
            continue
        key = f"{same_name(name)}|{same_name(row.value('phase') or '')}"
        first = seen.setdefault(key, row)
        if first is row:
            continue
        if _differ(first, row, "park") and _differ(first, row, "investor", "enterprise"):
            row.add(field, "same_name", row=str(first.number))
        else:
            row.add(field, "duplicate", row=str(first.number))


def _differ(first: Row, second: Row, *fields: str) -> bool:
    """Test whether two rows name different parties or places."""
    pairs = [(first.value(each), second.value(each)) for each in fields]
    said = [(a, b) for a, b in pairs if a and b]
    return bool(said) and all(same_name(a) != same_name(b) for a, b in said)


def check_near_names(rows: Sequence[Row], known: KnownLedger) -> None:
    """Warn of names that say the same in other words, here or in the ledger."""
    cores: dict[str, Row] = {}
    in_ledger = {core_of(project.name): project for project in known.projects}
    of_investor: dict[str, list[KnownProject]] = {}
    for project in known.projects:
        of_investor.setdefault(same_name(project.values.get("investor", "")), []).append(project)
    for row in rows:
        name = row.value("name")
        if name is None or row.has_problem("name"):
            continue
        core = core_of(name)
        first = cores.setdefault(core, row)
        if first is not row and same_name(str(first.value("name"))) != same_name(name):
            row.add("name", "near_name", row=str(first.number), other=str(first.value("name")))
            continue
        if known.projects_by_name.get(same_name(name)):
            continue
        near = in_ledger.get(core) or _of_same_investor(row, of_investor)
        if near is not None and near.code != row.value("code"):
            row.add("name", "near_known", other=near.name)


def _of_same_investor(
    row: Row, of_investor: Mapping[str, Sequence[KnownProject]]
) -> KnownProject | None:
    """Return a project of the same investor whose name holds this one or is held by it."""
    investor = row.value("investor") or row.value("enterprise")
    name = str(row.value("name"))
    core = core_of(name)
    if not investor or len(core) < 4:
        return None
    for project in of_investor.get(same_name(investor), ()):
        other = core_of(project.name)
        one_in_other = len(other) >= 4 and (other in core or core in other)
        if one_in_other and phase_of(project.name) == phase_of(name):
            return project
    return None


def check_codes(rows: Sequence[Row], known: KnownLedger, party: str) -> None:
    """Warn of a credit code that belongs to another name, and of a name with two codes."""
    name_of: dict[str, str] = {c: e.name for c, e in known.enterprise_by_code.items()}
    code_of: dict[str, str] = {
        key: e.credit_code for key, e in known.enterprise_by_name.items() if e.credit_code
    }
    for row, code, name in _parties(rows, party):
        other = name_of.setdefault(code, name)
        if same_name(other) != same_name(name):
            row.add("credit_code", "credit_of_other", other=other)
            continue
        first = code_of.setdefault(same_name(name), code)
        if first != code:
            row.add("credit_code", "name_of_other", text=name, other=first)


def _parties(rows: Sequence[Row], party: str) -> Iterator[tuple[Row, str, str]]:
    for row in rows:
        code = row.value("credit_code")
        name = row.value("enterprise") or row.value(party)
        if code and name:
            yield row, str(code), str(name)
