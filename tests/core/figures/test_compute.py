"""Rounding and keys (算数与编号)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.figures.core import window
from gaoxin.figures.core.compute import rounded
from gaoxin.figures.core.definition import Rounding
from gaoxin.figures.core.key import FigureKey, KeyTextError, Scope, parse_key
from gaoxin.lib.moment import Moment, decode_instant, encode_instant

instants = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("above", "below", "mode", "digits", "printed"),
    [
        (22, 32, "half_up", 1, "68.8"),
        (291, 292, "half_up", 2, "99.66"),
        (291, 292, "truncate", 2, "99.65"),
        (1, 8, "half_up", 2, "12.50"),
        (1, 3, "half_up", 0, "33"),
        (2, 3, "half_up", 0, "67"),
        (-1, 200, "half_up", 0, "-1"),
        (-1, 200, "truncate", 0, "0"),
    ],
)
def test_rates_round_as_the_definition_says(above, below, mode, digits, printed):
    found = rounded(Fraction(above, below) * 100, Rounding(mode=mode, digits=digits))
    assert found == Decimal(printed)
    assert -found.as_tuple().exponent == digits


@given(
    st.decimals(-(10**12), 10**12, places=4),
    st.integers(0, 4),
    st.sampled_from(["half_up", "truncate"]),
)
def test_rounding_agrees_with_decimal_where_decimal_is_exact(value, digits, mode):
    want = value.quantize(
        Decimal(1).scaleb(-digits), {"half_up": ROUND_HALF_UP, "truncate": ROUND_DOWN}[mode]
    )
    assert rounded(Fraction(value), Rounding(mode=mode, digits=digits)) == want


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_a_rounded_rate_is_the_nearest(above, below, digits):
    exact = Fraction(above, below)
    found = Fraction(rounded(exact, Rounding(digits=digits)))
    assert abs(found - exact) <= Fraction(1, 2 * 10**digits)


@given(instants)
def test_an_instant_is_read_back(instant):
    assert decode_instant(encode_instant(instant)) == instant


keys = st.builds(
    FigureKey,
    definition=st.from_regex(r"[a-z][a-z0-9_]{1,20}", fullmatch=True),
    version=st.from_regex(r"[a-z0-9]{1,7}", fullmatch=True),
    scope=st.builds(Scope, st.sampled_from("zpjsiue"), st.integers(1, 999_999)),
    period=st.sampled_from(["2026", "2026-10", "all", "v2024", "v2024+12"]),
    moment=st.builds(Moment, st.dates(date(2001, 1, 1), date(2098, 12, 31)), instants),
)


@given(keys)
def test_a_key_is_read_back_and_fits_word(key):
    try:
        text = str(key)
    except KeyTextError:
        assert len(key.definition) + len(key.version) > 20
        return
    assert len(text) <= 64
    assert parse_key(text) == key


@pytest.mark.parametrize("written", ["2026-13", "26", "2026+3", "v2026-03", "2026-10+2", "", "x"])
def test_a_period_that_means_nothing_is_refused(written):
    with pytest.raises(ValueError):  # the message is for developers
        window.parse(written, date(2026, 10, 31))


def test_periods():
    day = date(2026, 10, 20)
    assert window.parse("2026", day) == window.Window(date(2026, 1, 1), day)
    assert window.parse("2026-09", day).last == date(2026, 9, 30)
    assert window.parse("2026-10", day).last == day
    assert window.parse("v2024+12", day).horizon == 12
    assert window.elapsed_share(date(2026, 9, 29)) == Fraction(8, 12)
    assert window.elapsed_share(date(2026, 9, 30)) == Fraction(9, 12)
    assert window.day_a_year_earlier(date(2024, 2, 29)) == date(2023, 2, 28)
    assert window.day_a_year_earlier(date(2025, 2, 28)) == date(2024, 2, 29)
    assert window.a_year_earlier("2026-10") == "2025-10"
