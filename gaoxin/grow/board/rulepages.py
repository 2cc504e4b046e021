"""Pages of rules (培育规则页面): the rules of the ladder with versions, sources and differences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.grow import local, words
from gaoxin.grow.books import books
from gaoxin.grow.queries import zone_of_user
from gaoxin.lib.errors import UserError
from gaoxin.rulebook.show import differences, lines

if TYPE_CHECKING:
    from datetime import date

    from gaoxin.lib.access import Actor
    from gaoxin.rulebook.rule import Rule
    from gaoxin.rulebook.show import Difference, Line

# Whose refused files are named beside those of the ladder.
SUBJECTS = ("diagnosis", "points", "evaluation")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule of the list: its title, and whether it is in force on the day looked at."""

    rule: Rule
    title: str
    in_force: bool
    own: bool


@dataclass(frozen=True, slots=True)
class RulesPage:
    """The rules known, and what was refused of the zone's own files."""

    rows: list[RuleRow]
    problems: tuple[str, ...]


def rules_page(user: Actor, day: date) -> RulesPage:
    """Return the rules of cultivation, newest versions of a series together."""
    zone_of_user(user)
    shelf = books()
    rows = [
        RuleRow(rule, rule.head.title(words.language()), rule.head.holds_on(day),
                not rule.head.official)
        for rule in shelf.library.rules.values()
    ]  # fmt: skip
    rows.sort(key=lambda row: (row.rule.head.series, row.rule.head.in_force_from))
    others = (problem for subject in SUBJECTS for problem in local.books(subject).problems)
    return RulesPage(rows, (*shelf.problems, *others))


@dataclass(frozen=True, slots=True)
class RulePage:
    """One rule in full: its lines, the versions of its series, and what changed before it."""

    rule: Rule
    title: str
    lines: list[Line]
    versions: tuple[Rule, ...]
    changes: list[Difference]
    before: Rule | None


def rule_page(user: Actor, name: str) -> RulePage:
    """Return one rule in full; UserError where there is none of the name."""
    zone_of_user(user)
    library = books().library
    rule = library.rules.get(name)
    if rule is None:
        raise UserError(_("没有这条规则：%(name)s") % {"name": name[:60]})
    versions = library.versions(rule.head.series)
    before = [each for each in versions if each.head.in_force_from < rule.head.in_force_from]
    older = before[-1] if before else None
    changes = [] if older is None else differences(older, rule, words.language())
    return RulePage(
        rule, rule.head.title(words.language()), lines(rule, words.language()), versions,
        changes, older,
    )  # fmt: skip
