"""Numbers of things named before or behind a list of figures (四大行业依次为, 以上三家)."""

from __future__ import annotations

import pytest

from gaoxin.read.core.check.checker import check_document

RIGHT = [
    "四大主导行业产值由高到低依次为：新材料33.5亿元、装备28.1亿元、食品17.6亿元、医药9.2亿元。",
    "放款从多到少为：农商行9.6亿元、城商行7.4亿元、股份行5.2亿元，以上三家覆盖全部放款。",
    "交通运输21.4亿元、信息软件16.3亿元、租赁商务12.7亿元，三个门类占比依次为42.5%、32.3%、25.2%。",
    "办理量靠前的：经发局29件、住建局26件、资规局21件，三家合计76件。",
    "商品零售中，汽车类41.7亿元、家电类13.6亿元、粮油类11.8亿元居前三位。",
]
WRONG = [("四大", "六大"), ("三家", "五家"), ("三个", "两个"), ("三家", "四家"), ("前三", "前四")]


@pytest.mark.parametrize(("text", "swap"), list(zip(RIGHT, WRONG, strict=True)))
def test_a_number_of_things_is_held_against_the_list(text: str, swap: tuple[str, str]) -> None:
    assert check_document(text)["faults"] == []
    (fault,) = check_document(text.replace(*swap))["faults"]
    assert fault["rule"] == "list_count"
    assert fault["expected"] == swap[0].strip("大家个前")


@pytest.mark.parametrize(
    "text",
    [
        "电子12亿元、装备8亿元、医药6亿元，两个行业增速超过10%。",
        "东园31个、西园27个、南园12个，前两个园区合计58个。",
        "五大产业中，电子12亿元、装备8亿元、医药6亿元居前三位。",
        "六个园区依次为东园31个、西园27个、南园12个等。",
    ],
)
def test_a_number_of_other_things_is_left_alone(text: str) -> None:
    assert check_document(text)["faults"] == []
