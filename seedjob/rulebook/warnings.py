"""What is no fault, and still worth knowing before a job is paid."""

from collections.abc import Mapping
from typing import Final

from seedjob.models.seedance_x1 import FAST, FAST_DOUBTED, MODELS
from seedjob.models.upstream import IDEOGRAPHS, LIMITS, MB, WORDS
from seedjob.rulebook.content import write
from seedjob.rulebook.rule import Rule

_IMAGE, _VIDEO, _AUDIO = (LIMITS[kind] for kind in ("image_url", "video_url", "audio_url"))
_FOX: Final = "https://example.com/fox.png"


def _prompt(text: str) -> str:
    image = f"  - {{type: image_url, image_url: {{url: {_FOX}}}}}\n"
    return f"content:\n  - type: text\n    text: {text}\n{image}"


def _url(url: str) -> str:
    return (
        f"content:\n  - {{type: text, text: A fox}}\n"
        f"  - {{type: image_url, image_url: {{url: {url}}}}}\n"
    )


def _pictures(count: int) -> str:
    return write([("text", None), *[("image_url", "reference_image")] * count])


WARNINGS: Final[Mapping[str, Rule]] = {
    "fast-1080p": Rule(
        "a fast model takes 1080p here, but the model behind it may not have it",
        f"model: {FAST[0]}\nresolution: {FAST_DOUBTED}\n",
        f"model: {MODELS[0]}\nresolution: {FAST_DOUBTED}\n",
        "notice",
    ),
    "reference-number": Rule(
        "`image 3`, `@video1` and the like in a prompt name a medium that `content` holds",
        _prompt("The fox of image 2 crosses the snow"),
        _prompt("The fox of image 1 crosses the snow"),
        "warning",
    ),
    "prompt-length": Rule(
        f"a prompt is at most {WORDS} words or {IDEOGRAPHS} Chinese characters long",
        severity="warning",
    ),
    "prompt-comment": Rule(
        "a prompt without quotes ends before ` #`; where no space follows, more of it was meant",
        _prompt("A fox in take #3, slow dolly in"),
        _prompt('"A fox in take #3, slow dolly in"'),
        "warning",
    ),
    "prompt-flag": Rule(
        "a prompt holds no `--ratio`, `--dur` and the like, which only other models understand",
        _prompt("A fox crosses the snow --dur 8"),
        _prompt("A fox crosses the snow"),
        "warning",
    ),
    "prompt-placeholder": Rule(
        "a prompt holds no `{{ name }}` and no `${name}`, which nothing fills in, and no `{name}`"
        " of what can be looked up",
        _prompt('"{{ hero }} crosses the snow"'),
        "vars: {hero: A fox}\n" + _prompt('"${{ vars.hero }} crosses the snow"'),
        "warning",
    ),
    "unused-axis": Rule(
        "an axis sets a field or is looked up; one that is not makes several takes of one prompt",
        "matrix: {take: [1, 2]}\n" + _prompt("A fox crosses the snow"),
        "matrix: {look: [day, night]}\n" + _prompt('"A fox, ${{ matrix.look }}"'),
        "notice",
    ),
    "axis-name": Rule(
        "an axis sets a field by the field's own name, `ratio`: `ratios` and `aspect_ratio` only"
        " multiply the jobs",
        'matrix: {ratios: ["16:9", "9:16"]}\n' + _prompt("A fox crosses the snow"),
        'matrix: {ratio: ["16:9", "9:16"]}\n' + _prompt("A fox crosses the snow"),
        "warning",
    ),
    "unused-column": Rule(
        "a column of a file of rows names the row, sets a field, or is looked up",
        severity="warning",
    ),
    "unused-value": Rule(
        "what `vars` names, or `include` beside the axes, is looked up somewhere",
        "vars: {hero: a red fox}\n" + _prompt("A fox crosses the snow"),
        "vars: {hero: a red fox}\n" + _prompt('"${{ vars.hero }} crosses the snow"'),
        "warning",
    ),
    "url-credentials": Rule(
        "a URL in a spec holds no password, key or signature: specs are kept in git",
        _url("https://user:pass@example.com/fox.png"),
        _url(_FOX),
        "warning",
    ),
    "upstream-count": Rule(
        f"at most {_IMAGE.most} reference images, {_VIDEO.most} videos and {_AUDIO.most} sounds",
        _pictures(_IMAGE.most + 1),
        _pictures(2),
        "warning",
    ),
    "upstream-format": Rule(
        f"an image is one of {', '.join(_IMAGE.formats)}, a video {' or '.join(_VIDEO.formats)},"
        f" a sound {' or '.join(_AUDIO.formats)}",
        _url("https://example.com/fox.svg"),
        _url(_FOX),
        "warning",
    ),
    "upstream-bytes": Rule(
        f"an image is under {-(-_IMAGE.bytes // MB)} MB, a video at most"
        f" {_VIDEO.bytes // MB} MB, a sound at most {_AUDIO.bytes // MB} MB",
        severity="warning",
    ),
    "upstream-pixels": Rule(f"the sides of an image are {_IMAGE.sides} pixels", severity="warning"),
    "upstream-shape": Rule(f"an image's width to height is {_IMAGE.shape}", severity="warning"),
    "upstream-seconds": Rule(
        f"a video or a sound is {_VIDEO.seconds} seconds long, and all of a kind together at most"
        f" {_VIDEO.seconds_in_all:g}",
        severity="warning",
    ),
    "upstream-fps": Rule(f"a video has {_VIDEO.fps} frames a second", severity="warning"),
    "allow-unknown": Rule(
        "`# seedjob: allow RULE` names a rule that warns",
        "duration: 5  # seedjob: allow duration\n",
        "duration: 5\n",
        "warning",
    ),
    "allow-unused": Rule(
        "`# seedjob: allow RULE` stands where its rule would warn",
        "duration: 5  # seedjob: allow prompt-length\n",
        "duration: 5\n",
        "warning",
    ),
}
"""Name to rule; `--strict` makes an error of each that is no notice."""
