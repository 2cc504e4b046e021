"""Read (读报): reads of the inbox, of facts, and of what a fact would become in the ledger."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models import (
    Enterprise,
    Indicator,
    Milestone,
    Observation,
    Posting,
    Project,
    Zone,
)
from gaoxin.ledger.queries import effective, home_zone, of_parks, projects_for
from gaoxin.lib.errors import Denied
from gaoxin.lib.money import WAN, YI
from gaoxin.read.matching import (
    LIKELY,
    NAMED,
    closest,
    core_name,
    is_named,
    likeness,
    money_kind,
    same_measure,
)
from gaoxin.read.models import Fact, Reading

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal

    from django.db.models import QuerySet

    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment

OPEN = (Fact.State.WAITING, Fact.State.LATER)
UNITS = {
    "CNY": "元",
    "USD": "美元",
    "ratio": "比率",
    "count": "个",
    "m2": "平方米",
    "pp": "个百分点",
}
MOST_FOUND = 5
ENDINGS = {"growth": "同比增长", "investment": "投资"}
_COUNT = re.compile(r"^\d[\d,.]*余?[个家只项名宗]")


def zone_of(user: Actor) -> Zone:
    """Return the zone whose papers the user may read; Denied for everybody else."""
    zone = home_zone(user)
    if zone is None or not user.may("read.view"):
        raise Denied(_("您没有读报的权限。"))
    return zone


def readings_for(user: Actor, zone: Zone) -> QuerySet[Reading]:
    """Return the readings that the user may open: the zone's, or those of own uploads."""
    readings = Reading.objects.filter(zone=zone)
    if not user.may("read.view"):
        return readings.none()
    return readings if user.sees_zone else readings.filter(read_by=user.username)


def facts_for(user: Actor, zone: Zone) -> QuerySet[Fact]:
    """Return the facts that the user may see: of own readings, or linked to own projects."""
    facts = Fact.objects.filter(reading__zone=zone)
    if not user.may("read.view"):
        return facts.none()
    if user.sees_zone:
        return facts
    mine = Q(project__in=Project.objects.filter(of_parks(user.park_ids)))
    return facts.filter(Q(reading__read_by=user.username) | mine)


def with_source(facts: QuerySet[Fact]) -> QuerySet[Fact]:
    """Return facts with their documents, without the whole text beside each of them."""
    return facts.select_related("reading__document").defer("reading__text", "reading__stories")


def inbox(user: Actor, zone: Zone, at: Moment) -> QuerySet[Reading]:
    """Return the readings known at the moment, with their counts of facts."""
    readings = readings_for(user, zone).filter(read_at__lte=at.known_at)
    shown = readings.select_related("document").defer("text", "stories")
    return shown.annotate(
        total=_facts(),
        open=_facts(state__in=OPEN),
        faults=_facts(fault__isnull=False),
        **{state.value: _facts(state=state) for state in Fact.State},
    )


def _facts(**said: Any) -> Any:
    """Return how many facts a reading has.

    Counted beside the reading: a join would group by its text, once for each of its facts.
    """
    rows = Fact.objects.filter(reading=OuterRef("pk"), **said).order_by().values("reading")
    counted = rows.annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))


def waiting_count(*, user: Actor, moment: Moment) -> int | None:
    """Return the badge of the sidebar: facts that wait for a decision."""
    zone = home_zone(user)
    if zone is None or not user.may("read.view"):
        return None
    known = Fact.objects.filter(reading__in=readings_for(user, zone), state=Fact.State.WAITING)
    return known.filter(reading__read_at__lte=moment.known_at).count() or None


def new_facts(user: Actor, zone: Zone, at: Moment, *, most: int = 4) -> list[Fact]:
    """Return facts just read that wait, those of the own zone first, for the home page."""
    waiting = facts_for(user, zone).filter(
        state=Fact.State.WAITING, reading__read_at__lte=at.known_at
    )
    waiting = waiting.filter(reading__in=readings_for(user, zone))
    rows = with_source(waiting).order_by("-reading__read_at", "number")
    own = [fact for fact in rows[:60]]
    own.sort(key=lambda fact: (not is_own(fact, zone), fact.kind not in {"event", "investment"}))
    return own[:most]


def board_facts(user: Actor, zone: Zone, at: Moment) -> QuerySet[Fact]:
    """Return the accepted figures of other zones: one row per published value."""
    facts = facts_for(user, zone).filter(
        state=Fact.State.ACCEPTED,
        outcome__in=(Fact.Outcome.OBSERVATION, Fact.Outcome.SECOND, Fact.Outcome.CONTRADICTION),
        indicator__isnull=False,
        decided_at__lte=at.known_at,
    )
    return with_source(facts.exclude(place__in=own_names(zone)).select_related("indicator"))


def own_names(zone: Zone) -> set[str]:
    """Return what the own zone is called in print."""
    return {zone.name, zone.short_name, ""}


def is_own(fact: Fact, zone: Zone) -> bool:
    """Test whether a fact speaks of the own zone, or of none by name."""
    return fact.place in own_names(zone) or zone.name in fact.place


@dataclass(frozen=True, slots=True)
class Link:
    """A record that a fact may be linked to; `key` is `project:12`, `new_indicator` or empty."""

    key: str
    label: str
    likeness: int = 0


def links_of(user: Actor, zone: Zone, fact: Fact, *, text: str = "") -> list[Link]:
    """Return what a fact may be linked to, most likely first; `text` searches by name."""
    name = text or fact.subject
    projects, enterprises = _projects(user, zone, fact, name), _enterprises(zone, fact, text)
    indicators = [] if fact.kind == "event" else _indicators(fact, name)
    own = is_own(fact, zone)
    if not (own or text):  # of another zone's story only what the sentence names, as a guess
        named = (each for each in projects if each.likeness >= NAMED)
        projects = [replace(each, likeness=LIKELY - 1) for each in named]
    found = [*projects, *enterprises, *indicators]
    if fact.subject and own and fact.kind in {"event", "investment"} and user.sees_zone:
        label = _("新登记线索：%(name)s") % {"name": fact.subject}
        found.append(Link("new_project", label))
    if fact.kind != "event" and user.sees_zone and fact.value is not None:
        label = _("新立指标：%(name)s") % {"name": indicator_name(fact)}
        found.append(Link("new_indicator", label))
    return found


def _projects(user: Actor, zone: Zone, fact: Fact, name: str) -> list[Link]:
    """Return projects named in the sentence, then those named like the fact's subject.

    A subject carried over from an earlier sentence is a guess: it is offered, never proposed.
    """
    names = dict(projects_for(user, zone).values_list("pk", "name"))
    sentence = core_name(fact.clause)
    guessed = name == fact.subject and core_name(name) not in sentence
    found = {
        pk: min(like, LIKELY - 1) if guessed else like
        for pk, like in closest(name, names.items(), most=MOST_FOUND)
    }
    if name == fact.subject:
        found |= {pk: NAMED for pk, each in names.items() if is_named(each, sentence)}
    label = _("项目：%(name)s")
    ranked = sorted(found.items(), key=lambda pair: -pair[1])[:MOST_FOUND]
    return [Link(f"project:{pk}", label % {"name": names[pk]}, like) for pk, like in ranked]


def _enterprises(zone: Zone, fact: Fact, text: str) -> list[Link]:
    known = Enterprise.objects.filter(zone=zone, removed_at__isnull=True)
    if text:
        rows = list(known.filter(name__icontains=text).values_list("pk", "name")[:MOST_FOUND])
    else:
        rows = [row for row in known.values_list("pk", "name") if row[1] in fact.clause]
    label = _("企业：%(name)s")
    return [Link(f"enterprise:{pk}", label % {"name": name}, 50) for pk, name in rows[:MOST_FOUND]]


def indicator_name(fact: Fact) -> str:
    """Return the name of a new indicator for a fact: its subject without a count before it.

    Growth is named as growth and an investment as investment, so that 新签约项目 in numbers and in
    money are two indicators.
    """
    name = _COUNT.sub("", fact.subject.removeprefix(fact.place)) or str(fact.get_kind_display())
    ending = ENDINGS.get(fact.kind, "")
    said = not ending or ending[-2:] in name or name.endswith(("资金", "额"))
    return name if said else name + ending


def unit_word(fact: Fact) -> str:
    """Return the unit in which an indicator of the fact is kept."""
    return UNITS.get(fact.unit, fact.unit)


def _indicators(fact: Fact, name: str) -> list[Link]:
    names = dict(Indicator.objects.filter(unit=unit_word(fact)).values_list("pk", "name"))
    wanted = indicator_name(fact) if name == fact.subject else name
    found = {
        pk: like if same_measure(wanted, names[pk]) else min(like, LIKELY - 1)
        for pk, like in closest(wanted, names.items(), most=MOST_FOUND)
    }
    label = _("指标：%(name)s")
    ranked = sorted(found.items(), key=lambda pair: -pair[1])
    return [Link(f"indicator:{pk}", label % {"name": names[pk]}, like) for pk, like in ranked]


def proposed(links: list[Link], *, own: bool) -> Link | None:
    """Return the link that is proposed: a very like record, else a new indicator for figures."""
    likely = [link for link in links if link.likeness >= LIKELY]
    if likely:
        return max(likely, key=lambda link: link.likeness)
    made = [link for link in links if link.key == "new_indicator"]
    return made[0] if made and not own else None


@dataclass(frozen=True, slots=True)
class Prospect:
    """What accepting a fact would write, and what the ledger already has."""

    outcome: str
    writes: str
    existing: Any = None
    had: str = ""
    problem: str = ""


def prospect(zone: Zone, fact: Fact, key: str, at: Moment, *, money: str = "") -> Prospect:
    """Return what accepting a fact with a link would do at the moment; writes nothing."""
    kind, _colon, pk = key.partition(":")
    if kind == "project" and pk:
        return _of_project(fact, int(pk), at, money or money_kind(fact.clause))
    if kind == "new_project":
        label = _("新线索和%(what)s") % {"what": fact.stage_words or _("计划总投资")}
        outcome = Fact.Outcome.MILESTONE if fact.kind == "event" else Fact.Outcome.POSTING
        return Prospect(outcome, label, problem=_no_day(fact))
    if kind in {"indicator", "new_indicator"}:
        return _of_indicator(zone, fact, int(pk) if pk else None, at)
    if kind == "enterprise":
        return Prospect(Fact.Outcome.MENTION, _("企业的一处引用"))
    return Prospect(Fact.Outcome.MENTION, _("只留在读报里，不写台账"))


def _no_day(fact: Fact) -> str:
    if fact.last_day is None:
        return _("文中没有写明日期。用“改后采纳”补上。")
    if fact.is_plan:
        past = fact.last_day < fact.reading.told_on
        return _("计划的日期在文件日期之前。用“改后采纳”写明。") if past else ""
    if fact.kind == "event" and fact.last_day > fact.reading.read_at.date():
        return _("日期还没有到，不能记为已完成。")
    return ""


def _of_project(fact: Fact, pk: int, at: Moment, money: str) -> Prospect:
    if fact.kind == "event":
        return _of_milestone(fact, pk, at)
    if fact.kind != "investment" or fact.value is None:
        return Prospect(Fact.Outcome.MENTION, _("项目的一处引用"))
    word = str(Posting.Kind(money).label)
    rows = list(effective(Posting.objects.filter(project_id=pk, kind=money), at).order_by("-pk"))
    if not rows:
        return Prospect(Fact.Outcome.POSTING, word, problem=_no_day(fact))
    had: Decimal = sum((row.amount for row in rows[1:]), rows[0].amount)
    same = had == fact.value and fact.unit == "CNY"
    outcome = Fact.Outcome.SECOND if same else Fact.Outcome.CONTRADICTION
    return Prospect(outcome, word, rows[0], money_text(had))


def _of_milestone(fact: Fact, pk: int, at: Moment) -> Prospect:
    stage = Stage(fact.stage)
    word = _("节点 %(stage)s") % {"stage": fact.stage_words}
    reached = Milestone.objects.filter(project_id=pk, stage=stage, planned_for=None)
    before = effective(reached, at).order_by("-pk").first()
    if fact.is_plan and (before is None or before.happened_on > fact.reading.told_on):
        return _of_plan(fact, pk, at, word)
    if before is None:
        return Prospect(Fact.Outcome.MILESTONE, word, problem=_no_day(fact))
    same = fact.last_day is None or before.happened_on == fact.last_day
    outcome = Fact.Outcome.SECOND if same else Fact.Outcome.CONTRADICTION
    return Prospect(outcome, word, before, f"{before.happened_on:%Y-%m-%d}")


def _of_plan(fact: Fact, pk: int, at: Moment, word: str) -> Prospect:
    """Return what a plan in print does: the ledger's own plan is never moved by it."""
    plans = Milestone.objects.filter(project_id=pk, stage=fact.stage).exclude(planned_for=None)
    before = effective(plans, at).order_by("-happened_on", "-pk").first()
    if before is None:
        return Prospect(Fact.Outcome.MILESTONE, word, problem=_no_day(fact))
    same = before.planned_for == fact.last_day
    outcome = Fact.Outcome.SECOND if same else Fact.Outcome.CONTRADICTION
    had = _("计划 %(day)s") % {"day": before.planned_for}
    return Prospect(outcome, word, before, had)


def _of_indicator(zone: Zone, fact: Fact, pk: int | None, at: Moment) -> Prospect:
    word = _("%(zone)s 的指标值") % {"zone": fact.place or zone.short_name}
    if fact.value is None:
        problem = _("文中是一个范围或没有数值。用“改后采纳”写明。")
        return Prospect(Fact.Outcome.OBSERVATION, word, problem=problem)
    if fact.last_day is None or fact.first_day is None:
        return Prospect(Fact.Outcome.OBSERVATION, word, problem=_no_day(fact))
    place = zone if is_own(fact, zone) else Zone.objects.filter(name=fact.place).first()
    if pk is None or place is None:
        return Prospect(Fact.Outcome.OBSERVATION, word)
    seen = Observation.objects.filter(
        zone=place, indicator_id=pk, park=None, basis=fact.basis, **_same_period(fact, place)
    )
    before = effective(seen, at).order_by("-pk").first()
    if before is None:
        return Prospect(Fact.Outcome.OBSERVATION, word)
    same = before.value == fact.value
    outcome = Fact.Outcome.SECOND if same else Fact.Outcome.CONTRADICTION
    return Prospect(outcome, word, before, value_text(before.value, unit_word(fact)))


def _same_period(fact: Fact, place: Zone) -> dict[str, Any]:
    """Return the lookups of values for the fact's period.

    A target of the own zone stands for its year: what a paper says of a part of that year is set
    beside it and never becomes the newer target.
    """
    if not place.is_outside and fact.basis == Observation.Basis.PLANNED:
        return {"first_day__lte": fact.last_day, "last_day__gte": fact.first_day}
    return {"first_day": fact.first_day, "last_day": fact.last_day}


def money_text(yuan: Decimal) -> str:
    """Return yuan in 亿元 or 万元, as papers print them."""
    unit, word = (YI, "亿元") if abs(yuan) >= YI else (WAN, "万元")
    return f"{(yuan / unit).normalize():,f} {word}"


def value_text(value: Decimal | None, unit: str) -> str:
    """Return a value with its unit as a page prints it."""
    if value is None:
        return ""
    if unit in {"CNY", "元"}:
        return money_text(value)
    if unit in {"ratio", "比率"}:
        return f"{(value * 100).normalize():f}%"
    return f"{value.normalize():,f} {UNITS.get(unit, unit)}"


def twins_of(fact: Fact, user: Actor, zone: Zone) -> list[Fact]:
    """Return facts of other papers that seem to speak of the same thing: proposed, not merged."""
    others = facts_for(user, zone).filter(kind=fact.kind, stage=fact.stage, place=fact.place)
    if fact.kind == "event":
        others = others.filter(basis=fact.basis)
    others = others.exclude(reading=fact.reading).exclude(state=Fact.State.REJECTED)
    rows = list(with_source(others).order_by("-pk")[:300])
    if fact.kind not in {"event", "investment"} and fact.last_day:  # other months are no twins
        rows = [row for row in rows if row.last_day in {None, fact.last_day}]
    return [row for row in rows if likeness(row.subject, fact.subject) >= LIKELY][:3]


def visible_facts(user: Actor, ids: Collection[int]) -> set[int]:
    """Return which facts the user may see."""
    zone = home_zone(user)
    if zone is None:
        return set()
    return set(facts_for(user, zone).filter(pk__in=list(ids)).values_list("pk", flat=True))
