"""Form page (表单页): one form a page; a refusal stands above what was typed, nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeAlias

from django.contrib import messages
from django.shortcuts import redirect, render

from gaoxin.lib.errors import Denied, UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from gaoxin.web.asof import Request

Sent: TypeAlias = tuple[Any, ...]


class Sheet(Protocol):
    """A form as a room's page prints it: its template, the form, the page that it was opened from.

    The template gets `sheet` and `form`.
    """

    template: ClassVar[str]
    form: Any

    @property
    def back(self) -> str:
        """Return the address to go to once the act is done."""


def sent(request: Request) -> Sent:
    """Return what a form binds to: data and files of a press, nothing before."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def answer(request: Request, sheet: Sheet, act: Callable[[Any], str]) -> HttpResponse:
    """Show the form; on a press do the act, or show again what was typed with what is wrong."""
    form = sheet.form
    if form.is_bound and form.is_valid():
        try:
            said = act(form)
        except Denied:
            raise
        except UserError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, said)
            return redirect(sheet.back)
    return render(request, sheet.template, {"sheet": sheet, "form": form})
