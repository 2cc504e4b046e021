"""Newspaper of the demo (演示报纸): torn columns that keep numbers whole."""

from __future__ import annotations

import re
from itertools import pairwise

from gaoxin.samples.core.material import read
from gaoxin.samples.core.newspaper import page, torn

WORDS = dict.fromkeys(
    (
        "own_headline", "own_day", "own_park", "own_project", "own_money", "own_signed",
        "other_project",
    ),
    "某某",
)  # fmt: skip


def test_lines_are_as_wide_as_a_column_and_nothing_is_lost():
    text = "    " + "示例高新区新签约项目58个，合同总投资186.4亿元。" * 4
    lines = torn(text, 17)
    assert "".join("".join(lines).split()) == "".join(text.split())
    widths = [sum(2 if ord(sign) > 0xFF else 1 for sign in line) for line in lines]
    assert max(widths) <= 17 * 2 + 2
    split = [pair for pair in pairwise(lines) if pair[0][-1].isdigit() and pair[1][0].isdigit()]
    assert split == []


def test_the_page_tells_of_invented_zones_only_and_says_so():
    material = read("newspaper")
    assert "演示" in material["title"]
    text = "".join(page(material, WORDS).split())
    zones = set(re.findall(r"(?:青岚|鹤鸣|云渡|石栗|远浦|松庐|示例)高新区", text))
    assert len(zones) == 7
    assert re.sub(r"(?:青岚|鹤鸣|云渡|石栗|远浦|松庐|示例)高新区", "", text).count("高新区") == 0
