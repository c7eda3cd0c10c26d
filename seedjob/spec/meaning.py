"""What each field, value and item of a spec means, in the words that an editor shows over it.

Plain text: an editor may show it as it stands, or as Markdown with its marks escaped.
"""

from collections.abc import Mapping
from typing import Final

from seedjob.models.seedance_x1 import DURATION, RATIO, RESOLUTION, SECONDS
from seedjob.models.upstream import IDEOGRAPHS, LIMITS, MB, WORDS

MEANINGS: Final[Mapping[str, str]] = {
    "$schema": (
        "Where an editor finds this schema: a path, relative to the spec, or a URL. A first line "
        "'# yaml-language-server: $schema=…' does the same, and older editors know it too."
    ),
    "version": "The version of the spec format. There is one, so it may be left out.",
    "name": (
        "The job's name, which names its video and its manifest; by default the file's name "
        "without its ending. Up to 64 of A-Z a-z 0-9 . _ -, a letter or digit first."
    ),
    "description": "A note for people. It is never sent.",
    "tags": "Labels to select jobs by, as in 'seedjob run --tag launch'. They are never sent.",
    "model": "The model that makes the video.",
    "resolution": (
        f"How fine the picture is, by the pixels of its short side; {RESOLUTION} where it is left "
        "out. The video comes out near it, not always at exactly these pixels."
    ),
    "ratio": (
        f'The picture\'s width to its height; "{RATIO}" where it is left out. Write it in quotes: '
        "YAML 1.1 tools read a bare 16:9 as the number 969."
    ),
    "duration": (
        f"The video's length in whole seconds, {SECONDS[0]} to {SECONDS[1]}, without quotes; "
        f"{DURATION} where it is left out. The video comes out near it: 5.04 seconds for 5."
    ),
    "content": (
        "What the video is made from: one text, and beside it at least one medium. Either a first "
        "frame, perhaps with a last one, or references; the two never mix. Media are sent in the "
        "order of the file, and a prompt counts its references in that order."
    ),
    "type": "What the item is: the prompt, or a medium of one kind.",
    "text": "The prompt: what the video shows. It is sent as it stands.",
    "text_file": "A file that holds the prompt, in UTF-8; its path is relative to the spec.",
    "image_url": "Where the picture is: one of url and path.",
    "video_url": "Where the clip is: one of url and path.",
    "audio_url": "Where the sound is: one of url and path.",
    "url": (
        "An http:// or https:// URL that the service can reach, or an asset ID (asset://…, "
        "assetId://…, or bare). It is sent as it stands."
    ),
    "path": (
        "A file of the project, relative to the spec, with forward slashes. A service on loopback "
        "is offered it as a URL ('seedjob run --local'); the real one cannot reach your disk: "
        "write a url for it."
    ),
}
"""Key to what it means."""

BATCH: Final[Mapping[str, str]] = {
    "vars": (
        "Values by name, put in wherever a text says ${{ vars.NAME }}. A text that is one lookup "
        "and nothing else keeps the value's type."
    ),
    "matrix": (
        "Makes a job of every combination of its axes: {look: [day, night]}. An axis named model, "
        "resolution, ratio or duration sets that field, any other is put in by "
        "${{ matrix.NAME }}. 'exclude' takes cells out, 'include' adds to them, or adds one."
    ),
    "foreach": (
        "A .csv or .jsonl file of the project with a row for each job. A column named like a "
        "field sets it, 'name' names the row's job, and ${{ row.COLUMN }} puts a value in."
    ),
    "defaults": "Fields that all jobs of the file have unless they write their own.",
    "jobs": "Many jobs in one file, each with a name of its own: FILE.NAME is its whole name.",
}
"""Key of a spec of many jobs to what it means."""

EXAMPLES: Final[Mapping[str, tuple[str | list[str], ...]]] = {
    "$schema": ("../schemas/job.schema.json",),
    "tags": (["launch", "teaser"],),
    "url": ("https://example.com/first.png", "asset-20250101000000-abcde"),
}
"""Key to values that show more than words."""

_ONLY: Final = "There is one role, so it may be left out."

ROLE_MEANINGS: Final[Mapping[str, str]] = {
    "image_url": "What the picture is for. A single image without a role is the first frame.",
    "video_url": f"What the clip is for. {_ONLY}",
    "audio_url": f"What the sound is for. {_ONLY}",
}
"""Type of item to what its role says."""

_BEHIND: Final = "The model behind the service is known to take"


def _known(kind: str) -> str:
    """Say what is known of the upstream's limits of a type of medium."""
    limits = LIMITS[kind]
    told = [", ".join(limits.formats), f"up to {-(-limits.bytes // MB)} MB"]
    told += [f"sides of {limits.sides} pixels"] if limits.sides else []
    told += [f"{limits.shape} times as wide as high"] if limits.shape else []
    told += [f"{limits.fps} frames a second"] if limits.fps else []
    told += [f"{limits.seconds} seconds each"] if limits.seconds else []
    told += [f"{limits.seconds_in_all:g} in all"] if limits.seconds_in_all else []
    return f"{_BEHIND} at most {limits.most} for reference: {'; '.join(told)}."


ITEMS: Final[Mapping[str, str]] = {
    "text": (
        "The prompt, exactly one a job. The model behind the service is said to follow at most "
        f"{WORDS} English words, or {IDEOGRAPHS} Chinese characters."
    ),
    "image_url": f"A picture: a frame of the video, or a reference. {_known('image_url')}",
    "video_url": f"A clip to refer to. {_known('video_url')}",
    "audio_url": (
        "A sound to refer to, only together with a reference image or a reference video. "
        f"{_known('audio_url')}"
    ),
}
"""Type of item to what it is."""

VALUES: Final[Mapping[str, str]] = {
    "seedance_2_0_x1_official": "Seedance 2.0, in its official variant.",
    "seedance_2_0_x1_discount": "Seedance 2.0, in its discount variant.",
    "seedance_fast_2_0_x1_official": "The fast series, in its official variant.",
    "seedance_fast_2_0_x1_discount": "The fast series, in its discount variant.",
    "480p": "The coarsest.",
    "720p": "What the service makes by default.",
    "1080p": "The finest. Fast models take it too, but what stands behind them may not have it.",
    "21:9": "As wide as in the cinema.",
    "16:9": "Wide; what the service makes by default.",
    "4:3": "A little wider than high.",
    "1:1": "Square.",
    "3:4": "A little higher than wide.",
    "9:16": "Upright, as a phone is held.",
    "text": "The prompt; exactly one.",
    "image_url": "A picture: first frame, last frame, or reference.",
    "video_url": "A clip to refer to.",
    "audio_url": "A sound to refer to.",
    "first_frame": "The video begins with this picture. Never beside references.",
    "last_frame": (
        "The video ends with this picture. Only together with a first_frame, and never beside "
        "references."
    ),
    "reference_image": (
        "A picture to refer to, no frame of the video. Never beside a first_frame or last_frame."
    ),
    "reference_video": "A clip to refer to. Never beside a first_frame or last_frame.",
    "reference_audio": (
        "A sound to refer to. Only together with a reference_image or reference_video, and never "
        "beside a first_frame or last_frame."
    ),
}
"""Value to what it means; no two fields share one."""
