"""Draw a chart as SVG with ReportLab, whose charts these are; nothing else imports it."""

from itertools import cycle
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from reportlab.graphics import renderSVG
from reportlab.graphics.charts.barcharts import HorizontalBarChart
from reportlab.graphics.charts.linecharts import HorizontalLineChart
from reportlab.graphics.charts.piecharts import Pie
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics

from docgen.chart.chart import WIDTH

if TYPE_CHECKING:
    from docgen.chart.chart import Chart

MM = 72 / 25.4
SIZE = 9.0
# Told apart in black and white too: by depth, and lines by their strokes besides.
INK, RULE = HexColor("#222222"), HexColor("#d0d0d0")
DEPTHS = tuple(map(HexColor, ("#365f91", "#a6bddb", "#6f6f6f", "#c9c9c9", "#1f3a5f", "#e3e9f2")))
TARGET = HexColor("#b00000")
STROKES = (None, (4, 2), (1, 2))
LABEL_WIDTH = 44 * MM
# As reports print them: the faces of the house, and what a browser has instead.
FAMILY = "Docgen Hei, SimHei, Noto Sans CJK SC, sans-serif"
# Of a square hanzi: how wide letters and figures are in the faces of that family.
NARROW = 0.56


class _Widths:
    """What ReportLab asks of a font in order to place words that it does not set itself."""

    fontName = FAMILY  # noqa: N815 - as ReportLab calls it, and what follows
    _dynamicFont, _multiByte = 0, 1  # noqa: N815
    face = SimpleNamespace(ascent=880, descent=-120, name=FAMILY)

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802
        return size * sum(NARROW if each.isascii() else 1.0 for each in text)


def draw(chart: "Chart") -> bytes:
    """Return the drawing of a chart as SVG."""
    if FAMILY not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(_Widths())
    drawing = Drawing(WIDTH * MM, chart.height * MM)
    SHAPES[chart.shape](chart, drawing)
    svg: str = renderSVG.drawToString(drawing)
    # WeasyPrint knows the word in small letters only, and would fill a line with black.
    return svg.replace("fill: None", "fill: none").encode()


def _bars(chart: "Chart", drawing: Drawing) -> None:
    (series,) = chart.series
    bars = HorizontalBarChart()
    bars.x, bars.y = LABEL_WIDTH, 4
    # Beside bars stand their values; what is asked for besides takes more room.
    right = 36 * MM if chart.targets else 14 * MM
    bars.width, bars.height = drawing.width - LABEL_WIDTH - right, drawing.height - 8
    bars.data = [series.values]
    most = max((*series.values, *filter(None, chart.targets)), default=0) or 1
    bars.valueAxis.valueMin, bars.valueAxis.valueMax = 0, most
    bars.valueAxis.visible = False
    axis = bars.categoryAxis
    # The first name stands on top, as in the table below.
    axis.reverseDirection = 1
    axis.categoryNames = [_shortened(each) for each in chart.labels]
    axis.visibleTicks, axis.strokeColor = False, INK
    _worded(axis.labels)
    axis.labels.dx = -4
    bars.bars[0].fillColor, bars.bars[0].strokeColor = DEPTHS[0], None
    if not chart.targets:
        bars.barLabelFormat, bars.barLabelArray = "values", [list(series.shown)]
        _worded(bars.barLabels)
        bars.barLabels.boxAnchor, bars.barLabels.dx = "w", 4
    drawing.add(bars)
    _targets(chart, drawing, bars, most)


def _targets(chart: "Chart", drawing: Drawing, bars: Any, most: float) -> None:
    """Draw a line across each bar at what it is to reach, and say both in figures."""
    row = bars.height / len(chart.labels)
    for index, (target, said) in enumerate(zip(chart.targets, chart.series[0].shown, strict=False)):
        foot = bars.y + bars.height - row * (index + 1)
        words = said
        if target is not None:
            across = bars.x + bars.width * target / most
            line = Line(across, foot, across, foot + row, strokeColor=TARGET, strokeWidth=1.2)
            drawing.add(line)
            words += f"（要求{target:g}%）"
        drawing.add(_words(bars.x + bars.width + 4, foot + row / 2 - SIZE / 3, words))


def _words(across: float, line: float, words: str) -> String:
    return String(across, line, words, fontName=FAMILY, fontSize=SIZE, fillColor=INK)


def _shortened(name: str) -> str:
    """Return a name that fits beside its bar; the table below has it whole."""
    widths, room = _Widths(), LABEL_WIDTH - 8
    if widths.stringWidth(name, SIZE) <= room:
        return name
    while widths.stringWidth(name + "…", SIZE) > room:
        name = name[:-1]
    return name + "…"


def _lines(chart: "Chart", drawing: Drawing) -> None:
    lines = HorizontalLineChart()
    lines.x, lines.y = 12 * MM, 8 * MM
    lines.width, lines.height = drawing.width - 18 * MM, drawing.height - 18 * MM
    lines.data = [each.values for each in chart.series]
    lines.valueAxis.valueMin = 0
    if not any(any(each.values) for each in chart.series):
        lines.valueAxis.valueMax = 1
    lines.valueAxis.visibleGrid, lines.valueAxis.gridStrokeColor = True, RULE
    lines.valueAxis.strokeColor = lines.categoryAxis.strokeColor = INK
    lines.valueAxis.labelTextFormat = "%d"
    # As many names as find room side by side.
    names = chart.labels
    widest = max(_Widths().stringWidth(each, SIZE) for each in names) + 6
    step = max(1, -int(-len(names) * widest // lines.width))
    lines.categoryAxis.categoryNames = [
        each if not index % step else "" for index, each in enumerate(names)
    ]
    _worded(lines.valueAxis.labels)
    _worded(lines.categoryAxis.labels)
    for index, strokes in zip(range(len(chart.series)), cycle(STROKES), strict=False):
        line = lines.lines[index]
        line.strokeColor, line.strokeWidth = DEPTHS[(0, 2, 4)[index % 3]], 1.6
        line.strokeDashArray = strokes
    drawing.add(lines)
    _legend(chart, drawing)


def _legend(chart: "Chart", drawing: Drawing) -> None:
    at, line = 12 * MM, drawing.height - 5 * MM
    for index, (each, strokes) in enumerate(zip(chart.series, cycle(STROKES), strict=False)):
        colour = DEPTHS[(0, 2, 4)[index % 3]]
        drawing.add(
            Line(at, line + 3, at + 18, line + 3, strokeColor=colour, strokeWidth=1.6,
                 strokeDashArray=strokes)
        )  # fmt: skip
        drawing.add(_words(at + 22, line, each.name))
        at += 22 + _Widths().stringWidth(each.name, SIZE) + 14


def _shares(chart: "Chart", drawing: Drawing) -> None:
    (series,) = chart.series
    pie = Pie()
    pie.width = pie.height = drawing.height - 6 * MM
    pie.x, pie.y = 20 * MM, 3 * MM
    pie.data = list(series.values)
    pie.startAngle, pie.direction, pie.simpleLabels = 90, "clockwise", 1
    pie.labels = None
    whole = sum(series.values) or 1
    for index, colour in zip(range(len(series.values)), cycle(DEPTHS), strict=False):
        pie.slices[index].fillColor, pie.slices[index].strokeColor = colour, HexColor("#ffffff")
        pie.slices[index].strokeWidth = 0.8
    drawing.add(pie)
    left, pitch = pie.x + pie.width + 12 * MM, 14
    top = drawing.height / 2 + pitch * len(chart.labels) / 2 - SIZE
    for index, (name, said, colour) in enumerate(
        zip(chart.labels, series.shown, cycle(DEPTHS), strict=False)
    ):
        line = top - pitch * index
        drawing.add(Rect(left, line, 8, 8, fillColor=colour, strokeColor=None))
        part = f"{_shortened(name)}　{said}（{series.values[index] * 100 / whole:.1f}%）"
        drawing.add(_words(left + 13, line, part))


def _worded(labels: Any) -> None:
    labels.fontName, labels.fontSize, labels.fillColor = FAMILY, SIZE, INK


SHAPES = {"bars": _bars, "lines": _lines, "shares": _shares}
