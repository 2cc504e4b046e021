"""Form page (表单页): one form a page; a refusal stands above what was typed, nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from gaoxin.lib.access import require
from gaoxin.review.models import Review
from gaoxin.review.queries.lists import FILE_ROWS
from gaoxin.review.queries.scope import review_for, zone_of_user
from gaoxin.review.queries.state import CaseFile

if TYPE_CHECKING:
    from gaoxin.review.queries.candidates import Found
    from gaoxin.web.asof import Request


@dataclass
class Sheet:
    """A form as its page prints it; `review` is the case it belongs to."""

    template: ClassVar[str] = "review/form.html"

    title: str
    button: str
    form: Any
    review: Review | None = None
    says: list[str] = field(default_factory=list)
    back_name: str = "review:home"

    @property
    def back(self) -> str:
        """Return the page that the form was opened from."""
        if self.review is None:
            return reverse(self.back_name)
        return reverse("review:case", args=[self.review.code])


@dataclass
class Choice:
    """The form that takes a project in, with the projects to choose among."""

    template: ClassVar[str] = "review/intake.html"

    title: str
    button: str
    form: Any
    found: Found
    review: Review | None = None
    says: list[str] = field(default_factory=list)

    @property
    def back(self) -> str:
        """Return the list, or the case once it is opened."""
        if self.review is None:
            return reverse("review:home")
        return reverse("review:case", args=[self.review.code])


def case_of(request: Request, code: str) -> Review:
    """Return a case that the user may see; 404 for anybody else, recused ones included."""
    zone_of_user(request.user)
    if not request.user.may("review.view"):
        raise Http404
    try:
        review = review_for(request.user, code)
    except Review.DoesNotExist:
        raise Http404 from None
    prefetch_related_objects([review], *FILE_ROWS)
    return review


def file_of(request: Request, code: str, permission: str = "review.manage") -> CaseFile:
    """Return the file of a case for an act; 404 first, then 403."""
    review = case_of(request, code)
    require(request.user, permission, _("您的角色不能办这一步。"))
    return CaseFile(review)


def upload_of(form: Any) -> Any:
    """Return the upload of a form with a proof, None without a file."""
    evidence = form.cleaned_data.get("evidence")
    return None if evidence is None else evidence.upload
