"""Filing (归档): a paper is written, checked against the case, and put on file."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gaoxin.lib.errors import UserError
from gaoxin.review.actions import file_paper
from gaoxin.review.core.papers.word import faults, write
from gaoxin.review.core.process.course import DECIDE, PANEL
from gaoxin.review.models import Filing
from gaoxin.review.papers.compose import paper_of
from gaoxin.review.queries import CaseFile
from gaoxin.sources.actions import Upload
from gaoxin.sources.queries import stored_path

if TYPE_CHECKING:
    from gaoxin.lib.access import Actor
    from gaoxin.review.models import Meeting, Review


def decided(review: Review) -> tuple[CaseFile, Meeting]:
    """Return a case's file with its last decision; UserError before one."""
    file = CaseFile(review)
    if file.meeting is None:
        raise UserError(_("会议还没有决定，没有文书。"))
    if file.course.state in {PANEL, DECIDE}:
        # The file already holds the second panel's sheets: they are not those of that decision.
        raise UserError(_("复议在办：原决定的文书以已归档的为准，新文书等会议另行决定。"))
    return file, file.meeting


def write_paper(review: Review, kind: str, *, by: Actor, named: bool = False) -> Filing:
    """Write minutes or letter as .docx and put it on file; every number is read back first."""
    file, meeting = decided(review)
    paper = paper_of(file, meeting, kind, named=named)
    content = write(paper)
    wrong = faults(content, paper)
    if wrong:
        raise UserError("；".join(wrong))
    word = str(Filing.Kind(kind).label)
    upload = Upload(
        content,
        f"{review.code} {word}.docx",
        "notice",
        # The title stands beside the ledger's milestone, where a recused person may look.
        title=_("评审%(what)s（%(day)s）") % {"what": word, "day": meeting.held_on},
        publisher=paper.organ,
        published_on=meeting.held_on,
    )
    return file_paper(meeting, kind, upload, by=by)


def last_filed(meeting: Meeting, kind: str) -> Filing | None:
    """Return the paper of a kind that was filed last."""
    rows = meeting.filings.filter(kind=kind).select_related("document")
    return rows.order_by("-id").first()


def faults_of(filing: Filing, review: Review) -> list[str] | None:
    """Return how the numbers of a filed paper differ from the case as it is recorded.

    None for a file that somebody uploaded in another form, such as a scan: it holds no marks.
    """
    if not filing.document.file_name.endswith(".docx"):
        return None
    file, meeting = decided(review)
    try:
        content = stored_path(filing.document).read_bytes()
    except OSError:
        return [_("归档的文件不见了")]
    found = faults(content, paper_of(file, meeting, filing.kind))
    if hashlib.sha256(content).hexdigest() != filing.document.sha256:
        # Words may have been changed where every number still agrees.
        found.append(_("文件内容与归档时的哈希不符"))
    return found
