"""A city at first light, tower behind tower."""

from tests.example_media.lines import HIGH, WIDE, spread
from tests.example_media.paint import Canvas, Colour, gradient, mixed

DAWN: tuple[tuple[float, Colour], ...] = (
    (0, (66, 92, 150)),
    (0.4, (196, 160, 188)),
    (0.68, (255, 204, 158)),
    (1, (255, 228, 190)),
)
ROWS: tuple[tuple[int, Colour, int], ...] = (  # height of the roofs, colour, width; far to near
    (250, (190, 158, 186), 46),
    (300, (142, 124, 170), 58),
    (350, (88, 88, 140), 74),
    (420, (44, 52, 96), 98),
)
WINDOWS = {2: 110, 3: 190}  # rows near enough to show them -> how bright
FLOORS = 24

Edges = tuple[float, float, float]  # left, top, right


def city() -> Canvas:
    """Build a city."""
    canvas = gradient(*DAWN)
    canvas.glow((318, 250, 460, 300), (255, 238, 190), strength=0.9)
    canvas.oval((318, 186, 40, 40), (255, 246, 220))
    for row, (_, colour, wide) in enumerate(ROWS):
        for n in range(int(WIDE / wide) + 2):
            _tower(canvas, _edges(row, n), colour, row=row)
        canvas.glow((480, 540, 800, 150 - row * 20), (255, 216, 180), strength=0.34)
    return canvas


def _edges(row: int, n: int) -> Edges:
    base, _, wide = ROWS[row]
    left = n * wide - 30 + 24 * spread(n, row)
    top = base - 150 * spread(n * 3, row + 4) * (1 - row * 0.12) + 40
    return left, top, left + wide * (0.66 + 0.3 * spread(n, row + 7))


def _tower(canvas: Canvas, edges: Edges, colour: Colour, *, row: int) -> None:
    """Build one tower, its left edge in the sun, perhaps a mast on its roof."""
    left, top, right = edges
    canvas.fill([(left, HIGH), (left, top), (right, top), (right, HIGH)], colour)
    lit = mixed(colour, (255, 214, 170), 0.35)
    canvas.fill([(left, HIGH), (left, top), (left + 5, top), (left + 5, HIGH)], lit)
    if spread(int(left), row) > 0.55:
        middle = (left + right) / 2
        canvas.stroke([(middle, top), (middle, top - 34)], colour, width=2)
    if row in WINDOWS:
        _windows(canvas, edges, row)


def _windows(canvas: Canvas, edges: Edges, row: int) -> None:
    left, top, right = edges
    columns = int((right - left - 16) // 11)
    for n in range(columns * FLOORS):
        x, y = left + 11 + n % columns * 11, top + 12 + n // columns * 15
        if spread(n * 7 + int(left), row) > 0.62 and y < HIGH:
            pane = [(x, y), (x + 5, y), (x + 5, y + 7), (x, y + 7)]
            canvas.fill(pane, (255, 214, 138), alpha=WINDOWS[row])
