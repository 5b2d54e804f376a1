"""Find the quadratic spline with the fewest control points that stays near a run of points."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import dist

# The greatest distance between what is drawn and what was there, in units of the grid.
TOLERANCE = 1.0

# How often a spline is fitted anew, each point at the place where the last one passed it.
TURNS = 2
# A spline this far off (squared) is not brought within the tolerance by another turn.
HOPELESS = 4 * TOLERANCE**2
# Control points help by the third power of their number; give this much more the benefit.
BENEFIT = 2.5
# Into how many lines each curve of a spline is broken to measure distances.
LINES = 5

Point = tuple[float, float]


def fitted(points: Sequence[Point], most: int) -> tuple[Point, ...] | None:
    """Return the fewest control points, at most `most`, of a spline along `points`, or None.

    The spline begins and ends at the first and last of the points, which lie on the grid, as its
    control points do; on-curve points lie half-way between two of these (TrueType's implied ones).
    """
    if len(points) < 3 or most < 1:
        return None
    lengths = [0.0, *accumulate(dist(*pair) for pair in pairwise(points))]
    even = [length / lengths[-1] for length in lengths]
    for number in range(1, most + 1):
        times, far = even, 0.0
        # Further off than this, no other control point or turn would help.
        limit = max(HOPELESS, (BENEFIT * TOLERANCE * (most / number) ** 3) ** 2)
        for _ in range(TURNS):
            solved = _solved(number, points, times)
            if solved is None:
                return None
            controls = tuple((round(x), round(y)) for x, y in solved)
            line = _broken(points[0], controls, points[-1])
            times, far = _passed(points, line, limit)
            if far <= TOLERANCE**2:
                if _passed(line, points, TOLERANCE**2)[1] <= TOLERANCE**2:
                    return controls
                break
            if far > HOPELESS:
                break
            times[0], times[-1] = 0.0, 1.0
        if far > limit:
            return None
    return None


def straight(points: Sequence[Point]) -> bool:
    """Say whether all points lie within the tolerance of the line from the first to the last."""
    (x_from, y_from), (x_to, y_to) = points[0], points[-1]
    across, up = x_to - x_from, y_to - y_from
    length = across * across + up * up
    for x, y in points:
        right, top = x - x_from, y - y_from
        part = (right * across + top * up) / length if length else 0.0
        part = 0.0 if part < 0 else 1.0 if part > 1 else part
        right -= part * across
        top -= part * up
        if right * right + top * top > TOLERANCE**2:
            return False
    return True


def _solved(number: int, points: Sequence[Point], times: Sequence[float]) -> list[Point] | None:
    """Return the control points nearest by least squares, or None where they are undetermined."""
    last = number - 1
    rows = [[0.0] * (number + 2) for _ in range(number)]
    (x_first, y_first), (x_last, y_last) = points[0], points[-1]
    for point, time in zip(points, times, strict=True):
        x, y = point
        place = min(int(time * number), last)
        part = time * number - place
        before, after = (1 - part) * (1 - part), part * part
        here = 1 - before - after
        weights = []
        # A curve begins half-way between its control point and the one before, or at the ends.
        if place == 0:
            x, y = x - before * x_first, y - before * y_first
        else:
            here += before / 2
            weights.append((place - 1, before / 2))
        if place == last:
            x, y = x - after * x_last, y - after * y_last
        else:
            here += after / 2
            weights.append((place + 1, after / 2))
        weights.append((place, here))
        for one, weight in weights:
            row = rows[one]
            row[number] += weight * x
            row[number + 1] += weight * y
            for other, factor in weights:
                row[other] += weight * factor
    return _eliminated(rows)


def _eliminated(rows: list[list[float]]) -> list[Point] | None:
    """Solve the equations (Gauss): the last two columns are their right-hand sides."""
    number = len(rows)
    for place, row in enumerate(rows):
        if row[place] < 1e-6:
            return None
        for below in rows[place + 1 :]:
            factor = below[place] / row[place]
            for column in range(place, number + 2):
                below[column] -= factor * row[column]
    found: list[Point] = []
    for place in reversed(range(number)):
        row = rows[place]
        x, y = row[number], row[number + 1]
        for other, point in zip(range(number - 1, place, -1), found, strict=True):
            x, y = x - row[other] * point[0], y - row[other] * point[1]
        found.append((x / row[place], y / row[place]))
    return found[::-1]


def _broken(start: Point, controls: Sequence[Point], end: Point) -> list[Point]:
    """Return a spline as a broken line."""
    line = [start]
    for number, (x, y) in enumerate(controls, start=1):
        (x_from, y_from), (x_to, y_to) = line[-1], end
        if number < len(controls):
            x_to, y_to = (x + controls[number][0]) / 2, (y + controls[number][1]) / 2
        for part in range(1, LINES + 1):
            time = part / LINES
            rest = 1 - time
            before, here, after = rest * rest, 2 * rest * time, time * time
            line.append(
                (before * x_from + here * x + after * x_to,
                 before * y_from + here * y + after * y_to)
            )  # fmt: skip
    return line


def _passed(
    points: Sequence[Point], line: Sequence[Point], limit: float
) -> tuple[list[float], float]:
    """Return when a broken line passes each of the points, and the greatest distance squared.

    Both run in the same direction, so each search begins where the last one ended. A point
    further off than the square root of `limit` ends it.
    """
    count = len(line) - 1
    times, far, reached = [], 0.0, 0
    for x, y in points:
        nearest, moment = float("inf"), 0.0
        for number in range(max(reached - 1, 0), min(reached + 4, count)):
            (x_from, y_from), (x_to, y_to) = line[number], line[number + 1]
            across, up = x_to - x_from, y_to - y_from
            right, top = x - x_from, y - y_from
            length = across * across + up * up
            part = (right * across + top * up) / length if length else 0.0
            part = 0.0 if part < 0 else 1.0 if part > 1 else part
            right -= part * across
            top -= part * up
            distance = right * right + top * top
            if distance < nearest:
                nearest, moment, reached_now = distance, number + part, number
        if nearest > far:
            far = nearest
            if far > limit:
                break
        times.append(moment / count)
        reached = reached_now
    return times, far
