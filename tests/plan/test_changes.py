"""What differs between two requests, as people name it."""

from typing import Any

import pytest

from seedjob.manifest import Input
from seedjob.plan.changes import Asked, changes

FOX = {"type": "image_url", "role": "first_frame", "image_url": {"path": "media/fox.png"}}
LAST = {"type": "image_url", "role": "last_frame", "image_url": {"url": "https://e/last.png"}}
CLIP = {"type": "video_url", "video_url": {"url": "https://e/a.mp4"}}
TEXT = {"type": "text", "text": "A fox"}
BASE: dict[str, Any] = {"model": "m", "resolution": "720p", "ratio": "16:9", "duration": 5,
                        "content": [TEXT, FOX]}  # fmt: skip
ONE, OTHER = (Input(path="media/fox.png", sha256=sha256, bytes=1) for sha256 in "ab")


def referring(*names: str) -> dict[str, Any]:
    media = [
        {"type": "image_url", "role": "reference_image", "image_url": {"url": name}}
        for name in names
    ]
    return {**BASE, "content": [TEXT, *media]}


CASES: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "nothing": (BASE, BASE, []),
    "a field": (BASE, {**BASE, "duration": 8}, ["duration 5 → 8"]),
    "two fields": (
        BASE,
        {**BASE, "ratio": "1:1", "resolution": "480p"},
        ["resolution 720p → 480p", "ratio 16:9 → 1:1"],
    ),
    "the prompt": (BASE, {**BASE, "content": [{**TEXT, "text": "x"}, FOX]}, ["prompt changed"]),
    "a medium more": (
        BASE,
        {**BASE, "content": [TEXT, FOX, LAST]},
        ["last_frame added: https://e/last.png"],
    ),
    "a medium less": (
        {**BASE, "content": [TEXT, FOX, LAST]},
        BASE,
        ["last_frame removed: https://e/last.png"],
    ),
    "another source": (
        referring("a", "b", "c"),
        referring("a", "x", "c"),
        ["reference_image b → x"],
    ),
    "one in between": (referring("a", "c"), referring("a", "b", "c"), ["reference_image added: b"]),
    "another kind": (
        BASE,
        {**BASE, "content": [TEXT, CLIP]},
        ["first_frame removed: media/fox.png", "video_url added: https://e/a.mp4"],
    ),
    "a record that holds no request": ({}, BASE, [
        "model added: m", "resolution added: 720p", "ratio added: 16:9", "duration added: 5",
        "prompt changed", "first_frame added: media/fox.png",
    ]),
    "content that is none": ({**BASE, "content": 5}, {**BASE, "content": [3]}, []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_differs_is_named(name: str) -> None:
    before, after, told = CASES[name]

    assert told == [change.sentence for change in changes(Asked(before), Asked(after))]


def test_a_file_that_has_changed_is_named_by_its_path() -> None:
    found = changes(Asked(BASE, [ONE]), Asked(BASE, [OTHER]))

    assert ["media/fox.png changed"] == [change.sentence for change in found]
