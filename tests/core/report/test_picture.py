"""Picture of a chart (图): Chinese text is drawn, missing values are gaps."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import replace

from gaoxin.report.core.compose import compose
from gaoxin.report.core.document import Chart
from gaoxin.report.core.picture import SIZE, option, png
from tests.core.report import months


def chart() -> Chart:
    bulletin = compose(months.month())
    return next(b for s in bulletin.sections for b in s.blocks if isinstance(b, Chart))


def dark_points(picture: bytes) -> int:
    """Return how many bytes of a PNG's rows are neither white nor filter marks."""
    data, at = b"", 8
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        if picture[at + 4 : at + 8] == b"IDAT":
            data += picture[at + 8 : at + 8 + length]
        at += length + 12
    return len(zlib.compress(zlib.decompress(data)))


def text_svg(text: str, family: str = "Noto Sans SC") -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60">'
        f'<text x="10" y="40" font-size="30" font-family="{family}">{text}</text></svg>'
    )


def test_chinese_text_does_not_vanish(easel) -> None:
    empty = png(text_svg(""), easel.font)
    drawn = png(text_svg("中文"), easel.font)
    assert drawn != empty
    assert dark_points(drawn) > dark_points(empty) + 300


def test_every_text_of_a_chart_names_the_font_that_is_given(easel) -> None:
    # Another family is drawn as nothing at all, without a word.
    assert dark_points(png(text_svg("中文", "Missing"), easel.font)) == dark_points(
        png(text_svg(""), easel.font)
    )
    drawn = easel.svg(option(chart()))
    families = set(re.findall(r"font-family:([^;\"]+)", drawn))
    assert families == {"Noto Sans SC"}
    assert drawn.count("<text") > 20
    assert drawn.count("<text") == drawn.count("font-family:")


def test_the_chart_holds_names_and_values(easel) -> None:
    drawn = easel.svg(option(chart()))
    for text in ("电气园", "新材料园", "75.0", "33.8", "资金到位率"):
        assert text in drawn


def test_a_missing_value_is_a_gap(easel) -> None:
    whole = chart()
    numbers = (None, *whole.series[0].numbers[1:])
    gapped = replace(whole, series=(replace(whole.series[0], numbers=numbers), whole.series[1]))
    assert "75.0" not in easel.svg(option(gapped))
    assert option(gapped)["series"][0]["data"][0] == "-"


def test_bars_begin_at_zero_unless_something_is_below() -> None:
    whole = chart()
    assert option(whole)["yAxis"]["min"] == 0
    below = whole.series[0].numbers[0]
    assert below is not None
    negative = replace(below, stated=months.stated("in_place_growth", -3))
    series = replace(whole.series[0], numbers=(negative, *whole.series[0].numbers[1:]))
    assert option(replace(whole, series=(series,)))["yAxis"]["min"] is None


def test_the_picture_has_the_size_asked_for(easel) -> None:
    picture = easel.png(option(chart()))
    assert struct.unpack(">II", picture[16:24]) == (SIZE[0] * 2, SIZE[1] * 2)
