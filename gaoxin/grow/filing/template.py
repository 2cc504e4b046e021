"""Template (填报模板): the workbook that enterprises fill in, one sheet for each enterprise."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import xlsxwriter

from gaoxin.grow.core.filing import CODE, LEVEL_CODES, NAME
from gaoxin.grow.core.form import answers, form
from gaoxin.rulebook.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gaoxin.grow.queries import Figures
    from gaoxin.ledger.models import Enterprise
    from gaoxin.rulebook.vocabulary import Term

YEARS = 3
WORDS = {code: word for word, code in LEVEL_CODES.items()}
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def template(firms: Iterable[Enterprise], last_year: int, known: Mapping[int, Figures]) -> bytes:
    """Return the workbook for enterprises, filled with what they reported before."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        used: set[str] = set()
        for firm in firms:
            _sheet(book, firm, last_year, known.get(firm.pk, {}), used)
        if not used:
            book.add_worksheet("空白")
    return out.getvalue()


def _sheet(book: Any, firm: Enterprise, last: int, known: Figures, used: set[str]) -> None:
    head, fill = book.add_format({"bold": True}), book.add_format({"bg_color": "#FFF7E0"})
    page = book.add_worksheet(_name(firm, used))
    page.set_column(0, 0, 34)
    page.set_column(1, 5, 16)
    page.write_string(0, 0, "企业年度填报表", head)
    page.write_string(1, 0, NAME)
    page.write_string(1, 1, firm.name)
    page.write_string(2, 0, CODE)
    page.write_string(2, 1, firm.credit_code)
    years = [last - back for back in range(YEARS)]
    page.write_row(4, 0, ["指标", "单位", *years], head)
    page.freeze_panes(5, 1)
    row = 5
    for section in form():
        page.write_string(row, 0, section.zh, head)
        row += 1
        for term in section.terms:
            page.write_string(row, 0, term.zh)
            page.write_string(row, 1, _unit(term))
            for column, year in enumerate(years, 2):
                _cell(page, (row, column), known.get((year, term.name)), fill)
            _choices(page, row, term)
            row += 1


def _name(firm: Enterprise, used: set[str]) -> str:
    """Return a sheet's name: at most 31 characters, each once."""
    name = firm.name.translate(FORBIDDEN)[:24].strip() or "企业"
    number = 1
    found = name
    while found.lower() in used:
        number += 1
        found = f"{name} {number}"
    used.add(found.lower())
    return found


def _unit(term: Term) -> str:
    if term.unit == "bool":
        return "是/否"
    return "选一项" if answers(term) else UNITS[term.unit].zh


def _cell(page: Any, place: tuple[int, int], value: Any, fill: Any) -> None:
    if value is None:
        page.write_blank(*place, None, fill)
    elif isinstance(value, bool):
        page.write_string(*place, "是" if value else "否", fill)
    elif isinstance(value, str):
        page.write_string(*place, WORDS.get(value, value), fill)
    else:
        page.write_number(*place, value, fill)


def _choices(page: Any, row: int, term: Term) -> None:
    """Offer the answers of a closed question as a list in the cells."""
    words = ["是", "否"] if term.unit == "bool" else [WORDS.get(one, one) for one in answers(term)]
    if words:
        page.data_validation(row, 2, row, 1 + YEARS, {"validate": "list", "source": words})
