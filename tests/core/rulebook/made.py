"""Made-up rules for tests: a header, a small vocabulary, and the body under test."""

from __future__ import annotations

import textwrap
from decimal import Decimal

from gaoxin.rulebook.load import build
from gaoxin.rulebook.rule import Rule
from gaoxin.rulebook.source import parse
from gaoxin.rulebook.tree import Fact
from gaoxin.rulebook.verdict import Verdict, assess
from gaoxin.rulebook.vocabulary import Term, Vocabulary, derived

_ROWS = (
    ("revenue", "wan_yuan"), ("revenue_before", "wan_yuan"), ("rd", "wan_yuan"),
    ("rd_before", "wan_yuan"), ("debt", "percent"), ("staff", "person"), ("years", "year"),
    ("patents", "item"), ("quality", "bool"), ("brand", "bool"), ("listed", "bool"),
    ("province", "text"), ("judged", "point"), ("land", "mu"), ("paid", "yuan"),
)  # fmt: skip
TERMS = Vocabulary(
    {name: Term(name, name, name, unit) for name, unit in _ROWS}
    | {
        "lab": Term("lab", "机构级别", "lab level", "level", ("none", "city", "nation")),
        "grade": Term("grade", "等级", "grade", "level", ("0", "1", "2")),
        "rd_ratio": Term(
            "rd_ratio", "研发占比", "R&D share", "percent",
            derive=derived("percent", (Fact("rd"), Fact("revenue"))),
        ),
        "rd_sum": Term(
            "rd_sum", "研发合计", "R&D sum", "wan_yuan",
            derive=derived("sum", (Fact("rd"), Fact("rd_before"))),
        ),
        "rd_min": Term(
            "rd_min", "研发较低值", "lower R&D", "wan_yuan",
            derive=derived("min", (Fact("rd"), Fact("rd_before"))),
        ),
    }
)  # fmt: skip
HEAD = """\
schema: gaoxin.rules/2
id: {id}
series: {series}
kind: {kind}
title_zh: 试规则
title_en: Test rule
subject: enterprise
document: 试文件
issuer: 试单位
in_force_from: {begin}
reference: [试来源]
"""


def text(body: str, **head: str) -> str:
    """Return the text of a rule file with a body."""
    words = {"id": "r1", "series": "r", "kind": "admission", "begin": "2026-01-01", **head}
    return HEAD.format(**words) + textwrap.dedent(body)


def rule(body: str, **head: str) -> Rule:
    """Return a loaded rule with a body."""
    return build(parse(text(body, **head), "made.yaml"), TERMS)


def judge(body: str, head: dict[str, str] | None = None, /, **values: object) -> Verdict:
    """Return the verdict of a made-up rule on values."""
    return assess(rule(body, **(head or {})), values)


def points(item: str, /, **values: object) -> Decimal | tuple[Decimal, Decimal]:
    """Return the points of one scored line: a number, or (low, high)."""
    full = next(word for word in item.replace("{", " ").replace(",", " ").split("full: ")[1:2])
    amount = full.split()[0]
    body = f"""
    score_tables:
      main:
        full: {amount}
        groups:
          - id: g
            full: {amount}
            items:
              - {item}
    """
    low, high = judge(body, **values).score or (Decimal(-1), Decimal(-1))
    return low if low == high else (low, high)
