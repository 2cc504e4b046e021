"""A case before the reviewers (测试用评审件): scheme, dossier, bureaux, experts, in few words."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localtime

from gaoxin.people.models import User
from gaoxin.review import actions
from gaoxin.review.core.process.gates import bureaux
from gaoxin.review.models import Review
from gaoxin.review.queries import CaseFile, labels_of, panel_of, panel_row
from gaoxin.sources.actions import Upload
from tests.rooms.conftest import person

PRESET = Path("gaoxin/review/presets/default_2026.yaml")
# An industrial project of tier K; levels of a calm panel give 77.05 (see tests/core/review).
FIGURES = {
    "industry": "new_materials", "investment_yi": "6", "fixed_investment_yi": "4.5",
    "invest_wan_per_mu": "340", "tax_wan_per_mu": "24", "output_wan_per_mu": "460", "far": "1.6",
    "jobs": "180", "local_supply_pct": "35", "equity_pct": "40", "debt_ratio_pct": "55",
    "revenue_to_investment": "1.4", "rd_pct": "4", "invention_patents": "12", "rd_staff_pct": "16",
    "energy_ratio": "0.7", "fit_catalogue": "lead_or_strategic", "fit_chain": "strengthens",
    "inv_rank": "china500_or_listed", "rd_platform": "provincial", "ctl_eia": "report_form",
    "ctl_safety": "ordinary",
}  # fmt: skip
CALM = {"fit_site": 3, "inv_record": 3, "rd_level": 3, "ctl_ability": 3}
HARSH = {"fit_site": 1, "inv_record": 1, "rd_level": 0, "ctl_ability": 1}
REASONS = {
    "fit_site": "配套不足",
    "inv_record": "无投产项目",
    "rd_level": "落后",
    "ctl_ability": "缺人",
}
PAPER = Upload("部门书面意见".encode(), "意见.txt", "text", "书面意见")


def pdf(text: str) -> Upload:
    return Upload(text.encode(), f"{text}.txt", "text", text)


@dataclass
class Desk:
    """The office at work: moves a case from step to step, an hour apart."""

    office: User
    leader: User
    experts: dict[str, User]
    at: datetime = field(default_factory=lambda: datetime(2026, 9, 1, 1, tzinfo=UTC))

    def tick(self, **more: int) -> datetime:
        self.at += timedelta(**(more or {"hours": 1}))
        return self.at

    def told(self) -> dict:
        return {"by": self.office, "at": self.tick()}

    def opened(self, project, values: dict[str, str] | None = None, **more) -> Review:
        review = actions.open_review(project, on=date(2026, 9, 1), **more, **self.told())
        told = {name: actions.Told(v) for name, v in (values or FIGURES).items()}
        actions.put_values(review, told, **self.told())
        review.refresh_from_db()
        return review

    def opine(self, review: Review) -> None:
        for name in bureaux(CaseFile(review).scheme):
            actions.give_opinion(review, name, "agree", actions.Written("同意", PAPER),
                                 **self.told())  # fmt: skip

    def answer(self, review: Review) -> None:
        for veto in CaseFile(review).scheme.vetoes:
            actions.answer_veto(review, veto, actions.Written("不触发", PAPER), raised=False,
                                **self.told())  # fmt: skip

    def passed(self, review: Review) -> None:
        actions.pass_step(review, paper="会签单", **self.told())

    def to_joint(self, review: Review) -> Review:
        self.passed(review)
        self.opine(review)
        self.passed(review)
        if CaseFile(review).course.state == "diligence":
            self.passed(review)
        return review

    def to_panel(self, review: Review) -> Review:
        self.to_joint(review)
        self.opine(review)
        self.answer(review)
        self.passed(review)
        return review

    def drawn(self, review: Review, seed: str = "2026-09-01 体彩", **more) -> Review:
        self.to_panel(review)
        actions.draw_panel(review, actions.Lot(seed, **more), **self.told())
        return review

    def active(self, review: Review) -> list[User]:
        return [self.experts[name] for name in panel_of(review).active]

    def papers(self, review: Review) -> Review:
        for expert in self.active(review):
            if expert.username not in declared_names(review):
                actions.declare_free(review, by=expert, at=self.tick())
        actions.open_papers(review, **self.told())
        return review

    def sign(self, review: Review, expert: User, levels=None, reasons=None):
        levels = levels or CALM
        reasons = reasons if reasons is not None else (REASONS if levels == HARSH else {})
        return actions.sign_sheet(review, levels, reasons, by=expert, at=self.tick())

    def judged(self, review: Review, levels=None) -> Review:
        self.drawn(review)
        self.papers(review)
        for expert in self.active(review):
            self.sign(review, expert, levels)
        return review

    def closed(self, review: Review) -> Review:
        self.judged(review)
        actions.close_panel(review, **self.told())
        return review

    def motion(self, result: str = "admit", **more) -> actions.Motion:
        told = {"body": "管委会主任办公会", "held_on": localtime(self.at).date(),
                "seats": list("甲乙丙丁戊"),
                "votes": {"甲": "for", "乙": "for", "丙": "for", "丁": "against"},
                "reason": "合乎方案", **more}  # fmt: skip
        return actions.Motion(result, **told)

    def decided(self, review: Review, result: str = "admit", **more):
        self.closed(review)
        return actions.decide(review, self.motion(result, **more), by=self.leader, at=self.tick())

    def letter(self, review: Review, username: str) -> str:
        return labels_of(list(panel_row(review).seats.all()))[username]


def declared_names(review: Review) -> set[str]:
    from gaoxin.review.queries import declared

    return declared(panel_row(review))


@pytest.fixture
def scheme(zone, office):
    version = actions.keep_draft(zone, PRESET.read_text(encoding="utf-8"), by=office)
    return actions.publish(version, by=office)


@pytest.fixture
def pool(zone, office) -> dict[str, User]:
    """Eighteen experts: fifteen from outside, six of each field."""
    made = {}
    for n in range(18):
        user = person(f"e{n:02d}", "expert")
        known = actions.Known(("industry", "finance", "safety")[n % 3], n >= 3, f"第{n}研究院")
        actions.put_expert(zone, user, known, by=office)
        made[user.username] = user
    return made


@pytest.fixture
def desk(office, leader, pool, scheme) -> Desk:
    return Desk(office, leader, pool)


@pytest.fixture
def project(build, parks):
    made = build.project(parks[0], planned_wan=60_000, lead="2026-08-01", contact="2026-08-10")
    made.investor = "甲投资集团"
    made.save()
    return made


@pytest.fixture
def review(desk, project) -> Review:
    return desk.opened(project)


def cases() -> list[dict]:
    path = Path("../shared/data/review/cases.json")
    return json.loads(path.read_text(encoding="utf-8"))
