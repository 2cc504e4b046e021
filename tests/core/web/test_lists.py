"""Lists, pure part (列表的纯逻辑): conditions from an address, cursors, keyset pages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.web.core import (
    BadValue,
    Cursor,
    Filter,
    Order,
    Words,
    conditions,
    decode_cursor,
    encode_cursor,
    keyset,
    narrowest,
    order_of,
)

STAGE = Filter("stage", "阶段", "choice", "rank", (("9", "开工"), ("10", "在建"), ("-", "未定")))
MONEY = Filter("money", "投资", "number", "planned", unit="亿元", scale=Decimal(100_000_000))
DAY = Filter("day", "开工", "date", "started")
NAME = Filter("q", "名称", "text", "name code")
TECH = Filter("tech", "高新", "flag", "is_high_tech")


def chips(*filters: Filter, **parameters: list[str]) -> list[str]:
    return [condition.chip for condition in conditions(filters, parameters)]


def test_chips_say_the_condition_as_an_office_would() -> None:
    assert chips(STAGE, stage=["9", "10"]) == ["阶段 = 开工、在建"]
    assert chips(MONEY, money_min=["1"]) == ["投资 ≥ 1 亿元"]
    assert chips(MONEY, money_max=["2.5"]) == ["投资 ≤ 2.5 亿元"]
    assert chips(MONEY, money_min=["1"], money_max=["2"]) == ["投资 = 1 至 2 亿元"]
    assert chips(TECH, tech=["0"]) == ["高新 = 否"]
    assert chips(NAME, q=[" 断路器 "]) == ["名称 ∋ 断路器"]


def test_the_small_words_follow_the_reader() -> None:
    english = Words(comma=", ", to="to", yes="yes", no="no")
    found = conditions([STAGE, TECH], {"stage": ["9", "10"], "tech": ["1"]}, english)
    assert [condition.words for condition in found] == ["开工, 在建", "yes"]


def test_lookups_scale_money_and_know_empty_values() -> None:
    money, stage, name = conditions(
        [MONEY, STAGE, NAME], {"money_min": ["1.5"], "stage": ["9", "-"], "q": ["x"]}
    )
    assert money.any_of == ({"planned__gte": Decimal("150000000.0")},)
    assert stage.any_of == ({"rank__in": ["9"]}, {"rank__isnull": True})
    assert name.any_of == ({"name__icontains": "x"}, {"code__icontains": "x"})


def test_a_built_condition_gets_the_values() -> None:
    built = Filter("who", "包联", "choice", "pk", (("a", "甲"),), build=lambda v: ({"pk__in": v},))
    assert conditions([built], {"who": ["a"]})[0].any_of == ({"pk__in": ["a"]},)


def test_empty_parameters_are_no_condition() -> None:
    assert conditions([STAGE, MONEY, NAME], {"stage": [""], "money_min": [" "], "q": []}) == ()


@pytest.mark.parametrize(
    ("filter", "parameters", "kind"),
    [
        (STAGE, {"stage": ["77"]}, "choice"),
        (MONEY, {"money_min": ["很多"]}, "number"),
        (MONEY, {"money_min": ["NaN"]}, "number"),
        (DAY, {"day_from": ["2026-13-02"]}, "date"),
        (TECH, {"tech": ["maybe"]}, "flag"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(filter, parameters, kind) -> None:
    with pytest.raises(BadValue) as bad:
        conditions([filter], parameters)
    assert bad.value.kind == kind
    assert bad.value.text in next(iter(parameters.values()))


def test_the_order_is_one_of_those_offered() -> None:
    assert order_of("-money", {"money": "planned"}, "money") == Order("money", "planned", True)
    assert order_of("", {"money": "planned"}, "money") == Order("money", "planned", False)
    with pytest.raises(BadValue):
        order_of("password", {"money": "planned"}, "money")


scalars = st.one_of(
    st.none(), st.integers(-(2**40), 2**40), st.text(max_size=30), st.dates(),
    st.decimals(allow_nan=False, allow_infinity=False, places=2),
    st.datetimes(timezones=st.just(UTC)),
)  # fmt: skip


@given(st.integers(0, 10**6), scalars, st.integers(1, 10**9))
def test_a_cursor_comes_back_as_it_went(before, value, key) -> None:
    assert decode_cursor(encode_cursor(Cursor(before, value, key))) == Cursor(before, value, key)


@pytest.mark.parametrize("text", ["x", "W10", "bnVsbA", "WzEsMV0", "WzEuNSwxLDFd", "é"])
def test_a_broken_cursor_is_refused(text) -> None:
    with pytest.raises(BadValue):
        decode_cursor(text)


rows = st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 5))), max_size=30)


def holds(row: dict, lookups: dict) -> bool:
    """Evaluate lookups as the database would: comparison with an empty value never holds."""
    tests = {
        "gt": lambda a, b: a is not None and a > b,
        "lt": lambda a, b: a is not None and a < b,
        "isnull": lambda a, b: (a is None) == b,
        "exact": lambda a, b: a is not None and a == b,
    }
    for path, wanted in lookups.items():
        name, _mark, test = path.partition("__")
        if not tests[test or "exact"](row[name], wanted):
            return False
    return True


def in_order(table: list[dict], order: Order) -> list[dict]:
    """Sort as the list is shown: by value in its direction, empty last, ties by key upwards."""
    if order.field == order.key:
        return sorted(table, key=lambda row: row["pk"], reverse=order.descending)
    full = [row for row in table if row["v"] is not None]
    full.sort(key=lambda row: (-row["v"] if order.descending else row["v"], row["pk"]))
    return full + sorted((row for row in table if row["v"] is None), key=lambda row: row["pk"])


@given(rows, st.booleans(), st.booleans(), st.data())
def test_keyset_splits_a_list_exactly_at_the_cursor(values, descending, by_key, data) -> None:
    table = [{"pk": n, "v": value[0]} for n, value in enumerate(values, 1)]
    if not table:
        return
    order = Order("v", "pk" if by_key else "v", descending)
    shown = in_order(table, order)
    place = data.draw(st.integers(0, len(shown) - 1))
    here = Cursor(0, None if by_key else shown[place]["v"], shown[place]["pk"])
    for forward, expected in ((True, shown[place + 1 :]), (False, shown[:place])):
        any_of = keyset(order, here, forward=forward)
        kept = [row for row in shown if any(holds(row, lookups) for lookups in any_of)]
        assert kept == expected


def test_the_narrowest_condition_is_the_one_whose_loss_shows_most() -> None:
    assert narrowest({"stage": 21, "money": 3}) == ("stage", 21)
    assert narrowest({"stage": 0}) is None
    assert narrowest({}) is None


def test_days_keep_their_kind_in_a_cursor() -> None:
    day, instant = date(2026, 9, 30), datetime(2026, 9, 30, 8, tzinfo=UTC)
    assert decode_cursor(encode_cursor(Cursor(0, day, 1))).value == day
    assert decode_cursor(encode_cursor(Cursor(0, instant, 1))).value == instant
