"""Fields of a template (模板字段): which names it may hold, and what is wrong with one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gaoxin.report.core.wordtext import W, lines_of, parts_of

SECTIONS = (
    "overview", "targets", "signing", "building", "funds", "ranking", "lights", "leaders",
    "issues", "outlook",
)  # fmt: skip
APPENDICES = ("table1", "table2", "table3", "table4", "bases")
BLOCKS = frozenset({"lead", *SECTIONS, *APPENDICES})
WORDS = frozenset({"red_head", "issue", "organ", "issued_on", "title", "check_line"})
NEEDED = frozenset({"title", "check_line", "bases"})
_TAG = re.compile(r"\{\{\s*(?P<kind>p\s)?\s*(?P<name>[^{}]*?)\s*\}\}|\{%p?\s*(?P<test>[^{}]*?)%\}")
_TEST = re.compile(r"if (?P<name>\w+)|endif|else")


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """Something in a template that would fail or print wrongly, with its paragraph."""

    text: str
    reason: str


def check_template(content: bytes) -> list[TemplateProblem]:
    """Return what is wrong with a template; UserError where it is no .docx.

    Word splits `{{ title }}` over runs when a part of it was formatted or corrected alone; such a
    field may be lost, so it is reported with the advice to type it again in one go.
    """
    found: list[TemplateProblem] = []
    names: list[str] = []
    for line in lines_of(content):
        text = line.text
        if text.count("{{") != text.count("}}") or text.count("{%") != text.count("%}"):
            found.append(TemplateProblem(text, "花括号不成对"))
            continue
        for match in _TAG.finditer(text):
            names.append(match["name"] or "")
            reason = _reason(match, text)
            if reason:
                found.append(TemplateProblem(match.group(), reason))
    found += [TemplateProblem(match, "这个字段被拆成几段文字，请整个删掉重新输入")
              for match in split_fields(content)]  # fmt: skip
    for name in sorted(NEEDED - set(names)):
        found.append(TemplateProblem(name, "模板里缺少这个字段"))
    for name in sorted({name for name in names if name and names.count(name) > 1} & BLOCKS):
        found.append(TemplateProblem(name, "这个字段出现了两次，数字会重复"))
    return found


def _reason(match: re.Match[str], text: str) -> str:
    if match["test"] is not None:
        test = _TEST.fullmatch(match["test"].strip())
        known = test is not None and test["name"] in (None, *sorted(WORDS | BLOCKS))
        return "" if known else "只能写 {%p if 字段 %} 和 {%p endif %}"
    name = match["name"]
    if name not in BLOCKS | WORDS:
        return f"没有“{name}”这个字段"
    if name in BLOCKS and not match["kind"]:
        return "成段的内容要写成 {{p " + name + " }}，独占一段"
    if name in BLOCKS and text.strip() != match.group().strip():
        return "成段的内容要独占一段"
    if name in WORDS and match["kind"]:
        return "单个词句不要写 p"
    return ""


def split_fields(content: bytes) -> list[str]:
    """Return the fields whose characters do not stand in one run."""
    found = []
    for texts in run_texts(content):
        whole, edges, at = "".join(texts), set(), 0
        for text in texts:
            at += len(text)
            edges.add(at)
        for match in _TAG.finditer(whole):
            if any(match.start() < edge < match.end() for edge in edges):
                found.append(match.group())
    return found


def run_texts(content: bytes) -> list[list[str]]:
    """Return the texts of the runs of each paragraph of the body, headers and footers."""
    return [
        [t.text or "" for t in paragraph.iter(f"{W}t")]
        for _name, root in parts_of(content)
        for paragraph in root.iter(f"{W}p")
    ]


def order_of(content: bytes) -> list[str]:
    """Return the names of the blocks in the order in which the template prints them."""
    text = "\n".join(line.text for line in lines_of(content))
    names = [match["name"] for match in _TAG.finditer(text) if match["name"]]
    return [name for name in dict.fromkeys(names) if name in BLOCKS]
