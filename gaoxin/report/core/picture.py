"""Picture of a chart (图): the option that the web draws, in V8 and resvg, black and white safe.

Black axes, blue and pale blue with an edge, values on bars where there are twelve or fewer; a
missing value is a gap, not a zero. Without a font that holds Chinese the text would vanish in
silence, so the font file is given, never left to the machine.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import resvg_py
from py_mini_racer import MiniRacer

if TYPE_CHECKING:
    from pathlib import Path

    from gaoxin.report.core.document import Chart

INK, GREY = "#1a1a1a", "#888888"
FILLS = ("#2f6fb7", "#c9d9ec", "#ffffff", "#6d8fb8")
EDGE = "#2f6fb7"
SIZE = (880, 360)
FONT = "Noto Sans SC"
MOST_LABELS = 12
PRINT_FONT = 19
# ECharts asks for a timer even where nothing is animated.
_STUBS = "var setTimeout=function(){return 0},clearTimeout=function(){},window=this,self=this;"
_DRAW = """
(function (text, width, height) {
  var chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: height});
  chart.setOption(JSON.parse(text));
  var drawn = chart.renderToSVGString();
  chart.dispose();
  return drawn;
})
"""


def option(chart: Chart, font_size: int = PRINT_FONT) -> dict[str, Any]:
    """Return the ECharts option of a chart, its text in the size given."""
    words = {"color": INK, "fontFamily": FONT, "fontSize": font_size}
    axis = {"axisLabel": words, "axisLine": {"lineStyle": {"color": GREY}}}
    return {
        "animation": False,
        "textStyle": words,
        "color": list(FILLS),
        "grid": {"left": 8, "right": 8, "top": 48, "bottom": 8, "containLabel": True},
        "legend": {"right": 0, "top": 0, "textStyle": words, "icon": "rect"},
        "xAxis": {**axis, "type": "category", "data": list(chart.categories),
                  "axisTick": {"show": False}},
        "yAxis": {"type": "value", "name": chart.unit, "nameTextStyle": words, "axisLabel": words,
                  "min": _floor(chart), "splitLine": {"lineStyle": {"color": "#e6e6e6"}}},
        "series": [_series(chart, index, words) for index in range(len(chart.series))],
    }  # fmt: skip


def _floor(chart: Chart) -> int | None:
    """Return zero for bars of positive values; bars begin at zero."""
    values = [n.value for s in chart.series for n in s.numbers if n is not None]
    return None if any(value is not None and value < 0 for value in values) else 0


def _series(chart: Chart, index: int, words: dict[str, Any]) -> dict[str, Any]:
    series = chart.series[index]
    # Written as numbers only here, to be drawn; nothing is computed from them.
    data = [
        {"value": float(n.value), "label": {"formatter": n.text}}
        if n is not None and n.value is not None
        else "-"
        for n in series.numbers
    ]
    label = {"show": len(chart.categories) <= MOST_LABELS, "position": "top", **words}
    shared = {"name": series.name, "type": chart.kind, "data": data, "label": label}
    if chart.kind == "line":
        return {**shared, "symbol": "circle", "lineStyle": {"width": 2}, "connectNulls": False}
    edge = {"borderColor": EDGE, "borderWidth": 1}
    return {**shared, "barMaxWidth": 28, "itemStyle": edge}


@dataclass(slots=True)
class Easel:
    """Draws charts: V8 with the chart library, started once, and the font for the text."""

    library: str = field(repr=False)
    font: Path
    _engine: MiniRacer | None = field(default=None, repr=False)

    def svg(self, what: dict[str, Any], size: tuple[int, int] = SIZE) -> str:
        """Return the drawing of an option as SVG."""
        if self._engine is None:
            self._engine = MiniRacer()
            self._engine.eval(_STUBS)
            self._engine.eval(self.library)
            self._engine.eval(f"var gaoxinDraw = {_DRAW};")
        text = json.dumps(json.dumps(what, ensure_ascii=False))
        return str(self._engine.eval(f"gaoxinDraw({text}, {size[0]}, {size[1]})"))

    def png(self, what: dict[str, Any], size: tuple[int, int] = SIZE, zoom: float = 2) -> bytes:
        """Return the drawing of an option as PNG, `zoom` pixels to the point."""
        return png(self.svg(what, size), self.font, zoom)


def png(svg: str, font: Path, zoom: float = 2) -> bytes:
    """Return an SVG as PNG with text in the given font only."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=[str(font)],
            font_family=FONT,
            sans_serif_family=FONT,
        )
    )
