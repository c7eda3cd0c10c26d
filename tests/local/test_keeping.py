"""What the service does with a disk that takes nothing more, and with what killed ones left."""

import contextlib
import json
import os
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from seedjob.errors import UsageError
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


GOOD = {
    "time": "2026-01-01T00:00:00+00:00",
    "method": "POST",
    "path": "/v1/seedance-x1/videos",
    "status": 200,
    "task": "video_1",
    "body": body(),
    "media": [None],
    "fails": None,
}
ODD_LINES: dict[str, object] = {
    "null": None,
    "a list": [GOOD],
    "a text": "x",
    "nothing in it": {},
    "a task that is an object": {**GOOD, "task": {}},
    "a task that is a list": {**GOOD, "task": []},
    "a task that is a number": {**GOOD, "task": 1},
    "a time that is a number": {**GOOD, "time": 1},
    "a time that is none": {**GOOD, "time": "soon"},
    "a time before all": {**GOOD, "time": "0001-01-01T00:00:00"},
    "a method that is a list": {**GOOD, "method": []},
    "a path that is a number": {**GOOD, "path": 1},
    "a status that is a text": {**GOOD, "status": "200"},
    "media that are a number": {**GOOD, "media": 5},
    "media that are a text": {**GOOD, "media": "a"},
    "media that are an object": {**GOOD, "media": {"a": 1}},
    "media that are null": {**GOOD, "media": None},
    "a medium that is a list": {**GOOD, "media": [[1]]},
    "a medium that is a path": {**GOOD, "media": ["../../secret"]},
    "a failure that is an object": {**GOOD, "fails": {}},
}
ODD_BODIES: dict[str, object] = {
    "a text": "x",
    "null": None,
    "content of anything": {**body(), "content": [None, [], 1]},
    "a model that is an object": {**body(), "model": {}},
    "a text that is an object": body(prompt={}),
    "one media more than were kept": body(*[{"type": "image_url", "image_url": {}}] * 2),
}


@pytest.mark.parametrize("odd", ODD_LINES.values(), ids=ODD_LINES)
def test_a_line_that_no_service_wrote_is_passed_over(tmp_path: Path, odd: object) -> None:
    log = tmp_path / "lines"
    log.write_text(f"{json.dumps(odd)}\n{json.dumps(GOOD)}\n")

    assert ["video_1"] == [line.task for line in read_lines(log)]


def test_a_record_full_of_odd_lines_keeps_no_service_from_starting(tmp_path: Path) -> None:
    odd = [*ODD_LINES.values(), *({**GOOD, "body": odd} for odd in ODD_BODIES.values())]
    junk = b"\xff\xfe\n" + b"[" * 100_000 + b"\n" + os.urandom(1000) + b"\n"
    (tmp_path / "requests.jsonl").write_bytes(junk + "\n".join(map(json.dumps, odd)).encode())

    with serving(tmp_path, speed=20) as base:
        assert query(base, "video_1").json["code"] == -1
        assert query(base, made(base, body())).status == 200


def as_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")


def as_folder(path: Path) -> None:
    path.mkdir(parents=True)


def as_loop(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    ("name", "lay"),
    [
        (".", as_file),
        (".", as_loop),
        ("requests.jsonl", as_folder),
        ("requests.jsonl", as_loop),
        ("media", as_file),
        ("media", as_loop),
        ("videos", as_file),
        ("secret", as_folder),
        ("secret", as_loop),
    ],
)
def test_a_folder_that_cannot_be_kept_is_a_usage_error(
    tmp_path: Path, name: str, lay: Callable[[Path], None]
) -> None:
    folder = tmp_path / "local"
    lay(folder / name)

    with pytest.raises(UsageError, match=r"cannot keep '.*/local"), serving(folder):
        pass


def test_a_disk_without_room_is_a_usage_error(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(UsageError, match="File too large"), serving(tmp_path):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("torn", [b"", b"half", b"\xff" * 70])
def test_a_secret_that_a_full_disk_tore_is_made_anew(tmp_path: Path, torn: bytes) -> None:
    (tmp_path / "secret").write_bytes(torn)

    with serving(tmp_path):
        assert len((tmp_path / "secret").read_text("ascii")) == 64
