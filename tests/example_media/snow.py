"""A fox's place and the sun's to a snowy dawn around it: hills, pines, light, flakes."""

import math

from tests.example_media.fox import fox, tracks
from tests.example_media.lines import HIGH, WIDE, Point, ridge, spread
from tests.example_media.paint import Canvas, Colour, gradient

SKY: tuple[tuple[float, Colour], ...] = (
    (0, (58, 74, 132)),
    (0.3, (150, 128, 176)),
    (0.5, (246, 176, 150)),
    (0.62, (255, 218, 172)),
    (1, (255, 226, 190)),
)
FAR_PINE, NEAR_PINE = ((104, 108, 160), (184, 172, 206)), ((52, 66, 108), (206, 196, 220))
PINES = (  # x, foot, height
    (64, 402, 196),
    (152, 388, 130),
    (818, 392, 150),
    (898, 408, 226),
    (748, 380, 96),
)


def snow(fox_at: Point, unit: float, *, sun: Point) -> Canvas:
    """Paint a fox on fresh snow at dawn."""
    canvas = gradient(*SKY)
    _sun(canvas, sun)
    _hills(canvas)
    for x, foot, high in PINES:
        _pine(canvas, (x, foot), high, colours=NEAR_PINE)
    canvas.fill(ridge(394, (10, 260, 3.0), (3, 90, 0)), (240, 234, 244))
    canvas.glow((sun[0], 405, 430, 74), (255, 236, 206), strength=0.85)
    with canvas.soft(14) as layer:
        layer.fill(ridge(492, (14, 190, 0.4), (4, 60, 1)), (206, 208, 236))
    tracks(canvas, fox_at, unit)
    fox(canvas, fox_at, unit)
    _flakes(canvas)
    return canvas


def _sun(canvas: Canvas, at: Point) -> None:
    canvas.glow((*at, 420, 300), (255, 226, 160), strength=0.75)
    canvas.glow((*at, 70, 70), (255, 250, 226), strength=1.0)
    canvas.oval((*at, 21, 21), (255, 250, 232))


def _hills(canvas: Canvas) -> None:
    """Lead hills from the farthest to the nearest, a wood before the last."""
    canvas.fill(ridge(268, (26, 84, 0.4), (12, 31, 2), (5, 11, 1)), (170, 146, 186))
    canvas.fill(ridge(300, (20, 120, 2.4), (8, 40, 1)), (148, 140, 190))
    canvas.fill(ridge(326, (14, 170, 4.1), (5, 50, 0)), (196, 190, 222))
    for n in range(26):
        x, high = WIDE * spread(n, 3), 36 + 34 * spread(n, 8)
        _pine(canvas, (x, 336 + 10 * math.sin(x / 90)), high, colours=FAR_PINE)
    canvas.fill(ridge(352, (12, 210, 1.2), (4, 70, 2)), (222, 214, 234))


def _pine(canvas: Canvas, at: Point, high: float, *, colours: tuple[Colour, Colour]) -> None:
    """Set a pine with snow on its right, where the sun is."""
    (x, foot), (green, white) = at, colours
    canvas.fill([(x - high * 0.02, foot), (x, foot - high), (x + high * 0.02, foot)], green)
    for tier in range(5):
        top, low = foot - high * (1 - tier * 0.17), foot - high * (0.68 - tier * 0.15)
        half = high * (0.09 + tier * 0.036)
        canvas.fill([(x - half, low), (x, top), (x + half, low), (x, low - high * 0.03)], green)
        canvas.fill([(x, top), (x + half, low), (x + half * 0.3, low - high * 0.05)], white)


def _flakes(canvas: Canvas) -> None:
    for n in range(70):
        size = 0.8 + 1.9 * spread(n, 5)
        place = (WIDE * spread(n, 1), HIGH * spread(n * 7, 2), size, size)
        canvas.oval(place, (255, 255, 255), alpha=170)
