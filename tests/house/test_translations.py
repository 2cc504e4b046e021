"""Translations (翻译): every text that is shown has its English; the compiled file is current."""

from __future__ import annotations

import ast
import gettext
import re

from django.utils.translation.template import templatize

from tests.house import tree

LOCALE = tree.PACKAGE / "web" / "locale" / "en" / "LC_MESSAGES"
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "gettext_noop"}
IN_TEMPLATE = re.compile(r"\b(?:gettext|ngettext|_)\(\s*u?(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')")
TEXT = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?|msgctxt)?\s*"(.*)"$')


def used() -> set[str]:
    """Return every text that is marked for translation in code and templates."""
    found: set[str] = set()
    for path in tree.modules():
        if path.is_relative_to(tree.PACKAGE):
            calls = (node for node in ast.walk(tree.parsed(path)) if isinstance(node, ast.Call))
            for call in calls:
                if isinstance(call.func, ast.Name) and call.func.id in MARKS and call.args:
                    text = call.args[0]
                    if isinstance(text, ast.Constant):
                        found.add(text.value)
    for path in tree.files(".html"):
        source = templatize(path.read_text(encoding="utf-8"))
        found |= {ast.literal_eval(text) for text in IN_TEMPLATE.findall(source)}
    return found


def translated() -> dict[str, str]:
    """Return text → English of the readable file, without entries marked as guessed."""
    held: dict[str, str] = {}
    for entry in (LOCALE / "django.po").read_text(encoding="utf-8").split("\n\n"):
        parts: dict[str, str] = {}
        name = ""
        for line in entry.splitlines():
            match = TEXT.match(line)
            if match:
                name = match[1] or name
                parts[name] = parts.get(name, "") + ast.literal_eval(f'"{match[2]}"')
        if parts.get("msgid") and "#, fuzzy" not in entry:
            held[parts["msgid"]] = parts.get("msgstr", parts.get("msgstr[0]", ""))
    return held


def test_every_text_has_its_english() -> None:
    english = translated()
    missing = sorted(text for text in used() if text and not english.get(text))
    assert missing == []


def test_the_compiled_file_is_current() -> None:
    with (LOCALE / "django.mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    stale = [text for text, english in translated().items() if catalogue.gettext(text) != english]
    assert [text for text in stale if catalogue.ngettext(text, text, 1) == text] == []


def test_placeholders_survive_translation() -> None:
    place = re.compile(r"%\(\w+\)[sd]|{\w+}")
    lost = [
        t for t, e in translated().items() if e and set(place.findall(t)) != set(place.findall(e))
    ]
    assert lost == []
