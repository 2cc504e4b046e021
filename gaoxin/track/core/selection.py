"""Selection (选用的灯): the light rules that a zone follows, and what it set where texts are open.

```yaml
lights: [yinchuan_progress_2025, reporting]
parameters:
  yinchuan_progress_2025: {green_within: 10}
```
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from gaoxin.rulebook.library import Library
    from gaoxin.rulebook.rule import Rule
    from gaoxin.rulebook.source import Entry


@dataclass(frozen=True, slots=True)
class Selection:
    """Rules by id or series, in order, and the parameters set for them."""

    names: tuple[str, ...]
    parameters: Mapping[str, Mapping[str, Decimal | bool]]

    def set_for(self, name: str) -> tuple[tuple[str, Decimal | bool], ...]:
        """Return what is set for a rule, in a form that can be a key."""
        return tuple(sorted(self.parameters.get(name, {}).items()))


def read_selection(root: Entry, library: Library) -> Selection:
    """Return the selection of a parsed file; unknown rules and parameters are refused by line."""
    row = root.fields({"lights"}, {"reference", "in_force_from", "parameters"})
    names = []
    for item in row["lights"].items():
        _rule(item, item.text(), library)
        names.append(item.text())
    parameters: dict[str, dict[str, Decimal | bool]] = {}
    for name, entry in row["parameters"].pairs() if "parameters" in row else ():
        rule = _rule(entry, name, library)
        parameters[name] = {key: _value(value, key, rule) for key, value in entry.pairs()}
    return Selection(tuple(names), parameters)


def _rule(entry: Entry, name: str, library: Library) -> Rule:
    found = library.find(name)
    if found is None:
        raise entry.refuse(f"没有叫 {name} 的亮灯规则 (no such light)")
    return found


def _value(entry: Entry, name: str, rule: Rule) -> Decimal | bool:
    parameter = rule.parameters.get(name)
    if parameter is None:
        known = ", ".join(rule.parameters) or "—"
        raise entry.refuse(f"{rule.id} 没有参数 {name} (no such parameter; known: {known})")
    return entry.flag() if parameter.unit == "bool" else entry.number()
