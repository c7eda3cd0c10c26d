"""A key is found however it is played back, and a link's signature is never told."""

import base64
import html
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
    "in base64 behind a name": base64.b64encode(f"me:{KEY}".encode()).decode(),
    "in base64 as a header": base64.b64encode(f"Bearer {KEY}\n".encode()).decode(),
    "in base64 for URLs": base64.urlsafe_b64encode(f"{KEY}?".encode()).decode(),
    "in base64 within JSON of PHP": base64.b64encode(KEY.encode()).decode().replace("/", "\\/"),
    "in small letters": KEY.lower(),
    "in hex": KEY.encode().hex(),
    "in large hex": KEY.encode().hex().upper(),
    "as JSON in JSON": json.dumps(json.dumps(KEY.replace("=", "\\u003d"))),
    "in a URL in a URL": quote(quote(KEY, safe=""), safe=""),
    "in HTML": "".join(f"&#{ord(letter)};" for letter in KEY),
    "in HTML, in hex": "".join(f"&#x{ord(letter):X};" for letter in KEY),
}


@pytest.mark.parametrize("text", SPELLINGS.values(), ids=SPELLINGS)
def test_a_key_played_back_is_taken_out(text: str) -> None:
    told = hide(f"so: {text} !".encode(), KEY)

    assert b"[key]" in told
    assert b"ghij" not in told


@pytest.mark.parametrize("text", SPELLINGS.values(), ids=SPELLINGS)
def test_a_key_played_back_in_a_reply_that_breaks_off_is_taken_out(text: str) -> None:
    for cut in range(len(text) // 2 + 8, len(text)):
        told = hide(f"so: {text[:cut]}".encode(), KEY)

        assert b"[key]" in told
        assert text[len(text) // 2 :][:8].encode() not in told


def test_html_has_names_for_what_a_key_may_hold() -> None:
    assert hide(html.escape("so: abcd<e>\"f'&g !").encode(), "abcd<e>\"f'&g") == b"so: [key] !"


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
