"""Numbers to points: outlines, smooth curves, hills, and what looks strewn by chance."""

import math
from collections.abc import Sequence

WIDE, HIGH = 960, 540  # the pictures; x grows to the right, y downwards

Point = tuple[float, float]


def outline(text: str, at: Point = (0.0, 0.0), unit: float = 1.0) -> list[Point]:
    """Read points written `x,y x,y …`, in units from a place."""
    pairs = (pair.split(",") for pair in text.split())
    return [(at[0] + float(x) * unit, at[1] + float(y) * unit) for x, y in pairs]


def curve(points: Sequence[Point]) -> list[Point]:
    """Lead a smooth line (Catmull-Rom) through points and back to the first."""
    count = len(points)
    return [
        point
        for n in range(count)
        for point in _span([points[(n + step) % count] for step in (-1, 0, 1, 2)])
    ]


def bow(points: Sequence[Point]) -> list[Point]:
    """Lead a smooth line through points, from the first to the last."""
    padded = [points[0], *points, points[-1]]
    made = [point for n in range(len(points) - 1) for point in _span(padded[n : n + 4])]
    return [*made, points[-1]]


def _span(around: Sequence[Point]) -> list[Point]:
    """Lead from the second of four points towards the third, in twelve steps."""
    return [_between(around, share / 12) for share in range(12)]


def _between(around: Sequence[Point], t: float) -> Point:
    weights = (
        (-t + 2 * t * t - t**3) / 2,
        (2 - 5 * t * t + 3 * t**3) / 2,
        (t + 4 * t * t - 3 * t**3) / 2,
        (t**3 - t * t) / 2,
    )
    pairs = tuple(zip(weights, around, strict=True))
    return math.fsum(w * p[0] for w, p in pairs), math.fsum(w * p[1] for w, p in pairs)


def ridge(base: float, *waves: tuple[float, float, float]) -> list[Point]:
    """Lead a line of hills across: waves of height, length and shift around `base`."""
    line = [
        (x, base + math.fsum(h * math.sin(x / length + shift) for h, length, shift in waves))
        for x in range(-4, WIDE + 8, 4)
    ]
    return [*line, (WIDE + 8, HIGH + 8), (-4, HIGH + 8)]


def spread(n: int, salt: float = 0.0) -> float:
    """Scatter whole numbers evenly over 0..1, the same way each time."""
    return (n * 0.618034 + salt * 0.7548777 + math.sin(n * 12.9898 + salt) * 0.13) % 1
