"""Parts (部分与整体): a share of more than the whole is refused by its name."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gaoxin.lib.errors import UserError
from gaoxin.review.core.parts import check_parts, most
from gaoxin.review.core.scheme.model import figures
from tests.core.review.made import DEFAULT


def test_every_part_is_a_figure_of_the_scheme() -> None:
    assert set(most()) <= set(figures(DEFAULT))
    # An insolvent firm owes more than it has; a young one spends more than it earns.
    assert not {"debt_ratio_pct", "rd_pct"} & set(most())


@pytest.mark.parametrize("value", ["100.01", "1000", "-1"])
def test_a_part_outside_its_whole_is_refused_by_name(value: str) -> None:
    with pytest.raises(UserError, match=f"本地配套率 {value}%：部分占整体，应在 0 至 100% 之间"):
        check_parts({"local_supply_pct": Decimal(value)}, DEFAULT)


def test_the_whole_itself_nothing_and_other_figures_pass() -> None:
    facts = {"local_supply_pct": Decimal(100), "equity_pct": Decimal(0), "graduate_pct": None}
    check_parts({**facts, "debt_ratio_pct": Decimal(180), "jobs": Decimal(900)}, DEFAULT)
