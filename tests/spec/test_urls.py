"""`validate` and the local service, who share no code, take the same URLs and asset IDs."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from seedjob.local.urls import complaint
from seedjob.spec.text import PATTERNS

STARTS = some.sampled_from(
    (
        *("", "http://", "hTTps://", "http://[", "http://h:", "http://u@", "https://h/", "http:/"),
        *("http:", "asset://", "assetId://", "ASSET:", "data:", "file:///", "//", "~", "C:"),
    )
)
PIECES = some.sampled_from(
    (
        *"ab01./\\:@[]%?#_-&=+|^`{}\"'<>é🦊\u017f\u212a\t\n \x00\x1c\x7f\x80\x85\xa0\xad\u2028",
        *("\u200b", "\ufeff", "\u2100", "\uff0e", "\u0661", "\u3000", "..", "::", "::1", "1.2.3.4"),
        *("65535", "65536", "99999", "080", ".png", ".MP4", ".svg", ".mKv", "asset-1", "user:pw@"),
    )
)
URLS = some.builds("{}{}".format, STARTS, some.lists(PIECES, max_size=5).map("".join))
TEXTS = some.text(some.characters(codec="utf-8"), max_size=12)


@given(URLS | TEXTS | some.builds("http://{}".format, TEXTS))
@settings(max_examples=1500, deadline=None)
@example("http://[::::]/")
@example("http://h:99999/a")
@example("http://h:00080/a")
@example("http://h:000080/a")
@example("https://u@@h/")
@example("http://][::1]")
@example("http://[::1]x:80/")
@example("http://[fe80::1%25eth0]/")
@example("a\ufeff")
@example("a.m\u212av")
@example("http://\u2100/")
def test_a_url_is_taken_by_both_or_by_none(url: str) -> None:
    assert bool(PATTERNS["url"].search(url)) == (complaint(url) is None)


SOUND = (
    "http://h",
    "https://user:pw@h.example:443/a?b#c",
    "https://狐.example/雪.png?x=[1]",
    "http://[::1]:8080/a",
    "http://[1:2:3:4:5:6:7::]",
    "http://[::ffff:192.0.2.1]/",
    "http://h:65535/",
    "http://h:/",
    "asset://a/b.png",
    "assetId://asset-20250101000000-abcde",
    "asset-20250101000000-abcde",
)


@pytest.mark.parametrize("url", SOUND)
def test_an_ordinary_url_is_taken(url: str) -> None:
    assert PATTERNS["url"].search(url)
    assert complaint(url) is None


def test_every_character_that_becomes_the_end_of_a_host_is_refused_in_one() -> None:
    folded = {
        character
        for character in map(chr, [*range(0x80, 0xD800), *range(0xE000, 0x110000)])
        if not {*"/?#@:"}.isdisjoint(unicodedata.normalize("NFKC", character))
    }

    assert folded
    assert not [one for one in folded if PATTERNS["url"].search(f"http://a{one}b/")]
    assert PATTERNS["url"].search(f"http://a/{''.join(sorted(folded))}")
