"""Words in the tree (字句): no place of ours, nothing unfinished, no rule set aside in silence."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.house import tree

# Written in halves, so that this file does not hold what it forbids.
FOLDERS = ["wo" + "rk/", "ro" + "ot/", "ho" + "me/[a-z]", "Us" + "ers/[A-Za-z]", "tm" + "p/[a-z]"]
HOSTS = [r"pypi\." + "org", "python" + "hosted", r"registry\." + "npmjs"]
PLACES = re.compile("|".join([r"(?<![\w.-])/(?:" + "|".join(FOLDERS) + ")", *HOSTS]))
UNFINISHED = re.compile(
    "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X:", "NotImplemented" + "Error"])
)
# A mark that sets a rule aside, and what is written behind it.
ASIDE = re.compile(
    r"#\s*(?:noqa(?::\s*[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*)?|type:\s*ignore(?:\[[\w\-, ]+\])?"
    r"|nosec(?:\s+B\d+)*|pragma:\s*no cover)(?P<reason>.*)"
)


def test_no_machine_path_and_no_registry_address() -> None:
    found = []
    for path, text in tree.text_files():
        for number, line in enumerate(text.splitlines(), 1):
            if PLACES.search(line):
                found.append(f"{tree.shown(path)}:{number}: {line.strip()[:80]}")
    assert found == []


def test_nothing_is_left_unfinished() -> None:
    found = [
        f"{tree.shown(path)}:{number}"
        for path in tree.files(".py", ".html", ".js", ".css", ".yaml")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert found == []


def comments(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield each comment with its line number and the comment line above it."""
    text = path.read_text(encoding="utf-8")
    lines = ["", *text.splitlines()]
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            above = lines[token.start[0] - 1].strip()
            yield token.start[0], token.string, above if above.startswith("#") else ""


def test_a_rule_is_set_aside_only_with_its_reason() -> None:
    bare = []
    for path in tree.modules():
        for number, comment, above in comments(path):
            mark = ASIDE.search(comment)
            if mark and len(mark["reason"].strip(" #()")) < 8 and len(above) < 10:
                bare.append(f"{tree.shown(path)}:{number}: {comment}")
    assert bare == []


def test_no_test_is_marked_to_be_skipped_or_to_fail() -> None:
    mark = re.compile(r"pytest\.mark\.(skip|xfail)|unittest\.skip")
    under_test = [f for f in tree.modules() if f.is_relative_to(tree.ROOT / "tests")]
    found = [
        tree.shown(f) for f in under_test if mark.search(f.read_text()) and f != Path(__file__)
    ]
    assert found == []
