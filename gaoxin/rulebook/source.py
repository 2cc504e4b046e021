"""Rule file (规则文件): YAML whose every value knows its file and line.

All rooms read their YAML through `Entry`, so that a mistake is refused with the place of it.
Numbers are read from their text into `Decimal`: no value ever passes through a float.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import yaml

from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL, _BOOL = "tag:yaml.org,2002:null", "tag:yaml.org,2002:bool"
_NUMERIC = {"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"}
_TRUE = {"true", "yes", "on"}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LARGEST, FINEST, DEEPEST, LONGEST = 20, 30, 64, 2_000_000
"""No number has more places before or after its point, no file nests deeper or is longer."""


def unwieldy(number: Decimal) -> bool:
    """Test whether a finite number is larger or finer than any that is meant.

    >>> unwieldy(Decimal("1e5000000000")), unwieldy(Decimal("0.035"))
    (True, False)
    """
    return number.adjusted() > LARGEST or -int(number.as_tuple().exponent) > FINEST


class RuleError(UserError):
    """A rule file that is refused: the file, the line, and the reason."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file, self.line, self.reason = file, line, reason


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a rule file with its place; the methods read it as a type or refuse."""

    node: yaml.Node
    file: str

    @property
    def line(self) -> int:
        """Return the line of the value, from 1."""
        return int(self.node.start_mark.line) + 1

    def refuse(self, reason: str) -> RuleError:
        """Return the error to raise for this value."""
        return RuleError(self.file, self.line, reason)

    @property
    def is_null(self) -> bool:
        """Test whether the value is empty or null."""
        return isinstance(self.node, yaml.ScalarNode) and self.node.tag == _NULL

    @property
    def is_mapping(self) -> bool:
        """Test whether the value is a mapping."""
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        """Test whether the value is a list."""
        return isinstance(self.node, yaml.SequenceNode)

    @property
    def is_number(self) -> bool:
        """Test whether the value is written as a number."""
        return isinstance(self.node, yaml.ScalarNode) and self.node.tag in _NUMERIC

    @property
    def is_flag(self) -> bool:
        """Test whether the value is true or false."""
        return isinstance(self.node, yaml.ScalarNode) and self.node.tag == _BOOL

    def pairs(self) -> list[tuple[str, Entry]]:
        """Return the keys and values of a mapping; a repeated key is refused."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.refuse("此处应为键值对 (a mapping is expected)")
        found: dict[str, Entry] = {}
        for key, value in self.node.value:
            name = str(key.value)
            if name in found:
                raise Entry(key, self.file).refuse(f"键重复 (repeated key): {name}")
            found[name] = Entry(value, self.file)
        return list(found.items())

    def fields(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Entry]:
        """Return a mapping's values by key, without nulls; refuse unknown or absent keys."""
        pairs = dict(self.pairs())
        for name, value in pairs.items():
            if name not in required and name not in optional:
                raise value.refuse(f"未知的键 (unknown key): {name}")
        found = {name: value for name, value in pairs.items() if not value.is_null}
        for name in required:
            if name not in found:
                raise self.refuse(f"缺少 (missing): {name}")
        return found

    def items(self) -> list[Entry]:
        """Return the members of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.refuse("此处应为列表 (a list is expected)")
        return [Entry(node, self.file) for node in self.node.value]

    def text(self) -> str:
        """Return a non-empty text (numbers and dates count as the text they are written with)."""
        if not isinstance(self.node, yaml.ScalarNode) or not str(self.node.value).strip():
            raise self.refuse("此处应为文字 (a text is expected)")
        return str(self.node.value).strip()

    def texts(self) -> tuple[str, ...]:
        """Return a list of texts; one text alone is a list of one."""
        return tuple(item.text() for item in self.items()) if self.is_list else (self.text(),)

    def number(self) -> Decimal:
        """Return the exact decimal number that is written."""
        try:
            number = Decimal(self.text().replace("_", ""))
        except InvalidOperation:
            raise self.refuse(f"此处应为数字 (a number is expected): {self.text()}") from None
        if not number.is_finite():
            raise self.refuse(f"此处应为有限的数字 (a finite number is expected): {self.text()}")
        if unwieldy(number):
            raise self.refuse(f"数字过大或过细 (too large or too fine): {self.text()[:40]}")
        return number

    def whole(self) -> int:
        """Return a whole number."""
        number = self.number()
        if number != number.to_integral_value():
            raise self.refuse(f"此处应为整数 (a whole number is expected): {number}")
        return int(number)

    def flag(self) -> bool:
        """Return true or false."""
        if not self.is_flag:
            raise self.refuse("此处应为 true 或 false (true or false is expected)")
        return self.text().lower() in _TRUE

    def day(self) -> date:
        """Return a date written YYYY-MM-DD."""
        try:
            if not _DAY.fullmatch(self.text()):
                raise ValueError(self.text())
            return date.fromisoformat(self.text())
        except ValueError:
            raise self.refuse(
                f"此处应为日期 YYYY-MM-DD (a date is expected): {self.text()}"
            ) from None

    def one_of(self, allowed: Collection[str]) -> str:
        """Return a text that is one of the allowed words."""
        word = self.text()
        if word not in allowed:
            raise self.refuse(f"{word}: 应为其一 (one of): {', '.join(allowed)}")
        return word

    def plain(self) -> Any:
        """Return the value as plain Python data, for parts of a file that are only shown."""
        if self.is_mapping:
            return {name: value.plain() for name, value in self.pairs()}
        if self.is_list:
            return [item.plain() for item in self.items()]
        if self.is_null:
            return None
        if self.is_flag:
            return self.flag()
        return self.number() if self.is_number else str(self.node.value)


def parse(text: str, file: str) -> Entry:
    """Return the root of a YAML text; a syntax error is refused with its line."""
    if len(text) > LONGEST:
        raise RuleError(file, 1, f"文件过大 (the file is too large): {len(text)} > {LONGEST}")
    try:
        _refuse_anchors(text, file)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RuleError(file, line, f"YAML 写法有误 (not YAML): {error.problem}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        raise RuleError(file, line, f"YAML 写法有误 (not YAML): {error.reason}") from None
    except yaml.YAMLError as error:
        raise RuleError(file, 1, f"YAML 写法有误 (not YAML): {error}") from None
    if node is None:
        raise RuleError(file, 1, "文件为空 (the file is empty)")
    root = Entry(node, file)
    _refuse_depth(root)
    return root


def _refuse_anchors(text: str, file: str) -> None:
    """Refuse anchors and aliases: what stands in one place would be changed in another."""
    if "*" not in text and "&" not in text:
        return
    for event in yaml.parse(text, Loader=_LOADER):
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise RuleError(file, line, f"不用锚点与引用 (no anchors or aliases): {anchor}")


def _refuse_depth(root: Entry) -> None:
    """Refuse what nests deeper than any rule does."""
    level = [root]
    for _ in range(DEEPEST):
        level = [inner for entry in level for inner in _inside(entry)]
        if not level:
            return
    raise level[0].refuse(f"层次过深 (nested too deep): > {DEEPEST}")


def _inside(entry: Entry) -> list[Entry]:
    if isinstance(entry.node, yaml.MappingNode):
        return [Entry(node, entry.file) for pair in entry.node.value for node in pair]
    if isinstance(entry.node, yaml.SequenceNode):
        return [Entry(node, entry.file) for node in entry.node.value]
    return []


def read(path: Path) -> Entry:
    """Return the root of a YAML file, named in errors by its path as given."""
    try:
        if path.stat().st_size > 4 * LONGEST:
            raise RuleError(str(path), 1, f"文件过大 (the file is too large): > {4 * LONGEST}")
        return parse(path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError:
        raise RuleError(str(path), 1, "文件不是 UTF-8 (the file is not UTF-8)") from None
    except OSError as error:
        raise RuleError(str(path), 0, f"文件打不开 (cannot be read): {error.strerror}") from None


def yaml_files(folder: Path) -> Iterator[Path]:
    """Yield the YAML files of a folder and its folders in a stable order."""
    yield from sorted(folder.rglob("*.yaml"))
