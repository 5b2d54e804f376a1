"""Print handwriting: strokes as an SVG path for pages, as a small picture for Word."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from docgen.photo.picture import Picture
from schemas.ground.fields.strokes import Point

Strokes = Sequence[Sequence[Point]]
# The room of a sign line and the pen, in millimetres; a picture has this many dots in one.
WIDTH, HEIGHT, PEN = 28, 7, 0.35
DOTS = 12
# Drawn so many times larger and made smaller again: the edges of a stroke come out smooth.
_FINER = 4
_PLATE = (217, 217, 217)


def print_hand(strokes: Strokes, alt: str) -> Picture:
    """Return a signature, its paper cut to the strokes; `alt` says whose it is and when it was."""
    points = [point for stroke in strokes for point in stroke]
    left, top = min(x for x, _, _ in points), min(y for _, y, _ in points)
    across = max(x for x, _, _ in points) - left
    down = max(y for _, y, _ in points) - top
    # What fits the line, the half of a pen's breadth on each side of the outermost strokes.
    scale = min((WIDTH - PEN) / max(across, 1), (HEIGHT - PEN) / max(down, 1))
    shifted = [
        [((x - left) * scale + PEN / 2, (y - top) * scale + PEN / 2) for x, y, _ in stroke]
        for stroke in strokes
    ]
    size = (across * scale + PEN, down * scale + PEN)
    content, width, height = _picture(shifted, size)
    return Picture(content, width, height, alt, _vector(shifted, size))


def withheld_hand() -> Picture:
    """Return the grey plate that stands for a signature in a redacted copy."""
    image = Image.new("RGB", (WIDTH * DOTS, HEIGHT * DOTS), _PLATE)
    vector = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#d9d9d9"/></svg>'
    )
    content = _png(image.quantize(2))
    return Picture(content, image.width, image.height, "手写签名已遮盖", vector.encode())


def _vector(strokes: Sequence[Sequence[tuple[float, float]]], size: tuple[float, float]) -> bytes:
    """Return the strokes as one path; its numbers are ours, to a hundredth of a millimetre."""
    path = "".join(
        # A dot is a line to itself.
        "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in (*stroke, stroke[-1]))
        for stroke in strokes
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]:.2f}mm" height="{size[1]:.2f}mm"'
        f' viewBox="0 0 {size[0]:.2f} {size[1]:.2f}"><path d="{path}" fill="none" stroke="#000"'
        f' stroke-width="{PEN}" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    ).encode()


def _picture(
    strokes: Sequence[Sequence[tuple[float, float]]], size: tuple[float, float]
) -> tuple[bytes, int, int]:
    width, height = (max(round(side * DOTS), 1) for side in size)
    fine = DOTS * _FINER
    image = Image.new("L", (width * _FINER, height * _FINER), 255)
    pen, breadth = ImageDraw.Draw(image), round(PEN * fine)
    for stroke in strokes:
        points = [(x * fine, y * fine) for x, y in stroke]
        pen.line(points, fill=0, width=breadth, joint="curve")
        for x, y in (points[0], points[-1]):
            half = breadth / 2
            pen.ellipse((x - half, y - half, x + half, y + half), fill=0)
    return _png(image.resize((width, height), Image.Resampling.BOX)), width, height


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(DOTS * 25.4, DOTS * 25.4))
    return buffer.getvalue()
