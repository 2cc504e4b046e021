"""Rule document (规则文档): rules as Markdown, with sources, versions and differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.rulebook.show import differences, lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaoxin.rulebook.library import Library
    from gaoxin.rulebook.rule import Rule

_CONFIDENCE = {"high": "高", "medium": "中", "low": "低", "": "未注明"}


def rule_markdown(rule: Rule, library: Library, *, level: int = 2, language: str = "zh") -> str:
    """Return one rule: header, lines with ids, sources, changes since the version before."""
    head = rule.head
    parts = [f"{'#' * level} {head.title_zh} / {head.title_en} `{rule.id}`", "", *_facts(rule)]
    if head.notes:
        parts += ["", head.notes]
    parts += ["", *(_bullet(line.id, line.depth, line.text) for line in lines(rule, language))]
    unstated = rule.unstated_en if language == "en" else rule.unstated_zh
    if unstated:
        parts.append(f"- {unstated}")
    parts += ["", "来源 sources:", "", *(f"- {source}" for source in head.reference)]
    if head.recalled:
        parts += ["", f"凭记忆、待核 recalled: {'; '.join(head.recalled)}"]
    parts += _changes(rule, library, language)
    return "\n".join(parts) + "\n"


def _facts(rule: Rule) -> list[str]:
    head = rule.head
    end = head.in_force_to.isoformat() if head.in_force_to else "今 now"
    rows = [
        f"- 文件 document: {head.document}{f' ({head.number})' if head.number else ''}",
        f"- 发布 issuer: {head.issuer}, {head.issued}",
        f"- 施行 in force: {head.in_force_from} – {end}",
        f"- 类别 kind: {head.kind}, {head.subject}",
        f"- 可信度 confidence: {_CONFIDENCE[head.confidence]} {head.confidence}".rstrip(),
    ]
    if not head.official:
        rows.append("- 非官方, 产品默认 not official, ours")
    if head.validity_years:
        rows.append(f"- 有效期 valid: {head.validity_years} 年 years")
    return rows


def _bullet(identity: str, depth: int, text: str) -> str:
    mark = f"`{identity}` " if identity else ""
    return f"{'  ' * depth}- {mark}{text}"


def _changes(rule: Rule, library: Library, language: str) -> list[str]:
    versions = library.versions(rule.head.series)
    place = versions.index(rule)
    others = [version.id for version in versions if version is not rule]
    if not others:
        return []
    parts = ["", f"其他版本 other versions: {', '.join(f'`{name}`' for name in others)}"]
    if place == 0:
        return parts
    older = versions[place - 1]
    parts += ["", f"与 `{older.id}` 相比 changes:", "", "| 编号 id | 前 before | 后 after |"]
    parts.append("|---|---|---|")
    for change in differences(older, rule, language):
        parts.append(f"| `{change.id}` | {_cell(change.before)} | {_cell(change.after)} |")
    return parts


def _cell(text: str | None) -> str:
    return "—" if text is None else text.replace("|", "\\|")


def document(rooms: Iterable[tuple[str, Library]]) -> str:
    """Return the document of all rules, room by room."""
    parts = [
        "# 规则 Rules",
        "",
        "由 `gaoxin rules --write docs/rules.md` 生成, 请勿手改。Generated; do not edit.",
        "每行前的编号可供引用, 写作 `规则#行`。Cite a line as `rule#line`.",
        "",
    ]
    for title, library in rooms:
        parts += [f"## {title}", ""]
        for rule in library.rules.values():
            parts.append(rule_markdown(rule, library, level=3))
    return "\n".join(parts)
