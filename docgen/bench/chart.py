"""Draw the scaling curves side by side as one SVG, or as a PNG of it."""

import importlib
import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from xml.sax.saxutils import escape

from docgen.bench.scaling import Curve
from docgen.errors import DocgenError

WIDTH, HEIGHT = 300, 220
LEFT, TOP, RIGHT, BOTTOM = 44, 34, 14, 40
HEAD, FOOT = 30, 22
LINE, GRID, WORDS, FAINT = "#1f5fa8", "#e3e3e3", "#222", "#666"
TICKS = 4


class PlotError(DocgenError):
    """The chart cannot be drawn in the format asked for."""

    code = "unknown_plot_format"


# What the chart says of the machine it was drawn on.
MACHINE: Mapping[str, str] = MappingProxyType(
    {
        "processor": "{}",
        "cores": "{} 核",
        "python": "Python {}",
        "weasyprint": "WeasyPrint {}",
    }
)


def draw(curves: Sequence[Curve], facts: Mapping[str, str], suffix: str) -> bytes:
    """Return the chart as `.svg` or `.png`; `facts` describe the machine below it.

    Errors: `PlotError` for another suffix.
    """
    if suffix not in (".svg", ".png"):
        raise PlotError("图只能存成 .svg 或 .png，请改文件名。")
    drawing = _svg(curves, facts)
    return drawing.encode() if suffix == ".svg" else _png(drawing, len(curves))


def _svg(curves: Sequence[Curve], facts: Mapping[str, str]) -> str:
    width, height = WIDTH * len(curves), HEAD + HEIGHT + FOOT
    panels = "".join(
        f'<g transform="translate({WIDTH * number} {HEAD})">{_panel(curve)}</g>'
        for number, curve in enumerate(curves)
    )
    ran_on = "，".join(
        words.format(facts[name]) for name, words in MACHINE.items() if name in facts
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" font-family="Noto Sans CJK SC, sans-serif" font-size="11">'
        f'<rect width="{width}" height="{height}" fill="#fff"/>'
        f"{_text(LEFT, 20, '每秒生成的 PDF/A（份）', WORDS, size=13)}{panels}"
        f"{_text(LEFT, height - 8, ran_on, FAINT, size=9)}</svg>"
    )


def _panel(curve: Curve) -> str:
    across, down = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    most_x = max(x for x, _ in curve.points)
    step = _step(max(y for _, y in curve.points))
    most_y = step * TICKS

    def place(x: float, y: float) -> tuple[float, float]:
        return LEFT + across * x / most_x, TOP + down * (1 - y / most_y)

    parts = [_text(LEFT, TOP - 12, curve.title, WORDS, size=12)]
    for tick in range(TICKS + 1):
        y = place(0, tick * step)[1]
        parts.append(f'<path d="M{LEFT} {y:.1f}h{across}" stroke="{GRID}"/>')
        parts.append(_text(LEFT - 6, y + 4, f"{tick * step:g}", FAINT, "end"))
    corners = [place(*point) for point in curve.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    parts.append(f'<polyline points="{path}" fill="none" stroke="{LINE}" stroke-width="2"/>')
    for (x, y), (quantity, speed) in zip(corners, curve.points, strict=True):
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{LINE}">'
            f"<title>{quantity:g} {escape(curve.quantity)}：{speed:.1f}</title></circle>"
        )
    for (x, _), (quantity, _) in _apart(list(zip(corners, curve.points, strict=True))):
        parts.append(_text(x, HEIGHT - BOTTOM + 16, f"{quantity:g}", FAINT, "middle"))
    parts.append(_text(WIDTH - RIGHT, HEIGHT - BOTTOM + 32, curve.quantity, FAINT, "end"))
    return "".join(parts)


def _apart(
    marks: list[tuple[tuple[float, float], tuple[float, float]]],
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Leave out the marks whose numbers would touch the one before."""
    kept = marks[:1]
    for mark in marks[1:]:
        if mark[0][0] - kept[-1][0][0] >= 16:
            kept.append(mark)
    return kept


def _step(most: float) -> float:
    """Return a round distance between grid lines so that `most` fits below the last."""
    base = 10.0 ** (len(f"{int(most)}") - 1) / 10
    step = next(each for each in (1, 2, 2.5, 5, 10, 20, 25, 50) if each * base * TICKS >= most)
    return step * base


def _text(
    x: float, y: float, words: str, colour: str, anchor: str = "start", *, size: int = 11
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}"'
        f' font-size="{size}">{escape(words)}</text>'
    )


def _png(drawing: str, panels: int) -> bytes:
    """Return the picture of an SVG, drawn by the engines we have: WeasyPrint and PDFium."""
    from weasyprint import HTML  # noqa: PLC0415 - only a PNG needs it

    pypdfium2 = importlib.import_module("pypdfium2")  # a tool of the developers, without types

    size = f"{WIDTH * panels}px {HEAD + HEIGHT + FOOT}px"
    page = f"<style>@page {{ size: {size}; margin: 0 }} svg {{ display: block }}</style>{drawing}"
    with pypdfium2.PdfDocument(HTML(string=page).write_pdf()) as document:
        output = io.BytesIO()
        document[0].render(scale=2 * 4 / 3).to_pil().save(output, "PNG")
    return output.getvalue()
