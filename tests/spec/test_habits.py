"""What a hint says to write may be written: followed as it stands, it leads into no other fault."""

import re
from typing import Any

import pytest

from seedjob.spec.habits import JOB
from seedjob.spec.job import accept
from seedjob.spec.validate import explain

SOUND: dict[str, Any] = {
    "model": "seedance_2_0_x1_official",
    "content": [
        {"type": "text", "text": "A fox"},
        {"type": "image_url", "image_url": {"url": "https://example.com/fox.png"}},
    ],
}
VALUES = (
    "16:9",
    "9x16",
    "adaptive",
    5,
    5.0,
    "5s",
    "1m",
    -1,
    720,
    "1280x720",
    "the fox",
    "fox",
    "",
    True,
)
WRITE = re.compile(r"(?:^|; |and )write (?P<key>\w+): (?P<value>[^;]+?)(?: and |$)")


@pytest.mark.parametrize("key", [key for key, habit in JOB.items() if habit.same])
def test_a_value_that_is_offered_for_another_key_is_taken_there(key: str) -> None:
    for value in VALUES:
        (hint,) = [one.hint for one in explain({**SOUND, key: value}) if one.route == (key,)]
        offered = WRITE.fullmatch(hint or "")
        if offered and offered["value"].strip('"') == str(value):
            assert accept({**SOUND, offered["key"]: value}), hint
