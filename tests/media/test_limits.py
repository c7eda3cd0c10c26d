"""Files that the model behind the service may not take are told of, each for its first cause."""

import wave
from fractions import Fraction
from pathlib import Path

import av
import pytest
from PIL import Image

from seedjob.media.limits import advise
from seedjob.media.picture import PictureFacts, probe_picture

TEXT = {"type": "text", "text": "A fox"}


def picture(path: Path, size: tuple[int, int]) -> None:
    Image.new("L", size).save(path)


def film(path: Path, seconds: int, fps: int) -> None:
    """Write a film of black frames, of which each stands for a second's share."""
    with av.open(path, "w") as container:
        stream = container.add_stream("mpeg4", rate=Fraction(fps))
        stream.width = stream.height = 16
        for _ in range(seconds * fps):
            container.mux(stream.encode(av.VideoFrame(16, 16, "yuv420p")))
        container.mux(stream.encode())


def tone(path: Path, seconds: int) -> None:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(1000)
        sound.writeframes(bytes(1000 * seconds))


def grown(path: Path, size: int) -> None:
    """Let a file be as large as this, without writing it."""
    with path.open("r+b") as file:
        file.truncate(size)


def item(kind: str, name: str) -> dict[str, object]:
    return {"type": kind, "role": "reference", kind: {"path": name}}


def told(folder: Path, *media: tuple[str, str]) -> list[tuple[str, str]]:
    """Tell the rules that a spec of these media breaks, and what is said."""
    data = {"content": [TEXT, *(item(*one) for one in media)]}
    return [(finding.rule, finding.message) for finding in advise(data, folder)]


PICTURES = (
    # name, sides, rule, what is said
    ("fine.png", (300, 300), None),
    ("wide.jpg", (750, 300), None),
    ("large.webp", (6000, 2400), None),
    ("small.png", (299, 300), "'small.png' is 299 x 300 pixels, where each side has 300 to 6000"),
    ("huge.png", (6001, 3000), "'huge.png' is 6001 x 3000 pixels, where each side has 300 to 6000"),
    (
        "narrow.gif",
        (300, 751),
        "'narrow.gif' is 300 x 751 pixels, 0.40 to 1, where 0.4 to 2.5 to 1 is taken",
    ),
)


@pytest.mark.parametrize(("name", "size", "said"), PICTURES)
def test_a_picture_is_measured(
    name: str, size: tuple[int, int], said: str | None, tmp_path: Path
) -> None:
    picture(tmp_path / name, size)

    assert [said] * bool(said) == [message for _, message in told(tmp_path, ("image_url", name))]


@pytest.mark.parametrize("size", [(1, 1), (300, 751), (8000, 2)])
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "I;16"])
def test_a_png_is_read_as_pillow_reads_it(mode: str, size: tuple[int, int], tmp_path: Path) -> None:
    Image.new(mode, size).save(tmp_path / "a.png")

    with Image.open(tmp_path / "a.png") as image:
        assert PictureFacts("png", *image.size) == probe_picture(tmp_path / "a.png")


def test_a_picture_of_many_bytes_is_told_of_once(tmp_path: Path) -> None:
    picture(tmp_path / "a.png", (100, 100))
    grown(tmp_path / "a.png", 30_000_000)

    assert [
        ("upstream-bytes", "'a.png' is 30,000,000 bytes large, where 29,999,999 are the most")
    ] == told(tmp_path, ("image_url", "a.png"))


FILMS: tuple[tuple[str, int, int, list[str]], ...] = (
    # name, seconds, frames a second, what is said
    ("fine.mp4", 2, 24, []),
    ("long.mov", 15, 24, []),
    ("longer.mp4", 16, 24, ["'longer.mp4' is 16.0 s long, where 2 to 15 s are taken"]),
    ("short.mp4", 1, 24, ["'short.mp4' is 1.0 s long, where 2 to 15 s are taken"]),
    ("slow.mp4", 2, 10, ["'slow.mp4' has 10 frames a second, where 24 to 60 are taken"]),
    (
        "odd.mkv",
        2,
        24,
        ["'odd.mkv' is no video that the model behind the service is known to read"],
    ),
)


@pytest.mark.parametrize(("name", "seconds", "fps", "said"), FILMS)
def test_a_film_is_measured(
    name: str, seconds: int, fps: int, said: list[str], tmp_path: Path
) -> None:
    film(tmp_path / name, seconds, fps)

    assert said == [message for _, message in told(tmp_path, ("video_url", name))]


def test_sounds_are_measured_each_and_all_together(tmp_path: Path) -> None:
    for name, seconds in (("a.wav", 8), ("b.wav", 8), ("c.wav", 1)):
        tone(tmp_path / name, seconds)
    sounds = [("audio_url", name) for name in ("a.wav", "b.wav", "c.wav")]

    assert [
        ("upstream-seconds", "the sound files are 16.0 s long in all, where 15 s are taken"),
        ("upstream-seconds", "'c.wav' is 1.0 s long, where 2 to 15 s are taken"),
    ] == told(tmp_path, *sounds)


def test_what_is_no_medium_at_all_or_of_another_kind_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("a text")
    (tmp_path / "a.mp4").write_text("#EXTM3U\n/etc/passwd\n")
    tone(tmp_path / "a.mov", 3)
    picture(tmp_path / "a.wav.png", (300, 300))
    media = [("image_url", "a.png"), ("video_url", "a.mp4"), ("video_url", "a.mov")]

    assert ["upstream-format"] * 4 == [
        rule for rule, _ in told(tmp_path, *media, ("audio_url", "a.wav.png"))
    ]


def test_a_prompt_in_a_file_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The fox of image 2", "utf-8")
    data = {"content": [{"type": "text", "text_file": "a.txt"}]}

    assert ["reference-number"] == [finding.rule for finding in advise(data, tmp_path)]


def test_what_is_blamed_already_is_not_read(tmp_path: Path) -> None:
    route = ("content", 0, "image_url", "path")
    data = {"content": [item("image_url", "../elsewhere.png")]}

    assert [] == list(advise(data, tmp_path, {route}))
