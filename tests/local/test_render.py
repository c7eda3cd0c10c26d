"""Orders to films: their pixels, their length, their sound, and always the same bytes."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image, ImageStat

from seedjob.local.film import write_film
from seedjob.local.order import Order
from seedjob.local.render import Stopped, render, rendered_seconds, size_of
from seedjob.local.rules import judge
from seedjob.local.scenes import Shot, film
from seedjob.local.service import serving
from seedjob.local.sound import track
from seedjob.local.tasks import Task, cache_key
from tests.local.asking import ask, audio, body, ended, image, made, video
from tests.local.conftest import EXAMPLES

HTTP = "https://example.com/media"
SIZES = {
    ("480p", "16:9"): (854, 480),
    ("480p", "9:16"): (480, 854),
    ("480p", "21:9"): (1120, 480),
    ("480p", "4:3"): (640, 480),
    ("480p", "3:4"): (480, 640),
    ("480p", "1:1"): (480, 480),
    ("720p", "16:9"): (1280, 720),
    ("720p", "9:16"): (720, 1280),
    ("720p", "21:9"): (1680, 720),
    ("720p", "1:1"): (720, 720),
    ("1080p", "16:9"): (1920, 1080),
    ("1080p", "21:9"): (2520, 1080),
}


def order(*media: dict[str, Any], **fields: Any) -> Order:
    judged = judge(body(*media, **fields))
    assert isinstance(judged, Order), judged
    return judged


def brief(*media: dict[str, Any], seconds: int = 1, **fields: Any) -> Order:
    """Order less than the service sells, where that proves the same."""
    return replace(order(*media, **fields), duration=seconds)


def rendered(out: Path, asked: Order, *names: str) -> Path:
    """Render an order, its media by their names among the examples; "" is a placeholder."""
    files = tuple(EXAMPLES / name if name else None for name in names)
    render(asked, files, out, lambda: False)
    return out


def frames(file: Path) -> list[Image.Image]:
    with av.open(file) as container:
        # The stubs leave out what it returns.
        return [frame.to_image() for frame in container.decode(video=0)]  # type: ignore[no-untyped-call]


def loudness(file: Path) -> list[float]:
    """Tell the loudest sample of each second."""
    with av.open(file) as container:
        resampler = av.AudioResampler("s16", "mono", 8000)
        heard = [part for frame in container.decode(audio=0) for part in resampler.resample(frame)]
    raw = b"".join(bytes(part.planes[0])[: part.samples * 2] for part in heard)
    samples = memoryview(raw).cast("h")
    return [max(map(abs, samples[at : at + 8000])) for at in range(0, len(samples) - 4000, 8000)]


@pytest.mark.parametrize(("asked", "expected"), SIZES.items())
def test_the_short_side_is_the_resolution_and_the_long_one_even(
    asked: tuple[str, str], expected: tuple[int, int]
) -> None:
    assert size_of(*asked) == expected


ASKED = [(*key, 1) for key in SIZES if key[0] == "480p"] + [("720p", "1:1", 1), ("480p", "1:1", 3)]


@pytest.mark.parametrize(("resolution", "ratio", "seconds"), ASKED)
def test_a_film_has_the_pixels_and_the_frames_that_were_asked_for(
    tmp_path: Path, resolution: str, ratio: str, seconds: int
) -> None:
    asked = brief(image(f"{HTTP}/a.png"), resolution=resolution, ratio=ratio, seconds=seconds)

    with av.open(rendered(tmp_path / "a.mp4", asked, "city.jpg")) as opened:
        stream = opened.streams.video[0]
        count = sum(1 for _ in opened.decode(stream))
        told = (stream.width, stream.height, stream.average_rate, stream.pix_fmt, count)

    assert told == (*SIZES[resolution, ratio], Fraction(24), "yuv420p", seconds * 24)


FILMS: dict[str, tuple[int, tuple[dict[str, Any], ...], tuple[str, ...]]] = {
    "first and last": (
        1,
        (image(f"{HTTP}/a.png", "first_frame"), image(f"{HTTP}/b.png", "last_frame")),
        ("fox-first.png", "fox-last.png"),
    ),
    "references of every kind": (
        2,
        (
            image(f"{HTTP}/a.png", "reference_image"),
            video(f"{HTTP}/b.mp4"),
            image("asset-1", "reference_image"),
            audio(f"{HTTP}/c.mp3"),
            audio("asset-2"),
        ),
        ("teapot.png", "waves.mp4", "", "chime.mp3", ""),
    ),
}


@pytest.mark.parametrize(("seconds", "media", "names"), FILMS.values(), ids=FILMS)
def test_the_same_order_gives_the_same_bytes_whatever_else_renders(
    tmp_path: Path, seconds: int, media: tuple[dict[str, Any], ...], names: tuple[str, ...]
) -> None:
    asked, other = brief(*media, seconds=seconds), brief(image("asset-9"), seconds=seconds)
    work = [
        lambda: rendered(tmp_path / "one.mp4", asked, *names),
        lambda: rendered(tmp_path / "other.mp4", other, ""),
    ]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda job: job(), work))
    rendered(tmp_path / "alone.mp4", asked, *names)

    digests = [
        hashlib.sha256((tmp_path / f"{name}.mp4").read_bytes()).hexdigest()
        for name in ("one", "alone")
    ]
    assert digests[0] == digests[1]


def test_two_services_at_two_ports_give_the_same_bytes(tmp_path: Path, media: str) -> None:
    videos = []
    for name in ("one", "two"):
        with serving(tmp_path / name, speed=20) as base:
            told = ended(base, made(base, body(image(f"{media}/harbour.png"))))
            videos.append(ask(told["video_url"], headers={}).body)

    assert videos[0] == videos[1]


def test_the_host_of_a_fetched_medium_is_not_in_the_cache_key() -> None:
    keys = {
        cache_key(Task(str(port), port, order(image(f"http://127.0.0.1:{port}/a.png")), ("ab",)))
        for port in (8000, 8001)
    }

    assert len(keys) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "a bear"},
        {"ratio": "4:3"},
        {"duration": 5},
        {"resolution": "720p"},
    ],
)
def test_another_order_has_another_cache_key(change: dict[str, Any]) -> None:
    one, other = order(image("asset-1")), order(image("asset-1"), **change)

    assert cache_key(Task("1", 1, one, (None,))) != cache_key(Task("1", 1, other, (None,)))


def test_a_film_can_be_played_as_it_comes(tmp_path: Path) -> None:
    made_film = rendered(tmp_path / "a.mp4", brief(image("asset-1")), "").read_bytes()

    assert made_film.index(b"moov") < made_film.index(b"mdat")


def test_a_film_goes_from_the_first_frame_to_the_last(tmp_path: Path) -> None:
    for name, colour in (("red", (220, 20, 20)), ("blue", (20, 20, 220))):
        Image.new("RGB", (400, 400), colour).save(tmp_path / f"{name}.png")
    asked = brief(image("asset-1", "first_frame"), image("asset-2", "last_frame"))
    files = (tmp_path / "red.png", tmp_path / "blue.png")
    render(asked, files, tmp_path / "a.mp4", lambda: False)

    shown = frames(tmp_path / "a.mp4")
    red, _, blue = zip(*(middle(shown[at]) for at in (0, 12, 23)), strict=True)
    assert red == pytest.approx((220, 120, 20), abs=16)
    assert blue == pytest.approx((20, 120, 220), abs=16)


def middle(picture: Image.Image) -> tuple[int, ...]:
    told = picture.getpixel((picture.width // 2, picture.height // 3))
    assert isinstance(told, tuple)
    return tuple(map(int, told))


def test_a_still_moves(tmp_path: Path) -> None:
    shown = frames(rendered(tmp_path / "a.mp4", brief(image("asset-1")), "city.jpg"))

    assert ImageStat.Stat(shown[0]).mean != ImageStat.Stat(shown[-1]).mean


@pytest.mark.parametrize(("audios", "expected"), [((), []), ((audio("asset-2"),), ["aac"])])
def test_a_film_has_sound_if_there_is_an_audio(
    tmp_path: Path, audios: tuple[dict[str, Any], ...], expected: list[str]
) -> None:
    asked = brief(image("asset-1", "reference_image"), *audios)

    with av.open(rendered(tmp_path / "a.mp4", asked, *("" for _ in asked.media))) as opened:
        assert expected == [stream.codec_context.name for stream in opened.streams.audio]


@pytest.mark.parametrize("name", ["chime.mp3", ""], ids=["decoded", "a tone"])
def test_an_audio_is_heard_to_the_end(tmp_path: Path, name: str) -> None:
    asked = order(image("asset-1", "reference_image"), audio("asset-2"))
    files = (None, EXAMPLES / name if name else None)
    shots = tuple(map(Shot, asked.media, files))
    write_film(tmp_path / "a.mp4", film(shots, (64, 64), 4), sound=track(shots, 4))

    heard = loudness(tmp_path / "a.mp4")
    assert len(heard) == 4
    assert min(heard) > 300


@pytest.mark.parametrize("frames_made", [1, 30])
def test_the_seconds_of_a_film_are_those_of_its_frames(tmp_path: Path, frames_made: int) -> None:
    shots = (Shot(order(image("asset-1")).media[0], None),)
    made_film = tmp_path / "a.mp4"

    told = write_film(made_film, islice(film(shots, (64, 64), 4), frames_made))

    assert told == frames_made / 24
    assert rendered_seconds(made_film) == told


def test_a_film_that_is_not_there_or_does_not_open_has_no_seconds(tmp_path: Path) -> None:
    (tmp_path / "torn.mp4").write_bytes(b"\0\0\0\x20ftypisom")

    assert [rendered_seconds(tmp_path / name) for name in ("gone.mp4", "torn.mp4")] == [None, None]


def test_more_references_than_fit_are_left_out() -> None:
    many = order(*[image(f"asset-{n}", "reference_image") for n in range(40)])
    shots = tuple(Shot(medium, None) for medium in many.media)

    assert sum(1 for _ in film(shots, (64, 64), 4)) == 4 * 24


@pytest.mark.parametrize(
    "prompt",
    ["word " * 4000, "x" * 5000, "雪地里的狐狸" * 40, "a\x00b\x1b[31m\u202ec\ud800", "́" * 50],
    ids=["very long", "one very long word", "another script", "control characters", "marks alone"],
)
def test_any_prompt_can_be_lettered(tmp_path: Path, prompt: str) -> None:
    asked = order(image("asset-1"), prompt=prompt, ratio="9:16")

    stop = iter([False, True])
    with pytest.raises(Stopped):
        render(asked, (None,), tmp_path / "a.mp4", lambda: next(stop))


def test_a_film_that_was_stopped_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        render(order(image("asset-1")), (None,), tmp_path / "a.mp4", lambda: True)

    assert list(tmp_path.iterdir()) == []
