"""Nothing but numbers to the example pictures, film and sound in `specs/media/`.

Run `python -m tests.example_media` to make them again; all of it is drawn here, by this project.
"""

import math
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

import av
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from seedjob.local.film import RATE, write_film
from seedjob.local.planes import Planes, planes

FOLDER = Path(__file__).parent.parent / "specs" / "media"
WIDE, HIGH = 960, 540
FINE = 2  # everything is drawn so many times as large, then made small: soft edges
KEPT = (864, 486)  # pixels of the files: under 150 KB each

Colour = tuple[int, int, int]
Point = tuple[float, float]


def make(folder: Path) -> None:
    """Write every example file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in PICTURES.items():
        small = draw().resize(KEPT, Image.Resampling.LANCZOS)
        if name.endswith(".jpg"):
            small.save(folder / name, quality=88, optimize=True)
        else:
            small.save(folder / name, optimize=True)
    write_film(folder / "waves.mp4", waves(), crf=29)
    write_chime(folder / "chime.mp3")


# The brushes: pixels of the final picture, whatever FINE is.


def gradient(*stops: tuple[float, Colour]) -> Image.Image:
    """Paint a ground that changes colour from the top down, by stops at 0..1."""
    column = Image.new("RGB", (1, HIGH * FINE))
    for y in range(column.height):
        at = y / (column.height - 1)
        (low, first), (high, last) = next(
            pair for pair in pairwise(stops) if at <= pair[1][0] or pair[1] is stops[-1]
        )
        column.putpixel((0, y), mixed(first, last, (at - low) / (high - low)))
    return column.resize((WIDE * FINE, HIGH * FINE))


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    kept = min(1.0, max(0.0, share))
    red, green, blue = (round(a + (b - a) * kept) for a, b in zip(one, other, strict=True))
    return red, green, blue


def spread(n: int, salt: float = 0.0) -> float:
    """Scatter whole numbers evenly over 0..1, the same way each time."""
    return (n * 0.618034 + salt * 0.7548777 + math.sin(n * 12.9898 + salt) * 0.13) % 1


def glow(
    canvas: Image.Image, at: Point, radius: tuple[float, float], paint: tuple[Colour, float]
) -> None:
    """Add light around a point, by colour and strength 0..1."""
    colour, strength = paint
    wide, high = int(radius[0] * 2 * FINE), int(radius[1] * 2 * FINE)
    far = Image.radial_gradient("L")
    edge = 178  # its value in the middle of a side: no corner of the square is to show
    fall = [max(0.0, 1 - n / edge) ** 2.0 for n in range(256)]
    light = far.resize((wide, high), Image.Resampling.BICUBIC).point(
        [int(255 * strength * share) for share in fall]
    )
    corner = (int((at[0] - radius[0]) * FINE), int((at[1] - radius[1]) * FINE))
    canvas.paste(colour, corner, light)


def shape(canvas: Image.Image, points: Sequence[Point], colour: Colour, alpha: int = 255) -> None:
    """Fill a polygon."""
    draw = ImageDraw.Draw(canvas, "RGBA")
    draw.polygon([(x * FINE, y * FINE) for x, y in points], fill=(*colour, alpha))


def oval(
    canvas: Image.Image, at: Point, radius: tuple[float, float], colour: Colour, alpha: int = 255
) -> None:
    """Fill an ellipse."""
    (x, y), (across, down) = at, radius
    box = ((x - across) * FINE, (y - down) * FINE, (x + across) * FINE, (y + down) * FINE)
    ImageDraw.Draw(canvas, "RGBA").ellipse(box, fill=(*colour, alpha))


def stroke(canvas: Image.Image, points: Sequence[Point], width: float, colour: Colour) -> None:
    """Draw a line with round joints through points."""
    draw = ImageDraw.Draw(canvas)
    draw.line([(x * FINE, y * FINE) for x, y in points], colour, int(width * FINE), joint="curve")
    for joint in points:
        oval(canvas, joint, (width / 2, width / 2), colour)


def curve(points: Sequence[Point], *, closed: bool = True) -> list[Point]:
    """Lead a smooth line (Catmull-Rom) through points."""
    count = len(points)
    spans = range(count if closed else count - 1)
    made: list[Point] = []
    for n in spans:
        around = [
            points[(n + step) % count] if closed else points[min(count - 1, max(0, n + step))]
            for step in (-1, 0, 1, 2)
        ]
        made += [_between(around, share / 12) for share in range(12)]
    return made if closed else [*made, points[-1]]


def _between(around: Sequence[Point], t: float) -> Point:
    before, start, end, after = around
    weights = (
        (-t + 2 * t * t - t**3) / 2,
        (2 - 5 * t * t + 3 * t**3) / 2,
        (t + 4 * t * t - 3 * t**3) / 2,
        (t**3 - t * t) / 2,
    )
    pairs = tuple(zip(weights, (before, start, end, after), strict=True))
    return sum(w * p[0] for w, p in pairs), sum(w * p[1] for w, p in pairs)


def soft(canvas: Image.Image, radius: float, draw: Callable[[Image.Image], None]) -> None:
    """Draw something out of focus."""
    layer = canvas.copy()
    draw(layer)
    change = ImageChops.difference(layer, canvas).convert("L").point([0] + [255] * 255)
    mask = change.filter(ImageFilter.GaussianBlur(radius * FINE))
    canvas.paste(layer, (0, 0), mask)


def ridge(base: float, waves_: Sequence[tuple[float, float, float]]) -> list[Point]:
    """Lead a line of hills across: waves of height, length and shift around `base`."""
    line = [
        (x, base + sum(h * math.sin(x / length + shift) for h, length, shift in waves_))
        for x in range(-4, WIDE + 8, 4)
    ]
    return [*line, (WIDE + 8, HIGH + 8), (-4, HIGH + 8)]


# The fox, walking to the right; a unit is a tenth of its length, y grows downwards.

FUR, SHADE, DARK, WHITE = (226, 112, 44), (188, 84, 36), (74, 44, 44), (255, 246, 236)
FOX: tuple[tuple[Colour, Sequence[Point]], ...] = (
    # far legs
    (DARK, [(2.7, 3.0), (3.5, 3.2), (3.3, 4.1), (3.75, 5.15), (3.3, 5.2), (2.8, 4.2)]),
    (DARK, [(5.7, 3.0), (6.4, 3.0), (5.9, 4.2), (5.6, 5.2), (5.2, 5.15), (5.45, 4.1)]),
    # tail and its tip
    (
        SHADE,
        [
            (2.5, 2.35),
            (1.4, 1.9),
            (0.1, 2.3),
            (-1.1, 3.3),
            (-1.9, 4.25),
            (-0.7, 4.2),
            (0.6, 3.8),
            (1.7, 3.2),
            (2.6, 3.0),
        ],
    ),
    (FUR, [(2.5, 2.35), (1.4, 1.9), (0.1, 2.3), (-1.1, 3.3), (-0.3, 3.5), (0.9, 3.0), (1.8, 2.75)]),
    (WHITE, [(-0.95, 3.2), (-1.6, 3.8), (-1.9, 4.25), (-1.2, 4.3), (-0.5, 4.12), (-0.75, 3.7)]),
    # body
    (
        FUR,
        [
            (2.1, 2.5),
            (3.2, 2.02),
            (4.6, 2.1),
            (5.8, 1.9),
            (6.6, 1.3),
            (7.2, 1.5),
            (7.0, 2.5),
            (6.7, 3.2),
            (5.6, 3.4),
            (4.4, 3.2),
            (3.2, 3.4),
            (2.3, 3.4),
        ],
    ),
    (
        SHADE,
        [
            (2.3, 3.1),
            (3.3, 2.95),
            (4.5, 2.95),
            (5.6, 3.1),
            (5.5, 3.4),
            (4.4, 3.22),
            (3.2, 3.42),
            (2.4, 3.4),
        ],
    ),
    # near legs and their socks
    (FUR, [(2.0, 2.7), (3.2, 2.5), (3.1, 3.5), (2.5, 4.2), (2.3, 4.5), (1.95, 4.4), (2.1, 3.8)]),
    (
        DARK,
        [(2.08, 4.0), (2.55, 4.1), (2.2, 4.7), (2.05, 5.1), (2.3, 5.25), (1.6, 5.25), (1.75, 4.7)],
    ),
    (FUR, [(6.0, 2.8), (6.8, 2.6), (6.85, 3.4), (6.95, 4.2), (6.6, 4.3), (6.3, 3.6)]),
    (
        DARK,
        [(6.5, 3.9), (6.92, 3.9), (7.08, 4.6), (7.3, 5.1), (7.55, 5.25), (6.95, 5.25), (6.7, 4.6)],
    ),
    # chest
    (WHITE, [(6.75, 2.1), (7.35, 2.25), (7.05, 2.9), (6.6, 3.35), (6.5, 2.7)]),
    # ears, head, cheek
    (DARK, [(7.35, 0.95), (7.62, 0.2), (7.75, 0.1), (7.95, 0.6), (7.95, 1.05)]),
    (SHADE, [(6.7, 1.15), (6.72, 0.35), (6.82, 0.12), (7.2, 0.55), (7.42, 0.95)]),
    (
        FUR,
        [
            (6.5, 1.5),
            (6.85, 0.95),
            (7.5, 0.8),
            (8.1, 1.05),
            (8.75, 1.6),
            (9.35, 1.85),
            (9.3, 2.0),
            (8.6, 2.15),
            (7.8, 2.4),
            (7.0, 2.35),
            (6.55, 2.0),
        ],
    ),
    (
        WHITE,
        [
            (6.85, 2.2),
            (7.4, 1.85),
            (8.0, 1.8),
            (8.6, 1.88),
            (9.25, 1.93),
            (8.6, 2.15),
            (7.8, 2.42),
            (7.2, 2.5),
        ],
    ),
)


def fox(canvas: Image.Image, at: Point, unit: float) -> None:
    """Let the fox stand with its feet at a height, its shadow on the snow."""
    x, y = at[0], at[1] - 5.25 * unit
    soft(
        canvas,
        4,
        lambda layer: oval(
            layer, (x + 3.6 * unit, at[1]), (unit * 4.6, unit * 0.34), (120, 128, 178)
        ),
    )
    for colour, outline in FOX:
        shape(canvas, curve([(x + px * unit, y + py * unit) for px, py in outline]), colour)
    oval(canvas, (x + 7.95 * unit, y + 1.5 * unit), (unit * 0.11, unit * 0.13), DARK)
    oval(canvas, (x + 9.3 * unit, y + 1.88 * unit), (unit * 0.14, unit * 0.11), DARK)


def pine(canvas: Image.Image, at: Point, high: float, colours: tuple[Colour, Colour]) -> None:
    """Set a pine with snow on its right, where the sun is."""
    x, foot = at
    shape(canvas, [(x - high * 0.02, foot), (x, foot - high), (x + high * 0.02, foot)], colours[0])
    for tier in range(5):
        top, low = foot - high * (1 - tier * 0.17), foot - high * (0.68 - tier * 0.15)
        half = high * (0.09 + tier * 0.036)
        shape(
            canvas, [(x - half, low), (x, top), (x + half, low), (x, low - high * 0.03)], colours[0]
        )
        shape(canvas, [(x, top), (x + half, low), (x + half * 0.3, low - high * 0.05)], colours[1])


def snow(fox_at: Point, unit: float, sun: Point) -> Image.Image:
    """Paint a fox on fresh snow at dawn."""
    canvas = gradient(
        (0, (58, 74, 132)),
        (0.3, (150, 128, 176)),
        (0.5, (246, 176, 150)),
        (0.62, (255, 218, 172)),
        (1, (255, 226, 190)),
    )
    glow(canvas, sun, (420, 300), ((255, 226, 160), 0.75))
    glow(canvas, sun, (70, 70), ((255, 250, 226), 1.0))
    oval(canvas, sun, (21, 21), (255, 250, 232))
    shape(canvas, ridge(268, [(26, 84, 0.4), (12, 31, 2), (5, 11, 1)]), (170, 146, 186))
    shape(canvas, ridge(300, [(20, 120, 2.4), (8, 40, 1)]), (148, 140, 190))
    shape(canvas, ridge(326, [(14, 170, 4.1), (5, 50, 0)]), (196, 190, 222))
    for n in range(26):
        x, size = WIDE * spread(n, 3), 36 + 34 * spread(n, 8)
        pine(canvas, (x, 336 + 10 * math.sin(x / 90)), size, ((104, 108, 160), (184, 172, 206)))
    shape(canvas, ridge(352, [(12, 210, 1.2), (4, 70, 2)]), (222, 214, 234))
    for x, foot, size in (
        (64, 402, 196),
        (152, 388, 130),
        (818, 392, 150),
        (898, 408, 226),
        (748, 380, 96),
    ):
        pine(canvas, (x, foot), size, ((52, 66, 108), (206, 196, 220)))
    ground = ridge(394, [(10, 260, 3.0), (3, 90, 0)])
    shape(canvas, ground, (240, 234, 244))
    glow(canvas, (sun[0], 405), (430, 74), ((255, 236, 206), 0.85))
    soft(
        canvas,
        14,
        lambda layer: shape(layer, ridge(492, [(14, 190, 0.4), (4, 60, 1)]), (206, 208, 236)),
    )
    tracks(canvas, fox_at, unit)
    fox(canvas, fox_at, unit)
    for n in range(70):
        size = 0.8 + 1.9 * spread(n, 5)
        oval(
            canvas,
            (WIDE * spread(n, 1), HIGH * spread(n * 7, 2)),
            (size, size),
            (255, 255, 255),
            170,
        )
    return canvas


def tracks(canvas: Image.Image, fox_at: Point, unit: float) -> None:
    """Leave prints behind the fox, from the left edge on."""
    x, n = -10.0, 0
    while x < fox_at[0] + unit:
        y = fox_at[1] + (unit * 0.22 if n % 2 else -unit * 0.05) + (fox_at[0] - x) * 0.03
        oval(canvas, (x, y), (unit * 0.24, unit * 0.1), (184, 186, 222))
        oval(canvas, (x, y + 1), (unit * 0.16, unit * 0.06), (160, 164, 208))
        x, n = x + unit * 1.15, n + 1


def harbour() -> Image.Image:
    """Paint a harbour at night: houses, a lighthouse, boats, and their lights on the water."""
    canvas = gradient(
        (0, (9, 14, 38)),
        (0.35, (24, 36, 82)),
        (0.56, (70, 74, 128)),
        (0.561, (22, 34, 74)),
        (1, (6, 12, 32)),
    )
    for n in range(70):
        size = 0.4 + 0.9 * spread(n, 4)
        oval(
            canvas,
            (WIDE * spread(n, 2), 210 * spread(n * 5, 9)),
            (size, size),
            (226, 232, 255),
            190,
        )
    glow(canvas, (690, 92), (170, 170), ((170, 186, 240), 0.4))
    oval(canvas, (690, 92), (31, 31), (250, 244, 222))
    oval(canvas, (680, 86), (5, 4), (230, 222, 200))
    oval(canvas, (699, 101), (8, 6), (232, 224, 204))
    water = int(HIGH * 0.56)
    hill = [(x, min(y, water)) for x, y in ridge(268, [(22, 130, 1.1), (9, 47, 0.3)])]
    shape(canvas, hill, (26, 32, 72))
    lighthouse(canvas, (858, water - 18))
    lamps = houses(canvas, water)
    for x, colour in (*lamps, (690, (250, 244, 222))):
        for n in range(20):
            y = water + 7 + n * (3 + n * 0.2) + 5 * spread(n, x)
            wide = (7 + n * 0.9) * (0.25 + spread(n, x * 3))
            alpha = int((190 if x == 690 else 120) * (1 - n / 20) ** 1.3)
            oval(canvas, (x + 8 * math.sin(n * 2.3 + x), y), (wide, 1.2), colour, alpha)
    for x, y, size in ((250, 408, 1.0), (560, 372, 0.72), (742, 452, 1.35)):
        boat(canvas, (x, y), size)
    return canvas


def houses(canvas: Image.Image, water: int) -> list[tuple[float, Colour]]:
    """Stand gabled houses on the quay; tell where their light falls on the water."""
    lamps: list[tuple[float, Colour]] = []
    walls = ((92, 52, 66), (60, 66, 104), (108, 78, 66), (50, 76, 92), (84, 60, 96))
    for n in range(11):
        x, wide, high = 18 + n * 62.0, 54.0, 66 + 42 * spread(n, 6)
        top = water - high
        shape(
            canvas,
            [(x, water), (x, top), (x + wide / 2, top - 26), (x + wide, top), (x + wide, water)],
            walls[n % 5],
        )
        shape(
            canvas,
            [
                (x - 3, top + 2),
                (x + wide / 2, top - 29),
                (x + wide + 3, top + 2),
                (x + wide / 2, top - 19),
            ],
            (22, 22, 48),
        )
        for row in range(int(high // 27)):
            for column in range(3):
                lit = spread(n * 9 + row * 3 + column, 1) > 0.42
                left, up = x + 8 + column * 15, top + 9 + row * 25
                paint = (255, 206, 120) if lit else (34, 38, 70)
                shape(
                    canvas,
                    [(left, up), (left + 9, up), (left + 9, up + 13), (left, up + 13)],
                    paint,
                )
        lamps.append((x + wide / 2, (255, 190, 104)))
        glow(canvas, (x + wide / 2, water - 20), (70, 52), ((255, 190, 104), 0.3))
    shape(
        canvas, [(0, water - 5), (WIDE, water - 5), (WIDE, water + 5), (0, water + 5)], (18, 20, 44)
    )
    return lamps


def lighthouse(canvas: Image.Image, foot: Point) -> None:
    """Light a lighthouse on its rock."""
    x, y = foot
    beam = [(x, y - 128), (-60, 40), (-60, 150)]
    soft(canvas, 9, lambda layer: shape(layer, beam, (255, 236, 178), 46))
    shape(
        canvas,
        curve([(x - 84, y + 24), (x - 48, y + 4), (x, y - 8), (x + 52, y), (x + 108, y + 26)]),
        (20, 22, 46),
    )
    shape(canvas, [(x - 19, y), (x - 12, y - 112), (x + 12, y - 112), (x + 19, y)], (232, 226, 224))
    for low, high in ((18, 42), (66, 90)):
        left, right = 19 - low / 16, 19 - high / 16
        shape(
            canvas,
            [
                (x - left, y - low),
                (x - right, y - high),
                (x + right, y - high),
                (x + left, y - low),
            ],
            (196, 70, 66),
        )
    shape(
        canvas,
        [(x - 17, y - 112), (x + 17, y - 112), (x + 17, y - 117), (x - 17, y - 117)],
        (30, 30, 56),
    )
    shape(
        canvas,
        [(x - 9, y - 117), (x + 9, y - 117), (x + 9, y - 137), (x - 9, y - 137)],
        (255, 240, 180),
    )
    shape(canvas, [(x - 13, y - 137), (x, y - 154), (x + 13, y - 137)], (196, 70, 66))
    glow(canvas, (x, y - 127), (74, 74), ((255, 238, 176), 0.95))


def boat(canvas: Image.Image, at: Point, size: float) -> None:
    """Moor a small boat with a lamp on its mast."""
    x, y = at
    glow(canvas, (x, y + 10 * size), (90 * size, 22 * size), ((4, 8, 22), 0.9))
    hull = [(-58, -10), (-48, 8), (-30, 13), (34, 13), (52, 4), (66, -16), (20, -9)]
    shape(canvas, [(x + a * size, y + b * size) for a, b in hull], (150, 58, 60))
    rim = [(-58, -10), (20, -9), (66, -16), (65, -12), (20, -4), (-56, -5)]
    shape(canvas, [(x + a * size, y + b * size) for a, b in rim], (236, 226, 214))
    cabin = [(-34, -10), (-32, -34), (2, -34), (8, -10)]
    shape(canvas, [(x + a * size, y + b * size) for a, b in cabin], (226, 220, 214))
    pane = [(-26, -16), (-25, -28), (-4, -28), (-1, -16)]
    shape(canvas, [(x + a * size, y + b * size) for a, b in pane], (255, 208, 124))
    stroke(
        canvas,
        [(x + 18 * size, y - 9 * size), (x + 18 * size, y - 92 * size)],
        2.4 * size,
        (198, 186, 178),
    )
    stroke(
        canvas,
        [(x + 18 * size, y - 88 * size), (x + 62 * size, y - 15 * size)],
        0.9 * size,
        (150, 146, 160),
    )
    stroke(
        canvas,
        [(x + 18 * size, y - 88 * size), (x - 52 * size, y - 11 * size)],
        0.9 * size,
        (150, 146, 160),
    )
    glow(canvas, (x + 18 * size, y - 94 * size), (30 * size, 30 * size), ((255, 226, 160), 0.9))


def teapot() -> Image.Image:
    """Set a teapot and a cup on a table by a window, as for a catalogue."""
    canvas = gradient(
        (0, (240, 226, 208)), (0.66, (224, 200, 172)), (0.661, (176, 122, 82)), (1, (138, 90, 58))
    )
    glow(canvas, (250, 120), (520, 380), ((255, 248, 232), 0.9))
    for n, left in enumerate((90, 235)):
        pane = [
            (left, -10),
            (left + 120, -10),
            (left + 204 + n * 10, 350),
            (left + 74 + n * 10, 350),
        ]
        soft(canvas, 16, partial(shape, points=pane, colour=(255, 250, 236), alpha=120))
    for n in range(9):
        y = 366 + n * n * 2.6
        stroke(
            canvas,
            [(0, y), (WIDE, y + 3 * math.sin(n))],
            1.2,
            mixed((158, 106, 70), (122, 78, 50), n / 9),
        )
    soft(canvas, 10, lambda layer: oval(layer, (520, 436), (236, 26), (92, 56, 36)))
    soft(canvas, 8, lambda layer: oval(layer, (776, 452), (98, 15), (92, 56, 36)))
    pot(canvas)
    cup(canvas, (770, 450))
    for n, x in enumerate((752, 776, 800)):
        wisp = [(x + 9 * math.sin(s / 2.1 + n * 2), 352 - s * 11) for s in range(10 + n % 2)]
        soft(canvas, 5, partial(stroke, points=wisp, width=5, colour=(252, 244, 234)))
    return canvas


def pot(canvas: Image.Image) -> None:
    """Throw the teapot: body, spout, handle, lid, and the window's light on its glaze."""
    glaze, deep, pale = (36, 118, 126), (20, 80, 92), (118, 192, 192)
    handle = curve([(612, 268), (690, 246), (716, 316), (690, 376), (622, 392)], closed=False)
    stroke(canvas, handle, 25, deep)
    stroke(canvas, [(x - 2, y - 3) for x, y in handle], 15, glaze)
    spout = [
        (388, 384),
        (318, 346),
        (296, 276),
        (262, 236),
        (276, 226),
        (302, 228),
        (338, 264),
        (368, 300),
        (420, 306),
    ]
    shape(canvas, curve(spout), glaze)
    shape(
        canvas,
        curve([(388, 386), (318, 348), (300, 290), (322, 326), (360, 352), (410, 368)]),
        deep,
    )
    body = curve(
        [
            (500, 226),
            (590, 240),
            (644, 306),
            (628, 384),
            (566, 430),
            (434, 430),
            (372, 384),
            (356, 306),
            (410, 240),
        ]
    )
    shape(canvas, body, glaze)
    layer = canvas.copy()
    glow(layer, (620, 412), (250, 190), (deep, 1.0))
    glow(layer, (438, 288), (120, 100), (pale, 0.95))
    mask = Image.new("L", canvas.size)
    ImageDraw.Draw(mask).polygon([(x * FINE, y * FINE) for x, y in body], fill=255)
    canvas.paste(layer, (0, 0), mask)
    soft(canvas, 3, lambda soft_layer: oval(soft_layer, (432, 272), (22, 13), (236, 250, 246)))
    for y, n in ((352, 0), (362, 1)):
        line = [
            (x, y + 16 * math.sin((x - 366) / 268 * math.pi))
            for x in range(362 + n * 2, 640 - n * 3, 6)
        ]
        stroke(canvas, line, 2.4, (226, 190, 120))
    oval(canvas, (500, 236), (86, 17), deep)
    shape(
        canvas,
        curve([(418, 232), (440, 210), (500, 198), (560, 210), (582, 232), (500, 244)]),
        glaze,
    )
    soft(canvas, 3, lambda soft_layer: oval(soft_layer, (462, 215), (24, 6), pale))
    oval(canvas, (500, 190), (17, 15), (226, 190, 120))
    oval(canvas, (495, 185), (6, 5), (252, 232, 190))


def cup(canvas: Image.Image, at: Point) -> None:
    """Pour a cup."""
    x, y = at
    stroke(
        canvas,
        curve(
            [(x + 52, y - 66), (x + 88, y - 70), (x + 84, y - 36), (x + 44, y - 28)], closed=False
        ),
        9,
        (214, 204, 190),
    )
    oval(canvas, (x, y), (92, 13), (228, 220, 208))
    oval(canvas, (x, y - 3), (74, 9), (246, 240, 230))
    shape(
        canvas,
        curve(
            [
                (x - 62, y - 84),
                (x - 56, y - 44),
                (x - 34, y - 12),
                (x, y - 6),
                (x + 34, y - 12),
                (x + 56, y - 44),
                (x + 62, y - 84),
                (x, y - 72),
            ]
        ),
        (246, 240, 230),
    )
    oval(canvas, (x, y - 84), (62, 13), (232, 222, 208))
    oval(canvas, (x, y - 82), (54, 10), (168, 92, 44))
    soft(canvas, 2, lambda layer: oval(layer, (x - 18, y - 84), (20, 3), (222, 158, 96)))


def character() -> Image.Image:
    """Let a friendly seed with two leaves wave."""
    canvas = gradient((0, (178, 222, 232)), (0.72, (232, 244, 222)), (1, (206, 232, 190)))
    glow(canvas, (480, 250), (430, 330), ((255, 252, 230), 0.95))
    shape(canvas, ridge(440, [(16, 150, 0.6), (5, 60, 2)]), (156, 204, 140))
    shape(canvas, ridge(474, [(10, 200, 2.6)]), (126, 184, 118))
    soft(canvas, 8, lambda layer: oval(layer, (480, 482), (130, 18), (78, 134, 84)))
    skin, shade, brown = (232, 172, 104), (206, 138, 78), (98, 58, 40)
    for foot in (438, 522):
        oval(canvas, (foot, 470), (34, 18), brown)
    stroke(canvas, curve([(382, 340), (334, 372), (322, 404)], closed=False), 24, shade)
    stroke(canvas, curve([(578, 330), (632, 292), (648, 226)], closed=False), 24, skin)
    oval(canvas, (649, 218), (21, 21), skin)
    oval(canvas, (321, 408), (20, 20), shade)
    body = curve(
        [
            (480, 118),
            (556, 176),
            (602, 288),
            (592, 394),
            (530, 462),
            (430, 462),
            (368, 394),
            (358, 288),
            (404, 176),
        ]
    )
    shape(canvas, body, skin)
    layer = canvas.copy()
    glow(layer, (590, 440), (230, 240), (shade, 1.0))
    glow(layer, (420, 220), (130, 130), ((255, 222, 168), 0.9))
    mask = Image.new("L", canvas.size)
    ImageDraw.Draw(mask).polygon([(x * FINE, y * FINE) for x, y in body], fill=255)
    canvas.paste(layer, (0, 0), mask)
    stroke(canvas, curve([(480, 124), (476, 92), (484, 62)], closed=False), 8, (92, 146, 70))
    shape(
        canvas,
        curve([(484, 66), (524, 22), (596, 14), (632, 30), (604, 70), (544, 88)]),
        (120, 182, 84),
    )
    shape(
        canvas,
        curve([(482, 68), (448, 34), (394, 34), (364, 56), (394, 86), (440, 92)]),
        (98, 164, 78),
    )
    stroke(canvas, curve([(488, 66), (540, 50), (606, 36)], closed=False), 3, (86, 146, 66))
    stroke(canvas, curve([(478, 70), (438, 62), (386, 58)], closed=False), 3, (76, 132, 64))
    for eye in (436, 524):
        oval(canvas, (eye, 272), (21, 26), (58, 38, 36))
        oval(canvas, (eye - 6, 262), (7, 8), (255, 255, 255))
        oval(canvas, (eye + 7, 282), (3.5, 3.5), (255, 255, 255), 200)
    for cheek in (400, 560):
        glow(canvas, (cheek, 318), (34, 24), ((240, 120, 104), 0.8))
    stroke(
        canvas,
        curve([(446, 322), (462, 342), (480, 348), (498, 342), (514, 322)], closed=False),
        7,
        (98, 52, 44),
    )
    return canvas


def city() -> Image.Image:
    """Build a city at first light, tower behind tower."""
    canvas = gradient(
        (0, (66, 92, 150)), (0.4, (196, 160, 188)), (0.68, (255, 204, 158)), (1, (255, 228, 190))
    )
    glow(canvas, (318, 250), (460, 300), ((255, 238, 190), 0.9))
    oval(canvas, (318, 186), (40, 40), (255, 246, 220))
    for row, (base, colour, wide) in enumerate(
        (
            (250, (190, 158, 186), 46),
            (300, (142, 124, 170), 58),
            (350, (88, 88, 140), 74),
            (420, (44, 52, 96), 98),
        )
    ):
        for n in range(int(WIDE / wide) + 2):
            left = n * wide - 30 + 24 * spread(n, row)
            top = base - 150 * spread(n * 3, row + 4) * (1 - row * 0.12) + 40
            right = left + wide * (0.66 + 0.3 * spread(n, row + 7))
            tower(canvas, (left, top, right), colour, row)
        glow(canvas, (480, 540), (800, 150 - row * 20), ((255, 216, 180), 0.34))
    return canvas


def tower(canvas: Image.Image, edges: tuple[float, float, float], colour: Colour, row: int) -> None:
    """Build one tower; the nearer, the more of its windows are lit."""
    left, top, right = edges
    shape(canvas, [(left, HIGH), (left, top), (right, top), (right, HIGH)], colour)
    shape(
        canvas,
        [(left, HIGH), (left, top), (left + 5, top), (left + 5, HIGH)],
        mixed(colour, (255, 214, 170), 0.35),
    )
    if spread(int(left), row) > 0.55:
        middle = (left + right) / 2
        stroke(canvas, [(middle, top), (middle, top - 34)], 2, colour)
    for n in range(int((right - left - 16) // 11) * 24 if row > 1 else 0):
        column, floor = (
            n % max(1, int((right - left - 16) // 11)),
            n // max(1, int((right - left - 16) // 11)),
        )
        x, y = left + 11 + column * 11, top + 12 + floor * 15
        if spread(n * 7 + int(left), row) > 0.62 and y < HIGH:
            shape(
                canvas,
                [(x, y), (x + 5, y), (x + 5, y + 7), (x, y + 7)],
                (255, 214, 138),
                190 if row > 2 else 110,
            )


def waves() -> Iterator[Planes]:
    """Three seconds of the sea that end where they began."""
    sky = gradient((0, (96, 150, 206)), (0.45, (206, 226, 232)), (1, (250, 232, 206)))
    glow(sky, (690, 150), (330, 260), ((255, 248, 220), 0.95))
    oval(sky, (690, 150), (32, 32), (255, 252, 238))
    for n in range(72):
        canvas = sky.copy()
        turn = 2 * math.pi * n / 72
        for row in range(6):
            base = 250 + row * 50
            sea = [
                (9 + row * 4, 64 + row * 15, row * 1.7 + turn),
                (4 + row, 29 + row * 5, row - turn * 2),
            ]
            line = ridge(base + 4 * math.sin(turn + row), sea)
            colour = mixed((126, 186, 204), (14, 62, 104), row / 5)
            shape(canvas, [(x, y - 5) for x, y in line], mixed(colour, (255, 255, 255), 0.45))
            shape(canvas, line, colour)
        yield planes(canvas.resize((640, 360), Image.Resampling.BOX))


def write_chime(file: Path) -> None:
    """Ring four bells, one after the other, for three seconds."""
    sound = array("h", bytes(4 * 3 * RATE))
    for strike, pitch in ((0.0, 523.25), (0.35, 659.25), (0.7, 783.99), (1.15, 1046.5)):
        start = int(strike * RATE)
        for n in range(3 * RATE - start):
            t = n / RATE
            partials = ((1, 1.0, 2.2), (2.76, 0.35, 4.5), (5.4, 0.12, 9.0))
            height = sum(
                a * math.exp(-d * t) * math.sin(2 * math.pi * pitch * f * t) for f, a, d in partials
            )
            fade = min(1.0, n / 90, (3 * RATE - start - n) / 9000)
            for side in (0, 1):
                sound[2 * (start + n) + side] += int(4800 * height * fade)
    with av.open(str(file), "w", format="mp3", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libmp3lame", rate=RATE, options={"b": "96k"})
        stream.codec_context.layout, stream.codec_context.format = "stereo", "s16p"
        frame = av.AudioFrame("s16", "stereo", samples=3 * RATE)
        frame.planes[0].update(sound.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate, frame.pts = RATE, 0
        for part in av.AudioResampler("s16p", "stereo", RATE, frame_size=1152).resample(frame):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))


PICTURES: dict[str, Callable[[], Image.Image]] = {
    "fox-first.png": lambda: snow((130, 462), 20, (560, 262)),
    "fox-last.png": lambda: snow((520, 474), 27, (600, 226)),
    "harbour.png": harbour,
    "teapot.png": teapot,
    "character.png": character,
    "city.jpg": city,
}

if __name__ == "__main__":
    make(FOLDER)
