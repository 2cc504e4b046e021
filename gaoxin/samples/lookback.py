"""Earlier reviews of the demo (早年的评审): admitted years ago; the look back has what came since.

They were decided before the demo's own two years began, and their twelve months of tax and output
lie before them too: no figure of the demo's span is another for them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gaoxin.ledger.actions import next_code
from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models import Industry, Milestone, Park, Posting, Project
from gaoxin.lib.period import add_months
from gaoxin.review import actions
from gaoxin.review.core.backtest import anniversary, window
from gaoxin.review.core.process.gates import bureaux
from gaoxin.review.models import Opinion, PanelAct, Review, VetoAnswer
from gaoxin.review.queries import CaseFile, panel_row
from gaoxin.review.queries.witness import seen
from gaoxin.samples.reviewing import YI, Story
from gaoxin.sources.models import AuditEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gaoxin.ledger.models import Zone
    from gaoxin.people.models import User

MORNING = time(1, 10, tzinfo=UTC)
# Months after the decision at which the later milestones were reached.
PATH = {
    Stage.SIGNED: 1, Stage.REGISTERED: 2, Stage.STARTED: 5, Stage.STATISTICS: 6,
    Stage.COMPLETED: 19, Stage.PRODUCTION: 20, Stage.CAPACITY: 30, Stage.BENEFIT: 35,
}  # fmt: skip
WAN, TERMS = 10_000, 5
TITLE = "项目数据表（演示）"


class Earlier(Story):
    """A case of years ago: one paper in its file; what many say alike is written in bulk."""

    def filled(self, review: Review) -> None:
        """Put one paper with the figures in, and finish the intake."""
        values = CaseFile(review, self.at).values
        lines = [f"{name}：{row.value}" for name, row in values.items()]
        upload = self._text(TITLE, "\n".join([self.project.name, *lines]))
        actions.add_paper(review, upload, title=TITLE, **self.by())
        self.passed_on(review)

    def spoken(self, review: Review) -> None:
        """Let every bureau agree to the present step, and finish it."""
        file, at = CaseFile(review, self.at), self.tick()
        opinions = Opinion.objects.bulk_create(
            Opinion(review=review, step=file.course.state, bureau=name, stance="agree",
                    text="同意（演示）", at=at, by="office")
            for name in bureaux(file.scheme)
        )  # fmt: skip
        _witnessed("give_opinion", review, opinions)
        self.passed_on(review)

    def joined(self, review: Review) -> None:
        """Let no veto be raised, and every bureau agree."""
        scheme, at = CaseFile(review, self.at).scheme, self.tick()
        answers = VetoAnswer.objects.bulk_create(
            VetoAnswer(review=review, veto=name, raised=False, bureau=veto.by, text="不触发",
                       at=at, by="office")
            for name, veto in scheme.vetoes.items()
        )  # fmt: skip
        _witnessed("answer_veto", review, answers)
        self.spoken(review)

    def opened(self, review: Review) -> None:
        """Let all who sit declare to be free of ties, and open the papers."""
        row, at = panel_row(review), self.tick()
        PanelAct.objects.bulk_create(
            PanelAct(panel=row, number=n, kind=PanelAct.Kind.FREE, username=name, at=at, by=name)
            for n, name in enumerate(self._panel(review), 1)
        )
        actions.open_papers(review, **self.by())
        self.next_day()


def _witnessed(verb: str, review: Review, rows: Iterable[Opinion | VetoAnswer]) -> None:
    AuditEvent.objects.bulk_create(
        AuditEvent(at=timezone.now(), actor="office", verb=verb, data=seen(row),
                   target_model=review._meta.label_lower, target_id=str(review.pk),
                   target_label=str(review))
        for row in rows
    )  # fmt: skip


def hold_earlier(
    zone: Zone, today: date, people: dict[str, User], material: dict[str, Any]
) -> None:
    """Take each earlier project through its review, and let the years after it come."""
    for told in material["earlier"]:
        begin = datetime.combine(add_months(today.replace(day=6), -told["months"]), MORNING)
        project = _project(zone, told, begin)
        review = Earlier(project, told, people, material, begin).tell()
        _came(project, review, told)


def _stamp(on: date) -> dict[str, Any]:
    return {"recorded_at": datetime.combine(on, MORNING), "recorded_by": "office"}


def _project(zone: Zone, told: dict[str, Any], begin: datetime) -> Project:
    """Record the project as it was in talks: a lead, then contact, and what it plans."""
    lead = (begin - timedelta(60)).date()
    park = Park.objects.get(zone=zone, code=told["park"])
    project = Project.objects.create(
        zone=zone, code=next_code(zone, year=lead.year), name=told["name"], kind=told["kind"],
        park=park, origin_park=park, investor="投资方（演示）",
        industry=Industry.objects.get(zone=zone, code=told["industry"]), **_stamp(lead),
    )  # fmt: skip
    for stage, day in ((Stage.LEAD, lead), (Stage.CONTACT, lead + timedelta(30))):
        Milestone.objects.create(project=project, stage=stage, happened_on=day, **_stamp(day))
    planned = Decimal(str(told["planned"])) * YI
    for kind in (Posting.Kind.PLANNED, Posting.Kind.CONTRACTED):
        _posting(project, kind, planned, lead).save()
    return project


def _posting(project: Project, kind: str, amount: Decimal, on: date) -> Posting:
    whole = amount.quantize(Decimal(100))
    return Posting(
        project=project, kind=kind, amount=whole, original_amount=whole, currency="CNY",
        happened_on=on, period=on.replace(day=1), **_stamp(on),
    )  # fmt: skip


def _came(project: Project, review: Review, told: dict[str, Any]) -> None:
    """Record what came of the promises: the path, the investment, twelve months of tax, output."""
    file = CaseFile(review)
    if file.meeting is None:
        raise ValueError(f"{project.name} of the demo was never decided")
    held = file.meeting.held_on
    days = {stage: add_months(held, months) for stage, months in PATH.items()}
    Milestone.objects.bulk_create(
        Milestone(project=project, stage=stage, happened_on=day, **_stamp(day))
        for stage, day in days.items()
    )
    promised = {
        name: Decimal(row.value) for name, row in file.values.items() if name in told["came"]
    }
    Posting.objects.bulk_create(_money(project, promised, told["came"], held))


def _money(
    project: Project, promised: dict[str, Decimal], came: dict[str, float], held: date
) -> Iterator[Posting]:
    fixed = "fixed_investment_yi"
    invested = promised[fixed] * YI * Decimal(str(came[fixed]))
    for n in range(TERMS):
        on = add_months(held, 6 + 3 * n)
        yield _posting(project, Posting.Kind.INVESTED, invested / TERMS, on)
        yield _posting(project, Posting.Kind.IN_PLACE, invested / TERMS, on)
    area = promised[fixed] * YI / WAN / promised["invest_wan_per_mu"]
    first, _last = window(anniversary(held))
    for name, kind in (
        ("tax_wan_per_mu", Posting.Kind.TAX),
        ("output_wan_per_mu", Posting.Kind.OUTPUT),
    ):
        year = promised[name] * WAN * area * Decimal(str(came[name]))
        for n in range(4):
            # A quarter is reported with its last month.
            on = add_months(first, 3 * n + 2)
            yield _posting(project, kind, year / 4, on)
