"""Story of a case (一件评审的经过): its acts in order, from intake to where the demo stops."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Sum
from django.utils import timezone

from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models import Milestone, Posting, Project
from gaoxin.review import actions
from gaoxin.review.core.process import draw
from gaoxin.review.core.process.course import PANEL
from gaoxin.review.core.process.gates import bureaux
from gaoxin.review.core.process.motion import body_of
from gaoxin.review.models import Meeting, Review
from gaoxin.review.queries import CaseFile, declared, panel_row
from gaoxin.review.wording import figure_words, value_words
from gaoxin.sources.actions import Upload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from gaoxin.ledger.models import Zone
    from gaoxin.people.models import User

YI = 100_000_000
# Of a total smaller than the fixed investment in the file of materials.
FIXED = Decimal("0.85")
STEP, NIGHT = timedelta(minutes=7), timedelta(days=1)
# How far a story is told: each name stops after what stands before the next.
ORDER = ("intake", "pre", "diligence", "joint", "drawn", "papers", "signed", "decide", "reply",
         "told", "appealed")  # fmt: skip
ASIDE = {"vetoed": "pre", "returned": "joint", "withdrawn": "pre"}
SEATS = ("周启明", "孙立衡", "钱望舒", "赵南征", "吴清和")
TRIES = 400


def projects_by_size(zone: Zone) -> dict[tuple[str, str], list[Project]]:
    """Return the projects in talks that nobody reviewed, by kind and tier, latest first."""
    reached = Milestone.objects.filter(planned_for=None)
    admitted = reached.filter(stage__in=[Stage.ADMITTED, Stage.WITHDRAWN])
    talking = reached.filter(stage=Stage.CONTACT)
    rows = (
        Project.objects.filter(zone=zone, pk__in=talking.values("project"))
        .exclude(pk__in=admitted.values("project"))
        .exclude(park=None)
        .order_by("-pk")
    )
    sums = Posting.objects.filter(kind=Posting.Kind.PLANNED).values("project")
    planned = dict(sums.annotate(sum=Sum("amount")).values_list("project", "sum"))
    found: defaultdict[tuple[str, str], list[Project]] = defaultdict(list)
    for project in rows.select_related("park", "enterprise", "zone"):
        amount = planned.get(project.pk)
        if amount:
            found[project.kind, _tier(project.kind, amount / YI)].append(project)
    return dict(found)


def _tier(kind: str, yi: Any) -> str:
    """Return the tier by the investment alone; services go by tax and revenue."""
    steps = {"industrial": (10, 3, 0.5), "platform": (2, 0.5, 0.1)}.get(kind)
    if steps is None:
        return ""
    return next((tier for tier, least in zip("LKG", steps, strict=True) if yi >= least), "S")


class Story:
    """One case: who does what, and when."""

    def __init__(
        self, project: Project, told: dict[str, Any], people: dict[str, User],
        material: dict[str, Any], begin: datetime,
    ) -> None:  # fmt: skip
        self.project, self.told, self.people, self.material = project, told, people, material
        self.at = begin
        self.office, self.leader = people["office"], people["leader"]
        self.stop = ASIDE.get(told["until"], told["until"])

    def tick(self, pause: timedelta = STEP) -> datetime:
        """Return the next moment."""
        self.at += pause
        return self.at

    def next_day(self) -> None:
        """Go on the next morning."""
        self.at = (self.at + NIGHT).replace(hour=1, minute=15)

    def by(self, username: str = "office") -> dict[str, Any]:
        """Return who acts and when."""
        return {"by": self.people[username], "at": self.tick()}

    def tell(self) -> Review:
        """Tell the story up to its end."""
        review = self.taken_in()
        for name, act in self._acts():
            act(review)
            if name == self.stop:
                break
            self.next_day()
        self._aside(review)
        return review

    def _acts(self) -> Iterator[tuple[str, Any]]:
        yield "intake", self.filled
        yield "pre", self.spoken
        if self._has_step("diligence"):
            yield "diligence", self.passed
        yield "joint", self.joined
        if self._has_step(PANEL):
            yield "drawn", self.drawn
            yield "papers", self.signing
            yield "signed", self.signing_rest
            yield "decide", self.closed
        yield "reply", self.decided
        yield "told", self.notified
        yield "appealed", self.appealed

    def _has_step(self, code: str) -> bool:
        file = CaseFile(Review.objects.get(pk=self.review.pk), self.at)
        return code in file.course.path

    def taken_in(self) -> Review:
        """Take the project in with its figures and papers."""
        made = actions.open_review(
            self.project, on=timezone.localtime(self.at).date(), kind=self.told["kind"], **self.by()
        )
        self.review = made
        values = self._values()
        actions.put_values(made, {n: actions.Told(v) for n, v in values.items()}, **self.by())
        made.refresh_from_db()
        return made

    def _values(self) -> dict[str, str]:
        kind = self.told["kind"]
        found = {**self.material["values"][kind], **self.told.get("change", {})}
        planned = Posting.objects.filter(project=self.project, kind=Posting.Kind.PLANNED)
        amount = planned.aggregate(sum=Sum("amount"))["sum"] / YI
        tier = self.told["tier"]
        if tier and _tier(kind, amount) != tier:
            amount = Decimal(str(self.material["investments"][tier]))
        found["investment_yi"] = f"{amount.normalize():f}"
        if kind == "industrial" and Decimal(str(found["fixed_investment_yi"])) > amount:
            found["fixed_investment_yi"] = f"{amount * FIXED:.2f}"
        for name in self.told.get("without", ()):
            found.pop(name)
        if kind == "platform":
            found.pop("fixed_investment_yi")
        return {name: f"{value}" for name, value in found.items()}

    def filled(self, review: Review) -> None:
        """Put the papers in and cite what they prove; finish the intake unless it stops here."""
        told = self.material["papers"]
        words = {"name": self.project.name, "investor": self.project.investor or "投资方（演示）",
                 "park": self.project.park and self.project.park.name}  # fmt: skip
        pages = [page.format(**words) for page in told["study"]["pages"]]
        title = told["study"]["title"]
        upload = self._text(title, "\n\n".join(pages))
        study = actions.add_paper(review, upload, title=title, pages=pages, **self.by())
        for item, (page, quote) in told["study"]["judged"].items():
            place = actions.Place(page, quote.format(**words))
            actions.prove(study, item, place, by=self.office)
        self._table(review, told["figures"])
        if self.stop != "intake":
            self.passed(review)

    def _table(self, review: Review, told: dict[str, str]) -> None:
        file = CaseFile(review, self.at)
        lines = {
            name: f"{figure_words(file.scheme, name)}：{value_words(file.scheme, name, row.value)}"
            for name, row in file.values.items()
        }
        text = "\n".join([told["head"], self.project.name, *lines.values()])
        paper = actions.add_paper(review, self._text(told["title"], text), title=told["title"],
                                  pages=[text], **self.by())  # fmt: skip
        known = {*file.scheme.inputs, *file.scheme.indicators, *file.scheme.bonus.items}
        for name, line in lines.items():
            if name in known:
                actions.prove(paper, name, actions.Place(1, line), by=self.office)

    def _text(self, title: str, text: str) -> Upload:
        name = f"{self.review.code} {title}"
        return Upload(f"{name}\n{text}\n".encode(), f"{name}.txt", "text", f"{title} {name[:10]}")

    def passed(self, review: Review) -> None:
        """Finish the present step, unless the story stops in it."""
        if CaseFile(review, self.at).course.state != self.stop:
            actions.pass_step(review, paper="会签单（演示）", **self.by())

    def spoken(self, review: Review) -> None:
        """Let the bureaux give their opinions on the present step."""
        file = CaseFile(review, self.at)
        names = bureaux(file.scheme)
        stops = file.course.state == self.stop and self.told["until"] == self.stop
        for n, name in enumerate(names[: self.told.get("opinions", 99) if stops else 99]):
            stance = "conditional" if (n + review.pk) % 5 == 0 else "agree"
            text = "同意，按要求落实。" if stance == "agree" else "同意，开工前补齐手续。"
            by = next((u for u, b in self.material["delegates"].items() if b == name), "office")
            upload = (
                None if by != "office" else self._text("部门意见汇总（演示）", file.course.state)
            )
            actions.give_opinion(review, name, stance, actions.Written(text, upload),
                                 **self.by(by))  # fmt: skip
        if not stops and self.told["until"] not in {"vetoed", "withdrawn"}:
            self.passed_on(review)

    def passed_on(self, review: Review) -> None:
        """Finish the present step."""
        actions.pass_step(review, paper="会签单（演示）", **self.by())

    def joined(self, review: Review) -> None:
        """Hold the joint review: opinions, vetoes answered."""
        stops = self.stop == "joint"
        most = self.told.get("vetoes", 99) if stops else 99
        scheme = CaseFile(review, self.at).scheme
        delegates = {b: u for u, b in self.material["delegates"].items()}
        for name, veto in list(scheme.vetoes.items())[:most]:
            by = delegates.get(veto.by, "office")
            upload = self._text("否决条目签认单（演示）", "联审") if by == "office" else None
            actions.answer_veto(review, name, actions.Written("不触发", upload), raised=False,
                                **self.by(by))  # fmt: skip
        self.spoken(review)

    def drawn(self, review: Review) -> None:
        """Draw the panel by a seed that seats those the demo needs."""
        file = CaseFile(review, self.at)
        pool, rule = actions.pool_of(self.project.zone), file.scheme.panel
        wanted = set(self.told.get("seats", ()))
        seed = next(
            seed
            for n in range(TRIES)
            if (seed := f"演示 {review.code} 第 {n} 期")
            and wanted <= set(draw.draw(pool, rule, tier=actions.sized_as(file), seed=seed,
                                        fields=actions.FIELDS).members)
        )  # fmt: skip
        actions.draw_panel(review, actions.Lot(seed), **self.by())

    def _panel(self, review: Review) -> list[str]:
        sitting = CaseFile(review, self.at).panel
        return [] if sitting is None else list(sitting.active)

    def opened(self, review: Review) -> None:
        """Let everybody declare, one perhaps recused, and open the papers."""
        if "recuse" in self.told:
            name, reason = self.told["recuse"]
            actions.recuse(review, reason, **self.by(name))
        for name in self._panel(review):
            row = panel_row(review)
            if row is not None and name not in declared(row):
                actions.declare_free(review, **self.by(name))
        actions.open_papers(review, **self.by())
        self.next_day()

    def signing(self, review: Review) -> None:
        """Open the papers and let the first experts sign."""
        self.opened(review)
        self._sign(review, self.told.get("sign", 0))

    def signing_rest(self, review: Review) -> None:
        """Let all the others sign."""
        self._sign(review, 99)

    def _sign(self, review: Review, most: int) -> None:
        sitting = CaseFile(review, self.at).panel
        names = [] if sitting is None else [n for n in sitting.active if not sitting.has_signed(n)]
        names = [n for n in names if n != self.told.get("unsigned")][:most]
        items = list(CaseFile(review, self.at).judged)
        done = 0 if sitting is None else len(sitting.sheets())
        for n, name in enumerate(names, done):
            sheet = self.told["levels"][n % len(self.told["levels"])]
            levels = dict(zip(items, sheet, strict=True))
            asked = {i: self.material["reasons"].get(v, "") for i, v in levels.items()}
            actions.sign_sheet(review, levels, asked, **self.by(name))

    def closed(self, review: Review) -> None:
        """Close the panel, after a discussion where the spread asks for one."""
        spread = CaseFile(review, self.at).spread
        if spread is not None and spread.flags:
            actions.open_discussion(review, **self.by())
        actions.close_panel(review, **self.by())

    def decided(self, review: Review) -> Meeting:
        """Hold the meeting: four for, one against."""
        file = CaseFile(review, self.at)
        held = timezone.localtime(self.at).date()
        votes = dict.fromkeys(SEATS[:4], "for") | {SEATS[4]: "against"}
        wanted = [
            actions.Wanted(text, owner, held + timedelta(days), proof)
            for text, owner, days, proof, _state in self.told.get("conditions", ())
        ]
        motion = actions.Motion(
            self.told["result"], body_of(file.scheme, review.tier), held, SEATS, votes,
            "按方案得分和部门意见，会议同意（演示）。", conditions=wanted,
        )  # fmt: skip
        minutes = self._text("会议纪要（演示）", f"{held} {motion.body}：{self.told['result']}")
        # Beside the ledger's milestone no number of the case is told.
        minutes = replace(minutes, title="评审会议纪要（演示）")
        return actions.decide(review, motion, minutes=minutes, **self.by("leader"))

    def notified(self, review: Review) -> None:
        """Tell the investor; some conditions are met in the days after."""
        actions.notify(review, paper="结果告知书（演示）", **self.by())
        meeting = CaseFile(review, self.at).meeting
        states = [each[4] for each in self.told.get("conditions", ())]
        rows = [] if meeting is None else list(meeting.conditions.all())
        for row, state in zip(rows, states, strict=True):
            if state == "met":
                self.next_day()
                day = timezone.localtime(self.at).date()
                actions.meet_condition(row, met_on=day, evidence="批复文件（演示）", **self.by())

    def appealed(self, review: Review) -> None:
        """Take the appeal and draw other experts."""
        actions.appeal(review, self.told["back"], **self.by())
        actions.draw_panel(review, actions.Lot(f"复议 {review.code}"), **self.by())

    def _aside(self, review: Review) -> None:
        """End a story that leaves the course: vetoed, returned, withdrawn."""
        until = self.told["until"]
        if until == "vetoed":
            name, text = self.told["veto"]
            written = actions.Written(text, self._text("生态环境分局意见（演示）", text))
            actions.answer_veto(review, name, written, raised=True, **self.by())
        elif until == "returned":
            actions.return_case(review, self.told["back"], **self.by())
        elif until == "withdrawn":
            actions.withdraw(review, self.told["back"], **self.by())
