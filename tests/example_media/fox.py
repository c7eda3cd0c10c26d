"""Outlines to a fox that walks to the right, and the prints that it leaves."""

from tests.example_media.lines import Point, curve, outline
from tests.example_media.paint import Canvas, Colour

FUR, SHADE, DARK, WHITE = (226, 112, 44), (188, 84, 36), (74, 44, 44), (255, 246, 236)
FEET = 5.25  # how far they are below the outlines' own zero
# From the far side to the near one; a unit is a tenth of the fox's length.
PARTS: tuple[tuple[str, Colour, str], ...] = (
    ("far hind leg", DARK, "2.7,3.0 3.5,3.2 3.3,4.1 3.75,5.15 3.3,5.2 2.8,4.2"),
    ("far fore leg", DARK, "5.7,3.0 6.4,3.0 5.9,4.2 5.6,5.2 5.2,5.15 5.45,4.1"),
    (
        "tail",
        SHADE,
        "2.5,2.35 1.4,1.9 0.1,2.3 -1.1,3.3 -1.9,4.25 -0.7,4.2 0.6,3.8 1.7,3.2 2.6,3.0",
    ),
    ("tail in the light", FUR, "2.5,2.35 1.4,1.9 0.1,2.3 -1.1,3.3 -0.3,3.5 0.9,3.0 1.8,2.75"),
    ("tip of the tail", WHITE, "-0.95,3.2 -1.6,3.8 -1.9,4.25 -1.2,4.3 -0.5,4.12 -0.75,3.7"),
    (
        "body",
        FUR,
        """
        2.1,2.5 3.2,2.02 4.6,2.1 5.8,1.9 6.6,1.3 7.2,1.5
        7.0,2.5 6.7,3.2 5.6,3.4 4.4,3.2 3.2,3.4 2.3,3.4
        """,
    ),
    ("belly", SHADE, "2.3,3.1 3.3,2.95 4.5,2.95 5.6,3.1 5.5,3.4 4.4,3.22 3.2,3.42 2.4,3.4"),
    ("hind leg", FUR, "2.0,2.7 3.2,2.5 3.1,3.5 2.5,4.2 2.3,4.5 1.95,4.4 2.1,3.8"),
    ("its sock", DARK, "2.08,4.0 2.55,4.1 2.2,4.7 2.05,5.1 2.3,5.25 1.6,5.25 1.75,4.7"),
    ("fore leg", FUR, "6.0,2.8 6.8,2.6 6.85,3.4 6.95,4.2 6.6,4.3 6.3,3.6"),
    ("its sock", DARK, "6.5,3.9 6.92,3.9 7.08,4.6 7.3,5.1 7.55,5.25 6.95,5.25 6.7,4.6"),
    ("chest", WHITE, "6.75,2.1 7.35,2.25 7.05,2.9 6.6,3.35 6.5,2.7"),
    ("far ear", DARK, "7.35,0.95 7.62,0.2 7.75,0.1 7.95,0.6 7.95,1.05"),
    ("ear", SHADE, "6.7,1.15 6.72,0.35 6.82,0.12 7.2,0.55 7.42,0.95"),
    (
        "head",
        FUR,
        """
        6.5,1.5 6.85,0.95 7.5,0.8 8.1,1.05 8.75,1.6 9.35,1.85
        9.3,2.0 8.6,2.15 7.8,2.4 7.0,2.35 6.55,2.0
        """,
    ),
    ("cheek", WHITE, "6.85,2.2 7.4,1.85 8.0,1.8 8.6,1.88 9.25,1.93 8.6,2.15 7.8,2.42 7.2,2.5"),
)
EYE_AND_NOSE = ((7.95, 1.5, 0.11, 0.13), (9.3, 1.88, 0.14, 0.11))
SHADOW, PRINT, DEEP = (120, 128, 178), (184, 186, 222), (160, 164, 208)


def fox(canvas: Canvas, at: Point, unit: float) -> None:
    """Let the fox stand with its feet at a height, its shadow on the snow."""
    x, y = at[0], at[1] - FEET * unit
    with canvas.soft(4) as layer:
        layer.oval((x + 3.6 * unit, at[1], unit * 4.6, unit * 0.34), SHADOW)
    for _, colour, points in PARTS:
        canvas.fill(curve(outline(points, (x, y), unit)), colour)
    for left, top, across, down in EYE_AND_NOSE:
        canvas.oval((x + left * unit, y + top * unit, unit * across, unit * down), DARK)


def tracks(canvas: Canvas, at: Point, unit: float) -> None:
    """Leave prints behind a fox, from the left edge on."""
    x, n = -10.0, 0
    while x < at[0] + unit:
        y = at[1] + (unit * 0.22 if n % 2 else -unit * 0.05) + (at[0] - x) * 0.03
        canvas.oval((x, y, unit * 0.24, unit * 0.1), PRINT)
        canvas.oval((x, y + 1, unit * 0.16, unit * 0.06), DEEP)
        x, n = x + unit * 1.15, n + 1
