"""A prompt to what is laid over every frame: the words at the bottom, a mark in the corner."""

from PIL import Image, ImageDraw, ImageFilter

from seedjob.local.lettering import drawable, font, wrapped
from seedjob.local.planes import Overlay, Size, overlay

LINES = 4
MARK = "seedjob local"


def overlays(prompt: str, size: Size) -> tuple[Overlay, ...]:
    """Letter a prompt for frames of a size."""
    return _caption(prompt, size), _mark(size)


def _caption(prompt: str, size: Size) -> Overlay:
    width, height = size
    short = min(size)
    face = font(short // 21)
    margin = short // 18
    text = drawable(prompt, face)
    lines = wrapped(text, face, width=width - 2 * margin, lines=LINES)
    step = int(face.size * 1.32)
    words = len(lines) * step
    band = min(height, _even(words + margin + short // 7))
    made = _scrim((width, band))
    top = band - margin - words + (step - int(face.size)) // 2
    _write(made, [((margin, top + step * n), line) for n, line in enumerate(lines)], short // 21)
    return overlay(made, (0, height - band))


def _even(number: float) -> int:
    return int(number / 2) * 2


def _scrim(size: Size) -> Image.Image:
    """Darken towards the bottom, so that white is legible over anything."""
    slope = Image.linear_gradient("L").resize(size, Image.Resampling.BICUBIC)
    made = Image.new("RGBA", size, (0, 0, 0, 0))
    made.putalpha(slope.point([int(205 * (step / 255) ** 1.25) for step in range(256)]))
    return made


def _write(made: Image.Image, lines: list[tuple[tuple[int, int], str]], letters: int) -> None:
    """Write white lines over a soft shadow of their own."""
    face = font(letters)
    shade = Image.new("L", made.size, 0)
    for at, line in lines:
        ImageDraw.Draw(shade).text(at, line, 255, face)
    soft = shade.filter(ImageFilter.GaussianBlur(max(1, letters / 9)))
    dark = Image.new("RGBA", made.size, (0, 0, 0, 255))
    dark.putalpha(soft.point([min(255, step * 2) for step in range(256)]))
    made.alpha_composite(dark)
    white = Image.new("RGBA", made.size, (255, 255, 255, 255))
    white.putalpha(shade)
    made.alpha_composite(white)


def _mark(size: Size) -> Overlay:
    """Tell in the corner that this is no film of the real service's."""
    short = min(size)
    face = font(short // 36)
    pad = short // 60
    wide = _even(face.getlength(MARK) + 4 * pad)
    high = _even(face.size + 2 * pad)
    made = Image.new("RGBA", (wide, high), (0, 0, 0, 0))
    draw = ImageDraw.Draw(made)
    draw.rounded_rectangle((0, 0, wide - 1, high - 1), high // 2, fill=(0, 0, 0, 104))
    draw.text((wide / 2, high / 2), MARK, (255, 255, 255, 225), face, anchor="mm")
    margin = _even(short / 30)
    return overlay(made, (_even(size[0] - wide - margin), margin))
