"""The worst texts of a mebibyte are judged soon, and told up to a limit."""

import re
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from seedjob.diagnostic import Diagnostic, Place
from seedjob.media.check import local_files, missing
from seedjob.media.disk import Disk
from seedjob.report.text import render
from seedjob.report.verdict import Verdict
from seedjob.spec.document import Document, read
from seedjob.spec.garbage import uncollected
from seedjob.spec.sizes import LONGEST_SCALAR, MOST_ITEMS, MOST_KEYS
from seedjob.spec.told import MOST_TOLD, told
from seedjob.spec.validate import validate
from tests.pace import bound
from tests.spec.bombs import BOMBS, FULL

LONG = 0.3
"""Seconds of CPU: a quiet machine takes a tenth at most, a quadratic judge over a minute."""
HEAD = "model: seedance_2_0_x1_official\ncontent:\n- {type: text, text: x}\n"


def image(source: str) -> str:
    """Write an item."""
    return f"- {{type: image_url, role: reference_image, image_url: {source}}}\n"


IMAGE = image("{url: a}")


def fill(line: Callable[[int], str]) -> str:
    """Write lines until a mebibyte is nearly full."""
    lines, left, number = [], FULL - 500, 0
    while left > 0:
        lines.append(line(number))
        left -= len(lines[-1])
        number += 1
    return "".join(lines)


WORST = {
    "unknown keys": lambda: fill("k{}: 1\n".format),
    "misspelt keys": lambda: fill("modl{}: 1\n".format),
    "unknown keys of an item": lambda: HEAD + "- {" + fill("k{}: 1,".format) + "}\n",
    "items of an unknown type": lambda: HEAD + fill(lambda _: "- {type: foo, role: bar}\n"),
    "items that are texts": lambda: "content: [" + "x," * 120_000 + "]",
    "empty items": lambda: "content: [" + "{}," * 120_000 + "]",
    "images without roles": lambda: HEAD + fill(lambda _: "- {type: image_url, image_url: {}}\n"),
    "sound items before a bad one": lambda: HEAD + fill(lambda _: IMAGE) + "- {type: foo}\n",
    "files that are not there": lambda: HEAD + fill(lambda n: image(f"{{path: {n}}}")),
    "tags that are numbers": lambda: HEAD + "tags: [" + "1," * 200_000 + "]",
    "tags before a bad one": lambda: HEAD + "tags: [" + "a," * 200_000 + "1]",
    "dates": lambda: "tags: [" + "2026-01-01," * 90_000 + "]",
    "keys that come twice": lambda: fill("k{}: 1\n".format)[: FULL // 2] * 2,
    "aliases of a bad item": lambda: "content: [&a {type: foo, role: x}" + ", *a" * 40_000 + "]",
    "dates in anchors": lambda: "content: [&a {type: 2026-01-01}" + ", *a" * 40_000 + "]",
    "empty items in lines": lambda: "content:\n" + "- # c\n" * 120_000,
    "an asset ID wrong at its end": lambda: HEAD + image('{url: "asset://%s "}' % ("a" * 900_000)),
    "a long file name": lambda: HEAD + image("{path: %sa}" % ("a/" * 500_000)),
    "a path that goes up and up": lambda: HEAD + image("{path: %sa}" % ("a/../" * 200_000)),
    "a name of dots": lambda: "name: " + ".local" * 150_000,
    "a model of invisible marks": lambda: 'model: "' + "\u202e" * 330_000 + '"',
}


def judge(text: str, folder: Path) -> tuple[float, str]:
    """Judge a text as `validate` does; tell the seconds that took."""
    started = time.process_time()
    with uncollected():
        spec = validate("a.yaml", read(text))
        if spec.document is not None:
            list(islice(missing(local_files(spec.document.data), folder, Disk(folder)), MOST_TOLD))
    said = render(Verdict(("a.yaml",), told(spec.diagnostics), {"a.yaml": text}))
    return time.process_time() - started, said


@pytest.mark.parametrize("name", WORST)
def test_the_worst_text_is_judged_soon(name: str, tmp_path: Path) -> None:
    text = WORST[name]()
    assert len(text.encode()) <= FULL

    seconds, said = min(judge(text, tmp_path) for _ in range(3))

    assert seconds < bound(LONG)
    assert len(said) < 100_000


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_soon_with_its_place_and_what_to_write(name: str, tmp_path: Path) -> None:
    rule, write = BOMBS[name]
    text = write()
    assert len(text.encode()) <= FULL

    seconds, said = min(judge(text, tmp_path) for _ in range(3))

    assert seconds < bound(LONG)
    told = rf"^a\.yaml:[0-9]+:[0-9]+: error: [^;\n]+; [^\n]+ \[{rule}\]$"
    assert re.search(told, said, re.MULTILINE), said


def test_a_batch_of_five_hundred_jobs_is_read_whole() -> None:
    item = "    - {type: image_url, role: reference_image, image_url: {url: a}}\n"
    job = "- name: a\n  model: b\n  ratio: c\n  tags: [d, e]\n  content:\n" + item * 4
    found = read("jobs:\n" + job * 500)

    assert isinstance(found, Document)
    assert ((), 500) == (found.refusals, len(found.data["jobs"]))  # type: ignore[index]


SIZES = (
    # text, whether it is refused
    ("a: " + "x" * LONGEST_SCALAR, False),
    ("a: " + "x" * (LONGEST_SCALAR + 1), True),
    ("".join(f"k{n}: 1\n" for n in range(MOST_KEYS)), False),
    ("".join(f"k{n}: 1\n" for n in range(MOST_KEYS + 1)), True),
    ("[" + "x," * MOST_ITEMS + "]", False),
    ("[" + "x," * (MOST_ITEMS + 1) + "]", True),
)


@pytest.mark.parametrize(("text", "refused"), SIZES, ids=range(len(SIZES)))
def test_what_is_just_small_enough_is_read(text: str, refused: bool) -> None:
    found = read(text)
    refusals = found.refusals if isinstance(found, Document) else found

    assert ["yaml-size"] * refused == [refusal.rule for refusal in refusals]


def some(count: int) -> tuple[Diagnostic, ...]:
    return tuple(Diagnostic("a", Place(n, 1, n, 2), "r", "m") for n in range(1, count + 1))


COUNTS = (
    # faults found, told in all, the last message
    (1, 1, "m"),
    (100, 100, "m"),
    (101, 101, "at least 1 more fault from here on"),
    (102, 101, "2 more faults from here on"),
    (149, 101, "49 more faults from here on"),
    (150, 101, "at least 50 more faults from here on"),
)


@pytest.mark.parametrize(("found", "expected", "last"), COUNTS)
def test_of_many_faults_a_hundred_are_told_and_the_rest_counted(
    found: int, expected: int, last: str
) -> None:
    few = told(some(found))

    assert (expected, last) == (len(few), few[-1].message)
    assert few[-1].place.line == min(found, 101)


def test_a_refusal_keeps_no_document_from_being_judged_but_from_being_used() -> None:
    text = HEAD + IMAGE + "name: 2026-01-01\n"

    found = read(text)
    spec = validate("a.yaml", found)

    assert isinstance(found, Document)
    assert ["yaml-date"] == [refusal.rule for refusal in found.refusals]
    assert (spec.jobs, len(spec.diagnostics)) == ((), 1)
