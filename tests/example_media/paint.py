"""Shapes, lines and light to a canvas; all measures in pixels of the final picture."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests.example_media.lines import HIGH, WIDE, Point

FINE = 2  # everything is drawn so many times as large, then made small: soft edges

Colour = tuple[int, int, int]
Round = tuple[float, float, float, float]  # x and y of a middle, half the width, half the height


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture under way."""

    picture: Image.Image

    def fill(self, points: Sequence[Point], colour: Colour, *, alpha: int = 255) -> None:
        """Fill a polygon."""
        draw = ImageDraw.Draw(self.picture, "RGBA")
        draw.polygon(_fine(points), fill=(*colour, alpha))

    def oval(self, place: Round, colour: Colour, *, alpha: int = 255) -> None:
        """Fill an ellipse."""
        x, y, across, down = place
        box = _fine([(x - across, y - down), (x + across, y + down)])
        ImageDraw.Draw(self.picture, "RGBA").ellipse(box, fill=(*colour, alpha))

    def stroke(self, points: Sequence[Point], colour: Colour, *, width: float) -> None:
        """Draw a line with round joints through points."""
        draw = ImageDraw.Draw(self.picture)
        draw.line(_fine(points), colour, int(width * FINE), joint="curve")
        for x, y in points:
            self.oval((x, y, width / 2, width / 2), colour)

    def glow(self, place: Round, colour: Colour, *, strength: float) -> None:
        """Add light that falls off from a middle, of strength 0..1 there."""
        x, y, across, down = place
        far = Image.radial_gradient("L")
        edge = 178  # its value in the middle of a side: no corner of the square is to show
        fall = [max(0.0, 1 - n / edge) ** 2.0 for n in range(256)]
        size = (int(across * 2 * FINE), int(down * 2 * FINE))
        light = far.resize(size, Image.Resampling.BICUBIC).point(
            [int(255 * strength * share) for share in fall]
        )
        corner = (int((x - across) * FINE), int((y - down) * FINE))
        self.picture.paste(colour, corner, light)

    @contextmanager
    def soft(self, radius: float) -> "Iterator[Canvas]":
        """Lay what is drawn inside the `with` over this canvas out of focus."""
        layer = Canvas(self.picture.copy())
        yield layer
        change = ImageChops.difference(layer.picture, self.picture).convert("L")
        mask = change.point([0] + [255] * 255).filter(ImageFilter.GaussianBlur(radius * FINE))
        self.picture.paste(layer.picture, (0, 0), mask)

    @contextmanager
    def within(self, outline: Sequence[Point]) -> "Iterator[Canvas]":
        """Lay what is drawn inside the `with` over this canvas inside an outline only."""
        layer = Canvas(self.picture.copy())
        yield layer
        mask = Image.new("L", self.picture.size)
        ImageDraw.Draw(mask).polygon(_fine(outline), fill=255)
        self.picture.paste(layer.picture, (0, 0), mask)


def _fine(points: Sequence[Point]) -> list[Point]:
    return [(x * FINE, y * FINE) for x, y in points]


def gradient(*stops: tuple[float, Colour]) -> Canvas:
    """Paint a ground that changes colour from the top down, by stops at 0..1."""
    column = Image.new("RGB", (1, HIGH * FINE))
    for y in range(column.height):
        at = y / (column.height - 1)
        (low, first), (high, last) = next(
            pair for pair in pairwise(stops) if at <= pair[1][0] or pair[1] is stops[-1]
        )
        column.putpixel((0, y), mixed(first, last, (at - low) / (high - low)))
    return Canvas(column.resize((WIDE * FINE, HIGH * FINE)))


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Mix two colours: `one` at share 0, `other` at share 1 and beyond."""
    kept = min(1.0, max(0.0, share))
    red, green, blue = (round(a + (b - a) * kept) for a, b in zip(one, other, strict=True))
    return red, green, blue
