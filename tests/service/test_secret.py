"""A key is found however it is played back, and a link's signature is never told."""

import base64
import json
from urllib.parse import quote

import pytest

from seedjob.service.scalar import clean
from seedjob.service.secret import hide

KEY = "abcdEF/ghij+KLmn=="

SPELLINGS = {
    "plain": KEY,
    "as JSON": json.dumps({"k": KEY}),
    "as JSON of PHP": KEY.replace("/", "\\/"),
    "as JSON of Gson": KEY.replace("=", "\\u003d").replace("+", "\\u002B"),
    "in a URL": quote(KEY, safe=""),
    "in a URL, in small hex": quote(KEY, safe="").replace("%2F", "%2f"),
    "in base64": base64.b64encode(KEY.encode()).decode(),
}


@pytest.mark.parametrize("text", SPELLINGS.values(), ids=SPELLINGS)
def test_a_key_played_back_is_taken_out(text: str) -> None:
    told = hide(f"so: {text} !".encode(), KEY)

    assert b"[key]" in told
    assert b"ghij" not in told


def test_what_is_no_key_stays() -> None:
    assert hide(b"abcd EF/ghij", KEY) == b"abcd EF/ghij"
    assert hide(b"a short key is in many words", "short") == b"a short key is in many words"


LINKS = {
    "cannot copy https://m.example/v.mp4?X-Signature=SECRET&b=c now": (
        "cannot copy https://m.example/v.mp4?… now"
    ),
    '{"video_url":"https:\\/\\/m.example\\/v.mp4?sig=SECRET","x': (
        '{"video_url":"https:\\/\\/m.example\\/v.mp4?…","x'
    ),
    "HTTPS://m.example/v.mp4#SECRET": "HTTPS://m.example/v.mp4?…",
    "see https://m.example/help": "see https://m.example/help",
    "really? yes": "really? yes",
}


@pytest.mark.parametrize(("text", "told"), LINKS.items())
def test_a_link_is_told_without_its_signature(text: str, told: str) -> None:
    assert told == clean(text)
