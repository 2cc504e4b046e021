"""Whatever way an office writes it, the same value is read (写法不同，数不变): properties."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from gaoxin.ledger.exchange.core.amounts import Money, read_amount
from gaoxin.ledger.exchange.core.columns import WAN, YUAN
from gaoxin.ledger.exchange.core.dates import Day, read_day
from gaoxin.ledger.exchange.core.known import KnownLedger, KnownProject, Planned, Posted
from gaoxin.ledger.exchange.core.opening import open_book
from gaoxin.ledger.exchange.core.planning import plan
from gaoxin.ledger.exchange.core.problems import letter
from gaoxin.ledger.exchange.core.sheets import write_ledger
from tests.core.exchange.books import PARKS, TODAY, ZONE

DAYS = st.dates(date(1990, 1, 1), date(2026, 11, 19))
YUANS = st.decimals(0, 10**11, places=2, allow_nan=False, allow_infinity=False)
WRITINGS = [
    lambda d: f"{d:%Y-%m-%d}", lambda d: f"{d.year}年{d.month}月{d.day}日", lambda d: f"{d:%Y%m%d}",
    lambda d: f" {d.year}.{d.month}.{d.day} ", lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: float((d - date(1899, 12, 30)).days), lambda d: d,
]  # fmt: skip
FULL = str.maketrans("0123456789", "０１２３４５６７８９")


@given(day=DAYS, write=st.sampled_from(WRITINGS), full=st.booleans())
def test_a_day(day, write, full):
    written = write(day)
    if full and isinstance(written, str):
        written = written.translate(FULL)
    assert read_day(written) == Day(day)


@given(
    yuan=YUANS,
    form=st.sampled_from(["{:,f}元", "人民币{:f}元", "￥{:f}", " {:f} 元 ", "{:f}"]),
    full=st.booleans(),
)
def test_an_amount(yuan, form, full):
    written = form.format(yuan)
    assert read_amount(written.translate(FULL) if full else written, YUAN) == Money(yuan)


@given(yuan=YUANS)
def test_a_number_of_a_workbook_is_exact_to_the_fen(yuan):
    assert read_amount(float(yuan / 10_000), WAN) == Money(yuan)


@given(text=st.text(max_size=40))
def test_no_text_breaks_the_readers(text):
    read_amount(text, WAN)
    read_day(text, 2026)


@given(index=st.integers(0, 16_383))
def test_letters_count_on(index):
    number = 0
    for sign in letter(index):
        number = number * 26 + ord(sign) - 64
    assert number - 1 == index


NAMES = st.text("甲乙丙丁戊己庚辛壬癸（）=+-@AB", min_size=1, max_size=12).filter(
    lambda name: any(sign.isalpha() for sign in name)
)
KINDS = st.sampled_from(["in_place", "invested", "output", "tax", "payout", "year_plan"])


@st.composite
def projects(draw):
    """Return projects with different names, as the ledger may hold them."""
    names = draw(st.lists(NAMES, min_size=1, max_size=6, unique_by=lambda n: n.strip("（）=+-@")))
    held = []
    for number, name in enumerate(names, 1):
        days = draw(st.lists(DAYS, min_size=3, max_size=3))
        kinds = [*draw(st.lists(KINDS, max_size=4)), *draw(st.sampled_from([[], ["contracted"]]))]
        postings = []
        for kind in kinds:
            on = draw(DAYS)
            amount = draw(YUANS.filter(bool))
            pk = number * 100 + len(postings)
            postings.append(Posted(pk, kind, on, on.replace(day=1), amount, "CNY", amount))
        stages = dict(zip(("signed", "started", "production"), sorted(days), strict=True))
        held.append(
            KnownProject(
                number, f"P-{number}", f"项目{number}{name}",
                {"park": draw(st.sampled_from(PARKS)), "kind": "service", "is_high_tech": "是",
                 "investor": f"投资方{number}"},
                stages, {"completed": Planned(draw(DAYS), draw(DAYS))}, tuple(postings),
            )
        )  # fmt: skip
    return tuple(held)


@given(held=projects())
def test_an_exported_ledger_is_imported_without_a_change(held):
    out = io.BytesIO()
    write_ledger(held, out)
    known = KnownLedger(ZONE.parks, projects=held)
    result = plan(open_book(out.getvalue(), "导出.xlsx"), known, TODAY)
    assert [row for row in result.rows if row.action != "unchanged"] == []
    assert len(result.rows) == sum(
        2 + len([p for p in each.postings if p.kind != "contracted"]) for each in held
    )


def test_half_a_fen_is_rounded_away_from_zero():
    assert read_amount(0.005, YUAN) == Money(Decimal("0.01"))
