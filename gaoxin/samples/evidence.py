"""Evidence of the demo (演示区的证据): agreements, permits, photos, workbooks, cited by events."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gaoxin.ledger.core.stage import Stage
from gaoxin.samples.books import sent_books
from gaoxin.samples.core import papers
from gaoxin.samples.core.cast import Stamp
from gaoxin.samples.core.material import operator_of
from gaoxin.sources.actions import keep_bytes
from gaoxin.sources.core import filetype
from gaoxin.sources.models import Citation, Document

if TYPE_CHECKING:
    from django.db.models import Model

    from gaoxin.ledger.models import Park, Project, Zone
    from gaoxin.samples.books import Sent
    from gaoxin.samples.core.cast import Mark, Venture
    from gaoxin.samples.core.portfolio import Portfolio
    from gaoxin.samples.history import Written

BATCH = 5000
# Milestone -> (file, kind, publisher, first line, share of a hundred that has it)
PAPERS: dict[Stage, tuple[str, str, str, str, int]] = {
    Stage.ADMITTED: ("评审会议纪要", "notice", "项目评审会", "评审意见：同意入园。", 70),
    Stage.SIGNED: ("投资协议", "contract", "示例高新区管理委员会", "双方约定如下：", 96),
    Stage.FILED: ("备案证明", "permit", "行政审批局", "准予备案。", 60),
    Stage.LAND: ("成交确认书", "permit", "自然资源分局", "竞得国有建设用地使用权。", 92),
    Stage.PERMIT: ("施工许可证", "permit", "行政审批局", "准予施工。", 95),
    Stage.COMPLETED: ("竣工验收备案表", "permit", "规划建设局", "验收合格。", 90),
}
NOTES = {
    Stage.LEAD: ("线索登记表", "线索来源：招商专员走访登记。", 55),
    Stage.CONTACT: ("洽谈纪要", "双方就投资意向、用地和进度交换意见。", 65),
}
PHOTOS = {Stage.STARTED: ("开工现场照片", 75), Stage.PRODUCTION: ("投产现场照片", 60)}


class Evidence:
    """Makes the documents of the drawn projects and cites them."""

    def __init__(self, zone: Zone, portfolio: Portfolio, written: Written, *, seed: int) -> None:
        self.rng = Random(f"{seed} evidence")
        self.portfolio = portfolio
        self.written = written
        self.parks: dict[str, Park] = {park.code: park for park in zone.parks.all()}
        self.documents: list[Document] = []
        self.citations: list[Citation] = []

    @transaction.atomic
    def write(self) -> None:
        """Write every document of the months before the final one, with its citations."""
        for venture in self.portfolio.ventures:
            project = self.written.projects.get(venture.name)
            if project is not None:
                self._of_milestones(venture, project)
                self._of_corrections(venture, project)
        codes = {name: project.code for name, project in self.written.projects.items()}
        for sent in sent_books(self.portfolio, codes):
            self._of_month(sent)
        Document.objects.bulk_create(self.documents, batch_size=BATCH)
        for citation in self.citations:
            citation.document_id = citation.document.pk
        Citation.objects.bulk_create(self.citations, batch_size=BATCH)

    def _of_milestones(self, venture: Venture, project: Project) -> None:
        for mark in venture.marks:
            row = self.written.milestones.get(id(mark))
            if row is None or mark.planned_for is not None or mark.is_retraction:
                continue
            if mark.stage in PAPERS:
                self._paper(venture, project, mark, row)
            if mark.stage in NOTES:
                self._note(venture, project, mark, row)
            if mark.stage in PHOTOS:
                self._photo(venture, mark, row)

    def _paper(self, venture: Venture, project: Project, mark: Mark, row: Model) -> None:
        name, kind, publisher, line, chance = PAPERS[mark.stage]
        if self.rng.randrange(100) >= chance:
            return
        firm = venture.firm.name if venture.firm else venture.investor
        lines = [
            f"项目：{venture.name}（{project.code}）",
            f"单位：{firm}",
            f"日期：{mark.day:%Y-%m-%d}",
            line,
        ]
        document = self._document(
            papers.pdf(f"{name}（演示）", lines), venture.park, mark.stamp, file_name=f"{name}.pdf",
            kind=kind, title=f"{venture.name}{name}", published_on=mark.day, publisher=publisher,
        )  # fmt: skip
        self._cite(document, row, kind=Citation.Kind.PAGE, page=1, quote=line)

    def _note(self, venture: Venture, project: Project, mark: Mark, row: Model) -> None:
        name, line, chance = NOTES[mark.stage]
        if self.rng.randrange(100) >= chance:
            return
        lines = [f"项目：{venture.name}（{project.code}）", f"日期：{mark.day}", line]
        document = self._document(
            papers.note(f"{name}（演示）", lines), venture.park, mark.stamp, kind="text",
            file_name=f"{name}.txt", title=f"{venture.name}{name}", published_on=mark.day,
            publisher="招商局",
        )  # fmt: skip
        self._cite(document, row, kind=Citation.Kind.WHOLE, quote=line)

    def _photo(self, venture: Venture, mark: Mark, row: Model) -> None:
        name, chance = PHOTOS[mark.stage]
        if self.rng.randrange(100) >= chance:
            return
        document = self._document(
            papers.picture(self.rng), venture.park, mark.stamp, file_name=f"{name}.png",
            kind="photo", title=f"{venture.name}{name}（演示）", published_on=mark.day,
        )  # fmt: skip
        self._cite(document, row, kind=Citation.Kind.WHOLE)

    def _of_corrections(self, venture: Venture, project: Project) -> None:
        for money in venture.money:
            row = self.written.postings.get(id(money))
            if row is None or money.voids is None:
                continue
            quote = f"到账金额 {money.amount // 10_000:,} 万元"
            lines = [f"项目：{venture.name}（{project.code}）", f"日期：{money.day}", quote]
            document = self._document(
                papers.note("银行回单（演示）", lines), venture.park, money.stamp,
                file_name="银行回单.txt", kind="voucher", title=f"{venture.name}银行回单",
                published_on=money.day, publisher="示例银行（演示）",
            )  # fmt: skip
            self._cite(document, row, kind=Citation.Kind.WHOLE, quote=quote)

    def _of_month(self, sent: Sent) -> None:
        """Keep a park's workbook, and cite its cells for the amounts and milestones it told."""
        short = sent.name.removesuffix(".xlsx")
        document = self._document(
            sent.book.data, sent.park, Stamp(sent.at, operator_of(sent.park)), file_name=sent.name,
            kind="workbook", title=f"{short}（演示）", published_on=sent.at.date(),
            publisher=self.parks[sent.park].name,
        )  # fmt: skip
        for event, (sheet, cell) in sent.book.cells.items():
            row = self.written.postings.get(event) or self.written.milestones.get(event)
            if row is not None:
                self._cite(document, row, kind=Citation.Kind.CELL, sheet=sheet, cell=cell)

    def _document(self, data: bytes, park: str, stamp: Stamp, **columns: Any) -> Document:
        """Keep a file of a park as it was uploaded; the rest of its columns are given."""
        file_name = columns["file_name"]
        document = Document(
            sha256=keep_bytes(data),
            size=len(data),
            content_type=filetype.recognise(data, file_name) or "",
            park_id=self.parks[park].pk,
            uploaded_by=stamp.by,
            recorded_at=stamp.at,
            **columns,
        )
        self.documents.append(document)
        return document

    def _cite(self, document: Document, row: Model, **place: Any) -> None:
        self.citations.append(
            Citation(
                document=document, target_model=row._meta.label_lower, target_id=row.pk, **place
            )
        )
