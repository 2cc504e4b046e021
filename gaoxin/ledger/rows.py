"""Rows of the ledger's lists (台账列表的行): projects with stage and money at a moment, in SQL.

The same rules as `core.stage.stage_of`, written once more for the database, so that a list of
10,000 projects sorts and sums by them; a test compares the two.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Field,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext as _

from gaoxin.ledger.core.stage import EXITS, RANK, Stage
from gaoxin.ledger.models import Enterprise, Milestone, Park, Posting, Project, ProjectChange, Zone
from gaoxin.ledger.queries import (
    effective,
    home_zone,
    known_projects,
    later_changes,
    of_parks,
    stood,
)
from gaoxin.lib.errors import Denied, UserError
from gaoxin.sources.models import Citation
from gaoxin.web.navigation import Hit

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

    from gaoxin.lib.access import Actor
    from gaoxin.lib.moment import Moment

# Fields whose past value is turned back, with how their text is read.
FOUND = 30
PAST = ("name", "park_id", "industry_id", "kind")
_RANKS = Case(
    *(When(stage=stage.value, then=Value(rank)) for stage, rank in RANK.items()),
    output_field=IntegerField(),
)

# For order and conditions only, as SQLite has no exact quotient; `rate_of` gives the printed one.
_RATE = Cast(F("in_place"), FloatField()) * 100.0 / NullIf(F("contracted"), Value(Decimal(0)))


def rate_of(project: Any) -> Decimal | None:
    """Return a row's funds in place ÷ contracted in percent, exactly; None without a contract."""
    if not project.contracted or project.in_place is None:
        return None
    return Decimal(project.in_place) * 100 / Decimal(project.contracted)


def zone_of(user: Actor) -> Zone:
    """Return the zone the user works in; UserError where there is none yet."""
    zone = home_zone(user)
    if zone is None:
        raise UserError(_("还没有建区。先运行 gaoxin zone new 建区，或 gaoxin demo 建演示区。"))
    return zone


def visible_projects(user: Actor, zone: Zone, at: Moment) -> QuerySet[Project]:
    """Return the projects that stood in the ledger at the moment and that the user may open."""
    if not user.may("ledger.view"):
        raise Denied(_("您的角色不看台账。"))
    projects = known_projects(zone, at)
    return projects if user.sees_zone else projects.filter(of_parks(user.park_ids))


def project_list(user: Actor, zone: Zone, at: Moment, *, past: bool) -> QuerySet[Project]:
    """Return the visible projects with `stage_rank stage_since planned contracted in_place rate`,
    `plan_start lacks_evidence` and the fields of `PAST` as `was_…`, all at the moment.
    """
    projects = visible_projects(user, zone, at)
    was = {f"was_{name}": _as_it_was(name, at) if past else F(name) for name in PAST}
    return projects.annotate(
        **was,
        **_stages(at),
        planned=_money("planned", at),
        contracted=_money("contracted", at),
        in_place=_money("in_place", at),
        plan_start=_planned("started", at),
        lacks_evidence=~Exists(_cited(at)),
    ).annotate(rate=ExpressionWrapper(_RATE, FloatField()))


def _as_it_was(column: str, at: Moment) -> Combinable:
    """Return a field's value at the moment, by the rule of `queries.project_rows`."""
    changes = ProjectChange.objects.filter(project=OuterRef("pk"), field=column)
    counted = changes.exclude(later_changes(at)).order_by("-recorded_at", "-id")
    first = changes.order_by("recorded_at", "id")
    then = Case(
        When(Exists(counted), then=Subquery(counted.values("new")[:1])),
        default=Subquery(first.values("old")[:1]),
        output_field=CharField(),
    )
    kind: Field[Any, Any] = IntegerField() if column.endswith("_id") else CharField(max_length=200)
    return Case(
        When(Exists(changes.filter(later_changes(at))), then=Cast(NullIf(then, Value("")), kind)),
        default=F(column),
        output_field=kind,
    )


def _reached(at: Moment) -> QuerySet[Milestone]:
    return effective(Milestone.objects.filter(project=OuterRef("pk"), planned_for=None), at)


def _stages(at: Moment) -> dict[str, Combinable]:
    """Return the rank of the stage and the day since when, as `core.stage.stage_of` has it.

    Ranks rise along the path, then suspension, then the exits; so the stage is the highest rank
    among the milestones that hold, and a suspension holds until something is reached after it.
    """
    moved_on = effective(Milestone.objects.filter(project=OuterRef("project")), at).filter(
        planned_for=None, happened_on__gt=OuterRef("happened_on")
    )
    holding = _reached(at).filter(
        ~Q(stage=Stage.SUSPENDED) | ~Exists(moved_on.exclude(stage__in=EXITS))
    )
    highest = holding.annotate(rank=_RANKS).order_by("-rank")
    return {
        "stage_rank": Subquery(highest.values("rank")[:1]),
        "stage_since": Subquery(highest.values("happened_on")[:1]),
    }


def _money(kind: str, at: Moment) -> Subquery:
    """Return the sum of a kind of postings in yuan, null where nothing was posted."""
    posted = Posting.objects.filter(project=OuterRef("pk"), kind=kind, period__lte=at.as_of)
    sums = effective(posted, at).order_by().values("project").annotate(sum=Sum("amount"))
    return Subquery(sums.values("sum"))


def _planned(stage: str, at: Moment) -> Subquery:
    """Return the day that the latest plan gives for a milestone."""
    plans = effective(Milestone.objects.filter(project=OuterRef("pk")), at)
    # The stage as an expression: SQLite without statistics would else read the plans of all
    # projects by the index on stage, once for each project.
    plans = plans.exclude(planned_for=None).annotate(of=Coalesce("stage", Value("")))
    return Subquery(
        plans.filter(of=stage).order_by("-happened_on", "-id").values("planned_for")[:1]
    )


def _cited(at: Moment) -> QuerySet[Citation]:
    """Return the citations of a project's milestones."""
    milestones = effective(
        Milestone.objects.filter(project=OuterRef(OuterRef("pk")), planned_for=None), at
    )
    return Citation.objects.filter(
        target_model="ledger.milestone", target_id__in=milestones.values("pk")
    )


def enterprise_list(user: Actor, zone: Zone, at: Moment) -> QuerySet[Enterprise]:
    """Return the enterprises known at the moment with the number of projects the user may open."""
    if not user.may("ledger.view"):
        raise Denied(_("您的角色不看台账。"))
    # Without the zone, which the enterprise gives: else SQLite without statistics would go through
    # the projects of the zone for each enterprise.
    projects = Project.objects.filter(stood(at), enterprise=OuterRef("pk")).order_by()
    if not user.sees_zone:
        projects = projects.filter(of_parks(user.park_ids))
    counts = projects.values("enterprise").annotate(n=Count("pk")).values("n")
    known = Enterprise.objects.filter(stood(at), zone=zone)
    rows = known.annotate(project_count=Subquery(counts)).select_related("park", "industry")
    if user.sees_zone:
        return rows
    return rows.filter(Q(park_id__in=user.park_ids) | Q(project_count__isnull=False))


def park_list(user: Actor, zone: Zone, at: Moment) -> list[tuple[Park, int]]:
    """Return the zone's parks with the number of projects that the user may open in each."""
    projects = visible_projects(user, zone, at).order_by()
    counts = dict(projects.values_list("park_id").annotate(n=Count("pk")))
    return [(park, counts.get(park.pk, 0)) for park in Park.objects.filter(zone=zone)]


def project_count(*, user: Actor, moment: Moment) -> int | None:
    """Return the badge of the sidebar: how many projects the user may open."""
    zone = home_zone(user)
    return None if zone is None else visible_projects(user, zone, moment).count()


def enterprise_count(*, user: Actor, moment: Moment) -> int | None:
    """Return the badge of the sidebar: how many enterprises are known."""
    zone = home_zone(user)
    return None if zone is None else enterprise_list(user, zone, moment).count()


def site_name(*, user: Actor | None) -> str:
    """Return the name in the corner of each page: the zone's."""
    known = user is not None and hasattr(user, "park_ids")
    first = Zone.objects.order_by("is_outside", "pk")
    zone = home_zone(user) if known and user is not None else first.first()
    return "gaoxin" if zone is None else zone.short_name


def search(*, user: Actor, moment: Moment, text: str) -> list[Hit]:
    """Return the projects and enterprises whose name or code holds the text."""
    if not user.may("ledger.view"):
        return []
    zone = zone_of(user)
    named = Q(name__icontains=text) | Q(code__iexact=text) | Q(investor__icontains=text)
    projects = visible_projects(user, zone, moment).filter(named)[:FOUND]
    wanted = Q(name__icontains=text) | Q(credit_code__iexact=text)
    enterprises = enterprise_list(user, zone, moment).filter(wanted).order_by("name")[:FOUND]
    hits = [
        Hit(p.name, reverse("ledger:project", args=[p.code]), _("项目"), p.code, "folder")
        for p in projects
    ]
    return hits + [
        Hit(e.name, reverse("ledger:enterprise", args=[e.pk]), _("企业"), e.credit_code, "factory")
        for e in enterprises
    ]
