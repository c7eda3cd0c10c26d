"""The numbers in `tests/example_media/` are all there is to the pictures in `specs/media/`."""

from hashlib import sha256

import PIL
import pytest

from tests.example_media import FOLDER, PICTURES, drawn


@pytest.mark.skipif(
    PIL.__version__ != "13.0.0", reason="another Pillow may smooth and pack the pictures otherwise"
)
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_drawn_again_has_the_same_bytes(name: str) -> None:
    kept = (FOLDER / name).read_bytes()

    assert sha256(kept).hexdigest() == sha256(drawn(name)).hexdigest()
