"""Hash chain: any change of a signed row is seen; the clock cannot run back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.lib.errors import UserError
from gaoxin.review.core.process.chain import START as FIRST
from gaoxin.review.core.process.chain import Link, append, broken, digest_of
from tests.core.review.made import minute


def chain(length: int = 4) -> list[Link]:
    found: list[Link] = []
    for place in range(length):
        content = {"levels": {"fit_site": place % 5}, "reasons": {"fit_site": "理由"}}
        found.append(append(found, f"e{place}", minute(place), content))
    return found


def test_a_whole_chain_holds_and_begins_at_nothing() -> None:
    links = chain()
    assert broken(links) is None and links[0].previous == FIRST
    assert broken(links, last=links[-1].digest) is None and broken([]) is None


@given(st.integers(0, 3), st.sampled_from(["author", "at", "content", "previous", "digest"]))
def test_a_changed_row_is_found_at_its_place(place: int, field: str) -> None:
    links = chain()
    other = {"author": "x", "at": minute(99), "content": {"levels": {}}, "previous": "1" * 64,
             "digest": "2" * 64}  # fmt: skip
    links[place] = replace(links[place], **{field: other[field]})
    gap = broken(links)
    assert gap is not None and gap.place == place and gap.zh and gap.en


@given(st.integers(0, 3))
def test_a_row_that_is_taken_out_is_missed(place: int) -> None:
    links = chain()
    printed = links[-1].digest
    del links[place]
    assert broken(links, last=printed) is not None


def test_a_row_rewritten_with_its_hash_breaks_the_next() -> None:
    links = chain()
    forged = digest_of("e1", minute(1), {"levels": {"fit_site": 4}}, links[1].previous)
    links[1] = replace(links[1], content={"levels": {"fit_site": 4}}, digest=forged)
    gap = broken(links)
    assert gap is not None and gap.place == 2


def test_the_clock_may_stand_still_but_not_run_back() -> None:
    links = chain(2)
    assert append(links, "x", minute(1), {}).previous == links[-1].digest
    with pytest.raises(UserError, match="clock"):
        append(links, "x", minute(0), {})
    with pytest.raises(ValueError, match="time zone"):
        append(links, "x", datetime(2027, 1, 1), {})


def test_two_who_sign_at_once_hold_the_same_link_and_one_is_refused() -> None:
    links = chain(1)
    one, other = append(links, "a", minute(5), {}), append(links, "b", minute(5), {})
    assert one.previous == other.previous
    assert broken([*links, one, other]) is not None
    assert broken([*links, one, append([*links, one], "b", minute(5), {})]) is None
