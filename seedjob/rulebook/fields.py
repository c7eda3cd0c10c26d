"""The rules of keys and values: what stands where, and in which form."""

from collections.abc import Mapping
from typing import Final

from seedjob.models.seedance_x1 import MODELS, RATIOS, RESOLUTIONS, SECONDS, UNSUPPORTED
from seedjob.rulebook.rule import Rule

_LOW, _HIGH = SECONDS
_TEXT: Final = "  - {type: text, text: A fox}\n"
_FOX: Final = "{url: https://example.com/fox.png}"
_IMAGE: Final = f"  - {{type: image_url, image_url: {_FOX}}}\n"
_MEDIA: Final = f"content:\n{_TEXT}{_IMAGE}"


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"`{value}`" for value in values)


def _source(wrong: str, right: str) -> tuple[str, str]:
    head = f"content:\n{_TEXT}  - {{type: image_url, image_url: "
    return f"{head}{wrong}}}\n", f"{head}{right}}}\n"


def _role(kind: str, wrong: str, right: str, others: str = "") -> tuple[str, str]:
    source = f"{kind}: {{url: https://example.com/a}}"
    head = f"content:\n{_TEXT}{others}  - {{type: {kind}, role: "
    return f"{head}{wrong}, {source}}}\n", f"{head}{right}, {source}}}\n"


_PICTURE: Final = f"  - {{type: image_url, role: reference_image, image_url: {_FOX}}}\n"

FIELDS: Final[Mapping[str, Rule]] = {
    "spec-mapping": Rule("a spec is a mapping with `model` and `content`"),
    "missing-key": Rule(
        "what is required is there: `model` and `content`, in each item its `type` and body, and "
        "in `seedjob.toml` the currency and the amount of a price",
        f"content:\n{_TEXT}  - {{type: image_url}}\n",
        _MEDIA,
    ),
    "unknown-key": Rule(
        "a key is one that is known where it stands",
        'aspect_ratio: "16:9"\n',
        'ratio: "16:9"\n',
    ),
    "unsupported-field": Rule(
        f"{_listed(UNSUPPORTED)} are not supported by Seedance X1",
        "generate_audio: true\n",
        "",
    ),
    "secret": Rule(
        "an API key stands in no spec and no setting, as those are kept in git",
        "api_key: …\n",
        "",
    ),
    "conflicting-keys": Rule(
        "of `url` and `path`, of `text` and `text_file`, only one stands in an item, and of "
        "`per_second` and `per_task` in a price",
        *_source("{url: asset-20260101120000-abcde, path: media/fox.png}", _FOX),
    ),
    "model": Rule(
        f"`model` is one of {_listed(MODELS)}", f"model: {MODELS[0]}s\n", f"model: {MODELS[0]}\n"
    ),
    "resolution": Rule(
        f"`resolution` is one of {_listed(RESOLUTIONS)}",
        "resolution: 1280x720\n",
        'resolution: 720p\nratio: "16:9"\n',
    ),
    "ratio": Rule(
        f"`ratio` is one of {_listed(RATIOS)}, in quotes", "ratio: adaptive\n", 'ratio: "16:9"\n'
    ),
    "duration": Rule(
        f"`duration` is a whole number of seconds from {_LOW} to {_HIGH}",
        'duration: "5s"\n',
        "duration: 5\n",
    ),
    "content": Rule("`content` is a list of items", "content: A fox\n", _MEDIA),
    "content-item": Rule(
        "an item of `content` is a mapping with `type` and a body",
        f"content:\n  - A fox\n{_IMAGE}",
        _MEDIA,
    ),
    "content-type": Rule(
        "`type` is one of `text`, `image_url`, `video_url`, `audio_url`",
        f"content:\n{_TEXT}  - {{type: image, image_url: {_FOX}}}\n",
        _MEDIA,
    ),
    "image-role": Rule(
        "the role of an image is `first_frame`, `last_frame` or `reference_image`",
        *_role("image_url", "start_frame", "first_frame"),
    ),
    "video-role": Rule(
        "the role of a video is `reference_video`, and may be left out",
        *_role("video_url", "reference", "reference_video"),
    ),
    "audio-role": Rule(
        "the role of a sound is `reference_audio`, and may be left out",
        *_role("audio_url", "music", "reference_audio", _PICTURE),
    ),
    "text": Rule(
        "`text` is a text with something in it",
        f'content:\n  - {{type: text, text: ""}}\n{_IMAGE}',
        _MEDIA,
    ),
    "text-path": Rule(
        "`text_file` names a UTF-8 file of the project with something in it",
        f"content:\n  - {{type: text, text_file: /tmp/fox.txt}}\n{_IMAGE}",
        _MEDIA,
    ),
    "media-source": Rule(
        "a medium comes from `{url: …}` or `{path: …}`",
        *_source("https://example.com/fox.png", _FOX),
    ),
    "media-url": Rule(
        "`url` is an `http(s)` URL with a host, or an asset ID",
        *_source("{url: ftp://example.com/fox.png}", _FOX),
    ),
    "media-path": Rule(
        "`path` names a file of the project, relative to the spec, that is there and not empty",
        *_source("{path: /home/me/fox.png}", "{path: media/fox.png}"),
    ),
    "job-name": Rule(
        "a job's name is up to 64 of `A-Z a-z 0-9 . _ -`, a letter or digit first, and does not"
        " end in `.local`, `.manifest` or `.poster`",
        "name: the fox\n",
        "name: the-fox\n",
    ),
    "job-name-taken": Rule(
        "names of jobs are unique in their folder, compared without case and Unicode's forms"
    ),
    "tags": Rule("`tags` is a list of texts", "tags: launch\n", "tags: [launch]\n"),
    "description": Rule("`description` is a text", "description: 5\n", 'description: "5"\n'),
    "version": Rule(
        "`version` is 1, the version of the spec format", "version: 2\n", "version: 1\n"
    ),
    "schema-pointer": Rule(
        "`$schema` is the path or URL of a schema, a text",
        "$schema: 1\n",
        "$schema: ../schemas/job.schema.json\n",
    ),
    "unreadable": Rule("a spec is a file that can be read"),
    "more": Rule("of the faults of one file a hundred are told, and the rest counted"),
}
"""Name to rule, the spec as a whole first, then field by field."""
