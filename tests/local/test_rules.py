"""Bodies that the service takes and bodies that it refuses, as data."""

from typing import Any

import pytest

from seedjob.local.order import Medium, Order
from seedjob.local.rules import Refusal, judge
from tests.local.asking import audio, body, image, item, video

URL = "https://example.com/a.png"
TEXT = {"type": "text", "text": "a fox"}


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in body().items() if key != name}


VALID: dict[str, dict[str, Any]] = {
    "a single image without a role": body(image(URL)),
    "a first frame": body(image(URL, "first_frame")),
    "a first and a last frame": body(image(URL, "first_frame"), image(URL, "last_frame")),
    "a last frame before the first": body(image(URL, "last_frame"), image(URL, "first_frame")),
    "one reference image": body(image(URL, "reference_image")),
    "the same reference twice": body(image(URL, "reference_image"), image(URL, "reference_image")),
    "a video without a role": body(video(URL)),
    "a video with its role": body(video(URL, "reference_video")),
    "an audio with a reference image": body(image(URL, "reference_image"), audio(URL)),
    "an audio with a video": body(audio(URL, "reference_audio"), video(URL)),
    "every kind of reference": body(image(URL, "reference_image"), video(URL), audio(URL)),
    "the text behind its media": body() | {"content": [image(URL), TEXT]},
    "no resolution": without("resolution"),
    "no duration": without("duration"),
    "no ratio": without("ratio"),
    "the longest duration": body(duration=15),
    "a text of another script": body(prompt="雪地里的狐狸"),
    "an asset URL": body(image("asset://asset-20260101120000-abcde")),
    "an assetId URL": body(image("assetId://asset-20260101120000-abcde")),
    "a bare asset ID": body(image("asset-20260101120000-abcde")),
    "a bare word": body(image("logo")),
    "plain http": body(image("http://example.com")),
    "a host with a port": body(image("http://127.0.0.1:8080/a.png?x=1#y")),
    "an IPv6 host": body(image("http://[::1]:80/a.png")),
    "a scheme in capitals": body(image("HTTPS://example.com/a.png")),
    "another script in a URL": body(image("https://例え.jp/狐.png")),
    **{
        f"model {name}": body(model=name)
        for name in (
            "seedance_2_0_x1_discount",
            "seedance_fast_2_0_x1_official",
            "seedance_fast_2_0_x1_discount",
        )
    },
    **{f"ratio {name}": body(ratio=name) for name in ("21:9", "16:9", "4:3", "1:1", "3:4", "9:16")},
    **{f"resolution {name}": body(resolution=name) for name in ("480p", "720p", "1080p")},
    "a fast model at 1080p": body(model="seedance_fast_2_0_x1_official", resolution="1080p"),
}

UNSUPPORTED = (
    *("callback_url", "priority", "safety_identifier", "service_tier", "execution_expires_after"),
    *("tools", "generate_audio", "return_last_frame", "seed", "watermark"),
)

BAD_URLS: dict[str, object] = {
    "is missing a value": None,
    "is empty": "",
    "is blank": "  ",
    "is a number": 5,
    "holds a space": "https://example.com/a b.png",
    "ends in a newline": "https://example.com/a.png\n",
    "holds a tab": "asset-1\t2",
    "holds a control character": "https://example.com/\x07a.png",
    "holds a line separator": "https://example.com/\u2028a.png",
    "is data": "data:image/png;base64,AAAA",
    "is of the file scheme": "file:///etc/passwd",
    "is of the ftp scheme": "ftp://example.com/a.png",
    "is of the s3 scheme": "s3://bucket/a.png",
    "is of the javascript scheme": "javascript:alert(1)",
    "has no host": "https:///a.png",
    "has no slashes": "https:example.com/a.png",
    "has a port that is no number": "https://example.com:x/a.png",
    "has a broken IPv6 host": "https://[::1/a.png",
    "is a relative path": "media/a.png",
    "is an absolute path": "/media/a.png",
    "is a path of Windows": "media\\a.png",
    "starts at its folder": "./a",
    "is an image file's name": "fox.png",
    "is an image file's name in capitals": "FOX.JPEG",
    "is a video file's name": "waves.mp4",
    "is an audio file's name": "chime.wav",
    "is an asset without a name": "asset://",
    "is an assetId without a name": "assetId://",
    "is an asset without slashes": "asset:abc",
}

INVALID: dict[str, Any] = {
    "a list for a body": [],
    "nothing for a body": None,
    "no model": without("model"),
    "an unknown model": body(model="seedance_2_0"),
    "a model in capitals": body(model="SEEDANCE_2_0_X1_OFFICIAL"),
    "a list for a model": body(model=["seedance_2_0_x1_official"]),
    "an unknown resolution": body(resolution="4k"),
    "a number for a resolution": body(resolution=720),
    "null for a resolution": body(resolution=None),
    "the ratio adaptive": body(ratio="adaptive"),
    "an unknown ratio": body(ratio="2:1"),
    "a number for a ratio": body(ratio=969),
    "a duration too short": body(duration=3),
    "a duration too long": body(duration=16),
    "a duration in words": body(duration="5"),
    "5.0 for a duration": body(duration=5.0),
    "true for a duration": body(duration=True),
    "null for a duration": body(duration=None),
    "no content": without("content"),
    "an object for content": body() | {"content": {}},
    "empty content": body() | {"content": []},
    "a text among items": body() | {"content": [TEXT, "a.png"]},
    "an item without a type": body({"text": "x"}),
    "an item of an unknown type": body({"type": "image", "image": {"url": URL}}),
    "an item whose type is a list": body({"type": ["text"], "text": "x"}),
    "text alone": body() | {"content": [TEXT]},
    "no text": body() | {"content": [image(URL)]},
    "two texts": body(TEXT, image(URL)),
    "an empty text": body(prompt=""),
    "a blank text": body(prompt=" \n\t "),
    "a number for a text": body() | {"content": [{"type": "text", "text": 5}, image(URL)]},
    "a text with a role": body() | {"content": [TEXT | {"role": "first_frame"}, image(URL)]},
    "an item with an unknown field": body(image(URL) | {"weight": 1}),
    "an image beside a video's url": body(image(URL) | {"video_url": {"url": URL}}),
    "a url beside its holder": body({"type": "image_url", "url": URL}),
    "a text for a holder": body({"type": "image_url", "image_url": URL}),
    "a holder with an unknown field": body(
        {"type": "image_url", "image_url": {"url": URL, "detail": "high"}}
    ),
    "a holder without a url": body({"type": "image_url", "image_url": {}}),
    "an image with a video's role": body(image(URL, "reference_video")),
    "a video with an image's role": body(video(URL, "reference_image")),
    "an audio with a video's role": body(video(URL), audio(URL, "reference_video")),
    "an unknown role": body(image(URL, "middle_frame")),
    "null for a role": body(image(URL) | {"role": None}),
    "two images without roles": body(image(URL), image(URL)),
    "two images, one without a role": body(image(URL, "first_frame"), image(URL)),
    "a reference image and one without a role": body(image(URL, "reference_image"), image(URL)),
    "two first frames": body(image(URL, "first_frame"), image(URL, "first_frame")),
    "two last frames": body(
        image(URL, "first_frame"), image(URL, "last_frame"), image(URL, "last_frame")
    ),
    "a last frame alone": body(image(URL, "last_frame")),
    "a last frame with a reference": body(image(URL, "last_frame"), image(URL, "reference_image")),
    "a first frame with a reference": body(
        image(URL, "first_frame"), image(URL, "reference_image")
    ),
    "a first frame with a video": body(image(URL, "first_frame"), video(URL)),
    "an image without a role with a video": body(image(URL), video(URL)),
    "an image without a role with an audio": body(image(URL), audio(URL)),
    "an audio alone": body(audio(URL)),
    "two audios alone": body(audio(URL), audio(URL, "reference_audio")),
    "an unknown field": body(prompt_extend=True),
    "a field in capitals": body(Ratio="16:9"),
    **{f"the unsupported field {name}": body(**{name: None}) for name in UNSUPPORTED},
    **{f"an image whose url {tells}": body(image(url)) for tells, url in BAD_URLS.items()},
    "a video whose url is a path": body(video("media/a.mp4")),
    "an audio whose url is a path": body(
        image(URL, "reference_image"), item("audio_url", "a/b.mp3", None)
    ),
}


@pytest.mark.parametrize("given", VALID.values(), ids=VALID)
def test_the_service_takes(given: dict[str, Any]) -> None:
    assert isinstance(judge(given), Order)


@pytest.mark.parametrize("given", INVALID.values(), ids=INVALID)
def test_the_service_refuses(given: object) -> None:
    assert isinstance(judge(given), Refusal)


def test_an_order_holds_what_was_left_out() -> None:
    given = {"model": "seedance_2_0_x1_official", "content": [TEXT, image(URL)]}

    assert judge(given) == Order(
        model="seedance_2_0_x1_official",
        resolution="720p",
        ratio="16:9",
        duration=5,
        prompt="a fox",
        media=(Medium("image", "first_frame", URL),),
    )


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_an_unsupported_field_is_refused_by_name(name: str) -> None:
    assert judge(body(**{name: 1})) == Refusal("UnsupportedParameter", f"{name!r} is not supported")
