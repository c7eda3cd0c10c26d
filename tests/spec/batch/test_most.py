"""Batches that are made to be much are counted before they are made, and judged soon."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from seedjob.spec.document import read
from seedjob.spec.garbage import uncollected
from seedjob.spec.validate import Spec, validate
from tests.agreement.writing import flow
from tests.pace import bound
from tests.spec.batch.documents import job

M = "seedance_2_0_x1_official"
LONG = 1.0
"""Seconds of CPU; a quiet machine takes a third at most."""


def matrix(*counts: int) -> dict[str, list[int]]:
    return {f"a{at}": list(range(count)) for at, count in enumerate(counts)}


def looks_up(count: int) -> str:
    return " ".join("${{ vars.long }}" for _ in range(count))


def one(**keys: Any) -> dict[str, Any]:
    return {"model": M, **job("A fox ${{ matrix.a0 }}"), **keys}


def rows(**keys: Any) -> dict[str, Any]:
    return {"model": M, "foreach": "rows.csv", **job("A fox"), **keys}


def many_items(**more: Any) -> dict[str, Any]:
    made = one(**more)
    image = {"type": "image_url", "role": "reference_image", "image_url": {"url": "a"}}
    made["content"] += [image] * 5_000
    return made


def entries(step: int, **more: int) -> list[dict[str, int]]:
    """Write entries that name other axes each."""
    bits = [[bit for bit in range(9) if n % step != bit] for n in range(500)]
    return [{f"a{bit}": n >> bit & 1 for bit in bits[n]} | more for n in range(500)]


def put_in(text: str, **keys: Any) -> dict[str, Any]:
    return {"model": M, "vars": {"long": "x" * 60_000}, **job(text), **keys}


COLUMNS = b",".join(b"c%d" % n for n in range(20_000))
JOBS = [{"name": f"a{n}", **job("A")} for n in range(5_000)]
Batch = tuple[dict[str, Any], bytes]

WORST: dict[str, Callable[[], Batch]] = {
    "500 jobs": lambda: (one(matrix=matrix(500)), b""),
    "a row of many columns": lambda: (rows(), COLUMNS + b"\n" + COLUMNS + b"\n"),
    "a matrix of 10^300 cells": lambda: (one(matrix=matrix(*[10] * 300)), b""),
    "entries that name other axes each": lambda: (
        one(matrix=matrix(*[2] * 9, 1) | {"exclude": entries(7), "include": entries(5, x=1)}),
        b"",
    ),
    "500 jobs of 5,000 items": lambda: (many_items(matrix=matrix(500)), b""),
    "500 jobs that share 5,000 items": lambda: (
        {"defaults": many_items(), "jobs": [{"name": f"a{n}"} for n in range(500)]},
        b"",
    ),
    "60,000 characters put in 15,000 times": lambda: (
        put_in(looks_up(3_500), tags=[looks_up(3_000)] * 4),
        b"",
    ),
    "60,000 characters in each of 500 jobs": lambda: (
        put_in("${{ vars.long }} ${{ matrix.a0 }}", matrix=matrix(500)),
        b"",
    ),
    "500 jobs at fault in several ways": lambda: (
        one(matrix=matrix(500), ratio="16x9", duration=3, tagz=1, resolution="4k"),
        b"",
    ),
    "500 jobs each at fault in its own way": lambda: (
        one(matrix=matrix(500), ratio="${{ matrix.a0 }}"),
        b"",
    ),
    "500 jobs of one name": lambda: (rows(), b"name,x\n" + b"a,1\n" * 500),
    "a mebibyte of rows": lambda: (rows(), b"name\n" + b"a\n" * 500_000),
    "an open quote before a mebibyte": lambda: (rows(), b'name\n"' + b"a\n" * 500_000),
    "jobs without end": lambda: ({"defaults": {"model": M}, "jobs": JOBS}, b""),
    "lookups that lead nowhere": lambda: (
        {"model": M, **job("A"), "tags": ["${{ vars.x }} ${{ matrix.y }}"] * 9_000},
        b"",
    ),
}
SOUND = ("500 jobs", "a row of many columns")


def judged(made: dict[str, Any], rows: bytes) -> tuple[float, Spec]:
    text = flow(made)
    assert len(text) <= 1 << 20
    started = time.process_time()
    with uncollected():
        spec = validate("a.yaml", read(text), lambda _: rows)
    return time.process_time() - started, spec


@pytest.mark.parametrize("name", WORST)
def test_the_worst_batch_is_judged_soon(name: str) -> None:
    made, rows = WORST[name]()

    seconds, spec = min((judged(made, rows) for _ in range(2)), key=lambda one: one[0])

    assert seconds < bound(LONG)
    assert bool(spec.jobs) == (name in SOUND)


def test_500_jobs_are_the_most() -> None:
    _, spec = judged(one(matrix=matrix(501)), b"")
    (told,) = spec.diagnostics

    assert ("batch-size", "with this the file has 501 jobs, where 500 are the most") == (
        told.rule,
        told.message,
    )
