"""What lies in `specs/media/` can be sent to the service as it is."""

from pathlib import Path

import av
import pytest
from PIL import Image

from tests.example_media import FOLDER, PICTURES

FILES = sorted(FOLDER.iterdir())


def test_the_examples_are_those_that_are_drawn() -> None:
    assert {file.name for file in FILES} == {*PICTURES, "waves.mp4", "chime.mp3"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_an_example_is_small(file: Path) -> None:
    assert file.stat().st_size < 150_000


def test_all_examples_together_are_small() -> None:
    assert sum(file.stat().st_size for file in FILES) < 800_000


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_keeps_to_the_limits_of_the_service(name: str) -> None:
    with Image.open(FOLDER / name) as picture:
        wide, high = picture.size

    assert min(wide, high) >= 300
    assert max(wide, high) <= 6000
    assert 0.4 <= wide / high <= 2.5


@pytest.mark.parametrize(("name", "kind"), [("waves.mp4", "video"), ("chime.mp3", "audio")])
def test_a_film_and_a_sound_last_three_seconds(name: str, kind: str) -> None:
    with av.open(FOLDER / name) as opened:
        assert [stream.type for stream in opened.streams] == [kind]
        assert opened.duration is not None
        assert opened.duration / av.time_base == pytest.approx(3, abs=0.1)
