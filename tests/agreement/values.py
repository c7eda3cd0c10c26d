"""Values for specs: sound ones by key, ones that are nearly right by key, and anything at all."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

SOUND: Final[Mapping[str, Sequence[Any]]] = {
    "$schema": ("../schemas/job.schema.json", "https://example.com/job.schema.json", ""),
    "version": (1,),
    "name": ("fox", "A", "0", "a.b-c_d", "fox.locale", "local", "x" * 64, "a..b", "manifest.x"),
    "description": ("", "a note", "two\nlines", "狐 🦊", "\u2028", "\x00"),
    "tags": ([], ["launch"], ["a", "a"], ["b c", "狐"], ["\u200b"], ["x" * 300]),
    "text": ("A fox", "狐狸\n走过雪地", " x ", "🦊", "\u200b", "'\"{}[]#:", "x" * 2000, "a\u2028b"),
    "text_file": ("prompt.txt", "prompts/a fox.txt", "./prompt.txt", "prompts/../prompt.txt"),
    "url": (
        *("https://example.com/a.png", "http://h", "HTTPS://h:443/a?b#c", "http://[::1]:8080/a"),
        *("https://user:pw@h.example/", "https://狐.example/雪.png", "http://h/a@b:c|d"),
        *("asset://a/b.png", "assetId://asset-20250101000000-abcde", "ASSET:///x"),
        *("asset-20250101000000-abcde", "x", "狐", "a.pngx", "asset", "http", "a@b", "a?b=c"),
    ),
    "path": (
        *("media/a.png", "media/a b.png", "./media/a.png", "media//a.png", "media/../media/a.png"),
        *(
            "media/狐🦊.png",
            "media/a'b\"c.png",
            "media/a:b.png",
            "media/#{a}.png",
            "media/\xa0.png",
        ),
        *("media/a\u2028b.png", "media/x.mp4", "media/~.mp3", "media/\u200b", " a", "a."),
    ),
}
"""Key to values that are right there; the files are there too."""

FILES: Final = ("media/absent.png", "media", "..", "../outside.png", "media/" + "x" * 5000, "a/b/c")
"""Paths that are well formed, of files that are not there, no files, or outside of the project."""

BLANKS: Final = ("", " ", "\t", "\n", "\xa0", "\u3000", "\ufeff", "\x85", "\u2028", "\x1c", "\x1f")
_URLS: Final = (
    *("a.png", "a.PNG", "x.mp4", "media/a.png", "./a", "../a", "~", ".", "/a", "C:\\a.png", "a\\b"),
    *("http://", "http:/h", "http:h", "https://", "//h/a", "ftp://h/a", "file:///a", "data:,x"),
    *("http://u@@h/", "http://h:65536/", "http://h:x/", "http://[::1", "http://[1::2::3]/", "a:b"),
    *(
        "http://h/a b",
        " http://h",
        "http://h\n",
        "http://h/\x7f",
        "http://h/\x85",
        "http://\u2100/",
    ),
    *("http://h/\xa0", "http://h/\ufeff", "http://h/\u200b", "asset:", "asset://", "asset:///"),
    *(
        "assetid:x",
        "asset:// x",
        "javascript://h",
        "x\n",
        "x\u2028",
        "x\x1c",
        "a.m\u212av",
        "a.\u017fvg",
    ),
)
_PATHS: Final = (
    *("/a.png", "~/a.png", "~", "C:/a.png", "c:a.png", "a\\b.png", "http://h/a.png", "x+y://a"),
    *("a\nb.png", "media/a.png\n", "\na.png", "a\x00b", "a\x7fb", "a\tb", "file:///a", "asset://a"),
)
_NAMES: Final = (
    *(
        "a/b",
        "..",
        ".",
        ".a",
        "-a",
        "_a",
        "a b",
        "x" * 65,
        "fox\n",
        "a\r",
        "fox.local",
        "a.Manifest",
    ),
    *(
        "a.b.poster",
        ".local",
        "fox.local\n",
        "狐",
        "\uff41",
        "é",
        "a\u2028",
        "\u017f",
        "\u212a",
        "a:b",
    ),
)

NEAR: Final[Mapping[str, Sequence[Any]]] = {
    "$schema": (1, None, ["x"], True),
    "version": (1, 1.0, 2, 0, "1", True, None, 1.5),
    "name": (*_NAMES, *BLANKS, 1, None, True, ["a"]),
    "description": (1, None, ["x"], {}, False),
    "tags": (
        [""],
        [" "],
        ["\ufeff"],
        ["\x85"],
        [1],
        [None],
        [True],
        ["a", []],
        "a",
        {},
        None,
        [[]],
    ),
    "model": ("seedance_2_0_x1", "SEEDANCE_2_0_X1_OFFICIAL", "seedance-2.0", "", None, 1, []),
    "resolution": ("720", 720, "720P", "4k", "720p ", "", None, "1080p", True),
    "ratio": ("16:9 ", "16x9", "16/9", 969, "adaptive", "9:21", "", None, "1:1", 1.0, ["16:9"]),
    "duration": (3, 4, 15, 16, 5.0, 4.0, 15.0, 16.0, 5.5, -1, 0, "5", "5s", True, None, 1e3, [5]),
    "content": ([], {}, None, "A fox", [[]], [{}], {"type": "text", "text": "A fox"}),
    "type": ("image", "Text", "TEXT", "text ", "", None, 1, [], {}, "image_url", "text"),
    "role": ("first", "First_Frame", "first-frame", "", None, 1, True, [], "first_frame", "text"),
    "text": (*BLANKS, " \n\t ", 1, None, True, [], {}, "\x1c\u2029\ufeff"),
    "text_file": (*_PATHS, *BLANKS, 1, None, []),
    "image_url": (
        "https://example.com/a.png",
        {},
        [],
        None,
        {"uri": "x"},
        {"url": "x", "path": "a"},
    ),
    "video_url": ("https://example.com/a.mp4", {}, [], None, {"url": None}, {"URL": "x"}),
    "audio_url": ("asset-1", {}, [], None, {"url": ["x"]}, {"path": "media/a.png", "role": "x"}),
    "url": (*_URLS, *BLANKS, 1, None, True, [], {}),
    "path": (*_PATHS, *BLANKS, 1, None, True, [], {}),
}
"""Key to values of which most are wrong there, by little."""

ANYTHING: Final[Sequence[Any]] = (
    *(
        None,
        True,
        False,
        0,
        1,
        5,
        -1,
        2**53 - 1,
        5.0,
        0.5,
        1e300,
        "",
        " ",
        "x",
        "true",
        "null",
        "5",
    ),
    *("16:9", "720p", "first_frame", "text", "image_url", "https://example.com/a", "media/a.png"),
    *([], {}, [[]], [{}], [None], {"": None}, {"url": "x"}, {"type": "text", "text": "x"}),
)

KEYS: Final = (
    *("model", "resolution", "ratio", "duration", "content", "name", "description", "tags"),
    *("version", "$schema", "type", "role", "text", "text_file", "image_url", "video_url"),
    *("audio_url", "url", "path", "id", "", "__proto__", "constructor", "toString", "狐", "1", "~"),
    *("null", "true", "length", "jobs", "defaults", "matrix", "prompt"),
)
"""Keys of every level, and ones that some language takes for something special."""
