"""The sea as a film that ends where it began."""

import math
from collections.abc import Iterator

from PIL import Image

from seedjob.local.planes import Planes, planes
from tests.example_media.lines import ridge
from tests.example_media.paint import Canvas, Colour, gradient, mixed

FRAMES = 72  # three seconds
SIZE = (640, 360)
ROWS = 6
NEAR, FAR, FOAM = (14, 62, 104), (126, 186, 204), (255, 255, 255)
SKY: tuple[tuple[float, Colour], ...] = (
    (0, (96, 150, 206)),
    (0.45, (206, 226, 232)),
    (1, (250, 232, 206)),
)


def waves() -> Iterator[Planes]:
    """Move the sea once around, frame by frame."""
    sky = gradient(*SKY)
    sky.glow((690, 150, 330, 260), (255, 248, 220), strength=0.95)
    sky.oval((690, 150, 32, 32), (255, 252, 238))
    for n in range(FRAMES):
        canvas = Canvas(sky.picture.copy())
        for row in range(ROWS):
            _wave(canvas, row, 2 * math.pi * n / FRAMES)
        yield planes(canvas.picture.resize(SIZE, Image.Resampling.BOX))


def _wave(canvas: Canvas, row: int, turn: float) -> None:
    """Roll one wave of the sea, the nearer the higher, with foam on its back."""
    line = ridge(
        250 + row * 50 + 4 * math.sin(turn + row),
        (9 + row * 4, 64 + row * 15, row * 1.7 + turn),
        (4 + row, 29 + row * 5, row - turn * 2),
    )
    colour = mixed(FAR, NEAR, row / (ROWS - 1))
    canvas.fill([(x, y - 5) for x, y in line], mixed(colour, FOAM, 0.45))
    canvas.fill(line, colour)
