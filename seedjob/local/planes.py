"""A picture as video keeps it: one plane of light at full size, two of colour at half size.

Everything moves and fades in these planes, which is three times as fast as in RGB.
"""

from dataclasses import dataclass

from PIL import Image

# RGB of 0..255 to BT.709 with the limited range of video, as the encoder is told.
BT709 = (
    *(0.18259, 0.61423, 0.06201, 16.0),
    *(-0.10064, -0.33857, 0.43922, 128.0),
    *(0.43922, -0.39894, -0.04027, 128.0),
)

Size = tuple[int, int]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Planes:
    """One picture of even sides."""

    y: Image.Image
    u: Image.Image
    v: Image.Image


def planes(picture: Image.Image) -> Planes:
    """Turn an RGB picture of even sides into planes."""
    y, u, v = picture.convert("RGB", BT709).split()
    half = (picture.width // 2, picture.height // 2)
    return Planes(y, u.resize(half, Image.Resampling.BOX), v.resize(half, Image.Resampling.BOX))


def view(source: Planes, size: Size, box: Box) -> Planes:
    """Look at a part of a picture; `box` in pixels of the source, which need not be whole."""
    half_size, half_box = (size[0] // 2, size[1] // 2), _half(box)
    look = Image.Resampling.BILINEAR
    return Planes(
        source.y.resize(size, look, box=box),
        source.u.resize(half_size, look, box=half_box),
        source.v.resize(half_size, look, box=half_box),
    )


def _half(box: Box) -> Box:
    left, top, right, bottom = box
    return left / 2, top / 2, right / 2, bottom / 2


def blend(one: Planes, other: Planes, share: float) -> Planes:
    """Fade from `one` at share 0 to `other` at share 1."""
    return Planes(
        Image.blend(one.y, other.y, share),
        Image.blend(one.u, other.u, share),
        Image.blend(one.v, other.v, share),
    )


@dataclass(frozen=True, slots=True)
class Overlay:
    """Something to lay over pictures at an even place, with how much of it is seen where."""

    at: tuple[int, int]
    planes: Planes
    alpha: Image.Image
    half_alpha: Image.Image


def overlay(picture: Image.Image, at: tuple[int, int]) -> Overlay:
    """Turn an RGBA picture of even sides into an overlay."""
    alpha = picture.getchannel("A")
    half = alpha.resize((picture.width // 2, picture.height // 2), Image.Resampling.BOX)
    return Overlay(at, planes(picture.convert("RGB")), alpha, half)


def laid_over(picture: Planes, *overlays: Overlay) -> Planes:
    """Lay overlays over a picture, which stays as it was."""
    made = Planes(picture.y.copy(), picture.u.copy(), picture.v.copy())
    for over in overlays:
        half_at = (over.at[0] // 2, over.at[1] // 2)
        made.y.paste(over.planes.y, over.at, over.alpha)
        made.u.paste(over.planes.u, half_at, over.half_alpha)
        made.v.paste(over.planes.v, half_at, over.half_alpha)
    return made
