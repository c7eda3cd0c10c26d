"""A path that leads nowhere to the file that was meant by it."""

import os
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Final

from seedjob.project import inside
from seedjob.spec.written import nearest

MOST_NEIGHBOURS: Final = 500
"""Files of a folder among which the one is looked for that somebody meant."""


def advise(path: str, folder: Path, root: Path) -> str:
    """Say what to write instead of `path` in a spec that lies in `folder` of the project `root`."""
    try:
        return _from_root(path, folder, root) or _beside(path, folder)
    except (OSError, ValueError):
        return f"there is no folder '{PurePosixPath(path).parent}' beside the spec"


def _from_root(path: str, folder: Path, root: Path) -> str | None:
    """Advise on a path that was written as seen from the project's root."""
    there = root / path
    if not (inside(there, root) and there.is_file()):
        return None
    return (
        f"a path is relative to the spec: write {Path(os.path.relpath(there, folder)).as_posix()}"
    )


def _beside(path: str, folder: Path) -> str:
    around = (folder / path).parent
    near = {one.name.casefold(): one.name for one in islice(around.iterdir(), MOST_NEIGHBOURS)}
    meant = nearest(PurePosixPath(path).name, near)
    if meant is None:
        return "a path is relative to the spec's folder"
    return f"did you mean '{PurePosixPath(path).with_name(near[meant])}'?"
