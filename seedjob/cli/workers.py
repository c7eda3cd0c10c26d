"""Many items to what a function makes of each, in their order, on all processors."""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, BinaryIO, Final, NoReturn, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

MANY: Final = 500
"""Items for which workers are worth their start."""

CHUNK: Final = 50
"""Items of which a worker tells in one go."""

MOST: Final = 8
"""Workers; more of them wait for the disk."""


ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)
"""Signals that end a worker without a word."""


class WorkerError(Exception):
    """A worker ended before its work did: by a fault that it told of, or killed from outside."""


def each(work: Callable[[Item], Made], items: Sequence[Item]) -> Iterator[Made]:
    """Yield what `work` makes of each item: here where they are few, else in forks of us.

    What is made must be picklable. A fork that dies raises WorkerError; none outlives us.
    """
    count = min(_processors(), MOST) if len(items) >= MANY else 1
    workers = _start(work, items, count) if count > 1 and hasattr(os, "fork") else {}
    try:
        yield from _gather(list(workers.values()), items) if workers else map(work, items)
    finally:
        _end(workers)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start(
    work: Callable[[Item], Made], items: Sequence[Item], count: int
) -> Mapping[int, BinaryIO]:
    """Give each worker every `count`th chunk from the start, so that none has to ask for more.

    Where the system lets us have no more processes there are none.
    """
    workers: dict[int, BinaryIO] = {}
    try:
        for first in range(count):
            starts = range(first * CHUNK, len(items), count * CHUNK)
            pid, results = _fork(partial(_tell, work, items, starts), workers.values())
            workers[pid] = results
    except OSError:
        _end(workers)
        return {}
    return workers


def _gather(workers: Sequence[BinaryIO], items: Sequence[object]) -> Iterator[Any]:
    import pickle

    for chunk in range(-(-len(items) // CHUNK)):
        try:
            yield from pickle.load(workers[chunk % len(workers)])  # noqa: S301 - our own forks
        except (EOFError, pickle.UnpicklingError):
            raise WorkerError("a worker ended before its work did: was it killed?") from None


def _end(workers: Mapping[int, BinaryIO]) -> None:
    for pid, results in workers.items():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        results.close()


def _fork(tell: Callable[[BinaryIO], None], earlier: Iterable[BinaryIO]) -> tuple[int, BinaryIO]:
    """Start a worker; signals wait until it is one, so that it never goes on as if it were us."""
    reading, writing = os.pipe()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        pid = os.fork()
        if pid == 0:
            for results in earlier:  # else a worker would hear late that we are gone
                os.close(results.fileno())
            os.close(reading)
            _work(tell, os.fdopen(writing, "wb"))
    except OSError:
        os.close(reading)
        raise
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.close(writing)
    return pid, os.fdopen(reading, "rb")


def _work(tell: Callable[[BinaryIO], None], results: BinaryIO) -> NoReturn:
    """Be a worker: die at once where we are interrupted, or nobody listens any more."""
    code = 1
    try:
        for number in ENDING:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        tell(results)
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, it ends here
        sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
    finally:
        os._exit(code)


def _tell(
    work: Callable[[Item], Made], items: Sequence[Item], starts: range, results: BinaryIO
) -> None:
    from seedjob.cli.parcel import pack

    parent = os.getppid()
    for start in starts:
        made = [_for(parent, work, item) for item in items[start : start + CHUNK]]
        pack(made, results)
        results.flush()


def _for(parent: int, work: Callable[[Item], Made], item: Item) -> Made:
    """Work while somebody waits for it."""
    if os.getppid() != parent:
        os._exit(1)
    return work(item)
