"""One run a project, and nothing is written where a link in its own folder leads."""

import os
from contextlib import suppress
from pathlib import Path
from threading import Timer

import pytest

from seedjob.errors import LockedError, UsageError
from seedjob.run.lock import locked, own_folder


def test_the_loser_is_told_who_holds_the_lock_and_since_when(tmp_path: Path) -> None:
    with (
        locked(tmp_path),
        pytest.raises(LockedError, match=rf"process {os.getpid()}, since 20\d\d-.*Z"),
        locked(tmp_path),
    ):
        pass


def test_the_name_of_a_dead_holder_is_not_told_where_the_true_one_comes_soon(
    tmp_path: Path,
) -> None:
    with locked(tmp_path):
        holder = tmp_path / ".seedjob" / "holder"
        true = holder.read_text()
        holder.write_text("process 999999999, since 2020-01-01T00:00:00Z\n")
        later = Timer(0.2, holder.write_text, (true,))
        later.start()
        with pytest.raises(LockedError, match=f"process {os.getpid()},"), locked(tmp_path):
            pass
        later.join()


def test_the_lock_is_free_again_after_the_run(tmp_path: Path) -> None:
    with locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


@pytest.mark.parametrize(
    "link",
    [".seedjob", ".seedjob/lock", ".seedjob/holder", ".seedjob/local",
     ".seedjob/local/requests.jsonl", ".seedjob/local/videos"],
)  # fmt: skip
def test_nothing_is_written_where_a_link_of_a_strangers_clone_leads(
    link: str, tmp_path: Path
) -> None:
    root, victim = tmp_path / "p", tmp_path / "victim"
    victim.write_text("precious\n")
    (root / link).parent.mkdir(parents=True)
    (root / link).symlink_to(victim)

    for use in (locked(root).__enter__, lambda: own_folder(root)):
        with pytest.raises(UsageError, match="is a link, and seedjob writes there"):
            use()

    assert victim.read_text() == "precious\n"
    assert {root, victim} == set(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["holder", "lock", "local/requests.jsonl", "local/secret"])
@pytest.mark.parametrize("kind", ["a pipe", "a second name"])
def test_nothing_is_written_to_a_pipe_or_to_what_has_another_name(
    name: str, kind: str, tmp_path: Path
) -> None:
    root, victim = tmp_path / "p", tmp_path / "victim"
    victim.write_text("precious\n")
    there = root / ".seedjob" / name
    there.parent.mkdir(parents=True)
    os.mkfifo(there) if kind == "a pipe" else there.hardlink_to(victim)

    for use in (locked(root).__enter__, lambda: own_folder(root)):
        with pytest.raises(UsageError, match="and seedjob writes there: remove it"):
            use()

    assert victim.read_text() == "precious\n"


def take_away(path: Path) -> None:
    """Close the file under whoever has it open here, so that its next call on it fails."""
    there = path.stat()
    for number in range(3, 256):
        with suppress(OSError):
            if os.path.samestat(os.fstat(number), there):
                os.close(number)


def test_a_lock_that_cannot_be_given_back_does_not_change_how_a_run_ends(tmp_path: Path) -> None:
    ends: list[str] = []

    for number in ("first", "second"):
        with locked(tmp_path):
            ends.append(number)
            take_away(tmp_path / ".seedjob" / "lock")

    assert ["first", "second"] == ends
