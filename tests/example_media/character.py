"""A friendly seed with two leaves that waves."""

from tests.example_media.lines import bow, curve, outline, ridge
from tests.example_media.paint import Canvas, Colour, gradient

MEADOW: tuple[tuple[float, Colour], ...] = (
    (0, (178, 222, 232)),
    (0.72, (232, 244, 222)),
    (1, (206, 232, 190)),
)
SKIN, SHADE, BROWN = (232, 172, 104), (206, 138, 78), (98, 58, 40)
BODY = "480,118 556,176 602,288 592,394 530,462 430,462 368,394 358,288 404,176"
LEFT_ARM, RIGHT_ARM = "382,340 334,372 322,404", "578,330 632,292 648,226"
STALK = "480,124 476,92 484,62"
LEAVES: tuple[tuple[str, Colour], ...] = (
    ("484,66 524,22 596,14 632,30 604,70 544,88", (120, 182, 84)),
    ("482,68 448,34 394,34 364,56 394,86 440,92", (98, 164, 78)),
)
VEINS: tuple[tuple[str, Colour], ...] = (
    ("488,66 540,50 606,36", (86, 146, 66)),
    ("478,70 438,62 386,58", (76, 132, 64)),
)
MOUTH = "446,322 462,342 480,348 498,342 514,322"
WHITE: Colour = (255, 255, 255)


def character() -> Canvas:
    """Let the seed stand on a meadow and wave."""
    canvas = gradient(*MEADOW)
    _meadow(canvas)
    _limbs(canvas)
    _body(canvas)
    _leaves(canvas)
    _face(canvas)
    return canvas


def _meadow(canvas: Canvas) -> None:
    canvas.glow((480, 250, 430, 330), (255, 252, 230), strength=0.95)
    canvas.fill(ridge(440, (16, 150, 0.6), (5, 60, 2)), (156, 204, 140))
    canvas.fill(ridge(474, (10, 200, 2.6)), (126, 184, 118))
    with canvas.soft(8) as layer:
        layer.oval((480, 482, 130, 18), (78, 134, 84))


def _limbs(canvas: Canvas) -> None:
    for foot in (438, 522):
        canvas.oval((foot, 470, 34, 18), BROWN)
    canvas.stroke(bow(outline(LEFT_ARM)), SHADE, width=24)
    canvas.stroke(bow(outline(RIGHT_ARM)), SKIN, width=24)
    canvas.oval((649, 218, 21, 21), SKIN)
    canvas.oval((321, 408, 20, 20), SHADE)


def _body(canvas: Canvas) -> None:
    body = curve(outline(BODY))
    canvas.fill(body, SKIN)
    with canvas.within(body) as layer:
        layer.glow((590, 440, 230, 240), SHADE, strength=1.0)
        layer.glow((420, 220, 130, 130), (255, 222, 168), strength=0.9)


def _leaves(canvas: Canvas) -> None:
    canvas.stroke(bow(outline(STALK)), (92, 146, 70), width=8)
    for leaf, green in LEAVES:
        canvas.fill(curve(outline(leaf)), green)
    for vein, green in VEINS:
        canvas.stroke(bow(outline(vein)), green, width=3)


def _face(canvas: Canvas) -> None:
    for eye in (436, 524):
        canvas.oval((eye, 272, 21, 26), (58, 38, 36))
        canvas.oval((eye - 6, 262, 7, 8), WHITE)
        canvas.oval((eye + 7, 282, 3.5, 3.5), WHITE, alpha=200)
    for cheek in (400, 560):
        canvas.glow((cheek, 318, 34, 24), (240, 120, 104), strength=0.8)
    canvas.stroke(bow(outline(MOUTH)), (98, 52, 44), width=7)
