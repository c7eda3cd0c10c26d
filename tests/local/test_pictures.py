"""Image files that nobody vouches for: a picture, or a reason, and not a word on stderr."""

import warnings
from pathlib import Path
from typing import Literal

import pytest

from seedjob.errors import MediaError
from seedjob.local.pictures import loaded
from tests.local.conftest import BOMBS, EXAMPLES, headed


@pytest.mark.parametrize("asked", ["default", "always", "error"])
@pytest.mark.parametrize("side", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_without_a_warning(
    tmp_path: Path, side: int, asked: Literal["default", "always", "error"]
) -> None:
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(headed((EXAMPLES / "fox-first.png").read_bytes(), side))

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter(asked)
        with pytest.raises(MediaError, match=r"an image of .* pixels is too large"):
            loaded(bomb, (64, 64))

    assert told == []
