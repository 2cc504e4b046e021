"""Near names (名称相近): other spellings are found, other projects are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.ledger.core.near import SHOWN, firm_core, near_names

KNOWN = {1: "高压真空断路器智能产线", 2: "生物药冻干制剂中心", 3: "年产十万吨铜箔项目"}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("高压真空断路器智能产线项目", [1]), ("高压真空断路器（智能）产线", [1]),
        ("高压真空断路器智能生产线", [1]), ("生物药冻干制剂中心建设项目", [2]),
        ("铜箔", []), ("低空无人机试飞基地", []),
    ],
)  # fmt: skip
def test_spellings_of_one_project_are_near(name, found) -> None:
    assert near_names(name, KNOWN) == found


def test_legal_forms_do_not_make_enterprises_near() -> None:
    firms = {1: "演示电气有限公司", 2: "云岭生物股份有限公司"}
    assert near_names("演示电气股份有限公司", firms, core=firm_core) == [1]
    assert near_names("大江铜业股份有限公司", firms, core=firm_core) == []


@given(st.text(min_size=1, max_size=30), st.lists(st.text(max_size=30), max_size=20))
def test_the_name_itself_is_always_first(name, others) -> None:
    known = dict(enumerate([name, *others]))
    found = near_names(name, known)
    assert len(found) <= SHOWN
    assert found[0] == 0
