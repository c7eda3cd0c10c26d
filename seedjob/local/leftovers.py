"""What killed services left half written in a folder to nothing, unless another one lives there."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from seedjob.errors import UsageError

HALF_WRITTEN = ("videos/*.part", "media/*.part")


@contextmanager
def living_in(folder: Path) -> Iterator[None]:
    """Live in `folder` as long as the `with`; who is alone there on coming sweeps it.

    `seedjob serve` and `seedjob run --local` share a folder: what one is writing, the other must
    leave alone. The lock on the folder itself goes with the process, however that ends.
    """
    try:
        door = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise UsageError(f"cannot keep {str(folder)!r}: {error.strerror}") from error
    try:
        if _locked(door, fcntl.LOCK_EX | fcntl.LOCK_NB):
            _sweep(folder)
        _locked(door, fcntl.LOCK_SH)
        yield
    finally:
        os.close(door)


def _locked(door: int, how: int) -> bool:
    """Lock an open folder; no where another holds it, or where the disk knows no locks."""
    try:
        fcntl.flock(door, how)
    except OSError:
        return False
    return True


def _sweep(folder: Path) -> None:
    for pattern in HALF_WRITTEN:
        for part in folder.glob(pattern):
            with suppress(OSError):  # it only takes room: no reason not to start
                part.unlink()
