"""Templates (模板): safe under the strict policy, and every Chinese word can be translated."""

from __future__ import annotations

import re

import pytest

from tests.house import tree

TEMPLATES = tree.files(".html")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*\bnonce=)(?![^>]*\btype=.application/json)[^>]*>"
)
HANDLER = re.compile(r"<[^>]*\s(?:on[a-z]+|style)\s*=\s*[\"']", re.IGNORECASE)
# Taken away in this order: what is not shown, what is translated, tags, what is Chinese on purpose.
SPOKEN = [
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"{#.*?#}|<!--.*?-->|{%\s*comment.*?endcomment\s*%}",
        r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}",
        r"{%.*?%}|{{.*?}}",
        r"<(\w+)\b[^>]*\blang=[\"']zh[^>]*>.*?</\1>",
    )
]


def bare(template: str) -> list[str]:
    """Return the Chinese words of a template that no translation reaches."""
    for pattern in SPOKEN:
        template = pattern.sub("", template)
    return CHINESE.findall(template)


@pytest.mark.parametrize("path", TEMPLATES, ids=tree.shown)
def test_no_script_or_style_that_the_policy_would_block(path) -> None:
    text = path.read_text(encoding="utf-8")
    assert INLINE.findall(text) + [m[0] for m in HANDLER.finditer(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=tree.shown)
def test_every_chinese_word_can_be_translated(path) -> None:
    assert bare(path.read_text(encoding="utf-8")) == []


def test_a_bare_word_and_a_blocked_handler_are_seen() -> None:
    assert bare('<b>园区</b>{% trans "项目" %}{# 注 #}') == ["园区"]
    assert HANDLER.search('<button onclick="go()">') and HANDLER.search("<p style='x'>")
    assert INLINE.search("<script>go()</script>") and not INLINE.search('<script src="/a.js">')
