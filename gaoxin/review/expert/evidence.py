"""Evidence (评审材料): papers as experts read them: names covered, cited places marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.review.core.sheet.blind import Piece, around, masked, shown_page
from gaoxin.review.queries import parties_of
from gaoxin.sources.queries import citations_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaoxin.review.models import Paper, Review
    from gaoxin.sources.models import Citation

AROUND = 260


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A cited place: the paper, its page, the text around it, and which item it is for."""

    number: int
    item: str
    paper: Paper
    title: str
    page: int | None
    quote: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper in the list: its title with names covered, and how many pages it has."""

    paper: Paper
    title: str
    pages: int


class Dossier:
    """The papers of one case, read once for a page."""

    def __init__(self, review: Review) -> None:
        parties = parties_of(review)
        self.names = (*parties.investors, *parties.authors, *parties.competitors)
        self.papers = list(review.papers.all())
        self.review = review

    def rows(self) -> list[PaperRow]:
        """Return the papers in their order."""
        return [PaperRow(paper, self.title(paper), len(paper.pages)) for paper in self.papers]

    def title(self, paper: Paper) -> str:
        """Return a paper's title with names covered."""
        return masked(paper.title, self.names)

    def excerpts(self, items: Mapping[str, object]) -> list[Excerpt]:
        """Return the cited places of the judged items, in the order of the items."""
        by_document = {paper.document_id: paper for paper in self.papers}
        cited = citations_of("review.review", [self.review.pk]).get(self.review.pk, [])
        found = [
            (citation, by_document[citation.document_id])
            for item in items
            for citation in cited
            if citation.field == item and citation.document_id in by_document
        ]
        return [self._excerpt(number, *each) for number, each in enumerate(found, 1)]

    def _excerpt(self, number: int, citation: Citation, paper: Paper) -> Excerpt:
        text = page_text(paper, citation.page or 1)
        pieces = around(shown_page(text, citation.quote, self.names), AROUND)
        title = self.title(paper)
        return Excerpt(
            number, citation.field, paper, title, citation.page, citation.quote, pieces
        )  # fmt: skip

    def page(self, paper: Paper, number: int, quote: str = "") -> tuple[Piece, ...]:
        """Return one whole page of a paper."""
        return shown_page(page_text(paper, number), quote, self.names)


def page_text(paper: Paper, number: int) -> str:
    """Return the text of a page, empty where the paper has no such page."""
    return str(paper.pages[number - 1]) if 1 <= number <= len(paper.pages) else ""
