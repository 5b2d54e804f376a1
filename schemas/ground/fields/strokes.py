"""A field that reads handwriting: the strokes of a pen as vectors, and nothing else."""

import re
from collections.abc import Mapping
from typing import Any

import marshmallow

from schemas.ground.fields.described import Described

# The pad somebody signs on, whatever the size of the screen: so many units across and down.
ACROSS, DOWN = 1000, 400
# All of them go into one cell of a workbook, which holds 32,767 characters.
MOST_STROKES, MOST_POINTS = 200, 2000
# What is smaller than this in both directions is a dot and no signature.
_SMALLEST = 30
_POINT = r"\d{1,4},\d{1,3},\d{1,6}"
_STROKES = re.compile(rf"{_POINT}(?:[ ;]{_POINT})*", re.ASCII)

Point = tuple[int, int, int]


class Strokes(Described, marshmallow.fields.Field[str]):
    """笔迹: where the pen was and when, in digits alone, so that no vector can hold a script.

    A point is `x,y,t`: units of the pad (0 to 1000 across, 0 to 400 down), hundredths of a second
    since the pen first touched it. A blank parts points, a semicolon strokes: `10,20,0 14,25,3;…`.
    """

    longest = MOST_POINTS * 16
    json_schema: Mapping[str, Any] = {
        "type": "string",
        "maxLength": MOST_POINTS * 16,
        "pattern": rf"^{_POINT}([ ;]{_POINT})*$",
    }

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        if not isinstance(value, str) or len(value) > self.longest:
            raise self._odd()
        text = value.strip()
        if not _STROKES.fullmatch(text):
            raise self._odd()
        strokes = strokes_of(text)
        points = [point for stroke in strokes for point in stroke]
        if len(strokes) > MOST_STROKES or len(points) > MOST_POINTS:
            raise self.refuse(
                "strokes_too_long",
                f"笔画太多，一个签名最多 {MOST_STROKES} 笔、{MOST_POINTS} 个点，请清除后重新签名。",
            )
        times = [at for _, _, at in points]
        if any(x > ACROSS or y > DOWN for x, y, _ in points) or times != sorted(times):
            raise self._odd()
        if all(max(each) - min(each) < _SMALLEST for each in _sides(points)):
            raise self.refuse("strokes_too_small", "只有一个点，不是签名，请清除后重新签名。")
        return text

    def _odd(self) -> Exception:
        return self.refuse("not_strokes", "不是手写板记录的笔迹，请在签名处重新手写。")


def strokes_of(text: str) -> tuple[tuple[Point, ...], ...]:
    """Return the strokes that a text which was read writes down, each its points."""
    return tuple(
        tuple(_point(each) for each in stroke.split(" ") if each) for stroke in text.split(";")
    )


def _point(text: str) -> Point:
    x, y, at = text.split(",")
    return int(x), int(y), int(at)


def _sides(points: list[Point]) -> tuple[list[int], list[int]]:
    return [x for x, _, _ in points], [y for _, y, _ in points]
