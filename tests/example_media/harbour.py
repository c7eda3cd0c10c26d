"""A harbour at night: stars, houses on the quay, boats, and their lights on the water."""

import math

from tests.example_media.lighthouse import lighthouse
from tests.example_media.lines import HIGH, WIDE, Point, outline, ridge, spread
from tests.example_media.paint import Canvas, Colour, gradient

NIGHT: tuple[tuple[float, Colour], ...] = (
    (0, (9, 14, 38)),
    (0.35, (24, 36, 82)),
    (0.56, (70, 74, 128)),
    (0.561, (22, 34, 74)),
    (1, (6, 12, 32)),
)
WATER = int(HIGH * 0.56)
MOON: Colour = (250, 244, 222)
MOON_X = 690
WALLS = ((92, 52, 66), (60, 66, 104), (108, 78, 66), (50, 76, 92), (84, 60, 96))
LAMP, LIT, UNLIT = (255, 190, 104), (255, 206, 120), (34, 38, 70)
HOUSES = 11
HOUSE_WIDE = 54.0
BOATS = ((250, 408, 1.0), (560, 372, 0.72), (742, 452, 1.35))  # x, y, size
BOAT: tuple[tuple[str, Colour, str], ...] = (
    ("hull", (150, 58, 60), "-58,-10 -48,8 -30,13 34,13 52,4 66,-16 20,-9"),
    ("rim", (236, 226, 214), "-58,-10 20,-9 66,-16 65,-12 20,-4 -56,-5"),
    ("cabin", (226, 220, 214), "-34,-10 -32,-34 2,-34 8,-10"),
    ("pane", (255, 208, 124), "-26,-16 -25,-28 -4,-28 -1,-16"),
)
RIGGING: tuple[tuple[str, Colour, float, str], ...] = (
    ("mast", (198, 186, 178), 2.4, "18,-9 18,-92"),
    ("fore stay", (150, 146, 160), 0.9, "18,-88 62,-15"),
    ("back stay", (150, 146, 160), 0.9, "18,-88 -52,-11"),
)


def harbour() -> Canvas:
    """Paint a harbour at night."""
    canvas = gradient(*NIGHT)
    _sky(canvas)
    hill = [(x, min(y, WATER)) for x, y in ridge(268, (22, 130, 1.1), (9, 47, 0.3))]
    canvas.fill(hill, (26, 32, 72))
    lighthouse(canvas, (858, WATER - 18))
    lamps = [_house(canvas, n) for n in range(HOUSES)]
    canvas.fill(_box(0, WATER - 5, WIDE, WATER + 5), (18, 20, 44))
    for x in lamps:
        _gleam(canvas, x, LAMP, alpha=120)
    _gleam(canvas, MOON_X, MOON, alpha=190)
    for left, down, size in BOATS:
        _boat(canvas, (left, down), size)
    return canvas


def _sky(canvas: Canvas) -> None:
    for n in range(70):
        size = 0.4 + 0.9 * spread(n, 4)
        place = (WIDE * spread(n, 2), 210 * spread(n * 5, 9), size, size)
        canvas.oval(place, (226, 232, 255), alpha=190)
    canvas.glow((MOON_X, 92, 170, 170), (170, 186, 240), strength=0.4)
    canvas.oval((MOON_X, 92, 31, 31), MOON)
    canvas.oval((680, 86, 5, 4), (230, 222, 200))
    canvas.oval((699, 101, 8, 6), (232, 224, 204))


def _house(canvas: Canvas, n: int) -> float:
    """Stand a gabled house on the quay; tell where its light falls on the water."""
    x, high = 18 + n * 62.0, 66 + 42 * spread(n, 6)
    top, middle, right = WATER - high, x + HOUSE_WIDE / 2, x + HOUSE_WIDE
    wall = [(x, WATER), (x, top), (middle, top - 26), (right, top), (right, WATER)]
    canvas.fill(wall, WALLS[n % len(WALLS)])
    roof = [(x - 3, top + 2), (middle, top - 29), (right + 3, top + 2), (middle, top - 19)]
    canvas.fill(roof, (22, 22, 48))
    for row in range(int(high // 27)):
        for column in range(3):
            lit = spread(n * 9 + row * 3 + column, 1) > 0.42
            left, up = x + 8 + column * 15, top + 9 + row * 25
            canvas.fill(_box(left, up, left + 9, up + 13), LIT if lit else UNLIT)
    canvas.glow((middle, WATER - 20, 70, 52), LAMP, strength=0.3)
    return middle


def _box(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _gleam(canvas: Canvas, x: float, colour: Colour, *, alpha: int) -> None:
    """Break a light on the water below it."""
    for n in range(20):
        y = WATER + 7 + n * (3 + n * 0.2) + 5 * spread(n, x)
        wide = (7 + n * 0.9) * (0.25 + spread(n, x * 3))
        place = (x + 8 * math.sin(n * 2.3 + x), y, wide, 1.2)
        canvas.oval(place, colour, alpha=int(alpha * (1 - n / 20) ** 1.3))


def _boat(canvas: Canvas, at: Point, size: float) -> None:
    """Moor a small boat with a lamp on its mast."""
    x, y = at
    canvas.glow((x, y + 10 * size, 90 * size, 22 * size), (4, 8, 22), strength=0.9)
    for _, colour, points in BOAT:
        canvas.fill(outline(points, at, size), colour)
    for _, colour, width, points in RIGGING:
        canvas.stroke(outline(points, at, size), colour, width=width * size)
    lamp = (x + 18 * size, y - 94 * size, 30 * size, 30 * size)
    canvas.glow(lamp, (255, 226, 160), strength=0.9)
