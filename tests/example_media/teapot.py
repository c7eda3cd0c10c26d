"""A teapot and a cup on a table by a window, as for a catalogue."""

import math

from tests.example_media.lines import WIDE, Point, bow, curve, outline
from tests.example_media.paint import Canvas, Colour, gradient, mixed

ROOM: tuple[tuple[float, Colour], ...] = (
    (0, (240, 226, 208)),
    (0.66, (224, 200, 172)),
    (0.661, (176, 122, 82)),
    (1, (138, 90, 58)),
)
PANES = ("90,-10 210,-10 294,350 164,350", "235,-10 355,-10 449,350 319,350")
SHADOW: Colour = (92, 56, 36)
GLAZE, DEEP, PALE = (36, 118, 126), (20, 80, 92), (118, 192, 192)
GOLD: Colour = (226, 190, 120)
HANDLE = "612,268 690,246 716,316 690,376 622,392"
SPOUT = "388,384 318,346 296,276 262,236 276,226 302,228 338,264 368,300 420,306"
UNDER_SPOUT = "388,386 318,348 300,290 322,326 360,352 410,368"
BODY = "500,226 590,240 644,306 628,384 566,430 434,430 372,384 356,306 410,240"
LID = "418,232 440,210 500,198 560,210 582,232 500,244"
CHINA: Colour = (246, 240, 230)
CUP = "-62,-84 -56,-44 -34,-12 0,-6 34,-12 56,-44 62,-84 0,-72"  # around its foot
CUP_HANDLE = "52,-66 88,-70 84,-36 44,-28"


def teapot() -> Canvas:
    """Set a teapot and a cup on a table."""
    canvas = gradient(*ROOM)
    _light_and_wood(canvas)
    for place, blur in (((520, 436, 236, 26), 10), ((776, 452, 98, 15), 8)):
        with canvas.soft(blur) as layer:
            layer.oval(place, SHADOW)
    _handle_and_spout(canvas)
    _body(canvas)
    _lid(canvas)
    _cup(canvas, (770, 450))
    _steam(canvas)
    return canvas


def _light_and_wood(canvas: Canvas) -> None:
    """Let the window shine on the wall, and give the table its grain."""
    canvas.glow((250, 120, 520, 380), (255, 248, 232), strength=0.9)
    for pane in PANES:
        with canvas.soft(16) as layer:
            layer.fill(outline(pane), (255, 250, 236), alpha=120)
    for n in range(9):
        y = 366 + n * n * 2.6
        brown = mixed((158, 106, 70), (122, 78, 50), n / 9)
        canvas.stroke([(0, y), (WIDE, y + 3 * math.sin(n))], brown, width=1.2)


def _handle_and_spout(canvas: Canvas) -> None:
    handle = bow(outline(HANDLE))
    canvas.stroke(handle, DEEP, width=25)
    canvas.stroke([(x - 2, y - 3) for x, y in handle], GLAZE, width=15)
    canvas.fill(curve(outline(SPOUT)), GLAZE)
    canvas.fill(curve(outline(UNDER_SPOUT)), DEEP)


def _body(canvas: Canvas) -> None:
    """Throw the body, with the window's light on its glaze and two lines of gold."""
    body = curve(outline(BODY))
    canvas.fill(body, GLAZE)
    with canvas.within(body) as layer:
        layer.glow((620, 412, 250, 190), DEEP, strength=1.0)
        layer.glow((438, 288, 120, 100), PALE, strength=0.95)
    with canvas.soft(3) as layer:
        layer.oval((432, 272, 22, 13), (236, 250, 246))
    for y, left, right in ((352, 362, 640), (362, 364, 637)):
        line = [(x, y + 16 * math.sin((x - 366) / 268 * math.pi)) for x in range(left, right, 6)]
        canvas.stroke(line, GOLD, width=2.4)


def _lid(canvas: Canvas) -> None:
    canvas.oval((500, 236, 86, 17), DEEP)
    canvas.fill(curve(outline(LID)), GLAZE)
    with canvas.soft(3) as layer:
        layer.oval((462, 215, 24, 6), PALE)
    canvas.oval((500, 190, 17, 15), GOLD)
    canvas.oval((495, 185, 6, 5), (252, 232, 190))


def _cup(canvas: Canvas, at: Point) -> None:
    """Pour a cup on its saucer."""
    x, y = at
    canvas.stroke(bow(outline(CUP_HANDLE, at)), (214, 204, 190), width=9)
    canvas.oval((x, y, 92, 13), (228, 220, 208))
    canvas.oval((x, y - 3, 74, 9), CHINA)
    canvas.fill(curve(outline(CUP, at)), CHINA)
    canvas.oval((x, y - 84, 62, 13), (232, 222, 208))
    canvas.oval((x, y - 82, 54, 10), (168, 92, 44))
    with canvas.soft(2) as layer:
        layer.oval((x - 18, y - 84, 20, 3), (222, 158, 96))


def _steam(canvas: Canvas) -> None:
    for n, x in enumerate((752, 776, 800)):
        wisp = [(x + 9 * math.sin(s / 2.1 + n * 2), 352 - s * 11) for s in range(10 + n % 2)]
        with canvas.soft(5) as layer:
            layer.stroke(wisp, (252, 244, 234), width=5)
