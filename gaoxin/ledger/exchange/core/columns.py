"""Columns (列的认定): a header in an office's words -> a field of the ledger, and its unit.

The words are data: `gaoxin/ledger/presets/import_columns.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import yaml

from gaoxin.lib.numerals import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PRESET = Path(__file__).parents[2] / "presets" / "import_columns.yaml"
How = Literal["exact", "group", "part", "given", ""]
WEIGHT: dict[str, float] = {"exact": 1.0, "group": 0.95, "part": 0.6, "given": 1.0}

SCALES: dict[str, int] = {
    "": 1, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "万亿": 10**12,
}  # fmt: skip
CURRENCIES: dict[str, str] = {
    "元": "CNY", "人民币": "CNY", "美元": "USD", "美金": "USD", "欧元": "EUR", "港元": "HKD",
    "港币": "HKD", "日元": "JPY", "英镑": "GBP",
}  # fmt: skip
_SCALE = "(" + "|".join(sorted(filter(None, SCALES), key=len, reverse=True)) + ")?"
_MONEY = "(" + "|".join(sorted(CURRENCIES, key=len, reverse=True)) + ")"
# 万元/亩 is no unit of an amount, 亿元/万元 is two.
_UNIT_AFTER = f"/(?!{_SCALE.replace('(', '(?:')}{_MONEY.replace('(', '(?:')})"
UNIT = re.compile(rf"{_SCALE}{_MONEY}(?!以上|以下|每|{_UNIT_AFTER})")
_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_LAST_UNIT = re.compile(rf"[,/:;、]?(单位:?)?{_SCALE}{_MONEY}$")
_NUMBERING = re.compile(r"^(\d{1,2}[.、]|[(]?[一二三四五六七八九十]{1,2}[)、.])(?=\D)")
_HINT = re.compile(
    r"必填|选填|格式|如[:：]?|例|yyyy|填|下拉|可空|年月日|\d{4}年|截至|至今|个$|^\d+$"
)
_MARKS = re.compile(r"[*★#:;,。\"'“”]")
MONTH_COLUMN = re.compile(
    r"^(?:(20\d\d)年)?(\d{1,2})月份?(?:当月)?((?:实际)?完成(?:固定资产)?投资额?|(?:固定资产)?投资额?|固投|完成|完成额"
    r"|(?:实际)?到位(?:资金)?|)$"
)

YEAR_TO_MONTH = re.compile(
    r"^(?:20\d\d年?)?1[-至到](\d{1,2})月份?(?:累计)?(?:实际)?(?:完成)?(?:固定资产)?(?:投资额?|固投)"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """What one of a number is: factor × currency, such as 亿元 or 万美元."""

    factor: Decimal
    currency: str = "CNY"

    @property
    def name(self) -> str:
        """Return the unit as offices write it."""
        scale = next(word for word, value in SCALES.items() if value == self.factor)
        money = next(word for word, code in CURRENCIES.items() if code == self.currency)
        return scale + money


YUAN, WAN, YI = Unit(Decimal(1)), Unit(Decimal(10**4)), Unit(Decimal(10**8))


@dataclass(frozen=True, slots=True)
class Spec:
    """How the cells of a field are read."""

    field: str
    kind: str
    title: str
    choices: Mapping[str, str]
    limit: int = 200


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of sheet: its fields with their wordings."""

    kind: str
    title: str
    words: tuple[str, ...]
    needs: tuple[str, ...]
    any: tuple[str, ...]
    specs: Mapping[str, Spec]
    wordings: Mapping[str, str]

    @property
    def months(self) -> bool:
        """Test whether a column may be a month of the year."""
        return "invested@" in self.any

    def spec(self, field: str) -> Spec | None:
        """Return how a field is read; a column of a month, `invested@11`, is an amount."""
        if "@" in field:
            return Spec(field, "amount", field, {})
        return self.specs.get(field)


def units_in(text: str) -> list[Unit]:
    """Return the units that a text names, each once."""
    found = [
        Unit(Decimal(SCALES[scale or ""]), CURRENCIES[money])
        for scale, money in UNIT.findall(plain(text))
        # 人民币万元 is one unit, the currency's name before it says no more.
        if scale or money != "人民币"
    ]
    return list(dict.fromkeys(found))


def bare(text: str) -> str:
    """Return a header without spaces, marks, numbering, units and hints in brackets.

    >>> bare("*1.计划 总投资\\n（亿元）"), bare("其中：固定资产投资")
    ('计划总投资', '其中固定资产投资')
    """
    half = _NUMBERING.sub("", _MARKS.sub("", plain(text).lower()))
    half = _BRACKETS.sub(_kept, half)
    return _LAST_UNIT.sub("", half) if _LAST_UNIT.sub("", half) else half


def _kept(found: re.Match[str]) -> str:
    inside = found[1]
    return "" if not inside or UNIT.search(inside) or _HINT.search(inside) else inside


@cache
def layouts() -> tuple[Layout, ...]:
    """Return the kinds of sheets in the order of the preset."""
    data = _preset()
    specs = {field: _spec(field, given) for field, given in data["fields"].items()}
    wordings = {field: list(given["headers"]) for field, given in data["fields"].items()}
    for field, spec, words in _stage_fields(data):
        specs[field], wordings[field] = spec, words
    return tuple(_layout(kind, given, specs, wordings) for kind, given in data["sheets"].items())


@cache
def _preset() -> Mapping[str, Any]:
    # The C loader is ten times faster; some builds of the library lack it.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = PRESET.read_text(encoding="utf-8")
    return cast("Mapping[str, Any]", yaml.load(text, loader))  # noqa: S506 (both are safe loaders)


def _spec(field: str, given: Mapping[str, Any]) -> Spec:
    choices = {
        plain(str(word)): value
        for value, words in given.get("choices", {}).items()
        for word in words
    }
    return Spec(field, given["kind"], given["headers"][0], choices, given.get("limit", 200))


def _stage_fields(data: Mapping[str, Any]) -> Iterable[tuple[str, Spec, list[str]]]:
    """Yield the day and the plan of each milestone, with their wordings."""
    ends = ["", *data["day_words"]]
    for stage, words in data["stages"].items():
        actual = [word + end for end in [ends[1], *ends] for word in words]
        before = [front + each for front in data["actual_words"] for each in actual]
        yield stage, Spec(stage, "date", actual[0], {}), [*actual, *before]
        plans = [front + each for front in data["plan_words"] for each in actual]
        yield f"plan_{stage}", Spec(f"plan_{stage}", "plan", plans[0], {}), plans


def _layout(
    kind: str,
    given: Mapping[str, Any],
    specs: Mapping[str, Spec],
    wordings: Mapping[str, Sequence[str]],
) -> Layout:
    own = {field: specs[field] for field in given["columns"]}
    found: dict[str, str] = {}
    for field in given["columns"]:
        for word in [*wordings[field], *given.get("also", {}).get(field, ())]:
            found.setdefault(bare(word), field)
    return Layout(
        kind, given["title"], tuple(given["words"]), tuple(given["needs"]), tuple(given["any"]),
        own, found,
    )  # fmt: skip


@cache
def stage_words() -> Mapping[str, str]:
    """Return what words name a milestone: 开工 -> started, 已开工 -> started."""
    data = _preset()
    found = {plain(word): stage for stage, words in data["stages"].items() for word in words}
    return found | {plain(word): stage for word, stage in data["stage_words"].items()}


@dataclass(frozen=True, slots=True)
class Header:
    """The texts above a column's values, group first, leaf last."""

    texts: tuple[str, ...]

    @property
    def path(self) -> str:
        """Return the texts as one, such as 投资情况/计划总投资(亿元)."""
        return "/".join(" ".join(text.split()) for text in self.texts)

    @property
    def words(self) -> tuple[str, ...]:
        """Return the bare texts that say something besides a unit."""
        return tuple(word for text in self.texts if (word := bare(text)) and not _is_unit(word))

    def units(self) -> list[Unit]:
        """Return the units that the leaf names, else the nearest group above."""
        return next(filter(None, map(units_in, reversed(self.texts))), [])

    def unit(self) -> Unit | None:
        """Return the unit of the column, None where the header names none or more than one."""
        found = self.units()
        return found[0] if len(found) == 1 else None


def _is_unit(word: str) -> bool:
    return UNIT.fullmatch(word) is not None


@cache
def _all_wordings() -> frozenset[str]:
    return frozenset(word for layout in layouts() for word in layout.wordings)


def _holds_wording(word: str) -> bool:
    """Test whether a wording of at least three signs stands in the text.

    Headers are short, so looking up each part of one costs less than compiling a pattern of
    thousands of wordings at each start.
    """
    known, length = _all_wordings(), len(word)
    starts = range(length - 2)
    return any(word[start:end] in known for start in starts for end in range(start + 3, length + 1))


@lru_cache(maxsize=1 << 15)
def is_wording(text: str, *, loosely: bool) -> bool:
    """Test whether a text is a header that some kind of sheet knows; loosely: holds one."""
    word = bare(text)
    if word in _all_wordings() or (MONTH_COLUMN.match(word) is not None and "月" in word):
        return True
    return loosely and _holds_wording(word)


def match(header: Header, layout: Layout) -> tuple[str, How]:
    """Return the field that a header names in a kind of sheet, and how surely."""
    words = header.words
    if not words or (words[-1].startswith("是否") and words[-1] not in layout.wordings):
        return "", ""
    return _match(words, layout.kind)


@cache
def _match(words: tuple[str, ...], kind: str) -> tuple[str, How]:
    layout = next(each for each in layouts() if each.kind == kind)
    leaf, group = words[-1], _filler("".join(words[:-1]))
    for word in (group + leaf, leaf + group) if group else ():
        if word in layout.wordings:
            return layout.wordings[word], "group"
    if leaf in layout.wordings:
        return layout.wordings[leaf], "exact"
    if layout.months and (month := MONTH_COLUMN.match(leaf)):
        money = "in_place" if "到位" in leaf + group else "invested"
        return f"{money}@{month[1] or ''}{int(month[2]):02d}", "exact"
    if layout.months and YEAR_TO_MONTH.match(leaf):
        return "invested_year", "exact"
    return _part(leaf, layout)


def _filler(text: str) -> str:
    return re.sub(r"情况|信息|节点|进度|相关|内容|\d{4}年度?", "", text)


def _part(leaf: str, layout: Layout) -> tuple[str, How]:
    """Return the field whose longest wording of at least three signs stands in the header."""
    inside = [word for word in layout.wordings if len(word) >= 3 and word in leaf]
    if not inside or len(leaf) > 24:
        return "", ""
    return layout.wordings[max(inside, key=len)], "part"
