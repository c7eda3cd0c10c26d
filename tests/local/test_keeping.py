"""What the service does with a disk that takes nothing more, and with what killed ones left."""

import contextlib
import os
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from seedjob.local.journal import Journal, Line, Unkept, read_lines
from seedjob.local.service import serving
from tests.local.asking import body, create, made, query

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


@contextlib.contextmanager
def full(file: Path) -> Iterator[None]:
    """Let whoever of this process has `file` open meet a full disk."""
    own = next(number for number in range(3, 1024) if is_open(number, file))
    kept = os.dup(own)
    disk = os.open(FULL, os.O_WRONLY)
    try:
        os.dup2(disk, own, inheritable=False)
        yield
    finally:
        os.dup2(kept, own, inheritable=False)
        os.close(disk)
        os.close(kept)


def is_open(number: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(number), file.stat())
    except OSError:
        return False


@needs_full
def test_a_create_that_cannot_be_put_on_record_makes_no_task(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(tmp_path, speed=20) as base:
        before = made(base, body())
        with full(tmp_path / "requests.jsonl"):
            refused = create(base, body())
            asked = query(base, before)
        after = made(base, body())

    assert refused.status == 507
    assert refused.json == {
        "error": {
            "code": "InsufficientStorage",
            "message": "the local service could not put the task on record: "
            "No space left on device",
            "type": "InternalServerError",
        }
    }
    assert (asked.status, asked.json["id"]) == (200, before)
    kept = [line.task for line in read_lines(tmp_path / "requests.jsonl") if line.method == "POST"]
    assert kept == [before, after]
    assert capfd.readouterr().err == ""


def test_a_line_that_fits_in_part_is_taken_back(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "lines")
    first, second = (Line(float(n), "GET", f"/{n}", 200) for n in (1, 2))
    journal.write(first, durable=False)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (journal.file.tell() + 9, hard))
    try:
        told = journal.write(second, durable=False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    left = (tmp_path / "lines").read_bytes()
    journal.write(second, durable=True)
    journal.close()

    assert told == Unkept("File too large")
    assert left.count(b"\n") == 1
    assert left.endswith(b"\n")
    assert list(read_lines(tmp_path / "lines")) == [first, second]


def half_written(folder: Path) -> list[Path]:
    made_here = [folder / "videos" / "film.1a2b.part", folder / "media" / "3c4d.part"]
    for part in made_here:
        part.parent.mkdir(exist_ok=True)
        part.write_bytes(b"half")
    return made_here


def test_what_a_killed_service_left_half_written_is_removed_at_the_start(tmp_path: Path) -> None:
    parts = half_written(tmp_path)
    whole = [tmp_path / "videos" / "film.mp4", tmp_path / "media" / "5e6f"]
    for file in whole:
        file.write_bytes(b"whole")

    with serving(tmp_path):
        assert [part.exists() for part in parts] == [False, False]
    assert [file.exists() for file in whole] == [True, True]


def test_what_another_living_service_is_writing_stays(tmp_path: Path) -> None:
    with serving(tmp_path):
        parts = half_written(tmp_path)
        with serving(tmp_path):
            assert [part.exists() for part in parts] == [True, True]
    with serving(tmp_path):
        assert [part.exists() for part in parts] == [False, False]
