"""Case (评审对象): a project's figures, classes, vetoes and sheets, checked against a scheme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gaoxin.lib.errors import UserError
from gaoxin.review.core.scheme.compiled import INDUSTRY, LEASED, rule_of
from gaoxin.rulebook.vocabulary import ValueRefusedError, Vocabulary, typed

if TYPE_CHECKING:
    from gaoxin.review.core.scheme.model import Scheme
    from gaoxin.rulebook.tree import Scalar

_OTHERS = {"id", "type", "name", "class", "bonus", "veto", "vetoes", "panel", "expected", "note"}
Levels = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Case:
    """A project as a scheme sees it; `sheets` hold one level per judged item for each expert."""

    id: str
    type: str
    facts: Mapping[str, Scalar | None]
    bonus: tuple[str, ...]
    vetoes: tuple[str, ...]
    sheets: tuple[Levels, ...]
    notices: tuple[str, ...] = ()


def read_cases(raw: Any, scheme: Scheme) -> tuple[Case, ...]:
    """Return the cases of a JSON list; UserError names case, field and reason."""
    if not isinstance(raw, list):
        raise UserError("用例须为列表 (a list of cases is expected)")
    cases = tuple(read_case(item, scheme, place) for place, item in enumerate(raw, 1))
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise UserError(f"编号重复 (repeated id): {case.id}")
        seen.add(case.id)
    return cases


def read_case(raw: Any, scheme: Scheme, place: int = 1) -> Case:
    """Return one case, each value as the scheme asks for it."""
    if not isinstance(raw, Mapping):
        raise UserError(f"第 {place} 项须为对象 (an object is expected)")
    name = str(raw.get("id") or place)
    project_type = raw.get("type")
    if project_type not in scheme.types:
        raise UserError(
            f"{name}: type: {project_type}: 应为其一 (one of) {', '.join(scheme.types)}"
        )
    terms = rule_of(scheme, str(project_type)).terms
    facts, notices = _facts(name, raw, terms, scheme)
    facts.update(_classes(name, raw.get("class") or {}, scheme, str(project_type)))
    return Case(
        id=name,
        type=str(project_type),
        facts=facts,
        bonus=_chosen(name, "bonus", raw.get("bonus"), scheme.bonus.items),
        vetoes=_chosen(name, "veto", raw.get("vetoes", raw.get("veto")), scheme.vetoes),
        sheets=_sheets(name, raw.get("panel") or [], scheme, str(project_type)),
        notices=tuple(notices),
    )


def _facts(
    name: str, raw: Mapping[str, Any], terms: Vocabulary, scheme: Scheme
) -> tuple[dict[str, Scalar | None], list[str]]:
    facts: dict[str, Scalar | None] = {}
    notices: list[str] = []
    for key, value in raw.items():
        if key in _OTHERS:
            continue
        if key not in terms or key in scheme.indicators:
            notices.append(f"{name}: {key}: 方案不用此项 (not read by the scheme)")
            continue
        try:
            facts[key] = typed(terms[key], value)
        except ValueRefusedError as error:
            raise UserError(f"{name}: {error}") from None
    industry = facts.get(INDUSTRY)
    if industry not in scheme.standards:
        if industry is not None:
            notices.append(f"{name}: industry: {industry}: 未列出，按 default (not listed)")
        facts[INDUSTRY] = "default"
    facts.setdefault(LEASED, False)
    return facts, notices


def _classes(name: str, raw: Any, scheme: Scheme, project_type: str) -> dict[str, str | None]:
    if not isinstance(raw, Mapping):
        raise UserError(f"{name}: class: 须为对象 (an object is expected)")
    used = {item.id: item for item in scheme.used(project_type) if item.kind == "class"}
    found: dict[str, str | None] = {}
    for key, value in raw.items():
        if key not in used:
            raise UserError(f"{name}: class.{key}: 没有这个类别指标 (no such class indicator)")
        classes = used[key].classes
        if value is not None and value not in classes:
            raise UserError(f"{name}: class.{key}: {value}: 应为其一 (one of) {', '.join(classes)}")
        found[key] = value
    return found


def _chosen(name: str, key: str, raw: Any, known: Mapping[str, Any]) -> tuple[str, ...]:
    names = [raw] if isinstance(raw, str) else list(raw or [])
    for each in names:
        if each not in known:
            raise UserError(f"{name}: {key}: {each}: 应为其一 (one of) {', '.join(known)}")
    return tuple(dict.fromkeys(names))


def _sheets(name: str, raw: Any, scheme: Scheme, project_type: str) -> tuple[Levels, ...]:
    """Return the experts' sheets; each must judge exactly the items of the project type."""
    if not isinstance(raw, list):
        raise UserError(f"{name}: panel: 须为列表 (a list is expected)")
    wanted = [item.id for item in scheme.judged(project_type)]
    return tuple(
        check_levels(f"{name}: panel[{place}]", sheet, wanted, scheme.panel.levels)
        for place, sheet in enumerate(raw, 1)
    )


def check_levels(where: str, sheet: Any, wanted: list[str], levels: Mapping[int, str]) -> Levels:
    """Return a sheet's levels, complete and on the scale; UserError names what is not."""
    if not isinstance(sheet, Mapping):
        raise UserError(f"{where}: 须为对象 (an object is expected)")
    for key in sheet:
        if key not in wanted:
            raise UserError(f"{where}: {key}: 不由专家评判 (not judged by the panel)")
    found: dict[str, int] = {}
    for key in wanted:
        value = sheet.get(key)
        if value is None:
            raise UserError(f"{where}: {key}: 缺少等级 (no level is given)")
        if type(value) is not int or value not in levels:
            scale = "、".join(map(str, levels))
            raise UserError(f"{where}: {key}: {value}: 应为 {scale} (a level of the scale)")
        found[key] = value
    return found
