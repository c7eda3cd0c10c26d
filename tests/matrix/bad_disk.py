"""seedjob on a disk that fails: calls of the system for files of the project, refused by a rule.

    python -m tests.matrix.bad_disk '{"call": "write", "of": ".*.room", "nth": 2, …}' run --yes

`call` of a file whose name `of` fits fails the `nth` time, or from then on where `ever` is true,
with `errno`; for `replace` and `link` the name is that of what is moved. `largest` is no shim but
the kernel's own bound on the bytes of a file. Nothing else of the program is changed.
"""

import errno
import fnmatch
import json
import os
import resource
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

CALLS = ("open", "write", "fsync", "ftruncate", "replace", "link", "unlink", "mkdir")


def main(given: Mapping[str, Any], words: list[str]) -> None:
    """Spoil the disk, and be the program."""
    if "largest" in given:
        resource.setrlimit(resource.RLIMIT_FSIZE, (given["largest"],) * 2)
    if "call" in given:
        spoil(given)
    from seedjob.cli import main as program

    sys.argv = ["seedjob", *words]
    program()


def spoil(rule: Mapping[str, Any]) -> None:
    """Wrap the calls, `open` always, since it tells what file a number means."""
    opened: dict[int, str] = {}
    count = 0

    def is_struck(name: str) -> bool:
        nonlocal count
        if not fnmatch.fnmatchcase(name, rule["of"]):
            return False
        count += 1
        nth = int(rule.get("nth", 1))
        return count >= nth if rule.get("ever") else count == nth

    def wrapped(call: str, true: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(first: Any, *others: Any, **named: Any) -> Any:
            name = opened.get(first, "") if isinstance(first, int) else Path(first).name
            if call == rule["call"] and is_struck(name):
                number = getattr(errno, rule["errno"])
                raise OSError(
                    number, os.strerror(number), None if isinstance(first, int) else first
                )
            result = true(first, *others, **named)
            if call == "open":
                opened[result] = name
            return result

        return wrapper

    assert rule["call"] in CALLS, rule
    for call in CALLS:
        setattr(os, call, wrapped(call, getattr(os, call)))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2:])
