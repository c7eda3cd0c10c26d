"""Outlines to a lighthouse on its rock, its beam over the water."""

from tests.example_media.lines import Point, curve, outline
from tests.example_media.paint import Canvas, Colour

RED: Colour = (196, 70, 66)
ROCK = "-84,24 -48,4 0,-8 52,0 108,26"
# Around its foot, from the ground up.
TOWER: tuple[tuple[str, Colour, str], ...] = (
    ("wall", (232, 226, 224), "-19,0 -12,-112 12,-112 19,0"),
    ("lower band", RED, "-17.875,-18 -16.375,-42 16.375,-42 17.875,-18"),
    ("upper band", RED, "-14.875,-66 -13.375,-90 13.375,-90 14.875,-66"),
    ("gallery", (30, 30, 56), "-17,-112 17,-112 17,-117 -17,-117"),
    ("lantern", (255, 240, 180), "-9,-117 9,-117 9,-137 -9,-137"),
    ("roof", RED, "-13,-137 0,-154 13,-137"),
)


def lighthouse(canvas: Canvas, foot: Point) -> None:
    """Light a lighthouse."""
    x, y = foot
    with canvas.soft(9) as layer:
        layer.fill([(x, y - 128), (-60, 40), (-60, 150)], (255, 236, 178), alpha=46)
    canvas.fill(curve(outline(ROCK, foot)), (20, 22, 46))
    for _, colour, points in TOWER:
        canvas.fill(outline(points, foot), colour)
    canvas.glow((x, y - 127, 74, 74), (255, 238, 176), strength=0.95)
